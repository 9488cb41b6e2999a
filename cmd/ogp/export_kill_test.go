package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp/store/storetest"
)

// stagedFiles is how many files an export surely writes before it is done.
const stagedFiles = 28

// TestKilledExportLeavesTheOldFolder ends an export with kill -9, again and again,
// each time some files later, and looks at the folder: it is the old one, every
// byte.
func TestKilledExportLeavesTheOldFolder(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	dir := t.TempDir()
	db, target := filepath.Join(dir, "demo.duckdb"), filepath.Join(dir, "out")
	copyDemo(t, db)
	program(t, "export", "--quiet", "--db", db, "--out", target)
	before := tree(t, target)
	kills := *tortureKills
	for n := range kills {
		files := 1 + stagedFiles*n/kills
		if !killAt(t, files, "export", "--db", db, "--out", target) {
			t.Fatalf("export number %d ended before it was killed", n+1)
		}
		if diff := cmp.Diff(before, tree(t, target)); diff != "" {
			t.Errorf("killed with %d files written: %.500s", files, diff)
		}
	}
	program(t, "export", "--quiet", "--db", db, "--out", target)
	if diff := cmp.Diff(before, tree(t, target)); diff != "" {
		t.Errorf("the export after the killed ones differs: %.500s", diff)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".out.*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// program runs ogp, which this test's binary is under that name.
func program(t *testing.T, args ...string) {
	t.Helper()
	if text, err := exec.Command(ogpPath(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("ogp %v: %v\n%s", args, err, text)
	}
}

func ogpPath(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("ogp")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// killAt starts ogp and kills it as soon as its staging folder holds so many
// files; false if it ended before.
func killAt(t *testing.T, written int, args ...string) bool {
	t.Helper()
	cmd := exec.Command(ogpPath(t), args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	staged := filepath.Join(filepath.Dir(args[len(args)-1]), ".out.staging", "data", "*")
	for {
		select {
		case <-ended:
			return false
		default:
		}
		if files, _ := filepath.Glob(staged); len(files) >= written {
			_ = cmd.Process.Kill()
			return <-ended != nil
		}
	}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
