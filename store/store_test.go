package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"ogp"
	"ogp/store"
	"ogp/store/storetest"
)

// day is a fixed day with a time finer than a microsecond, which the database
// does not keep.
func day(n int) time.Time { return time.Date(2024, 5, n, 12, 30, 0, 123456789, time.UTC) }

func kept(n int) time.Time { return day(n).Truncate(time.Microsecond) }

// create opens a new database: a copy of one that is created once, since
// creating takes DuckDB some three hundred statements.
func create(t *testing.T) *store.Store {
	t.Helper()
	return open(t, unopened(t, template), store.Options{})
}

// unopened is the path of a copy of a database that is made once.
func unopened(t *testing.T, made func() ([]byte, error)) string {
	t.Helper()
	content, err := made()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// template is a database without a page, and onePage one with a page of KE0001.
var (
	template = storetest.Empty
	onePage  = sync.OnceValues(func() ([]byte, error) {
		return storetest.Made(store.Batch{Pages: []store.Archived{page("KE0001", "en", "one", day(1))}})
	})
)

// empty is an open database without a page. Tests that leave its schema as it is
// share it, since opening one costs more than most of them do: it is emptied when a
// test is done.
func empty(t *testing.T) *store.Store {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { clearShared(t, s) })
	return s
}

// sharedDir has the database that tests share; TestMain removes it.
var sharedDir string

var shared = sync.OnceValues(func() (*store.Store, error) {
	content, err := template()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(sharedDir, "ogp.duckdb")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return nil, err
	}
	return store.Open(context.Background(), path, store.Options{Threads: 1})
})

// clearShared deletes the rows of all tables, and the tables that editions have made.
func clearShared(t *testing.T, s *store.Store) {
	t.Helper()
	var tables string
	err := s.DB().QueryRow(`SELECT string_agg(if(regexp_full_match(table_name, 'official_[0-9]+'), 'DROP TABLE ', 'DELETE FROM ') || table_name, '; ')
		FROM duckdb_tables() WHERE NOT internal AND table_name <> 'meta'`).Scan(&tables)
	if err == nil {
		_, err = s.DB().Exec("BEGIN; CREATE OR REPLACE VIEW official AS SELECT NULL::VARCHAR AS commitment_id WHERE false; " + tables +
			"; DELETE FROM meta WHERE starts_with(name, 'setting.'); UPDATE meta SET value = '' WHERE name = 'official'; COMMIT")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, path string, o store.Options) *store.Store {
	t.Helper()
	o.Threads = 1
	s, err := store.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// share lets others open the file between the calls of a store.
func share(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.OpenOnDemand(); err != nil {
		t.Fatal(err)
	}
}

func closeStore(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// page is a page of a commitment whose content is text; noise stands for the
// menus around it.
func page(id, language, text string, at time.Time) store.Archived {
	prefix := "/"
	if language != "en" {
		prefix = "/" + language + "/"
	}
	return store.Archived{
		Page: ogp.Page{
			URL:       ogp.Site + prefix + "members/kenya/commitments/" + id + "/",
			FetchedAt: at,
			Header:    http.Header{"Etag": {`"` + text + `"`}, "Last-Modified": {"Wed, 01 May 2024 10:00:00 GMT"}},
			Body:      []byte("<html>nonce " + at.String() + "|" + text),
		},
		Reading: readingOf(id, language, text),
	}
}

func readingOf(id, language, text string) ogp.Reading {
	return ogp.Reading{
		Fingerprint: "fp:" + text,
		Commitment: ogp.Commitment{
			ID: id, URL: ogp.Site + "/members/kenya/commitments/" + id + "/", Language: language,
			Title: text, Member: "Kenya", MemberSlug: "kenya", Template: "national", Parser: "p1",
			Causes: []string{"first cause", "second cause"}, StartMonth: ogp.Month{Year: 2023, Month: time.February},
			MilestoneCount: 2,
			Tables: ogp.Tables{
				Milestones: []ogp.Milestone{
					{Title: "publish", StartMonth: ogp.Month{Year: 2023, Month: time.March}, Source: "block"},
					{Title: "train", Source: "block"},
				},
				CauseRows: []ogp.Cause{{Text: "first cause", Source: "form"}, {Text: "second cause", Source: "form"}},
			},
		},
	}
}

func save(t *testing.T, s *store.Store, pages ...store.Archived) []store.Kept {
	t.Helper()
	saved, err := s.Save(t.Context(), store.Batch{Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	return saved.Pages
}

// read returns the rows of a query as text, columns separated by |.
func read(t *testing.T, s *store.Store, query string) []string {
	t.Helper()
	rows, err := s.DB().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for rows.Next() {
		values := make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line(values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func line(values []any) string {
	texts := make([]string, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case nil:
			texts[i] = "NULL"
		case time.Time:
			texts[i] = v.Format("2006-01-02T15:04:05.999999999Z07:00")
		default:
			texts[i] = fmt.Sprint(v)
		}
	}
	return strings.Join(texts, "|")
}

func wantRows(t *testing.T, s *store.Store, query string, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, read(t, s, query)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", query, diff)
	}
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func TestOpenForReadingNeedsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "typo.duckdb")
	_, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	wantError(t, err, path, "ogp import --db")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v is not fs.ErrNotExist", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("reading created the file")
	}
}

func TestOpenRefusesWhatIsNoDatabase(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct{ name, path, says string }{
		{"other file", write("page.html", strings.Repeat("<html>", 1000)), "not a DuckDB database"},
		{"empty file", write("empty.duckdb", ""), "empty"},
		{"folder", dir, "folder"},
		{"no folder", filepath.Join(dir, "none", "ogp.duckdb"), "no folder"},
		{"question mark", filepath.Join(dir, "a?b.duckdb"), "question mark"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := store.Open(t.Context(), test.path, store.Options{})
			wantError(t, err, test.path, test.says)
		})
	}
}

// TestOpenInAnyFolder: the driver reads its address as a URL.
func TestOpenInAnyFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "P #4", "it's 100 %")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "ogp.duckdb")
	s := open(t, path, store.Options{})
	save(t, s, page("KE0001", "en", "one", day(1)))
	share(t, s)
	save(t, s, page("KE0002", "en", "two", day(1)))
	closeStore(t, s)
	s = open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT count(*) FROM commitments", "2")
	_, err := s.Save(t.Context(), store.Batch{Found: []ogp.Listing{listing("kenya", "KE0003")}})
	wantError(t, err, "reading only")
	closeStore(t, s)
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%s holds %v (%v), want the database alone", dir, files, err)
	}
}

