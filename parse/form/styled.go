package form

import (
	"strings"

	"ogp/parse/words"
)

// The styles of lines that mean something by themselves: a heading, and a row of a table.
const (
	StyleHeading = "heading"
	StyleRow     = "row"
	StyleLead    = "lead" // the first sentence of a line is set apart
)

// dividers end the heading in a line of a style.
var dividers = map[string]string{StyleRow: " | ", StyleLead: "."}

// styledHeadings are lines that no table has and that are set apart on the page as known
// headings are. A heading of the page is one in any case; of a table's rows, the first
// cells are. Where what follows is set apart in the same way, all of the text is.
func styledHeadings(s sentences, known []label) []label {
	lines := strings.Split(s.text, "\n")
	if len(known) == 0 || len(lines) != len(s.styles) {
		return nil
	}
	headed := make([]bool, len(lines)) // has a known label at its start
	like := map[string]bool{StyleHeading: true}
	start, next := 0, 0
	for i, line := range lines {
		for next < len(known) && known[next].from <= start+len(line) {
			l := known[next]
			if next++; l.start >= start && strings.TrimSpace(s.text[start:l.start]) == "" && s.styles[i] != "" {
				headed[i] = true
				like[s.styles[i]] = like[s.styles[i]] || l.field != "-" || s.styles[i] != StyleRow
			}
		}
		start += len(line) + 1
	}
	var found []label
	start = 0
	for i, line := range lines {
		style := s.styles[i]
		divider, within := dividers[style]
		alone := within || i+1 < len(lines) && s.styles[i+1] != style
		if style != "" && like[style] && !headed[i] && alone {
			heading := line
			if within {
				heading, _, _ = strings.Cut(line, divider)
			}
			mark := words.LabelMark(line)
			if mark < len(heading) && mayHead(heading[mark:]) && columnPart(heading[mark:]) != "due" {
				found = append(found, s.headingAt(printed{from: start + mark, end: start + len(heading), last: start + len(heading)}))
			}
		}
		start += len(line) + 1
	}
	return found
}
