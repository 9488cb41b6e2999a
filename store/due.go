package store

import (
	"context"
	"database/sql"
	"fmt"

	"ogp"
	"ogp/store/duck"
	"ogp/store/due"
	"ogp/store/tables"
)

// Known is a commitment page of the frontier, with what the archive has of it.
type Known = due.Page

// Known are all commitment pages that the frontier lists, each once, ordered by
// address. A page that is known under several addresses comes under the one that
// the site last answered at, else the one found first; the others are in Addresses.
func (s *Store) Known(ctx context.Context) ([]Known, error) {
	known, err := s.readKnown(ctx)
	if err != nil {
		return nil, fmt.Errorf("list known pages: %w", err)
	}
	return known, nil
}

// addressOrder puts the address of a page first that it has now.
const addressOrder = "seen_at DESC NULLS LAST, found_at NULLS LAST, url"

// readKnown is what run, status and export go by. The archive's validators are the
// site's where no other source has seen the page later.
func (f file) readKnown(ctx context.Context) ([]Known, error) {
	return duck.Collect(ctx, f.db, duck.SQL(`
		WITH `+f.addresses()+`, listed AS (
			SELECT * FROM addresses WHERE kind = 'commitment'
			QUALIFY commitment_id IS NULL OR row_number() OVER (PARTITION BY commitment_id, language ORDER BY `+addressOrder+`) = 1
		), archived AS (
			SELECT commitment_id, language, max(last_seen) AS last_seen, arg_max_null(etag, version) AS etag,
				arg_max_null(last_modified, version) AS changed, arg_max(url, version) AS sent_by
			FROM `+f.versions()+` GROUP BY ALL
		)
		SELECT f.*, a.last_seen, if(a.last_seen <= f.seen_at, a.etag, NULL), if(a.last_seen <= f.seen_at, a.changed, NULL), if(a.last_seen <= f.seen_at, a.sent_by, NULL)
		FROM listed AS f
		LEFT JOIN archived AS a ON a.commitment_id = f.commitment_id AND a.language = f.language
		ORDER BY f.url`), func(rows *sql.Rows, k *Known) error {
		return rows.Scan(append(ogp.Targets(tables.Kept("frontier"), &k.Listing), duck.OrZero(&k.LastSeen), duck.OrZero(&k.ETag), duck.OrZero(&k.Changed), duck.OrZero(&k.SentBy))...)
	})
}
