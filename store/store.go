// Package store keeps every version of every page in one DuckDB file and
// derives the tables of the dataset from them.
//
// The file holds two kinds of tables. Kept tables (pages, frontier, visits,
// runs) cannot be made again; their schema is written by hand in kept.sql and
// carries a version. Derived tables (readings, changes, and the views over
// them) are a rebuild from pages: their schema follows the structs of package
// ogp, and where a file has another one they are dropped and made anew.
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

	"github.com/duckdb/duckdb-go/v2"
	"github.com/klauspost/compress/zstd"
)

// Options say how a database is opened. The zero value opens it for writing
// with DuckDB's own limits.
type Options struct {
	ReadOnly  bool   // several readers may have the file open at once, but none beside a writer
	Sandboxed bool   // read-only, no file but the database in reach, settings locked: for Query
	Memory    string // most memory DuckDB may use, such as "1GB"; empty: 80 % of the machine's
	Threads   int    // threads DuckDB may use; 0: one per core
	TempDir   string // where DuckDB puts what does not fit in memory; empty: beside the file
}

// Store is an open database. Its methods may be called from several
// goroutines; those that write take turns.
type Store struct {
	path     string
	options  Options
	db       *sql.DB
	encoder  *zstd.Encoder
	decoder  *zstd.Decoder
	schema   int  // version of the kept tables in the file
	outdated bool // the file has derived tables of another schema, and may not be changed

	mu   sync.Mutex // held while writing
	conn *sql.Conn  // the one connection that writes; nil when read-only
}

// Open opens the database at path. When writing, a missing file is created and
// derived tables of another schema are replaced by empty ones, which
// NeedsReparse then reports. ErrBusy says that another process has the file
// open, fs.ErrNotExist that there is no file to read.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	o.ReadOnly = o.ReadOnly || o.Sandboxed
	dsn, err := dsnOf(path, o)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	connector, err := duckdb.NewConnector(dsn, nil)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, explain(err))
	}
	s := &Store{path: path, options: o, db: sql.OpenDB(connector)}
	if err := s.start(ctx); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(err, s.release()))
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) (err error) {
	if s.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err != nil {
		return err
	}
	if s.decoder, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxBody)); err != nil {
		return err
	}
	if s.options.ReadOnly {
		return s.checkSchema(ctx)
	}
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	return s.prepareSchema(ctx)
}

// DB is the database for reading: queries, exports. What needs temporary
// tables or settings of its own takes a connection from it. Do not write
// through it, and do not limit its connections to one: a writing Store keeps
// one for itself.
func (s *Store) DB() *sql.DB { return s.db }

// Path is the database's file, as given to Open.
func (s *Store) Path() string { return s.path }

// Close writes what is still in the log into the file and closes it.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var checkpoint error
	if s.conn != nil {
		_, checkpoint = s.conn.ExecContext(context.Background(), "CHECKPOINT")
	}
	if err := errors.Join(checkpoint, s.release()); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}

func (s *Store) release() error {
	var errs []error
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
		s.conn = nil
	}
	if s.encoder != nil {
		errs = append(errs, s.encoder.Close())
	}
	if s.decoder != nil {
		s.decoder.Close()
	}
	return errors.Join(append(errs, s.db.Close())...)
}
