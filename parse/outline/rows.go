package outline

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"ogp/parse/lines"
	"ogp/parse/words"
)

// JoinRows puts the cells of each row of a table in free text into one line, with
// " | " between them: the table is what its author wrote, and the form in which
// most pages have it.
func JoinRows(all []Line) []Line {
	var joined []Line
	var rows map[*html.Node][]lines.Cell
	var part *html.Node // of a table, whose rows these are
	for i := 0; i < len(all); {
		row, _ := all[i].RowAround()
		if row == nil {
			joined = append(joined, all[i])
			i++
			continue
		}
		if row.Parent != part {
			rows, part = all[i].Rows(), row.Parent
		}
		end := i
		texts := map[*html.Node][]string{}
		for ; end < len(all); end++ {
			other, cell := all[end].RowAround()
			if other != row {
				break
			}
			texts[cell] = append(texts[cell], all[end].Text)
		}
		if len(slices.DeleteFunc(slices.Clone(rows[row]), lines.Cell.IsEmpty)) < 2 {
			joined = append(joined, all[i:end]...)
		} else {
			line := all[i]
			line.Text, line.Bullet = joinCells(rows[row], texts), false
			joined = append(joined, line)
		}
		i = end
	}
	return joined
}

func joinCells(cells []lines.Cell, texts map[*html.Node][]string) string {
	parts := make([]string, len(cells))
	for i, cell := range cells {
		parts[i] = words.Mask(cell.Spanned)
		if cell.Node != nil {
			parts[i] = strings.Join(texts[cell.Node], " ")
		}
	}
	return strings.Join(parts, " | ")
}
