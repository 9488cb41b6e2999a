package html

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

// recentDays are the days before the newest check in which an edit is recent.
const recentDays = 30

// overviewView is what the template of the overview gets.
type overviewView struct {
	Figures []figure
	Charts  []chart
}

// figure is a number with what it counts.
type figure struct{ Value, Label string }

// addOverview writes the first page.
func (w *website) addOverview() error {
	v := overviewView{Figures: w.figures()}
	for _, draw := range []func() chart{
		w.completion, w.ambition, w.findings, w.milestoneStates, w.endMonths, w.memberBars, w.policyAreas, w.coverage, w.history, w.agreement,
	} {
		if c := draw(); c.ID != "" {
			v.Charts = append(v.Charts, c)
		}
	}
	return w.addPage("index", view{Name: IndexFile, Title: "Overview", Body: v, Head: w.About.Schema(w.Files),
		Summary: "What governments promised in the Open Government Partnership, and what became of it."})
}

// figures are the key figures; those that the README tells are its own.
func (w *website) figures() []figure {
	n, s := w.counts, w.About.Statistics
	known := func(indicator string) string {
		all, has := n.findings[indicator].all(), n.findings[indicator].all(w.terms(indicator)...)
		return describe.Share(int64(has), int64(max(all, 1)))
	}
	return []figure{
		{describe.Thousands(s.Commitments()), "commitments"},
		{describe.Thousands(s.Members), "members"},
		{describe.Thousands(int64(n.milestones)), "milestones"},
		{known("completion"), "of reviews with a completion that is known"},
		{describe.Thousands(int64(n.withdrawn)), "withdrawn from the site"},
		{describe.Thousands(int64(n.edited)), "edited in the 30 days before the newest check"},
		{dayOf(n.firstChecked), "oldest check"},
		{dayOf(describe.Date(s.LastSeen)), "newest check"},
	}
}

// dayOf is a date in short words.
func dayOf(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "–"
	}
	return at.Format("2 Jan 2006")
}

// terms are the values of a column's vocabulary, lowest first.
func (w *website) terms(column string) []string {
	return dataset.Terms(dataset.FindColumn("commitments", column), w.About.Vocabularies)
}

// emptyKinds are the kinds of empty that charts tell apart, in their order.
var emptyKinds = []ogp.State{ogp.StatePending, ogp.StateGraphic, ogp.StateNoData, ogp.StateNotAvailable, ogp.StateEmpty, ogp.StateUnreadable}

// emptyClass is the pattern of a kind of empty.
func emptyClass(state ogp.State) string {
	if state == ogp.StateEmpty || state == ogp.StateUnreadable {
		return "e-other"
	}
	return "e-" + slugOf(kinds[state].word)
}

// scaleChart is a finding by cycle: shares of the known values, and beside them
// how many commitments have none, by the kind of empty.
type scaleChart struct {
	id, what string
	values   []string // in the order of the bars
	grid     grid
}

func (s scaleChart) chart(title string) chart {
	known, all := s.grid.all(s.values...), s.grid.all()
	c := chart{ID: s.id, Class: s.id, Title: title,
		Sub: fmt.Sprintf("%s by action plan cycle. Left: %s printed, as shares. Right: %s without one.", s.what,
			describe.Count(int64(known), "finding", "findings"), describe.Count(int64(all-known), "commitment", "commitments"))}
	for _, value := range s.values {
		if s.grid.all(value) > 0 {
			c.Key = append(c.Key, key{"v-" + slugOf(value), value})
		}
	}
	var kept []ogp.State
	empty := 0
	for _, state := range emptyKinds {
		if s.grid.all(kinds[state].word) > 0 {
			kept = append(kept, state)
			c.Key = append(c.Key, key{emptyClass(state), kinds[state].word})
		}
		empty += s.grid.all(kinds[state].word)
	}
	left := bars{Title: s.what + " by action plan cycle", Heading: "Findings, share of known", Share: true}
	right := bars{Title: "Without " + strings.ToLower(s.what) + ", by action plan cycle", Heading: "No finding, commitments"}
	for _, cycle := range s.grid.cycles() {
		left.Rows = append(left.Rows, s.knownRow(cycle))
		right.Rows = append(right.Rows, s.emptyRow(cycle, kept))
	}
	c.Desc = fmt.Sprintf("%s. %d of %d known; %s. Table follows.", title, known, all, s.emptiness(kept))
	left.Desc, right.Desc = c.Desc, c.Desc
	c.Panels = []panel{left.panel(640), right.panel(fullWidth - 640 - 24)}
	if empty == 0 {
		c.Panels = []panel{left.panel(fullWidth)}
	}
	c.Table = s.table(kept)
	return c
}

// Fewer known values than these are no basis for shares, or for shares without
// their number.
const (
	tooFew = 10
	few    = 30
)

