package xlsx

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

// rows writes the rows of a sheet, as the sheet's entry has them, into a temporary
// file. The library's own stream keeps up to 32 MB of every sheet in memory until the
// workbook is saved.
type rows struct {
	file *os.File
	to   *bufio.Writer
	last int // the row written last
}

func newRows(folder string) (*rows, error) {
	file, err := os.CreateTemp(folder, "rows-")
	if err != nil {
		return nil, err
	}
	return &rows{file: file, to: bufio.NewWriter(file)}, nil
}

// cell is a value with its style; a value is nil, a text, an int64 or a time.
type cell struct {
	style int
	value any
}

// add writes the next row; a cell without a value and a style is left out.
func (r *rows) add(height float64, cells []cell) error {
	r.last++
	fmt.Fprintf(r.to, `<row r="%d" ht="%g" customHeight="1">`, r.last, height) // a bufio.Writer keeps its first error
	for i, c := range cells {
		if c != (cell{}) {
			r.cell(columnName(i+1), c)
		}
	}
	_, err := r.to.WriteString("</row>")
	return err
}

func (r *rows) cell(column string, c cell) {
	fmt.Fprintf(r.to, `<c r="%s%d" s="%d"`, column, r.last, c.style)
	switch v := c.value.(type) {
	case nil:
		_, _ = r.to.WriteString("/>")
	case string:
		_, _ = r.to.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
		_ = xml.EscapeText(r.to, []byte(escapes.ReplaceAllString(v, "_x005F$0")))
		_, _ = r.to.WriteString("</t></is></c>")
	case time.Time:
		fmt.Fprintf(r.to, "><v>%v</v></c>", serial(v))
	default:
		fmt.Fprintf(r.to, "><v>%d</v></c>", v)
	}
}

// escapes are texts that Excel would take for the number of a character.
var escapes = regexp.MustCompile("_x[0-9A-Fa-f]{4}")

// serial is a time as Excel counts it: in days, of which 25,569 lie before 1970.
func serial(at time.Time) float64 {
	return 25569 + (float64(at.Unix())+float64(at.Nanosecond())/1e9)/86400
}

// close ends the file and removes it.
func (r *rows) close() error { return errors.Join(r.file.Close(), os.Remove(r.file.Name())) }

func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}
