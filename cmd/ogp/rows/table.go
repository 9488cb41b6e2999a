package rows

import (
	"io"
	"strings"

	"ogp/cmd/ogp/console"
)

// table writes an aligned table. The widths of its columns are those of the
// first rows, which wait until there are enough of them.
type table struct {
	w       io.Writer
	screen  int // columns of the terminal, which no line exceeds; 0 elsewhere, where nothing is cut
	names   []string
	waiting [][]any
	widths  []int  // nil while rows wait
	rows    Writer // in the place of a table that does not fit
}

// sampleRows are enough rows to tell how wide columns are.
const sampleRows = 500

// narrowest is the width below which a column is not worth showing.
const narrowest = 8

func (t *table) Columns(names []string) error {
	t.names = names
	return nil
}

func (t *table) Row(cells []any) error {
	switch {
	case t.rows != nil:
		return t.rows.Row(cells)
	case t.widths != nil:
		return t.line(cellTexts(cells, "NULL"))
	}
	if t.waiting = append(t.waiting, cells); len(t.waiting) < sampleRows {
		return nil
	}
	return t.begin()
}

func (t *table) End() error {
	if t.widths != nil || t.rows != nil {
		return nil
	}
	return t.begin()
}

// begin writes the header and the rows that wait.
func (t *table) begin() error {
	widths := make([]int, len(t.names))
	for _, cells := range append([][]string{t.names}, t.sample()...) {
		for i, cell := range cells {
			widths[i] = max(widths[i], console.Width(console.Cell(cell, 0)))
		}
	}
	waiting := t.waiting
	t.waiting = nil
	if !fit(widths, t.screen) {
		t.rows = &lines{w: t.w}
		if err := t.rows.Columns(t.names); err != nil {
			return err
		}
	} else {
		t.widths = widths
		if err := t.header(); err != nil {
			return err
		}
	}
	for _, cells := range waiting {
		if err := t.Row(cells); err != nil {
			return err
		}
	}
	return nil
}

func (t *table) sample() [][]string {
	texts := make([][]string, len(t.waiting))
	for i, cells := range t.waiting {
		texts[i] = cellTexts(cells, "NULL")
	}
	return texts
}

func (t *table) header() error {
	if err := t.line(t.names); err != nil {
		return err
	}
	rules := make([]string, len(t.widths))
	for i, width := range t.widths {
		rules[i] = strings.Repeat("─", width)
	}
	_, err := io.WriteString(t.w, strings.Join(rules, "  ")+"\n")
	return err
}

func (t *table) line(cells []string) error {
	var b strings.Builder
	for i, cell := range cells {
		limit := 0
		if t.screen > 0 {
			limit = t.widths[i]
		}
		cell = console.Cell(cell, limit)
		b.WriteString(cell)
		if i+1 < len(cells) {
			b.WriteString(strings.Repeat(" ", max(0, t.widths[i]-console.Width(cell))+2))
		}
	}
	_, err := io.WriteString(t.w, b.String()+"\n")
	return err
}

// fit narrows the widest columns until a line fits on the screen, and reports
// whether that can be.
func fit(widths []int, screen int) bool {
	room, widest := screen-2*(len(widths)-1), 0
	for _, width := range widths {
		widest = max(widest, width)
	}
	for limit := widest; screen > 0; limit-- {
		sum := 0
		for _, width := range widths {
			sum += min(width, limit)
		}
		if sum <= room {
			for i := range widths {
				widths[i] = min(widths[i], limit)
			}
			return true
		}
		if limit <= narrowest {
			return false
		}
	}
	return true
}
