package ogp

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// JSON is a value as JSON on one line. It is the encoder of everything that the
// program writes as JSON, but for the export's JSON Lines, which DuckDB writes.
// Characters such as &, < and > stay as they are: escaped, texts are hard to read.
func JSON(value any) (string, error) { return encodeJSON(value, "") }

// IndentedJSON is a value as JSON for people to read, with a line for each part.
func IndentedJSON(value any) (string, error) { return encodeJSON(value, "  ") }

func encodeJSON(value any, indent string) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	err := encoder.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}

// Object is a JSON object whose keys keep the order in which they were put.
type Object struct {
	text bytes.Buffer
	err  error
}

// Put adds a key with its value. The first value that is not JSON is told by
// MarshalJSON.
func (o *Object) Put(name string, value any) {
	separator := byte(',')
	if o.text.Len() == 0 {
		separator = '{'
	}
	o.text.WriteByte(separator)
	for i, part := range []any{name, value} {
		text, err := JSON(part)
		if o.err == nil {
			o.err = err
		}
		if i > 0 {
			o.text.WriteByte(':')
		}
		o.text.WriteString(text)
	}
}

// MarshalJSON is the object as JSON.
func (o *Object) MarshalJSON() ([]byte, error) {
	if o.text.Len() == 0 {
		return []byte("{}"), nil
	}
	return append(bytes.Clone(o.text.Bytes()), '}'), o.err
}

// MarshalJSON is the commitment in its nested form: columns in order, then the
// long tables, dates in ISO 8601, null for what is not known. It is the form of
// the fixtures' expected readings.
func (c *Commitment) MarshalJSON() ([]byte, error) {
	var object Object
	for i, value := range c.Row() {
		putColumn(&object, Commitments().Columns[i], value)
	}
	for _, table := range LongTables() {
		rows := make([]*Object, 0)
		for i, row := range c.Rows(table) {
			rows = append(rows, rowObject(table, i+1, row))
		}
		object.Put(table.Nested(), rows)
	}
	return object.MarshalJSON()
}

// MarshalJSON is the run as a JSON object whose keys are the columns of runs.
func (r *Run) MarshalJSON() ([]byte, error) {
	var object Object
	runs, _ := FindTable(RunsTable)
	for i, value := range RowOf(runs, r) {
		putColumn(&object, runs.Columns[i], value)
	}
	return object.MarshalJSON()
}

func rowObject(table Table, number int, row []any) *Object {
	object := &Object{}
	object.Put("number", number)
	for i, value := range row {
		putColumn(object, table.Columns[longKeys+i], value)
	}
	return object
}

func putColumn(object *Object, column Column, value any) {
	if at, ok := value.(time.Time); ok {
		value = at.UTC().Format(column.Type.Layout())
	}
	object.Put(column.Name, value)
}
