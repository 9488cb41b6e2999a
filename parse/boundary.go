package parse

import (
	"bytes"
	"regexp"
)

// Weights say how surely a place in the text is a label; the alignment picks
// the order of labels with the greatest sum.
const (
	weightColon   = 10 // printed with its colon
	weightLine    = 8  // a line of its own
	weightHeading = 2  // more, in a heading element
	weightInline  = 5  // ends where an inline element ends: <strong>Problem</strong> Lack of …
	weightGlued   = 5  // "Start Date02/2022"
	weightRunIn   = 4  // with its colon, after other text on the line
	weightWeak    = 1  // an inline element of its own within a line
	bulletCost    = 4  // a list item after "Description": more likely a word in a list
)

// infoMarks are what the info icon beside a label leaves in the text.
var infoMarks = [][]byte{[]byte("i"), []byte("ⓘ"), []byte("ℹ"), []byte("?"), []byte("*")}

// gluedTooltip is a glossary text that stands between a label and its colon,
// cut with dots: "Action PlanAction plans are at the core … governmen...: Kenya".
var gluedTooltip = regexp.MustCompile(`^\s?[^:\n]{20,400}?(?:\.\.\.|…)(?: ?More)?\s?:`)

// bounded decides whether the label really ends where its wording ends, and
// sets where the value begins and how sure that is.
func (s *stream) bounded(c *candidate) bool {
	end := s.lines[c.line].end
	if c.form == formSentence {
		c.value, c.weight = c.start, weightLine
		return !c.midline && c.end < end && s.text[c.end] == ' '
	}
	after := s.skipInfoMark(c.end, end)
	rest := bytes.TrimLeft(s.text[after:end], " ")
	c.value = end - len(rest)
	switch {
	case len(rest) == 0:
		c.weight = s.ownLineWeight(c)
	case rest[0] == ':':
		c.value++
		c.weight = weightColon
	case bytes.HasPrefix(rest, []byte("：")):
		c.value += len("：")
		c.weight = weightColon
	case s.marked(c.end) || s.marked(after):
		c.weight = weightInline
	case c.form == formColon && startsWithMonth(rest):
		c.weight = weightGlued
	case c.form == formColon && gluedTooltip.Match(rest):
		c.value += len(gluedTooltip.Find(rest))
		c.weight = weightColon
	default:
		return false
	}
	s.weigh(c, len(rest) == 0)
	return c.weight > 0
}

func (s *stream) ownLineWeight(c *candidate) int {
	if s.lines[c.line].heading {
		return weightLine + weightHeading
	}
	return weightLine
}

// weigh takes from a candidate what speaks against it.
func (s *stream) weigh(c *candidate, toLineEnd bool) {
	if c.form == formLine && c.slot > slotDescription && s.lines[c.line].bullet {
		c.weight -= bulletCost
	}
	if !c.midline {
		return
	}
	if !s.marked(c.start) {
		c.weight = 0
		return
	}
	if c.weight < weightColon || toLineEnd {
		c.weight = weightWeak
	}
}

// skipInfoMark steps over an info icon's text after a label ("Design i").
func (s *stream) skipInfoMark(at, end int) int {
	rest := bytes.TrimLeft(s.text[at:end], " ")
	for _, mark := range infoMarks {
		if !bytes.HasPrefix(rest, mark) {
			continue
		}
		after := end - len(rest) + len(mark)
		if after == end || s.text[after] == ':' || s.text[after] == ' ' || s.marked(after) {
			return after
		}
	}
	return at
}

// isInfoMark reports whether a text is nothing but an info icon's.
func isInfoMark(text string) bool {
	for _, mark := range infoMarks {
		if text == string(mark) {
			return true
		}
	}
	return false
}
