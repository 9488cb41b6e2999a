package store

import (
	"context"
	"fmt"
	"slices"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/frame"
	"ogp/store/unread"
)

// Batch is what an import has to store at once: the pages that came, the
// requests that were made, and what became of the addresses.
type Batch struct {
	Pages    []Archived
	Seen     []ogp.Observation // without a content: ogp.SeenSame and ogp.SeenGone
	Visits   []ogp.Visit
	Found    []ogp.Listing     // addresses that were found: how one was found first is kept, and so is what became of it
	Listings []ogp.Listing     // State, Reason and times are taken over; an unknown address is added
	Unread   []unread.Page     // pages that came and could not be read
	Captures []ogp.Captured    // that the index of a web archive lists, or with what became of them
	Told     map[string]string // how far such indexes have answered, by the query
	Read     []string          // addresses of unread pages that are among Pages now
}

// Result is what storing a page came to.
type Result string

// The results of storing a page.
const (
	New       Result = "new"       // the first version of a page
	Changed   Result = "changed"   // another version of a known page
	Unchanged Result = "unchanged" // a content that is known at that time
)

// Kept says where a page is in the archive.
type Kept struct {
	ID       string
	Language string
	Version  int // 1 for the content seen first, at whatever time it was stored
	Result   Result
}

// Saved is the result of Save: one entry for each page of the batch, in its order.
type Saved struct {
	Pages      []Kept
	Unresolved int // observations of the batch that are the same as nothing the archive has
}

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

// Save stores a batch in one transaction: all of it, or nothing. Each page, and
// each request that found a page unchanged or gone, is an observation; versions,
// states and changes of the pages concerned are derived again from all of theirs,
// so that pages may come in any order of time. Of each content, the body that was
// seen first is kept.
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
		known, err := derive.ReadPages(ctx, tx, b.ids())
		if err != nil {
			return fmt.Errorf("read known pages: %w", err)
		}
		plan := planSave(b, known)
		saved = Saved{plan.kept, plan.unresolved()}
		return plan.apply(ctx, tx)
	})
	if err != nil {
		return Saved{}, fmt.Errorf("save %d pages and %d visits: %w", len(b.Pages), len(b.Visits), err)
	}
	return saved, nil
}

// ids are the commitments that a batch is about, sorted.
func (b Batch) ids() []string {
	ids := []string{}
	for i := range b.Pages {
		ids = append(ids, b.Pages[i].Reading.ID)
	}
	for _, o := range b.Seen {
		ids = append(ids, o.ID)
	}
	for _, visit := range b.Visits {
		if ref := ogp.ParseURL(visit.URL); observes(visit) {
			ids = append(ids, ref.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// observes reports whether a request without a page says something of a
// commitment's page.
func observes(visit ogp.Visit) bool {
	return ogp.ParseURL(visit.URL).Kind == ogp.KindCommitment && (visit.Outcome == ogp.Unchanged || visit.Outcome == ogp.Gone)
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
		case page.Page.FetchedAt.IsZero() && page.Page.TimeFrom != ogp.TimeUnknown:
			return fmt.Errorf("%s: page has no time at which it was seen", name)
		case page.size() == 0 || page.size() > frame.MaxBody:
			return fmt.Errorf("%s: page has a body of %d bytes", name, page.size())
		}
	}
	return nil
}
