package export

import (
	"os"
	"path/filepath"
	"testing"

	"ogp/export/describe"
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

// TestFailedSwapKeepsTheOnlyCopy: the earlier export lies aside, and cannot be put
// back.
func TestFailedSwapKeepsTheOnlyCopy(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "out")
	s, err := openStaging(target)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(s.old(), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		describe.PackageFile: `{"ogp": {"generator": "` + describe.Generator + `"}}`,
		describe.ReadmeFile:  "earlier",
	} {
		if err := os.WriteFile(filepath.Join(s.old(), name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.close()
	if _, err := os.Stat(filepath.Join(s.old(), describe.ReadmeFile)); err != nil {
		t.Errorf("the only copy is gone: %v", err)
	}
	s.prepareAgain(t)
	if _, err := os.Stat(filepath.Join(target, describe.ReadmeFile)); err != nil {
		t.Errorf("the next export does not put it back: %v", err)
	}
}

// prepareAgain does what the next export does first.
func (s *staging) prepareAgain(t *testing.T) {
	t.Helper()
	if err := s.acquire(); err != nil {
		t.Fatal(err)
	}
	if err := s.prepare(); err != nil {
		t.Fatal(err)
	}
	s.close()
}
