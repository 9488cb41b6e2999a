package scrape

import (
	"context"
	"iter"
	"net/http"
	"sync"

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

// Fetch brings pages in the order in which they come. An error is the last
// thing it yields, beside a zero Result: ErrSiteRefuses, or the context's.
// Requests whose result was not yielded by then have to be made again.
//
// It takes a request when a worker is free, and never while the loop's body
// runs; however many requests there are, no more than Options.Workers pages
// are held at once.
func (c *Collector) Fetch(ctx context.Context, requests iter.Seq[Request]) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		if err := c.ready(ctx); err != nil {
			yield(Result{}, err)
			return
		}
		inner, cancel := context.WithCancel(ctx)
		p := c.startPool(inner)
		defer p.end()
		defer cancel()
		wanted := true
		stop := p.run(inner, requests, func(result Result, stop error) {
			wanted = wanted && yield(result, nil)
			switch {
			case !wanted:
				cancel()
			case stop != nil:
				c.Quit() // what has left is a request, and comes to an end
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

// pool is a fixed number of workers, each with one request at a time.
type pool struct {
	*Collector
	jobs    chan Request
	answers chan answer // has room for all workers: none waits to report
	workers sync.WaitGroup
}

// answer is a request and what a worker brought for it.
type answer struct {
	Request
	*exchange
}

func (c *Collector) startPool(ctx context.Context) *pool {
	p := &pool{
		Collector: c,
		jobs:      make(chan Request),
		answers:   make(chan answer, c.options.Workers),
	}
	for range c.options.Workers {
		p.workers.Go(func() {
			v := c.newVisitor()
			for request := range p.jobs {
				p.answers <- answer{request, c.fetch(ctx, v, request)}
			}
		})
	}
	return p
}

func (p *pool) end() {
	close(p.jobs)
	p.workers.Wait()
}

// run feeds the workers and delivers what they bring, until there are no more
// requests or the run is to end, and returns why the site made it stop. What
// never left by then is not delivered, nor what an ending context breaks off.
func (p *pool) run(ctx context.Context, requests iter.Seq[Request], deliver func(Result, error)) (stop error) {
	next, done := iter.Pull(requests)
	defer done()
	more := true
	for running := 0; ; running-- {
		for more && running < cap(p.answers) && p.stopping(ctx) == nil {
			var request Request
			if request, more = next(); more {
				p.jobs <- request
				running++
			}
		}
		if running == 0 {
			return stop
		}
		answer := <-p.answers
		if p.stopping(ctx) != nil && answer.err != nil && (ctx.Err() != nil || !answer.left()) {
			continue
		}
		result, err := p.result(answer)
		if stop == nil {
			stop = err
		}
		deliver(result, err)
	}
}

// fetch makes one request.
func (c *Collector) fetch(ctx context.Context, v *visitor, request Request) *exchange {
	x := &exchange{
		target: request.ref().On(c.site.String()),
		ask:    conditions(request),
		limit:  c.options.MaxBody,
		page:   true,
	}
	if x.target == "" {
		x.target, x.finished = request.URL, c.clock.Now()
		x.err = &refusal{ogp.ClassAddress, "not the address of a commitment or member page"}
		return x
	}
	v.visit(ctx, x)
	return x
}

func (c *Collector) result(a answer) (Result, error) {
	result := Result{Request: a.Request}
	result.Ref = a.ref()
	visit, stop := c.settle(a.exchange)
	result.Visit = visit
	if visit.Outcome == ogp.Fetched {
		result.Page = &ogp.Page{URL: a.target, FetchedAt: a.finished.UTC(), Header: a.header, Body: a.body}
	}
	return result, stop
}

// ref is the page asked for.
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
