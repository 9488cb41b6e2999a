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
		lines := strings.Split(a.Text, "\n")
		items, marked := words.List(withDates(lines, func(line string) bool { return strings.Contains(line, ":") && isDue(line) }))
		rows, dates, years := datedRows(items)
		if dates > years && (marked || len(rows) > 1) && (dates == len(rows) || marked && years == 0) {
			return rows
		}
		if rows := datedLines(lines); rows != nil {
			return rows
		}
	}
	return nil
}

// datedLines are lines each of which has its dates on lines of their own below it, or above
// it where the first is a date.
func datedLines(lines []string) []ogp.Milestone {
	first, last := lines[0], lines[len(lines)-1]
	above := isDue(first[words.BulletLength(first):]) && !isDue(last)
	if above {
		lines = slices.Clone(lines)
		for i, line := range lines {
			lines[i] = line[words.BulletLength(line):]
		}
		slices.Reverse(lines)
	}
	items, _ := words.List(withDates(lines, isDue))
	rows, dates, years := datedRows(items)
	if len(rows) < 2 || dates < len(rows) || years > 0 {
		return nil
	}
	if above {
		slices.Reverse(rows)
	}
	return rows
}

// undated are the milestones that a heading with that word announces as a list without dates.
func undated(answers []Answer) []ogp.Milestone {
	for _, a := range answers {
		milestones := func(t token) bool { return meanings["counted"][strings.TrimSuffix(t.word, "s")] }
		if a.Table && slices.ContainsFunc(splitWords(a.Question).tokens, milestones) {
			if items, marked := words.List(a.Text); marked && len(items) > 1 {
				rows, _, _ := datedRows(items)
				return rows
			}
		}
	}
	return nil
}

// numberedMilestone is a line such as "Milestone 2: Register published", or "Milestone 2"
// with the title below, from its number on.
var numberedMilestone = regexp.MustCompile(`^\s+#?(\d{1,2})\s?(?:[:.)–—-]+\s*(.*))?$`)

// countedAs is the number and title of a line that counts a milestone; nil for any other.
func countedAs(line string) []string {
	line = strings.Trim(line, " \t•*_")
	if word, length := words.First(line); meanings["counted"][word] {
		return numberedMilestone.FindStringSubmatch(line[length:])
	}
	return nil
}

// counted are the milestones of a text that are lines of their own which count them, each
// with its dates on the lines below.
func counted(text string) []ogp.Milestone {
	lines := strings.Split(text, "\n")
	first := slices.IndexFunc(lines, func(line string) bool { return countedAs(line) != nil })
	if first < 0 {
		return nil
	}
	var items []string
	for line := range strings.SplitSeq(withDates(lines[first:], isDue), "\n") {
		if m := countedAs(line); m != nil && words.Number(m[1]) == len(items)+1 {
			items = append(items, m[2])
		} else if last := len(items) - 1; last >= 0 && items[last] == "" {
			items[last] = strings.Trim(line, " \t•*_")
		}
	}
	rows, dates, years := datedRows(items)
	titled := !slices.ContainsFunc(items, func(item string) bool { return !words.HasWord(item) })
	if titled && len(rows) > 1 && (dates > years || dates == 0) {
		return rows
	}
	return nil
}

// withDates are lines with those that are nothing but a date in brackets behind the line above.
func withDates(lines []string, isDate func(string) bool) string {
	var kept []string
	for i := 0; i < len(lines); i++ {
		line, next := lines[i], i+1
		for next < len(lines) && next-i <= mostDates && isDate(lines[next]) {
			next++
		}
		if next > i+1 {
			due := strings.Join(lines[i+1:next], " - ")
			if next > i+2 {
				due = labelOfDate.ReplaceAllString(due, "")
			}
			line, i = line+" ("+oneLine(due)+")", next-1
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}

// labelOfDate is "Start date:", which tells what a date is where another is not beside it.
var labelOfDate = regexp.MustCompile(`\pL[^:\d]*:\s*`)

// mostDates is how many lines of dates a milestone has: its beginning and its end.
const mostDates = 2

// datedRows are items as milestones, and how many have a date, and a bare year for one;
// none where one looks like a row of another table.
func datedRows(items []string) (rows []ogp.Milestone, dates, years int) {
	for _, item := range items {
		row := ogp.Milestone{Source: "description"}
		row.Title, row.Due, row.Status = dueOf(item)
		row.StartMonth, row.EndMonth = period(row.Due)
		if endsWithYear.MatchString(row.Title) || len(row.Title) > longestListed || row.Due != "" && date.MatchString(row.Title) {
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

var endsWithYear = regexp.MustCompile(`\b(?:19|20)\d{2}(?:[./-]\d{1,2}){0,2}$`)

var (
	// bracketAtEnd is what stands in brackets at the end of an item, with a short remark
	// behind it.
	bracketAtEnd = regexp.MustCompile(`^(.*\pL.*?)\s*[(\[]([^()\[\]]{4,60})[)\]]\s*([–—:-]\s*\pL[\pL ]{2,20}|[(\[][^()\[\]]{3,20}[)\]])?[.;,]?$`)
	// besideDate is a dash, colon, comma or full stop, beside which a date may stand.
	besideDate = regexp.MustCompile(`\s[–—-]\s+|[:,.]\s+`)
)

// dueOf are the title of an item and its date, of the first of its lines that ends with
// one and that no other date is below, and a remark behind it.
func dueOf(item string) (title, due, remark string) {
	lines, text := strings.Split(item, "\n"), ""
	for i := 0; i < len(lines) && len(text) <= longestListed; i++ {
		text = oneLine(text + " " + lines[i])
		if slices.ContainsFunc(lines[i+1:], someDate.MatchString) {
			continue
		}
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

// withoutDating is a date without the words before it: "by June 2024", "mid-May 2023".
func withoutDating(due string) string {
	at := max(0, strings.IndexAny(due, " -"))
	first, rest := words.Fold(strings.TrimRight(due[:at], ":")), strings.TrimLeft(due[at:], " -")
	if rest == "" || !meanings["dating"][first] && partOf(first) != "due" && !meanings["beginning"][first] && !meanings["ending"][first] {
		return due
	}
	return withoutDating(rest)
}

// period are the months of a date. One that only tells the beginning is no end.
func period(due string) (start, end ogp.Month) {
	first, _ := words.First(due)
	dates := strings.Split(due, " - ")
	for i := range dates {
		dates[i] = withoutDating(dates[i])
	}
	start, end = words.Period(strings.Join(dates, " - "))
	if (meanings["since"][first] || meanings["beginning"][first]) && start == (ogp.Month{}) {
		return end, start
	}
	return start, end
}
