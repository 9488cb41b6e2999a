package store

import (
	"slices"
	"sync"

	"ogp"
)

// readingRows makes rows of the table readings. Each takes the place of the one
// before: a row has hundreds of values, and an archive thousands of rows.
type readingRows struct {
	row   []any
	items [][]any // of each nested table, as many as one commitment had at most
}

// of is a commitment's row. The key is the page's: a parser that reads another
// ID in an archived page reports that as an issue, and the page stays where it is.
func (r *readingRows) of(k key, number int, c *ogp.Commitment) []any {
	plan := readingPlan()
	if r.items == nil {
		r.items = make([][]any, len(plan.nested))
	}
	r.row = append(r.row[:0], k.id, k.language, number)
	values := c.Row()
	for _, i := range plan.flat {
		r.row = append(r.row, values[i])
	}
	for i, table := range plan.nested {
		items := table.items(r.items[i], c)
		if len(items) > len(r.items[i]) {
			r.items[i] = items
		}
		r.row = append(r.row, items)
	}
	return r.row
}

// items are a long table's rows as a list of structs: an empty list where the
// commitment has none, since having none is known. They take the place of those
// in room, which may be nil.
func (n nested) items(room []any, c *ogp.Commitment) []any {
	rows := c.Rows(n.Table)
	for len(room) < len(rows) {
		room = append(room, make(map[string]any, len(n.names)+1))
	}
	for i, values := range rows {
		fields := room[i].(map[string]any)
		fields["number"] = i + 1
		for j, name := range n.names {
			fields[name] = cleanValue(values[j])
		}
	}
	return room[:len(rows)]
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
