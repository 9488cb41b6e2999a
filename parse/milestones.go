package parse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"ogp"
	"ogp/parse/lines"
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
	open     openMilestone
}

type openMilestone struct {
	begun  bool
	dated  bool // it has its months or states
	title  []string
	states []outline.Line
	months ogp.Milestone
}

func readMilestones(d *draft, p *part) {
	b := readMilestoneBlock(p.Lines())
	d.Milestones = append(d.Milestones, b.milestones...)
	d.Sections = append(d.Sections, b.sections...)
	for _, issue := range b.issues {
		d.issue(issue.Kind, "milestones", issue.Detail)
	}
}

func readMilestoneBlock(all []outline.Line) *milestoneBlock {
	b := &milestoneBlock{count: -1}
	if len(all) > 0 {
		if match := counted.FindStringSubmatch(all[0].Text); match != nil && isCountLabel(match[2]) {
			b.count, all = words.Number(match[1]), all[1:]
		}
	}
	b.numbered = len(all) > 0 && (all[0].Text == "1" || strings.HasPrefix(all[0].Text, "1."))
	for i := 0; i < len(all); i++ {
		i += b.add(all[i], all[i+1:])
	}
	b.close()
	if got := len(b.milestones); b.count >= 0 && got != b.count {
		b.issue("count_mismatch", fmt.Sprintf("the page says %d milestones, %d were read", b.count, got))
	}
	return b
}

func (b *milestoneBlock) issue(kind, detail string) {
	b.issues = append(b.issues, ogp.Issue{Kind: kind, Detail: detail})
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
	if title, ok := b.opens(line.Text); ok {
		b.close()
		b.open.begun = true
		if title != "" {
			b.open.title = append(b.open.title, title)
		}
		return 0
	}
	if label, value, ok := monthLabel(line.Text); ok {
		return b.addMonth(label, value, next)
	}
	_, isState := vocab.Of("milestone_status").Find(line.Text)
	if line.Control && !isState {
		return 0
	}
	if isState && (len(b.open.title) > 0 || b.open.dated) {
		b.open.states, b.open.dated, b.open.begun = append(b.open.states, line), true, true
		return 0
	}
	b.addTitle(line.Text)
	return 0
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

// addTitle takes in a title's line. After the months it begins the next
// milestone, unless the milestones are numbered: then it is something new on the
// page.
func (b *milestoneBlock) addTitle(text string) {
	if b.numbered && (b.open.dated || !b.open.begun) {
		b.issue("stray_text", words.Shorten(text))
		return
	}
	if b.open.dated {
		b.close()
	}
	b.open.begun = true
	b.open.title = append(b.open.title, text)
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
			return strings.TrimSpace(text[:i]), text[i:]
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
	case b.count < 0 && !b.numbered && !open.dated:
		b.issue("stray_text", words.Shorten(strings.Join(open.title, "\n")))
		return
	}
	row := open.months
	row.Title, row.Source = words.Compose(strings.Join(open.title, "\n")), "block"
	if len(open.states) > 0 {
		var section ogp.Section
		row.Status, section = milestoneState(open.states)
		b.sections = append(b.sections, section)
	}
	b.milestones = append(b.milestones, row)
}

// milestoneState is the one state that is printed or marked as the present one.
// Several without a mark mean that the state is not known.
func milestoneState(states []outline.Line) (status string, row ogp.Section) {
	row = ogp.Section{Field: "milestones.status", State: ogp.StateGraphic, Text: outline.JoinLines(states, false)}
	at, proof, several := markedLine(states)
	switch {
	case len(states) == 1:
		at, proof = 0, ""
	case several:
		row.Text = lineMarkup(states)
		return "", row
	case at < 0:
		if status, proof = stateAround(states); status != "" {
			row.State, row.Text, row.Evidence = ogp.StateValue, status, proof
		}
		return status, row
	}
	status, _ = vocab.Of("milestone_status").Find(states[at].Text)
	row.State, row.Text, row.Evidence = ogp.StateValue, states[at].Text, proof
	return status, row
}

// stateAround is the state that the label of the list of states names: "Current
// state: Stuck".
func stateAround(states []outline.Line) (status, proof string) {
	naming := namer{field: "milestone_status", values: vocab.Of("milestone_status")}
	for _, said := range states[0].Around() {
		if term := naming.saidValue(said); term != "" {
			return term, said.Source
		}
	}
	return "", ""
}

// markedLine is the one line of several that is marked as the present choice; -1
// if none is. Several that are marked tell nothing.
func markedLine(all []outline.Line) (at int, proof string, several bool) {
	at = -1
	for i, line := range all {
		if i > 0 && line.Node == all[i-1].Node {
			continue // lines of one element share its marks
		}
		mark := line.ChoiceMark()
		if mark == "" {
			continue
		}
		if at >= 0 {
			return -1, "", true
		}
		at, proof = i, mark
	}
	return at, proof, false
}

func lineMarkup(all []outline.Line) string {
	var nodes []*html.Node
	for _, line := range all {
		nodes = append(nodes, line.Node)
	}
	return lines.Markup(nodes)
}
