package store

import (
	"context"
	"fmt"
	"strings"

	"ogp/store/duck"
)

// Receiver takes the answer to a query.
type Receiver = duck.Receiver

// Form is what the cells of an answer are.
type Form = duck.Form

// The forms in which an answer's cells come.
const (
	AsText = duck.Text
	AsJSON = duck.JSON
)

// Query runs SQL of the user's, and hands on the answer row by row. It needs a
// database opened with Options.Sandboxed: only one statement that reads is run, and
// no file but the database can be reached.
func (s *Store) Query(ctx context.Context, query string, form Form, to Receiver) error {
	return s.db.UserQuery(ctx, query, form, to)
}

// SimilarIDs are the five IDs of commitments that are most like a text.
func SimilarIDs(ctx context.Context, s *Store, id string) ([]string, error) {
	ids, err := duck.Texts(ctx, s.db, duck.SQL(
		"SELECT commitment_id FROM commitments ORDER BY levenshtein(commitment_id, ?), commitment_id LIMIT 5", strings.ToUpper(id)))
	if err != nil {
		return nil, fmt.Errorf("look for IDs like %s: %w", id, err)
	}
	return ids, nil
}
