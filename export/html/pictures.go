package html

import (
	"fmt"
	"slices"
	"strings"

	"ogp"
	"ogp/export/describe"
)

// milestoneStates is chart 3.
func (w *website) milestoneStates() chart {
	g := w.counts.states
	states := []string{"Finished", "In progress", "Stuck", "Not started", "Incomplete"}
	known, all := g.all(states...), g.all()
	if all == 0 {
		return chart{}
	}
	c := chart{ID: "milestones", Title: "The state of no milestone is known", Table: table{Headers: []string{"State", "Milestones"}},
		Sub: fmt.Sprintf("State of milestones: known of %s of %s. Most pages draw it, and nothing is guessed.", describe.Thousands(int64(known)), describe.Thousands(int64(all)))}
	if known > 0 {
		c.Title = describe.Share(int64(g.all("Finished")), int64(known)) + " of milestones with a known state are finished"
	}
	row := barRow{Label: fmt.Sprintf("n=%d", known)}
	for _, state := range append(states, unknownStatus) {
		n := g.all(state)
		c.Table.Rows = append(c.Table.Rows, []entry{{Text: state}, numberEntry(n, findLink("milestones", state))})
		if state != unknownStatus {
			row.Parts = append(row.Parts, segment{"v-" + slugOf(state), state, n})
			c.Key = append(c.Key, key{"v-" + slugOf(state), state})
		}
	}
	c.Key = append(c.Key, key{"e-not-known", unknownStatus})
	if known < tooFew {
		row.Few = fmt.Sprintf("%d known: too few for shares", known)
	}
	left := bars{Title: "Milestones by state", Heading: "Known states, shares", Rows: []barRow{row}, Share: true, Desc: c.Title + ". " + c.Sub}
	right := bars{Title: "Milestones whose state is not known", Heading: "Not known", Desc: c.Sub,
		Rows: []barRow{{Label: "Milestones", Parts: []segment{{"e-not-known", unknownStatus, all - known}}, End: describe.Thousands(int64(all - known))}}}
	c.Panels = []panel{left.panel(640), right.panel(fullWidth - 640 - 24)}
	return c
}

// endMonths is chart 4: columns of months, or of years where there are many.
func (w *website) endMonths() chart {
	g, size := w.counts.ends, 7
	if len(g) == 0 {
		return chart{}
	}
	const mostMonths = 60
	unit := "month"
	if len(spread(g, size)) > mostMonths {
		g, size, unit = g.years(), 4, "year"
	}
	c := chart{ID: "ends", Sub: fmt.Sprintf("Milestones by the %s in which they end; known of %s of %s.", unit, describe.Thousands(int64(g.all())), describe.Thousands(int64(w.counts.milestones))),
		Key:   []key{{"v-finished", "Finished"}, {"v-other", "another state"}, {"e-not-known", unknownStatus}},
		Table: table{Headers: []string{"End", "Finished", "another state", unknownStatus}}}
	b := columns{Title: "Milestones by " + unit + " of end", Line: describe.Date(w.About.Statistics.LastSeen)}
	b.Line = b.Line[:min(size, len(b.Line))]
	sums := map[string]int{}
	for _, at := range spread(g, size) {
		row, cells := barRow{Label: at}, []entry{{Text: at}}
		for i, state := range []string{"Finished", "Other", unknownStatus} {
			row.Parts = append(row.Parts, segment{c.Key[i].Class, c.Key[i].Label, g.of(at, state)})
			cells = append(cells, numberEntry(g.of(at, state), ""))
		}
		sums[at] = row.sum()
		b.Rows, c.Table.Rows = append(b.Rows, row), append(c.Table.Rows, cells)
	}
	c.Title = fmt.Sprintf("Most milestones end in %s", ranked(sums)[0])
	b.Desc = c.Title + ". " + c.Sub
	c.Panels = []panel{b.panel(fullWidth)}
	return c
}

// memberBars is chart 5.
func (w *website) memberBars() chart {
	counts, names := map[string]int{}, map[string]*member{}
	for _, m := range w.members {
		counts[m.Name], names[m.Name] = counts[m.Name]+m.Count, m
	}
	c := rankedChart(counts, "members", "member", 25, func(name string) string { return names[name].File })
	if len(counts) > 0 {
		c.Title = fmt.Sprintf("%s has most commitments", ranked(counts)[0])
	}
	c.Sub = "Commitments of each member."
	return c
}

// policyAreas is chart 7.
func (w *website) policyAreas() chart {
	counts := w.counts.areas
	c := rankedChart(counts, "areas", "policy area", 20, func(name string) string { return findLink("area", name) })
	if len(counts) > 0 {
		c.Title = fmt.Sprintf("Most commitments are about %s", ranked(counts)[0])
	}
	c.Sub = "Commitments by policy area; one may have several, so that their sum is more than all commitments."
	return c
}

