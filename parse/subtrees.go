package parse

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// subtree is an element with plain contents: html.Parse makes of them the tree
// that they look like, wherever the element stands.
type subtree struct {
	node     *html.Node // holds the contents, nothing else of it is used
	from, to int        // the contents, offsets in the source
}

// frame is an open element that holds nothing but what is plain so far.
type frame struct {
	*rule
	node   *html.Node
	from   int    // where its contents begin
	before int    // how many subtrees there were before it
	traits traits // its own and of all in it
	inP    bool   // it is a <p> or stands in one
	text   bool   // it holds more than white space
}

// scanner cuts a source into tags, texts and comments as html.Parse does and
// builds elements of them. An element that turns out not to be plain is given
// up with those around it; what is complete within them stays.
type scanner struct {
	source string
	at     int // everything before is done
	tag    tag // read last
	open   []frame
	held   traits // of the open elements
	loose  traits // of elements given up, which may be open for the rest of the page
	cut    []subtree
	nodes  []html.Node      // to be used
	attrs  []html.Attribute // to be used
}

// plainSubtrees are the subtrees of a page that are worth building, each as
// large as can be, in page order. Lines end with a line feed.
func plainSubtrees(source string) []subtree {
	if strings.IndexByte(source, 0) >= 0 || strings.Contains(source, placeMark) {
		return nil
	}
	s := &scanner{source: source}
	for s.next() {
	}
	return s.cut
}

// shortest bounds the bytes of a subtree: html.Parse reads fewer as fast.
const shortest = 64

// mostOpen bounds the elements that are open within a subtree.
const mostOpen = 64

// next takes one text and the tag or comment after it. It reports false at the
// end, and where html.Parse could go on otherwise than the scanner.
func (s *scanner) next() bool {
	from := s.at
	for {
		i := strings.IndexByte(s.source[s.at:], '<')
		if i < 0 || s.at+i+2 >= len(s.source) {
			return false
		}
		s.at += i
		if c := s.source[s.at+1]; isLetter(c) || c == '/' || c == '!' || c == '?' {
			break
		}
		s.at++ // "a < b"
	}
	s.addText(s.source[from:s.at])
	second, third := s.source[s.at+1], s.source[s.at+2]
	switch {
	case isLetter(second):
		return s.readTag(s.at+1) && s.startTag()
	case second == '/' && isLetter(third):
		return s.readTag(s.at+2) && s.endTag()
	case strings.HasPrefix(s.source[s.at:], "<!--"):
		return s.comment()
	case s.inSVG():
		return false
	}
	s.giveUp()
	end := strings.IndexByte(s.source[s.at+2:], '>')
	s.at += 2 + end + 1
	return end >= 0
}

// comment takes a comment that ends as comments should.
func (s *scanner) comment() bool {
	text, _, ok := strings.Cut(s.source[s.at+len("<!--"):], "-->")
	if !ok || strings.HasPrefix(text, ">") || strings.HasPrefix(text, "->") || strings.Contains(text, "--!>") {
		return false
	}
	if len(s.open) > 0 {
		s.add(html.CommentNode).Data = unescape(text)
	}
	s.at += len("<!--") + len(text) + len("-->")
	return true
}

func (s *scanner) addText(text string) {
	if text == "" || len(s.open) == 0 {
		return
	}
	text = unescape(text)
	s.add(html.TextNode).Data = text
	s.top().text = s.top().text || !blank(text)
}

// blank reports whether a text is white space, by HTML's notion of it.
func blank(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\n', '\f', '\r':
		default:
			return false
		}
	}
	return true
}

// startTag takes the tag that was read.
func (s *scanner) startTag() bool {
	s.at = s.tag.end
	if s.inSVG() {
		r, known := svgRules[s.tag.name]
		return known && !s.top().textOnly && len(s.open) < mostOpen && s.begin(r)
	}
	r, known := rules[s.tag.name]
	if !known {
		s.giveUp()
		return true
	}
	if r.kind == obscure {
		return false
	}
	if r.kind == notPlain || !s.fits(r) {
		s.giveUp()
	}
	s.loose |= r.loosens
	if r.kind == notPlain {
		return !r.raw || s.skipRaw()
	}
	return s.begin(r)
}

// begin adds an element, and opens it if it has contents.
func (s *scanner) begin(r *rule) bool {
	n := s.add(html.ElementNode)
	n.Data, n.DataAtom = r.name, r.atom
	if r.kind == svg {
		n.Namespace = "svg"
	}
	if len(s.open) > 0 {
		if !s.setAttributes(n, r) {
			return false
		}
		s.top().traits |= r.traits
	}
	if r.kind == void || r.kind == svg && s.tag.selfClosing {
		return true
	}
	s.push(r, n)
	if !r.raw {
		return true
	}
	from := s.at
	if !s.skipRaw() {
		return false
	}
	if from < s.at {
		s.add(html.TextNode).Data = s.source[from:s.at]
	}
	return true
}

func (s *scanner) push(r *rule, n *html.Node) {
	inP := r.name == "p" || len(s.open) > 0 && s.top().inP
	s.held |= r.traits
	s.open = append(s.open, frame{rule: r, node: n, from: s.at, before: len(s.cut), traits: r.traits, inP: inP})
}

// fits reports whether an element may stand in those that are open: some close
// others first. Where none is open, html.Parse sees to that.
func (s *scanner) fits(r *rule) bool {
	if len(s.open) == 0 {
		return true
	}
	top := s.top()
	switch {
	case len(s.open) == mostOpen, r.block && top.inP, r.heading && top.heading:
		return false
	case r.kind != void && s.held&r.traits != 0:
		return false
	case r.within != nil:
		return slices.Contains(r.within, top.atom)
	}
	return true
}

// endTag takes the tag that was read.
func (s *scanner) endTag() bool {
	to := s.at
	s.at = s.tag.end
	if len(s.open) > 0 && s.top().tag == s.tag.name {
		s.closeTop(to)
		return true
	}
	inSVG := s.inSVG()
	s.giveUp()
	return !inSVG
}

// closeTop ends the innermost open element, whose contents end at an offset.
func (s *scanner) closeTop(to int) {
	f := s.top()
	s.open = s.open[:len(s.open)-1] // f stays as it is until the next one opens
	s.held &^= f.rule.traits
	// A block closes a <p> around it, so that none is open in it. Text forbids
	// a <frameset> after it, as the text that takes its place does.
	apart := f.block && f.text || f.raw
	if apart && f.traits&s.loose == 0 && to-f.from >= shortest {
		s.cut = append(s.cut[:f.before], subtree{f.node, f.from, to})
	}
	if len(s.open) > 0 {
		top := s.top()
		top.traits |= f.traits
		top.text = top.text || f.text
	}
}

// giveUp leaves the open elements to html.Parse.
func (s *scanner) giveUp() {
	s.loose |= s.held
	s.open, s.held = s.open[:0], 0
}

func (s *scanner) top() *frame { return &s.open[len(s.open)-1] }

// inSVG reports whether the innermost open element is SVG's.
func (s *scanner) inSVG() bool { return len(s.open) > 0 && s.top().kind == svg }

// add makes a node in the innermost open element. Nodes come from blocks of
// many: one allocation serves them all.
func (s *scanner) add(of html.NodeType) *html.Node {
	const block = 128
	if len(s.nodes) == 0 {
		s.nodes = make([]html.Node, block)
	}
	n := &s.nodes[0]
	s.nodes = s.nodes[1:]
	n.Type = of
	if len(s.open) > 0 {
		s.top().node.AppendChild(n)
	}
	return n
}
