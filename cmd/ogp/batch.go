package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ogp/store"
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
	if i.flags.dryRun {
		return nil
	}
	if err := i.pack(ctx); err != nil {
		return err
	}
	if i.began.IsZero() {
		i.began = i.now()
	}
	if len(i.batch.Pages) < batchPages && i.bytes < batchBytes && i.now().Sub(i.began) < batchTime {
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
		if err := i.journal.Write(store.Event{Listing: &page.now}); err != nil {
			return err
		}
	}
	return nil
}

// replay stores what a killed run left in the journal. What it was asking for
// is due again.
func (i *importer) replay(ctx context.Context) error {
	stored := map[string]int{}
	for entry, err := range i.journal.Entries() {
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

// gapsShown bounds the gaps that are printed; `ogp status` lists all.
const gapsShown = 10

func (i *importer) gapLines() string {
	var b strings.Builder
	for n, gap := range i.gaps {
		if n == gapsShown {
			fmt.Fprintf(&b, "\n  … and %d more: ogp status --db %s lists the addresses", len(i.gaps)-n, i.db)
			break
		}
		fmt.Fprintf(&b, "\n  %s: %s", gap.name, gap.reason)
	}
	return b.String()
}

// summarize prints the run's one line.
func (i *importer) summarize(ctx context.Context) {
	r := i.record
	total, withdrawn := "", 0
	if commitments, members, err := i.store.Size(ctx); err == nil {
		total = fmt.Sprintf("; %s now has %s of %s", i.db, count(commitments, "commitment"), count(members, "member"))
	}
	if n, err := i.store.Withdrawn(ctx); err == nil {
		withdrawn = n
	}
	i.summary("%s %s: %d listed, %d already there, %d fetched (%d new, %d changed), %d unchanged, %d not commitments, %d failed, %d refused, %d gone, %d withdrawn%s%s",
		r.Command, r.Outcome, r.Listed, i.tally.there, r.Fetched, i.stored[store.New], i.stored[store.Changed], r.Unchanged,
		r.NotCommitment, r.Failed, r.Refused, r.Gone, withdrawn, i.tally.text(), total)
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
