package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"ogp/store"
	"ogp/store/report"
	"ogp/store/storetest"
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
	wantRows(t, s, "SELECT commitment_id, day(seen_at), source, what FROM observations ORDER BY ALL",
		"KE0001|1|file|content", "KE0001|2|file|content", "KE0001|3|file|content", "KE0002|1|file|content")
	wantRows(t, s, "SELECT outcome FROM runs", "done")
	wantRows(t, s, "SELECT value FROM meta WHERE name = 'schema_version'", "5")
	reparse(t, s, "p1")
	wantRows(t, s, "SELECT commitment_id, title FROM commitments ORDER BY ALL", "KE0001|two", "KE0002|uno")

	wantUpgraded(t, s, path+".schema1", before)
}

// TestFilesOfSchema2AreUpgraded: the file has pages packed with a dictionary, a
// gap, and a page that two runs found gone.
func TestFilesOfSchema2AreUpgraded(t *testing.T) {
	storetest.Long(t)
	path := past(t, "schema2")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, path, store.Options{})
	reparse(t, s, "p1")
	wantRows(t, s, "SELECT commitment_id, title FROM commitments WHERE commitment_id < 'KE0010' ORDER BY ALL",
		"KE0001|two", "KE0002|uno", "KE0003|three")
	wantRows(t, s, "SELECT count(*), count(DISTINCT commitment_id) FROM pages", "8|7")
	wantRows(t, s, "SELECT commitment_id, changed_at::DATE::VARCHAR FROM changes WHERE kind = 'withdrawn'", "KE0003|2024-05-02")
	wantRows(t, s, "SELECT outcome, error, error_class FROM visits WHERE error IS NOT NULL ORDER BY run_id",
		"failed|503 Service Unavailable|NULL", "gone|404 Not Found|NULL", "gone|404 Not Found|NULL")
	wantRows(t, s, "SELECT commitment_id, state, error_class FROM frontier WHERE state = 'failed'", "KE0009|failed|NULL")
	if contact, err := s.Setting(t.Context(), store.SettingContact); contact != "me@example.org" {
		t.Errorf("contact %q, %v", contact, err)
	}
	if now, err := report.Now(t.Context(), s.DB()); err != nil || now.Pages() != 6 {
		t.Errorf("%d pages, %v", now.Pages(), err)
	}
	wantUpgraded(t, s, path+".schema2", before)
	closeStore(t, s)
	then := asOf(t, path, day(1))
	wantRows(t, then, "SELECT title FROM commitments WHERE commitment_id = 'KE0001'", "one")
}

// oldDataset is what exports of schema 3 and later ones have in common, of what
// the parser of these tests reads.
const oldDataset = `SELECT commitment_id, language, url, title, member_slug, milestone_count, page_version, first_seen, last_seen, page_sha256,
	milestones, causes, list_transform(changes, lambda c: [c.changed_at::VARCHAR, c.kind, c.field, c."before", c."after"]) FROM commitments ORDER BY ALL`

