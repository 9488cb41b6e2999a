package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"ogp"
)

// sightingsObject describes the kept table of looks at pages. Visits hold
// requests; this holds what a look at a page told of it, whether it came from
// the site or from a saved file.
var sightingsObject = object{
	kind: "TABLE", name: "sightings",
	comment: "Every look at a commitment page: that it was there, or that it was gone.",
	columns: []described{
		{"commitment_id", "OGP's number of the commitment."},
		{"language", "Language of the page (ISO 639-1)."},
		{"seen_at", "When the page was looked at (UTC)."},
		{"run_id", "The run that asked for it; NULL where the page came from a file."},
		{"gone", "Whether the page was gone (404, 410)."},
	},
}

// looks are the batch's looks at pages: those that came, those that the site
// says have not changed, and those that are gone. Looks at a page that was
// never there tell nothing.
func (w *saving) looks() [][]any {
	var rows [][]any
	add := func(k key, at any, run any, gone bool) {
		rows = append(rows, []any{k.id, k.language, at, run, gone})
	}
	asked := map[key]string{}
	for _, visit := range w.batch.Visits {
		ref := ogp.ParseURL(visit.URL)
		k := key{ref.ID, ref.Language}
		asked[k] = visit.Run
		if h := w.histories[k]; h == nil || len(h.versions) == 0 {
			continue
		}
		if visit.Outcome == ogp.Unchanged || visit.Outcome == ogp.Gone {
			add(k, timestamp(visit.At), textOrNull(visit.Run), visit.Outcome == ogp.Gone)
		}
	}
	for i := range w.batch.Pages {
		page := &w.batch.Pages[i]
		k := key{page.Reading.ID, page.Reading.Language}
		add(k, timestamp(page.Page.FetchedAt), textOrNull(asked[k]), false)
	}
	return rows
}

func (w *saving) addSightings(ctx context.Context) error {
	return w.appendRows(ctx, "sightings", w.looks())
}

// readGone notes which pages of the batch were gone at some time: what becomes
// of them is told from their sightings.
func (w *saving) readGone(ctx context.Context) error {
	keys, err := readKeys(ctx, w.conn, `SELECT DISTINCT commitment_id, language FROM sightings
		WHERE gone AND commitment_id IN (SELECT unnest(?::VARCHAR[]))`, w.ids(func(*history) bool { return true }))
	for _, k := range keys {
		if h := w.histories[k]; h != nil {
			h.gone = true
		}
	}
	return err
}

func readKeys(ctx context.Context, q querier, query string, args ...any) (keys []key, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var k key
		if err := rows.Scan(&k.id, &k.language); err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

// glance is one sighting of a page that was gone at some time.
type glance struct {
	at   time.Time
	run  string
	gone bool
}

// readLooks are the looks at pages that were gone at some time, oldest first;
// nil ids stand for all commitments.
func readLooks(ctx context.Context, q querier, ids []string) (looks map[key][]glance, err error) {
	rows, err := q.QueryContext(ctx, `
		WITH gone AS (
			SELECT DISTINCT commitment_id, language FROM sightings
			WHERE gone AND (? OR commitment_id IN (SELECT unnest(?::VARCHAR[])))
		)
		SELECT commitment_id, language, seen_at, coalesce(run_id, ''), gone
		FROM gone JOIN sightings USING (commitment_id, language)
		ORDER BY commitment_id, language, seen_at, gone`, ids == nil, slices.Concat([]string{}, ids))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	looks = map[key][]glance{}
	for rows.Next() {
		var k key
		var l glance
		if err := rows.Scan(&k.id, &k.language, &l.at, &l.run, &l.gone); err != nil {
			return nil, err
		}
		looks[k] = append(looks[k], l)
	}
	return looks, rows.Err()
}

// absences are the withdrawals and returns of one page. One 404 may be a bad
// day of the site: a page is withdrawn when two runs in a row found it gone,
// and since the first of them.
func absences(looks []glance) []ogp.Change {
	var changes []ogp.Change
	var first *glance
	withdrawn := false
	for i, l := range looks {
		switch {
		case !l.gone && withdrawn:
			changes = append(changes, ogp.Change{ChangedAt: l.at, Kind: "returned"})
			first, withdrawn = nil, false
		case !l.gone:
			first = nil
		case first == nil:
			first = &looks[i]
		case !withdrawn && l.run != first.run:
			withdrawn = true
			changes = append(changes, ogp.Change{ChangedAt: first.at, Kind: "withdrawn"})
		}
	}
	return changes
}

// Withdrawn is how many pages of the archive are withdrawn at present, each
// language by itself.
func (s *Store) Withdrawn(ctx context.Context) (int, error) {
	pages, err := s.withdrawn(ctx)
	return len(pages), err
}

func (s *Store) withdrawn(ctx context.Context) (pages []key, err error) {
	if s.schema < 2 {
		return nil, nil // it kept no looks
	}
	looks, err := readLooks(ctx, s.db, nil)
	if err != nil {
		return nil, fmt.Errorf("look for withdrawn pages: %w", explain(err))
	}
	for page, seen := range looks {
		if changes := absences(seen); len(changes) > 0 && changes[len(changes)-1].Kind == "withdrawn" {
			pages = append(pages, page)
		}
	}
	return pages, nil
}

var dictionariesObject = object{
	kind: "TABLE", name: "dictionaries",
	comment: "What bodies of pages are compressed with: pages of the same site, which share most of their bytes.",
	columns: []described{
		{"dictionary_id", "Number that the zstd frame of a body names."},
		{"content", "The raw dictionary, compressed with zstd."},
	},
}
