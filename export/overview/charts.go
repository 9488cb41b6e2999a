package overview

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

// spec is a chart to be counted.
type spec struct {
	Chart
	query string              // a member's slug, a row, a series, a count, and what the count is a part of or the letters of a member's IDs
	title func(*Chart) string // once it is counted
	shape []func(*Chart)      // changes it, once it is counted
	small bool                // each member has one of its own
}

// specs are the charts in their order.
func specs(vocabularies []dataset.Vocabulary) []spec {
	return append(findings(vocabularies), others...)
}

// findings are the charts of the review's findings.
func findings(vocabularies []dataset.Vocabulary) []spec {
	completion := withEmpty(best("completion", vocabularies)...)
	return []spec{
		{
			Chart: Chart{ID: "completion", Shape: Shares, Name: "Completion by action plan cycle", By: "Cycle", RowBy: "cycle", CellBy: "completion", Series: series(completion...)},
			query: counted(finding("completion")), small: true, shape: steps,
			title: share("of known completions are substantial or complete", "No completion is known yet", "Complete", "Substantial"),
		},
		{
			Chart: Chart{ID: "ambition", Shape: Shares, Name: "Ambition by action plan cycle", By: "Cycle", RowBy: "cycle", CellBy: "ambition", Series: series(withEmpty(best("ambition", vocabularies)...)...),
				Note: "Plans to 2020 are coded on one scale (High, Low), later ones on another."},
			query: counted(finding("ambition")), shape: steps,
			title: share("of known ambitions are high or substantial", "No ambition is known yet", "High", "Substantial"),
		},
		{
			Chart: Chart{ID: "findings", Shape: Bars, Name: "Findings of the review by indicator", By: "Indicator", Note: "Pages that have the indicator, by whether its value is known.", Series: series(withEmpty("known")...)},
			query: counted("SELECT member, indicator AS row, " + wordSQL("'known'") + " AS series FROM " + rowsOf("assessments") + " WHERE source = 'page'"),
			shape: ordered(dataset.FindColumn("assessments", "indicator").Enum), title: func(c *Chart) string {
				known, empty := c.Totals()
				return describe.Share(int64(known), int64(known+empty)) + " of the review’s findings are known"
			},
		},
		{
			Chart: Chart{ID: "agreement", Shape: Match, Name: "Completion on the page and in OGP’s own database", By: "On the page ↓ in OGP’s database →", Series: series(completion...)},
			query: counted(`SELECT '' AS member, coalesce(any_value(word) FILTER (source = 'page'), 'not on the page') AS row, any_value(word) FILTER (source = 'official') AS series
				FROM (SELECT *, ` + wordSQL("value") + ` AS word FROM ` + rowsOf("assessments") + ` WHERE indicator = 'completion') GROUP BY commitment_id HAVING series IS NOT NULL`),
			shape: ordered(completion), title: agreement,
		},
	}
}

