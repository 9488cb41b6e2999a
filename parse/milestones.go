package parse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"ogp"
)

// milestoneCount is the line "3 Milestones" above the block's milestones.
var milestoneCount = regexp.MustCompile(`^(\d+)\s+(?i:milestones?)$`)

// block is a local page's milestone block in the making. Each milestone is a
// number, a title, two months and the list of all states.
type block struct {
	r        *reading
	count    int // announced by the page; -1 if it is not
	numbered bool
	open     bool
	dated    bool // the open milestone has its months or states
	title    []string
	states   []textLine
	now      ogp.Milestone
}

func (r *reading) milestones(s *section) {
	lines := r.linesOf(r.body(s))
	b := &block{r: r, count: -1}
	if len(lines) > 0 {
		if m := milestoneCount.FindStringSubmatch(lines[0].text); m != nil {
			b.count, lines = number(m[1]), lines[1:]
		}
	}
	b.numbered = len(lines) > 0 && (lines[0].text == "1" || strings.HasPrefix(lines[0].text, "1."))
	for i := 0; i < len(lines); i++ {
		i += b.line(lines, i)
	}
	b.close()
	if got := len(r.out.Milestones); b.count >= 0 && got != b.count {
		r.issue("count_mismatch", "milestones", fmt.Sprintf("the page says %d milestones, %d were read", b.count, got))
	}
}

// line takes one line in and returns how many lines more it has used.
func (b *block) line(lines []textLine, i int) int {
	at := lines[i]
	if rest, ok := b.opens(at); ok {
		b.close()
		b.open = true
		if rest != "" {
			b.title = append(b.title, rest)
		}
		return 0
	}
	if field, value, ok := monthLabel(at.text); ok {
		return b.month(field, value, lines[i+1:])
	}
	if _, ok := vocabularies["milestone_status"].find(at.text); ok && (len(b.title) > 0 || b.dated) {
		b.states, b.dated, b.open = append(b.states, at), true, true
		return 0
	}
	b.text(at)
	return 0
}

// opens reports whether a line is the next milestone's number, on its own or
// before the title.
func (b *block) opens(at textLine) (rest string, ok bool) {
	next := strconv.Itoa(len(b.r.out.Milestones) + 1)
	if b.open {
		next = strconv.Itoa(len(b.r.out.Milestones) + 2)
	}
	if !b.numbered {
		return "", false
	}
	if at.text == next || at.text == next+"." {
		return "", true
	}
	return strings.CutPrefix(at.text, next+". ")
}

// text is a title's line. After the months it begins the next milestone, unless
// the milestones are numbered: then it is something new on the page.
func (b *block) text(at textLine) {
	if b.dated && b.numbered || b.numbered && !b.open {
		b.r.issue("stray_text", "milestones", shorten(at.text))
		return
	}
	if b.dated {
		b.close()
	}
	b.open = true
	b.title = append(b.title, at.text)
}

func monthLabel(text string) (field, value string, ok bool) {
	for _, label := range []string{"Start Date", "End Date"} {
		if n := foldedPrefix([]byte(text), fold(label)); n > 0 {
			return label, strings.TrimLeft(text[n:], " :"), true
		}
	}
	return "", "", false
}

// month reads a label's month, glued to it, after it, or on the next line. Both
// labels may stand in one line.
func (b *block) month(field, value string, next []textLine) (used int) {
	b.open, b.dated = true, true
	if at := strings.Index(value, "End Date"); at >= 0 {
		b.month("End Date", strings.TrimLeft(value[at+len("End Date"):], " :"), nil)
		value = strings.TrimSpace(value[:at])
	}
	if value == "" && len(next) > 0 {
		if _, ok := parseMonth(next[0].text); ok {
			value, used = next[0].text, 1
		}
	}
	month, ok := parseMonth(value)
	if !ok && emptyState(value) == ogp.StateValue {
		b.r.issue("unknown_value", "milestones", field+": "+shorten(value))
	}
	if field == "Start Date" {
		b.now.StartMonth = month
	} else {
		b.now.EndMonth = month
	}
	return used
}

// close ends the open milestone. Its state is recorded as a section of its own,
// with what proved it.
func (b *block) close() {
	if !b.open {
		return
	}
	if b.count < 0 && !b.numbered && !b.dated {
		b.r.issue("stray_text", "milestones", shorten(strings.Join(b.title, "\n")))
		*b = block{r: b.r, count: b.count}
		return
	}
	b.now.Title, b.now.Source = compose(strings.Join(b.title, "\n")), "block"
	if len(b.states) > 0 {
		b.state()
	}
	b.r.out.Milestones = append(b.r.out.Milestones, b.now)
	*b = block{r: b.r, count: b.count, numbered: b.numbered}
}

func (b *block) state() {
	row := ogp.Section{Field: "milestones.status", State: ogp.StateGraphic, Text: joinLines(b.states, false)}
	if len(b.states) == 1 {
		b.now.Status, _ = vocabularies["milestone_status"].find(b.states[0].text)
		row.State, row.Text = ogp.StateValue, b.states[0].text
	} else if at, proof, several := b.r.activeLine(b.states); several {
		row.Text = markupOf(b.states)
	} else if at >= 0 {
		b.now.Status, _ = vocabularies["milestone_status"].find(b.states[at].text)
		row.State, row.Text, row.Evidence = ogp.StateValue, b.states[at].text, proof
	}
	b.r.out.Sections = append(b.r.out.Sections, row)
}
