package form

import (
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/words"
)

const (
	aYear = `(?:19|20)\d{2}`

	// aDate is a date as tables give one; the first group is a month with its year.
	aDate = `(?:\d{1,2}/(?:\d{1,2}/)?` + aYear + `|Q[1-4]\s+` + aYear + `|[IV]+\s+quarter\s+of\s+` + aYear +
		`|(?:\b\d{1,2}\s?(?:st|nd|rd|th)?\s+)?(\p{L}{3,10}\.?,?\s+(?:de\s+)?(?:\d{1,2},\s+)?` + aYear + `))`
)

var (
	date = regexp.MustCompile(aDate)

	// betweenDates is what may be between the two dates of a row.
	betweenDates = regexp.MustCompile(`^\s*(?:[–—-]\s*)?$`)

	// moreColumns is a column's heading after that of the end.
	moreColumns = regexp.MustCompile(`^[\s:]*\p{L}+\s?:`)
)

// longestTitle bounds the bytes of a title: what is longer holds another row.
const longestTitle = 600

// runOn reads a planning table whose rows run on, as texts copied from documents
// have them: a title and two dates each. It is read if its columns are those three
// and all comes out even, so that no date is left and no title begins in the
// middle of a sentence.
func (s sentences) runOn(labels []label) []ogp.Milestone {
	end := s.dates.end
	if end == 0 || !s.headsTitles(s.dates.from) || s.hasColumn(end) {
		return nil
	}
	body, rest := s.text[end:], ""
	if next := slices.IndexFunc(labels, func(l label) bool { return l.start >= end }); next >= 0 {
		body, rest = s.text[end:labels[next].start], s.text[labels[next].start:]
	}
	rows := rowsOf(body)
	numbered := len(rows) > 1 && words.Numbering(rows[0].Title) != ""
	carried := !slices.ContainsFunc(rows, func(row ogp.Milestone) bool {
		return !meanings["carried"][words.Fold(row.Title[strings.LastIndexAny(row.Title, " \n")+1:])]
	}) // each ends with "New" or "Ongoing"
	for i := range rows {
		title := rows[i].Title
		if carried {
			title = strings.TrimSpace(title[:strings.LastIndexAny(title, " \n")+1])
		}
		number := words.Numbering(title)
		if title = title[len(number):]; numbered != (number != "") || !startsUpper(title) || len(title) > longestTitle || strings.Contains(title, "|") {
			return nil
		}
		rows[i].Title = title
	}
	if len(rows) < 2 || len(rowsOf(rest)) > 0 {
		return nil
	}
	return rows
}

// mostBefore bounds the words of a column's heading up to the one that names it:
// "Expected Outputs".
const mostBefore = 2

// hasColumn reports whether the heading of a column begins at an offset.
func (s sentences) hasColumn(offset int) bool {
	first := max(0, slices.IndexFunc(s.tokens, func(t token) bool { return t.start >= offset }))
	next := s.tokens[first:min(first+mostBefore, len(s.tokens))]
	return moreColumns.MatchString(s.text[offset:]) ||
		slices.ContainsFunc(next, func(t token) bool { return partOf(t.word) == "outputs" })
}

// rowsOf are the texts of a table, each with the two dates after it; none if a date
// is left over.
func rowsOf(text string) []ogp.Milestone {
	var rows []ogp.Milestone
	var start []int
	done := 0
	for _, found := range date.FindAllStringSubmatchIndex(text, -1) {
		if found[2] >= 0 {
			if _, ok := words.Month(text[found[2]:found[3]]); !ok {
				continue
			}
		}
		switch {
		case start == nil:
			start = found
		case !betweenDates.MatchString(text[start[1]:found[0]]):
			return nil
		default:
			due := oneLine(text[start[0]:start[1]]) + " - " + oneLine(text[found[0]:found[1]])
			row := ogp.Milestone{Title: titleOf(text[done:start[0]]), Due: due, Source: "description"}
			row.StartMonth, row.EndMonth = words.Period(due)
			rows, start, done = append(rows, row), nil, found[1]
		}
	}
	if start != nil {
		return nil
	}
	return rows
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// titleOf is a row's title: where a later one of its lines begins with a number, the
// lines before are a heading over several rows.
func titleOf(text string) string {
	lines := strings.Split(strings.Trim(text, " \t\n:;|"), "\n")
	for i := len(lines) - 1; i > 0; i-- {
		if words.Numbering(lines[i]) != "" && words.Numbering(lines[0]) == "" {
			lines = lines[i:]
			break
		}
	}
	return oneLine(strings.Join(lines, " "))
}

// headsTitles reports whether the words before an offset, back to the end of a
// line or sentence, head a column of titles and no other.
func (s sentences) headsTitles(offset int) bool {
	for i := len(s.tokens) - 1; i >= 0; i-- {
		token := s.tokens[i]
		if token.start >= offset {
			continue
		}
		if strings.ContainsAny(s.text[token.end:offset], ".:;\n") && partOf(token.word) == "" {
			return true
		}
		if partOf(token.word) == "title" {
			return true
		}
		if partOf(token.word) != "outputs" && !meanings["beside"][token.word] && !meanings["carried"][token.word] {
			return false
		}
		offset = token.start
	}
	return true
}
