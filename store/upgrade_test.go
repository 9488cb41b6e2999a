package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"ogp/store"
)

// past is a file that the program made when its kept tables had that schema.
func past(t *testing.T, name string) string {
	t.Helper()
	packed, err := os.ReadFile(filepath.Join("testdata", name+".duckdb.zst"))
	if err != nil {
		t.Fatal(err)
	}
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	content, err := decoder.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesOfPastVersionsAreUpgraded(t *testing.T) {
	path := past(t, "schema1")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, path, store.Options{})
	wantRows(t, s, versions,
		"KE0001|en|1|fp:one|2024-05-01T12:30:00.123456Z|2024-05-01T12:30:00.123456Z",
		"KE0001|en|2|fp:two|2024-05-02T12:30:00.123456Z|2024-05-03T12:30:00.123456Z",
		"KE0002|es|1|fp:uno|2024-05-01T12:30:00.123456Z|2024-05-01T12:30:00.123456Z")
	wantRows(t, s, "SELECT commitment_id, day(seen_at), gone FROM sightings ORDER BY ALL",
		"KE0001|1|false", "KE0001|2|false", "KE0001|3|false", "KE0002|1|false")
	wantRows(t, s, "SELECT outcome FROM runs", "done")
	wantRows(t, s, "SELECT value FROM meta WHERE name = 'schema_version'", "2")
	rederive(t, s, "p1")
	wantRows(t, s, "SELECT commitment_id, title FROM commitments ORDER BY ALL", "KE0001|two", "KE0002|uno")

	copied, err := os.ReadFile(path + ".schema1")
	if err != nil {
		t.Fatalf("no copy of the old file: %v", err)
	}
	if !cmp.Equal(before, copied) {
		t.Error("the copy of the old file differs from it")
	}
	fresh := create(t)
	for _, table := range []string{"pages", "frontier", "visits", "runs", "sightings", "dictionaries", "meta"} {
		if diff := cmp.Diff(columnsIn(t, fresh, table), columnsIn(t, s, table)); diff != "" {
			t.Errorf("upgraded %s differs from a new one:\n%s", table, diff)
		}
	}
}

func TestFilesOfPastVersionsCanBeRead(t *testing.T) {
	s := open(t, past(t, "schema1"), store.Options{ReadOnly: true})
	n := 0
	for p, err := range s.Pages(t.Context()) {
		if err != nil || len(p.Body) == 0 {
			t.Fatalf("page %s: %d bytes, %v", p.ID, len(p.Body), err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d pages, want 3", n)
	}
	if _, err := s.Status(t.Context()); err != nil {
		t.Error(err)
	}
}
