package outline

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	questions "ogp/parse/form"
	"ogp/parse/lines"
	"ogp/parse/words"
)

// Section is one labelled part of the page.
type Section struct {
	Label string // as printed; empty for a sentence that is its own value
	Field string // the column that the label opens; empty for a label that no table has
	Text  string // what belongs to the label, a line for each line of the page

	// Styles say of each line of a description how it is set apart; see form.ReadStyled.
	Styles []string

	outline *Outline
	at      candidate
	end     int // offset at which the section ends
}

// Line is one line of a section, without personal data.
type Line struct {
	lines.Line
	Text string
}

// Link is one link of a section.
type Link struct{ Text, URL string }

// cutSections cuts the content at its labels. Text belongs to the label before
// it.
func (o *Outline) cutSections() {
	cuts := byPlace(o.labels, o.unknownLabels())
	for i, cut := range cuts {
		s := Section{outline: o, at: cut, end: o.EndOffset()}
		if i+1 < len(cuts) {
			s.end = cuts[i+1].start
		}
		if s.Known() {
			s.Field = cut.Field
		}
		if cut.form != formSentence {
			s.Label = o.scan.Text[cut.start:cut.end]
		}
		found := s.Lines()
		if s.Field == "description" {
			found = JoinRows(found)
			s.Styles = o.stylesOf(found)
		}
		s.Text = JoinLines(found, s.listsItems())
		o.Sections = append(o.Sections, s)
	}
}

// stylesOf are how lines are set apart: as rows of a table, as headings, or in
// bold, as a whole or in the first sentence.
func (o *Outline) stylesOf(all []Line) []string {
	styles := make([]string, len(all))
	for i, line := range all {
		row, _ := line.RowAround()
		switch {
		case row != nil && strings.Contains(line.Text, " | "):
			styles[i] = questions.StyleRow
		case line.Heading:
			styles[i] = questions.StyleHeading
		case lines.IsLabelElement(line.Node.DataAtom):
			styles[i] = line.Node.Data
		case line.Strong && !o.scan.Linked(line.Line):
			styles[i] = "strong"
		case line.Lead > 0 && line.Lead == strings.IndexByte(o.scan.Text[line.Start:line.End]+".", '.')+1:
			styles[i] = questions.StyleLead
		}
	}
	return styles
}

// Known reports whether a table has the label.
func (s *Section) Known() bool { return s.at.Words != "" }

// Holds reports whether the label opens a column; "Overview" does not.
func (s *Section) Holds() bool { return s.at.opensField() || !s.Known() }

// listsItems reports whether the markers of list items are content: in free text
// only, and not where the label is a list item itself.
func (s *Section) listsItems() bool {
	return s.at.slot >= slotDescription && s.Field != "milestones" && !s.outline.scan.Lines[s.at.line].Bullet
}

// Lines are the lines, or parts of lines, of the section.
func (s *Section) Lines() []Line {
	found := slices.DeleteFunc(s.outline.linesIn(s.at.value, s.end), s.isNoContent)
	for i, line := range found {
		text := s.outline.withoutControl(line)
		if s.at.slot < slotDescription || siteSlot(line.Text[len(text):]) > 0 { // "Read more"
			found[i].Text = text
		}
	}
	found = withoutCut(found)
	if slices.Contains(proseFields, s.Field) {
		found = withoutEmptyHeadings(found)
	}
	// A contact label and its number may be on two lines; no line is lost.
	joined := textsOf(found)
	if masked := words.Mask(joined); masked != joined {
		for i, text := range strings.Split(masked, "\n") {
			found[i].Text = strings.TrimSpace(text)
		}
		found = slices.DeleteFunc(found, func(line Line) bool { return line.Text == "" })
	}
	return found
}

// withoutEmptyHeadings leaves out headings at the end that nothing is below but what the
// site shows, such as pictures. A form's question may have no answer.
func withoutEmptyHeadings(all []Line) []Line {
	for len(all) > 1 && all[len(all)-1].Heading && !isFormLabel(all[len(all)-1].Text) {
		all = all[:len(all)-1]
	}
	return all
}

