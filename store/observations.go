package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"ogp"
	"ogp/store/duck"
	"ogp/store/history"
)

// readPresences are the observations of pages that were gone at some time, oldest
// first; nil ids mean all commitments.
func readPresences(ctx context.Context, from duck.Querier, ids []string) (map[ogp.PageKey][]history.Presence, error) {
	type row struct {
		ogp.PageKey
		history.Presence
	}
	rows, err := duck.Collect(ctx, from, duck.SQL(`
		WITH gone AS (
			SELECT DISTINCT commitment_id, language FROM observations
			WHERE gone AND (? OR commitment_id IN (SELECT unnest(?::VARCHAR[])))
		)
		SELECT commitment_id, language, seen_at, run_id, gone
		FROM gone JOIN observations USING (commitment_id, language)
		ORDER BY commitment_id, language, seen_at, gone`, ids == nil, slices.Concat([]string{}, ids)),
		func(rows *sql.Rows, r *row) error {
			return rows.Scan(&r.ID, &r.Language, &r.At, duck.OrZero(&r.Run), &r.Gone)
		})
	presences := map[ogp.PageKey][]history.Presence{}
	for _, r := range rows {
		presences[r.PageKey] = append(presences[r.PageKey], r.Presence)
	}
	return presences, err
}

// withdrawn are the pages that are withdrawn at present.
func (f file) withdrawn(ctx context.Context) (pages []ogp.PageKey, err error) {
	if f.schema < observationsSchema {
		return nil, nil
	}
	presences, err := readPresences(ctx, f.db, nil)
	if err != nil {
		return nil, fmt.Errorf("look for withdrawn pages: %w", err)
	}
	for page, observed := range presences {
		if history.Withdrawn(observed) {
			pages = append(pages, page)
		}
	}
	return pages, nil
}
