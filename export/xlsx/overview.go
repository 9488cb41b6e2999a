package xlsx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp/export/describe"
	"ogp/export/overview"
)

// summary is one table of the overview: a label and counts in each row.
type summary struct {
	title  string
	note   string
	table  describe.Table
	chart  excelize.ChartType // of the columns named in series
	series []int              // columns of the chart, 1 being the label's right neighbour
	most   int64              // end of the chart's scale; 0 leaves it open
}

// topRows is how many rows the overview has of a chart that draws only some.
const topRows = 15

// mostSeries is how many series a chart can have whose colours are told apart.
const mostSeries = 4

// summarized is a chart as the overview shows it; those that are pictures of their
// own are left to the website.
func (b *workbook) summarized(c overview.Chart) (s summary, shown bool) {
	s = summary{title: c.Title, note: strings.TrimSpace(c.Name + ". " + c.Note + " " + c.Known()), chart: excelize.Bar, series: []int{1}}
	s.table.Headers = []string{c.By}
	all := b.About.Statistics.Commitments()
	switch {
	case c.Shape == overview.Shares:
		s.byValue(c)
	case c.Shape == overview.Heat || c.Shape == overview.Bars && len(c.Series) == 1:
		s.table.Headers = append(s.table.Headers, "Commitments", describe.ShareHeader)
		for _, row := range c.Rows {
			n := int64(c.Sum(row, false))
			s.table.Rows = append(s.table.Rows, []any{row.Name, n, describe.Share(n, all)})
		}
		slices.SortStableFunc(s.table.Rows, func(a, b []any) int { return int(b[1].(int64) - a[1].(int64)) })
		if rows := len(s.table.Rows); c.Most > 0 && rows > topRows {
			s.note += fmt.Sprintf(" The first %d of %d.", topRows, rows)
			s.table.Rows = s.table.Rows[:topRows]
		}
	case c.Shape == overview.Bars || c.Shape == overview.Columns:
		s.bySeries(c)
	default:
		return s, false
	}
	return s, true
}

// byValue has a row for each value and for each kind of empty, in columns of their
// own: what is not known is no value.
func (s *summary) byValue(c overview.Chart) {
	known, empty := c.Totals()
	s.table.Headers = []string{"Value", "Known", "Not known", describe.ShareHeader}
	s.chart, s.series = excelize.BarStacked, []int{1, 2}
	for i, series := range c.Series {
		row, n := []any{series.Name, nil, nil, nil}, int64(c.Total(i))
		if series.Empty {
			row[2], row[3] = n, describe.Share(n, int64(known+empty))+" of all"
		} else {
			row[1], row[3] = n, describe.Share(n, int64(known))+" of the known"
		}
		s.table.Rows = append(s.table.Rows, row)
	}
}

// bySeries has a column for each series.
func (s *summary) bySeries(c overview.Chart) {
	s.chart, s.series = excelize.ColStacked, nil
	if c.Shape == overview.Bars || len(c.Series) > mostSeries {
		s.chart = noChart
	}
	for i, series := range c.Series {
		s.table.Headers, s.series = append(s.table.Headers, series.Name), append(s.series, i+1)
	}
	for _, row := range c.Rows {
		cells := []any{row.Name}
		for _, n := range row.N {
			cells = append(cells, int64(n))
		}
		s.table.Rows = append(s.table.Rows, cells)
	}
}

// noChart marks a summary that is only a table; no chart type is smaller.
const noChart = excelize.ChartType(0xFF)

// overviewRows are the rows that a printed page of the overview holds.
const overviewRows = 40

// addOverview fills the second sheet: counts as tables, the longer ones with a
// chart beside them.
func (b *workbook) addOverview(context.Context) error {
	p := &page{book: b, name: overviewSheet, widths: []float64{40, 14, 14, 18, 14, 14, 14, 14, 14, 14}}
	if err := p.start(wide(1)); err != nil {
		return err
	}
	p.line("Overview", b.styles.title, 30)
	p.line("As seen on "+describe.Day(b.About.Statistics.LastSeen)+". The website of the export has these figures, and more, by action plan cycle.", b.styles.paragraph, lineHeight)
	for _, figure := range b.Overview.Figures {
		p.last++
		p.put(1, figure.Value, b.styles.label)
		p.put(2, figure.Label, b.styles.note)
	}
	p.legend()
	for _, chart := range b.Overview.Charts {
		s, shown := b.summarized(chart)
		if !shown {
			continue
		}
		for _, part := range s.pages() {
			if err := p.summary(part); err != nil {
				return fmt.Errorf("%s: %w", part.title, err)
			}
		}
	}
	return p.failed
}

