package scrape

import (
	"context"
	"fmt"
	"io"
	"os"
)

// openList opens a list, to be read until ctx ends, also where no byte comes: opening a
// named pipe waits for who writes to it, and reading it or a terminal for what is
// written.
func openList(ctx context.Context, list Source, stdin io.Reader) io.ReadCloser {
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	go func() {
		if list.Arg != standardInput {
			file, err := os.Open(list.Arg)
			if err != nil {
				in.CloseWithError(fmt.Errorf("list of addresses: %w", err))
				return
			}
			defer file.Close()
			stdin = file
		}
		_, err := io.Copy(in, stdin)
		in.CloseWithError(err)
	}()
	return out
}
