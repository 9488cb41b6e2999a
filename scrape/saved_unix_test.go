//go:build unix

package scrape

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestNamedPipeIsNotOpened(t *testing.T) {
	dir := folder(t, map[string]string{"a.html": "A"})
	pipe := filepath.Join(dir, "pipe.html")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, pipe} {
		_, problems := saved(t, path)
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), "pipe.html: not a file") {
			t.Errorf("%s: problems %v", path, problems)
		}
	}
}

// Opening a pipe waits for who writes to it, and reading one for what is written;
// the end of the run ends both.
func TestPipeThatNothingIsWrittenToEndsWithTheRun(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, opened := range []bool{false, true} {
		if opened { // for writing, too: who reads then waits for the first byte
			writer, err := os.OpenFile(pipe, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer writer.Close()
		}
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		for source, err := range Listed(ctx, Source{Kind: SourceList, Arg: pipe}, "https://mirror.example", nil) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("source %v, error %v", source, err)
			}
		}
	}
}
