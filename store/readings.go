package store

import (
	"slices"
	"sync"

	"ogp"
	"ogp/store/duck"
)

// readingRow is a commitment's row in the table content_readings. The key is the page's: a
// parser that reads another ID in an archived page reports that as an issue, and
// the page stays where it is.
func readingRow(k ogp.PageKey, content string, c *ogp.Commitment) []any {
	layout := readingLayout()
	row := make([]any, 0, 3+len(layout.flat)+len(layout.tables))
	row = append(row, k.ID, k.Language, content)
	values := c.Row()
	for _, i := range layout.flat {
		row = append(row, values[i])
	}
	for _, table := range layout.tables {
		row = append(row, nestedItems(table, c))
	}
	return row
}

// nestedItems are a long table's rows as a list of structs: an empty list where
// the commitment has none, since having none is known.
func nestedItems(table ogp.Table, c *ogp.Commitment) []any {
	columns := table.OwnColumns()
	items := []any{}
	for i, values := range c.Rows(table) {
		fields := make(map[string]any, len(columns)+1)
		fields["number"] = i + 1
		for j, column := range columns {
			fields[column.Name] = duck.Clean(values[j])
		}
		items = append(items, fields)
	}
	return items
}

// layout says which values of a commitment go into readings, in its order.
type layout struct {
	flat   []int // indexes into Commitment.Row
	tables []ogp.Table
}

var readingLayout = sync.OnceValue(func() layout {
	l := layout{tables: ogp.ReadingTables()}
	for _, column := range ogp.ReadingColumns() {
		l.flat = append(l.flat, slices.IndexFunc(ogp.Commitments().Columns, func(c ogp.Column) bool {
			return c.Name == column.Name
		}))
	}
	return l
})
