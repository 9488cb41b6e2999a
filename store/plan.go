package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"ogp"
	"ogp/store/address"
	"ogp/store/duck"
	"ogp/store/history"
	"ogp/store/tables"
	"ogp/store/unread"
)

// savePlan is what storing a batch changes: the timelines of its pages as they
// will be.
type savePlan struct {
	batch Batch
	timelines
	kept []Kept // where the pages of the batch will be, in its order
}

// planSave puts every page of the batch in its place in time. It changes nothing
// but the timelines.
func planSave(b Batch, known timelines) savePlan {
	p := savePlan{batch: b, timelines: known}
	versions := make([]*history.Version, len(b.Pages))
	for i := range b.Pages {
		page := &b.Pages[i]
		timeline := p.of[page.Reading.Key()]
		v, result := timeline.Add(observationOf(page, i+1))
		versions[i] = v
		p.kept = append(p.kept, Kept{ID: timeline.ID, Language: timeline.Language, Result: result})
	}
	for _, visit := range b.Visits {
		if timeline := p.of[ogp.ParseURL(visit.URL).Key()]; timeline != nil && visit.Outcome == ogp.Unchanged {
			timeline.Confirm(duck.Micro(visit.At))
		}
	}
	// Numbers are sure only now: a later page may have come before an earlier one.
	for i, v := range versions {
		kept := &p.kept[i]
		kept.Version = p.of[ogp.PageKey{ID: kept.ID, Language: kept.Language}].NumberOf(v)
	}
	return p
}

func observationOf(page *Archived, number int) history.Observation {
	return history.Observation{
		Content: history.Content{
			Fingerprint:  duck.ValidText(page.Reading.Fingerprint),
			SHA256:       page.body.sha256,
			ETag:         duck.ValidText(page.Page.Header.Get("ETag")),
			LastModified: duck.ValidText(page.Page.Header.Get("Last-Modified")),
		},
		At:   duck.Micro(page.Page.FetchedAt),
		Page: number,
	}
}

// apply writes the plan. The order matters: versions that the archive has get
// their new numbers before copies of them are made, and changes are derived from the
// readings and observations that are there then.
func (p savePlan) apply(ctx context.Context, tx *duck.Tx) error {
	pageRows, err := p.pageRows()
	if err != nil {
		return err
	}
	frontier, err := updateStates(p.batch.Listings)
	if err != nil {
		return err
	}
	return duck.InOrder(
		p.moveVersions(),
		p.copyVersions(),
		duck.Append("pages", pageRows),
		p.addReadings,
		p.checkPages,
		duck.Append("observations", p.observationRows()),
		p.rebuildChanges,
		address.Move(p.moved()),
		duck.Append("visits", p.visitRows()),
		unread.Drop(p.batch.Read),
		unread.Keep(p.batch.Unread),
		frontier,
	)(ctx, tx)
}

var movedColumns = []duck.Column{
	{Name: "commitment_id", Type: "VARCHAR"}, {Name: "language", Type: "VARCHAR"},
	{Name: "was", Type: "INTEGER"}, {Name: "version", Type: "INTEGER"},
	{Name: "first_seen", Type: "TIMESTAMP"}, {Name: "last_seen", Type: "TIMESTAMP"},
	{Name: "etag", Type: "VARCHAR"}, {Name: "last_modified", Type: "VARCHAR"},
}

func movedRow(k ogp.PageKey, was, number int, v *history.Version) []any {
	return []any{k.ID, k.Language, was, number, v.First, v.Last, duck.TextOrNull(v.ETag), duck.TextOrNull(v.LastModified)}
}

// moveVersions writes the times, headers and numbers of versions that the archive
// has. Numbers move where an older copy of a page came in late.
func (p savePlan) moveVersions() duck.Step {
	var rows, renumbered [][]any
	for _, t := range p.sorted() {
		for i, v := range t.Versions {
			if v.Number == 0 || !v.Moved && v.Number == i+1 {
				continue
			}
			rows = append(rows, movedRow(t.PageKey, v.Number, i+1, v))
			if v.Number != i+1 {
				renumbered = append(renumbered, []any{t.ID, t.Language, v.Number, i + 1})
			}
		}
	}
	return duck.InOrder(
		duck.Staged{Query: `UPDATE pages SET version = s.version, first_seen = s.first_seen, last_seen = s.last_seen,
				etag = s.etag, last_modified = s.last_modified
			FROM staged AS s
			WHERE pages.commitment_id = s.commitment_id AND pages.language = s.language AND pages.version = s.was`,
			Columns: movedColumns, Rows: rows}.Run,
		duck.Staged{Query: `UPDATE readings SET version = s.version FROM staged AS s
			WHERE readings.commitment_id = s.commitment_id AND readings.language = s.language AND readings.version = s.was`,
			Columns: movedColumns[:4], Rows: renumbered}.Run,
	)
}

