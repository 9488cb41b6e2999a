package lines

import (
	"iter"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Graphic is an element that shows something without text: an image, an icon,
// an input, or an empty element with attributes.
type Graphic struct {
	At   int // offset in Stream.Text
	Node *html.Node
	Weak bool // an empty element that may be a mere spacer

	// Helper is hidden text, for screen readers or as a tooltip: no text of the
	// page, but it may say what a graphic beside it shows.
	Helper bool
}

// Said is what a piece of markup says, and where it says it. What a class says
// proves less: "high" and "active" are the words of any style sheet.
type Said struct {
	Words, Source string
	Class         bool
	Label         bool // is printed for whoever does not see the graphic
}

// Said is what the graphic's markup says, with the text of hidden helpers.
func (g Graphic) Said() []Said {
	said := markupOf(g.Node)
	if g.Helper {
		text := strings.Join(strings.Fields(textOf(g.Node)), " ")
		said = append(said, Said{Words: text, Source: g.Node.Data + " hidden text: " + text})
	}
	return said
}

// Own is what a graphic says that no graphic within it says: empty elements
// within each other are graphics each.
func (g Graphic) Own() []Said {
	if g.Weak {
		return attributesOf(g.Node)
	}
	return markupOf(g.Node)
}

// StandsIn reports whether the graphic is in the block element of a line.
func (g Graphic) StandsIn(line Line) bool { return g.Within(line.Node) }

// Within reports whether the graphic is in an element.
func (g Graphic) Within(outer *html.Node) bool {
	for n := g.Node; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// markupOf is what an element and those within it say besides their text.
func markupOf(n *html.Node) []Said {
	var said []Said
	for c := range selfAndDescendants(n) {
		said = append(said, saidBy(c)...)
	}
	return said
}

// saidBy is what an element says, without those within it.
func saidBy(n *html.Node) []Said {
	said := attributesOf(n)
	if n.Type == html.ElementNode && (n.DataAtom == atom.Title || n.DataAtom == atom.Meter || n.DataAtom == atom.Progress || n.Data == "desc") {
		text := textOf(n)
		said = append(said, Said{Words: Spaced(text), Source: n.Data + ": " + strings.TrimSpace(text)})
	}
	return said
}

func selfAndDescendants(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if !yield(n) {
			return
		}
		for c := range n.Descendants() {
			if !yield(c) {
				return
			}
		}
	}
}

func attributesOf(n *html.Node) []Said {
	var said []Said
	for _, a := range n.Attr {
		if text := attributeWords(a); text != "" {
			label := a.Key == "alt" || a.Key == "title" || a.Key == "aria-label"
			said = append(said, Said{text, n.Data + " " + a.Key + "=" + a.Val, a.Key == "class", label})
		}
	}
	return said
}

func attributeWords(a html.Attribute) string {
	switch a.Key {
	case "class":
		return a.Val
	case "alt", "title", "aria-label", "aria-valuetext", "value":
		return Spaced(a.Val)
	case "src", "data", "href", "xlink:href", "data-src", "data-lazy-src", "data-original", "srcset", "data-srcset", "data-lazy-srcset":
		return fileWords(a.Val)
	case "style":
		_, address, _ := strings.Cut(a.Val, "url(")
		address, _, _ = strings.Cut(address, ")")
		return fileWords(strings.Trim(address, `'"`))
	}
	if strings.HasPrefix(a.Key, "data-") {
		return Spaced(a.Val)
	}
	return ""
}

// fileMarks are what sites add to the name of an image's file: its size, a hash of
// its content, the time of an edit.
var fileMarks = regexp.MustCompile(`(?i)(?:[-_.@](?:\d+x\d+|\d+x|scaled|rotated|e\d{6,}|[0-9a-f]*\d[0-9a-f]*[a-f][0-9a-f]{4,}|[0-9a-f]{8,}))+$`)

// fileWords are the words of a file's name in an address, or in the first of
// several; "" for an image that the address itself holds, as placeholders do.
func fileWords(address string) string {
	address, _, _ = strings.Cut(strings.TrimSpace(address), " ")
	if _, part, ok := strings.Cut(address, "#"); ok {
		return Spaced(part) // of a file with many pictures
	}
	address, _, _ = strings.Cut(address, "?")
	if strings.HasPrefix(address, "data:") {
		return ""
	}
	file := path.Base(address)
	file = strings.TrimSuffix(file, path.Ext(file))
	return Spaced(fileMarks.ReplaceAllString(file, ""))
}

// Spaced turns the punctuation of class and file names into spaces.
func Spaced(name string) string { return nameMarks.Replace(name) }

var nameMarks = strings.NewReplacer("-", " ", "_", " ", "/", " ", ".", " ", ":", " ", "#", " ", "%20", " ", "(", " ", ")", " ", ",", " ")
