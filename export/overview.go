package export

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// unknownValue stands in the overview for what no page says.
const unknownValue = "(not known)"

// topMembers is how many members the overview names.
const topMembers = 15

// summary is one table of the overview: a label and counts in each row.
type summary struct {
	title  string
	note   string
	grid   grid
	chart  excelize.ChartType // of the columns named in series
	series []int              // columns of the chart, 1 being the label's right neighbour
	shown  int                // rows of the chart; 0 means all
	most   int64              // end of the chart's scale; 0 leaves it open
}

// noChart marks a summary that is only a table; no chart type is smaller.
const noChart = excelize.ChartType(0xFF)

// Measures of the printed overview: its scale in per cent, at which it is one
// page wide, and the rows that a page then holds.
const (
	overviewScale = 82
	overviewRows  = 34
)

// addOverview fills the second sheet: counts as tables, the longer ones with a
// chart beside them.
func (b *workbook) addOverview(ctx context.Context, j *job) error {
	p := &page{book: b, name: overviewSheet, widths: []float64{40, 14, 14, 14, 14, 14, 14, 14, 14, 14}}
	scale := uint(overviewScale)
	if err := p.start(excelize.PageLayoutOptions{AdjustTo: &scale}); err != nil {
		return err
	}
	p.line("Overview", b.styles.title, 30)
	p.line(fmt.Sprintf("%s of %s, as seen on %s.", plural(j.facts.commitments(), "commitment", "commitments"),
		plural(j.facts.members, "member", "members"), day(j.facts.lastSeen)), b.styles.paragraph, lineHeight)
	for _, count := range []func(context.Context, *job) (summary, error){
		byTemplate, byYear, byMember, byPolicyArea, byMilestoneStatus, byEndMonth, byCompletion, byAmbition, byState, byField,
	} {
		s, err := count(ctx, j)
		if err != nil {
			return err
		}
		for _, part := range s.pages() {
			if err := p.summary(part); err != nil {
				return fmt.Errorf("%s: %w", part.title, err)
			}
		}
	}
	return p.failed
}

// pages are the parts of a summary that each fit on a printed page; their charts
// have one scale. Columns stay together: they tell of time.
func (s summary) pages() []summary {
	const most = overviewRows - 5 // besides title, note and header
	if s.chart != excelize.Bar || len(s.grid.rows) <= most {
		return []summary{s}
	}
	var parts []summary
	for rows := range slices.Chunk(s.grid.rows, most) {
		part := s
		part.grid.rows, part.most = rows, largest(s.grid.rows, s.series[0])
		if len(parts) > 0 {
			part.title, part.note = s.title+", continued", ""
		}
		parts = append(parts, part)
	}
	return parts
}

func largest(rows [][]any, column int) int64 {
	most := int64(0)
	for _, row := range rows {
		most = max(most, row[column].(int64))
	}
	return most
}

// chartRows is the height of a summary's chart in rows: a bar stands about as
// high as the row it shows, columns need no more than the eye.
func (s summary) chartRows() int {
	const leastBars, leastColumns, mostColumns = 8, 12, 18
	if s.chart == excelize.Bar {
		return max(len(s.grid.rows)+1, leastBars)
	}
	return min(max(len(s.grid.rows)+1, leastColumns), mostColumns)
}

// charted reports whether a summary has a chart: one value is none.
func (s summary) charted() bool { return s.chart != noChart && len(s.grid.rows) > 1 }

// summary shows a table, and its chart to the right of it, on one page.
func (p *page) summary(s summary) error {
	size := len(s.grid.rows) + 4
	if s.charted() {
		size = max(size, s.chartRows()+4)
	}
	p.last++
	if p.last+size > p.broken+overviewRows {
		p.broken = p.last
		p.last++
		p.keep(p.book.file.InsertPageBreak(p.name, p.at(1)))
		p.last--
	}
	p.line(s.title, p.book.styles.heading, 24)
	if s.note != "" {
		p.last++
		p.put(1, s.note, p.book.styles.note)
		p.keep(p.book.file.SetRowHeight(p.name, p.last, pageHeight))
	}
	top := p.last + 1
	p.grid(&s.grid)
	if !s.charted() {
		return p.failed
	}
	p.last = max(p.last, top+s.chartRows())
	return errors.Join(p.failed, p.chart(s, top))
}

