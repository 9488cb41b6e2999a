package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"ogp/store"
	"ogp/store/runlock"
)

// TestMain lets the test binary play another process that holds a database: it
// does what it is told, says so, and waits to be killed or let go.
func TestMain(m *testing.M) {
	if task := os.Getenv("STORE_TEST_TASK"); task != "" {
		if err := playOther(task, os.Getenv("STORE_TEST_PATH")); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(dir)
	sharedDir = dir
	return m.Run()
}

func playOther(task, path string) error {
	play := map[string]func(string) error{"lock": playLock, "hold": playHold, "import": playImport, "save": playSave}[task]
	if err := play(path); err != nil {
		return err
	}
	fmt.Println("done")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

func playLock(path string) error {
	_, err := runlock.Take(path, "import")
	return err
}

// playHold has the file open as any other program would, with something in
// its log.
func playHold(path string) error {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec("CREATE TABLE mine AS SELECT 1 AS one")
	return err
}

// playImport stores a page at a time, as an import does, and tells each.
func playImport(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, path, store.Options{Threads: 1, OnDemand: true})
	if err != nil {
		return err
	}
	for i := range importedPages {
		batch := store.Batch{Pages: []store.Archived{page(fmt.Sprintf("KE%04d", i), "en", "one", day(1))}}
		if _, err := s.Save(ctx, batch); err != nil {
			return err
		}
		fmt.Println("saved")
	}
	return s.Close()
}

const importedPages = 8

func playSave(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, path, store.Options{OnDemand: true, Waiting: func(error) { fmt.Println("waiting") }})
	if err != nil {
		return err
	}
	_, err = s.Save(ctx, store.Batch{Pages: []store.Archived{page("KE0002", "en", "two", day(1))}})
	return err
}

// other starts another process, and returns when it has done its task. kill
// ends it without giving it a chance to tidy up.
func other(t *testing.T, task, path string) (process *os.Process, kill func()) {
	t.Helper()
	process, says, kill := start(t, task, path)
	if said := says(); said != "done" {
		t.Fatalf("other process said %q", said)
	}
	return process, kill
}

// start starts another process; says waits for its next line.
func start(t *testing.T, task, path string) (process *os.Process, says func() string, kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STORE_TEST_TASK="+task, "STORE_TEST_PATH="+path)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killed := false
	kill = func() {
		if !killed {
			killed = true
			cmd.Process.Kill()
			cmd.Wait()
		}
	}
	t.Cleanup(kill)
	lines := bufio.NewScanner(out)
	return cmd.Process, func() string {
		lines.Scan()
		return lines.Text()
	}, kill
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	process, kill := other(t, "lock", path)
	_, err := runlock.Take(path, "refresh")
	var held *runlock.HeldError
	if !errors.As(err, &held) {
		t.Fatalf("error %v, want a HeldError", err)
	}
	if held.PID != process.Pid || held.Command != "import" || time.Since(held.Since) > time.Hour {
		t.Errorf("held by %+v, want process %d", held.Holder, process.Pid)
	}
	wantError(t, err, path, fmt.Sprint(process.Pid), "import")

	kill()
	if _, err := os.Stat(path + ".lock"); err != nil {
		t.Fatalf("the killed process left no lock file: %v", err)
	}
	lock, err := runlock.Take(path, "refresh")
	if err != nil {
		t.Fatalf("the lock of a dead process is an obstacle: %v", err)
	}
	if _, err = runlock.Take(path, "reparse"); !errors.As(err, &held) || held.PID != os.Getpid() {
		t.Errorf("second lock: %v, want it held by this process", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".lock"); err == nil {
		t.Error("releasing left the lock file behind")
	}
}

func TestDatabaseOpenElsewhereIsBusy(t *testing.T) {
	path := unopened(t, onePage)
	process, kill := other(t, "hold", path)
	for _, o := range []store.Options{{LockTimeout: 1}, {ReadOnly: true, LockTimeout: 1}} {
		_, err := store.Open(t.Context(), path, o)
		if !errors.Is(err, store.ErrBusy) {
			t.Errorf("error %v, want ErrBusy", err)
		}
		wantError(t, err, path, fmt.Sprint(process.Pid))
	}
	kill()
	if _, err := os.Stat(path + ".wal"); err != nil {
		t.Fatalf("the killed process left no log: %v", err)
	}
	for _, o := range []store.Options{{ReadOnly: true}, {Sandboxed: true}, {AsOf: day(1)}} {
		s := open(t, path, o)
		wantRows(t, s, "SELECT title FROM commitments", "one")
		closeStore(t, s)
	}
	s := open(t, path, store.Options{})
	if got := save(t, s, page("KE0001", "en", "one", day(2))); got[0].Result != store.Unchanged {
		t.Errorf("page stored before the kill is %s", got[0].Result)
	}
}

func TestKilledWriterLosesNothingAcknowledged(t *testing.T) {
	path := unopened(t, template)
	_, says, kill := start(t, "import", path)
	acknowledged := 0
	for range 5 {
		if said := says(); said != "saved" {
			t.Fatalf("other process said %q", said)
		}
		acknowledged++
	}
	kill()
	s := open(t, path, store.Options{})
	if n := len(read(t, s, "SELECT DISTINCT title FROM pages JOIN readings USING (commitment_id, language, version)")); n != 1 {
		t.Errorf("%d titles, want one", n)
	}
	if n := len(read(t, s, "FROM commitments")); n < acknowledged {
		t.Errorf("%d pages are there, %d were acknowledged", n, acknowledged)
	}
	save(t, s, page("KE0001", "en", "two", day(2)))
}

// TestReadingWhileImporting has two processes: one stores page after page, the
// other reads in between, and neither fails.
func TestReadingWhileImporting(t *testing.T) {
	path := unopened(t, template)
	_, says, _ := start(t, "import", path)
	last := 0
	for said := says(); said != "done"; said = says() {
		if said != "saved" {
			t.Fatalf("other process said %q", said)
		}
		s := open(t, path, store.Options{Sandboxed: true})
		n := len(read(t, s, "FROM commitments"))
		if n <= 0 || n < last {
			t.Errorf("%d commitments, %d before", n, last)
		}
		last = n
		closeStore(t, s)
	}
	s := open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT count(*) FROM commitments", fmt.Sprint(importedPages))
}

func TestWriterWaitsForReader(t *testing.T) {
	path := unopened(t, onePage)
	reader := open(t, path, store.Options{ReadOnly: true})
	process, says, _ := start(t, "save", path)
	if said := says(); said != "waiting" {
		t.Fatalf("process %d said %q", process.Pid, said)
	}
	wantRows(t, reader, "SELECT title FROM commitments", "one")
	closeStore(t, reader)
	if said := says(); said != "done" {
		t.Fatalf("process %d said %q", process.Pid, said)
	}
	s := open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT title FROM commitments ORDER BY ALL", "one", "two")
}

func TestLockNeedsAFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	_, err := runlock.Take(filepath.Join(folder, "ogp.duckdb"), "import")
	if err == nil || !strings.Contains(err.Error(), "there is no folder "+folder+":") {
		t.Errorf("error %v does not name the folder", err)
	}
}
