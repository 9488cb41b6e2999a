package export_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp/export"
)

func verify(t *testing.T, db *sql.DB, dir string) []export.Difference {
	t.Helper()
	got, err := export.Verify(t.Context(), db, dir, export.Options{Version: "1.2.3", Vocabularies: vocabularies})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestVerifyFindsNothingInAFreshExport(t *testing.T) {
	db := database(t, full(), sparse())
	for _, o := range []export.Options{
		{},
		{Formats: []string{"parquet", "csv"}, PartitionBy: "member_slug", CSVForExcel: true, Members: []string{"kenya"}, Templates: []string{"national"}, Tables: []string{"commitments", "causes"}},
	} {
		if got := verify(t, db, out(t, db, o)); len(got) > 0 {
			t.Errorf("%+v: %v", o, got)
		}
	}
}

func TestVerifyNamesWhatDiffers(t *testing.T) {
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

func TestVerifyWhatIsNoExport(t *testing.T) {
	if _, err := export.Verify(t.Context(), database(t, sparse()), t.TempDir(), export.Options{}); !errors.Is(err, export.ErrNotExport) {
		t.Errorf("got %v", err)
	}
}
