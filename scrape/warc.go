package scrape

import (
	"bytes"
	"context"
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

// WARC yields the commitment pages of a web archive in its order: whole answers
// in HTML, whatever site they are from. Other records of commitments' addresses
// are a SkippedRecord, and those of other addresses are ignored. An error names
// the file and, where one is known, the page; the pages after it still come
// unless the file itself is damaged. A file without any page is ErrNoPages. When
// ctx ends, so do the pages, with its error.
func WARC(ctx context.Context, path string) iter.Seq2[SavedPage, error] {
	return func(yield func(SavedPage, error) bool) {
		file, err := Open(ctx, path)
		if err != nil {
			yield(readError(path, err))
			return
		}
		defer file.Close()
		found := false
		for page, err := range archivedPages(file, DefaultMaxBody) {
			saved, skipped := SavedPage{File: path}, (*SkippedRecord)(nil)
			if err != nil {
				found = found || !errors.As(err, &skipped)
				err = fmt.Errorf("%s: %w", path, err)
			} else {
				found, saved.Page = true, *page
			}
			if !yield(saved, err) {
				return
			}
		}
		if !found {
			yield(readError(path, fmt.Errorf("%w: no response in it is a commitment page", ErrNoPages)))
		}
	}
}

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
	case !isWhole(response.Status):
		return nil, &SkippedRecord{address, statusText(response.Status)}
	case !isHTML(response.Header, response.Body):
		return nil, &SkippedRecord{address, "content type is " + contentType(response.Header, response.Body)}
	case block.ByWords(response.Body) != "":
		return nil, fmt.Errorf("%.200s: %s", address, block.ByWords(response.Body))
	case len(address) > ogp.MaxAddress:
		return nil, fmt.Errorf("%.200s…: %w", address, errLongAddress)
	case record.Truncated() != "":
		return nil, fmt.Errorf("%s: the archive has only its beginning (%s)", address, record.Truncated())
	case len(bytes.TrimSpace(response.Body)) == 0:
		return nil, fmt.Errorf("%s: is empty", address)
	}
	return &ogp.Page{URL: address, FetchedAt: record.Date(), Header: response.Header, Body: response.Body}, nil
}

// isCommitmentAddress reports whether an archived address is a commitment's, by
// what comes before its query.
func isCommitmentAddress(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	u, err := url.Parse(path)
	return err == nil && isWeb(u) && ogp.ParseURL(path).Kind == ogp.KindCommitment
}
