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

// exchange is one address asked for, with its redirects and repetitions, and
// what came back. It travels with the request's context, since Colly hands a
// transport nothing else.
type exchange struct {
	target  string          // address asked for
	ask     http.Header     // further request headers, such as conditions
	limit   int64           // most bytes of the body, decompressed
	robots  bool            // it is robots.txt itself, which no rule forbids
	page    bool            // a page is wanted: HTML, not empty
	waits   context.Context // ends every pause: the request's, or earlier by Quit
	started time.Time       // when the first attempt left; zero before
	retries int
	// redirected is set once the site has named another address.
	redirected bool

	// the last answer; zero where none came
	status   int
	header   http.Header
	body     []byte   // as sent, after content decoding
	blocked  *refusal // why the body is not what was requested
	final    string   // address that answered, after redirects
	finished time.Time

	err  error // why no answer came
	stop error // why the run must end
}

type exchangeKey struct{}

// read reads a body to its end. net/http has undone the gzip it asked for and
// tells a body that ends too early.
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
	// One byte more than allowed tells too large from just large enough.
	if _, err := body.ReadFrom(io.LimitReader(res.Body, x.limit+1)); err != nil {
		return nil, fmt.Errorf("%w after %d bytes: %w", errCutShort, body.Len(), err)
	}
	if int64(body.Len()) > x.limit {
		return nil, x.tooLarge()
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

// checkPage tells an empty page, which WordPress sends when it has run out of
// memory, from one that says something.
func checkPage(x *exchange) error {
	if x.page && x.status == http.StatusOK && len(bytes.TrimSpace(x.body)) == 0 {
		return errEmpty
	}
	return nil
}

// left reports whether a request has gone out, on the way to the target or to
// where it redirects.
func (x *exchange) left() bool { return !x.started.IsZero() }

// mayLeadTo reports whether a redirect leads to something that may be asked for:
// a page to a page, and a sitemap to a sitemap.
func (x *exchange) mayLeadTo(u *url.URL) bool {
	if x.page {
		return ogp.ParseURL(u.String()).Kind != ogp.KindOther
	}
	return isSitemapPath(u.Path) || strings.Contains(strings.ToLower(u.Path), "sitemap")
}

// outcome is what came of an exchange and, where it is no page, the class of
// the fault and why.
func (x *exchange) outcome() (ogp.Outcome, ogp.ErrorClass, string) {
	var refused *refusal
	var lost *astray
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
	case x.status == http.StatusNotModified && len(x.ask) > 0:
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
