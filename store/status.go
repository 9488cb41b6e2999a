package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"ogp"
)

// Status is the database at a glance. Counts of what is derived are zero while
// Stale.
type Status struct {
	Path        string          `json:"path"`
	Bytes       int64           `json:"bytes"`        // size on disk, with the log that is not written into the file yet
	Members     int             `json:"members"`      // members that have commitments
	Commitments int             `json:"commitments"`  // rows of the table commitments
	Milestones  int             `json:"milestones"`   // rows of the table milestones
	Pages       int             `json:"pages"`        // pages in the archive, each language by itself
	Versions    int             `json:"versions"`     // versions of them
	Languages   map[string]int  `json:"languages"`    // pages by language
	Parsers     map[string]int  `json:"parsers"`      // readings by the parser that made them
	Frontier    map[string]int  `json:"frontier"`     // known addresses by state
	Stale       bool            `json:"stale"`        // the derived tables have to be rebuilt from the pages
	Official    *OfficialStatus `json:"official"`     // OGP's own database in the edition in force; nil if none was imported
	LastRun     *ogp.Run        `json:"last_run"`     // the newest run; nil if there was none
	Gaps        []Gap           `json:"gaps"`         // commitment pages that could not be had
	Due         int             `json:"due"`          // commitment pages that the next import would ask for
	Unseen      time.Time       `json:"unseen_since"` // when the page that was not looked at for longest was last seen (UTC), withdrawn ones left out; zero without pages
}

// OfficialStatus is what the file has of OGP's own database.
type OfficialStatus struct {
	Edition    int       `json:"edition"`     // number of the edition in force
	File       string    `json:"file"`        // the file it came in, as named to the program
	ImportedAt time.Time `json:"imported_at"` // UTC
	Rows       int       `json:"rows"`
	Archived   int       `json:"archived"` // rows of commitments that have a page in the archive
	Unnamed    int       `json:"unnamed"`  // rows that name no commitment
}

// Gap is a commitment page that the last attempt did not bring.
type Gap struct {
	URL     string         `json:"url"`
	State   ogp.Outcome    `json:"state"`       // failed, refused or gone
	Class   ogp.ErrorClass `json:"error_class"` // empty where a program before schema 3 asked
	Reason  string         `json:"reason"`
	TriedAt time.Time      `json:"tried_at"` // UTC; zero if not known
}

// Status counts what the database holds.
func (s *Store) Status(ctx context.Context) (Status, error) {
	st := Status{Path: s.path, Bytes: sizeOf(s.path) + sizeOf(s.path+".wal")}
	err := inOrder(ctx,
		s.countKept(&st), s.countDerived(&st), s.countBy(&st), s.countOfficial(&st),
		func(ctx context.Context) (err error) {
			st.LastRun, err = s.lastRun(ctx)
			return err
		},
		func(ctx context.Context) (err error) {
			st.Gaps, err = s.gaps(ctx)
			return err
		},
		s.countDue(&st))
	if err != nil {
		return Status{}, fmt.Errorf("status of %s: %w", s.path, explain(err))
	}
	return st, nil
}

// sizeOf is 0 for a file that is not there, as the log mostly is.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (s *Store) countKept(st *Status) step {
	return func(ctx context.Context) error {
		return s.db.QueryRowContext(ctx, "SELECT count(DISTINCT (commitment_id, language)), count(*) FROM pages").
			Scan(&st.Pages, &st.Versions)
	}
}

// countOfficial counts the rows of OGP's own database. Those that have no page
// stand in the table official, and nowhere in the dataset.
func (s *Store) countOfficial(st *Status) step {
	return func(ctx context.Context) error {
		edition, err := s.Official(ctx)
		if err != nil || edition == nil {
			return err
		}
		o := &OfficialStatus{Edition: int(edition.Number), File: edition.File, ImportedAt: edition.ImportedAt}
		st.Official = o
		return s.db.QueryRowContext(ctx, `
			SELECT count(*), count(*) FILTER (commitment_id IN (SELECT commitment_id FROM pages)), count(*) FILTER (commitment_id IS NULL)
			FROM official`).Scan(&o.Rows, &o.Archived, &o.Unnamed)
	}
}

