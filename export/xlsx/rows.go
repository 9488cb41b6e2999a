package xlsx

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"time"
)

// rows writes the rows of a sheet, as the sheet's entry has them, into a temporary
// file. The library's own stream keeps up to 32 MB of every sheet in memory until the
// workbook is saved.
type rows struct {
	file  *os.File
	to    *bufio.Writer // keeps its first error, which attach returns
	last  int           // the row written last
	links links
}

func (b *workbook) newRows() (*rows, error) {
	file, err := os.CreateTemp(b.Temp, "rows-")
	if err != nil {
		return nil, err
	}
	r := &rows{file: file, to: bufio.NewWriter(file)}
	b.open = append(b.open, r)
	return r, nil
}

// attach puts rows and their links into a sheet that the library has, and replaces
// texts of its entry, each by the one that follows it.
func (b *workbook) attach(sheet string, r *rows, replace ...string) error {
	entry := b.entry(sheet)
	links, relations := r.links.parts()
	b.parts[entry] = &part{r, append(links, replace...)}
	folder, file := path.Split(entry)
	b.parts[folder+"_rels/"+file+".rels"] = &part{nil, relations}
	return r.to.Flush()
}

// entry is where the library puts a sheet in the archive.
func (b *workbook) entry(sheet string) string {
	for id, name := range b.file.GetSheetMap() {
		if name == sheet {
			return fmt.Sprintf("xl/worksheets/sheet%d.xml", id)
		}
	}
	return ""
}

// cell is a value with its style, and the formula that gives it; a value is nil, a
// text, a number or a time.
type cell struct {
	style   int
	value   any
	formula string
}

// add writes the next row, which is hidden if it has no height; a cell without a value
// and a style is left out.
func (r *rows) add(height float64, cells ...cell) {
	r.last++
	fmt.Fprintf(r.to, `<row r="%d" ht="%g" customHeight="1"%s>`, r.last, height, map[bool]string{true: ` hidden="1"`}[height == 0])
	for i, c := range cells {
		if c != (cell{}) {
			r.write(columnName(i+1), c)
		}
	}
	_, _ = r.to.WriteString("</row>")
}

func (r *rows) write(column string, c cell) {
	fmt.Fprintf(r.to, `<c r="%s%d" s="%d"`, column, r.last, c.style)
	text, isText := c.value.(string)
	at, isTime := c.value.(time.Time)
	switch {
	case isText && c.formula == "":
		_, _ = r.to.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
		r.escape(text)
		_, _ = r.to.WriteString("</t></is></c>")
		return
	case isText:
		_, _ = r.to.WriteString(` t="str"`)
	case isTime:
		c.value = serial(at)
	case c.value == nil:
		_, _ = r.to.WriteString("/>")
		return
	}
	_ = r.to.WriteByte('>')
	if c.formula != "" {
		fmt.Fprintf(r.to, "<f>%s</f>", escaped(c.formula))
	}
	_, _ = r.to.WriteString("<v>")
	r.escape(fmt.Sprint(c.value))
	_, _ = r.to.WriteString("</v></c>")
}

// escapes are texts that Excel would take for the number of a character.
var escapes = regexp.MustCompile("_x[0-9A-Fa-f]{4}")

func (r *rows) escape(text string) {
	_ = xml.EscapeText(r.to, []byte(escapes.ReplaceAllString(text, "_x005F$0")))
}

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
