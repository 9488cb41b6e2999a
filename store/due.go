package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"ogp"
	"ogp/store/duck"
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

// Refresh is what decides whether a refresh asks for a page.
type Refresh struct {
	Started time.Time     // when the refresh began
	Since   time.Time     // when the unfinished run began that it resumes; zero for none
	Sweep   time.Duration // longest time for which a page is not asked for
	Full    bool          // every page is asked for
}

// Due reports whether a refresh has to ask for the page: every page, unless the
// run that it resumes got an answer already, or the sitemap dates its last change
// before it was last seen (dated says whether the sitemap dates it at all). What
// is no commitment page is asked for again when a full sweep is due.
func (r Refresh) Due(k Known, dated bool) bool {
	answered := slices.Contains([]ogp.Outcome{ogp.Fetched, ogp.Unchanged, ogp.Gone, ogp.NotCommitment}, k.State)
	if answered && !r.Since.IsZero() && !k.TriedAt.Before(r.Since) {
		return false
	}
	sweep := k.TriedAt.IsZero() || r.Started.Sub(k.TriedAt) >= r.Sweep || r.Full
	switch k.State {
	case ogp.NotCommitment:
		return sweep
	case ogp.Fetched, ogp.Unchanged:
		return sweep || !k.Archived() || !dated || !k.LastSeen.After(endOf(k.LastModified))
	default:
		return true
	}
}

// endOf is the end of the time that a sitemap gives: many give days only.
func endOf(modified time.Time) time.Time {
	if modified.Equal(modified.Truncate(24 * time.Hour)) {
		return modified.Add(24 * time.Hour)
	}
	return modified
}

// Known are all commitment pages that the frontier lists, each once, ordered by
// address. A page that is known under several addresses comes under the one
// found first; the others are in Addresses.
func (s *Store) Known(ctx context.Context) ([]Known, error) {
	known, err := readKnown(ctx, s.db)
	if err != nil {
		return nil, fmt.Errorf("list known pages: %w", err)
	}
	return known, nil
}

func readKnown(ctx context.Context, from duck.Querier) ([]Known, error) {
	return duck.Collect(ctx, from, duck.SQL(`
		WITH listed AS (
			SELECT * FROM frontier WHERE kind = 'commitment'
			QUALIFY commitment_id IS NULL OR row_number() OVER (PARTITION BY commitment_id, language ORDER BY found_at NULLS LAST, url) = 1
		), archived AS (
			SELECT commitment_id, language, max(last_seen) AS last_seen, arg_max(etag, version) AS etag,
				arg_max(last_modified, version) AS changed
			FROM pages GROUP BY ALL
		)
		SELECT f.url, f.kind, f.commitment_id, f.language, f.found_by, f.found_in, f.found_at, f.last_modified,
			f.state, f.reason, f.tried_at, a.last_seen, a.etag, a.changed
		FROM listed AS f
		LEFT JOIN archived AS a ON a.commitment_id = f.commitment_id AND a.language = f.language
		ORDER BY f.url`), func(rows *sql.Rows, k *Known) error {
		return rows.Scan(&k.URL, duck.OrZero(&k.Kind), duck.OrZero(&k.ID), duck.OrZero(&k.Language), duck.OrZero(&k.FoundBy),
			duck.OrZero(&k.FoundIn), duck.OrZero(&k.FoundAt), duck.OrZero(&k.LastModified), &k.State, duck.OrZero(&k.Reason),
			duck.OrZero(&k.TriedAt), duck.OrZero(&k.LastSeen), duck.OrZero(&k.ETag), duck.OrZero(&k.Changed))
	})
}
