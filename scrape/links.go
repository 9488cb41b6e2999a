package scrape

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html/charset"
)

// Selectors of a member page.
var (
	pageLink   = cascadia.MustCompile(`a[href]:not([rel~="nofollow" i])`)
	baseHref   = cascadia.MustCompile(`base[href]`)
	robotsMeta = cascadia.MustCompile(`meta[name="robots" i][content]`)
	hidden     = cascadia.MustCompile(`[hidden], template`)
	styled     = cascadia.MustCompile(`[style]`)
)

// pageLinks are the addresses on the site that a page links to, in page order.
// Links that are not meant to be followed are left out: rel=nofollow, hidden
// ones, and the site's trap for robots, which is both. Beside ogp.ErrLongAddress it
// returns the other links.
func pageLinks(x *exchange, site *site) (links []string, err error) {
	reader, err := charset.NewReader(bytes.NewReader(x.body), x.header.Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("charset: %w", err)
	}
	document, err := goquery.NewDocumentFromReader(reader)
	if err != nil {
		return nil, fmt.Errorf("page cannot be parsed: %w", err)
	}
	if document.FindMatcher(robotsMeta).FilterFunction(followsNone).Length() > 0 {
		return nil, nil
	}
	base, err := pageBase(x, document)
	if err != nil {
		return nil, err
	}
	document.FindMatcher(hidden).Remove()
	document.FindMatcher(styled).FilterFunction(hiddenByStyle).Remove()
	for _, anchor := range document.FindMatcher(pageLink).EachIter() {
		link, tooLong := site.resolve(base, anchor.AttrOr("href", ""))
		if tooLong != nil {
			err = fmt.Errorf("it links to an %w, which was skipped", tooLong)
		} else if link != nil {
			links = append(links, link.String())
		}
	}
	return links, err
}

// followsNone reports whether an element says that no link of its page is to be
// followed. A word such as max-image-preview:none says nothing of the kind.
func followsNone(_ int, meta *goquery.Selection) bool {
	for rule := range strings.SplitSeq(strings.ToLower(meta.AttrOr("content", "")), ",") {
		if rule = strings.TrimSpace(rule); rule == "none" || rule == "nofollow" {
			return true
		}
	}
	return false
}

// pageBase is the address that relative links start from.
func pageBase(x *exchange, document *goquery.Document) (*url.URL, error) {
	address := x.target
	if x.final != "" {
		address = x.final
	}
	base, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("page's address: %w", err)
	}
	if href, ok := document.FindMatcher(baseHref).Attr("href"); ok {
		if named, err := base.Parse(strings.TrimSpace(href)); err == nil {
			return named, nil
		}
	}
	return base, nil
}

// hiddenByStyle reports whether an element's own style hides it. Style sheets
// are not read.
func hiddenByStyle(_ int, element *goquery.Selection) bool {
	style := strings.ToLower(strings.Join(strings.Fields(element.AttrOr("style", "")), ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}
