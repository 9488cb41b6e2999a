package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ogp/store"
)

// TestReplacedObjectsAreRefused: a database may come from anyone, and what its views
// read ends up in what is shown and published.
func TestReplacedObjectsAreRefused(t *testing.T) {
	for name, change := range map[string]string{
		"commitments":       "CREATE OR REPLACE VIEW commitments AS SELECT content AS title FROM read_text('SECRET')",
		"milestones":        "CREATE OR REPLACE VIEW milestones AS SELECT 'x' AS commitment_id",
		"issues":            "DROP VIEW issues",
		"readings":          "CREATE OR REPLACE VIEW readings AS SELECT content AS title FROM read_text('SECRET')",
		"content_readings":  "ALTER TABLE content_readings RENAME TO r; CREATE VIEW content_readings AS SELECT * REPLACE ((SELECT content FROM read_text('SECRET')) AS title) FROM r",
		"observations":      "ALTER TABLE observations RENAME TO o; CREATE VIEW observations AS FROM o",
		"pages":             "CREATE OR REPLACE VIEW pages AS SELECT * REPLACE ('x' AS url) FROM versions JOIN contents USING (commitment_id, language, sha256)",
		"versions":          "ALTER TABLE versions RENAME TO v; CREATE VIEW versions AS FROM v",
		"official":          "CREATE OR REPLACE VIEW official AS SELECT content AS commitment_id FROM read_text('SECRET')",
		"a macro":           "CREATE MACRO coalesce(a, b) AS 'hidden'",
		"a table's macro":   "CREATE MACRO duckdb_functions() AS TABLE SELECT 'x' AS function_name, true AS internal, 'x' AS database_name WHERE false",
		"official_readings": "ALTER TABLE official_readings RENAME TO o; CREATE VIEW official_readings AS FROM o",
	} {
		t.Run(name, func(t *testing.T) {
			path := changed(t, change)
			for _, o := range []store.Options{{ReadOnly: true}, {Sandboxed: true}, {AsOf: time.Now()}, {}} {
				s, err := store.Open(t.Context(), path, o)
				if err == nil {
					closeStore(t, s)
				}
				if err == nil && !o.AsOf.IsZero() {
					continue // which reads no view of the file
				}
				if err == nil || strings.Contains(err.Error(), "hidden") {
					t.Errorf("%+v: error %v", o, err)
				}
			}
		})
	}
	s, err := store.Open(t.Context(), changed(t, "CREATE VIEW mine AS FROM commitments"), store.Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("a view of the user's own is refused: %v", err)
	}
	closeStore(t, s)
}

// changed is a database that somebody else has changed.
func changed(t *testing.T, change string) string {
	t.Helper()
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	path := s.Path()
	closeStore(t, s)
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
