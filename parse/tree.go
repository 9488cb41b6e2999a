package parse

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// parseTree gives the tree that html.Parse gives, sooner.
//
// Nearly all of a page is in order: every element ends where it should. Subtrees
// that are so are built from their tags alone (see plainSubtrees), and a short
// text takes the place of each before html.Parse reads the page. Where that text
// then stands alone in its element, the subtree is put; if one does not, the
// page is not what it seemed, and html.Parse reads all of it. What HTML makes of
// markup that is not in order stays html.Parse's business.
func parseTree(text []byte) (*html.Node, error) {
	source := string(text)
	if strings.Contains(source, "\r") {
		source = lineEnds.Replace(source)
	}
	if cut := plainSubtrees(source); len(cut) > 0 {
		root, err := html.Parse(strings.NewReader(without(source, cut)))
		if err == nil && graft(root, cut) {
			return root, nil
		}
	}
	return html.Parse(bytes.NewReader(text))
}

// lineEnds makes of line ends what html.Parse makes of them.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// placeMark begins the text that takes a subtree's place. No character reference
// gives this control character, and no page with it is cut.
const placeMark = "\u0080"

// without is the source with the mark and a number for each subtree's contents.
func without(source string, cut []subtree) string {
	var b strings.Builder
	b.Grow(len(source) / 4)
	at := 0
	for i, tree := range cut {
		b.WriteString(source[at:tree.from])
		b.WriteString(placeMark)
		b.WriteString(strconv.Itoa(i))
		at = tree.to
	}
	b.WriteString(source[at:])
	return b.String()
}

// graft puts every subtree into its place and reports whether each had one.
func graft(root *html.Node, cut []subtree) bool {
	g := grafter{cut: cut, left: len(cut)}
	return g.within(root, 0) && g.left == 0
}

type grafter struct {
	cut  []subtree
	left int // of those, how many are not in the tree yet
}

// deepest bounds the elements around a subtree. html.Parse refuses pages with
// more than 512 that are open at once, and does not see those of subtrees.
const deepest = 100

// within grafts what belongs under n, which stands under depth other elements.
func (g *grafter) within(n *html.Node, depth int) bool {
	if depth > deepest {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.HasPrefix(c.Data, placeMark) {
			return g.place(n, c.Data[len(placeMark):])
		}
		if c.FirstChild != nil && !g.within(c, depth+1) {
			return false
		}
	}
	return true
}

// place moves a subtree's contents to n, if it is the element that they were
// taken from and holds nothing but the text in their place.
func (g *grafter) place(n *html.Node, number string) bool {
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(g.cut) || n.FirstChild != n.LastChild {
		return false
	}
	built := g.cut[i].node
	if n.DataAtom != built.DataAtom || n.Namespace != "" {
		return false
	}
	n.FirstChild, n.LastChild = built.FirstChild, built.LastChild
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		c.Parent = n
	}
	g.left--
	return true
}
