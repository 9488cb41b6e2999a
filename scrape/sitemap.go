package scrape

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// sitemapLimits bound what is read of sitemaps.
type sitemapLimits struct {
	bytes   int64 // of one file, unpacked
	entries int   // of one file
	files   int   // of one search
}

// protocolLimits are those of the sitemap protocol (sitemaps.org); the number
// of files is ours.
var protocolLimits = sitemapLimits{bytes: 50 << 20, entries: 50_000, files: 1000}

// errNotSitemap marks a document of another kind, such as a page that says
// there is no sitemap.
var errNotSitemap = errors.New("not a sitemap")

// entry is one address in a sitemap.
type entry struct {
	Loc          string `xml:"loc"`
	LastModified string `xml:"lastmod"`

	sitemap bool // it is a sitemap itself, named in an index
}

// readSitemap yields the entries of a sitemap or sitemap index, packed or not,
// in document order. After an error come no more entries; those before it count.
func readSitemap(body []byte, limits sitemapLimits) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		plain, err := unpackSitemap(body, limits.bytes)
		if err != nil {
			yield(entry{}, err)
			return
		}
		r := newSitemapReader(plain)
		for n := 0; ; n++ {
			next, err := r.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && n == limits.entries {
				err = fmt.Errorf("sitemap has more than the %d addresses the protocol allows", limits.entries)
			}
			if !yield(next, err) || err != nil {
				return
			}
		}
	}
}

// unpackSitemap undoes gzip, recognised by the file's first bytes: names and
// content types of such files vary.
func unpackSitemap(body []byte, limit int64) ([]byte, error) {
	if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		zipped, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, fmt.Errorf("packed sitemap: %w", err)
		}
		body, err = io.ReadAll(io.LimitReader(zipped, limit+1))
		if err != nil {
			return nil, fmt.Errorf("packed sitemap: %w", err)
		}
		if int64(len(body)) > limit {
			return nil, fmt.Errorf("sitemap is %w of %d bytes", errTooLarge, limit)
		}
	}
	// WordPress plugins print empty lines before the declaration, which must
	// come first.
	return bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))), nil
}

// sitemapReader walks through the XML without building a tree of it.
type sitemapReader struct {
	decoder *xml.Decoder
	rooted  bool // the root was seen, and it is a sitemap's
}

func newSitemapReader(body []byte) *sitemapReader {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.Strict = false // unescaped & in addresses
	decoder.CharsetReader = charset.NewReaderLabel
	return &sitemapReader{decoder: decoder}
}

func (r *sitemapReader) next() (entry, error) {
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return entry{}, r.fault(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := start.Name.Local; {
		case !r.rooted && (name == "urlset" || name == "sitemapindex"):
			r.rooted = true
		case !r.rooted:
			return entry{}, fmt.Errorf("%w: it begins with <%s>", errNotSitemap, name)
		case name == "url" || name == "sitemap":
			found := entry{sitemap: name == "sitemap"}
			if err := r.decoder.DecodeElement(&found, &start); err != nil {
				return entry{}, r.fault(err)
			}
			found.Loc = strings.TrimSpace(found.Loc)
			return found, nil
		}
	}
}

// fault is io.EOF at the end of a sitemap, and an error for a document that is no
// sitemap or is damaged.
func (r *sitemapReader) fault(err error) error {
	switch {
	case errors.Is(err, io.EOF) && r.rooted:
		return io.EOF
	case !r.rooted:
		return fmt.Errorf("%w: %v", errNotSitemap, noEOF(err))
	default:
		return fmt.Errorf("sitemap is damaged: %w", noEOF(err))
	}
}

// noEOF keeps an early end from being taken for the proper one.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// w3cLayouts are the forms of a date that the protocol allows.
var w3cLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04",
	time.DateOnly, "2006-01", "2006",
}

// w3cTime reads a date of a sitemap; zero where it is not one.
func w3cTime(text string) time.Time {
	text = strings.TrimSpace(text)
	for _, layout := range w3cLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
