package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ogp/store"
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
	os.Exit(m.Run())
}

func playOther(task, path string) error {
	if task == "lock" {
		if _, err := store.LockRun(path, "import"); err != nil {
			return err
		}
	} else {
		ctx := context.Background()
		s, err := store.Open(ctx, path, store.Options{})
		if err != nil {
			return err
		}
		if _, err := s.Save(ctx, store.Batch{Pages: []store.Archived{page("KE0001", "en", "one", day(1))}}); err != nil {
			return err
		}
	}
	fmt.Println("ready")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// other starts another process, and returns when it has done its task. kill
// ends it without giving it a chance to tidy up.
func other(t *testing.T, task, path string) (process *os.Process, kill func()) {
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
	if said, err := bufio.NewReader(out).ReadString('\n'); err != nil || said != "ready\n" {
		t.Fatalf("other process said %q (%v)", said, err)
	}
	return cmd.Process, kill
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	process, kill := other(t, "lock", path)
	_, err := store.LockRun(path, "refresh")
	var held *store.HeldError
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
	lock, err := store.LockRun(path, "refresh")
	if err != nil {
		t.Fatalf("the lock of a dead process is an obstacle: %v", err)
	}
	if _, err = store.LockRun(path, "reparse"); !errors.As(err, &held) || held.PID != os.Getpid() {
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
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	process, kill := other(t, "save", path)
	for _, o := range []store.Options{{}, {ReadOnly: true}} {
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
	s := open(t, path, store.Options{ReadOnly: true})
	wantRows(t, s, "SELECT title FROM commitments", "one")
	closeStore(t, s)
	s = open(t, path, store.Options{})
	if got := save(t, s, page("KE0001", "en", "one", day(2))); got[0].Fate != store.Unchanged {
		t.Errorf("page stored before the kill is %s", got[0].Fate)
	}
}

func TestLockNeedsAFolder(t *testing.T) {
	_, err := store.LockRun(filepath.Join(t.TempDir(), "none", "ogp.duckdb"), "import")
	if err == nil || !strings.Contains(err.Error(), "ogp.duckdb.lock") {
		t.Errorf("error %v does not name the lock file", err)
	}
}