// copyVersions repeats versions that were seen both before and after a page that
// came in late.
func (p savePlan) copyVersions() duck.Step {
	var rows [][]any
	for _, t := range p.sorted() {
		for i, v := range t.Versions {
			if v.CopyOf != nil {
				rows = append(rows, movedRow(t.PageKey, t.NumberOf(v.CopyOf), i+1, v))
			}
		}
	}
	return duck.InOrder(
		duck.Staged{Query: `INSERT INTO pages
			SELECT p.* REPLACE (s.version AS version, s.first_seen AS first_seen, s.last_seen AS last_seen,
				s.etag AS etag, s.last_modified AS last_modified)
			FROM pages AS p JOIN staged AS s
				ON p.commitment_id = s.commitment_id AND p.language = s.language AND p.version = s.was`,
			Columns: movedColumns, Rows: rows}.Run,
		duck.Staged{Query: `INSERT INTO readings
			SELECT r.* REPLACE (s.version AS version)
			FROM readings AS r JOIN staged AS s
				ON r.commitment_id = s.commitment_id AND r.language = s.language AND r.version = s.was`,
			Columns: movedColumns, Rows: rows}.Run,
	)
}

// added are the versions that the batch brought, by timeline and index.
func (p savePlan) added() iter.Seq2[*history.Timeline, int] {
	return func(yield func(*history.Timeline, int) bool) {
		for _, t := range p.sorted() {
			for i, v := range t.Versions {
				if v.Page != 0 && !yield(t, i) {
					return
				}
			}
		}
	}
}

func (p savePlan) pageOf(v *history.Version) *Archived { return &p.batch.Pages[v.Page-1] }

// pageRows are the new versions' rows in pages: the columns of ogp.Version, and
// the body.
func (p savePlan) pageRows() (rows [][]any, err error) {
	for t, i := range p.added() {
		v := t.Versions[i]
		page := p.pageOf(v)
		header, err := headerText(page.Page)
		if err != nil {
			return nil, fmt.Errorf("%s: headers: %w", page.address(), err)
		}
		rows = append(rows, []any{
			t.ID, t.Language, i + 1, duck.TextOrNull(page.address()), v.First, v.Last, v.SHA256, v.Fingerprint,
			duck.TextOrNull(v.ETag), duck.TextOrNull(v.LastModified), header, page.body.size, page.body.frame,
		})
	}
	return rows, nil
}

// headerText is the response headers as JSON; encoding/json sorts the names,
// so that the same headers are the same text.
func headerText(page ogp.Page) (any, error) {
	if len(page.Header) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(page.Header)
	return string(text), err
}

// addReadings puts the readings of new versions beside them.
func (p savePlan) addReadings(ctx context.Context, tx *duck.Tx) error {
	return tx.Append(ctx, "readings", func(yield func([]any) bool) {
		for t, i := range p.added() {
			if !yield(readingRow(t.PageKey, i+1, &p.pageOf(t.Versions[i]).Reading.Commitment)) {
				return
			}
		}
	})
}

// checkPages counts the versions in the archive: 1, 2, … of every page, each once.
// Without an index, this is what keeps keys unique.
func (p savePlan) checkPages(ctx context.Context, tx *duck.Tx) error {
	reshaped := p.ids(func(t *history.Timeline) bool { return t.Reshaped })
	if len(reshaped) == 0 {
		return nil
	}
	type row struct {
		ogp.PageKey
		all, distinct, last int
	}
	rows, err := duck.Collect(ctx, tx, duck.SQL(`
		SELECT commitment_id, language, count(*), count(DISTINCT version), max(version)
		FROM pages WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL`, reshaped),
		func(rows *sql.Rows, r *row) error { return rows.Scan(&r.ID, &r.Language, &r.all, &r.distinct, &r.last) })
	if err != nil {
		return err
	}
	counts := map[ogp.PageKey]int{}
	for _, r := range rows {
		if r.all != r.distinct || r.all != r.last {
			return fmt.Errorf("page %s (%s) would have %d rows for versions up to %d", r.ID, r.Language, r.all, r.last)
		}
		counts[r.PageKey] = r.all
	}
	for k, t := range p.of {
		if want := len(t.Versions); t.Reshaped && counts[k] != want {
			return fmt.Errorf("page %s (%s) would have %d versions instead of %d", k.ID, k.Language, counts[k], want)
		}
	}
	return nil
}

