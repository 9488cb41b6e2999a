package export_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"ogp/export"
)

// TestForgedStagingIsRefused: an export deletes nothing but what an export has left.
func TestForgedStagingIsRefused(t *testing.T) {
	for name, forge := range map[string]func(staging, precious string) error{
		"link":         func(staging, precious string) error { return os.Symlink(precious, staging) },
		"file":         func(staging, _ string) error { return os.WriteFile(staging, nil, 0o600) },
		"foreign file": func(staging, _ string) error { return put(staging, "letters") },
		"link inside": func(staging, precious string) error {
			return errors.Join(os.Mkdir(staging, 0o700), os.Symlink(precious, filepath.Join(staging, "data")))
		},
		"locked link": func(staging, precious string) error {
			return errors.Join(os.Mkdir(staging, 0o700), os.Symlink(filepath.Join(precious, "new"), filepath.Join(staging, "lock")))
		},
		"foreign old": func(staging, _ string) error { return put(filepath.Join(staging, "old"), "letters") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			precious := filepath.Join(dir, "precious")
			staging, err := export.Workplace(filepath.Join(dir, "out"))
			if err == nil {
				err = errors.Join(put(precious, "letters"), forge(staging, precious))
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := export.Write(t.Context(), nil, filepath.Join(dir, "out"), export.Options{}); err == nil {
				t.Error("it is taken")
			}
			if entries, err := os.ReadDir(precious); err != nil || len(entries) != 1 {
				t.Errorf("%d files are left, %v", len(entries), err)
			}
			if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
				t.Error("the target is there")
			}
		})
	}
}

// put makes a folder with a file.
func put(dir, name string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600)
}
