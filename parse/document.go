package parse

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"ogp"
)

// document is a page's tree with what its head says about it.
type document struct {
	root     *html.Node
	broken   int      // bytes that are no text in the page's charset
	title    string   // <title>
	language string   // <html lang>, two letters
	ref      ogp.Ref  // what the page's address says: as fetched, else canonical link, else og:url
	base     *url.URL // what links are resolved against
}

// Selectors are compiled at start: goquery takes an invalid one for one that
// matches nothing.
var (
	selectTitle     = cascadia.MustCompile("title")
	selectCanonical = cascadia.MustCompile(`link[rel="canonical"]`)
	selectOGURL     = cascadia.MustCompile(`meta[property="og:url"]`)
)

func newDocument(fetched ogp.Page) (*document, error) {
	text, broken, err := decode(fetched.Body, fetched.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	parsed, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w: the markup cannot be parsed: %v", ogp.ErrNotCommitment, err)
	}
	// Children, not descendants: a search through the whole tree for its one
	// head would cost a tenth of parsing it.
	page := parsed.ChildrenFiltered("html")
	head := page.ChildrenFiltered("head")
	d := &document{
		root:     parsed.Nodes[0],
		broken:   broken,
		title:    strings.Join(strings.Fields(head.FindMatcher(selectTitle).First().Text()), " "),
		language: twoLetters(page.AttrOr("lang", "")),
	}
	d.ref = firstCommitment(fetched.URL,
		head.FindMatcher(selectCanonical).AttrOr("href", ""),
		head.FindMatcher(selectOGURL).AttrOr("content", ""))
	d.base = base(d.ref)
	return d, nil
}

// firstCommitment is the first of the addresses that is a commitment page's.
func firstCommitment(addresses ...string) ogp.Ref {
	for _, address := range addresses {
		if ref := ogp.ParseURL(address); ref.Kind == ogp.KindCommitment {
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

// absolute is the address that a link leads to, or "" if that is no web page's.
func (d *document) absolute(href string) string {
	target, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return ""
	}
	resolved := d.base.ResolveReference(target)
	if resolved.Scheme != "http" && resolved.Scheme != "https" {
		return ""
	}
	return resolved.String()
}
