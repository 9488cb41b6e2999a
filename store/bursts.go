package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// bursts connects to a database that is open only while somebody uses it: with
// the last connection the file is closed and others may have it. Opening it
// costs some milliseconds, and an import lasts hours.
type bursts struct {
	dsn     string
	opening func()                                    // may be nil
	setting []string                                  // statements to run once the file is open
	wait    func(context.Context, func() error) error // opens a file that others may have open

	mu    sync.Mutex
	inner *duckdb.Connector
	open  int // connections
}

// Connect opens the database if it is not open, and waits where another
// process has it.
func (b *bursts) Connect(ctx context.Context) (driver.Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.inner == nil {
		inner, err := b.connector(ctx)
		if err != nil {
			return nil, err
		}
		b.inner = inner
	}
	conn, err := b.inner.Connect(ctx)
	if err != nil {
		return nil, errors.Join(err, b.closeUnused())
	}
	if err := b.set(ctx, conn.(*duckdb.Conn)); err != nil {
		return nil, errors.Join(err, conn.Close(), b.closeUnused())
	}
	b.open++
	return &burstConn{Conn: conn.(*duckdb.Conn), bursts: b}, nil
}

// set runs what is to hold for the whole database, by its first connection.
func (b *bursts) set(ctx context.Context, conn *duckdb.Conn) error {
	if b.open > 0 {
		return nil
	}
	for _, statement := range b.setting {
		if _, err := conn.ExecContext(ctx, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

func (b *bursts) connector(ctx context.Context) (inner *duckdb.Connector, err error) {
	if b.opening != nil {
		b.opening()
	}
	err = b.wait(ctx, func() error {
		inner, err = duckdb.NewConnector(b.dsn, nil)
		return err
	})
	return inner, err
}

// patiently opens a file, again and again until its holder lets it go or
// patience ends.
func (s *Store) patiently(ctx context.Context, open func() error) error {
	const firstPause, longestPause = 5 * time.Millisecond, 200 * time.Millisecond
	deadline := time.Now().Add(s.options.Patience)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := explain(open())
		if !errors.Is(err, ErrBusy) || time.Now().After(deadline) {
			return err
		}
		if pause == longestPause && s.options.Waiting != nil {
			s.waits.Do(func() { s.options.Waiting(err) })
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (b *bursts) closeUnused() error {
	if b.open > 0 || b.inner == nil {
		return nil
	}
	inner := b.inner
	b.inner = nil
	return inner.Close()
}

// Driver is DuckDB's.
func (b *bursts) Driver() driver.Driver { return duckdb.Driver{} }

// burstConn is a connection whose end may be the end of the database's.
type burstConn struct {
	*duckdb.Conn
	bursts *bursts
}

// Close closes the connection, and the file if it was the last.
func (c *burstConn) Close() error {
	err := c.Conn.Close()
	c.bursts.mu.Lock()
	defer c.bursts.mu.Unlock()
	c.bursts.open--
	return errors.Join(err, c.bursts.closeUnused())
}

// duckdbConn is the driver's own connection, which its bulk interface needs.
func duckdbConn(raw any) driver.Conn {
	if conn, ok := raw.(*burstConn); ok {
		return conn.Conn
	}
	return raw.(driver.Conn)
}
