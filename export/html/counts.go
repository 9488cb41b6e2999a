package html

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"ogp"
)

// counts are what the overview tells, collected commitment by commitment.
type counts struct {
	commitments, milestones, withdrawn, edited int
	firstChecked                               string

	findings map[string]grid // of an indicator, by action plan cycle: value or kind of empty
	states   grid            // of milestones
	ends     grid            // last months of milestones, by state
	areas    map[string]int
	fields   grid           // columns that have a value, by template and language
	layouts  map[string]int // commitments by template and language
	changes  grid           // months, by kind
	agreed   grid           // completion on the page, by that of OGP's own database
}

// grid counts in rows and columns.
type grid map[string]map[string]int

func newCounts() counts {
	return counts{
		findings: map[string]grid{}, states: grid{}, ends: grid{}, areas: map[string]int{},
		fields: grid{}, layouts: map[string]int{}, changes: grid{}, agreed: grid{},
	}
}

func (g grid) add(row, column string) {
	if g[row] == nil {
		g[row] = map[string]int{}
	}
	g[row][column]++
}

// of is the sum of some columns of a row; of all without any.
func (g grid) of(row string, columns ...string) int {
	sum := 0
	for column, n := range g[row] {
		if len(columns) == 0 || slices.Contains(columns, column) {
			sum += n
		}
	}
	return sum
}

// all is the sum of some columns of all rows.
func (g grid) all(columns ...string) int {
	sum := 0
	for row := range g {
		sum += g.of(row, columns...)
	}
	return sum
}

const unknownCycle = "not known"

// add counts a commitment. since is the day from which an edit is a recent one.
func (n *counts) add(c *commitment, since time.Time) {
	n.commitments++
	n.milestones += len(c.Milestones)
	if c.State() == "withdrawn" {
		n.withdrawn++
	}
	if day := c.Checked(); n.firstChecked == "" || day != "" && day < n.firstChecked {
		n.firstChecked = day
	}
	for _, f := range c.Findings {
		n.addFinding(f, cmp.Or(c.Cycle(), unknownCycle))
	}
	for _, m := range c.Milestones {
		n.states.add("", m.Status)
		if end := m.day("end_month"); len(end) >= 7 {
			n.ends.add(end[:7], endState(m.Status))
		}
	}
	for _, area := range c.list("policy_areas") {
		n.areas[area]++
	}
	n.addFields(c)
	n.addChanges(c, since)
}

func endState(status string) string {
	if status == "Finished" || status == unknownStatus {
		return status
	}
	return "Other"
}

func (n *counts) addFinding(f finding, cycle string) {
	word := func(c cell) string { return cmp.Or(c.Kind(), c.Value) }
	if f.Page.State != "" {
		if n.findings[f.Column] == nil {
			n.findings[f.Column] = grid{}
		}
		n.findings[f.Column].add(cycle, word(f.Page))
	}
	if f.Column == "completion" && f.Official.State != "" {
		n.agreed.add(word(f.Page), word(f.Official))
	}
}

func (n *counts) addFields(c *commitment) {
	layout := cmp.Or(c.text("template"), "unknown") + " · " + c.Language()
	n.layouts[layout]++
	for _, column := range ogp.Commitments().Columns {
		if c.Known(column.Name) && (column.Type != ogp.List || len(c.list(column.Name)) > 0) {
			n.fields.add(column.Name, layout)
		}
	}
}

func (n *counts) addChanges(c *commitment, since time.Time) {
	recent := false
	for _, change := range c.Changes {
		if day := change.Day(); len(day) >= 7 {
			n.changes.add(day[:7], change.Kind())
			recent = recent || change.Kind() != "new" && day >= since.Format(time.DateOnly)
		}
	}
	if recent {
		n.edited++
	}
}

// cycles are the years from the first to the last, those without commitments too,
// and what is not known last.
func (g grid) cycles() []string {
	return append(spread(g, 4), slices.DeleteFunc(sortedKeys(g), func(k string) bool { return k != unknownCycle })...)
}

// spread are the rows of a grid of months (2018-03) or years, from the first to the
// last, those without a count too. Longer texts than size count as their beginning.
func spread(g grid, size int) []string {
	keys := slices.DeleteFunc(sortedKeys(g), func(k string) bool { return k == unknownCycle || k == "" })
	if len(keys) == 0 {
		return nil
	}
	layout := "2006-01"[:size]
	first, err := time.Parse(layout, keys[0][:size])
	last, err2 := time.Parse(layout, keys[len(keys)-1][:size])
	const most = 200 * 12 // a wrong date must not make a chart of thousands of rows
	if err != nil || err2 != nil {
		return keys
	}
	var out []string
	for at := first; !at.After(last) && len(out) < most; {
		out = append(out, at.Format(layout))
		if size == 4 {
			at = at.AddDate(1, 0, 0)
		} else {
			at = at.AddDate(0, 1, 0)
		}
	}
	return out
}

// years is the grid with the months of a year together.
func (g grid) years() grid {
	out := grid{}
	for row, columns := range g {
		for column, n := range columns {
			if out[row[:4]] == nil {
				out[row[:4]] = map[string]int{}
			}
			out[row[:4]][column] += n
		}
	}
	return out
}

// ranked are the keys by falling count, then by name.
func ranked(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