// Measures of a chart: the column it stands in, beside the widest table that
// has one, and pixels. It begins below the line under the heading. The library
// takes a row of pageHeight for 20 pixels when it looks where a chart ends.
const (
	chartColumn  = 6
	chartWidth   = 500
	chartOffset  = 6
	pixelsPerRow = 20
)

// chart draws a summary whose table begins in row top.
func (p *page) chart(s summary, top int) error {
	column, err := excelize.ColumnNumberToName(chartColumn)
	if err != nil {
		return err
	}
	chart := blankChart(s)
	chart.Dimension = excelize.ChartDimension{Width: chartWidth, Height: uint(s.chartRows() * pixelsPerRow)}
	chart.Format = excelize.GraphicOptions{OffsetX: chartOffset, OffsetY: chartOffset}
	first, last := top+1, top+len(s.grid.rows)
	if s.shown > 0 {
		last = min(last, top+s.shown)
	}
	for i, n := range s.series {
		letter, err := excelize.ColumnNumberToName(n + 1)
		if err != nil {
			return err
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$%d", p.name, letter, top),
			Categories: fmt.Sprintf("'%s'!$A$%d:$A$%d", p.name, first, last),
			Values:     fmt.Sprintf("'%s'!$%s$%d:$%s$%d", p.name, letter, first, letter, last),
			Fill:       solid([]string{accent, warm, dark}[i%3]),
		})
	}
	return p.book.file.AddChart(p.name, column+strconv.Itoa(top), chart)
}

// blankChart is a chart without its series. Bars carry their numbers, so they
// need no axis; columns stand too close for that. It has a title of its own, to
// be understood where it is copied to.
func blankChart(s summary) *excelize.Chart {
	gap, overlap, vary, zero := uint(40), 100, false, 0.0
	small := *font(excelize.Font{Size: 9, Color: "444444"})
	count := excelize.ChartNumFmt{CustomNumFmt: "#,##0"}
	chart := &excelize.Chart{
		Type:       s.chart,
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: s.title, Font: font(excelize.Font{Bold: true, Size: 10, Color: dark})}}},
		Legend:     excelize.ChartLegend{Position: "bottom"},
		GapWidth:   &gap,
		VaryColors: &vary,
		Border:     excelize.LineOptions{Type: excelize.LineNone},
		XAxis:      excelize.ChartAxis{Font: small},
		YAxis:      excelize.ChartAxis{Font: small, Minimum: &zero, NumFmt: count},
	}
	if len(s.series) == 1 {
		chart.Legend.Position = "none"
	} else {
		chart.Overlap = &overlap
	}
	if s.chart == excelize.Bar {
		chart.XAxis.ReverseOrder = true // as in the table, from the top
		chart.YAxis.None = true
		chart.PlotArea = excelize.ChartPlotArea{ShowVal: true, NumFmt: count}
	} else {
		chart.YAxis.MajorGridLines = true
		const level = 12 // so many labels have room side by side
		if len(s.grid.rows) > level {
			chart.XAxis.Alignment.TextRotation = -90
		}
	}
	if s.most > 0 {
		most := float64(s.most)
		chart.YAxis.Maximum = &most
	}
	return chart
}

func byTemplate(ctx context.Context, j *job) (summary, error) {
	return j.tally(ctx, summary{title: "Commitments by template", chart: excelize.Bar, series: []int{1}, note: "The site has two layouts of pages, for national and for local plans."},
		"commitments", "template")
}

func byMilestoneStatus(ctx context.Context, j *job) (summary, error) {
	return j.tally(ctx, summary{title: "Milestones by status", chart: excelize.Bar, series: []int{1}}, "milestones", "status")
}

func byCompletion(ctx context.Context, j *job) (summary, error) {
	return j.tally(ctx, summary{title: "Commitments by completion", chart: excelize.Bar, series: []int{1}}, "commitments", "completion")
}

func byAmbition(ctx context.Context, j *job) (summary, error) {
	return j.tally(ctx, summary{title: "Commitments by ambition", chart: excelize.Bar, series: []int{1}}, "commitments", "ambition")
}

