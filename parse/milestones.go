package parse

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"ogp"
	"ogp/parse/form"
	"ogp/parse/outline"
	"ogp/parse/tables"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

var milestoneLabels = tables.Derive(func() []*outline.Label { return outline.Labels("milestone") })

// counted is a line such as "3 Milestones", above the block's milestones.
var counted = regexp.MustCompile(`^(\d+)\s+(\S+)$`)

// milestoneBlock is a local page's milestone block in the making. Each milestone
// is a number, a title, two months and the list of all states.
type milestoneBlock struct {
	milestones []ogp.Milestone
	sections   []ogp.Section // a milestone's state is one of its own, with what proved it
	issues     []ogp.Issue

	count    int // announced by the page; -1 if it is not
	numbered bool
	opener   string   // element around the first number
	leads    bool     // states stand before the titles
	titles   []string // elements around the lines of the first title
	open     openMilestone
	closed   []openMilestone
}

type openMilestone struct {
	begun  bool
	dated  bool // it has its months or states
	title  []string
	box    string // a mark before the title
	lines  []outline.Line
	states []outline.Line
	months ogp.Milestone
}

func readMilestones(d *draft, p *part) {
	b := &milestoneBlock{count: -1}
	all := p.Lines()
	if len(all) > 0 {
		if match := counted.FindStringSubmatch(all[0].Text); match != nil && isCountLabel(match[2]) {
			b.count, all = words.Number(match[1]), all[1:]
		}
	}
	if rows := form.Rows(outline.JoinLines(outline.JoinRows(all), false)); len(rows) > 0 {
		d.readRows(b, rows, all)
	} else {
		b.readLines(p, all)
	}
	b.cutNumbers()
	b.readMarks(p)
	if got := len(b.milestones); b.count >= 0 && got != b.count {
		b.issue("count_mismatch", fmt.Sprintf("the page says %d milestones, %d were read", b.count, got))
	}
	d.Milestones = append(d.Milestones, b.milestones...)
	d.Sections = append(d.Sections, b.sections...)
	for _, issue := range b.issues {
		d.issue(issue.Kind, "milestones", issue.Detail)
	}
}

// readRows takes in the rows of a table, with their lines where it is nothing but a
// heading and they.
func (d *draft) readRows(b *milestoneBlock, rows []ogp.Milestone, all []outline.Line) {
	var lines [][]outline.Line
	var before *html.Node
	for _, line := range all {
		row, _ := line.RowAround()
		switch {
		case row == nil:
			b.issue("stray_text", words.Shorten(line.Text))
			continue
		case row != before:
			lines = append(lines, nil)
		}
		before = row
		lines[len(lines)-1] = append(lines[len(lines)-1], line)
	}
	for i, row := range rows {
		d.readStatus(&row)
		row.Source = "block"
		var open openMilestone
		if len(lines) == len(rows)+1 {
			open.lines = lines[i+1]
		}
		b.milestones, b.closed = append(b.milestones, row), append(b.closed, open)
	}
}

func (b *milestoneBlock) readLines(p *part, lines []outline.Line) {
	var all []outline.Line
	badges := slices.ContainsFunc(lines, func(line outline.Line) bool { return len(p.apart(line, false)) == 2 })
	for _, line := range lines {
		all = append(all, p.apart(line, badges)...)
	}
	for len(all) > 1 && isSummary(all[0].Text) {
		b.issue("stray_text", words.Shorten(all[0].Text))
		all = all[1:]
	}
	b.numbered = len(all) > 0 && (all[0].Text == "1" || strings.HasPrefix(all[0].Text, "1."))
	b.leads = leads(all)
	for i := 0; i < len(all); i++ {
		i += b.add(all[i], all[i+1:])
	}
	b.close()
}

// summary counts milestones, as in "1 of 2 milestones finished".
var summary = regexp.MustCompile(`^\d+\s?(?:/|\pL+(?:\s\pL+)?)\s?\d+\s`)

func isSummary(text string) bool {
	return summary.MatchString(text) && slices.ContainsFunc(strings.Fields(text), isCountLabel)
}

// leads reports whether states stand before a title in a block, after its number.
func leads(all []outline.Line) bool {
	if len(all) > 0 && words.Number(strings.Trim(all[0].Text, ".")) == 1 {
		all = all[1:]
	}
	title := slices.IndexFunc(all, func(line outline.Line) bool { return !isStates(line.Text) })
	if title <= 0 {
		return false
	}
	_, _, dated := monthLabel(all[title].Text)
	return !dated
}

