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
	*rows
	book   *workbook
	name   string
	widths []float64
	fill   bool // whether the last column of a table takes what room is left
	charts int
	broken int // the row above the present printed page
	failed error
}

// newPage begins a page, whose sheet the library has.
func (b *workbook) newPage(name string, widths ...float64) (*page, error) {
	rows, err := b.newRows()
	lines := false
	for i, width := range widths {
		letter := columnName(i + 1)
		err = errors.Join(err, b.file.SetColWidth(name, letter, letter, width))
	}
	err = errors.Join(err, layOutPrint(b.file, name, landscape, 1, 0),
		b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &lines}))
	return &page{rows: rows, book: b, name: name, widths: widths}, err
}

// finish gives the rows to the sheet.
func (p *page) finish() error { return errors.Join(p.failed, p.book.attach(p.name, p.rows)) }

// document shows the parts of a document one below the other.
func (p *page) document(doc describe.Document) {
	for i, part := range doc {
		switch {
		case part.Heading != "" && i == 0:
			p.line(30, part.Heading, p.book.styles.title)
		case part.Heading != "":
			p.heading(part.Heading)
		case part.Table != nil:
			p.table(part.Table)
			p.last++
		default:
			text := strings.ReplaceAll(part.Text, "`", "")
			p.line(textHeight(text, p.width(1), 100)+4, text, p.book.styles.paragraph)
			p.merge(1)
		}
	}
}

func (p *page) heading(text string) {
	p.last++
	p.line(24, text, p.book.styles.heading)
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
func (p *page) line(height float64, text string, style int) {
	p.add(height, p.across([]cell{p.cell(text, style)})...)
}

// across are cells of a row with those that are left of it in the style of the last.
func (p *page) across(cells []cell) []cell {
	for len(cells) < len(p.widths) {
		cells = append(cells, cell{style: cells[len(cells)-1].style})
	}
	return cells
}

// merge makes one cell of those from a column to the end of the row written last.
func (p *page) merge(first int) {
	if first < len(p.widths) && p.failed == nil {
		p.failed = p.book.file.MergeCell(p.name, p.at(first), p.at(len(p.widths)))
	}
}

// at is a cell of the row written last.
func (p *page) at(column int) string { return fmt.Sprintf("%s%d", columnName(column), p.last) }

func (p *page) cell(value any, style int) cell {
	if text, ok := value.(string); ok {
		value, _ = cleanText(text)
	}
	return cell{style: style, value: value}
}

// table shows a table.
func (p *page) table(t *describe.Table) {
	var cells []cell
	for i, head := range t.Headers {
		style := p.book.styles.headRight
		if i == 0 || p.fill && !t.Numeric(i) && head != describe.ShareHeader {
			style = p.book.styles.head
		}
		cells = append(cells, p.cell(head, style))
	}
	if p.fill && !t.Numeric(len(cells)-1) {
		cells = p.across(cells)
	}
	p.add(pageHeight, cells...)
	for _, row := range t.Rows {
		p.tableRow(t, row)
	}
}

func (p *page) tableRow(t *describe.Table, row []any) {
	styles, last, height := p.book.styles, len(row), pageHeight
	var cells []cell
	for i, value := range row {
		cells = append(cells, p.cell(value, p.style(i, value, row[0] == t.Headers[i])))
	}
	text, fill := row[last-1].(string)
	if fill = fill && p.fill; fill {
		cells[last-1].style = styles.content
		cells, height = p.across(cells), max(height, textHeight(text, p.width(last)-2, 20))
	}
	if t.Headers[0] == "Sheet" {
		cells[0].style = styles.sheet
		p.links.add(fmt.Sprintf("A%d", p.last+1), target{place: fmt.Sprintf("'%s'!A1", row[0])})
	}
	p.add(height, cells...)
	if fill {
		p.merge(last)
	}
}

// style is that of a value in a column of a table; where two codings of the same are
// compared, they agree if the row and the column have one name.
func (p *page) style(column int, value any, agreed bool) int {
	styles := p.book.styles
	switch value.(type) {
	case int64:
		if agreed {
			return styles.agreed
		}
		return styles.count
	case float64:
		return styles.percent
	}
	if column == 0 {
		return styles.label
	}
	return styles.share
}