// tally counts the rows of a table by the values of a column, in the order of
// the column's vocabulary.
func (j *job) tally(ctx context.Context, s summary, tableName, columnName string) (summary, error) {
	total := int64(0)
	err := j.source.run(ctx, fmt.Sprintf("SELECT CAST(%s AS VARCHAR) AS value, count(*) FROM %s GROUP BY value ORDER BY value NULLS LAST",
		ident(columnName), j.all(tableName)), func(row []any) error {
		label, count := row[0], row[1].(int64)
		if label == nil {
			label = unknownValue
		}
		total += count
		s.grid.rows = append(s.grid.rows, []any{label, count})
		return nil
	})
	order := j.terms(columnOf(tableName, columnName))
	place := func(row []any) int {
		if i := slices.Index(order, row[0].(string)); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(s.grid.rows, func(a, b []any) int { return place(a) - place(b) })
	for i, row := range s.grid.rows {
		s.grid.rows[i] = append(row, share(row[1].(int64), total))
	}
	s.grid.headers = []string{columnName, strings.ToUpper(tableName[:1]) + tableName[1:], shareHead}
	return s, err
}

func byYear(ctx context.Context, j *job) (summary, error) {
	s := summary{
		title: "Commitments by year", chart: excelize.ColStacked, series: []int{1, 2},
		note: "The year of the action plan's cycle; for local pages, which print none, the first year of the first plan.",
		grid: grid{headers: []string{"Year", "National", "Local", "All"}},
	}
	// Years without one are shown too, so that the chart's axis is time.
	err := j.source.run(ctx, `WITH years AS (SELECT year, count(*) FILTER (template = 'national') AS national, count(*) FILTER (template = 'local') AS local, count(*) AS every
			FROM (SELECT template, coalesce(action_plan_cycle, first_year) AS year FROM `+j.all("commitments")+`
				LEFT JOIN (SELECT commitment_id, min(start_year) AS first_year FROM `+j.all("action_plans")+` GROUP BY commitment_id) USING (commitment_id))
			GROUP BY year)
		SELECT coalesce(year, step), coalesce(national, 0), coalesce(local, 0), coalesce(every, 0)
		FROM (SELECT unnest(generate_series(min(year), max(year))) AS step FROM years) FULL JOIN years ON year = step
		ORDER BY 1 NULLS LAST`, func(row []any) error {
		if row[0] == nil {
			row[0] = unknownValue
		}
		s.grid.rows = append(s.grid.rows, slices.Clone(row))
		return nil
	})
	return s, err
}

func byMember(ctx context.Context, j *job) (summary, error) {
	s := summary{
		title: "Members with most commitments", chart: excelize.Bar, series: []int{1}, shown: topMembers,
		grid: grid{headers: []string{"Member", "Commitments", "Milestones", shareHead}},
	}
	var rest []any
	err := j.source.run(ctx, `SELECT coalesce(min(member), member_slug, '`+unknownValue+`'), count(*), CAST(coalesce(sum(milestone_count), 0) AS BIGINT)
		FROM `+j.all("commitments")+` GROUP BY member_slug ORDER BY count(*) DESC, member_slug`, func(row []any) error {
		row = append(slices.Clone(row), share(row[1].(int64), j.facts.commitments()))
		switch {
		case len(s.grid.rows) < topMembers:
			s.grid.rows = append(s.grid.rows, row)
		case rest == nil:
			rest = []any{"All other members", row[1], row[2], row[3]}
		default:
			rest[1], rest[2] = rest[1].(int64)+row[1].(int64), rest[2].(int64)+row[2].(int64)
		}
		return nil
	})
	if rest != nil {
		rest[3] = share(rest[1].(int64), j.facts.commitments())
		s.grid.rows = append(s.grid.rows, rest)
	}
	return s, err
}

// byState tells why findings of the review are missing.
func byState(ctx context.Context, j *job) (summary, error) {
	states := columnOf("assessments", "state").Enum
	s := summary{
		title: "Findings of the review by state", chart: noChart,
		note: "How many pages give a finding, and what the others print instead.",
		grid: grid{headers: append([]string{"Indicator"}, states...)},
	}
	text := "SELECT coalesce(indicator, '" + unknownValue + "')"
	for _, state := range states {
		text += ", count(*) FILTER (state = " + literal(state) + ")"
	}
	err := j.source.run(ctx, text+" FROM "+j.all("assessments")+" WHERE source = 'page' GROUP BY 1 ORDER BY 1", func(row []any) error {
		s.grid.rows = append(s.grid.rows, slices.Clone(row))
		return nil
	})
	return s, err
}
