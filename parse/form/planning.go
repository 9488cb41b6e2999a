package form

import (
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/words"
)

// Rows reads the rows of a planning table that is text: a heading whose cells are
// divided by "|", then one line a milestone. Cells mean what the heading says; a status
// is as printed.
func Rows(text string) []ogp.Milestone {
	var milestones []ogp.Milestone
	var parts []string
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		cells := cellsOf(lines[i])
		if columns := columnsOf(lines[i:]); columns != nil {
			i += len(cellsOf(columns[0])) - 1
			milestones, parts = append(milestones, Rows(strings.Join(columns, "\n"))...), nil
			continue
		}
		if heading := headingParts(cells); heading != nil {
			parts = heading
			continue
		}
		switch {
		case parts == nil:
		case len(cells) >= 2:
			if row := milestone(cells, parts); row.Due != "" || !meanings["total"][words.Fold(row.Title)] {
				milestones = append(milestones, row)
			}
		case len(milestones) > 0 && strings.TrimSpace(lines[i]) != "":
			parts = nil // a heading or text of its own ends the table, once rows have come
		}
	}
	return withoutLetters(milestones)
}

// columnsOf are the columns, as rows, of a table whose headings are below each other:
// "Milestone | Law | Site", then "End date | …". It is nil for any other.
func columnsOf(lines []string) []string {
	var columns [][]string
	var headings []string
	for _, line := range lines {
		cells := cellsOf(line)
		if len(cells) < 2 || len(columns) > 0 && len(cells) != len(columns) || columnPart(cells[0]) == "" || len(headings) == mostCells {
			break
		}
		if columns == nil {
			columns = make([][]string, len(cells))
		}
		headings = append(headings, columnPart(cells[0]))
		for i, cell := range cells {
			columns[i] = append(columns[i], cell)
		}
	}
	if len(headings) < 2 || headings[0] != "title" || slices.Contains(headings[1:], "title") || headingParts(columns[0]) == nil ||
		slices.ContainsFunc(columns[1:], func(column []string) bool { return columnPart(column[0]) != "" }) {
		return nil
	}
	rows := make([]string, len(columns))
	for i, column := range columns {
		rows[i] = strings.Join(column, " | ")
	}
	return rows
}

// withoutLetters cuts the letters by which rows are numbered: "A. Study | A. Report".
func withoutLetters(rows []ogp.Milestone) []ogp.Milestone {
	titles := make([]string, len(rows))
	for i, row := range rows {
		titles[i] = row.Title
	}
	for i, title := range words.CutMarks(titles) {
		mark := strings.TrimSuffix(titles[i], title)
		rows[i].Title, rows[i].Outputs = title, strings.TrimPrefix(rows[i].Outputs, mark)
	}
	return rows
}

// table is the heading of a planning table; empty where there is none. A heading
// without a date below it heads no table.
func (s sentences) table(answers []Answer) string {
	for i, a := range answers {
		below := a.Text
		if below == "" && i+1 < len(answers) && answers[i+1].Field == "" {
			below = answers[i+1].Text // its columns are a heading of their own
		}
		if a.Table && (someDate.MatchString(below) || isUnreadHeading(cellsOf(a.Question)) && strings.Contains(below, "|")) {
			return a.Question
		}
	}
	return s.text[s.dates.from:s.dates.end]
}

// longestRow bounds the bytes from a table's heading to its first date.
const longestRow = 1500

// columns are the headings of two columns, one for the beginning and one for the
// end, with a date behind them; both offsets are 0 where a text has none.
type columns struct{ from, end int }

