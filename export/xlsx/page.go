package xlsx

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp/export/describe"
)

// page is a sheet made for reading. It keeps its first error.
type page struct {
	book   *workbook
	name   string
	widths []float64
	fill   bool // whether the last column of a table takes what room is left
	last   int  // the row written last
	charts int
	broken int // the row above the present printed page
	failed error
}

func (p *page) start(print excelize.PageLayoutOptions) error {
	lines := false
	file := p.book.file
	for i, width := range p.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		p.keep(errors.Join(err, file.SetColWidth(p.name, column, column, width)))
	}
	p.keep(errors.Join(
		layOutPrint(p.book.file, p.name, print),
		file.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &lines}),
	))
	return p.failed
}

func (p *page) keep(err error) {
	if p.failed == nil {
		p.failed = err
	}
}

// part shows one part of a document below what there is.
func (p *page) part(i int, part describe.Part) {
	switch {
	case part.Heading != "" && i == 0:
		p.line(part.Heading, p.book.styles.title, 30)
	case part.Heading != "":
		p.last++
		p.line(part.Heading, p.book.styles.heading, 24)
	case part.Table != nil:
		p.table(part.Table)
		p.last++
	default:
		text := strings.ReplaceAll(part.Text, "`", "")
		p.line(text, p.book.styles.paragraph, textHeight(text, p.width(1), 100)+4)
	}
}

// width is that of the columns from the first on, 1 being the leftmost.
func (p *page) width(first int) float64 {
	sum := 0.0
	for _, width := range p.widths[first-1:] {
		sum += width
	}
	return sum
}

// line shows a text across the page.
func (p *page) line(text string, style int, height float64) {
	p.last++
	p.put(1, text, style)
	p.span(1, style)
	p.keep(p.book.file.SetRowHeight(p.name, p.last, height))
}

// span joins the cells of the present row from a column to the page's end.
func (p *page) span(first int, style int) {
	from, to := p.at(first), p.at(len(p.widths))
	if from == to {
		return
	}
	p.keep(p.book.file.MergeCell(p.name, from, to))
	p.keep(p.book.file.SetCellStyle(p.name, from, to, style))
}

func (p *page) at(column int) string {
	cell, err := excelize.CoordinatesToCellName(column, p.last)
	p.keep(err)
	return cell
}

func (p *page) put(column int, value any, style int) {
	cell := p.at(column)
	if text, ok := value.(string); ok {
		value, _ = cleanText(text)
	}
	p.keep(p.book.file.SetCellValue(p.name, cell, value))
	p.keep(p.book.file.SetCellStyle(p.name, cell, cell, style))
}

// table shows a table.
func (p *page) table(t *describe.Table) {
	p.last++
	last := len(t.Headers)
	for i, head := range t.Headers {
		style := p.book.styles.head
		if t.Numeric(i) || head == describe.ShareHeader {
			style = p.book.styles.headRight
		}
		p.put(i+1, head, style)
	}
	p.keep(p.book.file.SetRowHeight(p.name, p.last, pageHeight))
	if p.fill && !t.Numeric(last-1) {
		p.span(last, p.book.styles.head)
	}
	for _, row := range t.Rows {
		p.last++
		p.tableRow(row)
		if t.Headers[0] == "Sheet" {
			p.refer(row[0])
		}
	}
}

func (p *page) tableRow(row []any) {
	styles, last, height := p.book.styles, len(row), pageHeight
	for i, value := range row {
		style := styles.share
		switch {
		case i == 0:
			style = styles.label
		case isNumber(value):
			style = styles.count
		case i == last-1 && p.fill:
			style = styles.content
		}
		p.put(i+1, value, style)
	}
	if text, ok := row[last-1].(string); ok && p.fill {
		p.span(last, styles.content)
		height = max(height, textHeight(text, p.width(last)-2, 20))
	}
	p.keep(p.book.file.SetRowHeight(p.name, p.last, height))
}

func isNumber(value any) bool {
	_, ok := value.(int64)
	return ok
}

// refer makes the name of a sheet a link to it.
func (p *page) refer(name any) {
	p.keep(p.book.file.SetCellHyperLink(p.name, p.at(1), fmt.Sprintf("'%s'!A1", name), "Location"))
	p.keep(p.book.file.SetCellStyle(p.name, p.at(1), p.at(1), p.book.styles.sheet))
}
