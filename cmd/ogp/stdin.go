package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"ogp/scrape"
)

// standardInput is the argument that means it, and what its copy is called.
const standardInput, copyName = "-", "standard-input"

// takeStdin copies standard input to a file, whose name takes its place among the
// arguments, so that its first bytes tell what it is, as those of any file do. What
// is not a page, archive or table is read as a list, and has no copy. remove removes
// what was made.
func takeStdin(ctx context.Context, a *app, site string, args []string) (copied string, remove func(), err error) {
	at := slices.Index(args, standardInput)
	if at < 0 {
		return "", func() {}, nil
	}
	dir, err := os.MkdirTemp("", "ogp-")
	if err != nil {
		return "", func() {}, err
	}
	path := filepath.Join(dir, copyName)
	file, err := os.Create(path)
	if err == nil {
		stdin := a.stdin
		err = unlessEnded(ctx, func() error {
			_, err := io.Copy(file, stdin)
			return err
		})
		if source, failed := scrape.ParseSource(path, site); failed == nil && source.Kind != scrape.SourceList {
			args[at], copied = path, path
		}
		_, failed := file.Seek(0, io.SeekStart)
		a.stdin, err = file, errors.Join(err, failed)
	}
	return copied, func() { _ = errors.Join(file.Close(), os.RemoveAll(dir)) }, err
}

// unlessEnded does what may wait for input, and waits for it until ctx ends.
func unlessEnded(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-done:
		return err
	}
}
