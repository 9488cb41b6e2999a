package lines

import (
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"ogp/parse/words"
)

const longestMarkup = 2000

// Markup is the markup of elements up to a bound, without personal data and without
// what sites generate for each answer: names that only scripts and styles use, keys,
// and parts of addresses.
func Markup(nodes []*html.Node) string {
	var steady []*html.Node
	for _, n := range nodes {
		found := goquery.NewDocumentFromNode(n).Clone()
		for _, c := range found.AddSelection(found.Find("*")).Nodes {
			c.Attr = slices.DeleteFunc(c.Attr, isMadeAnew)
			for i := range c.Attr {
				if key := c.Attr[i].Key; strings.HasSuffix(key, "src") || strings.HasSuffix(key, "href") {
					c.Attr[i].Val = Steady(c.Attr[i].Val)
				}
			}
		}
		steady = append(steady, found.Nodes...)
	}
	return words.Mask(HTML(steady))
}

// generated are attributes whose values sites make for each answer, or that say only how an
// element is loaded.
var generated = setOf("id", "for", "nonce", "data-id", "data-cfemail", "loading", "decoding", "fetchpriority", "srcset", "sizes",
	"aria-labelledby", "aria-describedby", "aria-controls")

func setOf(names ...string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}

func isMadeAnew(a html.Attribute) bool {
	return generated[a.Key] || strings.HasSuffix(a.Key, "nonce") || strings.Contains(a.Val, "url(#") || strings.HasPrefix(a.Val, "#")
}

// unsteady are the parts of an address that may differ at each answer: which of a
// site's servers sends a file, a session, a query, a part of the page.
var unsteady = regexp.MustCompile(`^(?:https?:)?//[^/]*|;jsessionid=[^/?#]*|[?#].*$`)

// Steady is an address without them.
func Steady(address string) string { return unsteady.ReplaceAllString(address, "") }

// HTML is the markup of elements up to a bound, with the personal data in it.
func HTML(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		if b.Len() < longestMarkup {
			_ = html.Render(&b, n) // a strings.Builder takes everything
		}
	}
	return strings.ToValidUTF8(b.String()[:min(b.Len(), longestMarkup)], "")
}
