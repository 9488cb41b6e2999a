package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"ogp"
	"ogp/store"
	"ogp/store/journal"
	"ogp/store/storetest"
)

// smallDisk is a folder on a disk of that many MB.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Skipf("no small disk can be mounted here (%v); as root it can", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestFullDiskLosesNothingAcknowledged(t *testing.T) {
	storetest.Long(t)
	path := filepath.Join(smallDisk(t, 8), "ogp.duckdb")
	s := open(t, path, store.Options{})
	var stored, pages []store.Archived
	var failed error
	for n := 0; failed == nil && n < 100; n++ {
		stored, pages = append(stored, pages...), nil
		for i := range 40 {
			pages = append(pages, similar(uint64(1000+40*n+i), 40*n+i, 1)...)
		}
		_, failed = s.Save(t.Context(), store.Batch{Pages: pages})
	}
	wantError(t, failed, "disk is full", "free some space", path)
	// What failed is not promised to be gone, but to be there whole or not at all.
	if n := read(t, s, "SELECT count(*) FROM pages"); n[0] != fmt.Sprint(len(stored)) {
		stored = append(stored, pages...)
	}
	wantBodies(t, s, stored)
	closeStore(t, s)
	s = open(t, path, store.Options{ReadOnly: true})
	wantBodies(t, s, stored)
	wantRows(t, s, "SELECT count(*) FROM commitments", fmt.Sprint(len(stored)))
	if err := syscall.Mount("tmpfs", filepath.Dir(path), "tmpfs", syscall.MS_REMOUNT, "size=60m"); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	s = open(t, path, store.Options{})
	more := similar(1, 9000, 1)
	save(t, s, more...)
	wantBodies(t, s, append(stored, more...))
}

// The upgrade of a file needs a copy and room for other bodies.
func TestUpgradeWithoutRoomChangesNothing(t *testing.T) {
	old, err := os.ReadFile(past(t, "schema3"))
	if err != nil {
		t.Fatal(err)
	}
	dir := smallDisk(t, 3)
	path := filepath.Join(dir, "ogp.duckdb")
	if err := os.WriteFile(path, old, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), path, store.Options{})
	wantError(t, err, path, "schema 3", "MB free", "free some space")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("beside the file are %v, %v", entries, err)
	}
	s := open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT value FROM meta WHERE name = 'schema_version'", "3")
}

func TestJournalOnAFullDiskKeepsWhatIsWhole(t *testing.T) {
	path := filepath.Join(smallDisk(t, 1), "ogp.duckdb")
	j := openJournal(t, path)
	came := similar(1, 0, 1)[0].Page
	event := journal.Event{Page: &came, Visit: &ogp.Visit{Run: "r", Number: 1, URL: came.URL, At: came.FetchedAt, Outcome: ogp.Fetched}}
	whole := 0
	for j.Write(event) == nil {
		whole++
	}
	if err := syscall.Mount("tmpfs", filepath.Dir(path), "tmpfs", syscall.MS_REMOUNT, "size=9m"); err != nil {
		t.Fatal(err)
	}
	if err := j.Write(event); err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, err := range openJournal(t, path).Events() {
		if err != nil {
			t.Fatal(err)
		}
		got++
	}
	if got != whole+1 {
		t.Errorf("%d events are left of %d", got, whole+1)
	}
}

func TestReadOnlyFileSaysSo(t *testing.T) {
	path := unopened(t, onePage)
	dir := filepath.Dir(path)
	if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("no read-only folder can be mounted here (%v); as root it can", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if err := syscall.Mount(dir, dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), path, store.Options{})
	wantError(t, err, path, "may not be written")
	s := open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT title FROM commitments", "one")
}

func TestDamagedFileSaysSo(t *testing.T) {
	s := create(t)
	save(t, s, similar(1, 0, 30)...)
	path := s.Path()
	closeStore(t, s)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damage := map[string][]byte{
		"cut":     whole[:len(whole)/2],
		"header":  append(make([]byte, 8192), whole[8192:]...),
		"version": append(append([]byte{}, whole[:4096]...), make([]byte, len(whole)-4096)...),
	}
	bytes := append([]byte{}, whole...)
	for i := 12288; i < len(bytes); i += 1000 {
		bytes[i] ^= 0xff
	}
	damage["bits"] = bytes
	for name, content := range damage {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, content, 0o644); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
			if err == nil {
				_, err = s.Status(t.Context())
				closeStore(t, s)
			}
			wantError(t, err, path, "damaged", "copy")
		})
	}
}

func TestTooLittleMemorySaysSo(t *testing.T) {
	path := unopened(t, onePage)
	s := open(t, path, store.Options{Sandboxed: true, Memory: "64MB"})
	for _, query := range []string{
		"SELECT list(md5(i::VARCHAR)) FROM range(5000000) AS r(i)",
		"SELECT i FROM range(5000000) AS r(i) ORDER BY md5(i::VARCHAR)", // elsewhere this would spill to disk
	} {
		wantError(t, s.Query(t.Context(), query, store.AsText, &rowCount{}), "--memory")
	}
	if err := drain(t.Context(), s, "SELECT title FROM commitments"); err != nil {
		t.Fatalf("the database is of no use after that: %v", err)
	}
}

func openJournal(t *testing.T, path string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}