func (b *milestoneBlock) issue(kind, detail string) {
	b.issues = append(b.issues, ogp.Issue{Kind: kind, Detail: detail})
}

// titleNumber is the number or letter before a title, which may be behind a word for
// milestones: "Milestone 2: ", "M2.", "#2", "B)", or "2" on a line of its own.
var titleNumber = regexp.MustCompile(`^(?:(\pL{2,}|M)\s?)?#?(\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})(?:[.):]+\s*|\s*\n|\s+[–—-]\s+)|^()(\d{1,2})\s+`)

// cutNumbers cuts the numbers before titles where they count the milestones.
func (b *milestoneBlock) cutNumbers() {
	for _, style := range words.Styles {
		var titles []string
		for i, row := range b.milestones {
			match := titleNumber.FindStringSubmatch(row.Title)
			if match == nil || style(match[2]+match[4]) != i+1 || len(match[1]) > 1 && !isCountLabel(match[1]) || len(match[0]) == len(row.Title) {
				break
			}
			titles = append(titles, row.Title[len(match[0]):])
		}
		if (len(titles) >= 2 || b.count == 1) && len(titles) == len(b.milestones) {
			for i := range b.milestones {
				b.milestones[i].Title = titles[i]
			}
			return
		}
	}
}

func isCountLabel(word string) bool {
	for _, label := range milestoneLabels() {
		if label.Field == "milestone_count" && label.Words == words.Fold(word) {
			return true
		}
	}
	return false
}

// add takes one line in and returns how many of the next lines it has used.
func (b *milestoneBlock) add(line outline.Line, next []outline.Line) int {
	if title, ok := b.opens(line.Text); ok && !b.isWithin(line, next) {
		b.opener = cmp.Or(b.opener, line.Node.Data)
		b.close()
		b.open.begun, b.open.lines = true, []outline.Line{line}
		if title != "" {
			b.open.title = append(b.open.title, title)
		}
		return 0
	}
	if label, value, ok := monthLabel(line.Text); ok {
		b.open.lines = append(b.open.lines, line)
		return b.addMonth(label, value, next)
	}
	if b.addPeriod(line) || b.addState(line) || line.Control && !headsMonths(next) {
		return 0
	}
	b.addTitle(line)
	return 0
}

// headsMonths reports whether a month's label comes next: before it, text to press is a
// title.
func headsMonths(next []outline.Line) bool {
	if len(next) == 0 {
		return false
	}
	_, _, ok := monthLabel(next[0].Text)
	return ok
}

// addPeriod takes in a line below or above a title that is nothing but its months: "Feb 2022
// – Mar 2022".
func (b *milestoneBlock) addPeriod(line outline.Line) bool {
	start, end := words.Period(line.Text)
	none := ogp.Month{}
	if start == none || end == none || b.open.dated && b.open.months.StartMonth == none {
		return false
	}
	if b.open.months.StartMonth != none {
		b.open.dated = true // by the line above its title
		b.close()
	}
	b.open.months.StartMonth, b.open.months.EndMonth, b.open.dated = start, end, len(b.open.title) > 0
	b.open.begun = true
	b.open.lines = append(b.open.lines, line)
	return true
}

// addState takes in a line that is a state, or several: after a title, or before it
// where the first milestone has it there.
func (b *milestoneBlock) addState(line outline.Line) bool {
	term, label, value := stateOf(line.Text)
	titled := len(b.open.title) > 0
	switch {
	case label != "" && term == "":
		if vocab.State(value) == ogp.StateValue {
			b.issue("unknown_value", words.Shorten(value))
		}
		return b.open.begun
	case label == "" && !isStates(line.Text), !b.leads && !titled && !b.open.dated:
		return false
	case b.leads && !b.numbered && titled:
		b.close()
		titled = false
	}
	b.open.lines = append(b.open.lines, line)
	b.open.states, b.open.begun = append(b.open.states, line), true
	b.open.dated = b.open.dated || titled
	return true
}

// opens reports whether a line is the next milestone's number, on its own or
// before the title.
func (b *milestoneBlock) opens(text string) (title string, ok bool) {
	if !b.numbered {
		return "", false
	}
	number := len(b.milestones) + 1
	if b.open.begun {
		number++
	}
	next := strconv.Itoa(number)
	if text == next || text == next+"." {
		return "", true
	}
	return strings.CutPrefix(text, next+". ")
}

