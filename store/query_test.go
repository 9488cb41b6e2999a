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

func TestOneStatementIsAnsweredAtATime(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	path := s.Path()
	closeStore(t, s)
	s = open(t, path, store.Options{Sandboxed: true})
	for query, several := range map[string]bool{
		"SELECT 1;":                    false,
		"SELECT 1; -- the end; really": false,
		"/* a; b */ SELECT ';', 'it''s; so' AS \"a;b\"":               false,
		`SELECT E'\';' AS a, $$;'$$ AS b`:                             false,
		"PIVOT commitments ON language USING count(*) GROUP BY title": false,
		"SELECT 1; SELECT 2":                                          true,
		"SELECT 1;\n-- comment\nSELECT 2;":                            true,
		"SELECT 'a' ; SELECT 'b'":                                     true,
		"CREATE TEMP TABLE x AS SELECT 1; FROM x":                     true,
	} {
		rows, err := s.Query(t.Context(), query)
		if err == nil {
			rows.Close()
		}
		if several {
			wantError(t, err, "2 statements")
		} else if err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}
