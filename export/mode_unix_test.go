//go:build unix

package export_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"ogp/export"
)

// In a folder that a group shares, the next user of the group replaces the export:
// the umask decides who may write a new folder, and what replaces one is as open
// as that was. Not parallel, since the umask is the process's.
func TestFoldersOfAGroupStayOpenToIt(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o002))
	db := database(t, sparse())
	dir := filepath.Join(t.TempDir(), "new", "out")
	o := export.Options{Formats: []string{"parquet"}, Tables: []string{"commitments"}, PartitionBy: "member_slug"}
	write(t, db, dir, o)
	for _, folder := range []string{filepath.Dir(dir), dir, filepath.Join(dir, "commitments"), filepath.Join(dir, "commitments", "member_slug=kenya")} {
		expectMode(t, folder, 0o775)
	}
	const shared = fs.ModeSetgid | 0o770
	if err := os.Chmod(dir, shared); err != nil {
		t.Fatal(err)
	}
	write(t, db, dir, o)
	expectMode(t, dir, shared)
}

func expectMode(t *testing.T, folder string, want fs.FileMode) {
	t.Helper()
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode() &^ fs.ModeDir; got != want {
		t.Errorf("%s has the mode %v, want %v", folder, got, want)
	}
}
