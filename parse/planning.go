package parse

import (
	"regexp"
	"slices"
	"strings"

	"ogp"
)

// planning reads the rows of a planning table that stands as text in a national
// description: a heading whose cells are divided by "|", then one line a
// milestone. Cells mean what the heading says; a text without such a heading
// has no milestones, since flattened tables cannot be told apart.
func (r *reading) planning(text string) {
	var parts []string
	for line := range strings.SplitSeq(text, "\n") {
		cells := cellsOf(line)
		if heading := headingParts(cells); heading != nil {
			parts = heading
			continue
		}
		if parts == nil {
			continue
		}
		if len(cells) < 2 {
			if r.closesPlan(line) {
				parts = nil
			}
			continue
		}
		r.out.Milestones = append(r.out.Milestones, planRow(cells, parts))
	}
}

// closesPlan reports whether a line without cells ends the table: any line
// does that is a heading or text of its own, once rows have come.
func (r *reading) closesPlan(line string) bool {
	return len(r.out.Milestones) > 0 && strings.TrimSpace(line) != ""
}

func cellsOf(line string) []string {
	if !strings.Contains(line, "|") {
		return nil
	}
	cells := strings.Split(strings.Trim(line, " |"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// headingParts are the parts of a milestone that a heading's cells name; nil
// if the line is no heading. "Commitment Planning (Milestones | Expected
// Outputs | Expected Completion Date)" has its cells in parentheses.
func headingParts(cells []string) []string {
	if len(cells) < 2 {
		return nil
	}
	parts := make([]string, len(cells))
	titles := 0
	for i, cell := range cells {
		if at := strings.LastIndex(cell, "("); i == 0 && at >= 0 {
			cell = cell[at+1:]
		}
		if len(strings.Fields(cell)) > longestHeadingCell || !headingCell(cell) {
			return nil
		}
		parts[i] = columnPart(cell)
		if parts[i] == "title" {
			titles++
		}
	}
	if titles != 1 || parts[0] != "title" {
		return nil
	}
	return parts
}

// planColumns say what a heading of a planning table's column is about.
var planColumns = map[string]string{}

func init() {
	for part, words := range map[string]string{
		"due":     "date dates timeline timeframe timing deadline schedule period completion start starting end closing when fecha plazo",
		"outputs": "output outputs outcome outcomes result results product products deliverable deliverables resultados",
		"title":   "milestone milestones activity activities step steps goal goals action actions task tasks measure measures hitos actividades",
	} {
		for word := range strings.FieldsSeq(words) {
			planColumns[word] = part
		}
	}
}

// columnPart is the part of a milestone that a column's heading names by its
// first word that names one: "Milestone with a verifiable deliverable" is about
// the milestone, "Expected Completion Date" about the date.
func columnPart(heading string) string {
	for _, token := range tokenize(heading) {
		if part := planColumns[token.word]; part != "" {
			return part
		}
	}
	return ""
}

// mostCells bounds the cells of a row; tables have three or four.
const mostCells = 40

// longestHeadingCell bounds the words in a cell of a heading.
const longestHeadingCell = 8

// headingCell reports whether a cell has words of a heading only, no number or
// sentence.
func headingCell(cell string) bool {
	return !strings.ContainsAny(cell, "0123456789.;") && cell != ""
}

// planRow assigns a row's cells to a milestone by the heading. A row may lack
// its last cells; what it has more stands in the last part.
func planRow(cells, parts []string) ogp.Milestone {
	milestone := ogp.Milestone{Source: "description"}
	parts = fitting(cells, parts)
	number := ""
	for i, cell := range cells[:min(len(cells), mostCells)] {
		if i == 0 {
			number = ordinal.FindString(cell)
			cell = cell[titleMark(cell):]
		}
		// The row's number may repeat in each cell:
		// "1.Study | 1.Completed study | 2023".
		cell = strings.TrimPrefix(cell, number)
		switch part := parts[min(i, len(parts)-1)]; part {
		case "title":
			milestone.Title = cell
		case "outputs":
			milestone.Outputs = joinNonEmpty(milestone.Outputs, cell)
		case "due":
			// A start and an end may stand in columns of their own.
			milestone.Due = strings.TrimPrefix(milestone.Due+" - "+cell, " - ")
		}
	}
	milestone.StartMonth, milestone.EndMonth = parsePeriod(milestone.Due)
	return milestone
}

// fitting are the parts for a row with fewer cells than the heading: a last
// cell that is a date stands for the date, whatever was left out before it.
func fitting(cells, parts []string) []string {
	last := len(parts) - 1
	if len(cells) >= len(parts) || parts[last] != "due" || !dated.MatchString(cells[len(cells)-1]) {
		return parts
	}
	return append(slices.Clone(parts[:len(cells)-1]), "due")
}

// dated is the beginning of a cell that gives a date: "February 2025",
// "2024-2026 throughout", "1 July 2023", "12/2024".
var dated = regexp.MustCompile(`^(?:\d{1,2}[\s./-]+)?(?:\p{L}{3,9}\.?,?\s+)?(?:\d{1,2}[,./-]\s*)?(?:19|20)\d{2}\b`)

// titleMark is the length of the bullet or number before a milestone's title.
// A title that is nothing else stays.
func titleMark(cell string) int {
	n := itemStart(cell)
	if n == len(cell) || strings.HasPrefix(cell, "(") {
		return 0
	}
	return n
}
