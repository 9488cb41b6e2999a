package store

import (
	"context"
	"errors"
	"fmt"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

var errNoURL = errors.New("an address without a url")

// addFound notes addresses that were found. How an address was found first is
// kept, and so is what has become of it; the time of last change follows the
// sitemap.
func addFound(listings []ogp.Listing) (duck.Step, error) {
	rows, err := frontierRows(listings, func(known *ogp.Listing, again ogp.Listing) {
		if !again.LastModified.IsZero() {
			known.LastModified = again.LastModified
		}
	})
	return mergeFrontier("last_modified = coalesce(s.last_modified, f.last_modified)", rows), err
}

// updateStates records what has become of addresses.
func updateStates(listings []ogp.Listing) (duck.Step, error) {
	rows, err := frontierRows(listings, func(known *ogp.Listing, again ogp.Listing) {
		known.State, known.Reason, known.TriedAt = again.State, again.Reason, again.TriedAt
		known.ErrorClass = again.ErrorClass
		if again.SeenAt.After(known.SeenAt) {
			known.SeenAt = again.SeenAt
		}
		if known.MissingSince.IsZero() || again.MissingSince.IsZero() {
			known.MissingSince = again.MissingSince
		}
	})
	return mergeFrontier(`state = s.state, reason = s.reason, error_class = s.error_class,
		tried_at = coalesce(s.tried_at, f.tried_at), seen_at = greatest(f.seen_at, s.seen_at),
		missing_since = CASE WHEN s.state NOT IN ('fetched', 'unchanged') THEN coalesce(f.missing_since, s.missing_since) END`, rows), err
}

// mergeFrontier adds the addresses that are not known, and updates those that are.
func mergeFrontier(update string, rows [][]any) duck.Step {
	return duck.Staged{
		Query: `MERGE INTO frontier AS f USING staged AS s ON f.url = s.url
			WHEN MATCHED THEN UPDATE SET ` + update + `
			WHEN NOT MATCHED THEN INSERT BY NAME`,
		Columns: duck.ColumnsOf(tables.Kept("frontier")),
		Rows:    rows,
	}.Run
}

// frontierRows are the rows of the listings, each address once: MERGE would
// insert an address twice that is twice in its source.
func frontierRows(listings []ogp.Listing, again func(known *ogp.Listing, again ogp.Listing)) ([][]any, error) {
	var unique []ogp.Listing
	at := map[string]int{}
	for _, listing := range listings {
		if listing.URL == "" {
			return nil, errNoURL
		}
		if listing.State == "" {
			listing.State = ogp.Listed
		}
		if i, known := at[listing.URL]; known {
			again(&unique[i], listing)
			continue
		}
		at[listing.URL] = len(unique)
		unique = append(unique, listing)
	}
	rows := make([][]any, len(unique))
	for i, listing := range unique {
		rows[i] = ogp.RowOf(tables.Kept("frontier"), listing)
	}
	return rows, nil
}

// addresses is the frontier with the columns of today; older files lack some. In
// those, what has come is taken for seen when it was requested.
func (f file) addresses() string {
	class, seen, missing := "error_class", "seen_at", "missing_since"
	if f.schema < officialSchema {
		class = "NULL::VARCHAR"
	}
	if f.schema < observationsSchema {
		seen = "CASE WHEN state IN ('fetched', 'unchanged') THEN tried_at END"
		missing = "CASE WHEN state IN ('failed', 'refused', 'gone', 'not_commitment') THEN tried_at END"
	}
	return fmt.Sprintf(`addresses AS (
		SELECT url, kind, commitment_id, language, found_by, found_in, found_at, last_modified, state, reason, tried_at,
			%s AS error_class, %s AS seen_at, %s AS missing_since
		FROM frontier)`, class, seen, missing)
}

// Members are the member pages that the frontier lists. What a page listed that
// was fetched is in the frontier.
func (s *Store) Members(ctx context.Context) ([]ogp.Listing, error) {
	listings, err := duck.Read[ogp.Listing](ctx, s.db, tables.Kept("frontier"), duck.SQL("WITH "+s.addresses()+" FROM addresses WHERE kind = 'member' ORDER BY url"))
	if err != nil {
		return nil, fmt.Errorf("list member pages: %w", err)
	}
	return listings, nil
}

// Addresses are all under which a page is known: those it was found under, and
// those that it was redirected to. The one that the site last answered at comes
// first, then the one found first.
func (s *Store) Addresses(ctx context.Context, id, language string) ([]string, error) {
	addresses, err := duck.Texts(ctx, s.db, duck.SQL(`SELECT url FROM frontier
		WHERE kind = 'commitment' AND commitment_id = ? AND language = ? ORDER BY `+addressOrder, id, language))
	if err != nil {
		return nil, fmt.Errorf("list addresses of %s: %w", id, err)
	}
	return addresses, nil
}
