package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"ogp/store/duck"
)

// Description is the free text of a national page, as its newest reading has it.
type Description struct {
	ID     string
	Member string // the member's slug; may be empty
	Text   string
	Form   bool // a form was found in it: one of its answers fills a column
}

// formColumns are the columns that the answers to a form fill.
var formColumns = []string{
	"problem", "status_quo", "action", "contribution", "ogp_value_explanation", "objective", "solution", "results",
	"transparency", "accountability", "participation",
}

// descriptions are the free texts of all national pages, in every language.
func descriptions(ctx context.Context, from duck.Querier) ([]Description, error) {
	query := fmt.Sprintf(`
		SELECT commitment_id, coalesce(member_slug, ''), description, coalesce(%s) IS NOT NULL OR milestone_count > 0
		FROM %s WHERE description IS NOT NULL ORDER BY commitment_id, language`, strings.Join(formColumns, ", "), newest)
	return duck.Collect(ctx, from, duck.SQL(query), func(rows *sql.Rows, d *Description) error {
		return rows.Scan(&d.ID, &d.Member, &d.Text, &d.Form)
	})
}
