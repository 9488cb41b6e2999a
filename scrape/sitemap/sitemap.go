// Package sitemap reads lists of pages that a site keeps for visitors: sitemaps,
// their indexes, feeds and texts of addresses. In come the bytes of one; out go
// its entries, with addresses as they are written and the date of the last change
// as an instant (LastModified).
//
// It never makes a request, and does not judge which addresses are wanted. What
// is wrong in one place loses nothing of the rest, and is an error at the end.
package sitemap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"ogp/scrape/content"
)

// Limits bound what is read of one sitemap.
type Limits struct {
	Bytes   int64 // unpacked
	Entries int
}

// Protocol are the limits of the sitemap protocol (sitemaps.org).
var Protocol = Limits{Bytes: 50 << 20, Entries: 50_000}

// ErrNotSitemap marks a document of another kind, such as a page that says
// there is no sitemap.
var ErrNotSitemap = errors.New("not a sitemap")

// Entry is one item of a sitemap.
type Entry struct {
	// Addresses are those of the page and of its translations.
	Addresses []string
	// Changed is the date of the last change; empty where none is named.
	Changed string
	// Sitemap is set where the item is a sitemap itself, named in an index.
	Sitemap bool
}

// Read yields the entries of a sitemap, a sitemap index, a feed or a text
// of addresses, packed or not, in document order. An error is the last thing
// yielded; the entries before it count.
func Read(body []byte, limits Limits) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		plain, err := content.Decode(body, nil, limits.Bytes)
		if err != nil {
			yield(Entry{}, fmt.Errorf("packed sitemap: %w", err))
			return
		}
		text, broken := decode(plain)
		entries := markupEntries(text)
		if !bytes.HasPrefix(text, []byte("<")) {
			entries = textEntries(text)
		}
		n := 0
		for next, err := range entries {
			if n++; err == nil && n > limits.Entries {
				err = fmt.Errorf("sitemap has more than the %d addresses the protocol allows", limits.Entries)
			}
			if !yield(next, err) || err != nil {
				return
			}
		}
		if broken {
			yield(Entry{}, errors.New("sitemap is damaged: it has bytes that are not text, which may be part of an address"))
		}
	}
}

