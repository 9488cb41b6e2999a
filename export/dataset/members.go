package dataset

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// EachByMember calls fn with every selected commitment for people to read, in the
// order of their members' slugs, then of their IDs: the slug, which may be empty, and
// JSON as EachJSON has it, with all long tables, whichever were selected, but without
// issues, and of sections only those under labels that are not known. The text of the
// others is in the columns that they were read into.
func (d *Dataset) EachByMember(ctx context.Context, fn func(slug, line string) error) error {
	ranges, err := d.memberRanges(ctx)
	if err != nil {
		return err
	}
	long := slices.DeleteFunc(slices.Clone(ogp.LongTables()), func(t ogp.Table) bool { return t.Name == "issues" })
	for _, members := range ranges {
		condition := fmt.Sprintf("member_slug BETWEEN %s AND %s", ogp.Literal(members[0]), ogp.Literal(members[1]))
		if members[0] == "" {
			condition += " OR member_slug IS NULL"
		}
		query := jsonQuery(long, fmt.Sprintf(`SELECT * REPLACE (list_filter(sections, x -> x.field IS NULL AND x.state = 'value') AS sections)
			FROM %s WHERE %s`, All, condition))
		if err := d.eachSlug(ctx, query, fn); err != nil {
			return fmt.Errorf("read commitments: %w", err)
		}
	}
	return nil
}

// eachSlug calls fn with the rows of a query for lines and slugs, in the order of the
// slugs. DuckDB would sort the commitments with all their texts.
func (d *Dataset) eachSlug(ctx context.Context, query string, fn func(slug, line string) error) error {
	var lines [][2]string
	err := d.Each(ctx, query, func(row []any) error {
		lines = append(lines, [2]string{row[1].(string), row[0].(string)})
		return nil
	})
	slices.SortStableFunc(lines, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	for _, line := range lines {
		if err == nil {
			err = fn(line[0], line[1])
		}
	}
	return err
}

// readTogether is how many commitments the members have that are read together:
// every query goes through the whole table, and the driver holds its rows.
const readTogether = 6 * chunk

// memberRanges are the first and the last slugs of members that are read together.
func (d *Dataset) memberRanges(ctx context.Context) ([][2]string, error) {
	var out [][2]string
	commitments := int64(readTogether)
	err := d.Each(ctx, "SELECT coalesce(member_slug, ''), count(*) FROM "+All+" GROUP BY 1 ORDER BY 1", func(row []any) error {
		slug := row[0].(string)
		if commitments >= readTogether {
			out, commitments = append(out, [2]string{slug, slug}), 0
		}
		out[len(out)-1][1] = slug
		commitments += row[1].(int64)
		return nil
	})
	return out, err
}
