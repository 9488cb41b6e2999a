package form

import (
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/words"
)

// listed are the milestones that a heading announces as a list, each item with its date
// at the end: "1. Register published (June 2024)". Items without a date count among others
// that have one and a number; lines without marks must all have one.
func listed(answers []Answer) []ogp.Milestone {
	for _, a := range answers {
		if !a.Table {
			continue
		}
		items, marked := words.List(a.Text)
		rows, dates, years := datedRows(items)
		if dates > years && (marked || len(rows) > 1) && (dates == len(rows) || marked && years == 0) {
			return rows
		}
	}
	return nil
}

// numberedMilestone is a line such as "Milestone 2: Register published", or "Milestone 2"
// with the title below, from its number on.
var numberedMilestone = regexp.MustCompile(`^\s+#?(\d{1,2})\s?(?:[:.)–—-]+\s*(.*))?$`)

// counted are the milestones of a text that are lines of their own which count them, each
// with its dates on the lines below.
func counted(text string) []ogp.Milestone {
	var items []string
	var below [][]string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Trim(line, " \t•*_")
		word, length := words.First(line)
		var m []string
		if meanings["counted"][word] {
			m = numberedMilestone.FindStringSubmatch(line[length:])
		}
		last := len(items) - 1
		switch {
		case m != nil && words.Number(m[1]) == len(items)+1:
			items, below = append(items, m[2]), append(below, nil)
		case last >= 0 && items[last] == "":
			items[last] = line
		case last >= 0 && len(below[last]) < mostDates && isDue(line):
			below[last] = append(below[last], oneLine(line))
		}
	}
	rows, dates, years := datedRows(items)
	for i := range rows {
		if len(below[i]) > 0 && rows[i].Due == "" {
			rows[i].Due = dateBelow(below[i])
			rows[i].StartMonth, rows[i].EndMonth = period(rows[i].Due)
			dates++
		}
	}
	titled := !slices.ContainsFunc(items, func(item string) bool { return !words.HasWord(item) })
	if titled && len(rows) > 1 && (dates > years || dates == 0) {
		return rows
	}
	return nil
}

// dateBelow is the date that lines tell, such as "Start date: 2/2024" and the end's; of one
// alone, its label tells what it is.
func dateBelow(lines []string) string {
	if len(lines) == 1 {
		return lines[0]
	}
	var dates []string
	for _, line := range lines {
		dates = append(dates, strings.TrimSpace(line[strings.LastIndexByte(line, ':')+1:]))
	}
	return strings.Join(dates, " - ")
}

// mostDates is how many lines of dates a milestone has: its beginning and its end.
const mostDates = 2

// datedRows are items as milestones, and how many have a date, and a bare year for one;
// none where one looks like a row of another table.
func datedRows(items []string) (rows []ogp.Milestone, dates, years int) {
	for _, item := range items {
		row := ogp.Milestone{Source: "description"}
		row.Title, row.Due, row.Status = dueOf(item)
		row.StartMonth, row.EndMonth = period(row.Due)
		if endsWithYear.MatchString(row.Title) || len(row.Title) > longestListed {
			return nil, 0, 0
		}
		if row.Due != "" {
			dates++
		}
		if _, ok := words.Year(row.Due); ok {
			years++ // may be that of a law in the title
		}
		rows = append(rows, row)
	}
	return rows, dates, years
}

// longestListed bounds the bytes of a title in a list.
const longestListed = 300

var endsWithYear = regexp.MustCompile(`\b(?:19|20)\d{2}$`)

var (
	// bracketAtEnd is what stands in brackets at the end of an item, with a short remark
	// behind it.
	bracketAtEnd = regexp.MustCompile(`^(.*\pL.*?)\s*[(\[]([^()\[\]]{4,60})[)\]]\s*([–—:-]\s*\pL[\pL ]{2,20}|[(\[][^()\[\]]{3,20}[)\]])?[.;,]?$`)
	// besideDate is a dash, colon or comma, beside which a date may stand.
	besideDate = regexp.MustCompile(`\s[–—-]\s+|[:,]\s+`)
)

// dueOf are the title of an item and its date, of the first of its lines that ends with
// one, and a remark behind it.
func dueOf(item string) (title, due, remark string) {
	lines, text := strings.Split(item, "\n"), ""
	for i := 0; i < len(lines) && len(text) <= longestListed; i++ {
		text = oneLine(text + " " + lines[i])
		if m := bracketAtEnd.FindStringSubmatch(text); m != nil && isDue(m[2]) {
			return m[1], m[2], strings.Trim(m[3], " –—:-()[]")
		}
		if title, due = besidesDate(text); due != "" {
			return title, due, ""
		}
	}
	return strings.TrimRight(oneLine(item), ";"), "", ""
}

// besidesDate are what stands before a date at the end of a text, or behind one at its
// beginning, and the date.
func besidesDate(text string) (title, due string) {
	all := besideDate.FindAllStringIndex(text, -1)
	for _, at := range all {
		title, due := text[:at[0]], strings.TrimRight(text[at[1]:], ".;,")
		last := title[strings.LastIndexByte(title, ' ')+1:]
		if words.HasWord(title) && isDue(due) && !someDate.MatchString(title) && !words.IsMonth(words.Fold(last)) {
			return title, due
		}
	}
	for _, at := range slices.Backward(all) {
		due, title := text[:at[0]], strings.TrimRight(text[at[1]:], ";")
		if isDue(due) && words.HasWord(title) && !someDate.MatchString(title) {
			return title, due
		}
	}
	return "", ""
}

// isDue reports whether a text is a date or two, and nothing else: it has a year, and
// its words are those of dates.
func isDue(text string) bool {
	if !someDate.MatchString(text) {
		return false
	}
	for word := range strings.FieldsFuncSeq(words.Fold(text), func(r rune) bool { return strings.ContainsRune(" ,.:;/–—-−", r) }) {
		if !ofDate.MatchString(word) && !words.IsMonth(word) && partOf(word) != "due" && !meanings["dating"][word] && !meanings["beginning"][word] && !meanings["ending"][word] {
			return false
		}
	}
	return true
}

// ofDate is a number, quarter or half of a year as dates have them.
var ofDate = regexp.MustCompile(`^(?:\d{1,4}|\d{1,2}(?:st|nd|rd|th|er|º|ª|°)|[qthsi][1-4]|i{1,3}|iv)$`)

// period are the months of a date, without the words before each: "by June 2024". One
// that only tells the beginning is no end.
func period(due string) (start, end ogp.Month) {
	first, rest, _ := strings.Cut(due, " ")
	first = words.Fold(strings.TrimRight(first, ":"))
	if !meanings["dating"][first] && partOf(first) != "due" && !meanings["beginning"][first] && !meanings["ending"][first] {
		return words.Period(due)
	}
	start, end = period(rest)
	if (meanings["since"][first] || meanings["beginning"][first]) && start == (ogp.Month{}) {
		return end, start
	}
	return start, end
}
