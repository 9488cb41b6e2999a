package scrape

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"strings"

	"ogp"
	"ogp/scrape/capture"
	"ogp/scrape/container"
	"ogp/scrape/content"
	"ogp/scrape/warc"
)

// ErrNoPages marks a file or folder without any commitment page.
var ErrNoPages = errors.New("no page to read")

// SavedPage is a page from a file. Its URL is set where the file names it; its
// FetchedAt and Header only where what it was in does. Beside an error only File
// is.
type SavedPage struct {
	ogp.Page
	// File is the file's path and, for a page inside a zip, its name there.
	File string
}

// SkippedRecord is a record in a web archive that tells nothing of its page.
type SkippedRecord = capture.Skipped

// PassedOver is a file that holds no page, and why, where that is known.
type PassedOver = container.PassedOver

// OutcomeOf is what came of a page that Saved gives an error for.
func OutcomeOf(err error) ogp.Outcome {
	var blocked capture.Blocked
	switch {
	case errors.As(err, &blocked):
		return ogp.Refused
	case errors.Is(err, content.ErrCutShort):
		return ogp.Truncated
	}
	return ogp.Failed
}

// Saved yields the pages of a file, or of a folder with its subfolders, in the
// order of their names. The first bytes of a file tell what it is: a page, a web
// archive or another container of pages, see package container. From archives
// come commitment pages, whatever site they are from, and what was seen of them
// without a content (Page.What); other records of commitments' addresses are a
// SkippedRecord, and those of other addresses are ignored.
//
// A file without a page is PassedOver. Another error names the file it is about,
// and the pages after it still come, unless the path itself cannot be read. A path
// without any page is ErrNoPages.
//
// Symbolic links are followed to files inside the folder only. When ctx ends, so
// do the pages, with its error.
func Saved(ctx context.Context, path string) iter.Seq2[SavedPage, error] {
	return func(yield func(SavedPage, error) bool) {
		f := &finder{ctx: ctx, yield: yield, archive: capture.NewReader(DefaultMaxBody)}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			f.fail(path, err)
		case info.IsDir():
			f.searchFolder(path)
			if !f.found {
				f.fail(path, fmt.Errorf("%w: no .html or .htm file and no web archive in it or its subfolders: save pages as \"web page, HTML only\"", ErrNoPages))
			}
		default:
			f.readFile(path, func() (*os.File, error) { return os.Open(path) }, info)
			if !f.found {
				f.fail(path, fmt.Errorf("%w: no response in it is a commitment page", ErrNoPages))
			}
		}
	}
}

// finder finds the pages under a path.
type finder struct {
	ctx     context.Context
	yield   func(SavedPage, error) bool
	archive *capture.Reader
	found   bool // a page, or what should have been one
	stopped bool
}

// give hands on a page or an error, and reports whether more is wanted.
func (f *finder) give(page SavedPage, err error) bool {
	skipped, passed := (*capture.Skipped)(nil), (*container.PassedOver)(nil)
	f.found = f.found || !errors.As(err, &skipped) && !errors.As(err, &passed)
	f.stopped = f.stopped || !f.yield(page, err)
	return !f.stopped
}

// fail hands on what is wrong with a file, its name said once.
func (f *finder) fail(name string, err error) {
	if f.stopped {
		return
	}
	name = strings.ToValidUTF8(name, "\uFFFD")
	f.give(SavedPage{File: name}, fmt.Errorf("%s: %w", name, ogp.FileFault(err)))
}

// readFile reads the pages of a file, which open opens. What is not a regular file is not
// opened: a named pipe would never come back.
func (f *finder) readFile(name string, open func() (*os.File, error), info fs.FileInfo) {
	if !info.Mode().IsRegular() {
		f.fail(name, errors.New("not a file: move it away"))
		return
	}
	file, err := open()
	if err != nil {
		f.fail(name, err)
		return
	}
	defer file.Close()
	items := container.Items(f.ctx, container.File{
		Name: strings.ToValidUTF8(name, "\uFFFD"), Data: file, Size: info.Size(), MaxPage: DefaultMaxBody,
	})
	for item, err := range items {
		passed := (*container.PassedOver)(nil)
		switch {
		case errors.As(err, &passed):
			f.give(SavedPage{File: item.Name}, passed)
		case err != nil:
			f.fail(item.Name, err)
		case item.Archive != nil:
			f.readArchive(item)
		case item.Status != 0:
			f.readRecorded(item)
		default:
			f.give(SavedPage{Page: savedPage(item), File: item.Name}, nil)
		}
		if f.stopped {
			return
		}
	}
}

// readArchive reads the pages of a web archive.
func (f *finder) readArchive(item container.Item) {
	for page, err := range f.archive.Pages(item.Archive) {
		saved := SavedPage{File: item.Name}
		if err != nil {
			err = fmt.Errorf("%s: %w", item.Name, err)
		} else {
			saved.Page = *page
		}
		if !f.give(saved, err) {
			return
		}
	}
}

// readRecorded takes an answer that a browser recorded, if a commitment's page was
// asked for.
func (f *finder) readRecorded(item container.Item) {
	address := ogp.WithoutCredentials(item.URL)
	if !capture.IsCommitment(address) {
		return
	}
	page := ogp.Page{URL: address, FetchedAt: item.At, Source: ogp.SourceFile}
	if !item.At.IsZero() {
		page.TimeFrom = ogp.TimeRecord
	}
	err := capture.Take(&page, &warc.Response{Status: item.Status, Header: item.Header, Body: item.Body})
	if err != nil {
		f.give(SavedPage{File: item.Name}, fmt.Errorf("%s: %w", item.Name, err))
		return
	}
	f.give(SavedPage{Page: page, File: item.Name}, nil)
}

// savedPage is a page that was saved as such, with the address it was saved from,
// if that is on the public site.
func savedPage(item container.Item) ogp.Page {
	page := ogp.Page{URL: item.URL, FetchedAt: item.At, Header: item.Header, Body: item.Body, Source: ogp.SourceFile}
	if item.URL == "" {
		page.URL = ogp.SavedFrom(content.Text(item.Body[:min(len(item.Body), 4<<10)]))
	}
	if page.FetchedAt.IsZero() {
		page.FetchedAt = savedAt(item.Body, item.Name)
	}
	capture.Locate(&page, shownCapture(page.URL, item.Body))
	page.URL = onPublicSite(page.URL)
	if !page.FetchedAt.IsZero() {
		page.TimeFrom = ogp.TimeFile
	}
	return page
}

// onPublicSite is an address without a password, if it is one of the public site's
// pages; else it is empty.
func onPublicSite(address string) string {
	address = ogp.WithoutCredentials(address)
	u, err := parseWebAddress(address)
	if err != nil || !isPublic(u) || ogp.ParseURL(u.String()).Kind == ogp.KindOther {
		return ""
	}
	return address
}
