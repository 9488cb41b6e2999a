package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"ogp"
)

// maxBody bounds what one archived page may decompress to.
const maxBody = 1 << 30

// Batch is what an import has to store at once: the pages that came, the
// requests that were made, and what became of the addresses.
type Batch struct {
	Pages    []Archived
	Visits   []ogp.Visit
	Listings []ogp.Listing // State, Reason and TriedAt are taken over; an unknown address is added
}

// Fate is what storing a page came to.
type Fate string

// The fates of a page.
const (
	New       Fate = "new"       // the first version of a page
	Changed   Fate = "changed"   // another version of a known page
	Unchanged Fate = "unchanged" // a content that the archive has
)

// Kept says where a page is in the archive.
type Kept struct {
	ID       string
	Language string
	Version  int // 1 for the content seen first, at whatever time it was stored
	Fate     Fate
}

// Saved is the result of Save: one entry for each page of the batch, in its order.
type Saved struct{ Pages []Kept }

// Count is how many pages had that fate.
func (s Saved) Count(fate Fate) int {
	n := 0
	for _, page := range s.Pages {
		if page.Fate == fate {
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
// A batch costs some 50 ms of its own, whatever its size, most of them for
// opening the file: a page at a time suits a live site, a bulk of saved pages
// wants batches of some hundred.
func (s *Store) Save(ctx context.Context, b Batch) (Saved, error) {
	if err := b.check(); err != nil {
		return Saved{}, fmt.Errorf("save pages: %w", err)
	}
	b.Pages = slices.Clone(b.Pages)
	w := &saving{Store: s, batch: b}
	err := s.Pack(ctx, b.Pages)
	if err == nil {
		err = s.write(ctx, w.load, w.place, w.movePages, w.copyPages, w.addPages, w.addReadings,
			w.checkPages, w.addSightings, w.rebuildChanges, w.addVisits, w.setStates)
	}
	if err != nil {
		return Saved{}, fmt.Errorf("save %d pages and %d visits: %w", len(b.Pages), len(b.Visits), err)
	}
	return w.saved, nil
}

// check refuses what would store a page that nobody finds again.
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
		case page.size() == 0 || page.size() > maxBody:
			return fmt.Errorf("%s: page has a body of %d bytes", name, page.size())
		}
	}
	return nil
}

// saving is one call of Save under way.
type saving struct {
	*Store
	batch     Batch
	histories map[key]*history
	several   map[string]bool // commitments that have pages in several languages
	saved     Saved
}

// load reads the histories of all pages that the batch touches.
func (w *saving) load(ctx context.Context) error {
	w.histories, w.several = map[key]*history{}, map[string]bool{}
	for i := range w.batch.Pages {
		reading := &w.batch.Pages[i].Reading
		w.add(key{reading.ID, reading.Language})
	}
	for _, visit := range w.batch.Visits {
		ref := ogp.ParseURL(visit.URL)
		if ref.Kind == ogp.KindCommitment && (visit.Outcome == ogp.Unchanged || visit.Outcome == ogp.Gone) {
			w.add(key{ref.ID, ref.Language})
			w.histories[key{ref.ID, ref.Language}].gone = visit.Outcome == ogp.Gone
		}
	}
	languages := map[string]int{}
	for k := range w.histories {
		languages[k.id]++
		w.several[k.id] = languages[k.id] > 1
	}
	if err := inOrder(ctx, w.readHistories, w.readGone); err != nil {
		return fmt.Errorf("read known versions: %w", err)
	}
	return nil
}

func (w *saving) add(k key) {
	if w.histories[k] == nil {
		w.histories[k] = &history{key: k}
	}
}

func (w *saving) readHistories(ctx context.Context) (err error) {
	known, err := archivedOf(ctx, w.conn, w.ids(func(*history) bool { return true }))
	if err != nil || len(known) == 0 {
		return err
	}
	rows, err := w.conn.QueryContext(ctx, `
		SELECT commitment_id, language, version, fingerprint, sha256, first_seen, last_seen,
			coalesce(etag, ''), coalesce(last_modified, '')
		FROM pages WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))
		ORDER BY commitment_id, language, version`, known)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var k key
		v := &version{}
		if err := rows.Scan(&k.id, &k.language, &v.was, &v.fingerprint, &v.sha256, &v.first, &v.last, &v.etag, &v.modified); err != nil {
			return err
		}
		if h := w.histories[k]; h != nil {
			h.versions = append(h.versions, v)
		} else {
			w.several[k.id] = true
		}
	}
	return rows.Err()
}

// place puts every page of the batch into its history.
func (w *saving) place(context.Context) error {
	placed := make([]*version, len(w.batch.Pages))
	for i := range w.batch.Pages {
		page := &w.batch.Pages[i]
		h := w.histories[key{page.Reading.ID, page.Reading.Language}]
		v, fate := h.see(sightingOf(page))
		placed[i] = v
		w.saved.Pages = append(w.saved.Pages, Kept{ID: h.id, Language: h.language, Fate: fate})
	}
	for _, visit := range w.batch.Visits {
		ref := ogp.ParseURL(visit.URL)
		if h := w.histories[key{ref.ID, ref.Language}]; h != nil && visit.Outcome == ogp.Unchanged {
			h.seenAgain(micro(visit.At))
		}
	}
	// Numbers are sure only now: a later page may have come before an earlier one.
	for i, v := range placed {
		page := &w.saved.Pages[i]
		page.Version = w.histories[key{page.ID, page.Language}].number(v)
	}
	return nil
}

func sightingOf(page *Archived) sighting {
	return sighting{
		page:        page,
		at:          micro(page.Page.FetchedAt),
		fingerprint: validText(page.Reading.Fingerprint),
		sha256:      page.parcel.sha256,
		etag:        validText(page.Page.Header.Get("ETag")),
		modified:    validText(page.Page.Header.Get("Last-Modified")),
	}
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

// ids are the commitments of those histories that pass, sorted.
func (w *saving) ids(pass func(*history) bool) []string {
	ids := make([]string, 0, len(w.histories))
	for _, h := range w.histories {
		if pass(h) {
			ids = append(ids, h.id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (w *saving) sorted() []*history {
	all := make([]*history, 0, len(w.histories))
	for _, h := range w.histories {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b *history) int { return a.compare(b.key) })
	return all
}
