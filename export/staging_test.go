package export

import (
	"os"
	"path/filepath"
	"testing"
)

// Where the file system cannot exchange two folders, the swap takes two renames.
func TestSwapInTwo(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "out")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := openStaging(target)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.data, "new"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.swapInTwo(); err != nil {
		t.Fatal(err)
	}
	s.close()
	if _, err := os.Stat(filepath.Join(target, "new")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(s.root); !os.IsNotExist(err) {
		t.Errorf("the staging folder is still there: %v", err)
	}
}
