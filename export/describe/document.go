package describe

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
)

// Document is a text in parts, written once and shown as Markdown and as a sheet
// of the workbook.
type Document []Part

// Part is a heading, a paragraph, or a table.
type Part struct {
	Heading string
	Text    string
	Table   *Table
}

// Table is a table of a document. Cells are strings and int64.
type Table struct {
	Headers []string
	Rows    [][]any
}

// Heading adds a heading; the first one is the title.
func (d *Document) Heading(text string) { *d = append(*d, Part{Heading: text}) }

// Paragraph adds a paragraph.
func (d *Document) Paragraph(format string, a ...any) {
	*d = append(*d, Part{Text: fmt.Sprintf(format, a...)})
}

// Table adds a table.
func (d *Document) Table(headers []string, rows [][]any) {
	*d = append(*d, Part{Table: &Table{headers, rows}})
}

// Markdown is the document as Markdown.
func (d Document) Markdown() string {
	var out strings.Builder
	for i, part := range d {
		switch {
		case part.Heading != "" && i == 0:
			fmt.Fprintf(&out, "# %s\n\n", part.Heading)
		case part.Heading != "":
			fmt.Fprintf(&out, "## %s\n\n", part.Heading)
		case part.Table != nil:
			part.Table.markdown(&out)
		default:
			fmt.Fprintf(&out, "%s\n\n", part.Text)
		}
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func (t *Table) markdown(out *strings.Builder) {
	rule := make([]string, len(t.Headers))
	for i := range rule {
		rule[i] = "---"
		if t.Numeric(i) {
			rule[i] = "---:"
		}
	}
	line := func(cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
	line(t.Headers)
	line(rule)
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = markdownCell(value)
		}
		line(cells)
	}
	out.WriteByte('\n')
}

// Numeric reports whether a column, not being the first, holds numbers.
func (t *Table) Numeric(column int) bool {
	if column == 0 || len(t.Rows) == 0 {
		return false
	}
	_, number := t.Rows[len(t.Rows)-1][column].(int64)
	return number
}

func markdownCell(value any) string {
	switch v := value.(type) {
	case int64:
		return Thousands(v)
	case string:
		return marks.Replace(strings.Join(strings.Fields(v), " "))
	default:
		return fmt.Sprint(v)
	}
}

// marks are the characters that Markdown takes for its own: a file may have any name.
var marks = strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", `\<`, "*", `\*`, "[", `\[`, "`", "\\`")

// Thousands writes a number in groups of three.
func Thousands(n int64) string { return humanize.Comma(n) }

// Count is a number with its noun.
func Count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Day is a date in words.
func Day(at time.Time) string {
	if at.IsZero() {
		return "an unknown date"
	}
	return at.Format("2 January 2006")
}

// Moment is a time in words.
func Moment(at time.Time) string {
	if at.IsZero() {
		return Day(at)
	}
	return at.UTC().Format("2 January 2006, 15:04 UTC")
}

// ShareHeader is the heading of a column of percentages.
const ShareHeader = "Share"

// Share is a part of a whole in per cent. Nothing but all is 100 %, nothing but
// none is 0 %.
func Share(part, whole int64) string {
	percent := 100 * float64(part) / float64(max(whole, 1))
	switch {
	case part > 0 && percent < 1:
		return "< 1 %"
	case part < whole && percent > 99:
		return "> 99 %"
	}
	return strconv.FormatFloat(percent, 'f', 0, 64) + " %"
}
