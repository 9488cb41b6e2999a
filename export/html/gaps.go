package html

import (
	"context"

	"ogp"
)

// gapsView is what the template of the page about gaps gets: rows of the tables, each
// in the order of its columns.
type gapsView struct{ Gaps, Completeness [][]any }

// addGaps writes the page that compares the site with OGP's own database.
func (w *website) addGaps(ctx context.Context) error {
	var v gapsView
	for name, rows := range map[string]*[][]any{"gaps": &v.Gaps, "completeness": &v.Completeness} {
		table, _ := ogp.FindTable(name)
		err := w.Data.EachRowWith(ctx, table, nil, func(int, int) {}, func(row []any) error {
			texts := make([]any, len(row))
			for i, value := range row {
				if texts[i] = value; value == nil {
					texts[i] = "–"
				}
			}
			*rows = append(*rows, texts)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return w.addPage("gaps", view{Name: "gaps.html", Title: "Gaps", Body: v,
		Summary: "What the site has and OGP's own database has not, and the other way round."})
}
