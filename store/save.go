package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"ogp"
	"ogp/store/duck"
	"ogp/store/frame"
	"ogp/store/history"
	"ogp/store/unread"
)

// Batch is what an import has to store at once: the pages that came, the
// requests that were made, and what became of the addresses.
type Batch struct {
	Pages    []Archived
	Visits   []ogp.Visit
	Listings []ogp.Listing // State, Reason and times are taken over; an unknown address is added
	Unread   []unread.Page // pages that came and could not be read
	Read     []string      // addresses of unread pages that are among Pages now
}

// Result is what storing a page came to.
type Result = history.Result

// The results of storing a page.
const (
	New       = history.New
	Changed   = history.Changed
	Unchanged = history.Unchanged
)

// Kept says where a page is in the archive.
type Kept struct {
	ID       string
	Language string
	Version  int // 1 for the content seen first, at whatever time it was stored
	Result   Result
}

// Saved is the result of Save: one entry for each page of the batch, in its order.
type Saved struct{ Pages []Kept }

// Count is how many pages had that result.
func (s Saved) Count(result Result) int {
	n := 0
	for _, page := range s.Pages {
		if page.Result == result {
			n++
		}
	}
	return n
}

// Save stores a batch in one transaction: all of it, or nothing. A page becomes
// a new version only where its fingerprint differs from that of the version
// seen at the time before; otherwise only the times move, and the bytes that
// were seen first stay. A visit that found a page unchanged moves the time at
// which its newest version was last seen. Pages may come in any order of time.
//
// Fingerprints are comparable within one parser: see NeedsReparse.
//
// A batch costs some 50 ms of its own, whatever its size: a page at a time suits
// a live site, a bulk of saved pages wants batches of a thousand or two.
func (s *Store) Save(ctx context.Context, b Batch) (Saved, error) {
	if err := b.check(); err != nil {
		return Saved{}, fmt.Errorf("save pages: %w", err)
	}
	b.Pages = slices.Clone(b.Pages)
	for i := range b.Pages {
		b.Pages[i].Compress()
	}
	var saved Saved
	err := s.db.Write(ctx, func(ctx context.Context, tx *duck.Tx) error {
		known, err := readTimelines(ctx, tx, b)
		if err != nil {
			return fmt.Errorf("read known versions: %w", err)
		}
		plan := planSave(b, known)
		saved = Saved{plan.kept}
		return plan.apply(ctx, tx)
	})
	if err != nil {
		return Saved{}, fmt.Errorf("save %d pages and %d visits: %w", len(b.Pages), len(b.Visits), err)
	}
	return saved, nil
}

// check refuses what would store a page that cannot be found again.
func (b Batch) check() error {
	for _, page := range b.Pages {
		reading := &page.Reading
		name := page.address()
		switch {
		case ogp.ID(reading.ID) != reading.ID || reading.ID == "":
			return fmt.Errorf("%s: reading has no commitment id (%q)", name, reading.ID)
		case reading.Language == "":
			return fmt.Errorf("%s: reading has no language", name)
		case reading.Fingerprint == "":
			return fmt.Errorf("%s: reading has no fingerprint", name)
		case page.Page.FetchedAt.IsZero():
			return fmt.Errorf("%s: page has no time at which it was seen", name)
		case page.size() == 0 || page.size() > frame.MaxBody:
			return fmt.Errorf("%s: page has a body of %d bytes", name, page.size())
		}
	}
	return nil
}

// timelines are those of the pages that a batch is about, by their key.
type timelines struct {
	of      map[ogp.PageKey]*history.Timeline
	several map[string]bool // commitments that have pages in several languages
}

func (t timelines) add(k ogp.PageKey) *history.Timeline {
	if t.of[k] == nil {
		t.of[k] = &history.Timeline{PageKey: k}
	}
	return t.of[k]
}

// ids are the commitments of the timelines that pass, sorted.
func (t timelines) ids(pass func(*history.Timeline) bool) []string {
	ids := make([]string, 0, len(t.of))
	for _, timeline := range t.of {
		if pass(timeline) {
			ids = append(ids, timeline.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (t timelines) sorted() []*history.Timeline {
	all := make([]*history.Timeline, 0, len(t.of))
	for _, timeline := range t.of {
		all = append(all, timeline)
	}
	slices.SortFunc(all, func(a, b *history.Timeline) int { return a.Compare(b.PageKey) })
	return all
}

// readTimelines reads what the archive has of the pages that a batch is about.
func readTimelines(ctx context.Context, from duck.Querier, b Batch) (timelines, error) {
	t := timelines{of: map[ogp.PageKey]*history.Timeline{}, several: map[string]bool{}}
	for i := range b.Pages {
		t.add(b.Pages[i].Reading.Key())
	}
	for _, visit := range b.Visits {
		ref := ogp.ParseURL(visit.URL)
		if ref.Kind == ogp.KindCommitment && (visit.Outcome == ogp.Unchanged || visit.Outcome == ogp.Gone) {
			t.add(ref.Key()).Gone = visit.Outcome == ogp.Gone
		}
	}
	languages := map[string]int{}
	for k := range t.of {
		languages[k.ID]++
		t.several[k.ID] = languages[k.ID] > 1
	}
	ids := t.ids(func(*history.Timeline) bool { return true })
	if err := t.readVersions(ctx, from, ids); err != nil {
		return t, err
	}
	gone, err := readKeys(ctx, from, duck.SQL(`SELECT DISTINCT commitment_id, language FROM observations
		WHERE gone AND commitment_id IN (SELECT unnest(?::VARCHAR[]))`, ids))
	for _, k := range gone {
		if timeline := t.of[k]; timeline != nil {
			timeline.Gone = true
		}
	}
	return t, err
}

func (t timelines) readVersions(ctx context.Context, from duck.Querier, ids []string) error {
	type row struct {
		ogp.PageKey
		history.Version
	}
	rows, err := duck.Collect(ctx, from, duck.SQL(`
		SELECT commitment_id, language, version, fingerprint, sha256, first_seen, last_seen, etag, last_modified
		FROM pages WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))
		ORDER BY commitment_id, language, version`, ids), func(rows *sql.Rows, r *row) error {
		return rows.Scan(&r.ID, &r.Language, &r.Number, &r.Fingerprint, &r.SHA256, &r.First, &r.Last,
			duck.OrZero(&r.ETag), duck.OrZero(&r.LastModified))
	})
	for i := range rows {
		r := &rows[i]
		if timeline := t.of[r.PageKey]; timeline != nil {
			timeline.Versions = append(timeline.Versions, &r.Version)
		} else {
			t.several[r.ID] = true
		}
	}
	return err
}

func readKeys(ctx context.Context, from duck.Querier, q duck.Query) ([]ogp.PageKey, error) {
	return duck.Collect(ctx, from, q, func(rows *sql.Rows, k *ogp.PageKey) error { return rows.Scan(&k.ID, &k.Language) })
}