// countDue finds what an import would fetch and what a refresh should look at.
func (s *Store) countDue(st *Status) step {
	return func(ctx context.Context) error {
		for page, err := range s.Known(ctx) {
			if err != nil {
				return err
			}
			if page.Due() {
				st.Due++
			}
		}
		return s.findUnseen(ctx, st)
	}
}

// findUnseen looks for the page that was not looked at for longest. One that is
// withdrawn is not there to be seen, however often a refresh asks for it.
func (s *Store) findUnseen(ctx context.Context, st *Status) error {
	pages, err := s.withdrawn(ctx)
	if err != nil {
		return err
	}
	gone := []string{}
	for _, page := range pages {
		gone = append(gone, page.id+" "+page.language)
	}
	var unseen sql.NullTime
	err = s.db.QueryRowContext(ctx, `SELECT min(last) FROM (
		SELECT max(last_seen) AS last FROM pages GROUP BY commitment_id, language
		HAVING NOT list_contains(?::VARCHAR[], commitment_id || ' ' || language))`, gone).Scan(&unseen)
	st.Unseen = unseen.Time
	return err
}

func (s *Store) countDerived(st *Status) step {
	return func(ctx context.Context) error {
		readings, err := s.meta(ctx, metaReadings)
		if err != nil {
			return err
		}
		if st.Stale = s.outdated || readings == readingsStale; st.Stale {
			return nil
		}
		return s.db.QueryRowContext(ctx, countCommitments).Scan(&st.Commitments, &st.Members, &st.Milestones)
	}
}

// countCommitments counts what is in commitments. It asks the readings: the view
// would put together all that belongs to each commitment for it.
const countCommitments = "WITH newest AS (\n" + newestReadings + `)
	SELECT count(*), count(DISTINCT member_slug), coalesce(sum(milestone_count), 0)::BIGINT
	FROM newest JOIN readings USING (commitment_id, language, version)`

// Size is how many commitments the database has, and of how many members.
func (s *Store) Size(ctx context.Context) (commitments, members int, err error) {
	var milestones int
	if err := s.db.QueryRowContext(ctx, countCommitments).Scan(&commitments, &members, &milestones); err != nil {
		return 0, 0, fmt.Errorf("count commitments: %w", explain(err))
	}
	return commitments, members, nil
}

func (s *Store) countBy(st *Status) step {
	return func(ctx context.Context) (err error) {
		st.Languages, err = s.counts(ctx, "SELECT language, count(DISTINCT commitment_id) FROM pages GROUP BY ALL")
		if err != nil {
			return err
		}
		st.Frontier, err = s.counts(ctx, "SELECT state, count(*) FROM frontier GROUP BY ALL")
		if err != nil || st.Stale {
			return err
		}
		st.Parsers, err = s.counts(ctx, "SELECT coalesce(parser, ''), count(*) FROM readings GROUP BY ALL")
		return err
	}
}

func (s *Store) counts(ctx context.Context, query string) (counts map[string]int, err error) {
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	counts = map[string]int{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return nil, err
		}
		counts[name] = n
	}
	return counts, rows.Err()
}

func (s *Store) gaps(ctx context.Context) ([]Gap, error) {
	listings, err := s.listings(ctx, `WHERE kind = 'commitment' AND state IN ('failed', 'refused', 'gone')`)
	var gaps []Gap
	for _, l := range listings {
		gaps = append(gaps, Gap{URL: l.URL, State: l.State, Class: l.ErrorClass, Reason: l.Reason, TriedAt: l.TriedAt})
	}
	return gaps, err
}
