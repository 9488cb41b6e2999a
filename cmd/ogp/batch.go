package main

import (
	"context"
	"fmt"
	"strings"

	"ogp/store"
)

// flushFull stores the batch if it is due.
func (i *importer) flushFull(ctx context.Context) error {
	first := i.now()
	if len(i.batch.Visits) > 0 {
		first = i.batch.Visits[0].At
	}
	if len(i.batch.Pages) < batchPages && i.now().Sub(first) < batchTime {
		return nil
	}
	return i.flush(context.WithoutCancel(ctx))
}

// flush stores the batch. An interruption does not stop it: what was fetched is
// kept.
func (i *importer) flush(ctx context.Context) error {
	saved, err := i.store.Save(ctx, i.batch)
	if err != nil {
		return err
	}
	for _, fate := range []store.Fate{store.New, store.Changed, store.Unchanged} {
		i.stored[fate] += saved.Count(fate)
	}
	i.batch = store.Batch{}
	return nil
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
	total := ""
	if status, err := i.store.Status(context.WithoutCancel(ctx)); err == nil {
		total = fmt.Sprintf("; %s now has %s of %s", i.db,
			count(status.Commitments, "commitment"), count(status.Members, "member"))
	}
	i.summary("import %s: %d listed, %d already there, %d fetched (%d new, %d changed), %d not commitments, %d failed, %d refused, %d gone%s",
		r.Outcome, r.Listed, i.known, r.Fetched, i.stored[store.New], i.stored[store.Changed],
		r.NotCommitment, r.Failed, r.Refused, r.Gone, total)
}

// plan lists what a run would fetch.
func (i *importer) plan(ctx context.Context) error {
	found, err := i.discover(ctx)
	if err != nil {
		return err
	}
	due, err := i.due(ctx, found)
	if err != nil {
		return err
	}
	for _, listing := range due {
		fmt.Fprintln(i.stdout, listing.URL)
	}
	i.summary("import --dry-run: %d listed, %d already there, %s to fetch", len(found), i.known, count(len(due), "page"))
	return nil
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
