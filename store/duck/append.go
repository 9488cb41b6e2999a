package duck

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

	"ogp"
)

// Append is the step that puts rows into a table.
func Append(table string, rows [][]any) Step {
	return func(ctx context.Context, tx *Tx) error {
		if len(rows) == 0 {
			return nil
		}
		return tx.Append(ctx, table, slices.Values(rows))
	}
}

// Append puts rows into a table, a value for each column in the table's order. It
// belongs inside a transaction, which a failure rolls back whole.
func (tx *Tx) Append(ctx context.Context, table string, rows iter.Seq[[]any]) error {
	err := tx.fill(ctx, rows, func(conn driver.Conn) (*duckdb.Appender, error) {
		return duckdb.NewAppenderFromConn(conn, "", table)
	})
	if err != nil {
		return fmt.Errorf("append to %s: %w", table, err)
	}
	return nil
}

// Column is a column of staged rows.
type Column struct {
	Name string
	Type string // INTEGER, TIMESTAMP or VARCHAR
}

// TextColumns are columns of text.
func TextColumns(names ...string) []Column {
	var columns []Column
	for _, name := range names {
		columns = append(columns, Column{name, "VARCHAR"})
	}
	return columns
}

// ColumnsOf are the columns of a table.
func ColumnsOf(table ogp.Table) []Column {
	var columns []Column
	for _, column := range table.Columns {
		columns = append(columns, Column{column.Name, column.Type.SQL()})
	}
	return columns
}

// Staged is a statement over rows that are not in the database: it sees them as
// the table "staged".
type Staged struct {
	Query   string
	Columns []Column
	Rows    [][]any
}

// Run is the step that runs a staged statement; without rows it does nothing.
func (s Staged) Run(ctx context.Context, tx *Tx) error {
	if len(s.Rows) == 0 {
		return nil
	}
	var names []string
	var types []duckdb.TypeInfo
	for _, column := range s.Columns {
		info, err := duckdb.NewTypeInfo(stagedType(column.Type))
		if err != nil {
			return err
		}
		names, types = append(names, column.Name), append(types, info)
	}
	return tx.fill(ctx, slices.Values(s.Rows), func(conn driver.Conn) (*duckdb.Appender, error) {
		return duckdb.NewQueryAppender(conn, s.Query, "staged", types, names)
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
func (tx *Tx) fill(ctx context.Context, rows iter.Seq[[]any], open func(driver.Conn) (*duckdb.Appender, error)) error {
	return tx.Raw(func(raw any) error {
		appender, err := open(raw.(*onDemandConn).Conn)
		if err != nil {
			return err
		}
		var values []driver.Value
		for row := range rows {
			values = values[:0]
			for _, value := range row {
				values = append(values, Clean(value))
			}
			if err := appender.AppendRow(values...); err != nil {
				return errors.Join(err, appender.Clear(), appender.Close())
			}
		}
		return appender.CloseWithCancel(ctx)
	})
}

// Clean makes a value safe for the driver, which stores text with a broken
// character as NULL.
func Clean(value any) any {
	switch v := value.(type) {
	case string:
		return ValidText(v)
	case []string:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = ValidText(item)
		}
		return items
	case time.Time:
		return Timestamp(v)
	}
	return value
}

// ValidText marks broken characters with U+FFFD.
func ValidText(text string) string {
	if utf8.ValidString(text) { // several times as fast
		return text
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// Timestamp is a time as the database keeps it, nil for one that is not known.
func Timestamp(t time.Time) any {
	if t.IsZero() || t.Year() > lastYear {
		return nil
	}
	return Micro(t)
}

// lastYear is the last one that RFC 3339 can write. A database may have infinity.
const lastYear = 9999

// Micro is a time in the database's precision: UTC, whole microseconds.
func Micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// TextOrNull is nil for an empty text.
func TextOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
