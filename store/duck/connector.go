package duck

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"ogp"
)

// onDemand connects to a database that is open only while there are connections:
// with the last one the file is closed, and other processes can have it.
type onDemand struct {
	place
	first []string // statements for the whole database, run by its first connection
	lock  *lockWait

	mu    sync.Mutex
	inner *duckdb.Connector
	open  int // connections
}

// Connect opens the database if it is not open, and waits where another
// process has it.
func (o *onDemand) Connect(ctx context.Context) (driver.Conn, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.openFile(ctx); err != nil {
		return nil, err
	}
	conn, err := o.inner.Connect(ctx)
	if err != nil {
		return nil, errors.Join(err, o.closeUnused())
	}
	if err := o.set(ctx, conn.(*duckdb.Conn)); err != nil {
		return nil, errors.Join(err, conn.Close(), o.closeUnused())
	}
	o.open++
	return &onDemandConn{Conn: conn.(*duckdb.Conn), connector: o}, nil
}

func (o *onDemand) openFile(ctx context.Context) error {
	if o.inner != nil {
		return nil
	}
	return o.lock.wait(ctx, func() (err error) {
		if o.attach != "" {
			o.inner, err = o.attached(ctx)
			return err
		}
		o.inner, err = duckdb.NewConnector(o.dsn, nil)
		return err
	})
}

// attached opens a database in memory and attaches the file to it, in whose place
// every connection finds itself.
func (o *onDemand) attached(ctx context.Context) (*duckdb.Connector, error) {
	attached := false
	inner, err := duckdb.NewConnector(o.dsn, func(conn driver.ExecerContext) error {
		if !attached {
			if _, err := conn.ExecContext(ctx, o.attach, nil); err != nil {
				return err
			}
			attached = true
		}
		_, err := conn.ExecContext(ctx, "USE "+attachedName, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	conn, err := inner.Connect(ctx)
	if err != nil {
		return nil, errors.Join(err, inner.Close())
	}
	return inner, conn.Close()
}

func (o *onDemand) set(ctx context.Context, conn *duckdb.Conn) error {
	if o.open > 0 {
		return nil
	}
	for _, statement := range o.first {
		if _, err := conn.ExecContext(ctx, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

func (o *onDemand) closeUnused() error {
	if o.open > 0 || o.inner == nil {
		return nil
	}
	inner := o.inner
	o.inner = nil
	return inner.Close()
}

// Driver is DuckDB's.
func (o *onDemand) Driver() driver.Driver { return duckdb.Driver{} }

// onDemandConn is a connection whose end may be the end of the database's.
type onDemandConn struct {
	*duckdb.Conn
	connector *onDemand
}

// Close closes the connection, and the file if it was the last.
func (c *onDemandConn) Close() error {
	err := c.Conn.Close()
	c.connector.mu.Lock()
	defer c.connector.mu.Unlock()
	c.connector.open--
	return errors.Join(err, c.connector.closeUnused())
}

// lockWait waits for a file that another process has open.
type lockWait struct {
	timeout time.Duration
	waiting func(error) // called once when it takes long; may be nil
	once    sync.Once
}

// wait opens a file, again and again until its holder releases it or the timeout
// has passed.
func (l *lockWait) wait(ctx context.Context, open func() error) error {
	const firstPause, longestPause = 5 * time.Millisecond, 200 * time.Millisecond
	deadline := time.Now().Add(l.timeout)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := Explain(open())
		if !errors.Is(err, ErrBusy) || time.Now().After(deadline) {
			return err
		}
		if pause == longestPause && l.waiting != nil {
			l.once.Do(func() { l.waiting(err) })
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// Attach attaches another database for reading under a name, and waits where
// another process has it.
func (tx *Tx) Attach(ctx context.Context, path, name string, o Options) error {
	absolute, err := checkPath(path, true)
	if err != nil {
		return err
	}
	lock := &lockWait{timeout: o.LockTimeout, waiting: o.Waiting}
	return lock.wait(ctx, func() error {
		return tx.Exec(ctx, "ATTACH "+ogp.Literal(absolute)+" AS "+ogp.Identifier(name)+" (READ_ONLY)")
	})
}
