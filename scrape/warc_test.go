package scrape

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ogp/fixtures"
	"ogp/scrape/capture"
	"ogp/scrape/warc"
)

func TestWARCFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, archive []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, archive, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := write("a.warc.gz", pack([]byte(fixtures.WARCResponse(fixtures.HTTPAnswer("one", `ETag: "1"`)))))
	for page, err := range Saved(t.Context(), path) {
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC)
		if page.File != path || page.URL != fixtures.ArchivedAddress || !page.FetchedAt.Equal(at) || page.Header.Get("ETag") != `"1"` {
			t.Errorf("page %+v", page)
		}
	}
	for page, err := range Saved(t.Context(), write("none.warc", []byte(fixtures.WARCRecord("warcinfo", "", "x")))) {
		if !errors.Is(err, ErrNoPages) {
			t.Errorf("page %v, error %v, want ErrNoPages", page, err)
		}
	}
	var rows []error
	for _, err := range Saved(t.Context(), write("moved.warc", []byte(fixtures.WARCResponse(strings.Replace(fixtures.HTTPAnswer("x"), "200", "301", 1))))) {
		rows = append(rows, err)
	}
	if skipped := (*capture.Skipped)(nil); len(rows) != 2 || !errors.As(rows[0], &skipped) || skipped.URL != fixtures.ArchivedAddress || !errors.Is(rows[1], ErrNoPages) {
		t.Errorf("errors %v, want a skipped record and ErrNoPages", rows)
	}
	for _, err := range Saved(t.Context(), write("not.warc", []byte("no archive"))) {
		if !errors.Is(err, warc.ErrDamaged) || !strings.Contains(err.Error(), "not.warc") {
			t.Errorf("error %v", err)
		}
	}
}
