package ingest

import (
	"context"

	"ogp/store/journal"
)

// recoverJournal opens the journal and stores what a killed run left in it. What that
// run had in flight is due again.
func (r *run) recoverJournal(ctx context.Context) (err error) {
	b := r.batches
	if b.journal, err = journal.Open(r.Database); err != nil {
		return err
	}
	killed := *r
	killed.report = &Report{Run: r.report.Run} // its counts are not this run's
	lastStored := map[string]int{}
	for event, err := range b.journal.Events() {
		if err != nil {
			return err
		}
		if event.Visit == nil {
			b.inFlight[event.Listing.URL] = inFlight{now: *event.Listing}
			continue
		}
		if event.Listing != nil {
			delete(b.inFlight, event.Listing.URL)
		}
		id := event.Visit.Run
		if _, known := lastStored[id]; !known {
			if lastStored[id], err = r.store.LastVisit(ctx, id); err != nil {
				return err
			}
		}
		// Killed between storing the batch and clearing the journal.
		if int(event.Visit.Number) <= lastStored[id] {
			continue
		}
		killed.take(event)
	}
	if err := b.store(ctx); err != nil {
		return err
	}
	clear(b.inFlight)
	clear(b.results)
	return b.journal.Clear()
}
