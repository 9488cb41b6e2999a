package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/duckdb/duckdb-go/v2"

	"ogp"
)

// Receiver takes the answer to a query, row by row.
type Receiver interface {
	// Columns is called once, before the first row.
	Columns(names []string) error
	// Row is called for each row; a cell is nil where it is NULL, else a text.
	Row(cells []any) error
}

// answer runs a statement that reads and hands on its rows. The driver would hold
// the whole answer in memory of its own, beyond DuckDB's limit; a temporary table
// counts towards it, and is read a part at a time.
func answer(ctx context.Context, conn *sql.Conn, q userQuery, to Receiver) error {
	var columns []answerColumn
	err := conn.Raw(func(raw any) (err error) {
		columns, err = describe(ctx, raw.(*onDemandConn).Conn, q.statement)
		return err
	})
	if err != nil {
		return err
	}
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.name
	}
	if err := to.Columns(names); err != nil {
		return err
	}
	if q.explains {
		if q.form == JSON {
			to = quoting{to}
		}
		_, err := handOn(ctx, conn, SQL(q.statement), to)
		return err
	}
	if _, err := conn.ExecContext(ctx, "CREATE TEMP TABLE query_answer AS "+q.asText(columns)); err != nil {
		return err
	}
	for from, rows := 0, partRows; rows == partRows; from += partRows {
		part := SQL("FROM temp.main.query_answer WHERE rowid >= ? AND rowid < ?", from, from+partRows)
		if rows, err = handOn(ctx, conn, part, to); err != nil {
			return err
		}
	}
	return nil
}

// quoting is a receiver that takes texts as JSON.
type quoting struct{ Receiver }

// Row hands on cells that are texts as JSON.
func (q quoting) Row(cells []any) error {
	for i, cell := range cells {
		text, err := ogp.JSON(cell)
		if err != nil {
			return err
		}
		cells[i] = text
	}
	return q.Receiver.Row(cells)
}

// partRows is how many rows of an answer are in the driver's memory at once.
const partRows = 2048

// handOn hands on the rows of a query whose cells are all texts, and counts them.
func handOn(ctx context.Context, from Querier, q Query, to Receiver) (n int, err error) {
	rows, err := from.QueryContext(ctx, q.SQL, q.Args...)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	cells, targets := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		targets[i] = &cells[i]
	}
	for ; rows.Next(); n++ {
		if err := rows.Scan(targets...); err != nil {
			return n, err
		}
		if err := to.Row(slices.Clone(cells)); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// answerColumn is a column of an answer. The type is nil where the driver knows no
// such type.
type answerColumn struct {
	name string
	kind duckdb.TypeInfo
}

// describe are the columns of a statement's answer. It binds the statement, and
// runs nothing: there is only one.
func describe(ctx context.Context, conn *duckdb.Conn, statement string) (columns []answerColumn, err error) {
	prepared, err := conn.PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, prepared.Close()) }()
	known := prepared.(*duckdb.Stmt)
	if n := known.NumInput(); n > 0 {
		return nil, fmt.Errorf("the query has %d parameters (? or $1), and there is nothing to put in their places", n)
	}
	count, err := known.ColumnCount()
	if err != nil {
		return nil, err
	}
	columns = make([]answerColumn, count)
	for i := range columns {
		if columns[i].name, err = known.ColumnName(i); err != nil {
			return nil, err
		}
		columns[i].kind, _ = known.ColumnTypeInfo(i)
	}
	return columns, nil
}
