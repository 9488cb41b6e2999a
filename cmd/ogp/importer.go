package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ogp"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
)

// importer is one run of import: it hands pages from scrape through parse to
// store.
type importer struct {
	*app
	store     *store.Store
	flags     *importFlags
	sources   []scrape.Source
	collector *scrape.Collector
	record    ogp.Run
	batch     store.Batch
	number    ogp.Count // of the last visit
	known     int       // pages found that the archive has already
	stored    map[store.Fate]int
	gaps      []gap
}

// gap is a page that could not be had.
type gap struct{ name, reason string }

func (a *app) newImporter(ctx context.Context, s *store.Store, f *importFlags, sources []scrape.Source) (*importer, error) {
	i := &importer{app: a, store: s, flags: f, sources: sources, stored: map[store.Fate]int{}}
	f.Log, f.Visited = a.log, i.visited
	collector, err := scrape.New(f.Options)
	if err != nil {
		return nil, usageError{err}
	}
	i.collector = collector
	started := a.now()
	i.record = ogp.Run{
		ID: started.Format("20060102T150405.000000Z"), Command: "import", Source: i.sourceText(),
		StartedAt: started, Version: version, Parser: parse.Version(),
	}
	return i, i.freshReadings(ctx)
}

func (i *importer) sourceText() string {
	if len(i.sources) == 0 {
		return i.collector.Site()
	}
	var args []string
	for _, source := range i.sources {
		args = append(args, source.Arg)
	}
	return strings.Join(args, " ")
}

// freshReadings reads the archive again if another parser made its readings:
// readings are compared only with readings by the same parser.
func (i *importer) freshReadings(ctx context.Context) error {
	stale, err := i.store.NeedsReparse(ctx, parse.Version())
	if err != nil || !stale {
		return err
	}
	bar := i.newBar("reading the archive again")
	defer bar.close()
	return i.store.Rederive(ctx, readPage, bar.at)
}

// run imports and writes down how it went.
func (i *importer) run(ctx context.Context) error {
	if i.flags.dryRun {
		return i.plan(ctx)
	}
	if err := i.store.StartRun(ctx, i.record); err != nil {
		return err
	}
	err := i.bring(ctx)
	// What was fetched is kept, and the run is written down, also after an
	// interruption.
	err = errors.Join(err, i.flush(context.WithoutCancel(ctx)))
	if err == nil && len(i.gaps) > 0 {
		err = gapsError{fmt.Errorf("%s could not be had:%s", count(len(i.gaps), "page"), i.gapLines())}
	}
	i.record.FinishedAt, i.record.Outcome = i.now(), outcome(err)
	err = errors.Join(err, i.store.FinishRun(context.WithoutCancel(ctx), i.record))
	i.summarize(ctx)
	return err
}

func outcome(err error) string {
	switch exitCode(err) {
	case exitDone:
		return "done"
	case exitGaps:
		return "gaps"
	case exitRefused:
		return "refused"
	case exitInterrupted:
		return "interrupted"
	default:
		return "failed"
	}
}

func (i *importer) bring(ctx context.Context) error {
	online := len(i.sources) == 0
	for _, source := range i.sources {
		if source.Online() {
			online = true
			continue
		}
		if err := i.saved(ctx, source); err != nil {
			return err
		}
	}
	if !online {
		return nil
	}
	found, err := i.discover(ctx)
	if err != nil {
		return err
	}
	return i.fetch(ctx, found)
}

// saved brings in a saved page or a folder of them.
func (i *importer) saved(ctx context.Context, source scrape.Source) error {
	for page, err := range scrape.Saved(source.Arg) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case errors.Is(err, scrape.ErrNoPages):
			return err
		case err != nil:
			i.record.Listed++
			i.miss(ogp.Failed, page.File, err)
			continue
		}
		i.record.Listed++
		page.FetchedAt = i.record.StartedAt
		i.page(page.Page, page.File)
		if err := i.flushFull(ctx); err != nil {
			return err
		}
	}
	return nil
}

