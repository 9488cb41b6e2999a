package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ogp"
)

var errNoURL = errors.New("an address without a url")

// List notes addresses that were found. How an address was found first is
// kept, and so is what has become of it; the time of last change follows the
// sitemap.
func (s *Store) List(ctx context.Context, listings []ogp.Listing) error {
	rows, err := frontierRows(listings, func(known *ogp.Listing, again ogp.Listing) {
		if !again.LastModified.IsZero() {
			known.LastModified = again.LastModified
		}
	})
	if err != nil {
		return fmt.Errorf("list addresses: %w", err)
	}
	err = s.write(ctx, s.mergeFrontier("last_modified = coalesce(s.last_modified, f.last_modified)", rows))
	if err != nil {
		return fmt.Errorf("list %d addresses: %w", len(listings), err)
	}
	return nil
}

// setStates records what has become of the batch's addresses.
func (w *saving) setStates(ctx context.Context) error {
	rows, err := frontierRows(w.batch.Listings, func(known *ogp.Listing, again ogp.Listing) {
		known.State, known.Reason, known.TriedAt = again.State, again.Reason, again.TriedAt
		known.ErrorClass = again.ErrorClass
	})
	if err != nil {
		return err
	}
	return w.mergeFrontier("state = s.state, reason = s.reason, error_class = s.error_class, tried_at = coalesce(s.tried_at, f.tried_at)", rows)(ctx)
}

// mergeFrontier adds the addresses that are not known, and updates those that are.
func (s *Store) mergeFrontier(update string, rows [][]any) step {
	var columns []stagedColumn
	for _, column := range keptTable("frontier").Columns {
		columns = append(columns, stagedColumn{column.Name, column.Type.SQL()})
	}
	return func(ctx context.Context) error {
		return s.runStaged(ctx, staged{
			query: `MERGE INTO frontier AS f USING staged AS s ON f.url = s.url
				WHEN MATCHED THEN UPDATE SET ` + update + `
				WHEN NOT MATCHED THEN INSERT BY NAME`,
			columns: columns,
			rows:    rows,
		})
	}
}

// frontierRows are the rows of the listings, each address once: MERGE would
// insert an address twice that stands twice in its source.
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
		rows[i] = ogp.RowOf(keptTable("frontier"), listing)
	}
	return rows, nil
}

func (s *Store) listings(ctx context.Context, where string, args ...any) (listings []ogp.Listing, err error) {
	class := "coalesce(error_class, '')"
	if s.schema < 3 {
		class = "''"
	}
	rows, err := s.db.QueryContext(ctx, `
		SELECT url, coalesce(kind, ''), coalesce(commitment_id, ''), coalesce(language, ''), coalesce(found_by, ''),
			coalesce(found_in, ''), found_at, last_modified, state, coalesce(reason, ''), tried_at, `+class+`
		FROM frontier `+where+` ORDER BY url`, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var l ogp.Listing
		var found, modified, tried sql.NullTime
		if err := rows.Scan(&l.URL, &l.Kind, &l.ID, &l.Language, &l.FoundBy, &l.FoundIn, &found, &modified, &l.State, &l.Reason, &tried, &l.ErrorClass); err != nil {
			return nil, err
		}
		l.FoundAt, l.LastModified, l.TriedAt = found.Time, modified.Time, tried.Time
		listings = append(listings, l)
	}
	return listings, rows.Err()
}