// TestUpgradeKeepsEveryRow: the file of schema 3 has pages compressed with two
// dictionaries, two languages, an edit, a withdrawal and a gap; and that schema had 24
// classes of faults, finer than anything that was counted.
func TestUpgradeKeepsEveryRow(t *testing.T) {
	path := past(t, "schema3")
	classes := insertErrorClasses(t, path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	old := open(t, path, store.Options{ReadOnly: true})
	rows, bodies := read(t, old, oldDataset), bodiesOf(t, old)
	closeStore(t, old)
	var progress []int
	copied := ""
	s := open(t, path, store.Options{
		Upgrading: func(done, total int) { progress = append(progress, done, total) },
		Upgraded:  func(name string) { copied = name },
	})
	if diff := cmp.Diff([]int{0, len(bodies)}, progress); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	if copied != path+".schema3" {
		t.Errorf("the copy is said to be %q", copied)
	}
	wantNeedsReparse(t, s, "p1", true)
	reparse(t, s, "p1")
	if diff := cmp.Diff(rows, read(t, s, oldDataset)); diff != "" {
		t.Errorf("dataset (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(bodies, bodiesOf(t, s)); diff != "" {
		t.Errorf("bodies (-before +after):\n%s", diff)
	}
	wantRows(t, s, "SELECT commitment_id, version, title FROM readings WHERE commitment_id < 'KE0004' ORDER BY ALL",
		"KE0001|1|one", "KE0001|1|uno", "KE0001|2|two", "KE0002|1|uno", "KE0003|1|three")
	if withdrawn, err := report.Withdrawn(t.Context(), s.DB()); len(withdrawn) != 1 || err != nil {
		t.Errorf("%d withdrawn, %v", len(withdrawn), err)
	}
	wantRows(t, s, "SELECT error_class FROM visits WHERE run_id = 'old' ORDER BY number", classes...)
	wantRows(t, s, "SELECT error_class FROM frontier WHERE url LIKE 'https://old.example/%' ORDER BY split_part(url, '/', 4)::INTEGER", classes...)
	wantUpgraded(t, s, copied, before)
}

// TestFilesOfSchema4AreUpgraded: schema 5 adds captures, and changes nothing else.
func TestFilesOfSchema4AreUpgraded(t *testing.T) {
	storetest.Long(t)
	path := past(t, "schema4")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, path, store.Options{})
	wantRows(t, s, "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM observations), (SELECT count(*) FROM versions)", "0|2|2")
	wantUpgraded(t, s, path+".schema4", before)
}

// insertErrorClasses gives a file of schema 3 a fault of each class, and returns the
// classes that they have in later ones.
func insertErrorClasses(t *testing.T, path string) []string {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	was := []string{
		"timeout", "dns", "connection", "tls", "truncated", "too_large", "encoding", "empty", "content_type", "content",
		"http_3xx", "http_4xx", "http_5xx", "http_other", "challenge", "denied", "login", "robots", "redirect", "off_site",
		"private_address", "address", "interrupted", "internal",
	}
	for _, insert := range []string{
		"INSERT INTO visits (run_id, number, outcome, error_class) SELECT 'old', i, 'failed', $1[i + 1] FROM range(len($1)) AS r(i)",
		"INSERT INTO frontier (url, state, error_class) SELECT 'https://old.example/' || i, 'failed', $1[i + 1] FROM range(len($1)) AS r(i)",
	} {
		if _, err := db.Exec(insert, was); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return []string{
		"timeout", "connection", "connection", "connection", "content", "content", "content", "content", "content", "content",
		"redirect", "http_4xx", "http_5xx", "content", "challenge", "challenge", "challenge", "robots", "redirect", "redirect",
		"address", "address", "interrupted", "internal",
	}
}

// bodiesOf are the archived bytes by page and version.
func bodiesOf(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	bodies := map[string]string{}
	for p, err := range s.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		bodies[p.String()] = string(p.Body)
	}
	return bodies
}

// wantUpgraded checks that the old file was copied as it was, and that the
// upgraded one has the tables of a new one.
func wantUpgraded(t *testing.T, s *store.Store, copied string, before []byte) {
	t.Helper()
	kept, err := os.ReadFile(copied)
	if err != nil {
		t.Fatalf("no copy of the old file: %v", err)
	}
	if !cmp.Equal(before, kept) {
		t.Error("the copy of the old file differs from it")
	}
	const columns = `SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index`
	if diff := cmp.Diff(read(t, empty(t), columns), read(t, s, columns)); diff != "" {
		t.Errorf("upgraded tables differ from those of a new file:\n%s", diff)
	}
}

func TestFilesOfPastVersionsCanBeRead(t *testing.T) {
	for name, want := range map[string]int{"schema1": 3, "schema2": 8, "schema3": 29} {
		s := open(t, past(t, name), store.Options{ReadOnly: true})
		n := 0
		for p, err := range s.Pages(t.Context()) {
			if err != nil || len(p.Body) == 0 {
				t.Fatalf("%s: page %s: %d bytes, %v", name, p.ID, len(p.Body), err)
			}
			n++
		}
		if n != want {
			t.Errorf("%s: %d pages, want %d", name, n, want)
		}
		if _, err := s.Status(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
