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
// What a kill would take of a batch is in the journal. In a dry run they drop
// all that they are given.
type batches struct {
	db      *store.Store
	journal *journal.Journal // nil in a dry run
	dry     bool
	now     func() time.Time

	run      string    // the run's ID
	started  time.Time // when it began
	requests ogp.Count // of the run so far
	batch    store.Batch
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
	if b.dry {
		return
	}
	b.bytes += len(page.Page.Body)
	page.Compress()
	b.batch.Pages = append(b.batch.Pages, page)
}

// addSeen takes in that a page was seen without its content.
func (b *batches) addSeen(o ogp.Observation) {
	if !b.dry {
		b.batch.Seen = append(b.batch.Seen, o)
	}
}

// addUnread takes in a page that could not be read.
func (b *batches) addUnread(page unread.Page) {
	if !b.dry {
		b.bytes += len(page.Body)
		b.batch.Unread = append(b.batch.Unread, page)
	}
}

// addFound takes in addresses that were found.
func (b *batches) addFound(listing ogp.Listing) {
	if !b.dry {
		b.batch.Found = append(b.batch.Found, listing)
	}
}

// addNamed takes in the address of a commitment page that a file names; empty where
// it names none.
func (b *batches) addNamed(address, language, file string) {
	ref := ogp.ParseURL(address)
	if ref.Kind == ogp.KindCommitment {
		b.addFound(ogp.Listing{
			URL: ref.URL(), Kind: ref.Kind, ID: ref.ID, Language: language,
			FoundBy: ogp.FoundByFile, FoundIn: file, FoundAt: b.started,
		})
	}
}

// addListing takes in the state of an address.
func (b *batches) addListing(listing ogp.Listing) {
	if !b.dry {
		b.batch.Listings = append(b.batch.Listings, listing)
	}
}

// addVisit takes in a request that was for no commitment page. Where the journal
// cannot be written, as on a full disk, the run ends before the next one is stored.
func (b *batches) addVisit(visit ogp.Visit) {
	if b.dry {
		return
	}
	b.number(&visit)
	b.addAnswer(visit)
	if err := b.journal.Write(journal.Event{Visit: &visit}); err != nil {
		b.failed = errors.Join(b.failed, err)
	}
}

// addAnswer takes in a request that is numbered and in the journal.
func (b *batches) addAnswer(visit ogp.Visit) { b.batch.Visits = append(b.batch.Visits, visit) }

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
	visit := result.Visit
	b.number(&visit)
	delete(b.inFlight, result.URL)
	event := journal.Event{Visit: &visit, Page: result.Page, Listing: &ogp.Listing{
		URL: result.URL, Kind: ogp.KindCommitment, ID: result.Ref.ID, Language: result.Ref.Language, TriedAt: visit.At,
	}}
	return event, b.journal.Write(event)
}

// withdrawRequests takes back the requests of a run that ended early and that
// were waiting for their turn: all that were sent have been answered.
func (b *batches) withdrawRequests() {
	for _, page := range b.inFlight {
		b.addListing(page.before)
	}
	clear(b.inFlight)
}

// storeFull stores the batch if it is due.
func (b *batches) storeFull(ctx context.Context) error {
	if b.dry {
		return nil
	}
	if b.began.IsZero() {
		b.began = b.now()
	}
	if len(b.batch.Pages)+len(b.batch.Seen) < batchPages && len(b.batch.Captures) < batchPages && b.bytes < batchBytes && b.now().Sub(b.began) < batchTime && len(b.batch.Found) < batchPages {
		return nil
	}
	return b.store(ctx)
}

// store stores the batch.
func (b *batches) store(ctx context.Context) error {
	if b.dry {
		return nil
	}
	for _, page := range b.inFlight {
		b.addListing(page.now)
	}
	saved, err := b.db.Save(ctx, b.batch)
	if err != nil {
		return err
	}
	for _, result := range []store.Result{store.New, store.Changed, store.Unchanged} {
		b.results[result] += saved.Count(result)
	}
	b.unresolved += saved.Unresolved
	b.batch, b.bytes, b.began = store.Batch{}, 0, time.Time{}
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