// rankedChart draws the first so many counts as bars; its table has all.
func rankedChart(counts map[string]int, id, what string, most int, link func(name string) string) chart {
	if len(counts) == 0 {
		return chart{}
	}
	c := chart{ID: id, Table: table{Headers: []string{strings.ToUpper(what[:1]) + what[1:], "Commitments"}}}
	b := bars{Title: "Commitments by " + what}
	names := ranked(counts)
	for i, name := range names {
		c.Table.Rows = append(c.Table.Rows, []entry{{Text: name, Link: link(name)}, numberEntry(counts[name], "")})
		if i < most {
			b.Rows = append(b.Rows, barRow{Label: name, Parts: []segment{{"plain", "commitments", counts[name]}}, End: describe.Thousands(int64(counts[name]))})
		}
	}
	b.Desc = fmt.Sprintf("Most: %s, %d; least: %s, %d. Table follows.", names[0], counts[names[0]], names[len(names)-1], counts[names[len(names)-1]])
	p := panel{b.draw(fullWidth), b.draw(narrowWidth)}
	const narrowRows = 15
	if rest := len(names) - most; rest > 0 {
		b.Rows = append(b.Rows, barRow{Label: "", Few: fmt.Sprintf("and %d others: see the table", rest)})
		p.Wide = b.draw(fullWidth)
	}
	if rest := len(names) - narrowRows; rest > 0 {
		b.Rows = append(b.Rows[:narrowRows:narrowRows], barRow{Label: "", Few: fmt.Sprintf("and %d others: see the table", rest)})
		p.Narrow = b.draw(narrowWidth)
	}
	c.Panels = []panel{p}
	return c
}

// uncovered are columns that tell of the import, not of the page.
var uncovered = []string{"url", "member_slug", "template", "last_checked", "page_state", "source", "capture_url", "withdrawn_at"}

// coverage is chart 8: a table whose cells have the colour of their share.
func (w *website) coverage() chart {
	layouts := sortedKeys(w.counts.layouts)
	c := chart{ID: "coverage", Title: "What the pages tell", Heat: true, Table: table{Headers: []string{"Column"}},
		Sub: "Share of commitments that have a value, by template and language. Of fewer than ten pages the numbers; – where none has one."}
	for _, layout := range layouts {
		c.Table.Headers = append(c.Table.Headers, fmt.Sprintf("%s (%s)", layout, describe.Thousands(int64(w.counts.layouts[layout]))))
	}
	for _, column := range ogp.Commitments().Columns {
		if column.Required || column.Key || slices.Contains(uncovered, column.Name) || w.counts.fields.of(column.Name) == 0 {
			continue
		}
		row := []entry{{Text: label(column.Name)}}
		for _, layout := range layouts {
			row = append(row, heat(w.counts.fields.of(column.Name, layout), w.counts.layouts[layout]))
		}
		c.Table.Rows = append(c.Table.Rows, row)
	}
	return c
}

func heat(n, all int) entry {
	switch {
	case n == 0:
		return entry{Text: "–"}
	case all < tooFew:
		return entry{Text: fmt.Sprintf("%d/%d", n, all)}
	}
	return entry{Text: describe.Share(int64(n), int64(all)), Class: fmt.Sprintf("h%d", min(1+5*n/all, 5))}
}

// history is chart 9. In the first month everything is new, which is no change of
// the site.
func (w *website) history() chart {
	g := w.counts.changes
	months := spread(g, 7)
	if len(months) == 0 {
		return chart{}
	}
	c := chart{ID: "changes", Title: "No page has changed since it was first imported", Table: table{Headers: []string{"Month", "new", "edited", "withdrawn", "returned", "reassigned"}},
		Key: []key{{"v-new", "new"}, {"v-edited", "edited"}, {"v-withdrawn", "withdrawn"}, {"v-returned", "returned"}, {"v-other", "reassigned"}}}
	b := columns{Title: "Changes on the site by month and kind"}
	for i, at := range months {
		row, cells := barRow{Label: at}, []entry{{Text: at}}
		for _, k := range c.Key {
			n := g.of(at, k.Label)
			cells = append(cells, numberEntry(n, ""))
			if i > 0 || k.Label != "new" {
				row.Parts = append(row.Parts, segment{k.Class, k.Label, n})
			}
		}
		b.Rows, c.Table.Rows = append(b.Rows, row), append(c.Table.Rows, cells)
	}
	first := g.of(months[0], "new")
	c.Sub = fmt.Sprintf("Changes by month. The first import, %s in %s, is left out of the picture.", describe.Count(int64(first), "page", "pages"), months[0])
	if later := g.all() - first; later > 0 {
		c.Title = fmt.Sprintf("%s on the site since %s", describe.Count(int64(later), "change", "changes"), month(months[0]+"-01"))
	}
	b.Desc = c.Title + ". " + c.Sub
	c.Panels = []panel{b.panel(fullWidth)}
	return c
}

// agreement is chart 10: the page's coding beside that of OGP's own database.
func (w *website) agreement() chart {
	g := w.counts.agreed
	if len(g) == 0 {
		return chart{}
	}
	values := w.terms("completion")
	slices.Reverse(values)
	c := chart{ID: "agreement", Heat: true, Table: table{Headers: []string{"On the page ↓ in OGP’s database →"}}}
	names := slices.Clone(values)
	for _, state := range append(slices.Clone(emptyKinds), "") {
		names = append(names, kinds[state].word)
	}
	shown := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return g.all(name) == 0 })
	c.Table.Headers = append(c.Table.Headers, shown...)
	same, both := 0, 0
	for _, row := range names {
		if g.of(row) == 0 {
			continue
		}
		cells := []entry{{Text: row}}
		for _, column := range shown {
			n := g.of(row, column)
			e := entry{Text: describe.Thousands(int64(n))}
			if slices.Contains(values, row) && slices.Contains(values, column) {
				both += n
				if row == column {
					same, e.Class = same+n, "same"
				}
			}
			cells = append(cells, e)
		}
		c.Table.Rows = append(c.Table.Rows, cells)
	}
	c.Title = "Page and database have no completion in common"
	if both > 0 {
		c.Title = fmt.Sprintf("Page and database agree in %s of %s", describe.Share(int64(same), int64(both)), describe.Count(int64(both), "completion", "completions"))
	}
	c.Sub = "Completion as the page has it, and as OGP’s own database codes it. Outlined: both the same."
	return c
}
