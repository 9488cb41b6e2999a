package scrape

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// pageLinks are the addresses a page links to, absolute, in page order. Links
// that are not meant to be followed are left out: rel=nofollow, hidden ones,
// and the site's trap for robots, which is both.
func pageLinks(x *exchange) ([]*url.URL, error) {
	reader, err := charset.NewReader(bytes.NewReader(x.body), x.header.Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("charset: %w", err)
	}
	document, err := goquery.NewDocumentFromReader(reader)
	if err != nil {
		return nil, fmt.Errorf("page cannot be parsed: %w", err)
	}
	if saysNoFollow(document) {
		return nil, nil
	}
	base, err := pageBase(x, document)
	if err != nil {
		return nil, err
	}
	var links []*url.URL
	for _, anchor := range document.Find("a[href]").Nodes {
		href := strings.TrimSpace(attribute(anchor, "href"))
		link, err := base.Parse(href)
		if err == nil && !isTrap(link.String()) && !isNoFollow(anchor) && !isHidden(anchor) {
			links = append(links, link)
		}
	}
	return links, nil
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
	if href, ok := document.Find("base[href]").Attr("href"); ok {
		if named, err := base.Parse(strings.TrimSpace(href)); err == nil {
			return named, nil
		}
	}
	return base, nil
}

// saysNoFollow reports whether the page asks robots to follow none of its links.
func saysNoFollow(document *goquery.Document) bool {
	for _, meta := range document.Find("meta[name][content]").Nodes {
		content := strings.ToLower(attribute(meta, "content"))
		if strings.EqualFold(attribute(meta, "name"), "robots") &&
			(strings.Contains(content, "nofollow") || strings.Contains(content, "none")) {
			return true
		}
	}
	return false
}

func isNoFollow(anchor *html.Node) bool {
	return slices.Contains(strings.Fields(strings.ToLower(attribute(anchor, "rel"))), "nofollow")
}

// isHidden reports whether the markup itself keeps an element, or what it
// stands in, from being seen. Style sheets are not read.
func isHidden(node *html.Node) bool {
	for ; node != nil; node = node.Parent {
		if node.Type != html.ElementNode {
			continue
		}
		style := strings.ToLower(strings.Join(strings.Fields(attribute(node, "style")), ""))
		if node.Data == "template" || hasAttribute(node, "hidden") ||
			strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
			return true
		}
	}
	return false
}

func attribute(node *html.Node, name string) string {
	for _, attr := range node.Attr {
		if attr.Key == name {
			return attr.Val
		}
	}
	return ""
}

func hasAttribute(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(attr html.Attribute) bool { return attr.Key == name })
}
