package scrape

import (
	"context"
	"iter"
	"net/http"

	"ogp"
)

// Request is one page to fetch.
type Request struct {
	// Ref is the page. Where its member is not known, URL must tell.
	Ref ogp.Ref
	// URL is the page's address on the public site. The request itself goes to
	// the same page of the Collector's site.
	URL string
	// ETag and LastModified are what the site sent with the page when it was
	// last fetched, as sent. With either, the answer may be that the page has
	// not changed.
	ETag, LastModified string
}

// Result is what came of a Request.
type Result struct {
	Request
	// Visit is the request and its outcome, but for Run and Number.
	Visit ogp.Visit
	// Page is the page; nil unless the outcome is ogp.Fetched.
	Page *ogp.Page
}

// Fetch yields pages in the order in which they arrive. An error is the last
// thing it yields, beside a zero Result: ErrSiteRefuses, or the context's.
// Requests whose result was not yielded by then have to be made again.
//
// It takes the next request when fewer than Options.Workers are in flight, and
// never while the loop's body runs; no more than that many pages are in memory
// at once.
func (c *Collector) Fetch(ctx context.Context, requests iter.Seq[Request]) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		if err := c.ready(ctx); err != nil {
			yield(Result{}, err)
			return
		}
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		wanted := true
		stop := c.fetchAll(inner, requests, func(result Result, stop error) {
			wanted = wanted && yield(result, nil)
			switch {
			case !wanted:
				cancel()
			case stop != nil:
				c.Quit() // requests in flight are finished
			}
		})
		if stop == nil {
			stop = c.stopping(ctx)
		}
		if wanted && stop != nil {
			yield(Result{}, stop)
		}
	}
}

// answer is a request and what came back for it.
type answer struct {
	Request
	*exchange
}

// fetchAll keeps up to Options.Workers requests in flight and delivers what
// comes of them, until there are no more requests or the run is to end; it
// returns why the site made it stop. What never left by then is not delivered,
// nor what an ending context breaks off. When it returns, nothing is in flight.
func (c *Collector) fetchAll(ctx context.Context, requests iter.Seq[Request], deliver func(Result, error)) (stop error) {
	next, done := iter.Pull(requests)
	defer done()
	answers := make(chan answer, c.options.Workers) // none waits to report
	inFlight, more := 0, true
	for {
		for more && inFlight < c.options.Workers && c.stopping(ctx) == nil {
			var request Request
			if request, more = next(); more {
				inFlight++
				go func() { answers <- answer{request, c.fetch(ctx, request)} }()
			}
		}
		if inFlight == 0 {
			return stop
		}
		came := <-answers
		inFlight--
		if c.stopping(ctx) != nil && came.err != nil && (ctx.Err() != nil || !came.sent()) {
			continue
		}
		result, err := c.result(came)
		if stop == nil {
			stop = err
		}
		deliver(result, err)
	}
}

// fetch makes one request.
func (c *Collector) fetch(ctx context.Context, request Request) *exchange {
	x := &exchange{
		target:     request.ref().On(c.site.String()),
		conditions: conditions(request),
		limit:      c.options.MaxBody,
		page:       true,
	}
	if x.target == "" {
		x.target, x.finished = request.URL, c.clock.Now()
		x.err = &refusal{ogp.ClassAddress, "not the address of a commitment or member page"}
		return x
	}
	c.visit(ctx, x)
	return x
}

func (c *Collector) result(a answer) (Result, error) {
	result := Result{Request: a.Request}
	result.Ref = a.ref()
	visit, stop := c.record(a.exchange)
	result.Visit = visit
	if visit.Outcome == ogp.Fetched {
		result.Page = &ogp.Page{URL: a.target, FetchedAt: a.finished.UTC(), Header: a.header, Body: a.body}
	}
	return result, stop
}

// ref is the page to request.
func (r Request) ref() ogp.Ref {
	if r.Ref.Slug == "" {
		return ogp.ParseURL(r.URL)
	}
	return r.Ref
}

// conditions are the headers that let the site answer that nothing changed.
func conditions(request Request) http.Header {
	header := http.Header{}
	if request.ETag != "" {
		header.Set("If-None-Match", request.ETag)
	}
	if request.LastModified != "" {
		header.Set("If-Modified-Since", request.LastModified)
	}
	return header
}
