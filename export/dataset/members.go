package dataset

import (
	"context"
	"fmt"

	"ogp"
)

// Slugs are the slugs of the members of the selected commitments, sorted; an empty
// one stands for commitments without.
func (d *Dataset) Slugs(ctx context.Context) ([]string, error) {
	return texts(ctx, d.conn, "SELECT DISTINCT coalesce(member_slug, '') FROM "+All+" ORDER BY 1")
}

// EachOf calls fn with every selected commitment of a member as EachJSON does,
// with all long tables, whichever were selected.
func (d *Dataset) EachOf(ctx context.Context, slug string, fn func(line string) error) error {
	query := jsonQuery(ogp.LongTables(), fmt.Sprintf("SELECT * FROM %s WHERE coalesce(member_slug, '') = %s ORDER BY commitment_id", All, ogp.Literal(slug)))
	return d.Each(ctx, query, func(row []any) error { return fn(row[0].(string)) })
}
