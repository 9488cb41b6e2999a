package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKilledExportLeavesTheOldFolder ends an export with kill -9 ten times, each
// time a file later, and looks at the folder: it is the old one, every byte.
func TestKilledExportLeavesTheOldFolder(t *testing.T) {
	dir := t.TempDir()
	db, target := filepath.Join(dir, "demo.duckdb"), filepath.Join(dir, "out")
	program(t, "import", "--demo", "--quiet", "--db", db)
	program(t, "export", "--quiet", "--db", db, "--out", target)
	before := tree(t, target)
	killed := 0
	for n := 1; n <= 10; n++ {
		if !killAt(t, n, "export", "--db", db, "--out", target) {
			break
		}
		killed++
		if diff := cmp.Diff(before, tree(t, target)); diff != "" {
			t.Errorf("killed with %d files written: %.500s", n, diff)
		}
	}
	if killed < 10 {
		t.Errorf("only %d exports were killed", killed)
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

// killAt starts ogp and kills it as soon as its staging folder holds 3n-2 files,
// of some thirty: later it might be done before it is killed;
// false if it ended before.
func killAt(t *testing.T, n int, args ...string) bool {
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
		if files, _ := filepath.Glob(staged); len(files) >= 3*n-2 {
			_ = cmd.Process.Kill()
			return <-ended != nil
		}
	}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	return files
}
