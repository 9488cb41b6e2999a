// Package container finds pages in the files that people and programs save them
// in. In comes a file; out go the pages in it, with what the container tells of
// each, and the web archives in it, for package warc to read. Its first bytes tell
// what a file is, whatever its name: a page, a web archive (WARC), a zip of any of
// these (WACZ is one), a page in MHTML, a recording of a browser (HAR), or one of
// them compressed.
//
// Files are made by strangers: whatever is in one, the package neither writes nor
// follows a name in it, holds no more than a page or a compressed inner zip in
// memory, and stops at what unpacks beyond reason. It never decides which pages are
// wanted.
package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"time"

	"ogp/scrape/content"
	"ogp/scrape/packed"
)

// File is a file to look into.
type File struct {
	Name    string // how errors and items name it
	Data    io.ReaderAt
	Size    int64
	MaxPage int64 // most bytes of a page
}

// Item is a page or a web archive in a file. Beside an error only Name is set.
type Item struct {
	// Name is the file's name and, for what is inside a zip, the name there.
	Name string
	// Archive is a web archive, to be read before the next item comes; nil for
	// a page.
	Archive io.Reader
	// URL is the page's address, where the container tells it.
	URL string
	// At is when the page was saved (UTC); zero where the container does not tell.
	At time.Time
	// Status is the HTTP status of an answer that a browser recorded; 0 for a
	// page that was saved as such.
	Status int
	// Header is what is known of the answer's header; nil for a bare page.
	Header http.Header
	// Body is the page.
	Body []byte
}

// PassedOver is a file that holds no page, and why, where that is known.
type PassedOver struct{ File, Reason string }

// Error names the file and the reason.
func (p *PassedOver) Error() string {
	if p.Reason == "" {
		return p.File
	}
	return p.File + " (" + p.Reason + ")"
}

var (
	// ErrTooMuch marks a file that unpacks to more than a real archive does.
	ErrTooMuch = errors.New("unpacks to far more than its size: unpack it yourself if you trust it")
	errEmpty   = errors.New("is empty: save the page again")
	errDeep    = errors.New("is packed too often: unpack it first")
)

// Bounds of what a file may unpack to: web archives shrink to a tenth or so.
const (
	fewBytes = 1 << 30
	maxRatio = 200
)

// maxLayers is how often a file may be compressed, and how deep zips may lie in
// one another.
const maxLayers = 3

// Items yields what is in a file, in its order. An error is about the item it is
// yielded with, and those behind it follow; a *PassedOver is one. When ctx ends, so
// do the items, with its error.
func Items(ctx context.Context, file File) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		r := &reader{ctx: ctx, maxPage: file.MaxPage, left: max(fewBytes, maxRatio*file.Size), yield: yield}
		r.read(file.Name, io.NewSectionReader(file.Data, 0, file.Size), 0)
	}
}

// reader looks into one file, and the files inside it.
type reader struct {
	ctx     context.Context
	maxPage int64
	left    int64 // bytes that may still be unpacked
	yield   func(Item, error) bool
	stopped bool
}

// give hands on an item or what is wrong with it.
func (r *reader) give(item Item, err error) {
	if !r.stopped {
		r.stopped = !r.yield(item, err) || errors.Is(err, ErrTooMuch) || r.ctx.Err() != nil
	}
}

// read looks into a file. One that is not a section of the file given is a stream.
func (r *reader) read(name string, file io.Reader, depth int) {
	if err := r.ctx.Err(); err != nil {
		r.give(Item{Name: name}, err)
		return
	}
	plain, layers, err := unpack(file)
	if err != nil {
		r.give(Item{Name: name}, err)
		return
	}
	defer plain.Close()
	kind, reason := kindOf(plain.Head(headSize), name)
	if kind != Page && bytes.HasPrefix(plain.Head(len(content.UTF8Mark)), content.UTF8Mark) {
		_, _ = plain.Discard(len(content.UTF8Mark)) // which are there; a page says by them how it is written
	}
	from := &bounded{r, plain}
	switch kind {
	case WARC:
		r.give(Item{Name: name, Archive: from}, nil)
		r.stopped = r.stopped || r.left <= 0 // who reads the archive knows
	case Page:
		body, err := readPage(from, r.maxPage)
		r.give(Item{Name: name, Body: body}, err)
	case MHTML:
		item, err := readMHTML(from, r.maxPage)
		item.Name = name
		r.give(item, err)
	case HAR:
		r.readHAR(name, content.NewTextReader(from))
	case Zip:
		section, ok := file.(*io.SectionReader)
		if !ok || layers > 0 || depth >= maxLayers {
			r.give(Item{Name: name}, errDeep)
			return
		}
		r.readZip(name, section, depth)
	case Silent:
	default:
		r.give(Item{Name: name}, &PassedOver{name, reason})
	}
}

// unpack undoes compression, also one of several layers.
func unpack(file io.Reader) (plain *packed.Reader, layers int, err error) {
	for {
		plain, err = packed.NewReader(file)
		if err != nil || !plain.Packed {
			return plain, layers, err
		}
		if layers++; layers > maxLayers {
			plain.Close()
			return nil, layers, errDeep
		}
		file = plain
	}
}

// bounded reads what is unpacked, until it is too much.
type bounded struct {
	*reader
	from io.Reader
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.left <= 0 {
		return 0, ErrTooMuch
	}
	n, err := b.from.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// readPage reads a page to its end.
func readPage(from io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > limit:
		return nil, fmt.Errorf("%w of %d bytes for a page: move it away, or save the page again as HTML only", content.ErrTooLarge, limit)
	case len(bytes.TrimSpace(body)) == 0:
		return nil, errEmpty
	}
	return body, nil
}
