package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ogp/store"
)

// TestReplacedObjectsAreRefused: a database may come from anyone, and what its views
// read ends up in what is shown and published.
func TestReplacedObjectsAreRefused(t *testing.T) {
	for _, file := range []struct {
		changes string
		named   []string
	}{
		{`ALTER TABLE content_readings RENAME TO r;
			CREATE VIEW content_readings AS SELECT * REPLACE ((SELECT content FROM read_text('SECRET')) AS title) FROM r;
			ALTER TABLE observations RENAME TO o; CREATE VIEW observations AS FROM o;
			ALTER TABLE versions RENAME TO v; CREATE VIEW versions AS FROM v;
			ALTER TABLE official_readings RENAME TO p; CREATE VIEW official_readings AS FROM p;
			CREATE VIEW official_1 AS SELECT content AS commitment_id FROM read_text('SECRET');
			CREATE MACRO coalesce(a, b) AS 'hidden';
			CREATE MACRO duckdb_functions() AS TABLE SELECT 'x' AS function_name, true AS internal, 'x' AS database_name WHERE false`,
			[]string{"content_readings", "observations", "versions", "official_readings", "official_1", "the macro coalesce", "the macro duckdb_functions"}},
		{`CREATE OR REPLACE VIEW commitments AS SELECT content AS title FROM read_text('SECRET');
			CREATE OR REPLACE VIEW milestones AS SELECT 'x' AS commitment_id;
			DROP VIEW issues;
			CREATE OR REPLACE VIEW readings AS SELECT content AS title FROM read_text('SECRET');
			CREATE OR REPLACE VIEW pages AS SELECT * REPLACE ('x' AS url) FROM versions JOIN contents USING (commitment_id, language, sha256);
			CREATE OR REPLACE VIEW official AS SELECT content AS commitment_id FROM read_text('SECRET')`,
			[]string{"commitments", "milestones", "issues", "readings", "pages", "official"}},
		{`INSERT INTO official_editions (edition, sha256, rows_in) VALUES (1, 'x', '(SELECT content AS commitment_id, 1 AS rowid FROM read_text(''SECRET'')) AS x');
			CREATE OR REPLACE VIEW official AS SELECT * FROM (SELECT content AS commitment_id, 1 AS rowid FROM read_text('SECRET')) AS x ORDER BY rowid`, []string{"official"}},
	} {
		path := changed(t, file.changes)
		for _, o := range []store.Options{{ReadOnly: true}, {Sandboxed: true}, {AsOf: time.Now()}, {}} {
			s, err := store.Open(t.Context(), path, o)
			if err == nil {
				closeStore(t, s)
			}
			switch {
			case !o.AsOf.IsZero() && !strings.Contains(file.changes, "RENAME"): // which reads no view of the file
			case err == nil || strings.Contains(err.Error(), "hidden"):
				t.Errorf("%s, %+v: error %v", file.named, o, err)
			default:
				wantError(t, err, "another program has put "+listed(file.named)+" into it")
			}
		}
	}
	s, err := store.Open(t.Context(), changed(t, "CREATE VIEW mine AS FROM commitments"), store.Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("a view of the user's own is refused: %v", err)
	}
	closeStore(t, s)
}

// TestMissingTablesAreNamed: without them, each command would end in DuckDB's words.
func TestMissingTablesAreNamed(t *testing.T) {
	for _, o := range []store.Options{{ReadOnly: true}, {AsOf: time.Now()}, {}} {
		_, err := store.Open(t.Context(), changed(t, "DROP TABLE runs; ALTER TABLE frontier DROP COLUMN reason"), o)
		wantError(t, err, "it lacks frontier.reason, runs.")
	}
}

// listed are names as an error has them.
func listed(names []string) string {
	return strings.Join(slices.Sorted(slices.Values(names)), ", ")
}

// changed is a database that somebody else has changed.
func changed(t *testing.T, change string) string {
	t.Helper()
	path := unopened(t, onePage)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hidden"), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	change = strings.ReplaceAll(change, "SECRET", secret)
	if _, err := db.Exec(change); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestReadersReachNoFile: SQL in a database reads nothing but the database.
func TestReadersReachNoFile(t *testing.T) {
	path := changed(t, "SELECT 1")
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hidden"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, o := range []store.Options{{}, {ReadOnly: true}, {AsOf: time.Now()}, {ReadOnly: true, Folder: t.TempDir()}, {Folder: t.TempDir(), AsOf: time.Now()}} {
		s := open(t, path, o)
		if _, err := s.DB().ExecContext(t.Context(), "SELECT * FROM read_text('"+secret+"')"); err == nil {
			t.Errorf("%+v: a file is read", o)
		}
		_, err := s.DB().ExecContext(t.Context(), "COPY (SELECT 1 AS a) TO '"+filepath.Join(o.Folder, "x.csv")+"'")
		if (err == nil) != (o.Folder != "") {
			t.Errorf("%+v: COPY into the folder: %v", o, err)
		}
		closeStore(t, s)
	}
}