// withoutCut leaves out lines that are cut for the eye where the next one has them whole:
// "To publish…", then "To publish all".
func withoutCut(all []Line) []Line {
	return slices.DeleteFunc(all, func(line Line) bool {
		cut := strings.TrimRight(line.Text, ".… ")
		if !strings.HasSuffix(line.Text, "…") && !strings.HasSuffix(line.Text, "...") || len(cut) < shortestCut {
			return false
		}
		next, _ := slices.BinarySearchFunc(all, line.End+1, func(l Line, at int) int { return l.Start - at })
		return next < len(all) && len(all[next].Text) > len(line.Text) && strings.HasPrefix(all[next].Text, cut)
	})
}

// shortestCut bounds the bytes of a line that is left out for the next one.
const shortestCut = 8

func textsOf(all []Line) string {
	texts := make([]string, len(all))
	for i, line := range all {
		texts[i] = line.Text
	}
	return strings.Join(texts, "\n")
}

// withoutControl is a line of At-a-Glance without what is to press at its end:
// "Major Learn more".
func (o *Outline) withoutControl(line Line) string {
	at, found := slices.BinarySearchFunc(o.scan.Controls, line.End, func(c lines.Span, end int) int { return c.End - end })
	if found && o.scan.Controls[at].Start > line.Start {
		return strings.TrimSpace(o.scan.Text[line.Start:o.scan.Controls[at].Start])
	}
	return line.Text
}

// proseFields are the fields that hold what authors wrote, where they link nothing of
// the site's own.
var proseFields = []string{"description", "problem", "status_quo", "action", "contribution", "long_term_goal", "irm_midterm_summary", "irm_end_of_term_summary"}

// isNoContent reports whether a line is the site's own: something to press, a
// placeholder such as "Loading…", or a count such as "Views: 1,024". Milestones may
// be in buttons.
func (s *Section) isNoContent(line Line) bool {
	if s.Field == "milestones" {
		// A title may be one word, such as "Print".
		return s.outline.scan.siteSlot(line.Line) > 0 && (strings.ContainsAny(strings.TrimSpace(line.Text), " …:.") || s.outline.scan.Linked(line.Line))
	}
	return line.Control || s.outline.scan.leadsOn(line.Line, slices.Contains(proseFields, s.Field)) || s.outline.scan.siteSlot(line.Line) > 0
}

// LeftOut is the first line of the section that is the site's own, if nothing else
// is in it.
func (s *Section) LeftOut() string {
	if s.Text != "" {
		return ""
	}
	for _, line := range s.outline.linesIn(s.at.value, s.end) {
		return line.Text
	}
	return ""
}

// linesIn are the lines between two offsets, with the personal data that may be
// in them.
func (o *Outline) linesIn(from, to int) []Line {
	var found []Line
	for i := o.scan.LineFrom(from); i < len(o.scan.Lines) && o.scan.Lines[i].Start < to; i++ {
		l := o.scan.Lines[i]
		if o.related.lines[i] {
			continue
		}
		start, end := max(l.Start, from), min(l.End, to)
		text := strings.TrimSpace(o.scan.Text[start:max(start, end)])
		if text == "" {
			continue
		}
		if start != l.Start || end != l.End {
			l.Control = o.scan.Pressed(start, end)
		}
		l.Bullet = l.Bullet && start == l.Start
		l.Start, l.End = start, end
		found = append(found, Line{l, text})
	}
	return found
}

// JoinLines is the text of lines; with markers, the items of a list have theirs
// where there are several.
func JoinLines(all []Line, markers bool) string {
	texts := make([]string, len(all))
	for i, line := range all {
		texts[i] = line.Text
		if markers && line.Bullet && len(all) > 1 {
			texts[i] = line.marker() + line.Text
		}
	}
	return words.Compose(strings.Join(texts, "\n"))
}

// marker is what a browser shows before a list item, unless the text brings
// its own.
func (l Line) marker() string {
	switch {
	case words.BulletLength(l.Text) > 0 || l.Number != "" && strings.HasPrefix(l.Text, l.Number):
		return ""
	case l.Number != "":
		return l.Number + " "
	default:
		return "• "
	}
}

// Apart is the section's text with a space wherever an inline element begins or
// ends: values that are elements of their own may be printed without one.
func (s *Section) Apart() string {
	var parts []string
	for _, line := range s.outline.linesIn(s.at.value, s.end) {
		parts = append(parts, s.outline.scan.Apart(line.Start, line.End))
	}
	return strings.Join(parts, "\n")
}

