package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"ogp"
	"ogp/store/duck"
	"ogp/store/frame"
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

// Stored is one archived version of a page. Its FetchedAt is the time at which
// the version was first seen.
type Stored struct {
	ogp.Page
	ID       string
	Language string
	Version  int
}

// String names the version.
func (p Stored) String() string {
	return fmt.Sprintf("page %s (%s) version %d", p.ID, p.Language, p.Version)
}

// Pages are all archived versions, ordered by commitment, language and version.
// It stops at the first error.
func (s *Store) Pages(ctx context.Context) iter.Seq2[Stored, error] {
	type version struct {
		Stored
		compressedPage
	}
	return func(yield func(Stored, error) bool) {
		decoder, err := frame.DecoderOf(ctx, s.db, s.schema)
		if err != nil {
			yield(Stored{}, err)
			return
		}
		versions, err := duck.Collect(ctx, s.db, duck.SQL(`SELECT commitment_id, language, version, first_seen, url, header, body
			FROM pages ORDER BY commitment_id, language, version`), func(rows *sql.Rows, v *version) error {
			v.decoder = decoder
			return rows.Scan(&v.ID, &v.Language, &v.Version, duck.OrZero(&v.compressedPage.FetchedAt), duck.OrZero(&v.compressedPage.URL), duck.OrZero(&v.header), &v.body)
		})
		if err != nil {
			yield(Stored{}, err)
			return
		}
		for _, v := range versions {
			v.Stored.Page, err = v.decompress()
			if !yield(v.Stored, err) || err != nil {
				return
			}
		}
	}
}
