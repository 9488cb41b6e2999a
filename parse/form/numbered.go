package form

import (
	"regexp"
	"slices"
	"strings"

	"ogp/parse/words"
)

// numberOfLine is the number or letter that a line begins with.
var numberOfLine = regexp.MustCompile(`^[ \t]*(?:\d{1,2}\.|\(?)(\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})(?:[.)][ \t]*|[ \t]+)`)

// longestNumber bounds the bytes of one.
const longestNumber = 12

// mostNumbered bounds the numbered lines that are looked at.
const mostNumbered = 200

// numberedHeadings are headings that no table has and that are numbered as the known
// ones around them: "2. Risks" between "1. Problem" and "3. Objective". A list in an
// answer begins anew.
func numberedHeadings(s sentences, known []label) []label {
	if len(known) == 0 {
		return nil
	}
	lines := s.numberedLines(known)
	for _, style := range words.Styles {
		if row := rowOf(lines, style); len(row) > fewestAlike {
			return s.unknownOf(row)
		}
	}
	return nil
}

func (s sentences) numberedLines(known []label) []numbered {
	var lines []numbered
	start := 0
	for line := range strings.SplitAfterSeq(s.text, "\n") {
		match := []int(nil)
		if head := line[:min(len(line), longestNumber)]; strings.ContainsAny(head, ".)") && len(lines) < mostNumbered {
			match = numberOfLine.FindStringSubmatchIndex(line)
		}
		if match != nil {
			part, frame := headingOf(line[match[1]:])
			from := start + match[1]
			part.from, part.end, part.last = from+part.from, from+part.end, from+part.last
			text, rest := s.text[part.from:part.end], s.text[part.last:]
			fits := frame != noFrame && isHeading(text, strings.TrimLeft(rest, " \t"), false) && (frame != bare || standsAlone(s.text[:start], text, rest))
			lines = append(lines, numbered{part, line[match[2]:match[3]], isKnown(known, from, start+len(line)), fits})
		}
		start += len(line)
	}
	return lines
}

type numbered struct {
	printed
	number string
	known  bool
	fits   bool // it may be a heading
}

// rowOf are the lines that count up and down from the first known one without a gap.
func rowOf(lines []numbered, style func(string) int) []numbered {
	first := slices.IndexFunc(lines, func(n numbered) bool { return n.known && style(n.number) > 0 })
	if first < 0 {
		return nil
	}
	row := []numbered{lines[first]}
	next := style(lines[first].number) - 1
	for i := first - 1; i >= 0; i-- {
		if lines[i].fits && style(lines[i].number) == next && next > 0 {
			row, next = append(row, lines[i]), next-1
		}
	}
	slices.Reverse(row)
	last := style(lines[first].number)
	for i, line := range lines[first+1:] {
		ordinal := style(line.number)
		later := slices.IndexFunc(lines[first+1+i:], func(n numbered) bool { return n.known })
		switch {
		case line.known && ordinal > 0:
			row, last = append(row, line), ordinal
		case line.fits && ordinal == last+1 && (later < 0 || style(lines[first+1+i+later].number) > ordinal):
			row, last = append(row, line), ordinal
		}
	}
	return row
}

func (s sentences) unknownOf(row []numbered) []label {
	var found []label
	for _, line := range row {
		if !line.known {
			found = append(found, s.headingAt(line.printed))
		}
	}
	return found
}
