package dataset

import (
	"fmt"
	"strings"

	"ogp"
)

// ListSeparator is written between the items of a list in flat files.
const ListSeparator = "; "

// All is a FROM with the selected commitments in their nested form, in the order
// of their IDs.
const All = copied

// Rows is a FROM with all rows of a table, in the order of its key. It takes a
// table that was not selected, too.
func Rows(table ogp.Table) string { return RowsFrom(table, All) }

// RowsFrom is a FROM with the rows of a table out of one with commitments in
// their nested form.
func RowsFrom(table ogp.Table, commitments string) string {
	switch {
	case IsMain(table):
		return commitments
	case table.Name == coverageTable:
		return "(" + ogp.CoverageQuery(commitments) + ")"
	case table.Standalone():
		return copiedName(table)
	}
	return fmt.Sprintf("(SELECT commitment_id, unnest(rows, max_depth := 2) FROM (SELECT commitment_id, %s AS rows FROM %s))",
		ogp.Identifier(table.Nested()), commitments)
}

// unnested selects the rows of a long table in their flat form, and the values of
// expressions of their commitment behind each.
func unnested(table ogp.Table, expressions []string, commitments string) string {
	inner, outer := "", Flat(table.Columns)
	for i, expression := range expressions {
		name := ogp.Identifier(fmt.Sprintf("commitment's %d", i))
		inner += fmt.Sprintf("%s AS %s, ", expression, name)
		outer = append(outer, name)
	}
	return fmt.Sprintf("SELECT %s FROM (SELECT commitment_id, %sunnest(%s, max_depth := 2) FROM %s)",
		strings.Join(outer, ", "), inner, ogp.Identifier(table.Nested()), commitments)
}

// Flat are columns in their flat form, in SQL: a list is one text.
func Flat(columns []ogp.Column) []string {
	out := make([]string, len(columns))
	for i, column := range columns {
		out[i] = ogp.Identifier(column.Name)
		if column.Type == ogp.List {
			out[i] = fmt.Sprintf("array_to_string(%[1]s, %[2]s) AS %[1]s", out[i], ogp.Literal(ListSeparator))
		}
	}
	return out
}

// ISOTime is a time in SQL as the text that ogp.Timestamp.Layout gives it.
func ISOTime(value string) string {
	return fmt.Sprintf("strftime(%s, '%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ')", value)
}

// createTable creates the temporary table, in the types of the schema, whatever
// those of the view are.
func createTable() string {
	var columns []string
	for _, column := range ogp.Commitments().Columns {
		columns = append(columns, ogp.Identifier(column.Name)+" "+column.Type.SQL())
	}
	for _, table := range ogp.LongTables() {
		columns = append(columns, ogp.Identifier(table.Nested())+" "+structType(table))
	}
	return "CREATE TEMP TABLE " + copied + " (" + strings.Join(columns, ", ") + ")"
}

// nestedColumns are the columns of commitments with their long tables inside.
// Rows of a long table are sorted, number being the first field of each: the
// order of a list is not sure otherwise.
func nestedColumns() []string {
	var out []string
	for _, column := range ogp.Commitments().Columns {
		out = append(out, ogp.Identifier(column.Name))
	}
	for _, table := range ogp.LongTables() {
		out = append(out, fmt.Sprintf("list_sort(CAST(%[1]s AS %[2]s)) AS %[1]s", ogp.Identifier(table.Nested()), structType(table)))
	}
	return out
}

// structType is the DuckDB type of a long table inside its commitment.
func structType(table ogp.Table) string {
	var fields []string
	for _, column := range InnerColumns(table) {
		fields = append(fields, ogp.Identifier(column.Name)+" "+column.Type.SQL())
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")[]"
}

// InnerColumns are the columns of a long table inside its commitment, where the
// ID is not repeated.
func InnerColumns(table ogp.Table) []ogp.Column { return table.Columns[1:] }
