package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"

	"ogp"
	"ogp/scrape/warc"
)

// WARC yields the commitment pages of a web archive in its order: responses
// with status 200 and HTML, whatever site they are from. All other records are
// ignored. An error names the file and, where one is known, the page; the pages
// after it still come unless the file itself is damaged. A file without any page
// is ErrNoPages. When ctx ends, so do the pages, with its error.
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
			found = true
			saved := SavedPage{File: path}
			if err != nil {
				err = fmt.Errorf("%s: %w", path, err)
			} else {
				saved.Page = *page
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

// archivedPage is the commitment page in a record; nil where it holds none.
func archivedPage(record *warc.Record, limit int64) (*ogp.Page, error) {
	address := record.URL()
	if record.Type() != "response" || !isCommitmentAddress(address) {
		return nil, nil
	}
	response, err := record.Response(limit)
	switch {
	case errors.Is(err, warc.ErrDamaged): // it names the address
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%s: %w", address, err)
	case response.Status != http.StatusOK || !isHTML(response.Header, response.Body):
		return nil, nil
	case record.Truncated() != "":
		return nil, fmt.Errorf("%s: the archive has only its beginning (%s)", address, record.Truncated())
	case len(bytes.TrimSpace(response.Body)) == 0:
		return nil, fmt.Errorf("%s: is empty", address)
	}
	return &ogp.Page{URL: address, FetchedAt: record.Date(), Header: response.Header, Body: response.Body}, nil
}

func isCommitmentAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && isWeb(u) && ogp.ParseURL(address).Kind == ogp.KindCommitment
}
