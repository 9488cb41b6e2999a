// Package store keeps every version of every page in one DuckDB file and
// derives the tables of the dataset from them.
//
// The file holds two kinds of tables. Kept tables (pages, frontier, visits,
// runs, and the editions of OGP's own database) cannot be made again; their
// schema is written by hand in kept.sql and carries a version. Derived tables
// (readings, official_readings, changes, and the views over them) are a rebuild
// from those: their schema follows the structs of package ogp, and where a file
// has another one they are dropped and made anew.
//
// No table has an index: they are where DuckDB has failed to replay its log
// after a kill. That keys are unique is the writer's business; for pages it is
// checked in every transaction that adds one.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Options say how a database is opened. The zero value opens it for writing
// with DuckDB's own limits.
type Options struct {
	ReadOnly  bool          // several readers may have the file open at once, but none beside a writer
	Brief     bool          // when reading: have the file open only while a query runs, so that an import can go on
	Sandboxed bool          // read-only, no file but the database in reach, settings locked: for Query
	Memory    string        // most memory DuckDB may use, such as "1GB"; empty: 80 % of the machine's
	Threads   int           // threads DuckDB may use; 0: one per core
	TempDir   string        // where DuckDB puts what does not fit in memory; empty: beside the file
	AsOf      time.Time     // the dataset as it stood at that time, for reading only; zero: as it stands
	Patience  time.Duration // how long to wait for a file that another process has open; 0: 5 s to read, 10 min to write
	Waiting   func(error)   // told once when that takes long; may be nil
	Opening   func()        // called each time before the file is opened; may be nil
}

// A reader waits for a writer's burst; a writer waits for the end of somebody's
// export, since it has pages in hand.
const (
	readPatience  = 5 * time.Second
	writePatience = 10 * time.Minute
)

// Store is a database. Its methods may be called from several goroutines;
// those that write take turns. One opened for writing has the file open only
// while a method needs it, so that others can read in between; one opened for
// reading has it open all the time, and sees the state of its opening.
type Store struct {
	path     string
	options  Options
	db       *sql.DB
	packer   *packer
	schema   int  // version of the kept tables in the file
	outdated bool // the file has derived tables of another schema, and may not be changed

	waits sync.Once

	mu   sync.Mutex // held while writing
	conn *sql.Conn  // the connection that writes; nil between transactions
}

// Open opens the database at path. When writing, a missing file is created,
// kept tables of an older schema are upgraded after a copy of the file, and
// derived tables of another schema are replaced by empty ones, which
// NeedsReparse then reports. ErrBusy says that another process has the file
// open, fs.ErrNotExist that there is no file to read.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	o.ReadOnly = o.ReadOnly || o.Sandboxed || !o.AsOf.IsZero()
	s := &Store{path: path, options: o.patient()}
	if err := s.start(ctx); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(explain(err), s.release()))
	}
	return s, nil
}

func (o Options) patient() Options {
	switch {
	case o.Patience != 0:
	case o.ReadOnly:
		o.Patience = readPatience
	default:
		o.Patience = writePatience
	}
	return o
}

func (s *Store) start(ctx context.Context) (err error) {
	if s.packer, err = newPacker(); err != nil {
		return err
	}
	if !s.options.AsOf.IsZero() {
		return s.openAsOf(ctx, s.path)
	}
	dsn, err := dsnOf(s.path, s.options)
	if err != nil {
		return err
	}
	s.connect(dsn)
	if s.options.ReadOnly {
		return s.checkSchema(ctx)
	}
	return s.prepareSchema(ctx)
}

// Hold keeps the file open until release is called, so that a row of short
// calls opens it once. Nobody else can have it meanwhile.
func (s *Store) Hold(ctx context.Context) (release func() error, err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, explain(err)
	}
	return conn.Close, nil
}

func (s *Store) connect(dsn string) {
	s.db = sql.OpenDB(&bursts{dsn: dsn, opening: s.options.Opening, setting: s.options.sandbox(), wait: s.patiently})
	if !s.options.ReadOnly || s.options.Brief {
		s.db.SetMaxIdleConns(-1) // a connection that waits for use would keep the file open
	}
}

// DB is the database for reading: queries, exports. What needs temporary
// tables or settings of its own takes a connection from it. Do not write
// through it.
func (s *Store) DB() *sql.DB { return s.db }

// Path is the database's file, as given to Open.
func (s *Store) Path() string { return s.path }

// Close closes the database.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.release(); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}

func (s *Store) release() error {
	errs := []error{s.packer.close()}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	return errors.Join(errs...)
}
