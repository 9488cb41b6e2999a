// Package storetest gives tests a database without a page, which takes longer to make
// than many a run takes.
//
// A path goes in, a database is there; or content, and the database that has it comes
// out; or a query, and its answer. The package asks for no more of package store than
// any program does.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ogp"
	"ogp/store"
)

// Empty is the content of such a database.
var Empty = sync.OnceValues(func() ([]byte, error) { return Made(store.Batch{}) })

// Made is the content of a database with what is given.
func Made(batch store.Batch) (content []byte, err error) {
	dir, err := os.MkdirTemp("", "ogp")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "ogp.duckdb")
	s, err := store.Open(context.Background(), path, store.Options{Threads: 1})
	if err != nil {
		return nil, err
	}
	_, err = s.Save(context.Background(), batch)
	if err := errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// Create puts a database without a page there.
func Create(tb testing.TB, path string) {
	tb.Helper()
	content, err := Empty()
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// engine is a DuckDB without a file, to which databases are attached: to start one
// takes longer than most queries do.
var engine = sync.OnceValues(func() (*sql.DB, error) { return sql.Open("duckdb", "") })

// Ask is the answer to a query as texts, of a database or, where path is empty, of none.
func Ask(tb testing.TB, path, query string) [][]string {
	tb.Helper()
	db, err := engine()
	if err != nil {
		tb.Fatal(err)
	}
	conn, err := db.Conn(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	exec := func(statement string) {
		tb.Helper()
		if _, err := conn.ExecContext(tb.Context(), statement); err != nil {
			tb.Fatalf("%s: %v", statement, err)
		}
	}
	if path != "" {
		name := ogp.Identifier(path)
		exec("ATTACH " + ogp.Literal(path) + " AS " + name + " (READ_ONLY); USE " + name)
		defer exec("USE memory; DETACH " + name)
	}
	answer, err := texts(tb.Context(), conn, query)
	if err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return answer
}

// texts are the rows of a query, with an empty text for NULL.
func texts(ctx context.Context, conn *sql.Conn, query string) (answer [][]string, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT coalesce(COLUMNS(*)::VARCHAR, '') FROM ("+query+")")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	for err == nil && rows.Next() {
		row, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		err = rows.Scan(into...)
		answer = append(answer, row)
	}
	return answer, errors.Join(err, rows.Err())
}

// Long leaves a test out of the short run: it repeats with other orders, kills or
// sources what a cheaper one tries once, or takes as long as twenty of them.
func Long(tb testing.TB) {
	tb.Helper()
	if testing.Short() {
		tb.Skip("left out of the short run: make test SHORT= has all")
	}
}
