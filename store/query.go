package store

import (
	"context"

	"ogp/store/duck"
)

// Receiver takes the answer to a query.
type Receiver = duck.Receiver

// The forms in which an answer's cells come.
const (
	AsText = duck.Text
	AsJSON = duck.JSON
)

// Query runs SQL of the user's, and hands on the answer row by row. It needs a
// database opened with Options.Sandboxed: only one statement that reads is run, and
// no file but the database can be reached.
func (s *Store) Query(ctx context.Context, query string, form duck.Form, to Receiver) error {
	return s.db.UserQuery(ctx, query, form, to)
}
