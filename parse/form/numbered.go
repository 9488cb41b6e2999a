package form

import (
	"regexp"
	"slices"
	"strings"

	"ogp/parse/words"
)

// numberedLine is a line that begins with a number or letter and what may be a heading,
// with a colon or nothing behind it.
var numberedLine = regexp.MustCompile(`(?m)^[ \t]*\(?(\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})[.)][ \t]*` + heading + `(:|$)`)

// numberedHeadings are headings that no table has and that are numbered as the known
// ones around them: "2. Risks" between "1. Problem" and "3. Objective". A list in an
// answer begins anew.
func numberedHeadings(s sentences, known []label) []label {
	if len(known) < fewestAlike {
		return nil
	}
	all := numberedLine.FindAllStringSubmatchIndex(s.text, mostNumbered)
	for _, style := range words.Styles {
		var found []label
		last, alike := 0, 0
		for i, match := range all {
			ordinal := style(s.text[match[2]:match[3]])
			switch {
			case ordinal == 0:
			case isKnown(known, match):
				last = ordinal
				alike++
			case alike > 0 && ordinal == last+1 && s.continues(known, all[i+1:], ordinal, style):
				if l, ok := s.numbered(match); ok {
					found = append(found, l)
					last = ordinal
				}
			}
		}
		if alike >= fewestAlike && len(found) > 0 {
			return found
		}
	}
	return nil
}

// mostNumbered bounds the numbered lines that are looked at.
const mostNumbered = 200

func isKnown(known []label, match []int) bool {
	return slices.ContainsFunc(known, func(l label) bool { return l.from < match[5] && match[4] < l.end })
}

// continues reports whether the next known heading, if there is one, has a higher number.
func (s sentences) continues(known []label, next [][]int, ordinal int, style func(string) int) bool {
	for _, match := range next {
		if isKnown(known, match) {
			return style(s.text[match[2]:match[3]]) > ordinal
		}
	}
	return true
}

// numbered is the heading of a line.
func (s sentences) numbered(match []int) (l label, ok bool) {
	from, end := match[4], match[5]
	body := match[1] + len(s.text[match[1]:]) - len(strings.TrimLeft(s.text[match[1]:], " \t:*_"))
	start := match[0] + len(s.text[match[0]:]) - len(strings.TrimLeft(s.text[match[0]:], " \t"))
	l = label{question: question{heading: true}, start: start, from: from, end: end, body: body, unknown: true}
	bare := match[6] == match[7]
	return l, isHeading(s.text[from:end], s.text[body:]) && (!bare || standsAlone(s.text[:match[0]], s.text[from:end], s.text[body:]))
}
