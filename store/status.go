package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/due"
	"ogp/store/report"
	"ogp/store/tables"
)

// Status is the database at a glance. Counts of what is derived are zero while
// Stale.
type Status struct {
	Path        string            `json:"path"`
	Bytes       int64             `json:"bytes"`        // size on disk, with the log that is not written into the file yet
	Members     int               `json:"members"`      // members that have commitments
	Commitments int               `json:"commitments"`  // rows of the table commitments
	Withdrawn   int               `json:"withdrawn"`    // commitments whose page is withdrawn
	Milestones  int               `json:"milestones"`   // rows of the table milestones
	Pages       int               `json:"pages"`        // pages in the archive, each language by itself
	Versions    int               `json:"versions"`     // versions of them
	Languages   map[string]int    `json:"languages"`    // pages by language
	Parsers     map[string]int    `json:"parsers"`      // readings by the parser that made them
	Frontier    map[string]int    `json:"frontier"`     // known addresses by state
	Stale       bool              `json:"stale"`        // the derived tables have to be rebuilt from the pages
	Official    *OfficialStatus   `json:"official"`     // OGP's own database in the edition in force; nil if none was imported
	LastRun     *ogp.Run          `json:"last_run"`     // the newest run; nil if there was none
	Accepted    *ogp.Run          `json:"accepted"`     // when a person last accepted the archive as good, and why, as its source; nil if never
	Gaps        []ogp.MissingPage `json:"gaps"`         // commitment pages that the last request did not return
	Due         int               `json:"due"`          // commitment pages that the next import would request
	Unseen      time.Time         `json:"unseen_since"` // the oldest of the times at which pages were last seen (UTC), without withdrawn ones; zero without pages

	Known ogp.Completeness `json:"completeness"` // of the commitments that are known from anywhere; zero while Stale
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

// Status counts what the database holds.
func (s *Store) Status(ctx context.Context) (Status, error) {
	st, err := s.status(ctx)
	if err != nil {
		return Status{}, fmt.Errorf("status of %s: %w", s.path, duck.Explain(err))
	}
	return st, nil
}

func (f file) status(ctx context.Context) (st Status, err error) {
	st = Status{Path: f.path, Bytes: fileSize(f.path) + fileSize(f.path+".wal")}
	if st.Languages, err = counts(ctx, f.db, "SELECT language, count(DISTINCT commitment_id) FROM "+f.versions()+" GROUP BY ALL"); err != nil {
		return st, err
	}
	for _, pages := range st.Languages {
		st.Pages += pages
	}
	if err = f.db.QueryRowContext(ctx, "SELECT count(*) FROM "+f.versions()).Scan(&st.Versions); err != nil {
		return st, err
	}
	if err := f.countDerived(ctx, &st); err != nil {
		return st, err
	}
	if st.Frontier, err = counts(ctx, f.db, "SELECT state, count(*) FROM frontier GROUP BY ALL"); err != nil {
		return st, err
	}
	if st.Official, err = f.officialStatus(ctx); err != nil {
		return st, err
	}
	if st.LastRun, err = report.Run(ctx, f.db, "command <> 'accept'"); err != nil {
		return st, err
	}
	if st.Accepted, err = report.Run(ctx, f.db, report.ByPerson); err != nil {
		return st, err
	}
	var accepted time.Time
	if st.Accepted != nil {
		accepted = st.Accepted.StartedAt
	}
	if st.Gaps, st.Due, err = f.missing(ctx, accepted); err != nil {
		return st, err
	}
	st.Unseen, err = f.unseenSince(ctx)
	return st, err
}

// Missing are the commitment pages that the last request did not return, by address.
func (s *Store) Missing(ctx context.Context) (gaps []ogp.MissingPage, err error) {
	accepted, err := report.AcceptedAt(ctx, s.db)
	if err == nil {
		gaps, _, err = s.missing(ctx, accepted)
	}
	if err != nil {
		return nil, fmt.Errorf("list missing pages: %w", duck.Explain(err))
	}
	return gaps, nil
}

// missing are the missing pages, and how many pages the next import would request.
// Accepted is when the archive was last accepted as good.
func (f file) missing(ctx context.Context, accepted time.Time) (gaps []ogp.MissingPage, toFetch int, err error) {
	known, err := f.readKnown(ctx)
	for _, page := range known {
		if (due.Rule{}).Import(page) {
			toFetch++
		}
		if page.Missing() {
			gaps = append(gaps, ogp.MissingPage{
				URL: page.URL, State: page.State, Class: page.ErrorClass, Reason: page.Reason,
				TriedAt: page.TriedAt, Since: page.MissingSince, Standing: page.Standing(page.TriedAt, accepted),
			})
		}
	}
	return gaps, toFetch, err
}

// fileSize is 0 for a file that is not there, as the log mostly is.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// officialStatus counts the rows of OGP's own database. Those that have no page
// are in the table official, and nowhere in the dataset.
func (f file) officialStatus(ctx context.Context) (*OfficialStatus, error) {
	edition, err := f.officialEdition(ctx)
	if err != nil || edition == nil {
		return nil, err
	}
	o := &OfficialStatus{Edition: int(edition.Number), File: edition.File, ImportedAt: edition.ImportedAt}
	return o, f.db.QueryRowContext(ctx, `
		SELECT count(*), count(*) FILTER (commitment_id IN (SELECT commitment_id FROM pages)), count(*) FILTER (commitment_id IS NULL)
		FROM official`).Scan(&o.Rows, &o.Archived, &o.Unnamed)
}

// unseenSince is the oldest of the times at which pages were last seen. A page that
// is withdrawn cannot be seen, however often a refresh requests it.
func (f file) unseenSince(ctx context.Context) (unseen time.Time, err error) {
	present := ""
	if f.schema >= observationsSchema {
		present = "ANTI JOIN (FROM page_states WHERE withdrawn_at IS NOT NULL) USING (commitment_id, language)"
	}
	return unseen, f.db.QueryRowContext(ctx, `
		SELECT min(last) FROM (SELECT max(last_seen) AS last FROM `+f.versions()+` `+present+`
			GROUP BY commitment_id, language)`).Scan(duck.OrZero(&unseen))
}

func (f file) countDerived(ctx context.Context, st *Status) error {
	readings, err := readMeta(ctx, f.db, metaReadings)
	if err != nil {
		return err
	}
	if st.Stale = f.outdated || readings == readingsStale; st.Stale {
		return nil
	}
	if st.Parsers, err = counts(ctx, f.db, "SELECT coalesce(parser, ''), count(*) FROM readings GROUP BY ALL"); err != nil {
		return err
	}
	all, err := Completeness(ctx, f.db)
	if err != nil {
		return err
	}
	st.Known = all[0]
	return f.db.QueryRowContext(ctx, countCommitments).Scan(&st.Commitments, &st.Members, &st.Milestones, &st.Withdrawn)
}

// countCommitments counts what is in commitments. It asks the readings: the view
// would put together all that belongs to each commitment for it.
const countCommitments = "WITH newest AS (\n" + tables.NewestReadings + `)
	SELECT count(*), count(DISTINCT member_slug), coalesce(sum(milestone_count), 0)::BIGINT, count(withdrawn_at)
	FROM newest JOIN readings USING (commitment_id, language, version) JOIN page_states USING (commitment_id, language)`

// Size is what a database holds.
type Size struct {
	Commitments int
	Members     int // that have commitments
}

// Size counts what the database holds.
func (s *Store) Size(ctx context.Context) (size Size, err error) {
	var milestones, withdrawn int
	if err := s.db.QueryRowContext(ctx, countCommitments).Scan(&size.Commitments, &size.Members, &milestones, &withdrawn); err != nil {
		return size, fmt.Errorf("count commitments: %w", duck.Explain(err))
	}
	return size, nil
}

func counts(ctx context.Context, from duck.Querier, query string) (map[string]int, error) {
	type row struct {
		name string
		n    int
	}
	rows, err := duck.Collect(ctx, from, duck.SQL(query), func(rows *sql.Rows, r *row) error { return rows.Scan(&r.name, &r.n) })
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.name] = r.n
	}
	return counts, err
}
