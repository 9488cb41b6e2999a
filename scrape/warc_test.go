package scrape

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ogp/scrape/warc"
)

const archivedAddress = "http://127.0.0.1:8000/members/kenya/commitments/KE0001/"

// record is a WARC record with further header lines.
func record(kind, address, block string, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: %s\r\n", kind)
	if address != "" {
		fmt.Fprintf(&b, "WARC-Target-URI: %s\r\n", address)
	}
	for _, line := range lines {
		b.WriteString(line + "\r\n")
	}
	fmt.Fprintf(&b, "WARC-Date: 2024-05-01T12:30:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
	return b.String()
}

// onWire is an HTTP answer with header lines.
func onWire(body string, lines ...string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n" + body
}

func response(block string) string { return record("response", archivedAddress, block) }

func TestWARCFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, archive []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, archive, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := write("a.warc.gz", pack([]byte(response(onWire("one", `ETag: "1"`)))))
	for page, err := range Saved(t.Context(), path) {
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC)
		if page.File != path || page.URL != archivedAddress || !page.FetchedAt.Equal(at) || page.Header.Get("ETag") != `"1"` {
			t.Errorf("page %+v", page)
		}
	}
	for page, err := range Saved(t.Context(), write("none.warc", []byte(record("warcinfo", "", "x")))) {
		if !errors.Is(err, ErrNoPages) {
			t.Errorf("page %v, error %v, want ErrNoPages", page, err)
		}
	}
	var rows []error
	for _, err := range Saved(t.Context(), write("moved.warc", []byte(response(strings.Replace(onWire("x"), "200", "301", 1))))) {
		rows = append(rows, err)
	}
	if skipped := (*SkippedRecord)(nil); len(rows) != 2 || !errors.As(rows[0], &skipped) || skipped.URL != archivedAddress || !errors.Is(rows[1], ErrNoPages) {
		t.Errorf("errors %v, want a skipped record and ErrNoPages", rows)
	}
	for _, err := range Saved(t.Context(), write("not.warc", []byte("no archive"))) {
		if !errors.Is(err, warc.ErrDamaged) || !strings.Contains(err.Error(), "not.warc") {
			t.Errorf("error %v", err)
		}
	}
}
