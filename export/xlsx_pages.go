package export

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp"
)

// addDictionary is the sheet of all columns of all tables, those not chosen
// included: it is the same in every export.
func (b *workbook) addDictionary(j *job) error {
	s := &sheet{
		book: b, title: dictionarySheet, about: "Every column of every table: its type and what it means.",
		columns: []sheetColumn{
			{name: "table", kind: ogp.Text, width: 18},
			{name: "column", kind: ogp.Text, width: 28},
			{name: "type", kind: ogp.Text, width: 12},
			{name: "meaning", kind: ogp.Text, width: 90, wrap: true},
			{name: "vocabulary", kind: ogp.Text, width: 40, wrap: true},
		},
	}
	if err := s.start(); err != nil {
		return err
	}
	for _, table := range ogp.AllTables() {
		for _, column := range table.Columns {
			row := []any{table.Name, column.Name, string(column.Type), column.Doc, vocabularyCell(column)}
			if err := s.row(row); err != nil {
				return err
			}
		}
	}
	return s.finish()
}

// vocabularyCell names a column's vocabulary, or its values where there are
// only those.
func vocabularyCell(column ogp.Column) any {
	switch {
	case column.Vocab != "":
		return column.Vocab
	case len(column.Enum) > 0:
		return "one of: " + strings.Join(column.Enum, ", ")
	default:
		return nil
	}
}

// addVocabularies is the sheet of the values and their meanings.
func (b *workbook) addVocabularies(j *job) error {
	s := &sheet{
		book: b, title: vocabularySheet, about: "The values of the vocabularies named in the data dictionary, lowest first where they are a scale.",
		columns: []sheetColumn{
			{name: "vocabulary", kind: ogp.Text, width: 22},
			{name: "number", kind: ogp.Integer, width: 11},
			{name: "value", kind: ogp.Text, width: 42, wrap: true},
			{name: "meaning", kind: ogp.Text, width: 100, wrap: true},
		},
	}
	if err := s.start(); err != nil {
		return err
	}
	for _, vocabulary := range j.Vocabularies {
		for i, v := range vocabulary.Values {
			var meaning any
			if v.Meaning != "" {
				meaning = v.Meaning
			}
			if err := s.row([]any{vocabulary.Name, int64(i + 1), v.Value, meaning}); err != nil {
				return err
			}
		}
	}
	return s.finish()
}

// addReadme fills the first sheet.
func (b *workbook) addReadme(j *job) error {
	var d document
	d.heading(datasetTitle)
	j.introduce(&d)
	j.listSheets(&d)
	j.explain(&d)
	j.confess(&d)
	j.cover(&d)
	p := &page{book: b, name: readmeSheet, widths: []float64{30, 15, 13, 82}, fill: true}
	if err := p.start(wide(1)); err != nil {
		return err
	}
	for i, part := range d {
		p.part(i, part)
	}
	return p.failed
}

func (j *job) listSheets(d *document) {
	d.heading("Sheets")
	rows := [][]any{{overviewSheet, nil, "Counts at a glance."}}
	for _, s := range j.sheets {
		rows = append(rows, []any{s.name, s.rows, s.about})
	}
	d.table([]string{"Sheet", "Rows", "Content"}, rows)
}

// page is a sheet made for reading. Its first failure stays.
type page struct {
	book   *workbook
	name   string
	widths []float64
	fill   bool // whether the last column of a table takes what room is left
	last   int  // the row written last
	broken int  // the row above the present printed page
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

// shareHead is the heading of a column of percentages.
const shareHead = "Share"

func (p *page) keep(err error) {
	if p.failed == nil {
		p.failed = err
	}
}

// part shows one part of a document below what there is.
func (p *page) part(i int, part part) {
	switch {
	case part.heading != "" && i == 0:
		p.line(part.heading, p.book.styles.title, 30)
	case part.heading != "":
		p.last++
		p.line(part.heading, p.book.styles.heading, 24)
	case part.grid != nil:
		p.grid(part.grid)
		p.last++
	default:
		text := strings.ReplaceAll(part.text, "`", "")
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

// grid shows a table.
func (p *page) grid(g *grid) {
	p.last++
	last := len(g.headers)
	for i, head := range g.headers {
		style := p.book.styles.head
		if g.numeric(i) || head == shareHead {
			style = p.book.styles.headRight
		}
		p.put(i+1, head, style)
	}
	p.keep(p.book.file.SetRowHeight(p.name, p.last, pageHeight))
	if p.fill && !g.numeric(last-1) {
		p.span(last, p.book.styles.head)
	}
	for _, row := range g.rows {
		p.last++
		p.gridRow(row)
		if g.headers[0] == "Sheet" {
			p.refer(row[0])
		}
	}
}

func (p *page) gridRow(row []any) {
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
