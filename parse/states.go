package parse

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/outline"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// milestoneState is the one state that is printed or marked as the present one.
// Several without a mark mean that the state is not known.
func milestoneState(states []outline.Line) (status string, row ogp.Section) {
	row = ogp.Section{Field: "milestones.status", State: ogp.StateGraphic, Text: outline.JoinLines(states, false)}
	at, proof, several := presentLine(states)
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
	status, label, value := stateOf(states[at].Text)
	if status != "" {
		row.Label, row.State, row.Text, row.Evidence = label, ogp.StateValue, value, proof
	}
	return status, row
}

// stateAround is the state that the label of the list of states names: "Current
// state: Stuck".
func stateAround(states []outline.Line) (status, proof string) {
	return stateNamer().fromSaid(states[0].Around())
}

func stateNamer() namer {
	return namer{field: "milestone_status", values: vocab.Of("milestone_status")}
}

// fromSaid is the first value that some markup names.
func (n namer) fromSaid(all []lines.Said) (term, proof string) {
	for _, said := range all {
		if term := n.saidValue(said); term != "" {
			return term, said.Source
		}
	}
	return "", ""
}

// presentLine is the one of several lines that is the present choice by a mark, a tick or
// its look; -1 if none is.
func presentLine(all []outline.Line) (at int, proof string, several bool) {
	if at, proof, several = markedLine(all); at < 0 && !several {
		at, proof = tickedLine(all)
	}
	if at < 0 && !several {
		at, proof = oddLine(all)
	}
	return at, proof, several
}

