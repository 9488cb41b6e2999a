package scrape

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"

	"ogp"
)

const maxRedirects = 5

// newColly makes the Colly collector that every request goes through. Most of
// what Colly offers stays off, since the transport under it has to do it.
func (c *Collector) newColly() *colly.Collector {
	browser := colly.NewCollector()
	browser.UserAgent = c.options.UserAgent
	browser.AllowURLRevisit = true        // a redirect onto a known page is not an error
	browser.ParseHTTPErrorResponse = true // 304 and 404 are answers
	browser.IgnoreRobotsTxt = true        // the transport checks, redirects included
	browser.MaxBodySize = 0               // the transport measures
	browser.DisableCookies()              // the transport keeps them for one exchange
	browser.SetRequestTimeout(0)          // it would span pauses and repetitions
	browser.WithTransport(c.transport)
	browser.SetRedirectHandler(c.redirect)
	return browser
}

// visit requests x.target and fills x. It returns when the answer is complete
// or will not come; a panic on the way is the exchange's error and no more.
func (c *Collector) visit(ctx context.Context, x *exchange) {
	defer func() {
		if r := recover(); r != nil {
			x.err = fmt.Errorf("panic: %v", r)
		}
		x.finished = c.clock.Now()
	}()
	header := http.Header{
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Encoding": {"gzip"},
	}
	maps.Copy(header, x.conditions)
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.quit, cancel)()
	x.waiting = waiting
	// A clone shares client, transport and redirect rules, and has a context of
	// its own to carry the exchange.
	browser := c.colly.Clone()
	browser.Context = context.WithValue(ctx, exchangeKey{}, x)
	browser.OnResponse(func(res *colly.Response) {
		if x.redirected {
			x.final = res.Request.URL.String()
		}
	})
	x.err = plainError(browser.Request(http.MethodGet, x.target, nil, nil, header))
}

// redirect bounds redirects. Whether the new address may be requested is for the
// transport to decide, which sees it next.
func (c *Collector) redirect(req *http.Request, via []*http.Request) error {
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return &refusal{ogp.ClassInternal, "request outside the collector"}
	}
	if x.service {
		return http.ErrUseLastResponse
	}
	x.redirected = true
	c.site.secure(req.URL)
	if len(via) > maxRedirects {
		return &refusal{ogp.ClassRedirect, fmt.Sprintf("more than %d redirects", maxRedirects)}
	}
	if x.header.Get("Set-Cookie") != "" {
		return nil // the same address may answer otherwise to a visitor with a cookie
	}
	for _, earlier := range via {
		if earlier.URL.String() == req.URL.String() {
			return &refusal{ogp.ClassRedirect, "redirects lead in a circle, to " + req.URL.Redacted()}
		}
	}
	return nil
}

// plainError removes what net/http adds to an error: the address is reported
// beside it.
func plainError(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// request makes a request that is no Result of Fetch, and reports it to
// Options.Visited. The first error is for the end of the run after the answer
// was dealt with, the second for now.
func (c *Collector) request(ctx context.Context, x *exchange) (visit ogp.Visit, stop, err error) {
	if err := c.stopping(ctx); err != nil {
		return visit, nil, err
	}
	c.visit(ctx, x)
	if err := c.stopping(ctx); err != nil && (ctx.Err() != nil || !x.sent()) {
		return visit, nil, err
	}
	visit, stop = c.record(x)
	if c.options.Visited != nil {
		c.options.Visited(visit)
	}
	return visit, stop, nil
}

// record is visitOf, and says whether the run must end.
func (c *Collector) record(x *exchange) (ogp.Visit, error) {
	visit := c.visitOf(x)
	switch {
	case x.stop != nil:
		return visit, fmt.Errorf("%w: %w", ErrSiteRefuses, x.stop)
	case x.robots, !x.sent():
		// What never left says nothing about the site's health.
		return visit, nil
	}
	return visit, c.breaker.note(visit)
}

// visitOf turns an exchange into a row of visits. Run and Number are the caller's.
func (c *Collector) visitOf(x *exchange) ogp.Visit {
	visit := ogp.Visit{
		URL:      x.target,
		FinalURL: x.final,
		At:       x.started.UTC(),
		Status:   ogp.Count(x.status),
		Bytes:    len(x.body),
	}
	if !x.sent() {
		visit.At = x.finished.UTC()
	} else {
		visit.Attempts = x.retries + 1
		visit.Milliseconds = int(x.finished.Sub(x.started) / time.Millisecond)
	}
	visit.Outcome, visit.ErrorClass, visit.Error = x.outcome()
	visit.Error = ogp.WithoutCredentials(visit.Error)
	c.log.Debug("request", "url", visit.URL, "outcome", visit.Outcome, "status", x.status,
		"bytes", visit.Bytes, "attempts", visit.Attempts, "class", visit.ErrorClass, "reason", visit.Error)
	return visit
}
