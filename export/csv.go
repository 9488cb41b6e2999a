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
// NULL and "" is an empty text. DuckDB writes the plain flavour; the one for
// Excel needs line ends that it cannot write.
func writeCSV(ctx context.Context, j *job) ([]File, error) {
	var files []File
	for _, table := range j.tables {
		file := File{Name: table.Name + ".csv", Table: table.Name, Rows: j.facts.rows[table.Name]}
		write := j.copyCSV
		if j.CSVForExcel {
			write = j.encodeCSV
		}
		if err := write(ctx, table, j.path(file.Name)); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		files = append(files, file)
	}
	return files, nil
}

// copyCSV writes a file in the order of the parts, which DuckDB keeps.
func (j *job) copyCSV(ctx context.Context, table ogp.Table, path string) error {
	columns := flat(table)
	for i, column := range table.Columns {
		if column.Type == ogp.Timestamp {
			columns[i] = isoSQL(columns[i]) + " AS " + columns[i]
		}
	}
	_, err := j.source.tx.ExecContext(ctx, fmt.Sprintf(`COPY (SELECT %s FROM %s) TO %s (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')`,
		strings.Join(columns, ", "), rowsOf(table, j.parts), literal(path)))
	return err
}

func (j *job) encodeCSV(ctx context.Context, table ogp.Table, path string) error {
	return writeFile(path, func(out *bufio.Writer) error {
		encoder := &csvEncoder{w: out, columns: table.Columns}
		encoder.begin()
		return j.eachRow(ctx, table, encoder.row)
	})
}

// csvEncoder writes rows of one table in the flavour that Excel opens well by
// double-click: it takes a file for UTF-8 only with a byte order mark, and runs
// what looks like a formula.
type csvEncoder struct {
	w       *bufio.Writer
	columns []ogp.Column
}

// Marks of the flavour.
const (
	byteOrderMark = "\uFEFF"
	lineEnd       = "\r\n"
)

func (e *csvEncoder) begin() {
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
		_ = e.w.WriteByte(',')
	}
}

func (e *csvEncoder) text(text string) {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
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

func idents(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = ident(name)
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
