package duck

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// Receiver takes the answer to a query, row by row, as DuckDB makes it.
type Receiver interface {
	// Columns is called once, before the first row.
	Columns(names []string) error
	// Row is called for each row; a cell is nil where it is NULL, else a text.
	Row(cells []any) error
}

// answer runs a statement that reads and hands on its rows. The driver would hold
// the whole answer in memory, twice; this holds some rows.
func answer(ctx context.Context, raw any, q userQuery, to Receiver) error {
	conn := raw.(*onDemandConn).Conn
	columns, err := describe(ctx, conn, q.statement)
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
	direct, err := connectionOf(conn)
	if err != nil {
		return err
	}
	defer interruptWith(ctx, direct)()
	if err := stream(ctx, direct, q.asText(columns), to); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	return ctx.Err()
}

// interruptWith ends what a connection does when ctx ends: DuckDB asks between two
// steps of its work whether it is to go on. The function it returns is called
// before the connection is closed, and waits for an interruption under way, which
// would otherwise reach a connection that is no more.
func interruptWith(ctx context.Context, conn mapping.Connection) (release func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		mapping.Interrupt(conn)
	})
	return func() {
		if !stop() {
			<-done
		}
	}
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

// connectionOf is DuckDB's own handle of a connection, for the one function that
// the driver does not offer: to read an answer while it is made. The driver keeps
// it in a field of its own.
func connectionOf(conn driver.Conn) (mapping.Connection, error) {
	handle := reflect.ValueOf(conn).Elem().FieldByName("conn")
	if !handle.IsValid() || handle.Type() != reflect.TypeFor[mapping.Connection]() {
		return mapping.Connection{}, errors.New("the driver of DuckDB keeps its connection elsewhere: answers cannot be read")
	}
	return mapping.Connection{Ptr: handle.FieldByName("Ptr").UnsafePointer()}, nil
}

// stream runs a statement whose columns are all texts.
func stream(ctx context.Context, conn mapping.Connection, statement string, to Receiver) error {
	var prepared mapping.PreparedStatement
	defer mapping.DestroyPrepare(&prepared)
	if bindings.Prepare(conn, statement, &prepared) == mapping.StateError {
		return errors.New(mapping.PrepareError(prepared))
	}
	var pending mapping.PendingResult
	defer mapping.DestroyPending(&pending)
	if bindings.PendingPreparedStreaming(prepared, &pending) == mapping.StateError {
		return errors.New(mapping.PendingError(pending))
	}
	var result mapping.Result
	defer mapping.DestroyResult(&result)
	if mapping.ExecutePending(pending, &result) == mapping.StateError {
		return errors.New(mapping.ResultError(&result))
	}
	for ctx.Err() == nil {
		chunk := mapping.FetchChunk(result)
		if chunk.Ptr == nil {
			break
		}
		err := eachRow(chunk, to)
		mapping.DestroyDataChunk(&chunk)
		if err != nil {
			return err
		}
	}
	if message := mapping.ResultError(&result); message != "" {
		return errors.New(message)
	}
	return nil
}

// eachRow hands on the rows of a chunk of texts.
func eachRow(chunk mapping.DataChunk, to Receiver) error {
	rows, columns := int(mapping.DataChunkGetSize(chunk)), int(mapping.DataChunkGetColumnCount(chunk))
	cells := make([][]any, rows)
	for i := range cells {
		cells[i] = make([]any, columns)
	}
	for column := range columns {
		vector := mapping.DataChunkGetVector(chunk, mapping.IdxT(column))
		texts := unsafe.Slice((*mapping.StringT)(mapping.VectorGetData(vector)), rows)
		valid := mapping.VectorGetValidity(vector)
		for row := range rows {
			if valid == nil || mapping.ValidityMaskValueIsValid(valid, mapping.IdxT(row)) {
				cells[row][column] = mapping.StringTData(&texts[row])
			}
		}
	}
	for _, row := range cells {
		if err := to.Row(row); err != nil {
			return err
		}
	}
	return nil
}