func TestOpenRefusesDatabasesOfOthers(t *testing.T) {
	s := create(t)
	path := s.Path()
	if _, err := s.DB().Exec("DROP TABLE meta"); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	_, err := store.Open(t.Context(), path, store.Options{})
	wantError(t, err, "not one that ogp made")
}

func TestOpenRefusesNewerSchema(t *testing.T) {
	s := create(t)
	path := s.Path()
	if err := s.StartRun(t.Context(), ogp.Run{ID: "1", Version: "v9.1.0"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DB().Exec("UPDATE meta SET value = '99' WHERE name = 'schema_version'"); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	for _, o := range []store.Options{{}, {ReadOnly: true}} {
		_, err := store.Open(t.Context(), path, o)
		wantError(t, err, "schema 99", "ogp v9.1.0 or newer")
	}
}

func TestOpenLimitsDuckDB(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "ogp.duckdb"), store.Options{Memory: "300MB", TempDir: "/tmp/spill"})
	wantRows(t, s, `SELECT name, value FROM duckdb_settings() WHERE name IN
		('autoinstall_known_extensions', 'autoload_known_extensions', 'memory_limit', 'temp_directory', 'threads') ORDER BY name`,
		"autoinstall_known_extensions|false", "autoload_known_extensions|false",
		"memory_limit|286.1 MiB", "temp_directory|/tmp/spill", "threads|1")
}

func TestReopenedDatabaseHasEverything(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	path := s.Path()
	closeStore(t, s)
	if _, err := os.Stat(path + ".wal"); err == nil {
		t.Error("closing left a log behind")
	}
	s = open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT commitment_id, title FROM commitments", "KE0001|one")
	_, err := s.Save(t.Context(), store.Batch{})
	wantError(t, err, "reading only")
}

func TestNoIndexes(t *testing.T) {
	s := empty(t)
	wantRows(t, s, "SELECT index_name FROM duckdb_indexes()")
}

func TestCancelledSaveLeavesTheStoreUsable(t *testing.T) {
	s := create(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Save(ctx, store.Batch{Pages: []store.Archived{page("KE0001", "en", "one", day(1))}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	wantRows(t, s, "SELECT count(*) FROM pages", "0")
	save(t, s, page("KE0001", "en", "one", day(1)))
	wantRows(t, s, "SELECT count(*) FROM pages", "1")
}

func TestWritersTakeTurns(t *testing.T) {
	s := empty(t)
	var group errgroup.Group
	for i := range 4 {
		group.Go(func() error {
			_, err := s.Save(t.Context(), store.Batch{Pages: []store.Archived{
				page(fmt.Sprintf("KE%04d", i/2), "en", fmt.Sprint(i), day(1+i)),
			}})
			return err
		})
		group.Go(func() error {
			_, err := s.Status(t.Context())
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, "SELECT commitment_id, page_version, title FROM commitments ORDER BY ALL",
		"KE0000|2|1", "KE0001|2|3")
}

// similar are pages of one site: the same surroundings, text of their own.
func similar(site uint64, first, n int) []store.Archived {
	surroundings := noise(rand.New(rand.NewPCG(site, 0)), 20_000)
	var pages []store.Archived
	for i := first; i < first+n; i++ {
		p := page(fmt.Sprintf("KE%04d", i), "en", fmt.Sprint(i), day(1))
		p.Page.Body = []byte(surroundings + noise(rand.New(rand.NewPCG(site, uint64(i+1))), 500) + "|" + fmt.Sprint(i))
		pages = append(pages, p)
	}
	return pages
}

func noise(r *rand.Rand, size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, "<a href=\"/%d\">%x</a>", r.IntN(1000), r.Uint32())
	}
	return b.String()
}

// wantBodies checks that the archive gives back every byte.
func wantBodies(t *testing.T, s *store.Store, pages []store.Archived) {
	t.Helper()
	want := map[string]string{}
	for _, p := range pages {
		want[p.Reading.ID] = string(p.Page.Body)
	}
	n := 0
	for p, err := range s.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if string(p.Body) != want[p.ID] {
			t.Errorf("page %s has other bytes than it was stored with", p.ID)
		}
		n++
	}
	if n != len(pages) {
		t.Errorf("%d pages, want %d", n, len(pages))
	}
}
