package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"

	"ogp"
	"ogp/scrape/content"
)

// exchange is one address to request, with its redirects and repetitions, and the
// answer. It travels with the request's context, since Colly passes nothing else
// to a transport.
type exchange struct {
	target     string          // address to request
	conditions http.Header     // further request headers: If-None-Match, If-Modified-Since
	limit      int64           // most bytes of the body, decompressed
	robots     bool            // it is robots.txt itself, which no rule forbids
	page       bool            // a page is wanted: HTML, not empty
	service    bool            // a Question, see Ask
	waiting    context.Context // ends every pause: the request's, or earlier by Quit
	started    time.Time       // when the first attempt was sent; zero before
	retries    int
	// redirected is set once the site has named another address.
	redirected bool
	// cookies are what the site has set on the way; nil for none. They are sent
	// along with redirects and repetitions, and forgotten afterwards: a page must
	// not depend on the one before.
	cookies http.CookieJar

	// the last answer; zero where none came
	status   int
	header   http.Header
	body     []byte // as sent, after content decoding
	blocked  string // what block page the body is; empty for none
	final    string // address that answered, after redirects
	finished time.Time

	err  error // why no answer came
	stop error // why the run must end
}

type exchangeKey struct{}

// read reads a body to its end and undoes its encodings. net/http reports one
// that ends too early.
func (x *exchange) read(res *http.Response) ([]byte, error) {
	if res.ContentLength > x.limit && !x.robots {
		return nil, x.tooLarge()
	}
	var raw bytes.Buffer
	if res.ContentLength > 0 {
		raw.Grow(int(min(res.ContentLength, x.limit)) + bytes.MinRead)
	}
	// One byte more than allowed shows that a body is too large.
	if _, err := raw.ReadFrom(io.LimitReader(res.Body, x.limit+1)); err != nil {
		return nil, fmt.Errorf("%w after %d bytes: %w", content.ErrCutShort, raw.Len(), err)
	}
	body, err := content.Decode(raw.Bytes(), res.Header.Values("Content-Encoding"), x.limit)
	switch {
	case errors.Is(err, content.ErrTooLarge) && x.robots:
		return body, nil // its beginning counts
	case errors.Is(err, content.ErrTooLarge):
		return nil, x.tooLarge()
	case err != nil:
		return nil, err
	case x.page && content.IsWhole(res.StatusCode) && len(bytes.TrimSpace(body)) == 0:
		// WordPress sends an empty page when it has run out of memory.
		return body, errEmpty
	}
	return body, nil
}

func (x *exchange) tooLarge() error {
	wayOut := ""
	if x.page {
		wayOut = " (--max-body raises it)"
	}
	return fmt.Errorf("body is %w of %d bytes%s", content.ErrTooLarge, x.limit, wayOut)
}

// keepCookies keeps the cookies of an answer for the rest of the exchange.
func (x *exchange) keepCookies(res *http.Response) {
	cookies := res.Cookies()
	if len(cookies) == 0 {
		return
	}
	if x.cookies == nil {
		x.cookies, _ = cookiejar.New(nil) // without options it cannot fail
	}
	x.cookies.SetCookies(res.Request.URL, cookies)
}

// sent reports whether a request was sent, to the target or to where it
// redirects.
func (x *exchange) sent() bool { return !x.started.IsZero() }

// mayRedirectTo reports whether a redirect stays with the kind of the target: a
// commitment's page leads to a commitment's page, a sitemap to a sitemap.
func (x *exchange) mayRedirectTo(u *url.URL) bool {
	if x.page {
		return ogp.ParseURL(u.String()).Kind == ogp.ParseURL(x.target).Kind
	}
	return isSitemapAddress(u)
}

// outcome is what came of an exchange and, where it is not a page, the class of
// the fault and why.
func (x *exchange) outcome() (ogp.Outcome, ogp.ErrorClass, string) {
	var refused *refusal
	var lost *wrongRedirect
	switch {
	case x.err == nil && x.isCapture():
		return ogp.Fetched, "", ""
	case errors.As(x.err, &refused):
		return ogp.Refused, refused.class, refused.reason
	case errors.As(x.err, &lost) && ogp.ParseURL(x.target).Kind == ogp.KindCommitment:
		// Sites send the visitors of a page that was removed to another one.
		return ogp.Gone, ogp.ClassRedirect, lost.Error()
	case errors.As(x.err, &lost):
		return ogp.NotCommitment, ogp.ClassRedirect, lost.Error()
	case errors.Is(x.err, context.Canceled):
		return ogp.Failed, ogp.ClassInterrupted, "interrupted"
	case x.err != nil:
		return ogp.Failed, errorClass(x.err), x.err.Error()
	case x.blocked != "":
		return ogp.Refused, ogp.ClassChallenge, x.blocked
	case refuses(x.status):
		return ogp.Refused, statusClass(x.status), content.StatusText(x.status)
	}
	return x.answer()
}

// answer is the outcome of an answer that is the site's own.
func (x *exchange) answer() (ogp.Outcome, ogp.ErrorClass, string) {
	switch {
	case x.status == http.StatusNotFound, x.status == http.StatusGone:
		return ogp.Gone, statusClass(x.status), content.StatusText(x.status)
	case x.status == http.StatusNotModified && len(x.conditions) > 0:
		return ogp.Unchanged, "", ""
	case x.status >= 300 && x.status < 400:
		return ogp.Failed, statusClass(x.status), content.StatusText(x.status) + " that leads nowhere"
	case !content.IsWhole(x.status):
		return ogp.Failed, statusClass(x.status), content.StatusText(x.status)
	case x.page && !content.IsHTML(x.header, x.body):
		return ogp.NotCommitment, ogp.ClassContent, "content type is " + content.Type(x.header, x.body)
	}
	return ogp.Fetched, "", ""
}
