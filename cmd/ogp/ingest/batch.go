package ingest

import (
	"context"
	"time"

	"ogp/store"
	"ogp/store/journal"
)

// A batch is one transaction: many pages, so that it costs little for each, and
// no more than memory should hold; at a polite pace, two minutes' worth. What a
// kill would take of it stands in the journal.
const (
	batchPages   = 300
	batchBytes   = 128 << 20 // as they came; packed, they take a thirtieth
	batchTime    = 2 * time.Minute
	packedAtOnce = 16
)

// pack lets go of the bytes of pages that came, now and then.
func (i *importer) pack(ctx context.Context) error {
	raw := i.batch.Pages[i.packed:]
	if len(raw) < packedAtOnce {
		return nil
	}
	i.packed = len(i.batch.Pages)
	return i.store.Pack(ctx, raw)
}

// flushFull stores the batch if it is due.
func (i *importer) flushFull(ctx context.Context) error {
	if i.DryRun {
		return nil
	}
	if err := i.pack(ctx); err != nil {
		return err
	}
	if i.began.IsZero() {
		i.began = i.Now()
	}
	if len(i.batch.Pages) < batchPages && i.bytes < batchBytes && i.Now().Sub(i.began) < batchTime {
		return nil
	}
	return i.flush(ctx)
}

// flush stores the batch. Pages found come first: whoever reads that a member
// page was read must find what it lists.
func (i *importer) flush(ctx context.Context) error {
	if len(i.listings) > 0 {
		if err := i.store.List(ctx, i.listings); err != nil {
			return err
		}
	}
	i.listings = i.listings[:0]
	for _, page := range i.asking {
		i.batch.Listings = append(i.batch.Listings, page.now)
	}
	saved, err := i.store.Save(ctx, i.batch)
	if err != nil {
		return err
	}
	for _, fate := range []store.Fate{store.New, store.Changed, store.Unchanged} {
		i.stored[fate] += saved.Count(fate)
	}
	i.batch, i.bytes, i.packed, i.began = store.Batch{}, 0, 0, time.Time{}
	if i.journal == nil {
		return nil
	}
	if err := i.journal.Clear(); err != nil {
		return err
	}
	// What is under way has to be on disk again.
	for _, page := range i.asking {
		if err := i.journal.Write(journal.Event{Listing: &page.now}); err != nil {
			return err
		}
	}
	return nil
}

// replay stores what a killed run left in the journal. What it was asking for
// is due again.
func (i *importer) replay(ctx context.Context) error {
	stored := map[string]int{}
	for entry, err := range i.journal.Events() {
		if err != nil {
			return err
		}
		if entry.Visit == nil {
			i.asking[entry.Listing.URL] = asking{now: *entry.Listing}
			continue
		}
		if entry.Listing != nil {
			delete(i.asking, entry.Listing.URL)
		}
		run := entry.Visit.Run
		if _, known := stored[run]; !known {
			if stored[run], err = i.store.LastVisit(ctx, run); err != nil {
				return err
			}
		}
		// Killed between storing the batch and clearing the journal.
		if int(entry.Visit.Number) <= stored[run] {
			continue
		}
		i.take(entry)
		if err := i.pack(ctx); err != nil {
			return err
		}
	}
	if err := i.flush(ctx); err != nil {
		return err
	}
	// The counts of this run begin now.
	clear(i.asking)
	clear(i.stored)
	i.gaps = nil
	i.record.Fetched, i.record.Unchanged, i.record.NotCommitment = 0, 0, 0
	i.record.Failed, i.record.Refused, i.record.Gone = 0, 0, 0
	return i.journal.Clear()
}

// report is what the run did, and what the database holds now.
func (i *importer) report(ctx context.Context) *Report {
	r := &Report{Counts: i.counts, Run: i.record, New: i.stored[store.New], Changed: i.stored[store.Changed]}
	if commitments, members, err := i.store.Size(ctx); err == nil {
		r.Stored = &Stored{commitments, members}
	}
	if n, err := i.store.Withdrawn(ctx); err == nil {
		r.Withdrawn = n
	}
	return r
}
