package store

import (
	"context"
	"iter"

	"ogp/store/tables"
)

// DerivedSQL is all SQL of the derived tables, for the golden file.
func DerivedSQL() string {
	text := tables.DerivedSQL()
	for _, o := range tables.Derived() {
		text += o.Comments()
	}
	return text
}

// Pages are all archived versions, ordered by commitment, language and version.
// It stops at the first error. Versions that are stored while it runs may or
// may not be among them.
func (s *Store) Pages(ctx context.Context) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		for page, err := range s.compressedPages(ctx, "pages") {
			stored := page.Stored
			if err == nil {
				stored, err = page.decompress()
			}
			if !yield(stored, err) || err != nil {
				return
			}
		}
	}
}
