package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	"ogp"
	"ogp/scrape/capture"
	"ogp/scrape/content"
)

// Question is one request to a service with an interface of its own, such as the
// index of a web archive.
type Question struct {
	URL    string
	Header http.Header   // further request headers
	Pace   time.Duration // least time from this request to the next one
	Limit  int64         // most bytes of the answer, decompressed
}

// Answer is what a service answered, whatever the status. Where no answer came,
// Status is 0, and Visit says why.
type Answer struct {
	Visit  ogp.Visit
	Status int
	Header http.Header
	Body   []byte // content decoding undone
}

// IsCapture reports whether an answer is a capture of a web archive, with the status
// that the page had then, and not the archive's own (RFC 7089).
func (a Answer) IsCapture() bool { return isCapture(a.Header) }

func isCapture(header http.Header) bool {
	_, is := capture.MementoTime(header)
	return is
}

// Ask makes one request to a service at the Collector's site, at the pace of the
// question. robots.txt is not asked, since it is for crawlers; redirects are answers.
// A service that limits its visitors (429, 403, 503, no connection) is left alone
// for a minute; the second time within an hour, the error is ErrSiteRefuses.
func (c *Collector) Ask(ctx context.Context, q Question) (Answer, error) {
	x := &exchange{target: q.URL, conditions: q.Header, limit: q.Limit, service: true}
	if err := c.stopping(ctx); err != nil {
		return Answer{}, err
	}
	c.limiter.setInterval(q.Pace)
	c.visit(ctx, x)
	if err := c.stopping(ctx); err != nil && (ctx.Err() != nil || !x.sent() || x.err != nil) {
		return Answer{}, err
	}
	a := Answer{Visit: c.visitOf(x)}
	if x.err == nil {
		a.Status, a.Header, a.Body = x.status, x.header, x.body
	}
	switch {
	case x.stop != nil:
		return a, fmt.Errorf("%w: %w", ErrSiteRefuses, x.stop)
	case a.Status == 0 || a.Status >= 500 && !a.IsCapture():
		return a, c.breaker.note(a.Visit)
	}
	return a, c.breaker.note(ogp.Visit{})
}

// isCapture is Answer.IsCapture while the exchange is under way.
func (x *exchange) isCapture() bool { return x.service && isCapture(x.header) }

// isLimit reports whether a service turns its visitor away for asking too much.
func (x *exchange) isLimit(err error) bool {
	var none *noAnswer
	var lookup *net.DNSError
	if errors.As(err, &none) {
		return x.service && none.class() == ogp.ClassConnection && !errors.As(err, &lookup)
	}
	limits := []int{http.StatusTooManyRequests, http.StatusForbidden, http.StatusServiceUnavailable}
	return x.service && err == nil && !x.isCapture() && slices.Contains(limits, x.status)
}

const (
	limitPause  = time.Minute // until a service that limits its visitors is asked again
	limitMemory = time.Hour   // and for how long that counts: firewalls block for an hour, doubled each time
)

// pauseAtLimit waits for a service that limits its visitors, and makes every other
// request wait, too. The second time ends the run.
func (t *transport) pauseAtLimit(x *exchange, failed error) bool {
	now := t.clock.Now()
	if !t.limited.IsZero() && now.Sub(t.limited) < limitMemory {
		reason := content.StatusText(x.status)
		if text, _, _ := bytes.Cut(x.body, []byte("\n")); failed != nil {
			reason = failed.Error()
		} else if isText := bytes.IndexByte(text, '<') < 0; isText && len(text) > 0 {
			reason = fmt.Sprintf("%s (%.200s)", reason, text)
		}
		x.stop = fmt.Errorf("%s limits its visitors, again after a pause: %s; all that came is kept: wait an hour, then run the same command again", t.site, reason)
		return false
	}
	t.limited = now
	until := latest(now.Add(limitPause), retryAfter(x.header, now))
	t.log.Warn("the service limits its visitors: it is asked again after a pause", "service", t.site, "at", until, "status", x.status)
	t.limiter.postpone(until)
	return t.clock.SleepUntil(x.waiting, until) == nil
}
