package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ogp"
)

// absentAfter is in how many runs in a row a page has to be gone before it
// counts as withdrawn: one may be a mishap of the site.
const absentAfter = 2

// Absence is a time in which a page of the archive was gone from the site
// (404, 410), told from visits.
type Absence struct {
	ID, Language string
	Withdrawn    time.Time // request of the second run that found it gone (UTC)
	Returned     time.Time // request that found it again; zero while it is gone
}

// Absences are those of all pages, by page and time. Withdrawn and returned
// commitments are read from them.
func (s *Store) Absences(ctx context.Context) (absences []Absence, err error) {
	rows, err := s.db.QueryContext(ctx, `
		WITH v AS (SELECT *, upper(regexp_extract(url, '/commitments/([A-Za-z]{2,5}[0-9]{4})/?$', 1)) AS id
			FROM visits WHERE outcome IN ('gone', 'fetched', 'unchanged'))
		SELECT v.url, v.run_id, v.asked_at, v.outcome FROM v
		WHERE v.id IN (SELECT id FROM v WHERE outcome = 'gone')
			AND v.id IN (SELECT commitment_id FROM pages)
		ORDER BY v.id, v.url, v.asked_at, v.run_id, v.number`)
	if err != nil {
		return nil, fmt.Errorf("read which pages are gone: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var w watch
	for rows.Next() {
		var address, run string
		var at time.Time
		var outcome ogp.Outcome
		if err := rows.Scan(&address, &run, &at, &outcome); err != nil {
			return nil, fmt.Errorf("read which pages are gone: %w", err)
		}
		if ref := ogp.ParseURL(address); ref.ID != w.id || ref.Language != w.language {
			w.end()
			w.key = key{ref.ID, ref.Language}
		}
		w.see(run, at, outcome)
	}
	w.end()
	return w.absences, rows.Err()
}

// watch follows one page through the visits to it.
type watch struct {
	key
	gone     int    // runs in a row that found it gone
	run      string // the last of them
	open     Absence
	absences []Absence
}

func (w *watch) see(run string, at time.Time, outcome ogp.Outcome) {
	switch {
	case outcome != ogp.Gone:
		w.open.Returned = at
		w.end()
	case w.gone == 0 || run != w.run:
		w.gone, w.run = w.gone+1, run
		if w.gone == absentAfter {
			w.open = Absence{ID: w.id, Language: w.language, Withdrawn: at}
		}
	}
}

// end closes an absence, or forgets what was none.
func (w *watch) end() {
	if !w.open.Withdrawn.IsZero() {
		w.absences = append(w.absences, w.open)
	}
	w.open, w.gone, w.run = Absence{}, 0, ""
}

// Withdrawn is how many pages of the archive are withdrawn at present.
func (s *Store) Withdrawn(ctx context.Context) (int, error) {
	absences, err := s.Absences(ctx)
	n := 0
	for _, absence := range absences {
		if absence.Returned.IsZero() {
			n++
		}
	}
	return n, err
}
