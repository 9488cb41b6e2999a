package scrape

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"

	"ogp"
)

const maxRedirects = 5

// visitor makes one request at a time through a Colly collector of its own, so
// that the collector's context can carry the exchange. All visitors share one
// transport, and with it pace, rules and connections.
type visitor struct {
	colly *colly.Collector
	site  *site
	clock Clock
	quit  context.Context
	x     *exchange // the one under way
}

func (c *Collector) newVisitor() *visitor {
	v := &visitor{colly: colly.NewCollector(), site: c.site, clock: c.clock, quit: c.quit}
	v.colly.UserAgent = c.options.UserAgent
	v.colly.AllowURLRevisit = true        // a redirect onto a known page is no error
	v.colly.ParseHTTPErrorResponse = true // 304 and 404 are answers
	v.colly.IgnoreRobotsTxt = true        // the transport asks, redirects included
	v.colly.MaxBodySize = 0               // the transport measures
	v.colly.DisableCookies()              // a page must not depend on the one before
	v.colly.SetRequestTimeout(0)          // it would span pauses and repetitions
	v.colly.WithTransport(c.transport)
	v.colly.SetRedirectHandler(v.redirect)
	v.colly.OnResponse(v.answered)
	return v
}

// visit asks for x.target and fills x. It returns when the answer is complete
// or will not come; a panic on the way is the exchange's error and no more.
func (v *visitor) visit(ctx context.Context, x *exchange) {
	defer func() {
		if r := recover(); r != nil {
			x.err = fmt.Errorf("panic: %v", r)
		}
		x.finished = v.clock.Now()
	}()
	header := http.Header{"Accept": {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}}
	for name, values := range x.ask {
		header[name] = values
	}
	waits, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(v.quit, cancel)()
	v.x, x.waits = x, waits
	v.colly.Context = context.WithValue(ctx, exchangeKey{}, x)
	x.err = plainError(v.colly.Request(http.MethodGet, x.target, nil, nil, header))
}

// answered notes who answered in the end, where it was not who was asked.
func (v *visitor) answered(res *colly.Response) {
	if v.x.redirected {
		v.x.final = res.Request.URL.String()
	}
}

// redirect bounds redirects. Whether the new address may be asked for is the
// transport's to say, which sees it next.
func (v *visitor) redirect(req *http.Request, via []*http.Request) error {
	v.x.redirected = true
	v.site.secure(req.URL)
	if len(via) > maxRedirects {
		return &refusal{ogp.ClassRedirect, fmt.Sprintf("more than %d redirects", maxRedirects)}
	}
	for _, earlier := range via {
		if earlier.URL.String() == req.URL.String() {
			return &refusal{ogp.ClassRedirect, "redirects lead in a circle, to " + req.URL.Redacted()}
		}
	}
	return nil
}

// plainError takes off what net/http puts round an error: the address is told
// beside it.
func plainError(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// settle says what came of an exchange, as a row of visits, and whether the run
// must end. Run and Number are the caller's.
func (c *Collector) settle(x *exchange) (ogp.Visit, error) {
	visit := ogp.Visit{
		URL:      x.target,
		FinalURL: x.final,
		At:       x.started.UTC(),
		Status:   ogp.Count(x.status),
		Bytes:    len(x.body),
	}
	if !x.left() {
		visit.At = x.finished.UTC()
	} else {
		visit.Attempts = x.retries + 1
		visit.Milliseconds = int(x.finished.Sub(x.started) / time.Millisecond)
	}
	visit.Outcome, visit.ErrorClass, visit.Error = x.outcome()
	c.log.Debug("request", "url", visit.URL, "outcome", visit.Outcome, "status", x.status,
		"bytes", visit.Bytes, "attempts", visit.Attempts, "class", visit.ErrorClass, "reason", visit.Error)
	switch {
	case x.stop != nil:
		return visit, fmt.Errorf("%w: %w", ErrSiteRefuses, x.stop)
	case x.robots, !x.left():
		// What never left says nothing about the site's health.
		return visit, nil
	}
	return visit, c.breaker.note(visit.Outcome, visit.Error)
}
