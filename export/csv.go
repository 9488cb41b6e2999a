package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"ogp"
)

// writeCSV writes one file per table: RFC 4180 in UTF-8, where an empty field is
// NULL and "" is an empty text. That difference is why neither encoding/csv nor
// DuckDB's COPY is used.
func writeCSV(ctx context.Context, j *job) ([]File, error) {
	var files []File
	for _, table := range j.tables {
		file := File{Name: table.Name + ".csv", Table: table.Name}
		err := writeFile(j.path(file.Name), func(w *bufio.Writer) error {
			encoder := &csvEncoder{w: w, end: "\n", columns: table.Columns}
			if j.CSVForExcel {
				encoder.forExcel()
			}
			encoder.header()
			return j.source.each(ctx, j.source.flat(table), func(row []any) error {
				file.Rows++
				return encoder.row(row)
			})
		})
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// csvEncoder writes rows of one table.
type csvEncoder struct {
	w       *bufio.Writer
	end     string // of a record
	disarm  bool   // whether texts that look like formulas are escaped
	columns []ogp.Column
}

// forExcel makes the flavour that Excel opens well by double-click: it takes a
// file for UTF-8 only with a byte order mark, and runs what looks like a formula.
func (e *csvEncoder) forExcel() {
	e.end, e.disarm = "\r\n", true
	_, _ = e.w.WriteString(byteOrderMark)
}

const byteOrderMark = "\uFEFF"

func (e *csvEncoder) header() {
	for i, column := range e.columns {
		e.separate(i)
		e.text(column.Name)
	}
	_, _ = e.w.WriteString(e.end)
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
			_, _ = e.w.WriteString(isoTime(e.columns[i], v))
		default:
			return fmt.Errorf("column %s: unexpected type %T", e.columns[i].Name, value)
		}
	}
	_, err := e.w.WriteString(e.end) // a bufio.Writer keeps its first error
	return err
}

func (e *csvEncoder) separate(i int) {
	if i > 0 {
		_ = e.w.WriteByte(',')
	}
}

func (e *csvEncoder) text(text string) {
	if e.disarm && text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		text = "'" + text
	}
	if text != "" && !strings.ContainsAny(text, ",\"\r\n") {
		_, _ = e.w.WriteString(text)
		return
	}
	_ = e.w.WriteByte('"')
	_, _ = e.w.WriteString(strings.ReplaceAll(text, `"`, `""`))
	_ = e.w.WriteByte('"')
}

// isoTime is a date or a time in ISO 8601. Fractions of a second are shown
// where there are any, so that no format says less than another.
func isoTime(column ogp.Column, at time.Time) string {
	if column.Type == ogp.Date {
		return at.Format(time.DateOnly)
	}
	return at.UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}

// checkCSV reads a file back: its header, the width of every record, and how
// many there are.
func checkCSV(_ context.Context, j *job, file File) error {
	table, _ := ogp.FindTable(file.Table)
	in, err := os.Open(j.path(file.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	text := bufio.NewReader(in)
	if mark, err := text.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = text.Discard(len(byteOrderMark))
	}
	reader := csv.NewReader(text)
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return err
	}
	if !slices.Equal(header, names(table.Columns)) {
		return fmt.Errorf("header is %v", header)
	}
	rows := int64(0)
	for ; err == nil; rows++ {
		_, err = reader.Read()
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	return j.expect(file.Table, rows-1)
}

func names(columns []ogp.Column) []string {
	out := make([]string, len(columns))
	for i, column := range columns {
		out[i] = column.Name
	}
	return out
}

// expect compares the rows read back from a file with those of the database.
func (j *job) expect(table string, rows int64) error {
	if want := j.facts.rows[table]; rows != want {
		return fmt.Errorf("%d rows of %s, want %d", rows, table, want)
	}
	return nil
}
