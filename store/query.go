package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Query runs SQL of the user's, which may come from a script, a web form or a
// colleague. It needs a database opened with Options.Sandboxed: DuckDB reads
// and writes any file that a query names, and there it reads only its own
// database, and writes nothing. Errors are DuckDB's own: they show the place in
// the query. Of several statements DuckDB would answer the last one alone, so
// that only one is taken.
func (s *Store) Query(ctx context.Context, query string) (*sql.Rows, error) {
	if !s.options.Sandboxed {
		return nil, errors.New("query: the database was not opened for queries (Options.Sandboxed)")
	}
	if n := statements(query); n > 1 {
		return nil, fmt.Errorf("these are %d statements, and one is answered at a time: leave one, or join them with WITH or UNION ALL", n)
	}
	rows, err := s.db.QueryContext(ctx, query)
	return rows, explain(err)
}

// quoted is what may hold a semicolon that ends no statement: strings, names
// and comments. One that is not closed goes to the end.
var quoted = regexp.MustCompile(`(?is)\be'(?:[^'\\]|\\.)*'?|'[^']*'?|"[^"]*"?|\$\$.*?(?:\$\$|$)|--[^\n]*|/\*.*?(?:\*/|$)`)

// statements counts the statements of a query. DuckDB's own count is of no use
// here: it takes a PIVOT for two.
func statements(query string) int {
	n := 0
	for part := range strings.SplitSeq(quoted.ReplaceAllString(query, " "), ";") {
		if strings.TrimSpace(part) != "" {
			n++
		}
	}
	return n
}
