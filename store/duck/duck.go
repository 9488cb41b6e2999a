// Package duck is DuckDB as this project uses it: one file, opened when it is
// needed and shared with other processes in between, written in transactions, and
// filled through the driver's bulk interface.
//
// Statements and rows go in; rows, and errors that say what to do, come out. The
// package knows no table of the project and never changes the schema by itself.
package duck

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"
)

// Options say how a database is opened.
type Options struct {
	ReadOnly    bool
	Sandboxed   bool          // no file but the database can be reached, and settings are locked
	Folder      string        // the only folder whose files SQL may read and write, for an export; empty: none
	Memory      string        // most memory DuckDB may use, such as "1GB"; empty: 80 % of the machine's
	Threads     int           // threads DuckDB may use; 0: one per core
	TempDir     string        // where DuckDB puts what does not fit in memory; empty: beside the file
	LockTimeout time.Duration // how long to wait for a file that another process has open
	Waiting     func(error)   // called once when that takes long; may be nil
}

// DB is a database. It may be used from several goroutines; those that write take
// turns.
type DB struct {
	readOnly  bool
	sandboxed bool
	pool      *sql.DB

	mu sync.Mutex // held while writing

	keepMu sync.Mutex
	kept   *sql.Conn // keeps the file open; nil while it is opened on demand
}

// Open prepares the database at path; an empty path is a database in memory, which
// is lost when it is opened on demand. The file is opened by the first use.
func Open(path string, o Options) (*DB, error) {
	file, err := placeOf(path, o)
	if err != nil {
		return nil, err
	}
	first := o.confinement()
	if path == "" {
		first = nil // files are attached to a database in memory; they are confined afterwards
	}
	pool := sql.OpenDB(&onDemand{place: file, first: first, lock: &lockWait{timeout: o.LockTimeout, waiting: o.Waiting}})
	pool.SetMaxIdleConns(-1) // an idle connection would keep the file open
	return &DB{readOnly: o.ReadOnly, sandboxed: o.Sandboxed, pool: pool}, nil
}

// SQL is the database for queries. What needs temporary tables or settings of its
// own takes a connection from it. Do not write through it.
func (d *DB) SQL() *sql.DB { return d.pool }

// QueryContext runs a query.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := d.pool.QueryContext(ctx, query, args...)
	return rows, Explain(err)
}

// QueryRowContext runs a query of one row.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return d.pool.QueryRowContext(ctx, query, args...)
}

// KeepOpen keeps the file open from now on: no other process can write to it, and
// none can read it unless this one only reads, too.
func (d *DB) KeepOpen(ctx context.Context) error {
	d.keepMu.Lock()
	defer d.keepMu.Unlock()
	if d.kept != nil {
		return nil
	}
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return Explain(err)
	}
	d.kept = conn
	return nil
}

// OpenOnDemand opens the file only while it is in use from now on, so that other
// processes can have it in between.
func (d *DB) OpenOnDemand() error {
	d.keepMu.Lock()
	defer d.keepMu.Unlock()
	if d.kept == nil {
		return nil
	}
	conn := d.kept
	d.kept = nil
	return conn.Close()
}

// Close closes the database.
func (d *DB) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Join(d.OpenOnDemand(), d.pool.Close())
}

// Tx is a transaction under way.
type Tx struct{ *sql.Conn }

// Step is one part of a transaction.
type Step func(context.Context, *Tx) error

// Exec is the step that runs a statement.
func Exec(query string, args ...any) Step {
	return func(ctx context.Context, tx *Tx) error { return tx.Exec(ctx, query, args...) }
}

// InOrder is the step that takes other steps until one fails.
func InOrder(steps ...Step) Step {
	return func(ctx context.Context, tx *Tx) error {
		for _, step := range steps {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	}
}

// Exec runs a statement.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.ExecContext(ctx, query, args...)
	return err
}

var errReadOnly = errors.New("the database is open for reading only")

// Write takes the steps in one transaction: all of them, or none. BEGIN and COMMIT
// are plain statements because database/sql drops the connection of a transaction
// whose context is cancelled, and an interrupted import still has to record how it
// ended.
func (d *DB) Write(ctx context.Context, steps ...Step) error {
	if d.readOnly {
		return errReadOnly
	}
	return d.Run(ctx, func(ctx context.Context, tx *Tx) error {
		whole := context.WithoutCancel(ctx)
		if err := tx.Exec(ctx, "BEGIN TRANSACTION"); err != nil {
			return err
		}
		if err := InOrder(steps...)(ctx, tx); err != nil {
			// A database that has failed permanently rolls back by being closed.
			_ = tx.Exec(whole, "ROLLBACK")
			return err
		}
		if err := tx.Exec(whole, "COMMIT"); err != nil {
			// It has to be opened again, and is when it is used next.
			closed := d.OpenOnDemand()
			if strings.Contains(err.Error(), durable) {
				return closed
			}
			return errors.Join(err, closed)
		}
		// With checkpoint_threshold, the commit has written the file itself. Where
		// DuckDB decided otherwise, what is committed is in the log, and so on the
		// disk: whoever opens the file next writes the log into it.
		_ = tx.Exec(whole, "CHECKPOINT")
		return nil
	})
}

// durable is what DuckDB says where a commit is in the log and could not be
// written into the file: whoever opens the file next does that. To repeat the
// transaction would store it twice.
const durable = "COMMIT succeeded and is durable"

// Run takes a step on a connection of its own, each statement a transaction by
// itself.
func (d *DB) Run(ctx context.Context, step Step) (err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return Explain(err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return Explain(step(ctx, &Tx{conn}))
}
