// Package overview tells a dataset at a glance.
//
// In comes the dataset. Out go key figures, and charts: counts by two properties,
// with the finding as a sentence. Known values and the kinds of empty stand beside
// each other and are never added up. How charts are drawn is the matter of the
// website and of the workbook; nothing here knows files or formats.
//
//	overview.go   what there is
//	charts.go     the charts: one entry each, with its query
//	kinds.go      the kinds of empty
//	regions.csv   the countries of the Partnership and their regions
package overview

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

// Overview is what there is to tell of a dataset.
type Overview struct {
	Figures []Figure
	Charts  []Chart
	Members map[string][]Chart // small charts of each member, by slug
}

// Figure is a number, or a date, with what it is.
type Figure struct{ Value, Label string }

// Shape is how a chart shows its counts.
type Shape string

// Shapes of charts.
const (
	Bars    Shape = "bars"    // a bar per row, as long as its count
	Shares  Shape = "shares"  // a bar per row with the shares of the known, and the counts of the others beside
	Columns Shape = "columns" // a column per row: rows are steps of time
	Heat    Shape = "heat"    // a table, whose cells are coloured by their share of the series
	Match   Shape = "match"   // a table of two codings of the same: on its diagonal they agree
	Tiles   Shape = "tiles"   // a tile per row, in groups
)

// Chart are counts of rows by series.
type Chart struct {
	ID     string // of its anchor
	Shape  Shape
	Title  string // the finding, as a sentence
	Name   string // what is counted, by what
	Note   string // how to read it
	By     string // what the rows are
	Most   int    // rows that are drawn; 0: all. The table has all
	Series []Series
	Rows   []Row
	RowBy  string // the filter of the page Find that takes names of rows; may be empty
	CellBy string // the one that takes names of series
}

// Series is what every row has a count of.
type Series struct {
	Name  string
	Empty bool // not a value but a kind of empty
	Of    int  // what the counts are a part of; 0 if they are not
}

// Row has a count for each series.
type Row struct {
	Name  string
	Key   string // a member's slug, where rows are members
	Group string // of a tile
	Code  string // of a tile: the letters of its IDs
	N     []int
}

// RowName is what a row is called: of a column, its label.
func (c Chart) RowName(row Row) string {
	if c.By == "Column" || c.By == "Indicator" {
		return describe.Label(row.Name)
	}
	return row.Name
}

// Sum is the sum of the known values, or of the kinds of empty.
func (c Chart) Sum(row Row, empty bool) (sum int) {
	for i, n := range row.N {
		if c.Series[i].Empty == empty {
			sum += n
		}
	}
	return sum
}

// Total is the sum of a series.
func (c Chart) Total(series int) (sum int) {
	for _, row := range c.Rows {
		sum += row.N[series]
	}
	return sum
}

// Totals are the sums of all known values and of all kinds of empty.
func (c Chart) Totals() (known, empty int) {
	for _, row := range c.Rows {
		known, empty = known+c.Sum(row, false), empty+c.Sum(row, true)
	}
	return known, empty
}

// Known tells how much is known, and what the others are: "8 of 40 known; 30
// pending, 2 drawn". It is empty where all is known.
func (c Chart) Known() string {
	var words []string
	for i, s := range c.Series {
		if n := c.Total(i); s.Empty && n > 0 {
			words = append(words, describe.Thousands(int64(n))+" "+s.Name)
		}
	}
	if words == nil {
		return ""
	}
	known, empty := c.Totals()
	return fmt.Sprintf("%s of %s known; %s.", describe.Thousands(int64(known)), describe.Thousands(int64(known+empty)), strings.Join(words, ", "))
}

// Text is the chart in words, for those who do not see it.
func (c Chart) Text() string {
	text := c.Title + "."
	if known, _ := c.Totals(); len(c.Rows) > 1 && known > 0 {
		order := func(a, b Row) int { return c.Sum(a, false) - c.Sum(b, false) }
		most, least := slices.MaxFunc(c.Rows, order), slices.MinFunc(c.Rows, order)
		text += fmt.Sprintf(" Most: %s, %d; least: %s, %d.", c.RowName(most), c.Sum(most, false), c.RowName(least), c.Sum(least, false))
	}
	return strings.TrimSpace(text+" "+c.Known()) + " Table follows."
}

