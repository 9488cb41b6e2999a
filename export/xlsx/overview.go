package xlsx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp/export/describe"
	"ogp/export/overview"
)

// summary is one table of the overview, and its chart if it has one.
type summary struct {
	title  string
	note   string
	table  describe.Table
	chart  excelize.ChartType // of the columns named in series
	series []int              // columns of the chart, 1 being the label's right neighbour; none if there is no chart
	shares bool               // whether numbers are shares, which are coloured
}

// topRows is how many rows the overview has of a chart that draws only some.
const topRows = 15

// mostSeries is how many series a chart can have whose colours are told apart.
const mostSeries = 4

// summarized is a chart as the overview shows it.
func (b *workbook) summarized(c overview.Chart) summary {
	s := summary{title: c.Title, note: strings.TrimSpace(c.Name + ". " + c.Note + " " + c.Known()), chart: excelize.Bar}
	s.table.Headers = []string{c.By}
	switch {
	case c.Shape == overview.Shares:
		s.byValue(c)
	case c.Shape == overview.Tiles:
		s.note, s.table.Headers[0] = "Commitments by region.", "Region"
		s.counts(c, b.About.Statistics.Commitments(), func(row overview.Row) string { return row.Group })
	case c.Shape == overview.Bars && len(c.Series) == 1:
		s.counts(c, b.About.Statistics.Commitments(), c.RowName)
		if rows := len(s.table.Rows); c.Most > 0 && rows > topRows {
			s.note += fmt.Sprintf(" The first %d of %d.", topRows, rows)
			s.table.Rows = s.table.Rows[:topRows]
		}
	default:
		s.bySeries(c)
	}
	if len(s.table.Rows) < 2 {
		s.series = nil
	}
	return s
}

// byValue has a row for each value and for each kind of empty, in columns of their
// own: what is not known is no value.
func (s *summary) byValue(c overview.Chart) {
	known, empty := c.Totals()
	s.table.Headers, s.series = []string{"Value", "Known", "Not known", describe.ShareHeader}, []int{1, 2}
	for i, series := range c.Series {
		n := int64(c.Total(i))
		row := []any{series.Name, n, nil, describe.Share(n, int64(known)) + " of the known"}
		if series.Empty {
			row = []any{series.Name, nil, n, describe.Share(n, int64(known+empty)) + " of all"}
		}
		s.table.Rows = append(s.table.Rows, row)
	}
}

// counts has a row for each name, and its share of all commitments. Rows of one name
// follow each other.
func (s *summary) counts(c overview.Chart, all int64, name func(overview.Row) string) {
	s.table.Headers, s.series = append(s.table.Headers, "Commitments", describe.ShareHeader), []int{1}
	before, n := "", int64(0)
	for _, row := range c.Rows {
		if name(row) != before {
			before, n = name(row), 0
			s.table.Rows = append(s.table.Rows, nil)
		}
		n += int64(c.Sum(row, false))
		s.table.Rows[len(s.table.Rows)-1] = []any{before, n, describe.Share(n, all)}
	}
	slices.SortStableFunc(s.table.Rows, func(a, b []any) int { return cmp.Compare(b[1].(int64), a[1].(int64)) })
}

// bySeries has a column for each series. Steps of time have a chart.
func (s *summary) bySeries(c overview.Chart) {
	s.chart, s.shares = excelize.ColStacked, c.Shape == overview.Heat
	for i, series := range c.Series {
		s.table.Headers = append(s.table.Headers, series.Name)
		if c.Shape == overview.Columns && len(c.Series) <= mostSeries {
			s.series = append(s.series, i+1)
		}
	}
	for _, row := range c.Rows {
		cells := []any{c.RowName(row)}
		for i, n := range row.N {
			if cells = append(cells, int64(n)); s.shares {
				cells[i+1] = share(n, c.Series[i].Of)
			}
		}
		s.table.Rows = append(s.table.Rows, cells)
	}
}

// share is a part of a whole. Of fewer than ten, a share would tell more than is
// known: there are the numbers.
func share(n, of int) any {
	const least = 10
	switch {
	case n == 0:
		return "–"
	case of < least:
		return fmt.Sprintf("%d/%d", n, of)
	}
	return float64(n) / float64(of)
}

// addOverview fills the second sheet: counts as tables, the longer ones with a
// chart beside them.
func (b *workbook) addOverview(context.Context) error {
	p, err := b.newPage(overviewSheet, 40, 15, 15, 18, 15, 15, 15, 15, 15, 15)
	if err != nil {
		return err
	}
	p.line(30, "Overview", b.styles.title)
	p.line(lineHeight, "As seen on "+describe.Day(b.About.Statistics.LastSeen)+". The website of the export has these figures, and more, by action plan cycle.", b.styles.text)
	for _, figure := range b.Overview.Figures {
		p.add(pageHeight, p.cell(figure.Value, b.styles.label), p.cell(figure.Label, b.styles.note))
	}
	p.legend()
	for _, chart := range b.Overview.Charts {
		p.summary(b.summarized(chart))
	}
	return p.finish()
}

