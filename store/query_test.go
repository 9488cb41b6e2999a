package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ogp/store"
)

// reads are queries that are answered; each gives a row or more.
var reads = []string{
	"SELECT title FROM commitments",
	"select 1;",
	";;SELECT 1;;",
	"-- a comment first; really\nSELECT 1 -- and last",
	"/* a; /* nested; */ b */ SELECT ';', 'it''s; so' AS \"a;b\"",
	`SELECT E'\';' AS a, $$;'$$ AS b, $tag$;$tag$ AS c`,
	"WITH x AS (SELECT 1 AS a) FROM x",
	"FROM commitments",
	"TABLE commitments",
	"VALUES (1), (2)",
	"(SELECT 1)",
	"SELECT 1 UNION ALL SELECT 2",
	"DESCRIBE commitments",
	"DESCRIBE SELECT 1 AS a",
	"SHOW TABLES",
	"SHOW ALL TABLES",
	"SUMMARIZE SELECT title FROM commitments",
	"UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
	"PIVOT commitments ON language IN ('en', 'es') USING count(*) GROUP BY title",
	"FROM (PIVOT commitments ON language IN ('en') USING count(*))",
	"EXPLAIN SELECT 1",
	"EXPLAIN ANALYZE SELECT 1",
	"EXPLAIN (FORMAT json) SELECT 1",
	"explain(analyze, format json) SELECT 1",
	"-- why\n/* so */ explain analyze FROM commitments",
	"FROM pragma_table_info('commitments')",
}

// writes are the other kinds of DuckDB's statements, and the ways around a rule
// of one reading statement; PATH stands for the database, DIR for its folder.
var writes = []string{
	"COPY (SELECT 'x' AS x) TO 'PATH' (FORMAT csv, USE_TMP_FILE false)",
	"COPY (SELECT 'x' AS x) TO 'PATH.wal' (FORMAT csv, USE_TMP_FILE false)",
	"COPY (SELECT 'x' AS x) TO 'PATH.tmp/x.csv' (FORMAT csv)",
	"COPY commitments TO 'DIR/out.csv'",
	"COPY commitments FROM 'DIR/secret.csv'",
	"COPY FROM DATABASE ogp TO memory",
	"EXPORT DATABASE 'DIR/out'",
	"IMPORT DATABASE 'DIR/out'",
	"ATTACH 'DIR/out.duckdb' AS o",
	"ATTACH ':memory:' AS o",
	"DETACH ogp",
	"USE memory",
	"INSTALL httpfs",
	"LOAD 'DIR/x.duckdb_extension'",
	"UPDATE EXTENSIONS",
	"SET memory_limit = '1GB'",
	"SET VARIABLE x = 1",
	"RESET memory_limit",
	"PRAGMA version",
	"PRAGMA memory_limit = '1GB'",
	"PRAGMA database_list",
	"CALL pragma_version()",
	"CALL enable_logging()",
	"CHECKPOINT",
	"FORCE CHECKPOINT",
	"VACUUM",
	"ANALYZE",
	"BEGIN",
	"BEGIN READ ONLY",
	"COMMIT",
	"ROLLBACK",
	"ABORT",
	"INSERT INTO runs VALUES ('x')",
	"UPDATE pages SET url = 'x'",
	"DELETE FROM pages",
	"TRUNCATE pages",
	"MERGE INTO pages USING commitments ON true WHEN MATCHED THEN DELETE",
	"CREATE TABLE mine (a INTEGER)",
	"CREATE TEMP TABLE mine AS SELECT 1",
	"CREATE OR REPLACE TABLE pages AS SELECT 1",
	"CREATE VIEW mine AS SELECT 1",
	"CREATE OR REPLACE VIEW commitments AS SELECT 1",
	"CREATE SCHEMA mine",
	"CREATE SEQUENCE mine",
	"CREATE TYPE mine AS ENUM ('a')",
	"CREATE INDEX mine ON pages (url)",
	"CREATE MACRO mine() AS 1",
	"CREATE SECRET mine (TYPE http)",
	"ALTER TABLE pages ADD COLUMN mine INTEGER",
	"DROP TABLE pages",
	"DROP VIEW commitments",
	"COMMENT ON TABLE pages IS 'x'",
	"PREPARE mine AS SELECT 1",
	"EXECUTE mine",
	"DEALLOCATE mine",
	"EXPLAIN COPY (SELECT 1) TO 'PATH'",
	"EXPLAIN ANALYZE COPY (SELECT 1) TO 'PATH' (FORMAT csv, USE_TMP_FILE false)",
	"EXPLAIN ANALYZE DELETE FROM pages",
	"EXPLAIN (FORMAT json) DELETE FROM pages",
	"EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO 'PATH'",
	"EXPLAIN (SELECT 1) COPY (SELECT 1) TO 'PATH'",
	"FROM enable_logging(storage = 'stdout')",
	"SELECT * FROM pages, enable_profiling()",
	"FROM query('FROM enable_logging()')",
	"SELECT (SELECT count(*) FROM \"CHECKPOINT\"())",
	"SELECT write_log('x')",
	"EXPLAIN ANALYZE CREATE TEMP TABLE mine AS SELECT 1",
	"EXPLAIN SELECT 1; DELETE FROM pages",
	"/* /* */ EXPLAIN SELECT 1 -- */ COPY (SELECT 1) TO 'DIR/out.csv'",
	"SELECT 1; COPY (SELECT 'x') TO 'PATH' (FORMAT csv, USE_TMP_FILE false)",
	"CREATE TEMP TABLE mine AS SELECT 1; FROM mine",
	"SELECT $a$ ; $b$ $a$; COPY (SELECT 1) TO 'DIR/out.csv'",
	"SELECT 1 /* /* */ ; -- */ */\n; COPY (SELECT 1) TO 'DIR/out.csv'",
	"PIVOT commitments ON language USING count(*)",
	"PIVOT commitments ON language IN ('en') USING count(*); COPY (SELECT 1) TO 'DIR/out.csv'",
	"SELECT * FROM read_text('DIR/secret.csv')",
	"SELECT * FROM 'DIR/secret.csv'",
	"SELECT * FROM read_text('PATH')",
	"SELECT * FROM query('COPY (SELECT 1) TO ''DIR/out.csv''')",
	"FROM enable_logging('QueryLog', storage = 'file', storage_path = 'DIR/log')",
	"FROM force_checkpoint()",
	"WITH x AS (DELETE FROM pages RETURNING *) FROM x",
	"SELECT 1 INTO mine",
	"SELECT 'a' ; SELECT 'b'",
	"SELECT 1\x00",
	"SELEC 1",
	"",
	"-- only a comment",
}

