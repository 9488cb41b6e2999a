package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"ogp"
)

// Stored is one archived version of a page. Its FetchedAt is the time at which
// the version was first seen.
type Stored struct {
	ogp.Page
	ID       string
	Language string
	Version  int
}

// streamed is how many pages are read at once: a query each, so that memory
// holds some megabytes of compressed pages and not the archive.
const streamed = 1024

// Pages are all archived versions, ordered by commitment, language and version.
// It stops at the first error. Versions that are stored while it runs may or
// may not be among them.
func (s *Store) Pages(ctx context.Context) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		var last packed
		for {
			pages, err := s.readPacked(ctx, last)
			if err != nil {
				yield(Stored{}, fmt.Errorf("read archived pages: %w", explain(err)))
				return
			}
			for _, p := range pages {
				page, err := s.unpack(p)
				if !yield(page, err) || err != nil {
					return
				}
			}
			if len(pages) < streamed {
				return
			}
			last = pages[len(pages)-1]
		}
	}
}

// packed is a page as it stands in the database.
type packed struct {
	Stored
	header      string
	fingerprint string
	body        []byte
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readPacked reads the pages that follow a key, and the dictionaries that they
// need. It takes turns with whoever writes: a commit beside a reader could not
// write the file.
func (s *Store) readPacked(ctx context.Context, after packed) (pages []packed, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if s.schema > 1 {
		if err := s.loadDictionaries(ctx, conn); err != nil {
			return nil, err
		}
	}
	return packedAfter(ctx, conn, after)
}

func packedAfter(ctx context.Context, q querier, after packed) (pages []packed, err error) {
	rows, err := q.QueryContext(ctx, fmt.Sprintf(`
		SELECT commitment_id, language, version, coalesce(url, ''), first_seen, coalesce(header, ''), fingerprint, body
		FROM pages WHERE (commitment_id, language, version) > (?, ?, ?)
		ORDER BY commitment_id, language, version LIMIT %d`, streamed),
		after.ID, after.Language, after.Version)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var p packed
		if err := rows.Scan(&p.ID, &p.Language, &p.Version, &p.URL, &p.FetchedAt, &p.header, &p.fingerprint, &p.body); err != nil {
			return nil, err
		}
		pages = append(pages, p)
	}
	return pages, rows.Err()
}

func (s *Store) unpack(p packed) (Stored, error) {
	page := p.Stored
	var err error
	if page.Body, err = s.packer.unpack(p.body); err != nil {
		return page, fmt.Errorf("page %s (%s) version %d is damaged: %w", p.ID, p.Language, p.Version, err)
	}
	if p.header == "" {
		return page, nil
	}
	if err := json.Unmarshal([]byte(p.header), &page.Header); err != nil {
		return page, fmt.Errorf("page %s (%s) version %d: headers: %w", p.ID, p.Language, p.Version, err)
	}
	return page, nil
}
