package lines

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// byColumn writes a table of one row whose heading has labels a column after the
// other: a label and its value.
func (w *walker) byColumn(n *html.Node) bool {
	rows := rowsOf(n)
	if len(rows) != 2 || len(rows[0]) < 2 || len(rows[0]) != len(rows[1]) {
		return false
	}
	for i, heading := range rows[0] {
		if label := textOf(heading); !endsWithColon(label) && !w.isLabel(label) || endsWithColon(textOf(rows[1][i])) {
			return false
		}
	}
	for i, heading := range rows[0] {
		w.blockElement(heading)
		w.blockElement(rows[1][i])
	}
	return true
}

func endsWithColon(text string) bool { return strings.HasSuffix(strings.TrimSpace(text), ":") }

// rowsOf are the cells of a table's rows; none of a table that holds another, or of none.
func rowsOf(table *html.Node) [][]*html.Node {
	var rows [][]*html.Node
	if table == nil {
		return nil
	}
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Table:
			return nil
		case atom.Tr:
			rows = append(rows, nil)
		case atom.Td, atom.Th:
			if len(rows) > 0 {
				rows[len(rows)-1] = append(rows[len(rows)-1], n)
			}
		}
	}
	return rows
}

// labelOf writes the label that an element has as an attribute, which a style
// sheet shows before it, unless it is a cell: a table prints its labels.
func (w *walker) labelOf(n *html.Node) {
	label := attr(n, "data-label")
	if n.DataAtom == atom.Td || !endsWithColon(label) || endsWithColon(textOf(n)) {
		return
	}
	w.breakLine()
	w.write(label)
	w.breakLine()
}

// Cell is a cell of a row of a table: an element, or, where a cell of a row above
// spans into the row, its text.
type Cell struct {
	Node    *html.Node
	Spanned string
}

// IsEmpty reports whether a cell is a further column of the one before it.
func (c Cell) IsEmpty() bool { return c.Node == nil && c.Spanned == "" }

const (
	// mostRows and mostColumns bound what is looked at of a table.
	mostRows, mostColumns = 2_000, 20

	// longestCell bounds the bytes of a cell: what is longer is laid out by a table,
	// and is no table.
	longestCell = 600

	// longestShort bounds the bytes of the second cells of a table of two columns:
	// what is longer is the answer to a question before it.
	longestShort = 60
)

// Rows are the cells of the rows of the table that a line is in, by the row; none
// where the table is a layout, or a list of labels and values.
func (l Line) Rows() map[*html.Node][]Cell {
	rows := rowsOf(l.table())
	if len(rows) < 2 || len(rows) > mostRows || !isData(rows) {
		return nil
	}
	all := map[*html.Node][]Cell{}
	var spans []span
	for _, cells := range rows {
		if len(cells) == 0 {
			continue
		}
		var row []Cell
		row, spans = spread(cells, spans)
		all[cells[0].Parent] = row
	}
	return all
}

// isData reports whether rows are those of a table with a column for each kind of
// thing.
func isData(rows [][]*html.Node) bool {
	columns, headed, short := 0, true, true
	for i, cells := range rows {
		columns = max(columns, len(cells))
		for j, cell := range cells {
			length := len(textOf(cell))
			if length > longestCell {
				return false
			}
			headed = headed && (i > 0 || cell.DataAtom == atom.Th)
			short = short && (j == 0 || length <= longestShort && (i == 0 || cells[0].DataAtom == atom.Td))
		}
	}
	return columns >= 3 || columns == 2 && (headed || short)
}

// table is the table that a line is in; nil for none.
func (l Line) table() *html.Node {
	n := l.Node
	for n != nil && n.DataAtom != atom.Table {
		n = n.Parent
	}
	return n
}

type span struct {
	column, left int
	text         string
}

// spread is a row with the texts of the cells that span into it, and what spans
// into the next.
func spread(cells []*html.Node, above []span) (row []Cell, below []span) {
	for len(cells) > 0 || len(above) > 0 {
		column := len(row)
		if len(above) > 0 && (above[0].column <= column || len(cells) == 0) {
			row = append(row, Cell{Spanned: above[0].text})
			if above[0].left--; above[0].left > 0 {
				below = append(below, span{column, above[0].left, above[0].text})
			}
			above = above[1:]
			continue
		}
		text := strings.Join(strings.Fields(textOf(cells[0])), " ")
		row = append(row, Cell{Node: cells[0]})
		if rows, _ := strconv.Atoi(attr(cells[0], "rowspan")); rows > 1 {
			below = append(below, span{column, rows - 1, text})
		}
		row = append(row, besides(cells[0], text)...)
		cells = cells[1:]
	}
	return row, below
}

// besides are the further columns that a cell spans. A heading is that of each; what
// else spans several is told once.
func besides(cell *html.Node, text string) []Cell {
	columns, _ := strconv.Atoi(attr(cell, "colspan"))
	if cell.DataAtom != atom.Th {
		text = ""
	}
	return slices.Repeat([]Cell{{Spanned: text}}, min(max(columns-1, 0), mostColumns))
}

// RowAround is the row of a table that a line is in, and the cell.
func (l Line) RowAround() (row, cell *html.Node) {
	for n := l.Node; n != nil && n.DataAtom != atom.Table; n = n.Parent {
		switch n.DataAtom {
		case atom.Td, atom.Th:
			cell = n
		case atom.Tr:
			return n, cell
		}
	}
	return nil, nil
}

// Column is the column of a table with headings that a line is in; heading reports
// whether it is one of those. It is 0 for a line that is in none.
func (l Line) Column() (column int, heading bool) {
	_, cell := l.RowAround()
	rows := rowsOf(l.table())
	if len(rows) == 0 || len(rows[0]) < 2 || slices.ContainsFunc(rows[0], func(n *html.Node) bool { return n.DataAtom != atom.Th }) {
		return 0, false
	}
	for i, row := range rows {
		if at := slices.Index(row, cell); at >= 0 {
			return at, i == 0
		}
	}
	return 0, false
}