// markedLine is the one line of several that is marked as the present choice; -1
// if none is. Several that are marked tell nothing.
func markedLine(all []outline.Line) (at int, proof string, several bool) {
	at = -1
	for i, line := range all {
		if i > 0 && line.SharesMark(all[i-1].Line) {
			continue
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

// tickedLine is the one line of several that has a tick before it, where all others
// look the same: steps on a way have a tick each once they are behind.
func tickedLine(all []outline.Line) (at int, proof string) {
	at, others := -1, ""
	if len(all) > mostMarks {
		return -1, ""
	}
	for i, line := range all {
		box, _ := words.Box(line.Text)
		look := box + line.Look()
		switch ticked := words.IsFilled(box) || line.Ticked(); {
		case ticked && at >= 0:
			return -1, ""
		case ticked:
			at, proof = i, look
		case others == "":
			others = "·" + look
		case others != "·"+look:
			return -1, ""
		}
	}
	return at, proof
}

// idle are words in the markup of what is first or last, or cannot be chosen.
var idle = regexp.MustCompile(`\b(?:first|last|disabled|off|not)\b`)

// notLetters keeps the marks of a text.
var notLetters = regexp.MustCompile(`[\pL\s-]+`)

// oddLine is the one of several lines that looks otherwise than all others, which look the
// same.
func oddLine(all []outline.Line) (at int, look string) {
	looks := map[string]int{}
	for i, line := range all[:min(len(all), mostMarks)] {
		looks[line.Look()+notLetters.ReplaceAllString(line.Text, "")] += i + 1<<20
	}
	for look, sum := range looks {
		if len(all) >= 3 && len(looks) == 2 && sum < 2<<20 && !idle.MatchString(look) {
			return sum - 1<<20, strings.TrimSpace(look)
		}
	}
	return -1, ""
}

func lineMarkup(all []outline.Line) string {
	var nodes []*html.Node
	for _, line := range all {
		nodes = append(nodes, line.Node)
	}
	return lines.Markup(nodes)
}

// stateOf is the state that a text names: all of it, or what is behind a label for
// one, as in "Status: Stuck". The term is empty where that names none or several.
func stateOf(text string) (term, label, value string) {
	_, value = words.Box(strings.TrimSpace(text))
	for _, of := range milestoneLabels() {
		if n := words.Prefix(value, of.Words); n > 0 && of.Field == "status" {
			behind := strings.TrimLeft(value[n:], " ")
			rest := strings.TrimLeft(behind, " :")
			if term, _ = vocab.Of("milestone_status").Find(rest); term != "" || rest != behind || rest == "" {
				return term, value[:n], rest
			}
		}
	}
	term, _ = vocab.Of("milestone_status").Find(value)
	return term, "", value
}

// isStates reports whether a text is a state, or several and nothing else.
func isStates(text string) bool {
	if term, _, _ := stateOf(text); term != "" {
		return true
	}
	terms, rest := vocab.Of("milestone_status").Within(text)
	return len(terms) > 1 && !words.HasWord(rest)
}

// stateBehind is what stands behind a title in brackets or behind a dash.
var stateBehind = regexp.MustCompile(`^(.*\pL.*?)\s*(?:[(\[]([^()\[\]]{3,40})[)\]]|(?:\s(?:[|/–—-]|->)|:)\s+([^|–—]{3,40}))[.;]?$`)

// longestTitled bounds the bytes of a title with a state behind it.
const longestTitled = 600

// cutState cuts the state off from a title that it stands behind.
func cutState(title string) (rest, state string) {
	if len(title) > longestTitled {
		return title, ""
	}
	if m := stateBehind.FindStringSubmatch(title); m != nil {
		if term, _, _ := stateOf(m[2] + m[3]); term != "" {
			return m[1], m[2] + m[3]
		}
	}
	return title, ""
}

// readStatus reads the status of a row, which is as printed or behind the title.
func (d *draft) readStatus(row *ogp.Milestone) {
	if row.Status == "" {
		row.Title, row.Status = cutState(row.Title)
	}
	if vocab.State(row.Status) != ogp.StateValue {
		row.Status = ""
		return
	}
	section := ogp.Section{Field: "milestones.status", State: ogp.StateValue}
	if words.IsTick(row.Status) {
		row.Status = done // in a column for it
	}
	if row.Status, section.Label, section.Text = stateOf(row.Status); row.Status == "" {
		section.State = ogp.StateUnreadable
		d.issue("unknown_value", "milestones", words.Shorten(section.Text))
	}
	d.Sections = append(d.Sections, section)
}

// readBoxes cuts the boxes before the titles of rows; a tick is a state where not all
// have one.
func (d *draft) readBoxes(rows []ogp.Milestone) {
	boxes, ticked := make([]string, len(rows)), 0
	for i := range rows {
		if boxes[i], rows[i].Title = words.Box(rows[i].Title); words.IsTick(boxes[i]) {
			ticked++
		}
	}
	for i, box := range boxes {
		if words.IsTick(box) && ticked < len(rows) && rows[i].Status == "" {
			rows[i].Status = done
		}
	}
}

// apart are the parts of a line: a state that is an element of its own, or in
// brackets, is one of them. Where other titles have such a state, what is an element of
// its own at a title's end is one, too, if unknown.
func (p *part) apart(line outline.Line, badges bool) []outline.Line {
	split := func(texts ...string) (parts []outline.Line) {
		for _, text := range texts {
			line.Text = strings.Trim(text, " |–—-")
			parts = append(parts, line)
		}
		return parts
	}
	pieces := p.Pieces(line)
	first, last := pieces[0], pieces[len(pieces)-1]
	before, isLast := strings.CutSuffix(line.Text, last)
	after, isFirst := strings.CutPrefix(line.Text, first)
	_, _, dated := monthLabel(line.Text)
	title, state := cutState(line.Text)
	switch {
	case len(pieces) > 1 && !slices.ContainsFunc(pieces, func(piece string) bool { return !isStates(piece) }):
		return split(pieces...)
	case isStates(line.Text):
	case isLast && words.HasWord(before) && isStates(last):
		return split(before, last)
	case isFirst && words.HasWord(after) && isStates(first):
		return split(after, first)
	case state != "":
		return split(title, state)
	case badges && isLast && words.HasWord(before) && !dated:
		return split(before, "Status: "+last)
	}
	return []outline.Line{line}
}

// mostMarks bounds the graphics, and the states, that are looked at of one milestone.
const mostMarks = 20

// readMarks reads the states of milestones that print none: what the elements around
// each name, or a graphic in them.
func (b *milestoneBlock) readMarks(p *part) {
	graphics := p.Graphics()
	ticks := map[int]string{}
	for i, open := range b.closed {
		if b.milestones[i].Status != "" || len(open.lines) == 0 {
			continue
		}
		around, own := p.around(open, graphics)
		status, proof := stateNamer().fromSaid(around)
		if len(open.states) == 0 {
			status, proof = stateDrawn(status, proof, own)
		}
		if status != "" {
			b.setState(i, status, proof)
		} else if len(open.states) == 0 {
			ticks[i] = tickOf(open, own)
		}
	}
	all := len(b.closed) // ticks at all are how the list is set
	for _, tick := range ticks {
		if tick != "" {
			all--
		}
	}
	for i, open := range b.closed {
		switch {
		case ticks[i] != "" && all > 0:
			b.setState(i, done, ticks[i])
		case open.box != "" && b.milestones[i].Status == "":
			b.sections = append(b.sections, ogp.Section{Field: "milestones.status", State: ogp.StateGraphic, Text: open.box})
		}
	}
}

// done is the state of a milestone with a tick, where others have none.
const done = "Finished"

// tickOf is the tick that a milestone has, before its title or drawn.
func tickOf(open openMilestone, own []lines.Graphic) string {
	if words.IsTick(open.box) {
		return open.box
	}
	if i := slices.IndexFunc(own, lines.Graphic.Ticked); i >= 0 {
		return lines.Markup([]*html.Node{own[i].Node})
	}
	return ""
}

func (b *milestoneBlock) setState(i int, status, proof string) {
	b.milestones[i].Status = status
	b.sections = append(b.sections, ogp.Section{Field: "milestones.status", State: ogp.StateValue, Text: status, Evidence: proof})
}

// stateDrawn is the state that the graphics of a milestone name, in agreement with
// what is around it. The classes of several beside each other are those of a scale.
func stateDrawn(status, proof string, own []lines.Graphic) (string, string) {
	term, source, several := stateNamer().namedValue(own)
	weak := 0
	for _, g := range own {
		if g.Weak && !g.Helper {
			weak++
		}
	}
	switch {
	case several || status != "" && term != "" && status != term:
		return "", ""
	case status != "" || term == "" || weak > 1 && strings.Contains(source, " class="):
		return status, proof
	}
	return term, source
}

// around is what the elements around a milestone say, and the graphics in them or in
// its lines.
func (p *part) around(open openMilestone, all []lines.Graphic) (said []lines.Said, own []lines.Graphic) {
	first, last := open.lines[0], open.lines[len(open.lines)-1]
	elements := p.Around(first.Line, last.Line)
	for _, n := range elements {
		said = append(said, lines.Graphic{Node: n, Weak: true}.Own()...)
	}
	from, _ := slices.BinarySearchFunc(all, first.Start, func(g lines.Graphic, at int) int { return g.At - at })
	for _, g := range all[from:min(len(all), from+mostMarks)] {
		if g.At > last.End+1 {
			break
		}
		in := func(line outline.Line) bool { return g.StandsIn(line.Line) }
		if len(elements) > 0 && g.Within(elements[len(elements)-1]) || slices.ContainsFunc(open.lines, in) {
			own = append(own, g)
		}
	}
	return said, own
}
