package ogp

import (
	"bytes"
	"encoding/json"
	"time"
)

// MarshalJSON writes the commitment in its nested form: columns in order, then
// the long tables, dates in ISO 8601, null for what is not known. It is the
// form of the fixtures' expected readings.
func (c *Commitment) MarshalJSON() ([]byte, error) {
	var object jsonObject
	for i, value := range c.Row() {
		object.add(Commitments().Columns[i], value)
	}
	for _, table := range LongTables() {
		rows := make([]*jsonObject, 0)
		for i, row := range c.Rows(table) {
			rows = append(rows, jsonRow(table, i, row))
		}
		object.put(table.Nested(), rows)
	}
	return object.MarshalJSON()
}

func jsonRow(table Table, i int, row []any) *jsonObject {
	object := &jsonObject{}
	object.put("number", i+1)
	for j, value := range row {
		object.add(table.Columns[longKeys+j], value)
	}
	return object
}

// jsonObject is an object whose keys keep their order.
type jsonObject struct {
	buf bytes.Buffer
	err error
}

func (o *jsonObject) add(column Column, value any) {
	if at, ok := value.(time.Time); ok {
		value = at.UTC().Format(column.Type.Layout())
	}
	o.put(column.Name, value)
}

func (o *jsonObject) put(name string, value any) {
	separator := byte(',')
	if o.buf.Len() == 0 {
		separator = '{'
	}
	o.buf.WriteByte(separator)
	o.write(name)
	o.buf.WriteByte(':')
	o.write(value)
}

// write encodes without escaping &, < and >, which would make texts unreadable.
func (o *jsonObject) write(value any) {
	encoder := json.NewEncoder(&o.buf)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil && o.err == nil {
		o.err = err
	}
	o.buf.Truncate(o.buf.Len() - 1)
}

// MarshalJSON closes the object.
func (o *jsonObject) MarshalJSON() ([]byte, error) {
	return append(o.buf.Bytes(), '}'), o.err
}