// add counts: the row and the series are added if need be.
func (c *Chart) add(row Row, series Series, n int) {
	s := slices.IndexFunc(c.Series, func(s Series) bool { return s.Name == series.Name })
	if s < 0 {
		s = len(c.Series)
		c.Series = append(c.Series, series)
	}
	r := len(c.Rows) - 1
	if r < 0 || c.Rows[r].Name != row.Name || c.Rows[r].Key != row.Key {
		r = slices.IndexFunc(c.Rows, func(have Row) bool { return have.Name == row.Name && have.Key == row.Key })
	}
	if r < 0 {
		r = len(c.Rows)
		c.Rows = append(c.Rows, row)
	}
	c.Rows[r].N = append(c.Rows[r].N, make([]int, len(c.Series)-len(c.Rows[r].N))...)
	c.Rows[r].N[s] += n
}

// used leaves out the series without a count, and gives every row a count of each.
func (c *Chart) used() {
	for i, row := range c.Rows {
		c.Rows[i].N = append(row.N, make([]int, len(c.Series)-len(row.N))...)
	}
	for s := len(c.Series) - 1; s >= 0; s-- {
		if c.Total(s) == 0 {
			c.Series = slices.Delete(slices.Clone(c.Series), s, s+1)
			for i := range c.Rows {
				c.Rows[i].N = slices.Delete(c.Rows[i].N, s, s+1)
			}
		}
	}
}

// Read reads the overview of a dataset. Charts without a count are left out.
func Read(ctx context.Context, data *dataset.Dataset, s dataset.Statistics, vocabularies []dataset.Vocabulary) (Overview, error) {
	o := Overview{Members: map[string][]Chart{}}
	for _, spec := range specs(vocabularies) {
		if err := spec.read(ctx, data, &o); err != nil {
			return Overview{}, fmt.Errorf("count %s: %w", spec.Name, err)
		}
	}
	return o, o.addFigures(ctx, data, s)
}

// recentDays are the days before the newest check in which an edit is recent.
const recentDays = 30

func (o *Overview) addFigures(ctx context.Context, data *dataset.Dataset, s dataset.Statistics) error {
	since := ogp.Literal(s.LastSeen.AddDate(0, 0, -recentDays).Format(time.DateOnly))
	row, err := data.One(ctx, fmt.Sprintf(`SELECT CAST(coalesce(sum(len(milestones)), 0) AS BIGINT),
		count(*) FILTER (len(list_filter(changes, lambda x: x.kind <> 'new' AND x.changed_at >= CAST(%s AS TIMESTAMP))) > 0) FROM %s`, since, dataset.All))
	if err != nil {
		return err
	}
	add := func(value, label string) { o.Figures = append(o.Figures, Figure{value, label}) }
	add(describe.Thousands(s.Commitments()), "commitments")
	add(describe.Thousands(s.Members), "members")
	add(describe.Thousands(row[0].(int64)), "milestones")
	for _, c := range o.Charts {
		if claim := map[string]string{"completion": "a completion", "ambition": "an ambition"}[c.ID]; claim != "" {
			known, empty := c.Totals()
			add(describe.Share(int64(known), int64(known+empty)), "of reviews with "+claim+" that is known")
		}
	}
	add(describe.Thousands(s.Archive.Withdrawn), "withdrawn from the site")
	add(describe.Thousands(int64(len(s.Archive.Missing))), "pages missing")
	add(describe.Thousands(row[1].(int64)), fmt.Sprintf("changed in the %d days before the newest check", recentDays))
	if s.Archive.OldestCheck != nil {
		add(shortDay(*s.Archive.OldestCheck), "oldest check")
	}
	add(shortDay(s.LastSeen), "newest check")
	return nil
}

func shortDay(at time.Time) string { return at.Format("2 Jan 2006") }
