package ingest

import (
	"context"
	"errors"

	"ogp"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/journal"
)

// fetch requests pages, reads and stores them.
func (r *run) fetch(ctx context.Context, due []store.Known) error {
	whole := context.WithoutCancel(ctx)
	bar := r.Progress("fetching")
	defer bar.Close()
	var failed error
	requests := func(yield func(scrape.Request) bool) {
		for _, page := range due {
			if failed = r.batches.requested(page); failed != nil || !yield(requestFor(page)) {
				return
			}
		}
	}
	for result, err := range r.collector.Fetch(whole, requests) {
		if err != nil {
			r.batches.withdrawRequests()
			return err
		}
		event, err := r.batches.answered(result)
		if err != nil {
			return err
		}
		r.take(event)
		r.report.Done++
		bar.At(r.report.Done, r.report.Due)
		if err := r.batches.storeFull(whole); err != nil {
			return err
		}
	}
	return failed
}

// requestFor asks for a page that is archived only if it has changed.
func requestFor(page store.Known) scrape.Request {
	request := scrape.Request{Ref: ogp.ParseURL(page.URL), URL: page.URL}
	if page.Archived() {
		request.ETag, request.LastModified = page.ETag, page.Changed
	}
	return request
}

// take puts the answer to a request into the batch: the page and its reading,
// the request, and the state of the address.
func (r *run) take(event journal.Event) {
	visit := *event.Visit
	if event.Page != nil {
		if err := r.takePage(*event.Page); err != nil {
			visit.Outcome, visit.ErrorClass, visit.Error = ogp.NotCommitment, contentClass(err), err.Error()
		}
	} else if event.Listing != nil {
		r.recordFailure(visit.Outcome, Gap{visit.URL, visit.Error})
	}
	r.batches.addAnswer(visit)
	if event.Listing == nil {
		return
	}
	listing := *event.Listing
	listing.State, listing.ErrorClass, listing.Reason = visit.Outcome, visit.ErrorClass, visit.Error
	r.batches.addListing(listing)
	if alias, redirected := aliasOf(visit, listing); redirected {
		r.batches.addListing(alias)
	}
}

// takePage reads one page and puts it into the batch.
func (r *run) takePage(page ogp.Page) error {
	reading, err := ReadPage(page)
	if err != nil {
		r.recordFailure(ogp.NotCommitment, Gap{page.URL, err.Error()})
		return err
	}
	r.report.Run.Fetched++
	r.batches.addPage(store.Archived{Page: page, Reading: reading})
	return nil
}

// recordFailure counts a page that did not come, and logs why.
func (r *run) recordFailure(outcome ogp.Outcome, gap Gap) {
	r.report.recordFailure(outcome, gap)
	r.Log.Debug("no page", "outcome", outcome, "name", gap.Name, "error", gap.Reason)
}

// contentClass is the class of a page that the parser could not read.
func contentClass(err error) ogp.ErrorClass {
	if errors.Is(err, ogp.ErrNotCommitment) {
		return ogp.ClassContent
	}
	return ogp.ClassInternal
}

// aliasOf is the address that a page was redirected to, where that is another
// one of the same page: it need not be requested by itself.
func aliasOf(visit ogp.Visit, listing ogp.Listing) (alias ogp.Listing, redirected bool) {
	final := ogp.ParseURL(visit.FinalURL)
	if final.ID != listing.ID || final.Language != listing.Language || final.URL() == listing.URL || final.ID == "" {
		return ogp.Listing{}, false
	}
	alias = listing
	alias.URL, alias.FoundBy, alias.FoundIn, alias.FoundAt = final.URL(), ogp.FoundByRedirect, listing.URL, visit.At
	return alias, true
}
