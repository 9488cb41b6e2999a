package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

func coverageOf(t *testing.T, s *store.Store) []store.FieldCoverage {
	t.Helper()
	fields, err := s.Coverage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fields
}

// better reads a status where the parser before saw none, and a milestone less.
func better(p ogp.Page) (ogp.Reading, error) {
	reading, err := parserOf("p2")(p)
	reading.Description = ""
	if reading.Title == "two" {
		reading.Status = "Active"
		reading.Milestones = reading.Milestones[:1]
	}
	return reading, err
}

func TestTryReparseTellsWhatAnotherParserWouldFill(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(2)), page("KE0002", "en", "one", day(1)))
	before := coverageOf(t, s)
	rows := read(t, s, "FROM readings ORDER BY ALL")
	after, err := s.TryReparse(t.Context(), store.Parser{Page: better})
	if err != nil {
		t.Fatal(err)
	}
	want := []store.CoverageChange{
		{"status", store.FieldCoverage{"status", 0, 3, 0}, store.FieldCoverage{"status", 1, 3, 0}},
		{"milestones", store.FieldCoverage{"milestones", 3, 3, 6}, store.FieldCoverage{"milestones", 3, 3, 5}},
	}
	if diff := cmp.Diff(want, store.CompareCoverage(before, after)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	wantRows(t, s, "FROM readings ORDER BY ALL", rows...)
	if err := s.Reparse(t.Context(), store.Parser{Page: better}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, coverageOf(t, s)); diff != "" {
		t.Errorf("coverage after reading again differs from what was told (-told +got):\n%s", diff)
	}
}

func TestTryReparseReadsBesideAWriter(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	share(t, s)
	reader := open(t, s.Path(), store.Options{ReadOnly: true, OnDemand: true})
	_, err := reader.TryReparse(t.Context(), store.Parser{Page: func(p ogp.Page) (ogp.Reading, error) {
		save(t, s, page("KE0001", "en", "one", day(2)))
		return better(p)
	}})
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, reader.Reparse(t.Context(), store.Parser{Page: better}), "reading only")
}

func TestFieldsOfOneParserOnlyAreCompared(t *testing.T) {
	before := []store.FieldCoverage{{Field: "a", Filled: 1, Total: 2}, {Field: "gone", Filled: 1, Total: 2}}
	after := []store.FieldCoverage{{Field: "a", Filled: 1, Total: 2}, {Field: "came", Filled: 2, Total: 2}}
	want := []store.CoverageChange{{Field: "came", After: after[1]}, {Field: "gone", Before: before[1]}}
	if diff := cmp.Diff(want, store.CompareCoverage(before, after)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if rate := before[0].Rate(); rate != 0.5 {
		t.Errorf("rate %v, want 0.5", rate)
	}
}

// TestCoverageOfReadingsByAnotherProgram: what both have is compared, and the
// rest is told.
func TestCoverageOfReadingsByAnotherProgram(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0002", "en", "two", day(1)))
	for _, statement := range []string{
		"ALTER TABLE content_readings RENAME COLUMN description TO full_text",
		"UPDATE content_readings SET full_text = 'x'",
		"CREATE OR REPLACE VIEW readings AS SELECT v.commitment_id, v.language, v.version, r.* EXCLUDE (commitment_id, language, sha256)" +
			" FROM versions AS v JOIN content_readings AS r USING (commitment_id, language, sha256)",
		"UPDATE meta SET value = 'of another program' WHERE name = 'derived_schema'",
	} {
		if _, err := s.DB().Exec("DROP VIEW IF EXISTS commitments; " + statement); err != nil {
			t.Fatal(err)
		}
	}
	path := s.Path()
	closeStore(t, s)
	s = open(t, path, store.Options{ReadOnly: true, OnDemand: true})
	before := coverageOf(t, s)
	after, err := s.TryReparse(t.Context(), store.Parser{Page: parserOf("p2")})
	if err != nil {
		t.Fatal(err)
	}
	want := []store.CoverageChange{
		{"description", store.FieldCoverage{}, store.FieldCoverage{"description", 2, 2, 0}},
		{"full_text", store.FieldCoverage{"full_text", 2, 2, 0}, store.FieldCoverage{}},
	}
	if diff := cmp.Diff(want, store.CompareCoverage(before, after)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestCoverageBeforeTheFirstReading(t *testing.T) {
	s := open(t, past(t, "schema1"), store.Options{})
	for _, field := range coverageOf(t, s) {
		if field.Total != 0 {
			t.Errorf("%s was read %d times", field.Field, field.Total)
		}
	}
}
