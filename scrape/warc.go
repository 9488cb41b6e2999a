package scrape

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"slices"
	"strings"

	"ogp"
	"ogp/scrape/block"
	"ogp/scrape/warc"
)

// SkippedRecord is a record of a commitment's address in a web archive that holds
// no page, such as a redirect.
type SkippedRecord struct{ URL, Reason string }

// Error names the address and the reason.
func (s *SkippedRecord) Error() string { return s.URL + ": " + s.Reason }

// archivedPages reads an archive whose pages have at most limit bytes.
func archivedPages(file io.Reader, limit int64) iter.Seq2[*ogp.Page, error] {
	return func(yield func(*ogp.Page, error) bool) {
		for record, err := range warc.Records(file) {
			var page *ogp.Page
			if err == nil {
				page, err = archivedPage(record, limit)
			}
			if (page != nil || err != nil) && !yield(page, err) {
				return
			}
		}
	}
}

// archivedPage is the commitment page in a record; nil where the record is about
// another address, or says how a page was requested.
func archivedPage(record *warc.Record, limit int64) (*ogp.Page, error) {
	address := withoutCredentials(record.URL())
	if kind := record.Type(); !isCommitmentAddress(address) || kind == "request" || kind == "metadata" {
		return nil, nil
	} else if !slices.Contains([]string{"response", "resource", "conversion"}, kind) {
		return nil, &SkippedRecord{address, fmt.Sprintf("record of the type %.40s", kind)}
	}
	response, err := record.Response(limit)
	switch {
	case errors.Is(err, warc.ErrDamaged): // it names the address
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%.200s: %w", address, err)
	}
	if err := checkAnswer(address, response); err != nil {
		return nil, err
	}
	if record.Truncated() != "" {
		return nil, fmt.Errorf("%s: the archive has only its beginning (%s)", address, record.Truncated())
	}
	return &ogp.Page{URL: address, FetchedAt: record.Date(), TimeFrom: ogp.TimeRecord, Header: response.Header, Body: response.Body}, nil
}

// checkAnswer is the reason why an archived answer is no page to read.
func checkAnswer(address string, response *warc.Response) error {
	switch {
	case !isWhole(response.Status):
		return &SkippedRecord{address, statusText(response.Status)}
	case !isHTML(response.Header, response.Body):
		return &SkippedRecord{address, "content type is " + contentType(response.Header, response.Body)}
	case block.ByWords(response.Body) != "":
		return fmt.Errorf("%.200s: %s", address, block.ByWords(response.Body))
	case len(address) > ogp.MaxAddress:
		return fmt.Errorf("%.200s…: %w", address, errLongAddress)
	case len(bytes.TrimSpace(response.Body)) == 0:
		return fmt.Errorf("%s: is empty", address)
	}
	return nil
}

// isCommitmentAddress reports whether an archived address is a commitment's, by
// what comes before its query.
func isCommitmentAddress(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	u, err := url.Parse(path)
	return err == nil && isWeb(u) && ogp.ParseURL(path).Kind == ogp.KindCommitment
}
