// Package capture reads what web archives and recordings of browsers tell of
// commitments' pages.
//
// Records of WARC files and answers that were kept go in; out come pages, each with
// where and when it was captured, and what was seen of a page without its content:
// that it was the same as before, gone, or at another address (ogp.Page.What). The
// package fetches nothing, and keeps no page that is not whole.
package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/scrape/block"
	"ogp/scrape/content"
	"ogp/scrape/warc"
)

// Skipped is a record of a commitment's address in a web archive that says
// nothing of its page, such as an error of the server.
type Skipped struct{ URL, Reason string }

// Error names the address and the reason.
func (s *Skipped) Error() string { return s.URL + ": " + s.Reason }

// Blocked is what a guard showed in a page's place, see package block.
type Blocked string

// Error says what.
func (b Blocked) Error() string { return string(b) }

// Reader reads web archives, one file after another.
type Reader struct {
	limit    int64                // most bytes of a page
	captured map[string]time.Time // when the content of commitments' records was captured, by their IDs
	crawl    bool                 // the file is one of Common Crawl's
}

// NewReader is a reader of archives whose pages have at most limit bytes.
func NewReader(limit int64) *Reader {
	return &Reader{limit: limit, captured: map[string]time.Time{}}
}

// Pages are what an archive says of commitments' pages. An error is about one record,
// and a Skipped says that it tells nothing; those behind it follow.
func (r *Reader) Pages(file io.Reader) iter.Seq2[*ogp.Page, error] {
	r.crawl = false
	return func(yield func(*ogp.Page, error) bool) {
		for record, err := range warc.Records(file) {
			var page *ogp.Page
			if err == nil {
				page, err = r.read(record)
			}
			if (page != nil || err != nil) && !yield(page, err) {
				return
			}
		}
	}
}

// read is what a record says of a commitment's page; nil where it is about another
// address, or says how a page was requested.
func (r *Reader) read(record *warc.Record) (*ogp.Page, error) {
	page := r.provenance(record)
	kind := record.Type()
	switch {
	case kind == "warcinfo":
		r.crawl = strings.HasPrefix(record.Header.Get("Warc-Filename"), "CC-MAIN-")
		return nil, nil
	case !IsCommitment(page.URL), kind == "request", kind == "metadata":
		return nil, nil
	case kind == "revisit":
		return r.revisit(record, page)
	case !slices.Contains([]string{"response", "resource", "conversion"}, kind):
		return nil, &Skipped{page.URL, fmt.Sprintf("record of the type %.40s", kind)}
	}
	response, err := record.Response(r.limit)
	switch {
	case errors.Is(err, warc.ErrDamaged): // it names the address
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%.200s: %w", page.URL, err)
	}
	if at, _ := MementoTime(response.Header); !at.IsZero() {
		page.FetchedAt = at
	}
	r.captured[record.ID()] = page.FetchedAt
	if err := Take(&page, response); err != nil {
		return nil, err
	}
	if page.What == "" && record.Truncated() != "" {
		return nil, fmt.Errorf("%s: %w: the archive has only its beginning (%s)", page.URL, content.ErrCutShort, record.Truncated())
	}
	return &page, nil
}

// MementoTime is when the content of an answer was captured (UTC), by the header with
// which web archives tell a capture from answers of their own (RFC 7089); zero where it
// cannot be read.
func MementoTime(header http.Header) (at time.Time, isCapture bool) {
	told := header.Get("Memento-Datetime")
	at, _ = http.ParseTime(told)
	return at.UTC(), told != ""
}

// provenance is where a record's page comes from.
func (r *Reader) provenance(record *warc.Record) ogp.Page {
	source := ogp.WithoutCredentials(record.Source())
	page := ogp.Page{
		URL: ogp.WithoutCredentials(record.URL()), FetchedAt: record.Date(), TimeFrom: ogp.TimeRecord,
		Source: ogp.SourceFile, Digest: record.Digest(),
	}
	if r.crawl || strings.Contains(source, "commoncrawl") {
		page.Source, page.CaptureURL = ogp.SourceCommonCrawl, source
	}
	Locate(&page, source)
	Locate(&page, page.URL)
	return page
}

// Locate notes that a page was captured, if an address says so.
func Locate(page *ogp.Page, address string) {
	capture, ok := ogp.ParseCapture(address)
	if !ok {
		return
	}
	page.URL, page.Source, page.CaptureURL = ogp.WithoutCredentials(capture.URL), capture.Source, address
	if !capture.At.IsZero() {
		page.FetchedAt = capture.At
	}
}

// revisit is that a page was seen again with the content of an earlier record: the
// one that is named, or else the one of the date or with the digest that is given.
func (r *Reader) revisit(record *warc.Record, page ogp.Page) (*ogp.Page, error) {
	id, address, at := record.Refers()
	if captured, known := r.captured[id]; known {
		at = captured
	}
	switch {
	case address != "" && ogp.ParseURL(ogp.OriginalURL(address)).Key() != ogp.ParseURL(page.URL).Key():
		return nil, &Skipped{page.URL, "revisit of another page"}
	case at.IsZero() && page.Digest == "":
		return nil, &Skipped{page.URL, "revisit that does not say of what"}
	}
	r.captured[record.ID()] = at
	page.What, page.SameAs = ogp.SeenSame, at
	return &page, nil
}

// Take notes what an archived answer says of a page: its content, that it is
// gone, or that it has moved. The error is the reason why it says nothing.
func Take(page *ogp.Page, response *warc.Response) error {
	address, location := page.URL, response.Header.Get("Location")
	switch status := response.Status; {
	case status == http.StatusNotFound, status == http.StatusGone:
		page.What = ogp.SeenGone
		return nil
	case status/100 == 3 && location != "":
		return redirect(page, location)
	case !content.IsWhole(status):
		return &Skipped{address, content.StatusText(status)}
	case !content.IsHTML(response.Header, response.Body):
		return &Skipped{address, "content type is " + content.Type(response.Header, response.Body)}
	case block.ByWords(response.Body) != "":
		return fmt.Errorf("%.200s: %w", address, Blocked(block.ByWords(response.Body)))
	case len(address) > ogp.MaxAddress:
		return fmt.Errorf("%.200s…: %w", address, ogp.ErrLongAddress)
	case len(bytes.TrimSpace(response.Body)) == 0:
		return fmt.Errorf("%s: is empty", address)
	}
	page.Header, page.Body = response.Header, response.Body
	return nil
}

// redirect notes where a page has moved to; one that leads to another kind of
// page on the same site is gone.
func redirect(page *ogp.Page, location string) error {
	from, err := url.Parse(page.URL)
	if err != nil {
		return err
	}
	to, err := from.Parse(ogp.OriginalURL(location))
	if err != nil {
		return &Skipped{page.URL, "redirect that leads nowhere"}
	}
	ref := ogp.ParseURL(to.String())
	switch {
	case ref.Kind == ogp.KindCommitment && ref.Key() == ogp.ParseURL(page.URL).Key():
		page.What, page.MovedTo = ogp.SeenMoved, to.String()
	case ref.Kind != ogp.KindCommitment && ogp.Host(to) == ogp.Host(from):
		page.What = ogp.SeenGone
	default:
		return &Skipped{page.URL, "redirect to another page"}
	}
	return nil
}

// IsCommitment reports whether an archived address is a commitment's, by
// what comes before its query.
func IsCommitment(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	u, err := url.Parse(path)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && ogp.ParseURL(path).Kind == ogp.KindCommitment
}
