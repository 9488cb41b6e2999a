package lines

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"ogp"
	"ogp/parse/words"
)

// Document is a page: what its head says of it, and the text that it shows.
type Document struct {
	*Stream

	Title  string  // <title>
	Ref    ogp.Ref // what the page's address says: as fetched, else canonical link, else og:url
	Broken int     // bytes that are not text in the page's charset

	// Flattened tells that elements too deep within each other were left out, but
	// for their text.
	Flattened bool

	// Unread is why the page was not read but for its head: it has more tags or
	// lines than any real page. Empty for a page that was.
	Unread string

	Canonical ogp.Ref // what its canonical link says, else og:url

	Said string // the language that <html lang> says, two letters; empty if it says none

	base *url.URL // what links are resolved against
}

// Selectors are compiled at start: goquery takes an invalid one for one that
// matches nothing.
var (
	selectHead      = cascadia.MustCompile("head")
	selectTitle     = cascadia.MustCompile("title")
	selectCanonical = cascadia.MustCompile(`link[rel="canonical"]`)
	selectOGURL     = cascadia.MustCompile(`meta[property="og:url"]`)

	// selectMenus and selectChrome are what is, by its own word, not the page's
	// content. Menus are often most of a page, so they go before all else.
	selectMenus  = cascadia.MustCompile("nav")
	selectChrome = cascadia.MustCompile(`dialog, [role#=(^(navigation|contentinfo|dialog|alertdialog|search)$)],
		#wm-ipp-base, #wm-ipp, #wm-ipp-print, #donato`)  // the last are a web archive's toolbar

	// selectUnseen are the elements that show nothing, or whose text is no prose:
	// the controls of a form.
	selectUnseen = cascadia.MustCompile(`script, style, template, noscript, iframe, link, meta, :not(svg) > title,
		audio, math, select:not([disabled]), datalist, textarea`)

	// selectOpened are hidden elements that something may open: panels, the rest of a text,
	// and what is after what one presses. Others are notes of whoever made the page.
	selectOpened = cascadia.MustCompile(`[id]:not([id*=debug]), [role=tabpanel], :has(h2, h3, h4, h5, h6, dt), button + *, a + *, summary + *, dt + *,
		p:has(button) + *, div:has(button) + *, p:has(a[href^="#"]) + *, p:has(a[onclick]) + *, [class*=answer], [class*=body], [class*=inner], [class*=toggle],
		h2 + *, h3 + *, h4 + *, h5 + *, h6 + *, [class*=tab], [class*=pan], [class*=acc], [class*=coll], [class*=more], [class*=full], [class*=rest],
		p *, td *, th *, dd *, dt *, li *, [class*=slide], [class*=step], [class*=content], [class*=text]`)

	// selectAsking are forms that ask something, and what readers have written.
	selectAsking = cascadia.MustCompile(`form:has(button, textarea, input[type=submit], input[type=image], input[type=email], input[type=search]),
		#comments, #respond, #disqus_thread, .comments-area, .comment-list, .commentlist, .comment-respond`)
	selectTitles   = cascadia.MustCompile("h1, main")
	selectHeadings = cascadia.MustCompile("h2, h3, h4, h5, h6")
	selectNoscript = cascadia.MustCompile("noscript")
)

// source is what a document is made of.
type source struct {
	ogp.Page
	words.Decoded
	isLabel func(string) bool
}

// Read reads a page. A table whose heading has labels and nothing else, as isLabel
// says, is read by the column. The error wraps ogp.ErrNotCommitment for a page that
// holds no markup that could be read.
func Read(page ogp.Page, isLabel func(string) bool) (*Document, error) {
	if len(bytes.TrimSpace(page.Body)) == 0 {
		return nil, fmt.Errorf("%w: the page is empty", ogp.ErrNotCommitment)
	}
	decoded, err := words.Decode(page.Body, page.Header.Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ogp.ErrNotCommitment, err)
	}
	from := source{page, decoded, isLabel}
	if mayExceed(decoded.Text) && exceeds(decoded.Text) {
		return from.unread(fmt.Sprintf("the page has more than %d elements or attributes and was not read", mostNodes)), nil
	}
	d, err := from.document(decoded.Text)
	for i := 0; err != nil && i < len(lesser); i++ {
		if d, err = from.document(withTags(decoded.Text, lesser[i])); err == nil {
			d.Flattened = true
		}
	}
	switch {
	case err != nil:
		return from.unread("the markup cannot be parsed, and the page was not read: " + err.Error()), nil
	case len(d.Lines) > mostLines || len(d.Text) > mostText:
		return from.unread(fmt.Sprintf("the page has more than %d lines or %d bytes of text and was not read", mostLines, mostText)), nil
	}
	return d, nil
}

