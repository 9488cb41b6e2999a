package store

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// ErrBusy says that another process has the database open. DuckDB lets one
// process write, or several read, but not both.
var ErrBusy = errors.New("another process has the database open")

// dsnOf is the driver's address of the file with its settings. Settings that
// need no connection stand here because they bind the whole database, and
// because those of the sandbox could not be set twice.
func dsnOf(path string, o Options) (string, error) {
	absolute, err := checkPath(path, o.ReadOnly)
	if err != nil {
		return "", err
	}
	return absolute + "?" + o.settings().Encode(), nil
}

func (o Options) settings() url.Values {
	settings := url.Values{}
	// A table takes a block of memory for each column and part of one, and
	// readings have some hundred: at the usual 256 KiB, 122 MB for a checkpoint.
	settings.Set("default_block_size", "16384")
	// A commit that is to write the file anyway does not write the log before:
	// without this, every page would be written twice.
	settings.Set("checkpoint_threshold", "1B")
	settings.Set("max_vacuum_tasks", "0") // see mergeRows
	// Files that an export makes and reads a few times would stay in memory.
	settings.Set("enable_external_file_cache", "false")
	// An extension that is fetched while a query runs is a download that
	// nobody asked for, and code that nobody has seen.
	settings.Set("autoinstall_known_extensions", "false")
	settings.Set("autoload_known_extensions", "false")
	if o.ReadOnly && o.AsOf.IsZero() {
		settings.Set("access_mode", "read_only")
	}
	if o.Memory != "" {
		settings.Set("memory_limit", o.Memory)
		settings.Set("allocator_bulk_deallocation_flush_threshold", o.keeps())
	}
	if o.Threads > 0 {
		settings.Set("threads", strconv.Itoa(o.Threads))
	}
	if o.TempDir != "" {
		settings.Set("temp_directory", o.TempDir)
	}
	return settings
}

// sandbox is what is set once the file is open. External access alone leaves
// the path of the database itself open to COPY, and its log and spill folder. A
// query that does not fit in memory ends with an error instead of spilling.
func (o Options) sandbox() []string {
	if !o.Sandboxed {
		return nil
	}
	return []string{
		"SET temp_directory = ''",
		"SET enable_external_access = false",
		"SET disabled_filesystems = 'LocalFileSystem'",
		"SET lock_configuration = true",
	}
}

// keeps is how much memory DuckDB may be done with before it gives it back. It
// would stay with the process, up to half a gigabyte of it, and a limit would not
// be one. A transaction is done with little; to an export, giving back each 4 MB
// would cost a third of its time.
func (o Options) keeps() string {
	if o.ReadOnly {
		return "8MB"
	}
	return "1MB"
}

// checkPath returns the absolute path of a file that the driver can open. The
// driver reads its argument as a URL: behind a # it would lose the settings
// without a word, and with them "read only".
func checkPath(path string, mustExist bool) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if strings.ContainsAny(absolute, "?#%") {
		return "", errors.New("the path of a database may not contain ?, # or %: move it or name another with --db")
	}
	info, err := os.Stat(absolute)
	switch {
	case errors.Is(err, fs.ErrNotExist) && mustExist:
		return "", fmt.Errorf("no database there (%w): `ogp import --db %s` creates one", fs.ErrNotExist, path)
	case errors.Is(err, fs.ErrNotExist):
		return absolute, checkFolder(filepath.Dir(absolute))
	case err != nil:
		return "", err
	case info.IsDir():
		return "", errors.New("it is a folder: name a file with --db")
	case info.Size() == 0:
		return "", errors.New("the file is empty and not a database: delete it or name another with --db")
	}
	return absolute, nil
}

func checkFolder(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("no folder %s: create it or name another file with --db", dir)
	}
	return nil
}

// holder finds the process in DuckDB's message, such as
// `Conflicting lock is held in /usr/bin/duckdb (PID 4711)`.
var holder = regexp.MustCompile(`Conflicting lock is held in .*?\(PID \d+\)`)

// explained is a failure in words that say what to do, with DuckDB's own.
type explained struct {
	advice string
	cause  error
}

func (e *explained) Error() string { return e.advice + " (" + e.cause.Error() + ")" }

func (e *explained) Unwrap() error { return e.cause }

// advices are what to do about failures, by what DuckDB's message says.
var advices = []struct{ says, advice string }{
	{"No space left on device", "the disk is full: free some space and run the same command again; what was stored before is safe"},
	{"Read-only file system", "the file may not be written: it is on a read-only file system"},
	{"Permission denied", "the file may not be opened: its permissions are another user's"},
	{"Out of Memory Error", "the database needs more memory than it may use: raise --memory, or give --temp-dir a folder with room"},
	{"File system LocalFileSystem has been disabled", "a query may read no file but its database"},
	{"Corrupt database file", damaged},
	{"Could not read enough bytes", damaged},
	{"checksum", damaged},
	{"Failure while replaying WAL", "the log beside the file is damaged: put a copy of both back, or move the .wal file away and lose what was stored last"},
}

const damaged = "the file is damaged: put a copy of it back, or import anew into another file"

// explain puts DuckDB's commonest refusals into words that say what to do.
func explain(err error) error {
	if err == nil {
		return nil
	}
	if before := new(explained); errors.As(err, &before) {
		return err
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "Could not set lock on file"):
		who := strings.TrimPrefix(holder.FindString(text), "Conflicting lock is held in ")
		if who == "" {
			who = "DuckDB does not say which"
		}
		return fmt.Errorf("%w (%s): wait until it is done, or close it", ErrBusy, who)
	case strings.Contains(text, "not a valid DuckDB database file"):
		return errors.New("the file is not a DuckDB database, or damaged at its beginning: name another with --db, or put a copy of it back")
	}
	for _, a := range advices {
		if strings.Contains(text, a.says) {
			return &explained{a.advice, err}
		}
	}
	return err
}
