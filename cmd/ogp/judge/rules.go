package judge

import (
	"encoding/csv"
	"strings"

	"ogp"
	"ogp/store/report"
)

// Rule is one line of the table of rules.
type Rule struct {
	Name    string  // in [rules] of ogp.toml
	Limit   float64 // percent, or points of percent
	Fails   bool    // too little was found: nothing is to be published; too much warns
	about   string  // what its findings are about that are about no field
	measure string  // what is measured of that, behind its name
	find    func(c Comparison, limit float64) []Finding
}

// Limits are limits of rules by name, in the place of the table's.
type Limits map[string]float64

func (l Limits) of(r Rule) float64 {
	if limit, set := l[r.Name]; set {
		return limit
	}
	return r.Limit
}

// fewest is how many pages make a pattern: one or two may be edited on any day.
const fewest = 3

// Rules is the table of rules. docs/nightly.md says when each is broken.
var Rules = []Rule{
	{Name: "coverage", Limit: 10, Fails: true, find: falls(report.Report.ByTemplate, filled)},
	{Name: "member_coverage", Limit: 50, Fails: true, find: falls(report.Report.ByMember, filled)},
	{Name: "label", Limit: 10, Fails: true, measure: ", its label", find: falls(report.Report.ByTemplate, printed)},
	{Name: "pages", Limit: 5, Fails: true, about: "pages that are not withdrawn", find: fewerPages},
	{Name: "archived", Limit: 10, Fails: true, about: "listed pages that the archive lacks", find: rises(notArchived)},
	{Name: "unlisted", Limit: 10, Fails: true, about: "known pages that the site does not list", find: rises(unlisted)},
	{Name: "gone", Limit: 5, Fails: true, about: "known pages that are gone", find: exceeds(gone)},
	{Name: "mismatched", Limit: 0, Fails: true, about: "known pages with another commitment's page", find: rises(mismatched)},
	{Name: "unknown_label", Limit: 10, about: "unknown label", find: unknownLabels},
	{Name: "changed", Limit: 30, about: "known pages that changed", find: exceeds(changed)},
	{Name: "new", Limit: 20, about: "pages that are new, of as many as were known", find: exceeds(added)},
}

func filled(f report.Fill) int  { return f.Filled }
func printed(f report.Fill) int { return f.Printed }

// falls finds the fields of which a count has fallen in a group of pages, by more than
// the pages explain that are new or went.
func falls(groups func(report.Report) []report.Fill, count func(report.Fill) int) func(Comparison, float64) []Finding {
	return func(c Comparison, limit float64) (found []Finding) {
		if c.Before == nil {
			return nil
		}
		now := map[report.Fill]report.Fill{}
		for _, fill := range groups(c.Now) {
			now[fill.Group()] = fill
		}
		for _, was := range groups(*c.Before) {
			is := now[was.Group()]
			before, after := share(count(was), was.Of), share(count(is), is.Of)
			lost := int(min(float64(count(was)), before*float64(is.Of))) - count(is)
			if is.Of > 0 && lost >= fewest && before-after > limit {
				found = append(found, Finding{
					Field: was.Field, Member: was.Member, Template: was.Template, Language: was.Language, Before: &before, Now: after, Pages: lost,
				})
			}
		}
		return found
	}
}

func share(part, of int) float64 { return float64(part) / float64(max(of, 1)) }

// fewerPages compares how many pages are not withdrawn.
func fewerPages(c Comparison, limit float64) []Finding {
	if c.Before == nil {
		return nil
	}
	was, whole := c.Before.Pages(), 1.0
	is := share(c.Now.Pages(), was)
	if lost := was - c.Now.Pages(); lost >= fewest && 1-is > limit {
		return []Finding{{Before: &whole, Now: is, Pages: lost}}
	}
	return nil
}

// part is how many of how many pages a run over the whole site found to be so.
type part func(report.Report) (pages, of int)

func notArchived(r report.Report) (pages, of int) {
	return r.Site.Listed - r.Site.Archived, r.Site.Listed
}
func unlisted(r report.Report) (pages, of int)   { return r.Site.Unlisted, r.Site.Known }
func mismatched(r report.Report) (pages, of int) { return r.Site.Mismatched, r.Site.Listed }
func changed(r report.Report) (pages, of int)    { return r.Site.Changed, r.Site.Known }

// gone are the pages that are gone, without those that were withdrawn before.
func gone(r report.Report) (pages, of int) {
	return r.Site.Gone - (r.Withdrawn - r.Site.Withdrawn), r.Site.Known
}

// added are the new pages, once any were known.
func added(r report.Report) (pages, of int) {
	if r.Site.Known == 0 {
		return 0, 0
	}
	return r.Site.New, r.Site.Known
}

// exceeds finds a share of the last run that is greater than the limit.
func exceeds(measure part) func(Comparison, float64) []Finding {
	return func(c Comparison, limit float64) []Finding {
		if c.Now.Site == nil {
			return nil
		}
		pages, of := measure(c.Now)
		if now := share(pages, of); pages >= fewest && now > limit {
			return []Finding{{Now: now, Pages: pages}}
		}
		return nil
	}
}

// rises finds a share of the last run that is greater than at the last good one, or
// than none.
func rises(measure part) func(Comparison, float64) []Finding {
	return func(c Comparison, limit float64) []Finding {
		if c.Now.Site == nil {
			return nil
		}
		var before *float64
		known := 0.0
		if c.Before != nil && c.Before.Site != nil {
			pages, of := measure(*c.Before)
			known = share(pages, of)
			before = &known
		}
		pages, of := measure(c.Now)
		if now := share(pages, of); now-known > limit && (pages >= fewest || limit == 0) {
			return []Finding{{Before: before, Now: now, Pages: pages}}
		}
		return nil
	}
}

// unknownLabels finds labels that no table has, on many pages and not before.
func unknownLabels(c Comparison, limit float64) (found []Finding) {
	known := map[string]float64{}
	if c.Before != nil {
		for _, f := range c.Before.Findings {
			known[f.Kind+labelOf(f)] = share(f.Pages, c.Before.Pages())
		}
	}
	for _, f := range c.Now.Findings {
		now := share(f.Pages, c.Now.Pages())
		if before := known[f.Kind+labelOf(f)]; f.Kind == "unknown_label" && f.Pages >= fewest && now-before > limit {
			finding := Finding{Label: labelOf(f), Now: now, Pages: f.Pages, Example: f.Example}
			if c.Before != nil {
				finding.Before = &before
			}
			found = append(found, finding)
		}
	}
	return found
}

// labelOf is the label of an unknown one: the last cell of the line of a table that
// would make it known.
func labelOf(f ogp.RunFinding) string {
	const cell = 5
	cells, err := csv.NewReader(strings.NewReader(f.Detail)).Read()
	if err != nil || len(cells) <= cell {
		return f.Detail
	}
	return cells[cell]
}
