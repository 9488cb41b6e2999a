package xlsx

import (
	"context"
	"fmt"

	"ogp"
	"ogp/export/dataset"
)

// glanceSheet has a line for each commitment, to look through and to pivot from.
const glanceSheet = "At a glance"

// glance are the columns of the sheet: those of commitments, or what SQL says.
var glance = []struct {
	name  string
	width float64
	kind  ogp.Type
	sql   string // empty for a column of commitments
	note  string
}{
	{name: "commitment_id", width: 15},
	{name: "title", width: titleWidth},
	{name: "member", width: 24},
	{name: "template", width: 10},
	{name: "action_plan_cycle", width: 18},
	{name: "status", width: 12},
	{name: "completion", width: 14},
	{"completion_state", 17, ogp.Text, stateOf("completion"), "What the page has in place of a completion: pending, graphic (drawn), no_data, …"},
	{name: "ambition", width: 12},
	{"ambition_state", 15, ogp.Text, stateOf("ambition"), "What the page has in place of an ambition: pending, graphic (drawn), no_data, …"},
	{name: "milestone_count", width: 17},
	{"milestones_known", 18, ogp.Integer, "len(list_filter(milestones, lambda x: x.status IS NOT NULL))", "Milestones whose state is known."},
	{"milestones_finished", 20, ogp.Integer, "len(list_filter(milestones, lambda x: x.status = 'Finished'))", "Milestones that are finished."},
	{name: "page_state", width: 12},
	{name: "last_checked", width: 17},
}

// toRow leads from the ID of a commitment, the first value, to its row.
func (b *workbook) toRow(values []any) target {
	id, _ := values[0].(string)
	return target{place: b.places[id]}
}

// toPage leads to the address that is one of the values.
func toPage(url int) func(values []any) target {
	return func(values []any) target {
		address, _ := values[url].(string)
		return target{address: address}
	}
}

// addGlance is the sheet of all commitments at a glance. It notes in which row of
// which sheet each of them is.
func (b *workbook) addGlance(ctx context.Context) error {
	if !b.Data.HasMain() {
		return nil
	}
	s := &sheet{book: b, title: glanceSheet, about: "One line per commitment, to look through and to pivot from.", frozen: 2, states: map[int]int{}}
	query := ""
	for i, c := range glance {
		if c.sql == "" {
			column := dataset.FindColumn(ogp.Commitments().Name, c.name)
			c.kind, c.sql, c.note = column.Type, ogp.Identifier(c.name), column.Doc
		}
		query += c.sql + ", "
		s.columns = append(s.columns, sheetColumn{name: c.name, kind: c.kind, width: c.width, wrap: c.kind == ogp.Text, note: c.note})
		if i > 0 && c.name == s.columns[i-1].name+"_state" {
			s.states[i-1] = i
		}
	}
	s.columns[0].link, s.columns[1].link = b.toRow, toPage(len(s.columns))
	if err := s.start(); err != nil {
		return err
	}
	err := b.Data.Each(ctx, "SELECT "+query+"url FROM "+dataset.All, func(values []any) error {
		n, most := len(b.places), b.MaxRows-1
		b.places[values[0].(string)] = fmt.Sprintf("'%s'!A%d", sheetName(ogp.Commitments().Name, 1+n/most), 2+n%most)
		return s.row(values)
	})
	if err != nil {
		return err
	}
	return s.finish()
}
