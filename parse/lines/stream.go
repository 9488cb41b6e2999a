package lines

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"ogp/parse/words"
)

// Stream is the visible content of a page, flat and in reading order. The
// site's markup is unknown and changes; what is printed, and in which order,
// does not.
type Stream struct {
	Text     string // the lines, each with a line end
	Lines    []Line
	Links    []Link    // in the order of their ends
	Graphics []Graphic // in page order
	Marks    []int     // offsets in Text where an inline element begins or ends, ascending
	Controls []Span    // texts to press, ascending
	Footer   int       // line at which the last <footer> begins; 0 if there is none
}

// Line is one line of text: what is between two breaks.
type Line struct {
	Start, End int        // offsets in Stream.Text
	Bullet     bool       // the first line of a list item
	Number     string     // the item's number in an ordered list, as a browser shows it
	Node       *html.Node // innermost block element around the line
	Heading    bool       // is in h1 to h6
	Strong     bool       // is set apart as a whole, in bold or as a form's label
	Lead       int        // bytes at its beginning that are set apart from what follows
	Control    bool       // a button or a link within the page and nothing else, or what asks for a button's answer

	next  *html.Node // block element around the first line after those in Node
	began *html.Node // the break in Node that the line is behind; nil for its first line
}

// Link is an <a href> with the text that it covers.
type Link struct {
	Start, End int
	Href       string
}

// Span is a part of the text.
type Span struct{ Start, End int }

// Pressed reports whether a part of the text is something to press and nothing
// else.
func (s *Stream) Pressed(from, to int) bool {
	i, _ := slices.BinarySearchFunc(s.Controls, from+1, func(c Span, end int) int { return c.End - end })
	if i == len(s.Controls) || s.Controls[i].Start >= to {
		return false
	}
	for ; i < len(s.Controls) && s.Controls[i].Start < to; i++ {
		if words.HasWord(s.Text[from:max(from, s.Controls[i].Start)]) {
			return false
		}
		from = min(s.Controls[i].End, to)
	}
	return !words.HasWord(s.Text[from:to])
}

// At is the text of a line.
func (s *Stream) At(line int) string { return s.Text[s.Lines[line].Start:s.Lines[line].End] }

// LineFrom is the first line that ends after an offset.
func (s *Stream) LineFrom(offset int) int {
	i, _ := slices.BinarySearchFunc(s.Lines, offset+1, func(l Line, at int) int { return l.End - at })
	return i
}

// Linked reports whether a link covers any of a line.
func (s *Stream) Linked(line Line) bool { return len(s.LinksIn(line)) > 0 }

// LinksIn are the links that cover any of a line.
func (s *Stream) LinksIn(line Line) []Link {
	from, _ := slices.BinarySearchFunc(s.Links, line.Start+1, func(l Link, end int) int { return l.End - end })
	to := from
	for to < len(s.Links) && s.Links[to].Start < line.End {
		to++
	}
	return s.Links[from:to]
}

// Marked reports whether an inline element begins or ends at an offset, or
// before the space there.
func (s *Stream) Marked(at int) bool {
	_, found := slices.BinarySearch(s.Marks, at)
	if !found && at > 0 && s.Text[at-1] == ' ' {
		_, found = slices.BinarySearch(s.Marks, at-1)
	}
	return found
}

// MarksIn are the marks after the first offset and before the second.
func (s *Stream) MarksIn(after, before int) []int {
	from, _ := slices.BinarySearch(s.Marks, after+1)
	to, _ := slices.BinarySearch(s.Marks, before)
	return s.Marks[from:max(from, to)]
}

// Apart is the text between two offsets with a space at every mark: values that
// are elements of their own may be printed without one.
func (s *Stream) Apart(from, to int) string {
	var b strings.Builder
	for _, mark := range s.MarksIn(from, to) {
		b.WriteString(s.Text[from:mark] + " ")
		from = mark
	}
	b.WriteString(s.Text[from:to])
	return b.String()
}

// SameStyle reports whether the elements around two lines look the same.
func (s *Stream) SameStyle(a, b int) bool { return s.StyleOf(a) == s.StyleOf(b) }

// Style is how a line is set apart from others in the markup: the block element
// around it, and that element's class.
type Style struct{ Element, Class string }

// StyleOf is the style of a line.
func (s *Stream) StyleOf(line int) Style {
	n := s.Lines[line].Node
	return Style{n.Data, attr(n, "class")}
}

// Alone reports whether a line is the only one in its element.
func (s *Stream) Alone(line int) bool {
	node := s.Lines[line].Node
	return (line == 0 || s.Lines[line-1].Node != node) && (line+1 == len(s.Lines) || s.Lines[line+1].Node != node)
}
