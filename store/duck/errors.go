package duck

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// ErrBusy says that another process has the database open. DuckDB lets one
// process write, or several read, but not both.
var ErrBusy = errors.New("another process has the database open")

// holder finds the process in DuckDB's message, such as
// `Conflicting lock is held in /usr/bin/duckdb (PID 4711)`.
var holder = regexp.MustCompile(`Conflicting lock is held in .*?\(PID \d+\)`)

// explained is a failure with what to do about it.
type explained struct {
	advice string
	cause  error
}

// Error is the advice and what DuckDB says, without the advice of its own that
// DuckDB puts below.
func (e *explained) Error() string {
	cause, _, _ := strings.Cut(strings.TrimPrefix(e.cause.Error(), "database/sql/driver: "), "\n")
	return e.advice + " (" + cause + ")"
}

func (e *explained) Unwrap() error { return e.cause }

// Advise says what to do about a failure, in the place of Explain's advice.
func Advise(advice string, cause error) error { return &explained{advice, cause} }

// aboutQuery are the types of errors whose messages repeat the query: its words
// say nothing about the file.
var aboutQuery = map[duckdb.ErrorType]bool{
	duckdb.ErrorTypeParser: true, duckdb.ErrorTypeSyntax: true, duckdb.ErrorTypeBinder: true, duckdb.ErrorTypeCatalog: true,
	duckdb.ErrorTypeConversion: true, duckdb.ErrorTypeConstraint: true, duckdb.ErrorTypeOutOfRange: true,
	duckdb.ErrorTypeExpression: true, duckdb.ErrorTypeInvalidInput: true,
}

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

const damaged = "the file is damaged: put a copy of it back, or import again into another file"

// Explain adds to DuckDB's commonest refusals what to do about them.
func Explain(err error) error {
	if err == nil {
		return nil
	}
	if known := new(explained); errors.As(err, &known) || errors.Is(err, ErrBusy) {
		return err
	}
	if typed := new(duckdb.Error); errors.As(err, &typed) && aboutQuery[typed.Type] {
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
			return Advise(a.advice, err)
		}
	}
	return err
}
