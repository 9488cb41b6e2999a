package dataset

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"ogp"
)

// EachJSON calls fn with every selected commitment in its nested form as JSON, on
// one line, in the order of their IDs. DuckDB writes it many times faster than a
// program that first gets the lists and their structs as values.
func (d *Dataset) EachJSON(ctx context.Context, moved func(done, total int), fn func(line string) error) error {
	return d.EachOf(ctx, func(within string) string {
		return jsonQuery(d.LongTables(), fmt.Sprintf("SELECT * FROM %s WHERE %s", All, within))
	}, moved, func(row []any) error { return fn(row[0].(string)) })
}

// Commitment is one commitment in its nested form as JSON, without the rest of
// the dataset. ErrNoData says that there is none with that ID.
func Commitment(ctx context.Context, db *sql.DB, id string) ([]byte, error) {
	lines, err := texts(ctx, db, jsonQuery(ogp.LongTables(),
		fmt.Sprintf("SELECT %s FROM commitments WHERE commitment_id = %s", strings.Join(nestedColumns(), ", "), ogp.Literal(id))))
	switch {
	case err != nil:
		return nil, err
	case lines == nil:
		return nil, ErrNoData
	}
	return []byte(lines[0]), nil
}

// jsonQuery selects rows of the nested form as JSON, and their members' slugs.
func jsonQuery(long []ogp.Table, commitments string) string {
	return fmt.Sprintf("SELECT CAST(to_json(c) AS VARCHAR), coalesce(member_slug, '') FROM (SELECT %s FROM (%s)) c", strings.Join(jsonColumns(long), ", "), commitments)
}

// jsonColumns are the columns of the nested form as JSON takes them: times as
// texts, and a long table without rows as an empty list.
func jsonColumns(long []ogp.Table) []string {
	var out []string
	for _, column := range ogp.Commitments().Columns {
		name := ogp.Identifier(column.Name)
		out = append(out, jsonValue(column, name)+" AS "+name)
	}
	for _, table := range long {
		var fields []string
		timed := false
		for _, column := range InnerColumns(table) {
			name := ogp.Identifier(column.Name)
			fields = append(fields, name+" := "+jsonValue(column, "x."+name))
			timed = timed || column.Type == ogp.Timestamp
		}
		name := ogp.Identifier(table.Nested())
		rows := name
		if timed { // rows without times are as they should be, and need no copy
			rows = fmt.Sprintf("list_transform(%s, x -> struct_pack(%s))", name, strings.Join(fields, ", "))
		}
		out = append(out, fmt.Sprintf("coalesce(%s, []) AS %s", rows, name))
	}
	return out
}

func jsonValue(column ogp.Column, value string) string {
	if column.Type == ogp.Timestamp {
		return ISOTime(value)
	}
	return value
}
