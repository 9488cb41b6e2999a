package store

import (
	"slices"
	"sync"

	"ogp"
)

// readingRow is a commitment's row in the table readings. The key is the
// page's: a parser that reads another ID in an archived page reports that as an
// issue, and the page stays where it is.
func readingRow(k key, number int, c *ogp.Commitment) []any {
	plan := readingPlan()
	row := make([]any, 0, 3+len(plan.flat)+len(plan.nested))
	row = append(row, k.id, k.language, number)
	values := c.Row()
	for _, i := range plan.flat {
		row = append(row, values[i])
	}
	for _, table := range plan.nested {
		row = append(row, nestedRows(table, c))
	}
	return row
}

// nestedRows are a long table's rows as a list of structs: an empty list where
// the commitment has none, since having none is known.
func nestedRows(table nested, c *ogp.Commitment) []any {
	rows := c.Rows(table.Table)
	list := make([]any, len(rows))
	for i, values := range rows {
		fields := make(map[string]any, len(values)+1)
		fields["number"] = i + 1
		for j, name := range table.names {
			fields[name] = cleanValue(values[j])
		}
		list[i] = fields
	}
	return list
}

// plan says which values of a commitment go into readings, in its order.
type plan struct {
	flat   []int // indexes into Commitment.Row
	nested []nested
}

type nested struct {
	ogp.Table
	names []string
}

var readingPlan = sync.OnceValue(func() plan {
	var p plan
	for _, column := range readingColumns() {
		p.flat = append(p.flat, slices.IndexFunc(ogp.Commitments().Columns, func(c ogp.Column) bool {
			return c.Name == column.Name
		}))
	}
	for _, table := range nestedTables() {
		n := nested{Table: table}
		for _, column := range ownColumns(table) {
			n.names = append(n.names, column.Name)
		}
		p.nested = append(p.nested, n)
	}
	return p
})
