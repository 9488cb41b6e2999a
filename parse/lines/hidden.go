package lines

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp/parse/words"
)

// unseen reports whether an element is helper text that a reader of the page
// does not see: a tooltip, or hidden text within a line. A hidden block
// outside any line is kept: it is a closed tab or accordion panel.
func (w *walker) unseen(n *html.Node, role role) bool {
	hidden, style := false, ""
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			hidden = a.Val != "until-found"
		case "style":
			style += a.Val
		case "aria-hidden":
			if a.Val == "true" && role == roleInline && ornament(n) {
				return true
			}
		case "class", "role":
			if helperClass(a.Val) && !holdsHelper(n) {
				return true
			}
			hidden = hidden || a.Val == "d-none" || a.Val == "hidden"
			for class := range strings.FieldsSeq(a.Val) {
				style += w.hiding[class]
			}
		}
	}
	if style != "" && offScreen.MatchString(style) {
		return true
	}
	inLine := role == roleInline || w.open || w.inline > 0
	hidden = hidden || style != "" && (noDisplay.MatchString(style) || inLine && transparent.MatchString(style))
	return hidden && role != roleGraphic && (inLine || !selectOpened.Match(n) && !opens(textBefore(n)))
}

// opens reports whether a text may be what one presses to see what is hidden behind it: it
// is short and no sentence, or ends with dots.
func opens(text string) bool {
	const longest = 80 // bytes
	return strings.HasSuffix(text, "…") || words.HasWord(text) && len(text) <= longest && !strings.ContainsAny(text[len(text)-1:], ".!;")
}

// textBefore is the text of the last element with one before another that is not hidden
// itself, in the same element or in one that the other begins.
func textBefore(n *html.Node) string {
	for ; n.Parent != nil; n = n.Parent {
		for before := ElementBefore(n); before != nil; before = ElementBefore(before) {
			_, hidden := attribute(before, "hidden")
			if text := strings.TrimSpace(textOf(before)); text != "" && !hidden && !noDisplay.MatchString(attr(before, "style")) {
				return text
			}
		}
	}
	return ""
}

// ClassOf is an element's class.
func ClassOf(n *html.Node) string { return attr(n, "class") }

// ElementBefore is the element before another one in the same element; nil for none.
func ElementBefore(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; n = n.PrevSibling {
	}
	return n
}

// ElementAfter is the one after it.
func ElementAfter(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

// offScreen is the style of text for screen readers alone: clipped to nothing, or
// far outside the page.
var offScreen = regexp.MustCompile(`(?i)clip\s*:\s*rect\(|clip-path\s*:\s*(?:inset|circle|polygon)\(|(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}` +
	`|translate[xy]?\(\s*-\d{3,}|(?:^|[;\s])(?:width|height)\s*:\s*[01]px.*overflow\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)`)

// noDisplay is the style of what is not shown, and transparent that of what is not seen, or
// not yet.
var (
	noDisplay   = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden`)
	transparent = regexp.MustCompile(`(?i)opacity\s*:\s*0\s*(?:;|$)|scale[xy]?\(\s*0\s*\)`)
)

// classesAlone are the selectors of a rule of a style sheet that are classes and nothing else.
var classesAlone = regexp.MustCompile(`^\s*\.[\w-]+(?:\s*,\s*\.[\w-]+)*\s*$`)

var hidingWords = []string{"none", "hidden", "rect(", "inset(", "-9"}

// hidingClasses are the classes that a page's own style sheets hide, with the style by which
// they do; without what is for some screens only.
func hidingClasses(markup []byte) map[string]string {
	classes := map[string]string{}
	for _, part := range bytes.Split(markup, []byte("<style"))[1:] {
		part, _, _ = bytes.Cut(part, []byte("</"))
		_, sheet, _ := strings.Cut(string(part), ">")
		sheet, _, _ = strings.Cut(sheet, "@")
		for rule := range strings.SplitSeq(sheet, "}") {
			selectors, style, _ := strings.Cut(rule, "{")
			says := func(word string) bool { return strings.Contains(style, word) } // spares nearly all rules the search
			if !slices.ContainsFunc(hidingWords, says) || !classesAlone.MatchString(selectors) || !offScreen.MatchString(style) && !noDisplay.MatchString(style) {
				continue
			}
			for class := range strings.FieldsFuncSeq(selectors, func(r rune) bool { return strings.ContainsRune("., \n\t", r) }) {
				classes[class] = style
			}
		}
	}
	return classes
}

// ornament reports whether an element that screen readers leave out is an addition
// to the text of an inline element or a heading around it, such as "(help)" in a
// label. One that is all the text there is the text.
func ornament(n *html.Node) bool {
	if n.Parent == nil || roles[n.Parent.DataAtom] == roleBlock && !IsLabelElement(n.Parent.DataAtom) {
		return false
	}
	for c := range n.Parent.ChildNodes() {
		switch {
		case c == n:
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return true
		case c.Type == html.ElementNode && !helperClass(attr(c, "class")) && strings.TrimSpace(textOf(c)) != "":
			return true
		}
	}
	return false
}

// IsLabelElement reports whether a block element holds a label or a heading.
func IsLabelElement(element atom.Atom) bool {
	switch element {
	case atom.Dt, atom.Th, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Legend, atom.Summary:
		return true
	}
	return false
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
