package dataset

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// EachRowWith calls fn with every row of a table in its flat form, in the order of
// the key, and further values behind those of each row: what SQL expressions, if
// any, give for its commitment in the nested form. Rows of standalone tables have
// none. Values are nil, string, int64 and time.Time (UTC). moved is told how many of
// the commitments are done.
func (d *Dataset) EachRowWith(ctx context.Context, table ogp.Table, expressions []string, moved func(done, total int), fn func(row []any) error) error {
	if table.Standalone() && table.Name != ogp.FullTable {
		if err := d.Each(ctx, "SELECT "+strings.Join(Flat(table.Columns), ", ")+" FROM "+Rows(table), fn); err != nil {
			return fmt.Errorf("read %s: %w", table.Name, err)
		}
		return nil
	}
	return d.EachOf(ctx, func(within string) string {
		columns, commitments := Flat(table.Columns), fmt.Sprintf("(SELECT * FROM %s WHERE %s)", All, within)
		switch {
		case table.Name == ogp.FullTable:
			return fmt.Sprintf("SELECT %s FROM %s WHERE %s", strings.Join(columns, ", "), copiedName(table), within)
		case IsMain(table):
			return "SELECT " + strings.Join(append(columns, expressions...), ", ") + " FROM " + commitments
		}
		return unnested(table, expressions, commitments)
	}, moved, fn)
}

// Each calls fn with every row of a query. Values are as in EachRowWith. The slice is
// fn's only until it returns.
func (d *Dataset) Each(ctx context.Context, query string, fn func(row []any) error) error {
	return each(ctx, d.conn, query, fn)
}

// EachOf is Each over what a query gives for one chunk of commitments after another;
// the query is made of the condition on commitment_id that says which.
func (d *Dataset) EachOf(ctx context.Context, query func(within string) string, moved func(done, total int), fn func(row []any) error) error {
	for i := range d.first {
		if err := d.Each(ctx, query(d.within(i)), fn); err != nil {
			return fmt.Errorf("read commitments: %w", err)
		}
		moved(i+1, len(d.first))
	}
	return nil
}

// One is the only row of a query.
func (d *Dataset) One(ctx context.Context, query string) (row []any, err error) {
	err = d.Each(ctx, query, func(read []any) error {
		row = slices.Clone(read)
		return nil
	})
	return row, err
}

// Exec carries out a statement, such as DuckDB's COPY to a file.
func (d *Dataset) Exec(ctx context.Context, statement string) error {
	_, err := d.conn.ExecContext(ctx, statement)
	return err
}

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func each(ctx context.Context, from querier, query string, fn func(row []any) error) error {
	rows, err := from.QueryContext(ctx, query)
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

// texts is the first column of a query; nil if it has no rows.
func texts(ctx context.Context, from querier, query string) ([]string, error) {
	var out []string
	err := each(ctx, from, query, func(row []any) error {
		out = append(out, fmt.Sprint(row[0]))
		return nil
	})
	return out, err
}