// legend shows how cells of findings say why they are empty.
func (p *page) legend() {
	p.last++
	p.line("Kinds of empty", p.book.styles.heading, 24)
	for _, kind := range overview.Kinds {
		if style, marked := p.book.styles.empty[string(kind.State)]; marked {
			p.last++
			p.put(1, nil, style)
			p.put(2, kind.Word+": "+kind.Means, p.book.styles.note)
		}
	}
}

// pages are the parts of a summary that each fit on a printed page; their charts
// have one scale. Columns are not split: their axis is time.
func (s summary) pages() []summary {
	const most = overviewRows - 5 // besides title, note and header
	if !s.bars() || len(s.table.Rows) <= most {
		return []summary{s}
	}
	var parts []summary
	for rows := range slices.Chunk(s.table.Rows, most) {
		part := s
		part.table.Rows, part.most = rows, largest(s.table.Rows, s.series)
		if len(parts) > 0 {
			part.title, part.note = s.title+", continued", ""
		}
		parts = append(parts, part)
	}
	return parts
}

// largest is the highest number of some columns.
func largest(rows [][]any, columns []int) (most int64) {
	for _, row := range rows {
		for _, column := range columns {
			n, _ := row[column].(int64) // a value has no number of what is not known
			most = max(most, n)
		}
	}
	return most
}

// chartRows is the height of a summary's chart in rows: a bar is about as high as
// the row it shows, and columns need no more than can be seen at once.
func (s summary) chartRows() int {
	const leastBars, leastColumns, mostColumns = 8, 12, 18
	if s.bars() {
		return max(len(s.table.Rows)+1, leastBars)
	}
	return min(max(len(s.table.Rows)+1, leastColumns), mostColumns)
}

// bars reports whether the chart has a bar beside each row.
func (s summary) bars() bool { return s.chart == excelize.Bar || s.chart == excelize.BarStacked }

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
	chart := blankChart(s)
	chart.Dimension = excelize.ChartDimension{Width: chartWidth, Height: uint(s.chartRows() * pixelsPerRow)}
	chart.Format = excelize.GraphicOptions{OffsetX: chartOffset, OffsetY: chartOffset, AltText: s.title + ". The table beside it has the numbers."}
	first, last := top+1, top+len(s.table.Rows)
	names := fmt.Sprintf("'%s'!$A$%d:$A$%d", p.name, first, last)
	labels, entry := []any{}, fmt.Sprintf("xl/charts/chart%d.xml", p.charts+1)
	for _, row := range s.table.Rows {
		labels = append(labels, row[0])
	}
	caches := []string{reference(names), reference(names) + cache("str", labels)}
	for i, n := range s.series {
		letter, values := columnName(n+1), []any{}
		for _, row := range s.table.Rows {
			values = append(values, row[n])
		}
		name, numbers := fmt.Sprintf("'%s'!$%s$%d", p.name, letter, top), fmt.Sprintf("'%s'!$%s$%d:$%s$%d", p.name, letter, first, letter, last)
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: name, Categories: names, Values: numbers, Fill: solid(colour(i, s.table.Headers[n]))})
		caches = append(caches, reference(name), reference(name)+cache("str", []any{s.table.Headers[n]}),
			reference(numbers)+"<numCache><formatCode></formatCode></numCache>", reference(numbers)+cache("num", values))
	}
	p.charts++
	p.book.parts[entry] = &part{replace: caches}
	return p.book.file.AddChart(p.name, columnName(chartColumn)+strconv.Itoa(top), chart)
}

// colour is that of a series: what is not known is fainter than any value.
func colour(i int, name string) string {
	if overview.IsEmpty(strings.ToLower(name)) {
		return faint
	}
	return []string{accent, warm, dark, blue}[i%mostSeries]
}

// reference is what a chart takes its texts or numbers from, as its entry has it.
func reference(cells string) string { return "<f>" + escaped(cells) + "</f>" }

// cache has the texts ("str") or numbers ("num") of a chart once more, for programs
// that do not look at the cells. The library writes empty ones.
func cache(kind string, values []any) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<%sCache><ptCount val="%d"/>`, kind, len(values))
	for i, value := range values {
		if value != nil {
			fmt.Fprintf(&out, `<pt idx="%d"><v>%s</v></pt>`, i, escaped(fmt.Sprint(value)))
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
	if s.bars() {
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
