// Package storetest gives tests a database without a page, which takes longer to make
// than many a run takes.
//
// A path goes in, a database is there. The package asks for no more of package store
// than any program does.
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

// empty is the content of such a database.
var empty = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "ogp")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "ogp.duckdb")
	s, err := store.Open(context.Background(), path, store.Options{Threads: 1})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Create puts a database without a page there.
func Create(tb testing.TB, path string) {
	tb.Helper()
	content, err := empty()
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}
