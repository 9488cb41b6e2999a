package dataset

import (
	"context"
	"fmt"
	"slices"

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
			FROM %s WHERE %s ORDER BY coalesce(member_slug, ''), commitment_id`, All, condition))
		if err := d.Each(ctx, query, func(row []any) error { return fn(row[1].(string), row[0].(string)) }); err != nil {
			return fmt.Errorf("read commitments: %w", err)
		}
	}
	return nil
}

// readTogether is how many commitments the members have that are read together:
// every query goes through the whole table, and the driver holds its rows.
const readTogether = 3 * chunk

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
