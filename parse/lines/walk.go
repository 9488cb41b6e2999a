package lines

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp/parse/words"
)

type walker struct {
	Stream
	isLabel func(string) bool
	scale   bool // the element that is written is one of several choices beside each other
	text    []byte
	block   []*html.Node // open block elements
	inline  int          // open inline elements
	heading int          // open heading elements
	pre     int          // open <pre> elements
	strong  int          // open elements that set words apart
	item    listItem     // list item whose first line has not come yet
	lists   []list       // open lists
	space   bool         // white space seen since the last character
	open    bool         // a line is open
	control int          // open elements whose text is a control's
	prose   bool         // the open line has text that is no control's
	pressed bool         // the open line has text that is a control's
	plain   bool         // the open line has text that is not set apart
	shared  bool         // the open line has a link by which the page is shared
	broken  *html.Node   // the last break in the innermost open block element

	hiding map[string]string // classes that the page's style sheet hides

	ids  map[string]*html.Node     // elements by their IDs, once there is a tab
	tabs map[*html.Node]*html.Node // tabs by their panels
}

func walk(root *html.Node, isLabel func(string) bool, hiding map[string]string) *Stream {
	w := &walker{isLabel: isLabel, block: []*html.Node{root}, hiding: hiding}
	w.children(root)
	w.breakLine()
	w.Text = string(w.text)
	return &w.Stream
}

func (w *walker) children(n *html.Node) {
	var before copied
	scale := isScale(n)
	for c := range n.ChildNodes() {
		switch c.Type {
		case html.TextNode:
			w.write(c.Data)
		case html.ElementNode:
			w.scale = scale && c.DataAtom == atom.Span
			before = w.once(c, before)
		}
	}
}

func (w *walker) element(n *html.Node) {
	role := roles[n.DataAtom]
	if w.scale || n.DataAtom == atom.Label && holdsBox(n) {
		role = roleBlock // each of several choices with its own text
	}
	w.scale = false
	if isControl(n) {
		defer w.press(n)()
	}
	switch {
	case w.isTab(n):
	case w.unseen(n, role) && !w.isRest(n):
		w.graphic(Graphic{Node: n, Weak: true, Helper: true})
	case role == roleBreak:
		w.breakLine()
		w.broken = n
	case role == roleGraphic:
		w.graphic(Graphic{Node: n})
	case n.DataAtom == atom.Table && w.byColumn(n):
	case role == roleBlock:
		w.labelOf(n)
		w.blockElement(n)
	case n.DataAtom == atom.Sup && w.footnote(n):
	case n.DataAtom == atom.Option:
		if _, selected := attribute(n, "selected"); selected {
			w.blockElement(n)
		}
	default:
		w.inlineElement(n)
	}
}

func (w *walker) graphic(g Graphic) {
	g.At = len(w.text)
	w.Graphics = append(w.Graphics, g)
}

func (w *walker) blockElement(n *html.Node) {
	w.breakLine()
	before := len(w.text)
	w.block, w.broken = append(w.block, n), nil
	if n.DataAtom == atom.Footer {
		w.Footer = len(w.Lines)
	}
	w.count(n, 1)
	w.openList(n)
	w.tabOf(n)
	w.children(n)
	w.breakLine()
	w.closeList(n)
	w.count(n, -1)
	w.block, w.broken = w.block[:len(w.block)-1], nil
	w.textless(n, before)
}

// count keeps account of open elements that change what is in them.
func (w *walker) count(n *html.Node, by int) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.heading += by
	case atom.Pre:
		w.pre += by
	}
}

func (w *walker) countStrong(n *html.Node, by int) {
	switch n.DataAtom {
	case atom.Strong, atom.B, atom.U, atom.Label:
		w.strong += by
	}
}

func (w *walker) inlineElement(n *html.Node) {
	before := len(w.text)
	href := ""
	if n.DataAtom == atom.A {
		href = attr(n, "href")
	}
	w.mark()
	w.inline++
	w.countStrong(n, 1)
	if contact := words.LinkContact(href); contact != "" {
		w.append(contact)
	} else {
		w.children(n)
	}
	w.countStrong(n, -1)
	w.inline--
	w.mark()
	if href != "" && len(w.text) > before {
		w.Links = append(w.Links, Link{before, len(w.text), href})
	}
	w.textless(n, before)
}

// footnote writes a footnote's mark as one that no word or year is glued to.
func (w *walker) footnote(n *html.Node) bool {
	mark, ok := words.Superscript(textOf(n))
	if ok {
		w.mark()
		w.append(mark)
		w.mark()
	}
	return ok
}

func (w *walker) mark() {
	if n := len(w.Marks); n == 0 || w.Marks[n-1] != len(w.text) {
		w.Marks = append(w.Marks, len(w.text))
	}
}

// textless records an element with attributes that printed nothing: a rating
// may be shown by such an element's class alone. A bar may print a number and say
// what that means.
func (w *walker) textless(n *html.Node, before int) {
	switch {
	case len(n.Attr) == 0:
	case len(w.text) == before:
		w.graphic(Graphic{Node: n, Weak: true})
	case attr(n, "aria-valuetext") != "":
		w.graphic(Graphic{Node: n})
	}
}

func attr(n *html.Node, key string) string {
	value, _ := attribute(n, key)
	return value
}

func attribute(n *html.Node, key string) (value string, ok bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
