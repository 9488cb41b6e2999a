package export

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// document is a text in parts, written once and shown as Markdown and as a
// sheet of the workbook.
type document []part

// part is a heading, a paragraph, or a table.
type part struct {
	heading string
	text    string
	grid    *grid
}

// grid is a table of a document. Cells are strings and int64.
type grid struct {
	headers []string
	rows    [][]any
}

func (d *document) heading(text string) { *d = append(*d, part{heading: text}) }

func (d *document) say(format string, a ...any) {
	*d = append(*d, part{text: fmt.Sprintf(format, a...)})
}

func (d *document) table(headers []string, rows [][]any) {
	*d = append(*d, part{grid: &grid{headers, rows}})
}

// markdown renders the document; the first heading is its title.
func (d document) markdown() string {
	var out strings.Builder
	for i, part := range d {
		switch {
		case part.heading != "" && i == 0:
			fmt.Fprintf(&out, "# %s\n\n", part.heading)
		case part.heading != "":
			fmt.Fprintf(&out, "## %s\n\n", part.heading)
		case part.grid != nil:
			part.grid.markdown(&out)
		default:
			fmt.Fprintf(&out, "%s\n\n", part.text)
		}
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func (g *grid) markdown(out *strings.Builder) {
	rule := make([]string, len(g.headers))
	for i := range rule {
		rule[i] = "---"
		if g.numeric(i) {
			rule[i] = "---:"
		}
	}
	line := func(cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
	line(g.headers)
	line(rule)
	for _, row := range g.rows {
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = markdownCell(value)
		}
		line(cells)
	}
	out.WriteByte('\n')
}

// numeric reports whether a column, not being the first, holds numbers.
func (g *grid) numeric(column int) bool {
	if column == 0 || len(g.rows) == 0 {
		return false
	}
	return isNumber(g.rows[len(g.rows)-1][column])
}

func markdownCell(value any) string {
	switch v := value.(type) {
	case int64:
		return thousands(v)
	case string:
		return strings.ReplaceAll(strings.Join(strings.Fields(v), " "), "|", `\|`)
	default:
		return fmt.Sprint(v)
	}
}

// thousands writes a number in groups of three.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// plural is a count with its noun.
func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// day is a date in words, or the admission that there is none.
func day(at time.Time) string {
	if at.IsZero() {
		return "an unknown date"
	}
	return at.Format("2 January 2006")
}

// share is a part of a whole in per cent. Nothing but all is 100 %, nothing but
// none is 0 %.
func share(part, whole int64) string {
	percent := 100 * float64(part) / float64(max(whole, 1))
	switch {
	case part > 0 && percent < 1:
		return "< 1 %"
	case part < whole && percent > 99:
		return "> 99 %"
	}
	return strconv.FormatFloat(percent, 'f', 0, 64) + " %"
}