func TestQueriesOnlyRead(t *testing.T) {
	s, dir := queried(t)
	path := s.Path()
	before := folder(t, dir)
	for _, query := range reads {
		if err := drain(t.Context(), s, query); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
	for _, query := range writes {
		query = strings.NewReplacer("PATH", path, "DIR", dir).Replace(query)
		if err := drain(t.Context(), s, query); err == nil {
			t.Errorf("%s was allowed", query)
		}
		if after := folder(t, dir); !equal(before, after) {
			t.Fatalf("%s changed the folder: %v, it was %v", query, names(after), names(before))
		}
	}
	if err := drain(t.Context(), s, "FROM pages"); err != nil {
		t.Errorf("the database is of no use after that: %v", err)
	}
}

// TestSandboxHoldsByItself shows the second wall: what the first one would let
// through reaches no file.
func TestSandboxHoldsByItself(t *testing.T) {
	s, dir := queried(t)
	before := folder(t, dir)
	for _, query := range writes {
		query = strings.NewReplacer("PATH", s.Path(), "DIR", dir).Replace(query)
		_, _ = s.DB().ExecContext(t.Context(), query)
		if after := folder(t, dir); !equal(before, after) {
			t.Fatalf("%s changed the folder: %v, it was %v", query, names(after), names(before))
		}
	}
}

func TestRefusedQueriesSayWhatIsAllowed(t *testing.T) {
	s, _ := queried(t)
	for query, says := range map[string]string{
		"COPY pages TO 'x'":                            "COPY is not allowed",
		"/* c */ drop table pages":                     "DROP is not allowed",
		"PRAGMA version":                               "FROM pragma_table_info",
		"PIVOT commitments ON language USING count(*)": "IN ('a', 'b')",
		"SELECT 1; SELECT 2":                           "2 statements",
		"SELECT 1;\n-- comment\nSELECT 2;":             "2 statements",
		"EXPLAIN ANALYZE DELETE FROM pages":            "DELETE is not allowed",
		"":                                             "empty",
		"SELECT a\nFROM pages WHER x":                  "LINE 2: FROM pages WHER x\n                        ^",
		"SELECT nothing FROM pages":                    "LINE 1",
	} {
		wantError(t, drain(t.Context(), s, query), says)
	}
}

func TestQueryNeedsTheSandbox(t *testing.T) {
	wantError(t, empty(t).Query(t.Context(), "SELECT 1", store.AsText, &rowCount{}), "Sandboxed")
}

// queried is a database opened for queries, alone in a folder with a file that
// is nobody's business.
func queried(t *testing.T) (s *store.Store, dir string) {
	t.Helper()
	path := unopened(t, onePage)
	dir = filepath.Dir(path)
	if err := os.WriteFile(filepath.Join(dir, "secret.csv"), []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path, store.Options{Sandboxed: true}), dir
}

// drain runs a query to its end; one without a row is an error.
func drain(ctx context.Context, s *store.Store, query string) error {
	n := rowCount{}
	err := s.Query(ctx, query, store.AsText, &n)
	if err == nil && n.rows == 0 {
		return sql.ErrNoRows
	}
	return err
}

// rowCount counts the rows of an answer.
type rowCount struct{ rows int }

func (*rowCount) Columns([]string) error { return nil }

func (c *rowCount) Row([]any) error {
	c.rows++
	return nil
}

// folder is the hash of each file below a folder, by name.
func folder(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	files := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			files[path] = [32]byte{}
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = sha256.Sum256(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func equal(a, b map[string][32]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for name, hash := range a {
		if b[name] != hash {
			return false
		}
	}
	return true
}

func names(files map[string][32]byte) []string {
	var names []string
	for name := range files {
		names = append(names, filepath.Base(name))
	}
	return names
}

// The words of a query say nothing about the file.
func TestErrorAboutAQueryIsNotAboutTheFile(t *testing.T) {
	s := open(t, unopened(t, template), store.Options{Sandboxed: true})
	for _, query := range []string{
		"SELECT checksum FROM pages",
		"SELECT 'No space left on device'::INTEGER",
		"SELECT (i || 'No space left on device')::INTEGER FROM range(2) AS r(i)",
		`SELECT "Could not set lock on file" FROM pages`,
	} {
		err := s.Query(t.Context(), query, store.AsText, &rowCount{})
		if err == nil || errors.Is(err, store.ErrBusy) || strings.Contains(err.Error(), "damaged") || strings.Contains(err.Error(), "disk is full") {
			t.Errorf("%s: error %v", query, err)
		}
	}
}