func (s scaleChart) knownRow(cycle string) barRow {
	n := s.grid.of(cycle, s.values...)
	row := barRow{Label: fmt.Sprintf("%s n=%d", cycle, n)}
	if n < tooFew {
		row.Few = fmt.Sprintf("%d known: too few for shares", n)
		if n == 0 {
			row.Few = "none known"
		}
		return row
	}
	for _, value := range s.values {
		row.Parts = append(row.Parts, segment{"v-" + slugOf(value), value, s.grid.of(cycle, value)})
	}
	if n < few {
		row.End = fmt.Sprintf("of %d", n)
	}
	return row
}

func (s scaleChart) emptyRow(cycle string, kept []ogp.State) barRow {
	row := barRow{Label: cycle}
	for _, state := range kept {
		row.Parts = append(row.Parts, segment{emptyClass(state), kinds[state].word, s.grid.of(cycle, kinds[state].word)})
	}
	row.End = describe.Thousands(int64(row.sum()))
	return row
}

func (s scaleChart) emptiness(kept []ogp.State) string {
	var words []string
	for _, state := range kept {
		words = append(words, fmt.Sprintf("%d %s", s.grid.all(kinds[state].word), kinds[state].word))
	}
	if words == nil {
		return "none without"
	}
	return strings.Join(words, ", ")
}

func (s scaleChart) table(kept []ogp.State) table {
	t := table{Headers: []string{"Cycle"}}
	names := slices.Clone(s.values)
	for _, state := range kept {
		names = append(names, kinds[state].word)
	}
	t.Headers = append(t.Headers, names...)
	for _, cycle := range s.grid.cycles() {
		row := []entry{{Text: cycle}}
		for _, name := range names {
			row = append(row, numberEntry(s.grid.of(cycle, name), findLink("cycle", cycle, s.id, name)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// findLink leads to the commitments that a number counts.
func findLink(pairs ...string) string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, pairs[i]+"="+slugOf(pairs[i+1]))
	}
	return "find.html#" + strings.Join(out, "&")
}

// completion is chart 1: the best is at the baseline.
func (w *website) completion() chart {
	g := w.counts.findings["completion"]
	if g == nil {
		return chart{}
	}
	s := scaleChart{"completion", "Completion", []string{"Complete", "Substantial", "Limited", "Not Started", "Withdrawn", "Unclear", "No Evidence Available"}, g}
	known := g.all(s.values...)
	title := "No completion is known yet"
	if known > 0 {
		title = describe.Share(int64(g.all("Complete", "Substantial")), int64(known)) + " of known completions are substantial or complete"
	}
	return s.chart(title)
}

// ambition is chart 2: two scales, the one of plans to 2020 first.
func (w *website) ambition() chart {
	g := w.counts.findings["ambition"]
	if g == nil {
		return chart{}
	}
	s := scaleChart{"ambition", "Ambition", []string{"High", "Low", "Substantial", "Modest", "Unclear"}, g}
	known := g.all(s.values...)
	title := "No ambition is known yet"
	if known > 0 {
		title = describe.Share(int64(g.all("High", "Substantial")), int64(known)) + " of known ambitions are high or substantial"
	}
	return s.chart(title)
}

// findings tells of every indicator how many commitments have it.
func (w *website) findings() chart {
	c := chart{ID: "findings", Title: "How much of the review is known", Sub: "Commitments whose page has the indicator, by whether its value is known.",
		Key: []key{{"plain", "known"}}, Table: table{Headers: []string{"Indicator", "Known", "Share"}}}
	b := bars{Title: "Commitments by indicator of the review and state"}
	for _, state := range emptyKinds {
		c.Key = append(c.Key, key{emptyClass(state), kinds[state].word})
		c.Table.Headers = append(c.Table.Headers, kinds[state].word)
	}
	for _, column := range dataset.FindColumn("assessments", "indicator").Enum {
		g := w.counts.findings[column]
		if g == nil {
			continue
		}
		row := barRow{Label: label(column)}
		empty := 0
		for _, state := range emptyKinds {
			empty += g.all(kinds[state].word)
		}
		known := g.all() - empty
		row.Parts = append(row.Parts, segment{"plain", "known", known})
		cells := []entry{{Text: row.Label}, numberEntry(known, ""), {Text: describe.Share(int64(known), int64(g.all())), Number: true}}
		for _, state := range emptyKinds {
			row.Parts = append(row.Parts, segment{emptyClass(state), kinds[state].word, g.all(kinds[state].word)})
			cells = append(cells, numberEntry(g.all(kinds[state].word), ""))
		}
		row.End = describe.Share(int64(known), int64(g.all())) + " known"
		b.Rows, c.Table.Rows = append(b.Rows, row), append(c.Table.Rows, cells)
	}
	if b.Rows == nil {
		return chart{}
	}
	c.Panels = []panel{b.panel(fullWidth)}
	return c
}