func (s sentences) dateColumns() (found columns) {
	isDue := func(i int) bool { return i < len(s.tokens) && partOf(s.tokens[i].word) == "due" }
	for i, token := range s.tokens {
		if !meanings["beginning"][token.word] || !isDue(i+1) || meanings["ending"][s.tokens[i+1].word] {
			continue
		}
		for last := i + 2; last < min(i+5, len(s.tokens)); last++ {
			if meanings["ending"][s.tokens[last].word] {
				if isDue(last + 1) {
					last++ // "End date"
				}
				rest := s.text[s.tokens[last].end:]
				if someDate.MatchString(rest[:min(len(rest), longestRow)]) {
					if i > 1 && isDue(i-2) && meanings["leading"][s.tokens[i-1].word] {
						token = s.tokens[i-2] // "Fecha de inicio"
					}
					return columns{token.start, s.tokens[last].end}
				}
			}
			if !isDue(last) && !meanings["leading"][s.tokens[last].word] {
				break // "Fecha de inicio, fecha de término"
			}
		}
	}
	return columns{}
}

// someDate is a year or a quarter, as tables give one a row.
var someDate = regexp.MustCompile(`\b(?:19|20)\d{2}\b|\bQ[1-4]\b`)

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
	titles, numbers := 0, 0
	for i, cell := range cells {
		if i == 0 && isNumberHeading(cell) {
			numbers++
			continue
		}
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
	if at := slices.Index(parts, "outputs"); titles == 0 && at >= 0 {
		parts[at], titles = "title", 1 // "Deliverable | Due date"
	}
	if titles != 1 || parts[numbers] != "title" && !slices.Contains(parts, "due") {
		return nil
	}
	return parts
}

// isUnreadHeading reports whether cells head a table of milestones and dates that cannot
// be read: one names milestones, and another a date, or several are dates themselves.
func isUnreadHeading(cells []string) bool {
	if len(cells) < 2 || headingParts(cells) != nil {
		return false
	}
	title, due, dates := false, false, 0
	for _, cell := range cells {
		if len(strings.Fields(cell)) > longestHeadingCell {
			return false
		}
		part := columnPart(cell)
		title = title || part == "title"
		due = due || part == "due" && headingCell(cell)
		if isDue(cell) {
			dates++
		}
	}
	return title && (due || dates > 1)
}

// isNumberHeading reports whether a cell heads a column of numbers: "No.", "#".
func isNumberHeading(cell string) bool {
	return cell == "#" || meanings["number"][words.Fold(strings.TrimRight(cell, ".:"))]
}

// partOf is the part of a milestone that a word of a column's heading names; "" for
// none.
func partOf(word string) string {
	for _, part := range []string{"due", "outputs", "title", "status"} {
		if meanings[part][word] {
			return part
		}
	}
	return ""
}

// columnPart is the part of a milestone that a column's heading names by its
// first word that names one: "Milestone with a verifiable deliverable" is about
// the milestone, "Expected Completion Date" about the date.
func columnPart(heading string) string {
	part := ""
	for _, token := range splitWords(heading).tokens {
		switch named := partOf(token.word); {
		case named == "status":
			return named // "Completion status"
		case part == "":
			part = named
		}
	}
	return part
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

// milestone assigns a row's cells to a milestone by the heading. A row may lack
// its last cells; extra cells belong to the last part.
func milestone(cells, parts []string) ogp.Milestone {
	row := ogp.Milestone{Source: "description"}
	parts = fitting(cells, parts)
	number := ""
	for i, cell := range cells[:min(len(cells), mostCells)] {
		part := parts[min(i, len(parts)-1)]
		if part == "title" && number == "" {
			number = words.Numbering(cell)
			cell = cell[titleMark(cell):]
		}
		// The row's number may repeat in each cell:
		// "1.Study | 1.Completed study | 2023".
		cell = strings.TrimPrefix(cell, number)
		switch part {
		case "title":
			row.Title = cell
		case "status":
			row.Status = cell
		case "outputs":
			row.Outputs = words.Join(row.Outputs, cell)
		case "due":
			// The start and the end may have a column each.
			row.Due = strings.TrimPrefix(row.Due+" - "+cell, " - ")
		}
	}
	row.StartMonth, row.EndMonth = period(row.Due)
	return row
}

// fitting are the parts for a row with fewer cells than the heading: a last
// cell that is a date is the date, whatever was left out before it.
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
	n := words.MarkLength(cell)
	if n == len(cell) || strings.HasPrefix(cell, "(") {
		return 0
	}
	return n
}
