package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ogp"
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
	waiting    context.Context // ends every pause: the request's, or earlier by Quit
	started    time.Time       // when the first attempt was sent; zero before
	retries    int
	// redirected is set once the site has named another address.
	redirected bool

	// the last answer; zero where none came
	status   int
	header   http.Header
	body     []byte   // as sent, after content decoding
	blocked  *refusal // why the body is not the page requested
	final    string   // address that answered, after redirects
	finished time.Time

	err  error // why no answer came
	stop error // why the run must end
}

type exchangeKey struct{}

// read reads a body to its end. net/http undoes gzip and reports a body that ends
// too early.
func (x *exchange) read(res *http.Response) ([]byte, error) {
	if coding := res.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, fmt.Errorf("%w: %s", errEncoding, coding)
	}
	if res.ContentLength > x.limit {
		return nil, x.tooLarge()
	}
	var body bytes.Buffer
	if res.ContentLength > 0 {
		body.Grow(int(res.ContentLength) + bytes.MinRead)
	}
	// One byte more than allowed shows that a body is too large.
	if _, err := body.ReadFrom(io.LimitReader(res.Body, x.limit+1)); err != nil {
		return nil, fmt.Errorf("%w after %d bytes: %w", errCutShort, body.Len(), err)
	}
	if int64(body.Len()) > x.limit {
		return nil, x.tooLarge()
	}
	// WordPress sends an empty page when it has run out of memory.
	if x.page && res.StatusCode == http.StatusOK && len(bytes.TrimSpace(body.Bytes())) == 0 {
		return body.Bytes(), errEmpty
	}
	return body.Bytes(), nil
}

func (x *exchange) tooLarge() error {
	wayOut := ""
	if x.page {
		wayOut = " (--max-body raises it)"
	}
	return fmt.Errorf("body is %w of %d bytes%s", errTooLarge, x.limit, wayOut)
}

// sent reports whether a request was sent, to the target or to where it
// redirects.
func (x *exchange) sent() bool { return !x.started.IsZero() }

// mayRedirectTo reports whether a redirect stays with the kind of the target: a
// page leads to a page, and a sitemap to a sitemap.
func (x *exchange) mayRedirectTo(u *url.URL) bool {
	if x.page {
		return ogp.ParseURL(u.String()).Kind != ogp.KindOther
	}
	return isSitemapPath(u.Path) || strings.Contains(strings.ToLower(u.Path), "sitemap")
}

// outcome is what came of an exchange and, where it is no page, the class of
// the fault and why.
func (x *exchange) outcome() (ogp.Outcome, ogp.ErrorClass, string) {
	var refused *refusal
	var lost *wrongRedirect
	switch {
	case errors.As(x.err, &refused):
		return ogp.Refused, refused.class, refused.reason
	case errors.As(x.err, &lost):
		return ogp.NotCommitment, ogp.ClassRedirect, lost.Error()
	case errors.Is(x.err, context.Canceled):
		return ogp.Failed, ogp.ClassInterrupted, "interrupted"
	case x.err != nil:
		return ogp.Failed, errorClass(x.err), x.err.Error()
	case x.blocked != nil:
		return ogp.Refused, x.blocked.class, x.blocked.reason
	case refuses(x.status):
		return ogp.Refused, statusClass(x.status), statusText(x.status)
	}
	return x.answer()
}

// answer is the outcome of an answer that is the site's own.
func (x *exchange) answer() (ogp.Outcome, ogp.ErrorClass, string) {
	switch {
	case x.status == http.StatusNotFound, x.status == http.StatusGone:
		return ogp.Gone, statusClass(x.status), statusText(x.status)
	case x.status == http.StatusNotModified && len(x.conditions) > 0:
		return ogp.Unchanged, "", ""
	case x.status >= 300 && x.status < 400:
		return ogp.Failed, statusClass(x.status), statusText(x.status) + " that leads nowhere"
	case x.status != http.StatusOK:
		return ogp.Failed, statusClass(x.status), statusText(x.status)
	case x.page && !isHTML(x.header, x.body):
		return ogp.NotCommitment, ogp.ClassContent, "content type is " + contentType(x.header, x.body)
	}
	return ogp.Fetched, "", ""
}

// contentType is the type the header names, or the one the body looks like.
func contentType(header http.Header, body []byte) string {
	if named := header.Get("Content-Type"); named != "" {
		return named
	}
	return http.DetectContentType(body)
}

func isHTML(header http.Header, body []byte) bool {
	mediaType, _, err := mime.ParseMediaType(contentType(header, body))
	if err != nil && mediaType == "" {
		return false
	}
	return mediaType == "text/html" || mediaType == "application/xhtml+xml"
}