// rebuildChanges derives the changes of the commitments whose versions changed.
// The history of one that has a first version and no more is its date, for which
// nothing has to be read.
func (p savePlan) rebuildChanges(ctx context.Context, tx *duck.Tx) error {
	var rows [][]any
	for _, t := range p.sorted() {
		if p.isNew(t) {
			first := history.Reading{PageKey: t.PageKey, FirstSeen: t.Versions[0].First}
			rows = append(rows, changeRows(t.ID, history.Changes([]history.Reading{first}, nil))...)
		}
	}
	others := p.ids(func(t *history.Timeline) bool { return (t.Reshaped || t.Gone) && !p.isNew(t) })
	return duck.InOrder(duck.Append(ogp.ChangesTable, rows), deriveChanges(others))(ctx, tx)
}

// isNew reports whether a page is new, and all that there is of its commitment.
func (p savePlan) isNew(t *history.Timeline) bool {
	return !t.Gone && len(t.Versions) == 1 && t.Versions[0].Number == 0 && !p.several[t.ID]
}

// moved are the newest versions as they were seen now, unchanged. Of those that the
// site did not send again, the member's name is not known.
func (p savePlan) moved() (pages []address.Moved) {
	for i, kept := range p.kept {
		page := &p.batch.Pages[i]
		t := p.of[page.Reading.Key()]
		last := len(t.Versions)
		if kept.Result == Unchanged && kept.Version == last && t.Versions[last-1].Last.Equal(duck.Micro(page.Page.FetchedAt)) {
			pages = append(pages, address.Moved{PageKey: t.PageKey, Version: last, SeenAt: page.address(),
				URL: page.Reading.URL, Slug: page.Reading.MemberSlug, Owner: page.Reading.Member})
		}
	}
	for _, visit := range p.batch.Visits {
		final, t := ogp.ParseURL(visit.FinalURL), p.of[ogp.ParseURL(visit.URL).Key()]
		if visit.Outcome == ogp.Unchanged && t != nil && final.Key() == t.PageKey && len(t.Versions) > 0 {
			pages = append(pages, address.Moved{PageKey: t.PageKey, Version: len(t.Versions), SeenAt: visit.FinalURL, URL: final.URL(), Slug: final.Slug})
		}
	}
	return pages
}

func (p savePlan) visitRows() [][]any {
	visits := tables.Kept("visits")
	var rows [][]any
	for _, visit := range p.batch.Visits {
		rows = append(rows, ogp.RowOf(visits, visit))
	}
	return rows
}

// observationRows are the batch's observations of pages: those that came, those
// that the site says have not changed, and those that are gone. That a page which
// was never there is gone means nothing.
func (p savePlan) observationRows() [][]any {
	var rows [][]any
	add := func(k ogp.PageKey, at any, run string, gone bool) {
		rows = append(rows, []any{k.ID, k.Language, at, duck.TextOrNull(run), gone})
	}
	runs := map[ogp.PageKey]string{}
	for _, visit := range p.batch.Visits {
		k := ogp.ParseURL(visit.URL).Key()
		runs[k] = visit.Run
		if t := p.of[k]; t == nil || len(t.Versions) == 0 {
			continue
		}
		if visit.Outcome == ogp.Unchanged || visit.Outcome == ogp.Gone {
			add(k, duck.Timestamp(visit.At), visit.Run, visit.Outcome == ogp.Gone)
		}
	}
	for i := range p.batch.Pages {
		page := &p.batch.Pages[i]
		k := page.Reading.Key()
		add(k, duck.Timestamp(page.Page.FetchedAt), runs[k], false)
	}
	return rows
}
