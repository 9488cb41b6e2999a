// Package storetest gives tests a database without a page, which takes longer to make
// than many a run takes.
//
// A path goes in, a database is there; or content, and the database that has it comes
// out. The package asks for no more of package store than any program does.
package storetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

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
