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
	waiting [][]string
	widths  []int  // nil while rows wait
	lines   *lines // in the place of a table that does not fit
}

// sampleRows are enough rows to tell how wide columns are.
const sampleRows = 500

// narrowest is the width below which a column is not worth showing.
const narrowest = 8

func (t *table) Columns(names []string) error {
	t.names = names
	return nil
}

func (t *table) Row(cells []any) error { return t.put(cellTexts(cells, "NULL")) }

func (t *table) put(texts []string) error {
	switch {
	case t.lines != nil:
		return t.lines.put(texts)
	case t.widths != nil:
		return t.line(texts)
	}
	if t.waiting = append(t.waiting, texts); len(t.waiting) < sampleRows {
		return nil
	}
	return t.begin()
}

func (t *table) End() error {
	if t.widths != nil || t.lines != nil {
		return nil
	}
	return t.begin()
}

// begin writes the header and the rows that wait.
func (t *table) begin() error {
	widths := make([]int, len(t.names))
	for _, texts := range append([][]string{t.names}, t.waiting...) {
		for i, text := range texts {
			widths[i] = max(widths[i], console.Width(console.Cell(text, 0)))
		}
	}
	var err error
	if fit(widths, t.screen) {
		t.widths = widths
		err = t.header()
	} else {
		t.lines = &lines{w: t.w}
		err = t.lines.Columns(t.names)
	}
	for _, texts := range t.waiting {
		if err == nil {
			err = t.put(texts)
		}
	}
	t.waiting = nil
	return err
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
