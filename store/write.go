package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
)

// step is one part of a transaction.
type step func(context.Context) error

// write runs the steps in one transaction: all of them, or none. It opens the
// file, and closes it when the transaction is in it. BEGIN and COMMIT are plain
// statements because database/sql drops the connection of a transaction whose
// context is cancelled, and an interrupted import still has to record how it
// ended.
func (s *Store) write(ctx context.Context, steps ...step) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.options.ReadOnly {
		return errReadOnly
	}
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return explain(err)
	}
	defer func() {
		err = errors.Join(err, s.conn.Close())
		s.conn = nil
	}()
	if err := s.exec(ctx, "BEGIN TRANSACTION"); err != nil {
		return explain(err)
	}
	whole := context.WithoutCancel(ctx)
	if err := inOrder(ctx, steps...); err != nil {
		// A database that has failed for good rolls back by being closed.
		_ = s.exec(whole, "ROLLBACK")
		return explain(err)
	}
	if err := s.exec(whole, "COMMIT"); err != nil {
		if strings.Contains(err.Error(), durable) {
			return nil
		}
		return explain(err)
	}
	// With checkpoint_threshold, the commit has written the file itself. Where
	// DuckDB thought better of it, what is committed is in the log, and so on the
	// disk: whoever opens the file next writes the log into it.
	_ = s.exec(whole, "CHECKPOINT")
	return nil
}

// durable is what DuckDB says where a commit stands in the log and could not be
// written into the file: whoever opens the file next does that. To repeat the
// transaction would store it twice.
const durable = "COMMIT succeeded and is durable"

func inOrder(ctx context.Context, steps ...step) error {
	for _, next := range steps {
		if err := next(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	_, err := s.conn.ExecContext(ctx, query, args...)
	return err
}

func (s *Store) statement(query string, args ...any) step {
	return func(ctx context.Context) error { return s.exec(ctx, query, args...) }
}

// appendRows puts rows into a table, a value for each column in the table's
// order. It belongs inside a transaction, which a failure rolls back whole.
func (s *Store) appendRows(ctx context.Context, table string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	return s.appendEach(ctx, table, slices.Values(rows))
}

// appendEach is appendRows for rows that are made one at a time.
func (s *Store) appendEach(ctx context.Context, table string, rows iter.Seq[[]any]) error {
	err := s.fill(ctx, rows, func(conn driver.Conn) (*duckdb.Appender, error) {
		return duckdb.NewAppenderFromConn(conn, "", table)
	})
	if err != nil {
		return fmt.Errorf("append to %s: %w", table, err)
	}
	return nil
}

// staged is a statement over rows that do not stand in the database: it sees
// them as the table "staged". 200,000 rows go through in one piece.
type staged struct {
	query   string
	columns []stagedColumn
	rows    [][]any
}

type stagedColumn struct {
	name string
	sql  string // INTEGER, TIMESTAMP or VARCHAR
}

func (s *Store) runStaged(ctx context.Context, st staged) error {
	if len(st.rows) == 0 {
		return nil
	}
	var names []string
	var types []duckdb.TypeInfo
	for _, column := range st.columns {
		info, err := duckdb.NewTypeInfo(stagedType(column.sql))
		if err != nil {
			return err
		}
		names, types = append(names, column.name), append(types, info)
	}
	return s.fill(ctx, slices.Values(st.rows), func(conn driver.Conn) (*duckdb.Appender, error) {
		return duckdb.NewQueryAppender(conn, st.query, "staged", types, names)
	})
}

func stagedType(sql string) duckdb.Type {
	switch sql {
	case "INTEGER":
		return duckdb.TYPE_INTEGER
	case "TIMESTAMP":
		return duckdb.TYPE_TIMESTAMP
	default:
		return duckdb.TYPE_VARCHAR
	}
}

// fill appends rows through the driver's bulk interface, in the connection's
// transaction. The appender's memory is DuckDB's: it has to be closed even
// where a row failed.
func (s *Store) fill(ctx context.Context, rows iter.Seq[[]any], open func(driver.Conn) (*duckdb.Appender, error)) error {
	return s.conn.Raw(func(raw any) error {
		appender, err := open(duckdbConn(raw))
		if err != nil {
			return err
		}
		var values []driver.Value
		for row := range rows {
			values = values[:0]
			for _, value := range row {
				values = append(values, cleanValue(value))
			}
			if err := appender.AppendRow(values...); err != nil {
				return errors.Join(err, appender.Clear(), appender.Close())
			}
		}
		return appender.CloseWithCancel(ctx)
	})
}

// cleanValue makes a value safe for the driver, which stores text with a broken
// character as NULL.
func cleanValue(value any) any {
	switch v := value.(type) {
	case string:
		if utf8.ValidString(v) {
			return value
		}
		return validText(v)
	case []string:
		return cleanList(v)
	case time.Time:
		return timestamp(v)
	}
	return value
}

func cleanList(list []string) any {
	items := make([]any, len(list))
	for i, item := range list {
		items[i] = validText(item)
	}
	return items
}

// validText marks broken characters with U+FFFD.
func validText(text string) string {
	if utf8.ValidString(text) { // several times as fast
		return text
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// timestamp is the time as the database keeps it: UTC, whole microseconds.
// Nothing stands for a time that is not known.
func timestamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return micro(t)
}

func micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// textOrNull is nil for text that is not there.
func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
