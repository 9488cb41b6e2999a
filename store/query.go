package store

import (
	"context"
	"database/sql"
	"errors"
)

// Query runs SQL of the user's, which may come from a script, a web form or a
// colleague. It needs a database opened with Options.Sandboxed: DuckDB reads
// and writes any file that a query names, and there it reads only its own
// database, and writes nothing. Errors are DuckDB's own: they show the place in
// the query.
func (s *Store) Query(ctx context.Context, query string) (*sql.Rows, error) {
	if !s.options.Sandboxed {
		return nil, errors.New("query: the database was not opened for queries (Options.Sandboxed)")
	}
	rows, err := s.db.QueryContext(ctx, query)
	return rows, explain(err)
}
