package export

import (
	"bufio"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ogp"
)

// csvEncoder writes rows of one table in the flavour that Excel opens well by
// double-click: it takes a file for UTF-8 only with a byte order mark, and runs
// what looks like a formula.
type csvEncoder struct {
	w         *bufio.Writer
	columns   []ogp.Column
	delimiter string
}

const (
	byteOrderMark = "\uFEFF"
	lineEnd       = "\r\n"
)

func (e *csvEncoder) header() {
	_, _ = e.w.WriteString(byteOrderMark)
	for i, column := range e.columns {
		e.separate(i)
		e.text(column.Name)
	}
	_, _ = e.w.WriteString(lineEnd)
}

func (e *csvEncoder) row(row []any) error {
	for i, value := range row {
		e.separate(i)
		switch v := value.(type) {
		case nil:
		case string:
			e.text(v)
		case int64:
			_, _ = e.w.WriteString(strconv.FormatInt(v, 10))
		case time.Time:
			_, _ = e.w.WriteString(v.UTC().Format(e.columns[i].Type.Layout()))
		default:
			return fmt.Errorf("column %s: unexpected type %T", e.columns[i].Name, value)
		}
	}
	_, err := e.w.WriteString(lineEnd) // a bufio.Writer keeps its first error
	return err
}

func (e *csvEncoder) separate(i int) {
	if i > 0 {
		_, _ = e.w.WriteString(e.delimiter)
	}
}

// formulas are what Excel takes for one, in the full-width forms too, at the
// beginning of a text, or behind what is a delimiter in some language.
var formulas = regexp.MustCompile(`(^|[,;\t])("*[=+\-@＝＋－＠])|^([\t\r\n])`)

// disarmed is a text that Excel does not run.
func disarmed(text string) string { return formulas.ReplaceAllString(text, "$1'$2$3") }

func (e *csvEncoder) text(text string) {
	text = disarmed(text)
	if text != "" && !strings.ContainsAny(text, e.delimiter+"\"\r\n") {
		_, _ = e.w.WriteString(text)
		return
	}
	_ = e.w.WriteByte('"')
	_, _ = e.w.WriteString(strings.ReplaceAll(text, `"`, `""`))
	_ = e.w.WriteByte('"')
}
