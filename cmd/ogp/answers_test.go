package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"ogp/fixtures"
)

func TestArchivedAnswersThatAreSkippedAreInTheSummary(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 1)
	archive := filepath.Join(t.TempDir(), "crawl.warc")
	pages := fixtures.Pages()[:3]
	moved := bytes.Replace(warcOf(pages[1], pages[2]), []byte("200 OK"), []byte("301 No"), 2)
	if err := os.WriteFile(archive, append(warcOf(pages[0]), moved...), 0o644); err != nil {
		t.Fatal(err)
	}
	_, stderr := r.ogp(t, 0, "import", archive)
	wantText(t, stderr, "import done: 1 listed", "; skipped 2 archived answers: 301 Moved Permanently;")
}

// TestPagesOfAnotherHostAreNoEvidence: an archive of any host may claim to have a
// page of OGP's, which then would displace the true one.
func TestPagesOfAnotherHostAreNoEvidence(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 1)
	archive := filepath.Join(t.TempDir(), "crawl.warc")
	pages := warcOf(fixtures.Pages()[:2]...)
	foreign := bytes.ReplaceAll(pages, []byte("WARC-Target-URI: https://www.opengovpartnership.org/"), []byte("WARC-Target-URI: https://elsewhere.example/"))
	if err := os.WriteFile(archive, foreign, 0o644); err != nil {
		t.Fatal(err)
	}
	_, stderr := r.ogp(t, exitGaps, "import", archive)
	wantText(t, stderr, "2 refused", "https://elsewhere.example/", "another host", "--site")
	r.wantRows(t, "SELECT count(*) FROM observations", "0")
	if code := run([]string{"import", "--db", r.db, "--site", "https://elsewhere.example", archive}, io.Discard, io.Discard); code != 0 {
		t.Errorf("exit code %d where the host is named", code)
	}
	r.wantRows(t, "SELECT count(*), count(DISTINCT url) FROM observations", "2,2")
}

func TestFilesThatArePassedOverAreInTheSummary(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 1)
	dir := t.TempDir()
	files := map[string][]byte{"crawl": warcOf(fixtures.Pages()[0])}
	for n := range 12 {
		files[fmt.Sprintf("note%02d.txt", n)] = []byte("Not a page.")
	}
	for name, file := range files {
		if err := os.WriteFile(filepath.Join(dir, name), file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, stderr := r.ogp(t, 0, "import", dir)
	wantText(t, stderr, "import done: 1 listed", "; passed over 12 files without a page: "+filepath.Join(dir, "note00.txt")+", ", "note09.txt and 2 more;")
}

// net/http prints a line of its own about an answer that goes on after its
// announced length.
func TestNothingButTheProgramWritesToStandardError(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 1)
	r.site.On(r.sortedPaths(1)[0], func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n%s", fixtures.Pages()[0].Body)
	})
	cmd, lines := r.child(t, "import", "--retries", "0", "--quiet", "--log-format", "json", "--progress", "never")
	stderr, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code tells
	if code := cmd.ProcessState.ExitCode(); code != exitGaps {
		t.Errorf("exit code %d, want %d", code, exitGaps)
	}
	wantText(t, string(stderr), "body cut short after the 20 bytes")
	for line := range bytes.Lines(stderr) {
		if !bytes.HasPrefix(line, []byte("{")) {
			t.Errorf("line %q", line)
		}
	}
}
