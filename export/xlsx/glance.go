package xlsx

import (
	"context"
	"fmt"

	"ogp"
	"ogp/export/dataset"
)

// glanceSheet has a line for each commitment, to look through and to pivot from.
const glanceSheet = "At a glance"

// place notes in which row of which sheet each commitment is.
func (b *workbook) place(ctx context.Context) error {
	n := 0
	return b.Data.Each(ctx, "SELECT commitment_id FROM "+dataset.All, func(row []any) error {
		part, line := 1+n/(b.MaxRows-1), 2+n%(b.MaxRows-1)
		b.places[row[0].(string)] = fmt.Sprintf("'%s'!A%d", sheetName(ogp.Commitments().Name, part), line)
		n++
		return nil
	})
}

// toRow leads from the ID of a commitment, the first value, to its row.
func (b *workbook) toRow(values []any) target {
	id, _ := values[0].(string)
	return target{place: b.places[id]}
}

// glanceColumn is a column of the sheet: one of commitments, or what SQL says.
type glanceColumn struct {
	sheetColumn
	sql string
}

// glance are the columns of the sheet, those that the dataset has.
func glance() []glanceColumn {
	var out []glanceColumn
	for _, c := range []struct {
		name  string
		width float64
		sql   string // empty for a column of commitments
		note  string
	}{
		{"commitment_id", 14, "", ""},
		{"title", titleWidth, "", ""},
		{"member", 24, "", ""},
		{"template", 13, "", ""},
		{"action_plan_cycle", 20, "", ""},
		{"status", 14, "", ""},
		{"completion", 16, "", ""},
		{"completion_state", 19, stateOf("completion"), "What the page has in place of a completion: pending, graphic (drawn), no_data, …"},
		{"ambition", 16, "", ""},
		{"ambition_state", 18, stateOf("ambition"), "What the page has in place of an ambition: pending, graphic (drawn), no_data, …"},
		{"milestone_count", 19, "", ""},
		{"milestones_known", 20, "len(list_filter(milestones, lambda x: x.status IS NOT NULL))", "Milestones whose state is known."},
		{"milestones_finished", 22, "len(list_filter(milestones, lambda x: x.status = 'Finished'))", "Milestones that are finished."},
		{"page_state", 14, "", ""},
		{"last_checked", 18, "", ""},
	} {
		column := ogp.Column{Name: c.name, Type: ogp.Text, Doc: c.note}
		if c.sql == "" {
			found := false
			if column, found = mainColumn(c.name); !found {
				continue
			}
			c.sql = ogp.Identifier(c.name)
		} else if c.name != "completion_state" && c.name != "ambition_state" {
			column.Type = ogp.Integer
		}
		out = append(out, glanceColumn{sheetColumn{name: c.name, kind: column.Type, width: c.width, wrap: c.name == "title", note: column.Doc}, c.sql})
	}
	return out
}

// mainColumn is a column of commitments.
func mainColumn(name string) (ogp.Column, bool) {
	for _, column := range ogp.Commitments().Columns {
		if column.Name == name {
			return column, true
		}
	}
	return ogp.Column{}, false
}

// addGlance is the sheet of all commitments at a glance.
func (b *workbook) addGlance(ctx context.Context) error {
	if !b.Data.HasMain() {
		return nil
	}
	s := &sheet{book: b, title: glanceSheet, about: "One line per commitment, to look through and to pivot from.", frozen: 2, states: map[int]int{}}
	query := ""
	for i, column := range glance() {
		s.columns = append(s.columns, column.sheetColumn)
		query += column.sql + ", "
		if i > 0 && column.name == s.columns[i-1].name+"_state" {
			s.states[i-1] = i
		}
	}
	url := len(s.columns)
	s.columns[0].link = b.toRow
	s.columns[1].link = func(values []any) target {
		address, _ := values[url].(string)
		return target{address: address}
	}
	if err := s.start(); err != nil {
		return err
	}
	if err := b.Data.Each(ctx, "SELECT "+query+"url FROM "+dataset.All, s.row); err != nil {
		return err
	}
	return s.finish()
}