// unread is a page whose tree is not made: it holds what the head says, and the
// heading as the title has it.
func (s source) unread(reason string) *Document {
	head := s.Text[:min(len(s.Text), longestHead)]
	d, err := s.document(withTags(head, headTags))
	if err != nil {
		panic("parse: read a head: " + err.Error()) // nothing is deep in it
	}
	d.Unread = reason
	heading, _, _ := strings.Cut(d.Title, " | ")
	if id := d.Ref.ID; id != "" && !strings.HasSuffix(strings.ToUpper(heading), "("+id+")") {
		heading = strings.TrimSpace(heading + " (" + id + ")")
	}
	parsed, err := goquery.NewDocumentFromReader(strings.NewReader("<h1>" + html.EscapeString(heading)))
	if err != nil {
		panic("parse: make a heading: " + err.Error())
	}
	d.Stream = walk(parsed.Nodes[0], s.isLabel, nil)
	return d
}

// document makes a document of a page's markup, or of the part of it that is read.
func (s source) document(markup []byte) (*Document, error) {
	parsed, err := goquery.NewDocumentFromReader(bytes.NewReader(markup))
	if err != nil {
		return nil, err
	}
	root := parsed.ChildrenFiltered("html")
	head := root.ChildrenMatcher(selectHead)
	canonical, ogURL := head.FindMatcher(selectCanonical).AttrOr("href", ""), head.FindMatcher(selectOGURL).AttrOr("content", "")
	ref := firstCommitment(s.URL, ogp.SavedFrom(s.Text), canonical, ogURL)
	d := &Document{
		Title:  strings.Join(strings.Fields(head.FindMatcher(selectTitle).First().Text()), " "),
		Ref:    ref,
		Broken: s.Broken,

		Canonical: firstCommitment(canonical, ogURL),

		Said: twoLetters(root.AttrOr("lang", "")),
		base: base(ref),
	}
	head.Remove()
	parsed.FindMatcher(selectMenus).Remove()
	parsed.FindMatcher(selectChrome).Remove()
	showLazyImages(parsed)
	parsed.FindMatcher(selectUnseen).Remove()
	parsed.FindMatcher(selectAsking).FilterFunction(func(_ int, asking *goquery.Selection) bool {
		return asking.FindMatcher(selectTitles).Length() == 0 // some sites put the whole page into a form
	}).Each(func(_ int, asking *goquery.Selection) {
		asking.PrevMatcher(selectHeadings).FilterFunction(isFirst).Remove() // "Subscribe"
		asking.Remove()
	})
	d.Stream = walk(parsed.Nodes[0], s.isLabel, hidingClasses(markup))
	return d, nil
}

func isFirst(_ int, s *goquery.Selection) bool { return s.Prev().Length() == 0 }

// showLazyImages puts the images that a page has for browsers without scripts where
// they are: beside them is a placeholder.
func showLazyImages(page *goquery.Document) {
	page.FindMatcher(selectNoscript).FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.Contains(s.Text(), "<img")
	}).Each(func(_ int, s *goquery.Selection) {
		if inner, err := goquery.NewDocumentFromReader(strings.NewReader(s.Text())); err == nil {
			s.BeforeSelection(inner.Find("img"))
		}
	})
}

func firstCommitment(addresses ...string) ogp.Ref {
	for _, address := range addresses {
		if ref := ogp.ParseURL(ogp.OriginalURL(address)); ref.Kind == ogp.KindCommitment {
			return ref
		}
	}
	return ogp.Ref{}
}

func twoLetters(tag string) string {
	primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if len(primary) != 2 {
		return ""
	}
	return primary
}

// base is the page's canonical address, against which links are resolved: so a
// saved page and a fetched one give the same addresses.
func base(ref ogp.Ref) *url.URL {
	base, err := url.Parse(ref.URL())
	if err != nil || base.Host == "" {
		base, err = url.Parse(ogp.Site + "/")
	}
	if err != nil {
		panic("parse: the site's address: " + err.Error())
	}
	return base
}

// Language is the page's language by the address's prefix, else by <html lang>;
// empty if neither says it.
func (d *Document) Language() string {
	if d.Ref.Language != "" && d.Ref.Language != "en" || d.Said == "" {
		return d.Ref.Language
	}
	return d.Said
}

// Absolute is the address that a link leads to, without personal data; "" if that
// is no web page's.
func (d *Document) Absolute(href string) string {
	target, err := url.Parse(ogp.OriginalURL(strings.TrimSpace(href)))
	if err != nil {
		return ""
	}
	resolved := d.base.ResolveReference(target)
	if resolved.Scheme != "http" && resolved.Scheme != "https" {
		return ""
	}
	resolved.User = nil
	return words.MaskAddress(strings.TrimSuffix(resolved.String(), "index.html")) // as tools save it
}
