package ingest

import (
	"context"
	"iter"

	"ogp/cmd/ogp/console"
	"ogp/scrape"
	"ogp/store"
)

// fetch requests pages, reads and stores them. Pages that came without their end
// are requested once more, when the others are there to compare with.
func (r *run) fetch(ctx context.Context, due []store.Known) error {
	if len(due) == 0 {
		return nil
	}
	if err := openOnDemand(r.store); err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	bar := r.Progress("fetching")
	defer bar.Close()
	r.answers.know(due)
	if err := r.request(whole, due, bar); err != nil {
		return err
	}
	again := r.answers.retryCut(r.Retries)
	r.report.Done -= len(again)
	return r.request(whole, again, bar)
}

// request requests pages and takes in what comes of it.
func (r *run) request(ctx context.Context, pages []store.Known, bar Progress) error {
	var failed error
	for result, err := range r.collector.Fetch(ctx, r.requests(pages, &failed)) {
		if err == nil {
			err = r.takeResult(ctx, result)
			r.report.Done++
			if gaps := len(r.report.Gaps); gaps > 0 {
				bar.Note(console.Count(gaps, "missing page").String())
			}
			bar.At(r.report.Done, r.report.Due)
		}
		if err != nil {
			r.batches.withdrawRequests()
			return err
		}
	}
	return failed
}

// requests are the requests for pages, each noted before it is made; failed is
// why one could not be.
func (r *run) requests(pages []store.Known, failed *error) iter.Seq[scrape.Request] {
	return func(yield func(scrape.Request) bool) {
		for _, page := range pages {
			if *failed = r.batches.requested(page); *failed != nil || !yield(requestFor(page)) {
				return
			}
		}
	}
}

func (r *run) takeResult(ctx context.Context, result scrape.Result) error {
	event, err := r.batches.answered(result)
	if err != nil {
		return err
	}
	if err := r.answers.take(ctx, event); err != nil {
		return err
	}
	return r.batches.storeFull(ctx)
}

// requestFor asks for a page that is archived only if it has changed.
func requestFor(page store.Known) scrape.Request {
	request := scrape.Request{URL: page.URL}
	if page.Archived() {
		request.ETag, request.LastModified, request.SentBy = page.ETag, page.Changed, page.SentBy
	}
	return request
}