var (
	// xmlEncoding is the charset that a document names.
	xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)`)
	// start is where a sitemap begins: other programs' warnings may come
	// before it.
	start = regexp.MustCompile(`(?i)<\?xml|<(?:\w+:)?(?:urlset|sitemapindex|rss|feed|rdf)[\s>]`)
)

// decode is the text of a sitemap in UTF-8, from where it begins, and whether
// some of its bytes are not text.
func decode(body []byte) (text []byte, broken bool) {
	text = content.Text(body)
	if at := start.FindIndex(text); at != nil {
		text = text[at[0]:]
	}
	label := xmlEncoding.FindSubmatch(text[:min(len(text), 1<<10)])
	if label != nil && !utf8.Valid(text) && !bytes.HasPrefix(bytes.ToLower(label[1]), []byte("utf")) {
		if reader, err := charset.NewReaderLabel(string(label[1]), bytes.NewReader(text)); err == nil {
			if decoded, err := io.ReadAll(reader); err == nil {
				text = decoded
			}
		}
	}
	return bytes.TrimSpace(text), !utf8.Valid(text) || bytes.ContainsAny(text, "\x00\x01\x02\x03\x04\x05\x06\x07\x08")
}

// textEntries are the addresses of a text with one on each line.
func textEntries(text []byte) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		found := false
		for line := range strings.FieldsFuncSeq(string(text), isLineEnd) {
			line, _, _ = strings.Cut(strings.TrimSpace(line), "\t") // columns may follow the address
			if strings.HasPrefix(line, "#") {
				continue
			}
			if isAddress := strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://"); !isAddress && !found {
				break
			}
			found = true
			if !yield(Entry{Addresses: []string{line}}, nil) {
				return
			}
		}
		if !found {
			yield(Entry{}, fmt.Errorf("%w: it begins with %.40q", ErrNotSitemap, text))
		}
	}
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

// Elements of the kinds of document that list pages, without their prefixes.
var (
	roots    = map[string]bool{"urlset": true, "sitemapindex": true, "rss": true, "feed": true, "rdf": true}
	items    = map[string]bool{"url": true, "sitemap": true, "item": true, "entry": true}
	modified = map[string]bool{"lastmod": true, "pubdate": true, "updated": true, "dc:date": true}
	media    = map[string]bool{"image": true, "video": true, "news": true} // prefixes: their addresses are not those of pages
)

// markupEntries are the items of a sitemap or feed. The tokenizer is HTML's, which
// one wrong byte or tag does not stop.
func markupEntries(text []byte) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		r := reader{tokens: html.NewTokenizer(bytes.NewReader(text))}
		r.tokens.AllowCDATA(true)
		for {
			kind := r.tokens.Next()
			if kind == html.ErrorToken {
				if err := r.fault(); err != nil {
					yield(Entry{}, err)
				}
				return
			}
			if err := r.take(kind); err != nil {
				yield(Entry{}, err)
				return
			}
			if r.complete {
				r.complete = false
				if !yield(r.item, nil) {
					return
				}
			}
		}
	}
}

// reader walks through the tags without building a tree of them.
type reader struct {
	tokens   *html.Tokenizer
	root     string // name of the document's element; empty before it
	ended    bool   // the root's end was seen
	within   string // name of the item; empty outside
	field    string // the element in an item whose text is wanted
	text     string // of that element, which comments may divide
	item     Entry
	complete bool // item is whole
}

// take takes in one token.
func (r *reader) take(kind html.TokenType) error {
	switch kind {
	case html.TextToken:
		if r.field != "" {
			r.text += string(r.tokens.Text())
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		r.endField()
		tag := r.tokens.Token()
		r.tokens.NextIsNotRawText() // in XML, no element's content is
		return r.open(tag)
	case html.EndTagToken:
		r.endField()
		name, _ := r.tokens.TagName()
		local := localName(string(name))
		switch {
		case local == r.root:
			r.ended = true
		case local == r.within:
			r.within, r.complete = "", true
		}
	}
	return nil
}

func (r *reader) open(tag html.Token) error {
	name := localName(tag.Data)
	switch {
	case r.root == "" && roots[name]:
		r.root, r.ended = name, tag.Type == html.SelfClosingTagToken
	case r.root == "":
		return fmt.Errorf("%w: it begins with <%.40s>", ErrNotSitemap, tag.Data)
	case r.within == "" && items[name]:
		r.within, r.item = name, Entry{Sitemap: name == "sitemap"}
	case r.within != "":
		r.field = field(tag.Data)
		if href := linkedPage(tag); href != "" {
			r.item.Addresses = append(r.item.Addresses, href)
		}
	}
	return nil
}

// field is the name of an element whose text is wanted; empty for others, such as
// the address of an image.
func field(name string) string {
	prefix, local, prefixed := strings.Cut(name, ":")
	switch {
	case modified[name] || !prefixed && (name == "loc" || name == "link" || name == "guid"):
		return name
	case prefixed && (modified[local] || local == "loc") && !media[prefix]:
		return local
	}
	return ""
}

// linkedPage is the address in an element link: of a translation in a sitemap,
// of the page in a feed.
func linkedPage(tag html.Token) (href string) {
	if localName(tag.Data) != "link" {
		return ""
	}
	for _, attribute := range tag.Attr {
		switch attribute.Key {
		case "rel":
			if attribute.Val != "alternate" {
				return ""
			}
		case "href":
			href = strings.TrimSpace(attribute.Val)
		}
	}
	return href
}

// endField takes in the text of an element that has ended. No address has blanks or
// line ends in it.
func (r *reader) endField() {
	text, address := strings.TrimSpace(r.text), strings.Join(strings.Fields(strings.Trim(r.text, "\ufeff\u200b \n")), "")
	switch {
	case text == "":
	case modified[r.field]:
		r.item.Changed = text
	default:
		r.item.Addresses = append(r.item.Addresses, address)
	}
	r.field, r.text = "", ""
}

// fault is nil at the end of a sitemap, and an error for a document that is no
// sitemap or ends too early.
func (r *reader) fault() error {
	switch {
	case r.root == "":
		return fmt.Errorf("%w: it has no element of one", ErrNotSitemap)
	case !r.ended:
		return fmt.Errorf("sitemap is damaged: %w", io.ErrUnexpectedEOF)
	}
	return nil
}

func localName(name string) string {
	if _, local, prefixed := strings.Cut(name, ":"); prefixed {
		return local
	}
	return name
}
