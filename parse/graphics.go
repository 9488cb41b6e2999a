package parse

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp"
)

// drawn reads a value that is drawn, not printed, when exactly one value of the
// vocabulary is named by the graphics' markup. Otherwise the markup is kept.
func (r *reading) drawn(s *section, v *vocabulary) {
	graphics := r.graphicsIn(s.end, s.to)
	graphics = graphics[:min(len(graphics), mostGraphics)]
	if len(graphics) == 0 {
		return
	}
	term, proof, several := oneTerm(graphics, s.field, v)
	if several {
		chosen := marked(graphics)
		if term, proof, several = oneTerm(chosen, s.field, v); term != "" {
			proof = activeMark(chosen[0].node) + ", " + proof
		}
	}
	switch {
	case term != "" && !several:
		s.term, s.proof, s.state = term, proof, ogp.StateValue
	case drawnFields[s.field] || anyStrong(graphics):
		s.state, s.text = ogp.StateGraphic, rawMarkup(graphics)
	}
}

// drawnFields are the ratings that the site draws once there is one: an empty
// element in their row is the drawing, elsewhere it may be a spacer.
var drawnFields = map[string]bool{"completion": true, "potential_impact": true}

// mostGraphics bounds the graphics looked at for one value.
const mostGraphics = 200

func (r *reading) graphicsIn(from, to int) []graphic {
	var found []graphic
	for _, g := range r.stream.graphics {
		if g.at >= from && g.at <= to && !(g.at == to && to < len(r.stream.text) && r.startsAt(to, g)) {
			found = append(found, g)
		}
	}
	return found
}

// startsAt reports whether a graphic at the end of a section belongs to the
// next label: it stands within the same block as that label.
func (r *reading) startsAt(at int, g graphic) bool {
	i, found := slices.BinarySearchFunc(r.lines, at, func(l line, start int) int { return l.start - start })
	return found && within(g.node, r.lines[i].node)
}

func within(n, ancestor *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}

// oneTerm is the one value that graphics name; several tells that they name
// more than one.
func oneTerm(graphics []graphic, field string, v *vocabulary) (term, proof string, several bool) {
	for _, g := range graphics {
		for _, said := range g.evidence() {
			found := said.term(field, v)
			if found == "" {
				continue
			}
			if term != "" && term != found {
				return "", "", true
			}
			if term == "" {
				term, proof = found, said.source
			}
		}
	}
	return term, proof, false
}

// said is what a piece of markup says, and where it says it. What a class says
// proves less: "high" and "active" are the words of any style sheet.
type said struct {
	words, source string
	class         bool
}

// neutral are words of alternative texts, class and file names that say nothing
// of a value.
var neutral = map[string]bool{
	"rating": true, "value": true, "level": true, "status": true, "state": true, "score": true, "badge": true,
	"icon": true, "icons": true, "img": true, "image": true, "svg": true, "graphic": true, "chart": true,
	"bar": true, "meter": true, "gauge": true, "progress": true, "indicator": true, "label": true,
	"is": true, "the": true, "of": true, "commitment": true, "ogp": true, "irm": true, "star": true,
}

// term is the value that the words name: all of them, but for the field's own
// name and neutral words. "not-complete" does not name "complete".
func (s said) term(field string, v *vocabulary) string {
	if s.class {
		return classTerm(s.words, field, v)
	}
	term, _ := bareTerm(s.words, field, v)
	return term
}

// bareTerm strips neutral words and those of the field's name from both ends;
// named reports whether one was of the field's name or of a rating.
func bareTerm(words, field string, v *vocabulary) (term string, named bool) {
	parts := strings.Fields(fold(words))
	if len(parts) > mostNames {
		return "", false
	}
	extra := func(word string) bool {
		return neutral[word] || slices.Contains(strings.Split(field, "_"), word)
	}
	for len(parts) > 0 && v.byWords[strings.Join(parts, " ")] == "" && extra(parts[0]) {
		parts, named = parts[1:], true
	}
	for len(parts) > 0 && v.byWords[strings.Join(parts, " ")] == "" && extra(parts[len(parts)-1]) {
		parts, named = parts[:len(parts)-1], true
	}
	return v.byWords[strings.Join(parts, " ")], named
}

// mostNames bounds the words of a text that may name a value.
const mostNames = 30

// classTerm is the value that one class of several names, if that class or
// another one beside it tells what it is the value of: "completion complete",
// "rating--high", but not "high contrast".
func classTerm(classes, field string, v *vocabulary) string {
	term, named := "", false
	for class := range strings.FieldsSeq(classes) {
		found, here := bareTerm(spaced(class), field, v)
		if found != "" && term != "" && found != term {
			return ""
		}
		if found != "" {
			term = found
		}
		named = named || here
	}
	if !named {
		return ""
	}
	return term
}

// own is what a graphic says that no graphic within it says: empty elements
// within each other are graphics each.
func (g graphic) own() []said {
	if !g.weak {
		return evidence(g.node)
	}
	return attributes(g.node)
}

// evidence is what the graphic's markup says, with the text of hidden helpers.
func (g graphic) evidence() []said {
	all := evidence(g.node)
	if g.helper {
		text := strings.Join(strings.Fields(hiddenText(g.node)), " ")
		all = append(all, said{words: text, source: g.node.Data + " hidden text: " + text})
	}
	return all
}