// isWithin reports whether a line that could be the next milestone's is an item of a list
// within one: a later line has the number, in an element like that of the first.
func (b *milestoneBlock) isWithin(line outline.Line, next []outline.Line) bool {
	if b.opener == "" || line.Node.Data == b.opener {
		return false
	}
	return slices.ContainsFunc(next[:min(len(next), mostWithin)], func(other outline.Line) bool {
		_, ok := b.opens(other.Text)
		return ok && other.Node.Data == b.opener
	})
}

// mostWithin bounds the lines that are looked at for a later one.
const mostWithin = 50

// addTitle takes in a title's line. After the months it begins the next
// milestone, unless the milestones are numbered, or it looks otherwise than the first
// title: then it is something new on the page.
func (b *milestoneBlock) addTitle(line outline.Line) {
	if isCountLabel(strings.TrimRight(line.Text, ": ")) && (b.open.dated || !b.open.begun) {
		b.close() // the label of a title
		return
	}
	another := b.open.dated && !slices.Contains(b.titles, line.Node.Data)
	if b.numbered && (b.open.dated || !b.open.begun) || !b.numbered && another || percentage.MatchString(line.Text) {
		b.issue("stray_text", words.Shorten(line.Text))
		return
	}
	if b.open.dated {
		b.close()
	}
	if len(b.closed) == 0 {
		if len(b.titles) == 1 && strings.HasSuffix(b.open.title[0], ":") && b.titles[0] != line.Node.Data {
			b.issue("stray_text", words.Shorten(b.open.title[0])) // it introduces them
			b.open, b.titles = openMilestone{}, nil
		}
		b.titles = append(b.titles, line.Node.Data)
	}
	text := line.Text
	if n := len(b.open.lines) - 1; len(b.open.title) > 0 && isBelow(b.open.lines[n], line) {
		b.issue("stray_text", words.Shorten(text))
		return
	}
	if len(b.open.title) == 0 {
		b.open.box, text = words.Box(text)
	}
	b.open.begun = true
	b.open.title, b.open.lines = append(b.open.title, text), append(b.open.lines, line)
}

// isBelow reports whether a line is no part of the title before it: it is below a heading,
// or has a label of its own.
func isBelow(title, line outline.Line) bool {
	label, _, labelled := strings.Cut(line.Text, ":")
	return line.Node != title.Node && (title.Heading && !line.Heading && !line.Bullet || labelled && len(strings.Fields(label)) <= 3)
}

// monthLabel is the label of a month that a text begins with, and the text after
// it.
func monthLabel(text string) (label *outline.Label, value string, ok bool) {
	for _, label := range milestoneLabels() {
		if n := words.Prefix(text, label.Words); n > 0 && strings.HasSuffix(label.Field, "_month") {
			return label, strings.TrimLeft(text[n:], " :"), true
		}
	}
	return label, "", false
}

func cutAtMonthLabel(text string) (before, after string) {
	for i := range text {
		if label, _, ok := monthLabel(text[i:]); ok && strings.HasPrefix(text[i:], label.Printed) {
			return strings.Trim(text[:i], " –—-|,;·/"), text[i:]
		}
	}
	return text, ""
}

// addMonth reads a label's month, glued to it, after it, or on the next line.
// Both labels may be in one line.
func (b *milestoneBlock) addMonth(label *outline.Label, value string, next []outline.Line) (used int) {
	b.open.begun, b.open.dated = true, true
	value, rest := cutAtMonthLabel(value)
	if other, value, ok := monthLabel(rest); ok {
		b.addMonth(other, value, nil)
	}
	if value == "" && len(next) > 0 {
		if _, ok := words.Month(next[0].Text); ok {
			value, used = next[0].Text, 1
		}
	}
	month, ok := words.Month(value)
	if !ok && vocab.State(value) == ogp.StateValue {
		b.issue("unknown_value", label.Printed+": "+words.Shorten(value))
	}
	if label.Field == "start_month" {
		b.open.months.StartMonth = month
	} else {
		b.open.months.EndMonth = month
	}
	return used
}

func (b *milestoneBlock) close() {
	open := b.open
	b.open = openMilestone{}
	switch {
	case !open.begun:
		return
	case b.count == 0 || b.count < 0 && !b.numbered && !open.dated:
		b.issue("stray_text", words.Shorten(strings.Join(open.title, "\n")))
		return
	}
	b.closed = append(b.closed, open)
	row := open.months
	row.Title, row.Source = words.Compose(strings.Join(open.title, "\n")), "block"
	if len(open.states) > 0 {
		var section ogp.Section
		row.Status, section = milestoneState(open.states)
		b.sections = append(b.sections, section)
	}
	b.milestones = append(b.milestones, row)
}
