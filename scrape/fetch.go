package scrape

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"

	"ogp"
)

// Request is one page to fetch.
type Request struct {
	// URL is the page's address on the public site. The request itself goes to
	// the same page of the Collector's site.
	URL string
	// ETag and LastModified are what was sent with the page when it was last
	// fetched, as sent, and SentBy the address that it came from. The host that
	// sent them, and no other, may answer that the page has not changed.
	ETag, LastModified, SentBy string
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
		err := c.ready(ctx)
		if err == nil {
			err = c.fetchAll(ctx, requests, func(result Result) bool { return yield(result, nil) })
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(Result{}, err)
		}
	}
}

// answer is a request and what came back for it.
type answer struct {
	Request
	*exchange
}

// fetchAll keeps up to Options.Workers requests in flight and yields what comes of
// them, until there are no more requests or the run is to end; it returns why it has
// ended early. What never left by then is not yielded, nor what an ending context
// breaks off. When it returns, nothing is in flight.
func (c *Collector) fetchAll(ctx context.Context, requests iter.Seq[Request], yield func(Result) bool) (stop error) {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	next, done := iter.Pull(requests)
	defer done()
	answers := make(chan answer, c.options.Workers) // none waits to report
	inFlight, more := 0, true
	for {
		for more && inFlight < c.options.Workers && c.stopping(inner) == nil {
			var request Request
			if request, more = next(); more {
				inFlight++
				go func() { answers <- answer{request, c.fetch(inner, request)} }()
			}
		}
		if inFlight == 0 {
			if stop == nil {
				stop = c.stopping(ctx)
			}
			return stop
		}
		came := <-answers
		inFlight--
		if c.stopping(inner) != nil && came.err != nil && (inner.Err() != nil || !came.sent()) {
			continue
		}
		result, err := c.result(came)
		if stop == nil && err != nil {
			stop = err
			c.Quit() // requests in flight are finished
		}
		if !errors.Is(stop, errStopped) && !yield(result) {
			stop = errStopped
			cancel()
		}
	}
}

// fetch makes one request.
func (c *Collector) fetch(ctx context.Context, request Request) *exchange {
	x := &exchange{
		target:     ogp.ParseURL(request.URL).On(c.site.String()),
		conditions: c.conditions(request),
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
	visit, stop := c.record(a.exchange)
	result.Visit = visit
	if visit.Outcome == ogp.Fetched {
		result.Page = &ogp.Page{URL: a.target, FetchedAt: a.finished.UTC(), Header: a.header, Body: a.body}
	}
	return result, stop
}

// conditions are the headers that let the site answer that nothing changed.
func (c *Collector) conditions(request Request) http.Header {
	header := http.Header{}
	if sent, err := url.Parse(request.SentBy); err != nil || !c.site.holds(sent) {
		return header
	}
	if request.ETag != "" {
		header.Set("If-None-Match", request.ETag)
	}
	if request.LastModified != "" {
		header.Set("If-Modified-Since", request.LastModified)
	}
	return header
}
