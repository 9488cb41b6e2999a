package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ogp/fixtures"
	"ogp/store/storetest"
)

// TestWebArchiveOfAnExportGivesTheSameHistory: what was seen, again, changed, back and
// gone, at known and unknown times, is the same in an empty database that imports it;
// and its archive is the same to the byte.
func TestWebArchiveOfAnExportGivesTheSameHistory(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r, dir := newTestRun(t, 1), t.TempDir()
	page, undated := fixtures.Pages()[0], fixtures.Pages()[1]
	changed := bytes.ReplaceAll(page.Body, []byte(" ("+page.Ref.ID+")"), []byte(" again ("+page.Ref.ID+")"))
	answer := func(date string, status int, body []byte) string {
		block := fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Type: text/html\r\nX-Kept: yes\r\nContent-Encoding: identity\r\n\r\n%s", status, body)
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: %sT00:00:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", page.Ref.URL(), date, len(block), block)
	}
	archive := answer("2024-01-01", 200, page.Body) + answer("2024-02-01", 200, page.Body) + answer("2024-03-01", 200, changed) +
		answer("2024-04-01", 200, page.Body) + answer("2024-05-01", 404, nil) + answer("2024-06-01", 404, nil)
	source, saved := filepath.Join(dir, "seen.warc"), filepath.Join(dir, "saved.html")
	for file, text := range map[string][]byte{source: []byte(archive), saved: undated.Body} {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r.ogp(t, 0, "import", source, saved)
	r.wantRows(t, "SELECT count(*), count(DISTINCT sha256) FROM versions", "4,3")
	first := r.export(t, "warc")
	queries := []string{
		"SELECT commitment_id, language, version, first_seen, last_seen, sha256 FROM versions ORDER BY ALL",
		"FROM changes ORDER BY ALL", "FROM page_states ORDER BY ALL",
	}
	var before []string
	for _, query := range queries {
		before = append(before, strings.Join(r.rows(t, query), "\n"))
	}
	r.db = filepath.Join(dir, "again.duckdb")
	r.ogp(t, 0, "import", filepath.Join(first, "pages.warc.gz"))
	for i, query := range queries {
		if got := strings.Join(r.rows(t, query), "\n"); got != before[i] {
			t.Errorf("%s: %s\nwant %s", query, got, before[i])
		}
	}
	r.wantRows(t, "SELECT what, count(*) FROM observations GROUP BY ALL ORDER BY ALL", "content,3", "gone,2", "same,2")
	r.wantRows(t, `SELECT count(*) FROM contents WHERE header LIKE '%X-Kept%' AND header NOT LIKE '%Content-Encoding%'`, "2")
	if again := r.export(t, "warc"); !bytes.Equal(readFile(t, first, "pages.warc.gz"), readFile(t, again, "pages.warc.gz")) {
		t.Error("the second archive is another one")
	}
}
