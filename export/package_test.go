package export_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"ogp/export"
)

// asCSV keeps the tests of the folder quick.
var asCSV = export.Options{Formats: []string{"csv"}, Tables: []string{"commitments", "milestones", "causes", "effects", "sections"}}

func TestSubsetLeavesNothingStale(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	dir := out(t, db, export.Options{Formats: []string{"csv", "jsonl"}})
	write(t, db, dir, export.Options{Formats: []string{"jsonl"}})
	var names []string
	for name := range contents(t, dir) {
		names = append(names, name)
	}
	if len(names) != 4 {
		t.Errorf("after an export of jsonl the folder holds %v", names)
	}
	alone(t, filepath.Dir(dir), "out")
}

func TestInterruptedExportLeavesTheOldFolder(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	dir := out(t, db, asCSV)
	before := contents(t, dir)
	for at, format := range map[string]string{"read": "csv", "csv": "csv", "xlsx sections": "xlsx", "jsonl": "jsonl", "parquet": "parquet", "check parquet": "parquet", "html": "html", "swap": "csv"} {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := export.Write(ctx, db, dir, export.Options{Formats: []string{format}, Tables: asCSV.Tables, Progress: func(stage string) {
			if stage == at {
				cancel()
			}
		}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %s: got %v", at, err)
		}
		if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
			t.Errorf("cancelled at %s: %s", at, diff)
		}
		alone(t, filepath.Dir(dir), "out")
	}
}

func TestFailedExportLeavesTheOldFolder(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	dir := out(t, db, asCSV)
	before := contents(t, dir)
	execute(t, db, "DROP TABLE sections; CREATE TABLE sections AS SELECT 'KE0018' AS commitment_id, 1 AS number")
	if _, err := export.Write(context.Background(), db, dir, asCSV); err == nil {
		t.Error("a table without its columns was exported")
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
	alone(t, filepath.Dir(dir), "out")
}

func TestForeignFolderIsRefused(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	for name, prepare := range map[string]func(dir string) error{
		"thesis.docx": func(dir string) error { return os.WriteFile(filepath.Join(dir, "thesis.docx"), nil, 0o644) },
		"datapackage.json": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "datapackage.json"), []byte(`{"name":"other"}`), 0o644)
		},
		"notes": func(dir string) error {
			write(t, db, dir, asCSV)
			return os.Mkdir(filepath.Join(dir, "notes"), 0o755)
		},
	} {
		dir := t.TempDir()
		if err := prepare(dir); err != nil {
			t.Fatal(err)
		}
		_, err := export.Write(context.Background(), db, dir, asCSV)
		if !errors.Is(err, export.ErrOccupied) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestFolderThatADesktopHasLookedAtIsReplaced(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	dir := out(t, db, asCSV)
	if err := os.WriteFile(filepath.Join(dir, ".DS_Store"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, db, dir, asCSV)
}

func TestUnwritableTarget(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "out"), "", "/"} {
		if _, err := export.Write(context.Background(), db, dir, asCSV); err == nil {
			t.Errorf("exported to %q", dir)
		}
	}
	if got := read(t, file); got != "mine" {
		t.Errorf("the file now says %q", got)
	}
	alone(t, filepath.Dir(file), "file")
}

func TestStagingOfADeadRunIsClearedAway(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	parent := t.TempDir()
	stale := filepath.Join(parent, ".out.staging", "data")
	if err := os.MkdirAll(stale, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stale, "stale.csv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, db, filepath.Join(parent, "out"), asCSV)
	if _, found := contents(t, filepath.Join(parent, "out"))["stale.csv"]; found {
		t.Error("a dead run's file is in the export")
	}
	alone(t, parent, "out")
}

// A run killed between the two renames of a swap has put the old folder aside
// and not yet put the new one in its place.
func TestFolderPutAsideByADeadRunIsRestored(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	dir := out(t, db, asCSV)
	before := contents(t, dir)
	aside := filepath.Join(filepath.Dir(dir), ".out.staging", "old")
	if err := os.MkdirAll(filepath.Dir(aside), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, aside); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := export.Write(ctx, db, dir, export.Options{Progress: func(string) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestOneExportAtATime(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	parent := t.TempDir()
	staging := filepath.Join(parent, ".out.staging")
	if err := os.Mkdir(staging, 0o755); err != nil {
		t.Fatal(err)
	}
	lock := flock.New(filepath.Join(staging, "lock"))
	if held, err := lock.TryLock(); !held {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "out")
	if _, err := export.Write(context.Background(), db, dir, asCSV); !errors.Is(err, export.ErrBusy) {
		t.Errorf("while another export runs: got %v", err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, db, dir, asCSV)
}

func TestFolderWithASpecialName(t *testing.T) {
	t.Parallel()
	db := database(t, full())
	dir := filepath.Join(t.TempDir(), "l'export [v1] *?{uuid}", "out")
	write(t, db, dir, export.Options{})
	write(t, db, dir, asCSV)
	alone(t, filepath.Dir(dir), "out")
}

func TestLinkedFolderStaysALink(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	folder := out(t, db, asCSV)
	link := filepath.Join(t.TempDir(), "latest")
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	write(t, db, link, export.Options{Formats: []string{"jsonl"}})
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if _, found := contents(t, folder)["commitments.jsonl"]; !found {
		t.Error("the folder behind the link was not replaced")
	}
}