// others are the charts of all else.
var others = []spec{
	{
		Chart: Chart{ID: "cycles", Shape: Columns, Name: "Commitments by action plan cycle", By: "Cycle", RowBy: "cycle", CellBy: "template", Series: series("national", "local"),
			Note: "For local pages, which print no cycle, the first year of the plan."},
		query: counted("SELECT " + mine + ", " + cycle + " AS row, coalesce(template, '" + Unknown + "') AS series FROM " + dataset.All),
		shape: steps, title: most("Most commitments are of plans of %s"),
	},
	{
		Chart: Chart{ID: "milestones", Shape: Shares, Name: "Milestones by state", By: "Milestones", CellBy: "milestones", Note: "Most pages draw the state, and nothing is guessed.",
			Series: series("Finished", "In progress", "Stuck", "Not started", "Incomplete", Unknown)},
		query: counted("SELECT member, 'all' AS row, coalesce(status, '" + Unknown + "') AS series FROM " + rowsOf("milestones")), small: true,
		title: share("of milestones with a known state are finished", "The state of no milestone is known", "Finished"),
	},
	{
		Chart: Chart{ID: "ends", Shape: Columns, Name: "Milestones by end", By: "End", Series: series("Finished", "another state", Unknown)},
		query: counted("SELECT member, strftime(end_month, '%Y-%m') AS row, CASE status WHEN 'Finished' THEN status ELSE if(status IS NULL, '" + Unknown + "', 'another state') END AS series FROM " +
			rowsOf("milestones") + " WHERE end_month IS NOT NULL"),
		shape: steps, title: most("Most milestones end in %s"),
	},
	{
		Chart: Chart{ID: "members", Shape: Bars, Name: "Commitments by member", By: "Member", Most: 25, Series: series("commitments")},
		query: byMember, title: most("%s has most commitments"),
	},
	{
		Chart: Chart{ID: "regions", Shape: Tiles, Name: "Commitments by region and member", By: "Member", Note: "Countries first, then their regions and cities; the letters are those of the IDs.", Series: series("commitments")},
		query: byMember, shape: []func(*Chart){inRegions}, title: func(c *Chart) string {
			return describe.Count(int64(len(c.Rows)), "member", "members") + " around the world"
		},
	},
	{
		Chart: Chart{ID: "areas", Shape: Bars, Name: "Commitments by policy area", By: "Policy area", Most: 20, RowBy: "area", Series: series("commitments"),
			Note: "One may have several, so that their sum is more than all commitments."},
		query: "SELECT '', name, 'commitments', count(DISTINCT commitment_id), NULL FROM " + rowsOf("policy_areas") + " WHERE name IS NOT NULL GROUP BY name ORDER BY 4 DESC, 2",
		title: most("Most commitments are about %s"),
	},
	{
		Chart: Chart{ID: "coverage", Shape: Heat, Title: "What the pages tell", Name: "Coverage by column, template and language", By: "Column",
			Note: "Share of commitments that have a value. Of fewer than ten pages the numbers; – where none has one."},
		query: "SELECT '', field, coalesce(template, '" + Unknown + "') || ' · ' || language, CAST(sum(filled) AS BIGINT), CAST(sum(commitments) AS BIGINT) FROM (" + ogp.CoverageQuery(dataset.All) + ") GROUP BY ALL ORDER BY 3",
		shape: []func(*Chart){inPageOrder},
	},
	{
		Chart: Chart{ID: "changes", Shape: Columns, Name: "Changes on the site by month and kind", By: "Month", Series: series(dataset.FindColumn("changes", "kind").Enum...),
			Note: "By the check that found them. The pages of the first month are left out: they were new to the archive, not to the site."},
		query: counted("SELECT *, strftime(changed_at, '%Y-%m') AS row, kind AS series FROM " + rowsOf("changes") + " QUALIFY kind <> 'new' OR row <> min(row) OVER ()"),
		shape: steps, title: func(c *Chart) string {
			known, _ := c.Totals()
			return describe.Count(int64(known), "change", "changes") + " on the site since " + c.Rows[0].Name
		},
	},
}

// read counts a chart, and those of the members.
func (s spec) read(ctx context.Context, data *dataset.Dataset, o *Overview) error {
	all, small := s.empty(), map[string]*Chart{}
	err := data.Each(ctx, s.query, func(values []any) error {
		member, name, of := text(values[0]), cmp.Or(text(values[1]), Unknown), cmp.Or(text(values[2]), Unknown)
		row, series, n := Row{Name: name}, series(of)[0], int(values[3].(int64))
		switch more := values[4].(type) {
		case int64:
			series.Of = int(more)
		case string:
			row.Key, row.Code = member, more
		}
		all.add(row, series, n)
		if s.small {
			if small[member] == nil {
				small[member] = s.empty()
			}
			small[member].add(row, series, n)
		}
		return nil
	})
	if err != nil || len(all.Rows) == 0 {
		return err
	}
	o.Charts = append(o.Charts, s.finished(all))
	for member, chart := range small {
		chart.Shape, chart.RowBy, chart.CellBy = Bars, "", "" // of so few there are no shares
		o.Members[member] = append(o.Members[member], s.finished(chart))
	}
	return nil
}

// text is a text that may not be known.
func text(value any) string {
	text, _ := value.(string)
	return text
}

// empty is the chart before anything is counted.
func (s spec) empty() *Chart {
	c := s.Chart
	c.Series = slices.Clone(c.Series)
	return &c
}

func (s spec) finished(c *Chart) Chart {
	for _, shape := range s.shape {
		shape(c)
	}
	c.used()
	if s.title != nil {
		c.Title = s.title(c)
	}
	return *c
}

// SQL for parts of queries: a commitment's member, and its action plan cycle.
const (
	mine  = "coalesce(member_slug, '') AS member"
	cycle = "coalesce(CAST(coalesce(action_plan_cycle, list_min(list_transform(action_plans_detail, lambda x: x.start_year))) AS VARCHAR), '" + Unknown + "')"
)