// discover notes what the site has, and returns the commitments found.
func (i *importer) discover(ctx context.Context) (map[string]bool, error) {
	found := map[string]bool{}
	var listings []ogp.Listing
	options := scrape.DiscoverOptions{Sources: i.sources, Members: i.flags.members}
	for listing, err := range i.collector.Discover(ctx, options) {
		if err != nil {
			return nil, errors.Join(err, i.store.List(context.WithoutCancel(ctx), listings))
		}
		if listing.Kind == ogp.KindCommitment {
			found[listing.URL] = true
			listings = append(listings, listing)
			continue
		}
		i.batch.Listings = append(i.batch.Listings, listing)
		if listing.State == ogp.Failed || listing.State == ogp.Refused {
			i.gaps = append(i.gaps, gap{listing.URL, listing.Reason})
		}
	}
	i.record.Listed += len(found)
	return found, i.store.List(ctx, listings)
}

// due are the pages that were found, or are known from an earlier run, and are
// not in the archive.
func (i *importer) due(ctx context.Context, found map[string]bool) ([]ogp.Listing, error) {
	all, err := i.store.Due(ctx, store.Filter{Members: i.flags.members})
	if err != nil {
		return nil, err
	}
	var due []ogp.Listing
	missing := 0
	for _, listing := range all {
		if found[listing.URL] {
			missing++
		}
		if found[listing.URL] || len(i.sources) == 0 {
			due = append(due, listing)
		}
	}
	i.known = len(found) - missing
	if i.flags.limit > 0 && len(due) > i.flags.limit {
		due = due[:i.flags.limit]
	}
	return due, nil
}

func (i *importer) fetch(ctx context.Context, found map[string]bool) error {
	due, err := i.due(ctx, found)
	if err != nil {
		return err
	}
	bar := i.newBar("fetching")
	defer bar.close()
	done := 0
	requests := func(yield func(scrape.Request) bool) {
		for _, listing := range due {
			if !yield(scrape.Request{Ref: ogp.ParseURL(listing.URL), URL: listing.URL}) {
				return
			}
		}
	}
	for result, err := range i.collector.Fetch(ctx, requests) {
		if err != nil {
			return err
		}
		i.result(result)
		done++
		bar.at(done, len(due))
		if err := i.flushFull(ctx); err != nil {
			return err
		}
	}
	return nil
}

// result takes in what came of one request.
func (i *importer) result(result scrape.Result) {
	visit := result.Visit
	if result.Page != nil {
		if err := i.page(*result.Page, ""); err != nil {
			visit.Outcome, visit.Error = ogp.NotCommitment, err.Error()
		}
	} else {
		i.miss(visit.Outcome, visit.URL, errors.New(visit.Error))
	}
	i.visited(visit)
	i.batch.Listings = append(i.batch.Listings, ogp.Listing{
		URL: result.URL, Kind: ogp.KindCommitment, ID: result.Ref.ID, Language: result.Ref.Language,
		State: visit.Outcome, Reason: visit.Error, TriedAt: visit.At,
	})
}

// page reads one page and puts it into the batch.
func (i *importer) page(page ogp.Page, file string) error {
	reading, err := readPage(page)
	if err != nil {
		name := file
		if name == "" {
			name = page.URL
		}
		i.miss(ogp.NotCommitment, name, err)
		return err
	}
	i.record.Fetched++
	i.batch.Pages = append(i.batch.Pages, store.Archived{Page: page, Reading: reading, From: file})
	return nil
}

// readPage is parse.Page with a fault in the parser turned into an error: one
// page must not end a run of thousands.
func readPage(page ogp.Page) (reading ogp.Reading, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the parser failed on this page, please report it: %v", fault)
		}
	}()
	return parse.Page(page)
}

// miss counts a page that did not come and notes why.
func (i *importer) miss(outcome ogp.Outcome, name string, err error) {
	switch outcome {
	case ogp.Unchanged:
		i.record.Unchanged++
		return
	case ogp.NotCommitment:
		i.record.NotCommitment++
	case ogp.Gone:
		i.record.Gone++
	case ogp.Refused:
		i.record.Refused++
	default:
		i.record.Failed++
	}
	i.gaps = append(i.gaps, gap{name, err.Error()})
	i.log.Debug("no page", "outcome", outcome, "name", name, "error", err)
}

// visited numbers one request and puts it into the batch.
func (i *importer) visited(visit ogp.Visit) {
	i.number++
	visit.Run, visit.Number = i.record.ID, i.number
	i.batch.Visits = append(i.batch.Visits, visit)
}

// A batch is one transaction: many pages, so that it costs little for each, but
// no more than a kill may cost to fetch again.
const (
	batchPages = 500
	batchTime  = 10 * time.Second
)
