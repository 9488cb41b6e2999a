package parse

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp"
)

// section is one labelled part of the page.
type section struct {
	candidate
	printed string // the label as printed; empty for a sentence that is its own value
	to      int    // where the section ends
	text    string
	state   ogp.State
	term    string // for a section with a vocabulary: the value's term
	proof   string // for a drawn value: the markup that proved it
	known   bool
}

// sections cuts the content at its labels. Text belongs to the label before it.
func (c *content) sections() []section {
	cuts := mergeByPlace(c.labels, c.unknownLabels())
	sections := make([]section, 0, len(cuts))
	for i, cut := range cuts {
		s := section{candidate: cut, to: c.contentEnd(), known: cut.words != ""}
		if i+1 < len(cuts) {
			s.to = cuts[i+1].start
		}
		if cut.form != formSentence {
			s.printed = string(c.stream.text[cut.start:cut.end])
		}
		s.text = c.textOf(c.body(&s))
		sections = append(sections, s)
	}
	return sections
}

type span struct {
	from, to int
	markers  bool // write the markers of list items
}

// body is the text that belongs to a section. Markers of list items are content
// in free text only, and not where the label is a list item itself.
func (c *content) body(s *section) span {
	free := s.slot >= slotDescription && s.field != "milestones" && !c.lines[s.line].bullet
	return span{from: s.candidate.value, to: s.to, markers: free}
}

func (c *content) contentEnd() int {
	if c.end < len(c.lines) {
		return c.lines[c.end].start
	}
	return len(c.stream.text)
}

// textLine is one line of a section's text.
type textLine struct {
	text       string
	bullet     bool
	number     int
	start, end int
	node       *html.Node
}

// linesOf are the lines, or parts of lines, within a span.
func (c *content) linesOf(in span) []textLine {
	lines := c.rawLines(in)
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = line.text
	}
	// A contact label and its number may stand on two lines; no line is lost.
	joined := strings.Join(texts, "\n")
	if masked := mask(joined); masked != joined {
		texts = strings.Split(masked, "\n")
		for i := range lines {
			lines[i].text = texts[i]
		}
	}
	return lines
}

// rawLines are the lines with the personal data that may be in them.
func (c *content) rawLines(in span) []textLine {
	var lines []textLine
	first, _ := slices.BinarySearchFunc(c.lines, in.from, func(l line, at int) int { return l.end - at })
	for _, l := range c.lines[first:] {
		if l.start >= in.to {
			break
		}
		start, end := max(l.start, in.from), min(l.end, in.to)
		if start >= end {
			continue
		}
		text := strings.TrimSpace(string(c.stream.text[start:end]))
		if text == "" {
			continue
		}
		whole := start == l.start
		lines = append(lines, textLine{
			text: text, bullet: whole && l.bullet, number: l.number, start: start, end: end, node: l.node,
		})
	}
	return lines
}

// textOf is the text within a span, a line for each line of the page; the
// items of a list have their markers where there are several.
func (c *content) textOf(in span) string {
	return joinLines(c.linesOf(in), in.markers)
}

func joinLines(lines []textLine, markers bool) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		if markers && line.bullet && len(lines) > 1 {
			b.WriteString(line.marker())
		}
		b.WriteString(line.text)
	}
	return compose(b.String())
}

// marker is what a browser shows before a list item, unless the text brings
// its own.
func (l textLine) marker() string {
	switch {
	case bulletStart(l.text) > 0:
		return ""
	case l.number > 0:
		return strconv.Itoa(l.number) + ". "
	default:
		return "• "
	}
}

// looksWeight is how many labels must look alike before their look tells of
// labels that the tables do not have.
const looksWeight = 3

// look is how a line is set apart in the markup.
type look struct {
	tag   atom.Atom
	class string
	zone  bool // after the heading "Description"
}

// unknownLabels are lines that look like the labels around them and stand in
// no table. In a national description nothing does: its headings are its
// author's.
func (c *content) unknownLabels() []candidate {
	body := c.bodyOffset()
	labelLooks, lineLooks := map[look]int{}, map[look]int{}
	for _, label := range c.labels {
		labelLooks[c.lookOf(label.line, body)]++
	}
	for i := c.title + 1; i < c.end; i++ {
		lineLooks[c.lookOf(i, body)]++
	}
	var unknown []candidate
	for i := c.title + 1; i < c.end; i++ {
		at := c.lookOf(i, body)
		if at.zone && c.template == "national" || c.holdsLabel(i) || c.lines[i].start < c.firstLabel() {
			continue
		}
		alike := labelLooks[at]
		distinct := alike >= looksWeight && lineLooks[at]-alike <= alike/2 && labelTag(at)
		if found, ok := c.unknownAt(i, distinct, at.zone); ok {
			unknown = append(unknown, found)
		}
	}
	return unknown
}

// labelTag reports whether a look is one that pages use for labels; a bare
// paragraph or list item is none.
func labelTag(l look) bool {
	switch l.tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt, atom.Th, atom.Summary, atom.Legend:
		return true
	}
	return l.class != ""
}

func (c *content) lookOf(lineNo, body int) look {
	l := c.lines[lineNo]
	return look{tag: l.node.DataAtom, class: attr(l.node, "class"), zone: l.start > body}
}

func (c *content) firstLabel() int {
	if len(c.labels) == 0 {
		return len(c.stream.text)
	}
	return c.labels[0].start
}

func (c *content) holdsLabel(lineNo int) bool {
	for _, label := range c.labels {
		if label.line == lineNo {
			return true
		}
	}
	return false
}

// maxLabel bounds the length of an unknown label.
const maxLabel = 60

// unknownAt reads the line as a label that no table has: one that looks like
// the known ones, or, in At-a-Glance, one that ends with a colon as they do.
func (c *content) unknownAt(lineNo int, distinct, body bool) (candidate, bool) {
	l := c.lines[lineNo]
	text := c.stream.text[l.start:l.end]
	found := candidate{label: label{field: "-", form: formLine}, start: l.start, end: l.end, value: l.end, line: lineNo}
	if colon := strings.IndexByte(string(text[:min(len(text), maxLabel)]), ':'); colon > 1 && !l.bullet && (distinct || !body) {
		if labelShape(string(text[:colon])) && (distinct || c.plain(l)) {
			found.end, found.value = l.start+colon, l.start+colon+1
			return found, true
		}
	}
	return found, distinct && len(text) <= maxLabel && labelShape(string(text))
}

// plain reports whether a line stands in a part of At-a-Glance whose values
// are short, so that a colon means a label.
func (c *content) plain(l line) bool {
	field := ""
	for _, label := range c.labels {
		if label.start > l.start {
			break
		}
		field = label.field
	}
	switch field {
	case "lead_institution", "support_institutions", "institutions", "irm_reports":
		return false
	}
	return true
}

// labelShape reports whether a text could be a label: a capital, then a few words.
func labelShape(text string) bool {
	word := strings.Fields(text)
	return len(word) > 0 && len(word) <= 8 && strings.ToLower(text[:1]) != text[:1] && !strings.ContainsAny(text, ".;!|")
}
