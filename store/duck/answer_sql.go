package duck

import (
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"ogp"
)

// Form is what the cells of an answer are.
type Form int

// The forms of cells. Times are RFC 3339 in both, MAP and INTERVAL are DuckDB's
// text, a BLOB is in hexadecimal.
const (
	Text Form = iota // as DuckDB prints it; lists and structs as JSON
	JSON             // JSON: numbers are numbers, digit for digit
)

// userQuery is a query that was found to read only.
type userQuery struct {
	statement string
	explains  bool // its columns are texts anyway, and it may stand inside no other
	form      Form
}

// asText is the statement with all its columns as texts of a form. DuckDB's function
// query takes the statement as a text of its own, and takes only one that reads;
// columns get names by number, since two may have the same.
func (q userQuery) asText(columns []answerColumn) string {
	if q.explains {
		return q.statement
	}
	names, cells := make([]string, len(columns)), make([]string, len(columns))
	for i, column := range columns {
		names[i] = fmt.Sprintf("c%d", i+1)
		cells[i] = q.form.cell(names[i], column.kind) + "::VARCHAR"
	}
	return fmt.Sprintf("SELECT %s FROM query(%s) AS answer(%s)",
		strings.Join(cells, ", "), ogp.Literal(q.statement), strings.Join(names, ", "))
}

// cell is a value in SQL in the form.
func (f Form) cell(value string, kind duckdb.TypeInfo) string {
	if f == JSON {
		return jsonValue(value, kind, 0)
	}
	if kind == nil {
		return value
	}
	switch kind.InternalType() {
	case duckdb.TYPE_LIST, duckdb.TYPE_ARRAY, duckdb.TYPE_STRUCT, duckdb.TYPE_UNION:
		return jsonValue(value, kind, 0)
	default:
		return plainText(value, kind.InternalType())
	}
}

// plainText is a value that has no parts as DuckDB's text or, where that would not
// do, another.
func plainText(value string, kind duckdb.Type) string {
	text := value + "::VARCHAR"
	switch kind {
	case duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_S, duckdb.TYPE_TIMESTAMP_MS, duckdb.TYPE_TIMESTAMP_NS, duckdb.TYPE_TIMESTAMP_TZ:
		return fmt.Sprintf(`regexp_replace(%s, '^(\d+-\d\d-\d\d) ([\d:.]+)(\+00)?$', '\1T\2Z')`, text)
	case duckdb.TYPE_BLOB:
		return "lower(hex(" + value + "))"
	case duckdb.TYPE_FLOAT, duckdb.TYPE_DOUBLE:
		return fmt.Sprintf("replace(replace(%s, 'nan', 'NaN'), 'inf', 'Infinity')", text)
	default:
		return text
	}
}

// jsonValue is a value as JSON; depth tells variables apart.
func jsonValue(value string, kind duckdb.TypeInfo, depth int) string {
	if kind == nil {
		return "to_json(" + value + "::VARCHAR)"
	}
	switch parts := kind.Details().(type) {
	case *duckdb.ListDetails:
		return jsonList(value, parts.Child, depth)
	case *duckdb.ArrayDetails:
		return jsonList(value, parts.Child, depth)
	case *duckdb.StructDetails:
		var fields []string
		for _, entry := range parts.Entries {
			field := fmt.Sprintf("struct_extract(%s, %s)", value, ogp.Literal(entry.Name()))
			fields = append(fields, ogp.Literal(entry.Name()), jsonValue(field, entry.Info(), depth))
		}
		return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN json_object(%s) END", value, strings.Join(fields, ", "))
	}
	switch kind.InternalType() {
	case duckdb.TYPE_FLOAT, duckdb.TYPE_DOUBLE:
		// JSON has no NaN. By way of its text, a FLOAT keeps the digits that it shows.
		return fmt.Sprintf("CASE WHEN isfinite(%[1]s) THEN to_json(%[1]s::VARCHAR::DOUBLE) ELSE to_json(%[2]s) END",
			value, plainText(value, kind.InternalType()))
	case duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_S, duckdb.TYPE_TIMESTAMP_MS, duckdb.TYPE_TIMESTAMP_NS, duckdb.TYPE_TIMESTAMP_TZ,
		duckdb.TYPE_BLOB, duckdb.TYPE_MAP:
		return "to_json(" + plainText(value, kind.InternalType()) + ")"
	default:
		return "to_json(" + value + ")"
	}
}

func jsonList(value string, item duckdb.TypeInfo, depth int) string {
	variable := fmt.Sprintf("item%d", depth)
	return fmt.Sprintf("to_json(list_transform(%s, lambda %s: %s))", value, variable, jsonValue(variable, item, depth+1))
}
