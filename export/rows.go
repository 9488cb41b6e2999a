package export

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// source reads the dataset, all of it at one moment.
type source struct {
	conn   *sql.Conn
	tx     *sql.Tx
	where  string // condition on commitments; always true if nothing was chosen
	tables []ogp.Table
}

// openSource begins the transaction that the whole export reads in.
func openSource(ctx context.Context, db *sql.DB, tables []ogp.Table, o Options) (*source, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", errors.Join(err, conn.Close()))
	}
	s := &source{conn: conn, tx: tx, where: "true", tables: tables}
	if err := s.prepare(ctx, o); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// close ends the transaction; nothing was written, so there is nothing to lose.
func (s *source) close() {
	_ = s.tx.Rollback()
	_ = s.conn.Close()
}

func (s *source) prepare(ctx context.Context, o Options) error {
	if err := s.checkMembers(ctx, o.Members); err != nil {
		return err
	}
	if chosen := slices.Concat(among(ident("member_slug"), o.Members), among(ident("template"), o.Templates)); len(chosen) > 0 {
		s.where = strings.Join(chosen, " AND ")
	}
	return nil
}

// checkMembers makes sure that every member chosen is known.
func (s *source) checkMembers(ctx context.Context, members []string) error {
	if len(members) == 0 {
		return nil
	}
	known, err := s.texts(ctx, `SELECT DISTINCT member_slug FROM commitments WHERE member_slug IS NOT NULL ORDER BY 1`)
	if err != nil {
		return err
	}
	for _, member := range members {
		if !slices.Contains(known, member) {
			return &UsageError{What: "member", Given: member, Known: known}
		}
	}
	return nil
}

// among is the condition that an expression has one of some values; none where
// any will do.
func among(expression string, values []string) []string {
	if len(values) == 0 {
		return nil
	}
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = literal(value)
	}
	return []string{expression + " IN (" + strings.Join(quoted, ", ") + ")"}
}

// condition is the WHERE of a table. Rows that belong to no commitment are left
// in where nothing was chosen, so that they are found.
func (s *source) condition(table ogp.Table) string {
	if isMain(table) || s.where == "true" {
		return s.where
	}
	return "commitment_id IN (SELECT commitment_id FROM commitments WHERE " + s.where + ")"
}

// query is a SELECT over commitments.
type query struct {
	columns []string // expressions, each named
	where   string
}

// within is the query narrowed to a part of the IDs, in their order.
func (q query) within(part string) string {
	return fmt.Sprintf("SELECT %s FROM commitments WHERE %s AND %s ORDER BY commitment_id", strings.Join(q.columns, ", "), q.where, part)
}

// ids are those of the chosen commitments, in order, each once; nil if there are
// none.
func (s *source) ids(ctx context.Context) ([]string, error) {
	return s.texts(ctx, "SELECT DISTINCT commitment_id FROM commitments WHERE "+s.where+" ORDER BY 1")
}

// nested is the query of commitments with their long tables inside. The rows of
// a long table are sorted here where they are not, number being the first field
// of each: the order of a list is not sure otherwise, and sorting compares all
// that is in it.
func (s *source) nested(long []ogp.Table) query {
	q := query{where: s.where}
	for _, column := range ogp.Commitments().Columns {
		q.columns = append(q.columns, cast(column)+" AS "+ident(column.Name))
	}
	for _, table := range long {
		name := ident(table.Nested())
		rows := fmt.Sprintf("CAST(%s AS %s)", name, structs(table))
		q.columns = append(q.columns, fmt.Sprintf(
			"CASE WHEN list_transform(%[1]s, x -> x.number) = range(1, len(%[1]s) + 1) THEN %[2]s ELSE list_sort(%[2]s) END AS %[1]s", name, rows))
	}
	return q
}

// structs is the DuckDB type of a long table inside its commitment.
func structs(table ogp.Table) string {
	var fields []string
	for _, column := range inner(table) {
		fields = append(fields, ident(column.Name)+" "+column.Type.SQL())
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")[]"
}

// inner are the columns of a long table inside its commitment, whose ID need
// not be told again.
func inner(table ogp.Table) []ogp.Column { return table.Columns[1:] }

// run calls fn with every row of a query. Values are nil, string, int64,
// time.Time (UTC), []any for lists and map[string]any for their structs. The
// slice is fn's only until it returns.
func (s *source) run(ctx context.Context, text string, fn func(row []any) error) error {
	rows, err := s.tx.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	row, into := make([]any, len(names)), make([]any, len(names))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		widen(row)
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// widen makes every integer an int64.
func widen(row []any) {
	for i, value := range row {
		if n, ok := value.(int32); ok {
			row[i] = int64(n)
		}
	}
}

// texts is the first column of a query.
func (s *source) texts(ctx context.Context, text string) ([]string, error) {
	var out []string
	err := s.run(ctx, text, func(row []any) error {
		out = append(out, fmt.Sprint(row[0]))
		return nil
	})
	return out, err
}

// one is the only row of a query.
func (s *source) one(ctx context.Context, text string) ([]any, error) {
	var out []any
	err := s.run(ctx, text, func(row []any) error {
		out = slices.Clone(row)
		return nil
	})
	return out, err
}

// cast is a column in the type the schema gives it, whatever the view has.
func cast(column ogp.Column) string {
	return fmt.Sprintf("CAST(%s AS %s)", ident(column.Name), column.Type.SQL())
}

func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
