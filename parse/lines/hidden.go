package lines

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// unseen reports whether an element is helper text that a reader of the page
// does not see: a tooltip, or hidden text within a line. A hidden block
// outside any line is kept: it is a closed tab or accordion panel.
func (w *walker) unseen(n *html.Node, role role) bool {
	hidden := false
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			hidden = a.Val != "until-found"
		case "style":
			hidden = hidden || hiddenStyle(a.Val)
		case "class", "role":
			if helperClass(a.Val) && !holdsHelper(n) {
				return true
			}
		}
	}
	return hidden && role != roleGraphic && (role == roleInline || w.open || w.inline > 0)
}

// holdsHelper reports whether an element that is named after a tooltip is the
// term it explains: the tooltip itself is in it.
func holdsHelper(n *html.Node) bool {
	for c := range n.Descendants() {
		if helperClass(attr(c, "class")) || helperClass(attr(c, "role")) {
			return true
		}
	}
	return false
}

func hiddenStyle(style string) bool {
	style = strings.ToLower(strings.ReplaceAll(style, " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// helperWords are what class names begin with that mean the same on any site:
// text for tooltips and for screen readers.
var helperWords = []string{"tooltip", "popover", "tippy", "glossary-def", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"}

func helperClass(class string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(class)) {
		// A trigger such as "tooltip-trigger" holds the term itself.
		begins := func(helper string) bool { return strings.HasPrefix(word, helper) }
		if slices.ContainsFunc(helperWords, begins) && !strings.HasSuffix(word, "trigger") {
			return true
		}
	}
	return false
}