// Links are the links of the section that have a text.
func (s *Section) Links() []Link {
	var found []Link
	for _, link := range s.outline.scan.Links {
		if link.End <= s.at.value || link.Start >= s.end || s.outline.scan.Pressed(link.Start, link.End) {
			continue
		}
		text := JoinLines(s.outline.linesIn(max(link.Start, s.at.value), min(link.End, s.end)), false)
		if text = words.Mask(strings.ReplaceAll(text, "\n", " ")); text != "" {
			found = append(found, Link{text, s.outline.page.Absolute(link.Href)})
		}
	}
	return found
}

// Marked reports whether an inline element begins or ends within a line, so many
// bytes after its start.
func (s *Section) Marked(in Line, length int) bool {
	return s.outline.scan.Marked(in.Start + length)
}

// Pieces are the texts of a line between the ends of its inline elements.
func (s *Section) Pieces(line Line) []string {
	var pieces []string
	from := line.Start
	for _, to := range append(slices.Clone(s.outline.scan.MarksIn(line.Start, line.End)), line.End) {
		if text := strings.TrimSpace(s.outline.scan.Text[from:to]); text != "" {
			pieces = append(pieces, text)
		}
		from = to
	}
	return pieces
}

// Around are the elements around the first of some lines in a row in which no other
// line of the page is, the innermost first.
func (s *Section) Around(first, last lines.Line) []*html.Node {
	all := s.outline.scan.Lines
	before, after := s.outline.scan.LineFrom(first.Start)-1, s.outline.scan.LineFrom(last.Start)+1
	var found []*html.Node
	for n := first.Node; n.Parent != nil && !isPage(n); n = n.Parent {
		if before >= 0 && within(all[before].Node, n) || after < len(all) && within(all[after].Node, n) {
			break
		}
		found = append(found, n)
	}
	return found
}

// Graphics are the graphics after the section's label.
func (s *Section) Graphics() []lines.Graphic {
	var found []lines.Graphic
	for _, g := range s.outline.scan.Graphics {
		if g.At >= s.at.end && g.At <= s.end && !s.outline.beginsNext(g, s.end) && !s.outline.related.holds(g.Node) {
			found = append(found, g)
		}
	}
	return found
}

// beginsNext reports whether a graphic at the end of a section belongs to the
// next label: it is within the same block as that label.
func (o *Outline) beginsNext(g lines.Graphic, end int) bool {
	if g.At != end || end == len(o.scan.Text) {
		return false
	}
	next := o.scan.Lines[o.scan.LineFrom(end)]
	return next.Start == end && g.StandsIn(next)
}

// Place is the file and line of labels.csv that has the section's label.
func (s *Section) Place() string { return s.at.Place }

// Raw is the section's text as the page has it: with personal data, and with what
// is left out of Text.
func (s *Section) Raw() string { return textsOf(s.outline.linesIn(s.at.value, s.end)) }

// HTML is the markup of the section's lines from the one that a text begins on to
// the one before that which the next begins on; of all lines, if none does. It has
// the personal data of the page.
func (s *Section) HTML(text, next string) string {
	all := s.outline.linesIn(s.at.value, s.end)
	if from := lineOf(all, text); from >= 0 {
		all = all[from:]
	}
	if to := lineOf(all[min(1, len(all)):], next); to >= 0 {
		all = all[:to+1]
	}
	var nodes []*html.Node
	for _, line := range all {
		if len(nodes) == 0 || nodes[len(nodes)-1] != line.Node {
			nodes = append(nodes, line.Node)
		}
	}
	for _, g := range s.Graphics() {
		if len(all) == 0 {
			nodes = append(nodes, g.Node)
		}
	}
	return lines.HTML(nodes)
}

// lineOf is the first of the lines that a text begins on; -1 if none is.
func lineOf(all []Line, text string) int {
	first, _, _ := strings.Cut(text, "\n")
	return slices.IndexFunc(all, func(line Line) bool {
		return first != "" && (strings.Contains(line.Text, first) || strings.HasPrefix(first, line.Text))
	})
}

// OnlyLabels reports whether a section's text is nothing that could be read: an
// info icon's, or labels, such as the names on a tab bar.
func (s *Section) OnlyLabels() bool {
	if isInfoMark(s.Text) {
		return true
	}
	return !slices.ContainsFunc(s.Lines(), func(line Line) bool {
		return !slices.Contains(s.outline.textLabels, line.Start) && !isLabelOf("end", line.Text)
	})
}
