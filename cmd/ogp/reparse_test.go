package main

import (
	"path/filepath"
	"strings"
	"testing"

	"ogp/store"
)

// TestDryRunOnReadingsByAnotherProgram: it is what one asks before adopting a
// new version, so it has to work on the file of the old one.
func TestDryRunOnReadingsByAnotherProgram(t *testing.T) {
	t.Parallel()
	r := newDemoRun(t)
	r.ogp(t, 0, "import", filepath.Join("..", "..", "fixtures", "pages", "KE0941.html"))
	s, err := store.Open(t.Context(), r.db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"DROP VIEW commitments; ALTER TABLE content_readings RENAME COLUMN objective TO aim",
		"CREATE OR REPLACE VIEW readings AS SELECT v.commitment_id, v.language, v.version, r.* EXCLUDE (commitment_id, language, sha256)" +
			" FROM versions AS v JOIN content_readings AS r USING (commitment_id, language, sha256)",
		"UPDATE meta SET value = 'of another program' WHERE name = 'derived_schema'",
	} {
		if _, err := s.DB().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	text, _ := r.ogp(t, 0, "reparse", "--dry-run")
	wantText(t, text, "no such field  1 of 1 (100.0 %)          +1", "1 of 1 (100.0 %)     no such field          -1", "objective", "aim")
	if lines := strings.Count(text, "\n"); lines != 3 {
		t.Errorf("%d lines, want a header and two fields:\n%s", lines, text)
	}
	if adopted, _ := r.ogp(t, 0, "reparse"); adopted != text {
		t.Errorf("reparse tells\n%s\nwant what its dry run told:\n%s", adopted, text)
	}
}
