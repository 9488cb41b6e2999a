package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"ogp/cmd/ogp/console"
)

func TestServedFilesAreForThisComputerAlone(t *testing.T) {
	t.Parallel()
	handler := filesOnly(fstest.MapFS{"index.html": {Data: []byte("the site")}, ".secret/key": {Data: []byte("key")}})
	for _, c := range []struct {
		method, host, path string
		want               int
	}{
		{http.MethodGet, "127.0.0.1:8080", "/", http.StatusOK},
		{http.MethodHead, "localhost:8080", "/", http.StatusOK},
		{http.MethodGet, "attacker.example:8080", "/", http.StatusForbidden},
		{http.MethodPost, "127.0.0.1:8080", "/", http.StatusMethodNotAllowed},
		{http.MethodGet, "127.0.0.1:8080", "/.secret/key", http.StatusNotFound},
		{http.MethodGet, "127.0.0.1:8080", "/missing.html", http.StatusNotFound},
	} {
		r := httptest.NewRequest(c.method, "http://"+c.host+c.path, nil)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s %s%s: got %d, want %d", c.method, c.host, c.path, w.Code, c.want)
		}
	}
}

// TestServe asks for a page over the network, and for a file that a link in the
// folder names outside of it.
func TestServe(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "outside.txt")
	for name, text := range map[string]string{filepath.Join(dir, "index.html"): "the site", outside: "outside"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.txt")); err != nil {
		t.Skip(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	a := &app{stdout: &console.Writer{To: write}, stderr: &console.Writer{To: io.Discard}, log: slog.New(slog.DiscardHandler), quiet: true}
	ended := make(chan error, 1)
	go func() { ended <- a.serve(ctx, dir, 0, false) }()
	address, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	if status, text := fetch(t, address); status != http.StatusOK || text != "the site" {
		t.Errorf("got %d, %q", status, text)
	}
	if status, text := fetch(t, address+"link.txt"); status == http.StatusOK || strings.Contains(text, "outside") {
		t.Errorf("a link out of the folder gives %d, %q", status, text)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the end of serving is an error: %v", err)
	}
}

func fetch(t *testing.T, address string) (status int, text string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
