package xlsx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"ogp/export/describe"
)

// summary is one table of the overview: a label and counts in each row.
type summary struct {
	title  string
	note   string
	table  describe.Table
	chart  excelize.ChartType // of the columns named in series
	series []int              // columns of the chart, 1 being the label's right neighbour
	shown  int                // rows of the chart; 0 means all
	most   int64              // end of the chart's scale; 0 leaves it open
}

// count makes a summary.
type count func(context.Context, *workbook) (summary, error)

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
func (b *workbook) addOverview(ctx context.Context) error {
	p := &page{book: b, name: overviewSheet, widths: []float64{40, 14, 14, 14, 14, 14, 14, 14, 14, 14}}
	scale := uint(overviewScale)
	if err := p.start(excelize.PageLayoutOptions{AdjustTo: &scale}); err != nil {
		return err
	}
	p.line("Overview", b.styles.title, 30)
	p.line(fmt.Sprintf("%s of %s, as seen on %s.", describe.Count(b.About.Statistics.Commitments(), "commitment", "commitments"),
		describe.Count(b.About.Statistics.Members, "member", "members"), describe.Day(b.About.Statistics.LastSeen)), b.styles.paragraph, lineHeight)
	for _, count := range []count{
		byValue("Commitments by template", "commitments", "template", "The site has two layouts of pages, for national and for local plans."),
		byYear, byMember, byPolicyArea,
		byValue("Milestones by status", "milestones", "status", ""),
		byEndMonth,
		byValue("Commitments by completion", "commitments", "completion", ""),
		byValue("Commitments by ambition", "commitments", "ambition", ""),
		byState, byField,
	} {
		s, err := count(ctx, b)
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
// have one scale. Columns are not split: their axis is time.
func (s summary) pages() []summary {
	const most = overviewRows - 5 // besides title, note and header
	if s.chart != excelize.Bar || len(s.table.Rows) <= most {
		return []summary{s}
	}
	var parts []summary
	for rows := range slices.Chunk(s.table.Rows, most) {
		part := s
		part.table.Rows, part.most = rows, largest(s.table.Rows, s.series[0])
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

// chartRows is the height of a summary's chart in rows: a bar is about as high as
// the row it shows, and columns need no more than can be seen at once.
func (s summary) chartRows() int {
	const leastBars, leastColumns, mostColumns = 8, 12, 18
	if s.chart == excelize.Bar {
		return max(len(s.table.Rows)+1, leastBars)
	}
	return min(max(len(s.table.Rows)+1, leastColumns), mostColumns)
}

// charted reports whether a summary has a chart: a single value has none.
func (s summary) charted() bool { return s.chart != noChart && len(s.table.Rows) > 1 }

// summary shows a table, and its chart to the right of it, on one page.
func (p *page) summary(s summary) error {
	size := len(s.table.Rows) + 4
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
	p.table(&s.table)
	if !s.charted() {
		return p.failed
	}
	p.last = max(p.last, top+s.chartRows())
	return errors.Join(p.failed, p.chart(s, top))
}

// Measures of a chart: its column, beside the widest table that has one, and
// pixels. It begins below the line under the heading. The library takes a row of
// pageHeight for 20 pixels when it looks where a chart ends.
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
	chart.Format = excelize.GraphicOptions{OffsetX: chartOffset, OffsetY: chartOffset, AltText: s.title + ". The table beside it has the numbers."}
	first, last := top+1, top+len(s.table.Rows)
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
// need no axis; columns are too close for that. It has a title of its own, to
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
		if len(s.table.Rows) > level {
			chart.XAxis.Alignment.TextRotation = -90
		}
	}
	if s.most > 0 {
		most := float64(s.most)
		chart.YAxis.Maximum = &most
	}
	return chart
}
