//go:build unix

package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"ogp/store"
	"ogp/store/journal"
	"ogp/store/runlock"
)

// TestForgedFilesAreRefusedAndLeftAsTheyAre: somebody who may write to the folder of a
// database can put anything beside it.
func TestForgedFilesAreRefusedAndLeftAsTheyAre(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	sound := s.Path()
	closeStore(t, s)
	use := map[string]func(path string) error{
		"": func(path string) error {
			s, err := store.Open(t.Context(), path, store.Options{})
			if err == nil {
				closeStore(t, s)
			}
			return err
		},
		".journal": func(path string) error {
			j, err := journal.Open(path)
			if err == nil {
				err = j.Close()
			}
			return err
		},
		".lock": func(path string) error {
			lock, err := runlock.Take(path, "test")
			if err == nil {
				err = lock.Release()
			}
			return err
		},
	}
	use[".wal"] = use[""]
	precious := []byte("somebody's letters, which are no file of ogp")
	for suffix, open := range use {
		for kind, forge := range map[string]func(name, other string) error{
			"link":      func(name, other string) error { return os.Symlink(other, name) },
			"dead link": func(name, other string) error { return os.Symlink(other+".new", name) },
			"folder":    func(name, _ string) error { return os.Mkdir(name, 0o700) },
			"pipe":      func(name, _ string) error { return syscall.Mkfifo(name, 0o600) },
			"foreign":   func(name, _ string) error { return os.WriteFile(name, precious, 0o600) },
		} {
			t.Run(kind+suffix, func(t *testing.T) {
				dir := t.TempDir()
				path, other := filepath.Join(dir, "ogp.duckdb"), filepath.Join(dir, "other")
				if err := os.WriteFile(other, precious, 0o600); err != nil {
					t.Fatal(err)
				}
				if suffix != "" {
					copyFile(t, path, sound)
				}
				if err := forge(path+suffix, other); err != nil {
					t.Fatal(err)
				}
				if err := open(path); err == nil {
					t.Error("it is taken")
				}
				if text, err := os.ReadFile(other); err != nil || !bytes.Equal(text, precious) {
					t.Errorf("the file behind the link is now %q, %v", text, err)
				}
				if _, err := os.Stat(other + ".new"); err == nil {
					t.Error("a file was made behind the link")
				}
				if kind != "foreign" {
					return
				}
				if text, err := os.ReadFile(path + suffix); err != nil || !bytes.Equal(text, precious) {
					t.Errorf("it is now %q, %v", text, err)
				}
			})
		}
	}
}

func copyFile(t *testing.T, to, from string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A lock that a killed run of any version left behind is no obstacle.
func TestLockLeftBehindIsTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	for _, text := range []string{"", `{"pid":4711,"host":"x","command":"import","since":"` + time.Now().Format(time.RFC3339) + `"}` + "\n"} {
		if err := os.WriteFile(path+".lock", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		lock, err := runlock.Take(path, "test")
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if err := lock.Release(); err != nil {
			t.Fatal(err)
		}
	}
}
