package lines

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// byColumn writes a table of one row whose heading has labels, each with its
// colon, a column after the other: a label and its value.
func (w *walker) byColumn(n *html.Node) bool {
	rows := rowsOf(n)
	if len(rows) != 2 || len(rows[0]) < 2 || len(rows[0]) != len(rows[1]) {
		return false
	}
	for i, heading := range rows[0] {
		if !endsWithColon(textOf(heading)) || endsWithColon(textOf(rows[1][i])) {
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

// rowsOf are the cells of a table's rows; none of a table that holds another.
func rowsOf(table *html.Node) [][]*html.Node {
	var rows [][]*html.Node
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
