package ingest

import (
	"context"
	"errors"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/journal"
	"ogp/store/unread"
)

// A batch is one transaction: many pages, so that it costs little for each, and
// no more than memory should hold; at a polite pace, two minutes' worth.
const (
	batchPages = 2000
	batchBytes = 128 << 20 // uncompressed
	batchTime  = 2 * time.Minute
)

// batches collect what a run finds and store it, many pages in one transaction.
// What a kill would take of a batch is in the journal. A dry run drops each batch.
type batches struct {
	store.Batch
	db      *store.Store
	journal *journal.Journal // nil in a dry run
	dry     bool
	now     func() time.Time

	run      string    // the run's ID
	started  time.Time // when it began
	requests ogp.Count // of the run so far
	bytes    int       // of the batch's pages
	began    time.Time // when the first of the batch was added
	inFlight map[string]inFlight
	failed   error                // why the journal could not be written
	results  map[store.Result]int // what the pages stored were to the archive

	unresolved int // observations that are the same as nothing the archive had then
}

// inFlight is a page that was requested: its address as it was before, and as
// it is until the answer comes.
type inFlight struct{ before, now ogp.Listing }

func newBatches(s *store.Store, o Options, run ogp.Run) *batches {
	return &batches{
		db: s, dry: o.DryRun, now: o.Now, run: run.ID, started: run.StartedAt,
		inFlight: map[string]inFlight{}, results: map[store.Result]int{},
	}
}

// addPage takes in a page that was read.
func (b *batches) addPage(page store.Archived) {
	b.bytes += len(page.Page.Body)
	page.Compress()
	b.Pages = append(b.Pages, page)
}

// addUnread takes in pages that could not be read.
func (b *batches) addUnread(pages ...unread.Page) {
	for _, page := range pages {
		b.bytes += len(page.Body)
	}
	b.Unread = append(b.Unread, pages...)
}

// addNamed takes in the address of a commitment page that a file names; empty where
// it names none.
func (b *batches) addNamed(address, language, file string) {
	ref := ogp.ParseURL(address)
	if ref.Kind == ogp.KindCommitment {
		b.Found = append(b.Found, ogp.Listing{
			URL: ref.URL(), Kind: ref.Kind, ID: ref.ID, Language: language,
			FoundBy: ogp.FoundByFile, FoundIn: file, FoundAt: b.started,
		})
	}
}

// addVisit takes in a request that was for no commitment page. Where the journal
// cannot be written, as on a full disk, the run ends before the next one is stored.
func (b *batches) addVisit(visit ogp.Visit) {
	if b.dry {
		return
	}
	b.number(&visit)
	b.Visits = append(b.Visits, visit)
	if err := b.journal.Write(journal.Event{Visit: &visit}); err != nil {
		b.failed = errors.Join(b.failed, err)
	}
}

// number numbers one request of the run.
func (b *batches) number(visit *ogp.Visit) {
	b.requests++
	visit.Run, visit.Number = b.run, b.requests
}

// requested notes, on disk, that a page is being requested.
func (b *batches) requested(page store.Known) error {
	listing := page.Listing
	listing.State, listing.ErrorClass, listing.Reason, listing.TriedAt = ogp.InFlight, "", "", b.now()
	b.inFlight[listing.URL] = inFlight{before: page.Listing, now: listing}
	return b.journal.Write(journal.Event{Listing: &listing})
}

// answered notes, on disk, the answer to one request.
func (b *batches) answered(result scrape.Result) (journal.Event, error) {
	visit, ref := result.Visit, ogp.ParseURL(result.URL)
	b.number(&visit)
	delete(b.inFlight, result.URL)
	event := journal.Event{Visit: &visit, Page: result.Page, Listing: &ogp.Listing{
		URL: result.URL, Kind: ogp.KindCommitment, ID: ref.ID, Language: ref.Language, TriedAt: visit.At,
	}}
	return event, b.journal.Write(event)
}

// withdrawRequests takes back the requests of a run that ended early and that
// were waiting for their turn: all that were sent have been answered.
func (b *batches) withdrawRequests() {
	for _, page := range b.inFlight {
		b.Listings = append(b.Listings, page.before)
	}
	clear(b.inFlight)
}

// storeFull stores the batch if it is due.
func (b *batches) storeFull(ctx context.Context) error {
	if b.began.IsZero() {
		b.began = b.now()
	}
	if len(b.Pages)+len(b.Seen) < batchPages && len(b.Captures) < batchPages && b.bytes < batchBytes && b.now().Sub(b.began) < batchTime && len(b.Found) < batchPages {
		return nil
	}
	return b.store(ctx)
}

// store stores the batch.
func (b *batches) store(ctx context.Context) error {
	if b.dry {
		b.Batch = store.Batch{}
		return nil
	}
	for _, page := range b.inFlight {
		b.Listings = append(b.Listings, page.now)
	}
	saved, err := b.db.Save(ctx, b.Batch)
	if err != nil {
		return err
	}
	for _, result := range []store.Result{store.New, store.Changed, store.Unchanged} {
		b.results[result] += saved.Count(result)
	}
	b.unresolved += saved.Unresolved
	b.Batch, b.bytes, b.began = store.Batch{}, 0, time.Time{}
	return b.resetJournal()
}

// resetJournal empties the journal, but for what is in flight.
func (b *batches) resetJournal() error {
	if err := b.journal.Clear(); err != nil {
		return err
	}
	for _, page := range b.inFlight {
		if err := b.journal.Write(journal.Event{Listing: &page.now}); err != nil {
			return err
		}
	}
	return nil
}

func (b *batches) close() error {
	if b.journal == nil {
		return nil
	}
	return b.journal.Close()
}
