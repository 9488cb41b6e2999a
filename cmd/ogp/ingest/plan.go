package ingest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"ogp"
	"ogp/scrape"
	"ogp/store"
)

// note keeps a page that a dry run found; nothing is written to the database.
func (f *findings) note(listing ogp.Listing) {
	if f.plan == nil {
		f.plan = map[string]ogp.Listing{}
	}
	name := listing.ID + " " + listing.Language
	if _, known := f.plan[name]; !known {
		f.plan[name] = listing
	}
}

// pages are the commitment pages that are known: those of the database and, in
// a dry run, those just found.
func (i *importer) pages(ctx context.Context) iter.Seq2[store.Known, error] {
	if !i.DryRun {
		return i.store.Known(ctx)
	}
	return func(yield func(store.Known, error) bool) {
		known := map[string]bool{}
		if i.store != nil {
			for page, err := range i.store.Known(ctx) {
				name := page.ID + " " + page.Language
				known[name] = true
				if found := i.found.plan[name]; !found.LastModified.IsZero() {
					page.LastModified = found.LastModified
				}
				if !yield(page, err) {
					return
				}
			}
		}
		for _, name := range i.found.names() {
			if !known[name] && !yield(store.Known{Listing: i.found.plan[name]}, nil) {
				return
			}
		}
	}
}

// names are the pages noted, in the order of their addresses.
func (f *findings) names() []string {
	names := make([]string, 0, len(f.plan))
	for name := range f.plan {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(f.plan[a].URL, f.plan[b].URL) })
	return names
}

// plan lists what a run would read of files and ask the site for, and says how
// long that would take.
func (i *importer) plan(ctx context.Context) (*Report, error) {
	online, err := i.offline(ctx)
	if err != nil {
		return nil, err
	}
	r := &Report{HasFiles: i.hasFiles(), Online: i.visits(online)}
	if r.Online {
		if err := i.planOnline(ctx, online); err != nil {
			return nil, err
		}
		r.Estimate = i.collector.Estimate(i.counts.Due)
	}
	r.Counts, r.Run = i.counts, i.record
	return r, nil
}

// planOnline lists what a run would ask the site for.
func (i *importer) planOnline(ctx context.Context, online []scrape.Source) error {
	if err := i.discover(ctx, online); err != nil {
		return err
	}
	if err := i.countDue(ctx); err != nil {
		return err
	}
	for page, err := range i.wanted(ctx) {
		if err != nil {
			return err
		}
		fmt.Fprintln(i.Stdout, ogp.ParseURL(page.URL).On(i.collector.Site()))
	}
	return nil
}
