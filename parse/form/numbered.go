package form

import (
	"regexp"
	"slices"

	"ogp/parse/words"
)

// numberedLine is a line that begins with a number or letter and what may be a heading,
// with a colon or nothing behind it.
var numberedLine = regexp.MustCompile(`(?m)^[ \t]*\(?(\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})[.)][ \t]*` + heading + `(?::[ \t]*|$)`)

// mostNumbered bounds the numbered lines that are looked at.
const mostNumbered = 200

// numberedHeadings are headings that no table has and that are numbered as the known
// ones around them: "2. Risks" between "1. Problem" and "3. Objective". A list in an
// answer begins anew.
func numberedHeadings(s sentences, known []label) []label {
	if len(known) == 0 {
		return nil
	}
	var lines []numbered
	for _, match := range numberedLine.FindAllStringSubmatchIndex(s.text, mostNumbered) {
		l := s.headingAt(match[4], match[5], match[1])
		colon := match[1] > match[5]
		fits := isHeading(s.text[l.from:l.end], s.text[l.body:]) && (colon || standsAlone(s.text[:match[0]], s.text[l.from:l.end], s.text[l.body:]))
		lines = append(lines, numbered{l, s.text[match[2]:match[3]], isKnown(known, l), fits})
	}
	for _, style := range words.Styles {
		if row := rowOf(lines, style); len(row) > fewestAlike {
			return unknownOf(row)
		}
	}
	return nil
}

type numbered struct {
	label
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

func unknownOf(row []numbered) []label {
	var found []label
	for _, line := range row {
		if !line.known {
			found = append(found, line.label)
		}
	}
	return found
}