// byMember counts commitments by member, under the name that its English pages
// have, where there are some.
const byMember = "SELECT coalesce(member_slug, ''), coalesce(min(member) FILTER (language = 'en'), min(member), member_slug, 'No member named'), 'commitments', count(*), " +
	"coalesce(regexp_extract(min(commitment_id), '^[A-Z]+'), '') FROM " + dataset.All + " GROUP BY member_slug ORDER BY 4 DESC, 2"

// counted counts the rows of a query with the columns member, row and series.
func counted(query string) string {
	return "SELECT member, row, series, count(*), NULL FROM (" + query + ") GROUP BY member, row, series ORDER BY row = '" + Unknown + "', row, series, member"
}

// rowsOf is a FROM with the rows of a long table, and of each the member and the
// action plan cycle.
func rowsOf(name string) string {
	table, _ := ogp.FindTable(name)
	return fmt.Sprintf("(SELECT commitment_id, %s, %s AS cycle, unnest(%s, max_depth := 2) FROM %s)", mine, cycle, ogp.Identifier(table.Nested()), dataset.All)
}

// finding selects the values of an indicator, or why there are none, by cycle.
func finding(indicator string) string {
	return "SELECT member, cycle AS row, " + wordSQL("value") + " AS series FROM " + rowsOf("assessments") + " WHERE source = 'page' AND indicator = " + ogp.Literal(indicator)
}

// best are the values of a column of commitments, the best first.
func best(column string, vocabularies []dataset.Vocabulary) []string {
	terms := dataset.Terms(dataset.FindColumn("commitments", column), vocabularies)
	slices.Reverse(terms)
	return terms
}

func series(names ...string) []Series {
	out := make([]Series, len(names))
	for i, name := range names {
		out[i] = Series{Name: name, Empty: IsEmpty(name)}
	}
	return out
}

// withEmpty are names and the kinds of empty.
func withEmpty(names ...string) []string {
	for _, kind := range Kinds {
		names = append(names, kind.Word)
	}
	return names
}

// share is a title that tells the share of the best among the known.
func share(claim, none string, good ...string) func(*Chart) string {
	return func(c *Chart) string {
		known, _ := c.Totals()
		of := 0
		for i, series := range c.Series {
			if slices.Contains(good, series.Name) {
				of += c.Total(i)
			}
		}
		if known == 0 {
			return none
		}
		return describe.Share(int64(of), int64(known)) + " " + claim
	}
}

// most is a title that names the row with the highest count.
func most(format string) func(*Chart) string {
	return func(c *Chart) string {
		top := slices.MaxFunc(c.Rows, func(a, b Row) int {
			return cmp.Compare(c.Sum(a, false)+c.Sum(a, true), c.Sum(b, false)+c.Sum(b, true))
		})
		return fmt.Sprintf(format, top.Name)
	}
}

func agreement(c *Chart) string {
	same, both := 0, 0
	for _, row := range c.Rows {
		for i, n := range row.N {
			if !IsEmpty(row.Name) && !c.Series[i].Empty {
				both += n
				if row.Name == c.Series[i].Name {
					same += n
				}
			}
		}
	}
	if both == 0 {
		return "Page and database have no completion in common"
	}
	return fmt.Sprintf("Page and database agree in %s of %s", describe.Share(int64(same), int64(both)), describe.Count(int64(both), "completion", "completions"))
}

// ordered puts rows into the order of names.
func ordered(names []string) []func(*Chart) {
	return []func(*Chart){func(c *Chart) {
		slices.SortStableFunc(c.Rows, func(a, b Row) int { return slices.Index(names, a.Name) - slices.Index(names, b.Name) })
	}}
}

// inPageOrder puts rows that are columns of commitments into their order.
func inPageOrder(c *Chart) {
	place := func(r Row) int {
		return slices.IndexFunc(ogp.Commitments().Columns, func(c ogp.Column) bool { return c.Name == r.Name })
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int { return place(a) - place(b) })
}

//go:embed regions.csv
var regionLines string

// inRegions groups members by region, countries first.
func inRegions(c *Chart) {
	regions := map[string]string{}
	for line := range strings.Lines(regionLines) {
		country, region, _ := strings.Cut(strings.TrimSpace(line), ",")
		regions[country] = region
	}
	for i := range c.Rows {
		c.Rows[i].Group = Unknown
		for rest := c.Rows[i].Key; rest != ""; _, rest, _ = strings.Cut(rest, "-") { // mexico-state-mexico
			if region, found := regions[rest]; found {
				c.Rows[i].Group = region
				break
			}
		}
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int { // countries, which regions has, before places in them
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(regions[b.Key], regions[a.Key]), cmp.Compare(a.Name, b.Name))
	})
}
