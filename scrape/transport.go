package scrape

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"ogp"
	"ogp/scrape/block"
	"ogp/scrape/content"
	"ogp/scrape/robots"
	"ogp/scrape/wire"
)

// transport is the network layer under Colly: every request, redirects included,
// leaves through RoundTrip.
type transport struct {
	base    http.RoundTripper
	site    *site
	robots  *atomic.Pointer[robots.Rules]
	limiter *limiter
	clock   Clock
	log     *slog.Logger
	retries int
	timeout time.Duration
	limited time.Time // when a service limited its visitor last; zero for never
}

// RoundTrip requests one address until an answer comes that is not worth
// retrying, the attempts are used up, or the run is to end: the last answer then
// counts. The body goes into the exchange and is empty in the response: Colly
// would convert its bytes from the charset the header names, and fail on one it
// does not know.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, &refusal{ogp.ClassInternal, "request outside the collector"}
	}
	if err := t.permit(req.URL, x); err != nil {
		return nil, err
	}
	if err := t.limiter.wait(x.waiting); err != nil {
		return nil, err
	}
	for {
		res, err := t.attempt(req, x)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !t.worthRetrying(x, err):
			return res, err
		case !t.waitToRetry(x, err) || t.limiter.wait(x.waiting) != nil:
			return res, err
		}
		x.retries++
	}
}

// worthRetrying reports whether the attempt is worth repeating.
func (t *transport) worthRetrying(x *exchange, err error) bool {
	switch {
	case err != nil:
		return transientError(err)
	case x.isCapture():
		return false
	case x.isLimit(nil):
		return true
	}
	return x.blocked == "" && transientStatus(x.status)
}

// permit decides whether an address may be requested at all.
func (t *transport) permit(u *url.URL, x *exchange) error {
	switch {
	case len(u.String()) > ogp.MaxAddress:
		return &refusal{ogp.ClassAddress, ogp.ErrLongAddress.Error()}
	case !t.site.holds(u):
		return &refusal{ogp.ClassRedirect, fmt.Sprintf("%s is not on the site %s", u.Redacted(), t.site)}
	case u.User != nil:
		return &refusal{ogp.ClassAddress, "address carries a user name"}
	case isTrap(u.String()):
		return &refusal{ogp.ClassAddress, "address is the site's trap for robots"}
	case isLogin(u.Path):
		return &refusal{ogp.ClassChallenge, "the site asks for a login"}
	case x.robots, x.service:
		return nil
	}
	rules := t.robots.Load()
	if rules == nil {
		return &refusal{ogp.ClassRobots, "robots.txt has not been read"}
	}
	if !rules.Allows(u) {
		return &refusal{ogp.ClassRobots, "robots.txt forbids " + u.RequestURI()}
	}
	if x.redirected && !x.mayRedirectTo(u) {
		return &wrongRedirect{u.RequestURI()}
	}
	return nil
}

// attempt makes one request and reads the whole answer.
func (t *transport) attempt(req *http.Request, x *exchange) (*http.Response, error) {
	if x.started.IsZero() {
		x.started = t.clock.Now()
	}
	x.status, x.header, x.body, x.blocked = 0, nil, nil, ""
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel()
	var used wire.Used
	var res *http.Response
	err := wire.ErrSpent
	for errors.Is(err, wire.ErrSpent) { // nothing was sent, and that connection is closed
		res, err = t.base.RoundTrip(once(req.Clone(wire.Trace(ctx, &used)), x.cookies))
	}
	if err != nil {
		return nil, t.timedOut(ctx, &noAnswer{err})
	}
	defer res.Body.Close()
	x.status, x.header = res.StatusCode, res.Header
	x.keepCookies(res)
	if x.body, err = x.read(res); err != nil {
		return nil, t.timedOut(ctx, err)
	}
	if used.Exceeds(res) {
		return nil, fmt.Errorf("%w after the %d bytes that its header announces: more were sent", content.ErrCutShort, res.ContentLength)
	}
	if x.blocked = block.ByHeader(x.header); x.blocked == "" && !x.service && content.IsHTML(x.header, x.body) {
		x.blocked = block.ByWords(x.body)
	}
	// Uncompressed keeps Colly from unpacking an address that ends in .xml.gz.
	res.Body, res.Uncompressed = http.NoBody, true
	return res, nil
}

// once keeps net/http from repeating a request by itself when the server closes
// a reused connection without an answer: such a repetition would ignore the pace
// and be missing in the visits. net/http repeats no request whose body it cannot
// read again; this body is empty, so nothing of it is sent.
func once(req *http.Request, cookies http.CookieJar) *http.Request {
	req.Body, req.GetBody = io.NopCloser(strings.NewReader("")), nil
	if cookies != nil {
		for _, cookie := range cookies.Cookies(req.URL) {
			req.AddCookie(cookie)
		}
	}
	return req
}

// timedOut names the limit where an attempt took too long.
func (t *transport) timedOut(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%w %s: %w", errTimeout, t.timeout, err)
	}
	return err
}
