package ingest

import (
	"context"
	"errors"
	"time"

	"ogp"
	"ogp/store/journal"
)

// recoverJournal opens the journal and stores what a killed run left in it. What that
// run had in flight is due again.
func (r *run) recoverJournal(ctx context.Context) (err error) {
	b := r.batches
	if b.journal, err = journal.Open(r.Database); err != nil {
		return err
	}
	// Its counts are not this run's.
	killed := answers{store: r.store, batches: b, report: &Report{Run: r.report.Run}}
	recovered := *r
	recovered.report, recovered.due = newReport(r.report.Run), dueRule{}
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
		leaveOut(&event, r.Now())
		err := killed.take(ctx, event)
		if err == nil && event.Capture != nil {
			err = takeCapture(ctx, &recovered, *event.Capture, event.Page)
		}
		if err != nil {
			return err
		}
	}
	if n := b.journal.LeftOut; n > 0 {
		r.Log.Warn("lines of the journal that no run has written, or that a power failure has damaged, are left out: what they had is requested again", "lines", n)
	}
	if err := errors.Join(killed.finish(ctx), decideSaved(ctx, &recovered)); err != nil {
		return err
	}
	if err := b.store(ctx); err != nil {
		return err
	}
	clear(b.inFlight)
	clear(b.results)
	return b.journal.Clear()
}

// leaveOut leaves out the page of an event that ended a run, or that is from the
// future: it would end this run, too, or be the newest for years.
func leaveOut(event *journal.Event, now time.Time) {
	latest, reason := now.Add(clockError), ""
	switch {
	case event.Fatal:
		reason = "reading it ended the run before"
	case event.Visit.At.After(latest), event.Page != nil && event.Page.FetchedAt.After(latest):
		reason = "the journal has it from the future"
		event.Visit.At = now
	default:
		return
	}
	if event.Capture != nil {
		event.Capture.State, event.Capture.Reason = ogp.CaptureLost, reason
	}
	event.Page, event.Visit.Outcome, event.Visit.ErrorClass, event.Visit.Error = nil, ogp.NotCommitment, ogp.ClassInternal, reason
}
