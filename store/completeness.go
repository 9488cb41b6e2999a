package store

import (
	"context"
	"database/sql"

	"ogp"
	"ogp/store/duck"
)

// Completeness is how much of what should exist is there, all plans together: of all
// members first, then of each.
func Completeness(ctx context.Context, from duck.Querier) ([]ogp.Completeness, error) {
	return duck.Collect(ctx, from, duck.SQL(`
		SELECT member_slug, coalesce(sum(commitments), 0), coalesce(sum(in_database), 0), coalesce(sum(only_on_site), 0),
			coalesce(sum(listed), 0), coalesce(sum(archived), 0), coalesce(sum(read), 0), coalesce(sum(withdrawn), 0)
		FROM (SELECT * REPLACE (coalesce(member_slug, '') AS member_slug) FROM completeness)
		GROUP BY GROUPING SETS ((), (member_slug)) ORDER BY grouping(member_slug) DESC, member_slug`), func(rows *sql.Rows, c *ogp.Completeness) error {
		return rows.Scan(duck.OrZero(&c.MemberSlug), &c.Commitments, &c.InDatabase, &c.OnlyOnSite, &c.Listed, &c.Archived, &c.Read, &c.Withdrawn)
	})
}
