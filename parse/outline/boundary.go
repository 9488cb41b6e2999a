package outline

import (
	"regexp"
	"slices"
	"strings"

	"ogp/parse/words"
)

// Weights say how surely a part of the text is a label; the alignment picks
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
var infoMarks = []string{"i", "ⓘ", "ℹ", "?", "*"}

// gluedTooltip is a glossary text between a label and its colon,
// cut with dots: "Action PlanAction plans are at the core … governmen...: Kenya".
var gluedTooltip = regexp.MustCompile(`^\s?[^:\n]{20,400}?(?:\.\.\.|…)(?: ?More)?\s?:`)

// bounded decides whether the label really ends where its wording ends, and
// sets where the value begins and how sure that is.
func (s *scanner) bounded(c *candidate) bool {
	end := s.Lines[c.line].End
	if c.form == formSentence {
		c.value, c.weight = c.start, weightLine
		return !c.midline && c.end < end && s.Text[c.end] == ' '
	}
	after := s.skipInfoMark(c.end, end)
	rest := strings.TrimLeft(s.Text[after:end], " ")
	c.value = end - len(rest)
	switch {
	case len(rest) == 0:
		c.weight = weightLine
		if s.Lines[c.line].Heading {
			c.weight += weightHeading
		}
	case rest[0] == ':':
		c.value++
		c.weight = weightColon
	case strings.HasPrefix(rest, "："):
		c.value += len("：")
		c.weight = weightColon
	case s.Marked(c.end) || s.Marked(after):
		c.weight = weightInline
	case c.form == formColon && words.StartsWithMonth(rest):
		c.weight = weightGlued
	case c.form == formColon && gluedTooltip.MatchString(rest):
		c.value += len(gluedTooltip.FindString(rest))
		c.weight = weightColon
	default:
		return false
	}
	s.weigh(c, len(rest) == 0)
	return c.weight > 0
}

// weigh takes from a candidate what speaks against it.
func (s *scanner) weigh(c *candidate, toLineEnd bool) {
	if c.form == formLine && c.slot > slotDescription && s.Lines[c.line].Bullet {
		c.weight -= bulletCost
	}
	if !c.midline {
		return
	}
	if !s.Marked(c.start) {
		c.weight = 0
		return
	}
	if c.weight < weightColon || toLineEnd {
		c.weight = weightWeak
	}
}

// skipInfoMark steps over an info icon's text after a label ("Design i").
func (s *scanner) skipInfoMark(at, end int) int {
	rest := strings.TrimLeft(s.Text[at:end], " ")
	for _, mark := range infoMarks {
		if !strings.HasPrefix(rest, mark) {
			continue
		}
		after := end - len(rest) + len(mark)
		if after == end || s.Text[after] == ':' || s.Text[after] == ' ' || s.Marked(after) {
			return after
		}
	}
	return at
}

func isInfoMark(text string) bool { return slices.Contains(infoMarks, text) }
