package outline

import (
	"strings"
	"unicode"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/words"
)

// slotPart is the slot of the site's lines that head a part of the page, such as
// "Follow us"; the others are alone.
const slotPart = 30

// siteSlot is the slot of the label of the site's own that a line is, but for what counts
// and points, or begins with, where the table has a sentence or a colon; 0 for others.
func siteSlot(text string) int {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	word, _ := words.First(text[:min(len(text), longestWord)])
	for _, label := range byFirstWord()[word] {
		length := words.Prefix(text, label.Words)
		rest := strings.TrimLeft(text[length:], " ")
		switch {
		case length == 0 || label.Template != "site":
		case label.form == formColon && strings.HasPrefix(rest, ":"),
			label.form == formSentence && label.startsAs(text) && (rest == "" || rest != text[length:] || !unicode.IsLetter(rune(rest[0]))),
			label.form != formColon && strings.Trim(rest, ".…,: 0123456789()!?") == "":
			return label.slot
		}
	}
	return 0
}

const (
	// mostForeign bounds the lines under a heading of the site's own, and mostParts how
	// many parts of a page are looked for.
	mostForeign, mostParts = 30, 200

	// mostLabel bounds the bytes of a line that may be a form's label.
	mostLabel = 200
)

// findForeign adds the parts of a page that are its site's own: what a heading such as
// "Follow us" is over, and facts of At-a-Glance that are printed again.
func (r *finder) findForeign() {
	for i := r.title + 1; i < len(r.Lines) && len(r.nodes) < mostParts; i++ {
		fact, to := r.factAt(i)
		switch {
		case r.lines[i]:
		case siteSlot(r.At(i)) == slotPart:
			r.add(r.headedBy(i))
		case r.facts[fact] && i > r.description:
			r.add(r.factsAround(part{r.Lines[i].Node, i, to}))
		}
		r.facts[fact] = fact != ""
	}
}

// headedBy is what a line heads: all of the element that it begins, else what follows up
// to the next heading, where it is one; in either case up to a label.
func (r *finder) headedBy(line int) part {
	p, in := part{r.Lines[line].Node, line, line}, r.Lines[line].Node.Parent
	begins := !within(r.Lines[line-1].Node, in)
	for i := line + 1; i < min(len(r.Lines), line+mostForeign) && within(r.Lines[i].Node, in) && (begins || r.Lines[line].Strong || r.Lines[line].Heading); i++ {
		fact, _ := r.factAt(i)
		if fact != "" && !r.facts[fact] || !begins && r.Lines[i].Heading || r.beginsText(i) || len(r.At(i)) <= mostLabel && isFormLabel(r.At(i)) {
			break
		}
		p.to = i
	}
	return p
}

// factsAround is the outermost element around a fact with nothing but facts, under one
// heading at most.
func (r *finder) factsAround(p part) part {
	for n := p.node; !isPage(n); n = n.Parent {
		box := part{n, p.from, p.to}
		in := func(line int) bool { return line < len(r.Lines) && within(r.Lines[line].Node, n) }
		for in(box.from-1) && (r.isFact(box.from-1) || r.headsBox(box.from-1, n)) {
			box.from--
		}
		for in(box.to+1) && r.isFact(box.to+1) {
			box.to++
		}
		if in(box.from-1) || in(box.to+1) || box.from <= r.description {
			break
		}
		p = box
	}
	return p
}

// factAt is the label of At-a-Glance that begins a line with its value, which may be on
// the next; and the line that has it.
func (r *finder) factAt(line int) (fact string, to int) {
	for _, c := range r.starting[line] {
		if c.slot >= slotDescription || !c.opensField() || c.weight < weightLine {
			continue
		}
		if to = line; r.ownLine(c) && line+1 < len(r.Lines) {
			to++
		}
		return c.Field + ": " + words.Fold(r.Text[c.value:r.Lines[to].End]), to
	}
	return "", line
}

// isFact reports whether a line has the form of a label with its value, or of one of them.
func (r *finder) isFact(line int) bool {
	label, _, found := strings.Cut(r.At(line), ":")
	return found && labelShape(label) || isTerm(r.StyleOf(line)) || isTerm(r.StyleOf(line-1)) || r.StyleOf(line).Element == "td"
}

// leadsOn reports whether a line is nothing but the names of other pages of the site,
// with links to them.
func (s *scanner) leadsOn(l lines.Line) bool {
	links := s.LinksIn(l)
	for _, link := range links {
		text := s.Text[link.Start:link.End]
		if strings.Contains(text, "/") || strings.Contains(text, "www.") || !strings.HasPrefix(s.page.Absolute(link.Href), ogp.Site+"/") {
			return false
		}
	}
	return s.isLinks(l, links)
}
