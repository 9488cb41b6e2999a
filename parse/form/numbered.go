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
		row := rowOf(lines, style)
		if len(row) <= fewestAlike {
			continue
		}
		var found []label
		for _, line := range row {
			if !line.known {
				found = append(found, s.headingAt(line.printed))
			}
		}
		return found
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

// rowOf are the lines that count from one on and of which some are known. A list in an
// answer begins anew, and ends before the next known line would count on.
func rowOf(lines []numbered, style func(string) int) []numbered {
	var row []numbered
	last, met := 0, false
	for i, line := range lines {
		ordinal := style(line.number)
		next := slices.IndexFunc(lines[i+1:], func(n numbered) bool { return n.known })
		switch {
		case ordinal == 0:
		case line.known:
			if !met && ordinal != last+1 {
				row = nil
			}
			row, last, met = append(row, line), ordinal, true
		case !line.fits:
		case !met && ordinal == 1:
			row, last = []numbered{line}, 1
		case ordinal == last+1 && (next < 0 || style(lines[i+1+next].number) > ordinal):
			row, last = append(row, line), ordinal
		}
	}
	if !met {
		return nil
	}
	return row
}