func hiddenText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(hiddenText(c))
	}
	return b.String()
}

// evidence is what the markup of an element and its descendants says besides
// its text.
func evidence(n *html.Node) []said {
	all := attributes(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode:
			all = append(all, evidence(c)...)
		case c.Type == html.TextNode && (n.DataAtom == atom.Title || n.Data == "title" || n.Data == "desc"):
			all = append(all, said{words: spaced(c.Data), source: n.Data + ": " + strings.TrimSpace(c.Data)})
		}
	}
	return all
}

func attributes(n *html.Node) []said {
	var all []said
	for _, a := range n.Attr {
		if words := attributeWords(a); words != "" {
			all = append(all, said{words, n.Data + " " + a.Key + "=" + a.Val, a.Key == "class"})
		}
	}
	return all
}

func attributeWords(a html.Attribute) string {
	switch a.Key {
	case "class":
		return a.Val
	case "alt", "title", "aria-label", "aria-valuetext", "value":
		return spaced(a.Val)
	case "src", "href", "xlink:href":
		file := path.Base(a.Val)
		return spaced(strings.TrimSuffix(file, path.Ext(file)))
	}
	if strings.HasPrefix(a.Key, "data-") {
		return spaced(a.Val)
	}
	return ""
}

// spaced turns the punctuation of class and file names into spaces.
func spaced(name string) string { return nameMarks.Replace(name) }

var nameMarks = strings.NewReplacer("-", " ", "_", " ", "/", " ", ".", " ", ":", " ", "#", " ", "%20", " ")

func anyStrong(graphics []graphic) bool {
	return slices.ContainsFunc(graphics, func(g graphic) bool { return !g.weak })
}

// marked are the graphics that are marked as the present one of several.
func marked(graphics []graphic) []graphic {
	var found []graphic
	for _, g := range graphics {
		if activeMark(g.node) != "" {
			found = append(found, g)
		}
	}
	return found
}

// activeWords are words in class names and data attributes that mark the
// present one of several choices.
var activeWords = map[string]bool{
	"active": true, "current": true, "selected": true, "checked": true, "on": true, "is-active": true,
	"is-current": true, "is-selected": true, "is-checked": true,
}

// activeMark is the markup that marks an element as the present choice, or "".
func activeMark(n *html.Node) string {
	for _, a := range n.Attr {
		switch a.Key {
		case "checked", "selected":
			return n.Data + " " + a.Key
		case "aria-current", "aria-checked", "aria-selected":
			if a.Val != "false" && a.Val != "" {
				return n.Data + " " + a.Key + "=" + a.Val
			}
		case "class", "data-state", "data-status":
			if word := activeWord(a.Val); word != "" {
				return n.Data + " " + a.Key + "=" + a.Val
			}
		case "data-active", "data-current", "data-selected", "data-checked":
			if a.Val != "false" && a.Val != "0" {
				return n.Data + " " + a.Key + "=" + a.Val
			}
		}
	}
	return ""
}

func activeWord(class string) string {
	for word := range strings.FieldsSeq(strings.ToLower(class)) {
		parts := strings.FieldsFunc(word, func(r rune) bool { return r == '_' || r == '-' })
		if activeWords[word] || len(parts) > 1 && activeWords[parts[len(parts)-1]] && !slices.Contains(parts, "not") {
			return word
		}
	}
	return ""
}

// activeLine is the one line of several that is marked as the present choice,
// on its element or within it; -1 if none is. Several that are marked tell
// nothing.
func (r *reading) activeLine(lines []textLine) (at int, proof string, several bool) {
	at = -1
	for i, line := range lines {
		if i > 0 && line.node == lines[i-1].node {
			continue // lines of one element share its marks
		}
		mark := r.markOf(line)
		if mark == "" {
			continue
		}
		if at >= 0 {
			return -1, "", true
		}
		at, proof = i, mark
	}
	return at, proof, false
}

// markOf looks at the line's block element and what is in it, and at elements
// around it that hold no other line.
func (r *reading) markOf(line textLine) string {
	n := line.node
	for n.Parent != nil && onlyChild(n) {
		n = n.Parent
	}
	return markWithin(n)
}

// onlyChild reports whether an element is the only one in its parent.
func onlyChild(n *html.Node) bool {
	for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
		if c != n && c.Type == html.ElementNode {
			return false
		}
	}
	return true
}

func markWithin(n *html.Node) string {
	if mark := activeMark(n); mark != "" {
		return mark
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			if mark := markWithin(c); mark != "" {
				return mark
			}
		}
	}
	return ""
}

// rawMarkup is the markup of graphics, as found.
func rawMarkup(graphics []graphic) string {
	var nodes []*html.Node
	for _, g := range graphics {
		if !g.weak || !anyStrong(graphics) {
			nodes = append(nodes, g.node)
		}
	}
	return render(nodes)
}

// markupOf is the markup of the elements that lines stand in.
func markupOf(lines []textLine) string {
	var nodes []*html.Node
	for _, line := range lines {
		nodes = append(nodes, line.node)
	}
	return render(nodes)
}

// longestMarkup bounds the markup that is kept of one value.
const longestMarkup = 2000

func render(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		if b.Len() < longestMarkup {
			_ = html.Render(&b, n) // a strings.Builder takes everything
		}
	}
	return mask(strings.ToValidUTF8(b.String()[:min(b.Len(), longestMarkup)], ""))
}