// legend shows how cells of findings say why they are empty.
func (p *page) legend() {
	p.heading("Kinds of empty")
	for _, kind := range overview.Kinds {
		if style, marked := p.book.styles.empty[string(kind.State)]; marked {
			p.add(pageHeight, cell{style: style}, p.cell(kind.Word+": "+kind.Means, p.book.styles.note))
		}
	}
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

// summary shows a table, and its chart to the right of it, on one printed page.
func (p *page) summary(s summary) {
	const most = 40 // rows that a printed page holds
	size := len(s.table.Rows) + 4
	if s.series != nil {
		size = max(size, s.chartRows()+4)
	}
	if p.last+size >= p.broken+most {
		p.broken = p.last + 1
		p.failed = errors.Join(p.failed, p.book.file.InsertPageBreak(p.name, fmt.Sprintf("A%d", p.last+2)))
	}
	p.heading(s.title)
	p.line(pageHeight, s.note, p.book.styles.note)
	top := p.last + 1
	p.table(&s.table)
	switch {
	case s.shares:
		corner := fmt.Sprintf("B%d:%s", top+1, p.at(len(s.table.Headers)))
		p.failed = errors.Join(p.failed, p.book.file.SetConditionalFormat(p.name, corner, []excelize.ConditionalFormatOptions{
			{Type: "2_color_scale", Criteria: "=", MinType: "num", MaxType: "num", MinValue: "0", MaxValue: "1", MinColor: "#E4F1F2", MaxColor: "#6BA9B5"},
		}))
	case s.series != nil:
		p.failed = errors.Join(p.failed, p.chart(s, top))
		p.last = max(p.last, top+s.chartRows())
	}
}

// Measures of a chart: its column, beside the widest table that has one, and
// pixels. It begins below the line under the heading. The library takes every row for
// one of 20 pixels when it looks where a chart ends.
const (
	chartColumn  = 6
	chartWidth   = 500
	chartOffset  = 6
	pixelsPerRow = 20
)

// chart draws a summary whose table begins in row top. The library writes charts
// without the texts and numbers of the cells that they show.
func (p *page) chart(s summary, top int) error {
	chart, replace := blankChart(s), []string{}
	cells := func(column, from, to int) string {
		letter := columnName(column + 1)
		return fmt.Sprintf("'%s'!$%s$%d:$%[2]s$%[4]d", p.name, letter, from, to)
	}
	fill := func(cells, kind string, column int, of ...[]any) string {
		cached := "<f>" + escaped(cells) + "</f>"
		if kind == "num" {
			replace = append(replace, cached+"<numCache><formatCode></formatCode></numCache>", cached+cache(kind, column, of))
		} else {
			replace = append(replace, cached, cached+cache(kind, column, of))
		}
		return cells
	}
	first, last := top+1, top+len(s.table.Rows)
	names := fill(cells(0, first, last), "str", 0, s.table.Rows...)
	for i, n := range s.series {
		head := s.table.Headers[n]
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fill(cells(n, top, top), "str", 0, []any{head}),
			Categories: names,
			Values:     fill(cells(n, first, last), "num", n, s.table.Rows...),
			Fill:       solid(colour(i, head)),
		})
	}
	p.charts++
	p.book.parts[fmt.Sprintf("xl/charts/chart%d.xml", p.charts)] = &part{replace: replace}
	return p.book.file.AddChart(p.name, fmt.Sprintf("%s%d", columnName(chartColumn), top), chart)
}

// colour is that of a series: what is not known is fainter than any value.
func colour(i int, name string) string {
	if overview.IsEmpty(strings.ToLower(name)) {
		return faint
	}
	return []string{accent, warm, dark, blue}[i%mostSeries]
}

// cache has the texts ("str") or numbers ("num") of a column once more, for programs
// that do not look at the cells of a chart.
func cache(kind string, column int, rows [][]any) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<%sCache><ptCount val="%d"/>`, kind, len(rows))
	for i, row := range rows {
		if row[column] != nil {
			fmt.Fprintf(&out, `<pt idx="%d"><v>%s</v></pt>`, i, escaped(fmt.Sprint(row[column])))
		}
	}
	fmt.Fprintf(&out, "</%sCache>", kind)
	return out.String()
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
		Overlap:    &overlap, // of series, each of which has other bars, or which are stacked
		VaryColors: &vary,
		Border:     excelize.LineOptions{Type: excelize.LineNone},
		XAxis:      excelize.ChartAxis{Font: small},
		YAxis:      excelize.ChartAxis{Font: small, Minimum: &zero, NumFmt: count},
		Dimension:  excelize.ChartDimension{Width: chartWidth, Height: uint(s.chartRows() * pixelsPerRow)},
		Format:     excelize.GraphicOptions{OffsetX: chartOffset, OffsetY: chartOffset, AltText: s.title + ". The table beside it has the numbers."},
	}
	if len(s.series) == 1 {
		chart.Legend.Position = "none"
	}
	if s.chart == excelize.Bar {
		chart.XAxis.ReverseOrder = true // as in the table, from the top
		chart.YAxis.None = true
		chart.PlotArea = excelize.ChartPlotArea{ShowVal: true, NumFmt: count}
		return chart
	}
	const level = 12 // so many labels have room side by side
	chart.YAxis.MajorGridLines = true
	if len(s.table.Rows) > level {
		chart.XAxis.Alignment.TextRotation = -90
	}
	return chart
}
