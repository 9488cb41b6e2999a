package scrape

import (
	"context"
	"io"
	"os"
)

// Open opens a file that a user names, to be read until ctx ends. Neither waits
// then any more: opening a named pipe waits for who writes to it, and reading one
// for what is written.
func Open(ctx context.Context, name string) (io.ReadCloser, error) {
	type opened struct {
		*os.File
		err error
	}
	done := make(chan opened, 1)
	go func() {
		file, err := os.Open(name)
		done <- opened{file, err}
	}()
	select {
	case <-ctx.Done():
		go func() {
			if late := <-done; late.err == nil {
				late.Close()
			}
		}()
		return nil, ctx.Err()
	case file := <-done:
		if file.err != nil {
			return nil, file.err
		}
		return struct {
			io.Reader
			io.Closer
		}{untilDone(ctx, file.File), file}, nil
	}
}

// untilDone reads until ctx ends, also where no byte comes.
func untilDone(ctx context.Context, from io.Reader) io.Reader {
	r := &endingReader{ctx: ctx, from: from}
	if file, ok := from.(*os.File); ok {
		info, err := file.Stat()
		r.waits = err != nil || !info.Mode().IsRegular()
	}
	return r
}

// endingReader reads until its context ends.
type endingReader struct {
	ctx   context.Context
	from  io.Reader
	waits bool // a read may wait for ever
}

func (r *endingReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	if !r.waits {
		return r.from.Read(p)
	}
	type read struct {
		part []byte
		err  error
	}
	done := make(chan read, 1)
	size := len(p)
	go func() {
		part := make([]byte, size) // p is the caller's again when ctx has ended
		n, err := r.from.Read(part)
		done <- read{part[:n], err}
	}()
	select {
	case <-r.ctx.Done():
		return 0, r.ctx.Err()
	case got := <-done:
		return copy(p, got.part), got.err
	}
}
