//go:build unix

package scrape

import (
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
		_, problems := saved(path)
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), "pipe.html: not a file") {
			t.Errorf("%s: problems %v", path, problems)
		}
	}
}
