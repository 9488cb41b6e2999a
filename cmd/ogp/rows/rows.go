// Package rows writes rows one by one: as a table, lines, Markdown, CSV, JSON or
// JSON Lines.
//
// Names of columns and cells go in, as they come; what is written out takes memory
// for some rows only, whatever their number. Formats for people show control
// characters instead of obeying them; formats for programs hold texts as they are.
// The package knows no database.
package rows

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"ogp"
	"ogp/cmd/ogp/console"
)

// Writer writes rows in a format. A cell is nil for NULL, else a text, which is JSON
// for the formats json and jsonl.
type Writer interface {
	// Columns is called once, before the first row.
	Columns(names []string) error
	// Row writes a row.
	Row(cells []any) error
	// End is called after the last row.
	End() error
}

// Formats are the names of the formats; the first is for people.
func Formats() []string { return []string{"table", "line", "csv", "json", "jsonl", "markdown"} }

// IDs is the format of the first column alone, without its name: for pipes.
const IDs = "ids"

// IsJSON reports whether a format takes cells that are JSON.
func IsJSON(format string) bool { return format == "json" || format == "jsonl" }

// New makes the writer of a format. Lines of a table are no wider than the screen,
// in columns of a terminal; 0 is for what is no terminal.
func New(w io.Writer, format string, screen int) Writer {
	switch format {
	case "csv":
		return &comma{csv.NewWriter(w)}
	case "json":
		return &objects{w: w, array: true}
	case "jsonl":
		return &objects{w: w}
	case "line":
		return &lines{w: w}
	case "markdown":
		return &markdown{w: w}
	case IDs:
		return ids{w}
	default:
		return &table{w: w, screen: screen}
	}
}

// Write writes rows of texts that are there already.
func Write(w io.Writer, format string, names []string, lines [][]string) error {
	writer := New(w, format, 0)
	err := writer.Columns(names)
	for _, line := range lines {
		values := make([]any, len(line))
		for i, text := range line {
			values[i] = text
		}
		if err == nil {
			err = WriteRow(writer, format, values...)
		}
	}
	return errors.Join(err, writer.End())
}

// WriteRow writes a row of values of any type to a Writer of a format.
func WriteRow(to Writer, format string, values ...any) (err error) {
	cells := make([]any, len(values))
	for i, value := range values {
		list, isList := value.([]string)
		switch {
		case value == nil || err != nil:
		case IsJSON(format):
			cells[i], err = ogp.JSON(value)
		case isList:
			cells[i] = strings.Join(list, "; ")
		default:
			cells[i] = fmt.Sprint(value)
		}
	}
	if err != nil {
		return err
	}
	return to.Row(cells)
}

// ids writes a line for the first cell of each row.
type ids struct{ io.Writer }

func (ids) Columns([]string) error { return nil }

func (i ids) Row(cells []any) error {
	_, err := fmt.Fprintln(i, console.Line(cellTexts(cells, "")[0]))
	return err
}

func (ids) End() error { return nil }

// comma writes CSV; NULL is an empty field.
type comma struct{ *csv.Writer }

func (c *comma) Columns(names []string) error { return c.Write(names) }

func (c *comma) Row(cells []any) error { return c.Write(cellTexts(cells, "")) }

func (c *comma) End() error {
	c.Flush()
	return c.Error()
}

// cellTexts are the cells of a row.
func cellTexts(cells []any, null string) []string {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		if texts[i] = null; cell != nil {
			texts[i] = cell.(string)
		}
	}
	return texts
}

// objects writes objects, one a line, keys in the order of the columns: as an
// array, or as JSON Lines.
type objects struct {
	w     io.Writer
	array bool
	keys  []string // as JSON
	rows  int
}

// Columns names the keys. Of two columns with one name, the second gets a number.
func (j *objects) Columns(names []string) error {
	taken := map[string]bool{}
	for _, name := range names {
		unique := name
		for n := 1; taken[unique]; n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		taken[unique] = true
		key, err := ogp.JSON(unique)
		if err != nil {
			return err
		}
		j.keys = append(j.keys, key)
	}
	return nil
}

// Row writes a row of values that are JSON already; nil is null.
func (j *objects) Row(cells []any) error {
	var b strings.Builder
	switch {
	case !j.array:
	case j.rows == 0:
		b.WriteString("[\n")
	default:
		b.WriteString(",\n")
	}
	for i, text := range cellTexts(cells, "null") {
		b.WriteByte("{,"[min(i, 1)])
		b.WriteString(j.keys[i] + ":" + text)
	}
	b.WriteByte('}')
	if !j.array {
		b.WriteByte('\n')
	}
	j.rows++
	_, err := io.WriteString(j.w, b.String())
	return err
}

// End writes the end of an array.
func (j *objects) End() error {
	end := "\n]\n"
	switch {
	case !j.array:
		return nil
	case j.rows == 0:
		end = "[]\n"
	}
	_, err := io.WriteString(j.w, end)
	return err
}

// lines writes a line for each cell, and an empty one between rows.
type lines struct {
	w     io.Writer
	names []string
	width int
	begun bool
}

func (l *lines) Columns(names []string) error {
	for _, name := range names {
		l.names = append(l.names, console.Line(name))
		l.width = max(l.width, console.Width(console.Line(name)))
	}
	return nil
}

func (l *lines) Row(cells []any) error { return l.put(cellTexts(cells, "NULL")) }

func (l *lines) put(texts []string) error {
	var b strings.Builder
	if l.begun {
		b.WriteByte('\n')
	}
	l.begun = true
	for i, text := range texts {
		b.WriteString(strings.Repeat(" ", l.width-console.Width(l.names[i])) + l.names[i] + " = ")
		for n, line := range strings.Split(text, "\n") {
			if n > 0 {
				b.WriteString(strings.Repeat(" ", l.width+3))
			}
			b.WriteString(console.Line(line) + "\n")
		}
	}
	_, err := io.WriteString(l.w, b.String())
	return err
}

func (l *lines) End() error { return nil }

// markdown writes a table in Markdown; NULL is an empty cell.
type markdown struct{ w io.Writer }

func (m *markdown) Columns(names []string) error {
	if err := m.line(names); err != nil {
		return err
	}
	_, err := fmt.Fprintln(m.w, "|"+strings.Repeat(" --- |", len(names)))
	return err
}

func (m *markdown) Row(cells []any) error { return m.line(cellTexts(cells, "")) }

func (m *markdown) line(cells []string) error {
	escape := strings.NewReplacer(`\`, `\\`, "|", `\|`, "\r\n", "<br>", "\n", "<br>", "<", "&lt;", "&", "&amp;")
	for i, cell := range cells {
		cells[i] = console.Line(escape.Replace(cell))
	}
	_, err := fmt.Fprintln(m.w, "| "+strings.Join(cells, " | ")+" |")
	return err
}

func (m *markdown) End() error { return nil }
