package duck

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"ogp"
)

// Querier answers queries: the database, or a transaction.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Query is a query with its arguments.
type Query struct {
	SQL  string
	Args []any
}

// SQL is a query.
func SQL(query string, args ...any) Query { return Query{query, args} }

// Collect runs a query and returns its rows, each as scan reads it.
func Collect[T any](ctx context.Context, from Querier, q Query, scan func(*sql.Rows, *T) error) (all []T, err error) {
	rows, err := from.QueryContext(ctx, q.SQL, q.Args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Texts runs a query of one column of text.
func Texts(ctx context.Context, from Querier, q Query) ([]string, error) {
	return Collect(ctx, from, q, func(rows *sql.Rows, text *string) error { return rows.Scan(text) })
}

// Rows runs a query and returns its rows as the driver has them.
func Rows(ctx context.Context, from Querier, q Query) ([][]any, error) {
	return Collect(ctx, from, q, func(rows *sql.Rows, row *[]any) error {
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		*row = make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range targets {
			targets[i] = &(*row)[i]
		}
		return rows.Scan(targets...)
	})
}

// Read reads rows of a query that has the columns of a table, in any order, into the
// struct that the table is made from. NULL is read as the zero value.
func Read[T any](ctx context.Context, from Querier, table ogp.Table, query Query) ([]T, error) {
	var names []string
	for _, column := range table.Columns {
		names = append(names, ogp.Identifier(column.Name))
	}
	query.SQL = "SELECT " + strings.Join(names, ", ") + " FROM (" + query.SQL + ")"
	return Collect(ctx, from, query, func(rows *sql.Rows, row *T) error { return rows.Scan(ogp.Targets(table, row)...) })
}

// OrZero is a target for Scan that takes NULL for the zero value.
func OrZero[T any](target *T) sql.Scanner { return orZero[T]{target} }

type orZero[T any] struct{ target *T }

// Scan implements sql.Scanner.
func (o orZero[T]) Scan(value any) error {
	var null sql.Null[T]
	err := null.Scan(value)
	*o.target = null.V
	return err
}
