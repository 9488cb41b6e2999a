package export_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp/export"
	"ogp/store/storetest"
)

func verify(t *testing.T, db *sql.DB, dir string) []export.Difference {
	t.Helper()
	made, err := export.Made(dir)
	if err != nil {
		t.Fatal(err)
	}
	made.Version, made.Vocabularies = "1.2.3", vocabularies
	again, err := export.Write(t.Context(), db, filepath.Join(t.TempDir(), "again"), made)
	if err != nil {
		t.Fatal(err)
	}
	got, err := export.Verify(dir, again.Files)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestVerifyFindsNothingInAFreshExport(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	db := database(t, full(), sparse())
	for _, o := range []export.Options{
		{},
		{Formats: []string{"parquet", "csv"}, PartitionBy: "member_slug", CSVForExcel: true, Members: []string{"kenya"}, Templates: []string{"national"}, Tables: []string{"commitments", "causes"},
			AsOf: time.Date(2026, 1, 31, 23, 59, 59, 999999000, time.UTC)},
	} {
		if got := verify(t, db, out(t, db, o)); len(got) > 0 {
			t.Errorf("%+v: %v", o, got)
		}
	}
}

func TestVerifyNamesWhatDiffers(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	dir := out(t, db, asCSV)
	path := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(
		os.WriteFile(path("causes.csv"), []byte(read(t, path("causes.csv"))+"\n"), 0o644),
		os.Remove(path("effects.csv")),
		os.WriteFile(path("own.csv"), nil, 0o644))
	if err != nil {
		t.Fatal(err)
	}
	want := []export.Difference{{Name: "causes.csv", What: "changed"}, {Name: "effects.csv", What: "missing"}, {Name: "own.csv", What: "not part of the export"}}
	if diff := cmp.Diff(want, verify(t, db, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestMadeTellsTheOptions(t *testing.T) {
	t.Parallel()
	want := export.Options{
		Formats: []string{"csv", "parquet"}, PartitionBy: "action_plan_cycle", CSVForExcel: true, CSVDelimiter: ";", Members: []string{"kenya"},
		Templates: []string{"national"}, Tables: []string{"causes", "commitments"}, AsOf: time.Date(2026, 1, 31, 23, 59, 59, 999999000, time.UTC),
	}
	got, err := export.Made(out(t, database(t, full(), sparse()), want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMadeOfWhatIsNoExport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"", "no such file"},
		{"{", "datapackage.json: unexpected end"},
		{"{}", "datapackage.json was not made by ogp"},
		{`{"ogp": {"generator": "ogp"}}`, "datapackage.json: it tells no formats"},
		{`{"ogp": {"generator": "ogp", "formats": ["xls"]}}`, `datapackage.json: unknown format "xls"`},
		{`{"ogp": {"generator": "ogp", "formats": ["csv"], "tables": ["all"]}}`, `datapackage.json: unknown table "all"`},
		{`{"ogp": {"generator": "ogp", "formats": ["csv"], "as_of": "May"}}`, `datapackage.json: "May" is not a time such as 2026-01-31T12:00:00Z`},
	} {
		dir := t.TempDir()
		if c.text != "" {
			if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, err := export.Made(dir)
		if !errors.Is(err, export.ErrNotExport) || errors.Is(err, export.ErrUsage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.text, err, c.want)
		}
	}
}
