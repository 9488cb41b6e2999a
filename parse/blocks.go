package parse

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// stream is the visible content of a page, flat and in reading order. The
// site's markup is unknown and changes; what is printed, and in which order,
// does not, so everything after the walk works on lines and never on tags.
type stream struct {
	text     []byte
	lines    []line
	marks    []int // offsets in text where an inline element begins or ends
	links    []link
	graphics []graphic
	footer   int // line at which the last <footer> begins; 0 if there is none

	starting  []candidate // see findStarting
	startEnds []int       // by line: how many of them stand before it
}

// line is one line of text: what stands between two breaks.
type line struct {
	start, end int        // offsets in stream.text
	bullet     bool       // the first line of a list item
	number     int        // the item's number in an ordered list, else 0
	node       *html.Node // innermost block element the line stands in
	heading    bool       // stands in h1 to h6
}

// link is an <a href> with the text it covers.
type link struct {
	start, end int
	href       string
}

// graphic is an element that shows something without text: an image, an icon,
// an input, or an empty element with attributes.
type graphic struct {
	at   int // offset in stream.text
	node *html.Node
	weak bool // an empty element that may be a mere spacer

	// helper is hidden text, for screen readers or as a tooltip: no text of the
	// page, but it may say what is drawn beside it.
	helper bool
}

// walker writes a stream in one pass over the tree.
type walker struct {
	stream
	block   []*html.Node // open block elements
	inline  int          // open inline elements
	heading int          // open heading elements
	item    itemState    // list item whose first line has not come yet
	ordinal []int        // counters of open ordered lists; -1 for bullets
	pre     int          // open <pre> elements
	space   bool         // white space seen since the last character
	open    bool         // a line is open
}

type itemState struct {
	pending bool
	number  int
}

func walk(root *html.Node) *stream {
	w := &walker{block: []*html.Node{root}}
	w.text = make([]byte, 0, 16<<10)
	w.children(root)
	w.breakLine()
	return &w.stream
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.write(c.Data)
		case html.ElementNode:
			w.element(c)
		}
	}
}

func (w *walker) element(n *html.Node) {
	role := roles[n.DataAtom]
	if role == roleSkip || chrome(n) {
		return
	}
	if w.invisible(n, role) {
		w.graphics = append(w.graphics, graphic{at: len(w.text), node: n, weak: true, helper: true})
		return
	}
	switch role {
	case roleBreak:
		w.breakLine()
	case roleGraphic:
		w.graphics = append(w.graphics, graphic{at: len(w.text), node: n})
	case roleBlock:
		w.blockElement(n)
	default:
		w.inlineElement(n)
	}
}

func (w *walker) blockElement(n *html.Node) {
	w.breakLine()
	before := len(w.text)
	w.block = append(w.block, n)
	if n.DataAtom == atom.Footer {
		w.footer = len(w.lines)
	}
	w.count(n, 1)
	w.openList(n)
	w.children(n)
	w.breakLine()
	w.closeList(n)
	w.count(n, -1)
	w.block = w.block[:len(w.block)-1]
	w.textless(n, before)
}

// count keeps account of open elements that change what is in them.
func (w *walker) count(n *html.Node, by int) {
	switch {
	case isHeading(n):
		w.heading += by
	case n.DataAtom == atom.Pre:
		w.pre += by
	}
}

func (w *walker) inlineElement(n *html.Node) {
	before := len(w.text)
	inside := w.inline
	w.mark()
	w.inline++
	w.children(n)
	w.inline = inside
	w.mark()
	if n.DataAtom == atom.A {
		if href := attr(n, "href"); href != "" && len(w.text) > before {
			w.links = append(w.links, link{before, len(w.text), href})
		}
	}
	w.textless(n, before)
}

// textless records an element with attributes that printed nothing: a rating
// may be drawn by such an element's class alone.
func (w *walker) textless(n *html.Node, before int) {
	if len(w.text) == before && len(n.Attr) > 0 {
		w.graphics = append(w.graphics, graphic{at: before, node: n, weak: true})
	}
}

func (w *walker) openList(n *html.Node) {
	switch n.DataAtom {
	case atom.Ul:
		w.ordinal = append(w.ordinal, -1)
	case atom.Ol:
		w.ordinal = append(w.ordinal, 0)
	case atom.Li:
		w.item = itemState{pending: true, number: w.nextOrdinal()}
	}
}

func (w *walker) closeList(n *html.Node) {
	if n.DataAtom == atom.Ul || n.DataAtom == atom.Ol {
		w.ordinal = w.ordinal[:len(w.ordinal)-1]
	}
	if n.DataAtom == atom.Li {
		w.item = itemState{}
	}
}

func (w *walker) nextOrdinal() int {
	top := len(w.ordinal) - 1
	if top < 0 || w.ordinal[top] < 0 {
		return 0
	}
	w.ordinal[top]++
	return w.ordinal[top]
}

func (w *walker) mark() {
	if n := len(w.marks); n == 0 || w.marks[n-1] != len(w.text) {
		w.marks = append(w.marks, len(w.text))
	}
}

func (w *walker) breakLine() {
	w.space = false
	if !w.open {
		return
	}
	w.open = false
	w.lines[len(w.lines)-1].end = len(w.text)
	w.text = append(w.text, '\n')
}

// startLine opens a line at the first character that is not white space.
func (w *walker) startLine() {
	w.lines = append(w.lines, line{
		start:   len(w.text),
		bullet:  w.item.pending,
		number:  w.item.number,
		node:    w.block[len(w.block)-1],
		heading: w.heading > 0,
	})
	w.item = itemState{}
	w.open = true
}

// invisible reports whether n is helper text that a reader of the page does
// not see: tooltips and hidden inline text. A hidden block that stands on its
// own is kept: it is a closed tab or accordion panel.
func (w *walker) invisible(n *html.Node, role role) bool {
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
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (helperClass(attr(c, "class")) || helperClass(attr(c, "role")) || holdsHelper(c)) {
			return true
		}
	}
	return false
}

func hiddenStyle(style string) bool {
	if !strings.Contains(style, "none") && !strings.Contains(style, "hidden") {
		return false
	}
	style = strings.ToLower(strings.ReplaceAll(style, " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// helperWords are parts of class names that mean the same on any site: text
// for tooltips and for screen readers.
var helperWords = []string{"tooltip", "popover", "tippy", "glossary-def", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"}

func helperClass(class string) bool {
	if !mayHelp(class) {
		return false
	}
	for word := range strings.FieldsSeq(strings.ToLower(class)) {
		for _, helper := range helperWords {
			// A trigger such as "has-tooltip" holds the term itself.
			if strings.HasPrefix(word, helper) && !strings.HasSuffix(word, "trigger") {
				return true
			}
		}
	}
	return false
}

// mayHelp reports whether a word of a class begins as helperWords do: nearly
// every element has classes, and nearly none has these.
func mayHelp(class string) bool {
	for i := 0; i+5 <= len(class); i++ {
		if helperStarts[class[i]] && (i == 0 || class[i-1] <= ' ' || class[i-1] >= utf8.RuneSelf) {
			return true
		}
	}
	return false
}

// helperStarts are the first letters of helperWords.
var helperStarts = func() (starts [256]bool) {
	for _, word := range helperWords {
		starts[word[0]], starts[word[0]-'a'+'A'] = true, true
	}
	return starts
}()

// chrome reports whether n is, by its own word, not the page's content.
func chrome(n *html.Node) bool {
	switch attr(n, "role") {
	case "navigation", "contentinfo", "dialog", "alertdialog", "search":
		return true
	}
	return false
}

func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}
