package export

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ogp"
)

// writeJSONL writes one commitment a line with its long tables inside, keys in
// the order of the columns. Without the table commitments there is nothing to
// stand inside, and no file.
func writeJSONL(ctx context.Context, j *job) ([]File, error) {
	if !j.hasMain() {
		return nil, nil
	}
	file := File{Name: "commitments.jsonl", Table: ogp.Commitments().Name, nested: true}
	long := j.longTables()
	err := writeFile(j.path(file.Name), func(w *bufio.Writer) error {
		return j.source.each(ctx, j.source.nested(long), func(row []any) error {
			file.Rows++
			var line jsonText
			line.commitment(row, long)
			if line.err != nil {
				return line.err
			}
			line.buf.WriteByte('\n')
			_, err := line.buf.WriteTo(w)
			return err
		})
	})
	return []File{file}, err
}

// Commitment is one commitment in its nested form, as a line of
// commitments.jsonl without the line end. ErrNoData says that there is none
// with that ID.
func Commitment(ctx context.Context, db *sql.DB, id string) ([]byte, error) {
	s, err := openSource(ctx, db, ogp.AllTables(), Options{})
	if err != nil {
		return nil, err
	}
	defer s.close()
	s.where = "commitment_id = " + literal(id)
	var line jsonText
	err = s.each(ctx, s.nested(ogp.LongTables()), func(row []any) error {
		line.commitment(row, ogp.LongTables())
		return line.err
	})
	if err == nil && line.buf.Len() == 0 {
		err = ErrNoData
	}
	return line.buf.Bytes(), err
}

// jsonText is JSON under construction.
type jsonText struct {
	buf bytes.Buffer
	err error
}

func (t *jsonText) commitment(row []any, long []ogp.Table) {
	columns := ogp.Commitments().Columns
	t.buf.WriteByte('{')
	for i, column := range columns {
		t.member(i, column, row[i])
	}
	for i, table := range long {
		t.key(len(columns)+i, table.Nested())
		t.rows(table, row[len(columns)+i])
	}
	t.buf.WriteByte('}')
}

// rows writes the rows of a long table; none is an empty list.
func (t *jsonText) rows(table ogp.Table, value any) {
	rows, _ := value.([]any)
	t.buf.WriteByte('[')
	for i, row := range rows {
		if i > 0 {
			t.buf.WriteByte(',')
		}
		fields, ok := row.(map[string]any)
		if !ok {
			t.err = fmt.Errorf("table %s: unexpected row %T", table.Name, row)
			return
		}
		t.buf.WriteByte('{')
		for k, column := range inner(table) {
			t.member(k, column, fields[column.Name])
		}
		t.buf.WriteByte('}')
	}
	t.buf.WriteByte(']')
}

func (t *jsonText) member(i int, column ogp.Column, value any) {
	t.key(i, column.Name)
	if at, ok := value.(time.Time); ok {
		value = isoTime(column, at)
	}
	t.value(value)
}

func (t *jsonText) key(i int, name string) {
	if i > 0 {
		t.buf.WriteByte(',')
	}
	t.value(name)
	t.buf.WriteByte(':')
}

// value writes any value, without escaping &, < and >, which would make texts
// unreadable.
func (t *jsonText) value(value any) {
	encoder := json.NewEncoder(&t.buf)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.err = err
		return
	}
	t.buf.Truncate(t.buf.Len() - 1) // the encoder's line end
}

// checkJSONL reads a file back: every line must be an object, and as many as
// there are commitments.
func checkJSONL(_ context.Context, j *job, file File) error {
	in, err := os.Open(j.path(file.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	decoder := json.NewDecoder(bufio.NewReaderSize(in, 1<<18))
	rows := int64(0)
	for ; err == nil; rows++ {
		var object map[string]json.RawMessage
		err = decoder.Decode(&object)
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	return j.expect(file.Table, rows-1)
}
