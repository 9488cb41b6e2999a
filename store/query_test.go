package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"ogp/store"
)

func TestQueriesReachNothingButTheDatabase(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	path, dir := s.Path(), t.TempDir()
	closeStore(t, s)
	secret := filepath.Join(dir, "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, store.Options{Sandboxed: true})
	for _, query := range []string{
		"SELECT * FROM read_text('" + secret + "')",
		"SELECT * FROM '" + secret + "'",
		"SELECT * FROM glob('" + dir + "/*')",
		"COPY commitments TO '" + dir + "/out.csv'",
		"EXPORT DATABASE '" + dir + "/out'",
		"ATTACH '" + dir + "/out.duckdb' AS o",
		"INSTALL httpfs",
		"LOAD '" + dir + "/x.duckdb_extension'",
		"SET enable_external_access = true",
		"SET temp_directory = '" + dir + "'",
		"DELETE FROM pages",
		"CREATE TABLE mine (a INTEGER)",
	} {
		if rows, err := s.Query(t.Context(), query); err == nil {
			rows.Close()
			t.Errorf("%s was allowed", query)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("queries left %v in the folder (%v)", entries, err)
	}
	rows, err := s.Query(t.Context(), "SELECT title FROM commitments")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var title string
	if !rows.Next() || rows.Scan(&title) != nil || title != "one" {
		t.Errorf("title %q, want one", title)
	}
}

func TestQueryNeedsTheSandbox(t *testing.T) {
	_, err := create(t).Query(t.Context(), "SELECT 1")
	wantError(t, err, "Sandboxed")
}
