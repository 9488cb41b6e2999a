// Package store keeps every version of every page in one DuckDB file and
// derives the tables of the dataset from them.
//
// Pages, requests and addresses come in from a run, with the readings of a parser
// that the caller brings; archived pages, the tables of the dataset and reports
// about them come out. The package reads no HTML, reaches no network, and never
// drops a version of a page.
//
// The file holds three kinds of tables. Kept tables (observations, contents,
// frontier, visits, runs, and the editions of OGP's own database) cannot be made
// again; their schema is written by hand in kept.sql and carries a version. What
// follows from observations alone (versions and page_states, in history.sql) is
// derived with them. Derived tables (content_readings, official_readings, changes,
// and the views over them) are a rebuild from those: their schema follows the
// structs of package ogp, and where a file has another one they are dropped and
// made again.
//
// No table has an index: they are where DuckDB has failed to replay its log
// after a kill. That keys are unique is the writer's business: an observation that is
// known is not stored again, and versions are replaced page by page.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ogp/store/duck"
)

// Options say how a database is opened. The zero value opens it for writing
// with DuckDB's own limits.
type Options struct {
	ReadOnly    bool          // several readers may have the file open at once, but none beside a writer
	OnDemand    bool          // have the file open only while it is in use, so that other processes can have it in between
	Sandboxed   bool          // read-only, no file but the database in reach, settings locked: for Query
	Folder      string        // the only folder whose files SQL may read and write, for an export; empty: none
	Memory      string        // most memory DuckDB may use, such as "1GB"; empty: 80 % of the machine's
	Threads     int           // threads DuckDB may use; 0: one per core
	TempDir     string        // where DuckDB puts what does not fit in memory; empty: beside the file
	AsOf        time.Time     // the dataset of what had been seen by that time, for reading only; zero: all that was seen
	KnownAt     time.Time     // the dataset of what the archive had learned by that time, for reading only; zero: all it knows
	LockTimeout time.Duration // how long to wait for a file that another process has open; 0: 5 s to read, 10 min to write
	Waiting     func(error)   // called once when that takes long; may be nil

	Upgrading func(done, total int) // called while the pages of an older file are rewritten; may be nil
	Upgraded  func(copied string)   // called when an older file has been upgraded, with the copy beside it; may be nil
}

// A reader waits for a writer's transaction; a writer waits for the end of a long
// export, since it has fetched pages to store.
const (
	readTimeout  = 5 * time.Second
	writeTimeout = 10 * time.Minute
)

// ErrBusy says that another process has the database open.
var ErrBusy = duck.ErrBusy

// Store is a database. Its methods may be called from several goroutines; those
// that write take turns.
type Store struct {
	file
	options Options
}

// file is an open file, and what its tables are.
type file struct {
	path     string
	catalog  string // DuckDB's name of the file where it is attached to another database, whose views are made again; else empty
	db       *duck.DB
	schema   int  // version of the kept tables
	outdated bool // the derived tables have another schema, and may not be changed
}

// Open opens the database at path. When writing, a missing file is created,
// kept tables of an older schema are upgraded after a copy of the file, and
// derived tables of another schema are replaced by empty ones, which
// NeedsReparse then reports. ErrBusy says that another process has the file
// open, fs.ErrNotExist that there is no file to read.
//
// The file stays open, unless Options.OnDemand or OpenOnDemand says otherwise.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	o.ReadOnly = o.ReadOnly || o.Sandboxed || o.past()
	s := &Store{file: file{path: path}, options: o.withTimeout()}
	if err := s.open(ctx); err != nil {
		err = duck.Explain(err)
		if s.db != nil {
			err = errors.Join(err, s.db.Close())
		}
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

// past reports whether the dataset of a past time is asked for.
func (o Options) past() bool { return !o.AsOf.IsZero() || !o.KnownAt.IsZero() }

func (o Options) withTimeout() Options {
	switch {
	case o.LockTimeout != 0:
	case o.ReadOnly:
		o.LockTimeout = readTimeout
	default:
		o.LockTimeout = writeTimeout
	}
	return o
}

func (o Options) duck() duck.Options {
	return duck.Options{
		ReadOnly: o.ReadOnly, Sandboxed: o.Sandboxed, Folder: o.Folder, Memory: o.Memory, Threads: o.Threads, TempDir: o.TempDir,
		LockTimeout: o.LockTimeout, Waiting: o.Waiting,
	}
}

func (s *Store) open(ctx context.Context) (err error) {
	if s.options.past() {
		return s.openPast(ctx, s.options)
	}
	if s.db, err = duck.Open(s.path, s.options.duck()); err != nil {
		return err
	}
	if err = s.db.KeepOpen(ctx); err != nil {
		return err
	}
	if s.options.ReadOnly {
		err = s.checkSchema(ctx)
	} else {
		err = s.prepareSchema(ctx, s.options)
	}
	if err == nil && s.options.OnDemand {
		err = s.db.OpenOnDemand()
	}
	return err
}

// KeepOpen keeps the file open from now on, so that a row of short calls opens it
// once. No other process can have it meanwhile.
func (s *Store) KeepOpen(ctx context.Context) error { return s.db.KeepOpen(ctx) }

// OpenOnDemand opens the file only while a method needs it from now on, so that
// others can read in between: a run lasts hours.
func (s *Store) OpenOnDemand() error { return s.db.OpenOnDemand() }

// DB is the database for reading: queries, exports. What needs temporary
// tables or settings of its own takes a connection from it. Do not write
// through it.
func (s *Store) DB() *sql.DB { return s.db.SQL() }

// Path is the database's file, as given to Open.
func (s *Store) Path() string { return s.path }

// Close closes the database.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}
