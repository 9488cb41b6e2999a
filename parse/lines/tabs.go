package lines

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp/parse/words"
)

// isTab reports whether an element is a tab whose panel is elsewhere on the page. Its
// text heads the panel, and is written there: the tabs of a bar are beside each other,
// far from what they are about.
func (w *walker) isTab(n *html.Node) bool {
	target := tabTarget(n)
	if target == "" {
		return false
	}
	if w.ids == nil {
		w.ids, w.tabs = idsOf(w.block[0]), map[*html.Node]*html.Node{}
	}
	panel := w.ids[target]
	if panel == nil || w.tabs[panel] != nil || !words.HasWord(textOf(n)) {
		return false
	}
	w.tabs[panel] = n
	return true
}

// tabTarget is the ID of the panel that a tab opens; "" for what is no tab.
func tabTarget(n *html.Node) string {
	toggle := cmp.Or(attr(n, "data-toggle"), attr(n, "data-bs-toggle"))
	if attr(n, "role") != "tab" && toggle != "tab" && toggle != "pill" && !isTabLink(n) {
		return ""
	}
	target := attr(n, "aria-controls")
	for _, key := range []string{"href", "data-target", "data-bs-target"} {
		if id, ok := strings.CutPrefix(attr(n, key), "#"); ok {
			target = cmp.Or(target, id)
		}
	}
	for c := n.FirstChild; c != nil && target == ""; c = c.NextSibling {
		target, _ = strings.CutPrefix(attr(c, "href"), "#")
	}
	return target
}

// tabBar is the class of a row of tabs.
var tabBar = regexp.MustCompile(`(?i)(?:^|[\s_-])tabs?(?:$|[\s_-])`)

// isTabLink reports whether an element is a link within the page in a row of tabs, which
// is a list.
func isTabLink(n *html.Node) bool {
	if n.DataAtom != atom.A || !strings.HasPrefix(attr(n, "href"), "#") {
		return false
	}
	item := n.Parent
	return item != nil && item.DataAtom == atom.Li && item.Parent != nil && tabBar.MatchString(attr(item, "class")+" "+attr(item.Parent, "class"))
}

func idsOf(root *html.Node) map[string]*html.Node {
	ids := map[string]*html.Node{}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" && ids[id] == nil {
			ids[id] = n
		}
	}
	return ids
}

// tabOf writes the text of the tab that opens a panel as its heading, unless it is empty
// or begins with it.
func (w *walker) tabOf(panel *html.Node) {
	tab := w.tabs[panel]
	if tab == nil {
		return
	}
	text, name := strings.TrimSpace(textOf(panel)), strings.TrimSpace(textOf(tab))
	if !words.HasWord(text) || words.Prefix(text, words.Fold(name)) > 0 {
		return
	}
	w.breakLine()
	w.heading++
	w.children(tab)
	w.breakLine()
	w.heading--
}
