package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"ogp"
)

// Known is a commitment page of the frontier, with what the archive has of it.
type Known struct {
	ogp.Listing
	// LastSeen is when the newest version was last seen (UTC); zero for a page
	// that is not in the archive.
	LastSeen time.Time
	// ETag and Changed are what the site sent with the newest version:
	// its entity tag, and its Last-Modified header as sent.
	ETag, Changed string
}

// Archived reports whether the archive has the page.
func (k Known) Archived() bool { return !k.LastSeen.IsZero() }

// Due reports whether an import has to fetch the page: the archive does not
// have it, and it was never asked for, or asked for without an answer, or
// failed. What the site refused, what is gone and what was no commitment page
// is left to a refresh.
func (k Known) Due() bool {
	return !k.Archived() && slices.Contains([]ogp.Outcome{ogp.Listed, ogp.InFlight, ogp.Failed}, k.State)
}

// knownAtOnce is how many pages are read at once: a query each, so that memory
// does not grow with the frontier.
const knownAtOnce = 4000

// Known are all commitment pages that the frontier lists, each once, ordered by
// address. A page that is known under several addresses comes under the one
// found first; the others are in Addresses. It stops at the first error. The
// frontier may be written to while it runs.
func (s *Store) Known(ctx context.Context) iter.Seq2[Known, error] {
	return func(yield func(Known, error) bool) {
		after := ""
		for {
			addresses, err := s.knownAfter(ctx, after)
			if err != nil {
				yield(Known{}, fmt.Errorf("list known pages: %w", err))
				return
			}
			for _, page := range addresses {
				if page.first && !yield(page.Known, nil) {
					return
				}
			}
			if len(addresses) < knownAtOnce {
				return
			}
			after = addresses[len(addresses)-1].URL
		}
	}
}

// knownAddress is one address of a page, and whether it was found before the
// page's others.
type knownAddress struct {
	Known
	first bool
}

// nextKnown are addresses in order, after one of them. Addresses alone are put
// in order, and all else is looked up for those that are read: what is put in
// order, or in groups, is in memory.
var nextKnown = fmt.Sprintf(`
	WITH chosen AS (SELECT url FROM frontier WHERE kind = 'commitment' AND url > ? ORDER BY url LIMIT %d),
		listed AS (SELECT f.* FROM frontier AS f JOIN chosen USING (url)),
		named AS (SELECT DISTINCT commitment_id, language FROM listed WHERE commitment_id IS NOT NULL),
		first AS (SELECT f.commitment_id, f.language,
			min({found_at: coalesce(f.found_at, 'infinity'::TIMESTAMP), url: f.url}).url AS url
			FROM frontier AS f JOIN named AS n
				ON f.commitment_id = n.commitment_id AND f.language IS NOT DISTINCT FROM n.language
			WHERE f.kind = 'commitment' GROUP BY ALL)
	SELECT f.url, f.kind, coalesce(f.commitment_id, ''), coalesce(f.language, ''), coalesce(f.found_by, ''),
		coalesce(f.found_in, ''), f.found_at, f.last_modified, f.state, coalesce(f.reason, ''), f.tried_at,
		f.url = coalesce(first.url, f.url)
	FROM listed AS f
	LEFT JOIN first ON first.commitment_id = f.commitment_id AND first.language IS NOT DISTINCT FROM f.language
	ORDER BY f.url`, knownAtOnce)

// knownAfter are the next addresses, with what the archive has of their pages.
func (s *Store) knownAfter(ctx context.Context, after string) ([]knownAddress, error) {
	addresses, err := s.addressesAfter(ctx, after)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(addresses))
	for i, address := range addresses {
		ids[i] = address.ID
	}
	newest, err := s.newestOf(ctx, ids)
	for i := range addresses {
		address := &addresses[i]
		if seen, ok := newest[key{address.ID, address.Language}]; ok {
			address.LastSeen, address.ETag, address.Changed = seen.last, seen.etag, seen.modified
		}
	}
	return addresses, err
}

func (s *Store) addressesAfter(ctx context.Context, after string) (addresses []knownAddress, err error) {
	rows, err := s.db.QueryContext(ctx, nextKnown, after)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var k knownAddress
		var found, modified, tried sql.NullTime
		if err := rows.Scan(&k.URL, &k.Kind, &k.ID, &k.Language, &k.FoundBy, &k.FoundIn, &found, &modified,
			&k.State, &k.Reason, &tried, &k.first); err != nil {
			return nil, err
		}
		k.FoundAt, k.LastModified, k.TriedAt = found.Time, modified.Time, tried.Time
		addresses = append(addresses, k)
	}
	return addresses, rows.Err()
}

// newestOf are the newest versions of the pages of some commitments, as far as a
// request for them needs to know.
func (s *Store) newestOf(ctx context.Context, ids []string) (newest map[key]version, err error) {
	known, err := archivedOf(ctx, s.db, ids)
	if err != nil || len(known) == 0 {
		return nil, err
	}
	rows, err := s.db.QueryContext(ctx, `
		SELECT commitment_id, language, max(last_seen), coalesce(arg_max(etag, version), ''),
			coalesce(arg_max(last_modified, version), '')
		FROM pages WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL`, known)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	newest = map[key]version{}
	for rows.Next() {
		var k key
		var v version
		if err := rows.Scan(&k.id, &k.language, &v.last, &v.etag, &v.modified); err != nil {
			return nil, err
		}
		newest[k] = v
	}
	return newest, rows.Err()
}

// Read are the member pages that were read since a time, by their address.
// What they list stands in the frontier.
func (s *Store) Read(ctx context.Context, since time.Time) (map[string]bool, error) {
	listings, err := s.listings(ctx, "WHERE kind = 'member' AND state = 'fetched' AND tried_at >= ?", micro(since))
	if err != nil {
		return nil, fmt.Errorf("list member pages that were read: %w", err)
	}
	read := map[string]bool{}
	for _, l := range listings {
		read[l.URL] = true
	}
	return read, nil
}

// Members are the member pages that the frontier lists.
func (s *Store) Members(ctx context.Context) ([]ogp.Listing, error) {
	listings, err := s.listings(ctx, "WHERE kind = 'member'")
	if err != nil {
		return nil, fmt.Errorf("list member pages: %w", err)
	}
	return listings, nil
}

// Addresses are all under which a page is known: those it was found under, and
// those that it was redirected to. The one found first comes first.
func (s *Store) Addresses(ctx context.Context, id, language string) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT url FROM frontier
		WHERE kind = 'commitment' AND commitment_id = ? AND language = ? ORDER BY found_at NULLS LAST, url`, id, language)
	if err != nil {
		return nil, fmt.Errorf("list addresses of %s: %w", id, explain(err))
	}
	defer rows.Close()
	var addresses []string
	for rows.Next() {
		var address string
		if err := rows.Scan(&address); err != nil {
			return nil, fmt.Errorf("list addresses of %s: %w", id, err)
		}
		addresses = append(addresses, address)
	}
	return addresses, rows.Err()
}
