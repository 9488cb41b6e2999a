package xlsx

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
)

// sheet streams rows into one sheet of the workbook, and into further ones of
// the same table when it is full.
type sheet struct {
	book    *workbook
	title   string // name of the first sheet
	table   string // of the dataset; empty for the workbook's own
	about   string
	columns []sheetColumn

	stream *excelize.StreamWriter
	name   string // of the present sheet
	part   int
	last   int // the row written last
	links  int
}

// sheetColumn is how a column is shown.
type sheetColumn struct {
	name  string
	kind  ogp.Type
	width float64 // in characters
	wrap  bool    // long text, on several lines
	link  bool    // addresses
}

// start begins a sheet with all that Excel has to know before the first row.
func (s *sheet) start() error {
	s.part++
	s.name, s.last, s.links = sheetName(s.title, s.part), 0, 0
	if _, err := s.book.file.NewSheet(s.name); err != nil { // unless it exists
		return err
	}
	err := errors.Join(s.repeatHeader(), layOutPage(s.book.file, s.name, s.width()))
	if err != nil {
		return err
	}
	if s.stream, err = s.book.file.NewStreamWriter(s.name); err != nil {
		return err
	}
	// From the right: the library puts each before those it has.
	for i, column := range slices.Backward(s.columns) {
		if err := s.stream.SetColWidth(i+1, i+1, column.width); err != nil {
			return err
		}
	}
	if err := s.stream.SetPanes(frozen()); err != nil {
		return err
	}
	return s.header()
}

// sheetName is the name of one of the sheets of a table.
func sheetName(title string, part int) string {
	if part == 1 {
		return title
	}
	return fmt.Sprintf("%s (%d)", title, part)
}

// frozen keeps the header and the first column, which holds the ID, in view.
func frozen() *excelize.Panes {
	return &excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: "B2", ActiveCell: "B2", Pane: "bottomRight"}},
	}
}

func (s *sheet) width() float64 {
	sum := 0.0
	for _, column := range s.columns {
		sum += column.width
	}
	return sum
}

// repeatHeader has the header and the first column printed on every page.
func (s *sheet) repeatHeader() error {
	quoted := "'" + s.name + "'"
	return s.book.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: quoted + "!$A:$A," + quoted + "!$1:$1", Scope: s.name,
	})
}

// entry is where the library puts the sheet in the archive.
func (s *sheet) entry() string {
	for id, name := range s.book.file.GetSheetMap() {
		if name == s.name {
			return fmt.Sprintf("xl/worksheets/sheet%d.xml", id)
		}
	}
	return ""
}

func (s *sheet) heads() []string {
	out := make([]string, len(s.columns))
	for i, column := range s.columns {
		out[i] = column.name
	}
	return out
}

func (s *sheet) header() error {
	cells := make([]any, len(s.columns))
	for i, column := range s.columns {
		cells[i] = excelize.Cell{StyleID: s.book.styles.header, Value: column.name}
	}
	s.last = 1
	return s.stream.SetRow("A1", cells, excelize.RowOpts{Height: headerHeight})
}

// row writes one row of values as the dataset gives them.
func (s *sheet) row(values []any) error {
	if s.last == s.book.MaxRows {
		if err := s.finish(); err != nil {
			return err
		}
		if err := s.start(); err != nil {
			return err
		}
	}
	s.last++
	cells := make([]any, len(values))
	height := 0.0
	for i, value := range values {
		cell, err := s.cell(i, values)
		if err != nil {
			return fmt.Errorf("column %s: %w", s.columns[i].name, err)
		}
		cells[i] = cell
		if text, ok := value.(string); ok && s.wraps(i, text) {
			height = max(height, textHeight(text, s.columns[i].width, mostLines))
		}
	}
	at, err := excelize.CoordinatesToCellName(1, s.last)
	if err != nil {
		return err
	}
	return s.stream.SetRow(at, cells, excelize.RowOpts{Height: height})
}

// cell is one value of a row as a cell; a value that is not known has no cell.
// Other types are refused, since the library would write them as Go prints them.
func (s *sheet) cell(i int, values []any) (any, error) {
	style := s.book.styles
	switch v := values[i].(type) {
	case nil:
		return nil, nil
	case int64:
		return excelize.Cell{StyleID: style.integer, Value: v}, nil
	case time.Time:
		return s.time(s.columns[i], v), nil
	case string:
		return s.text(i, values, v)
	default:
		return nil, fmt.Errorf("unexpected type %T", v)
	}
}

// firstDate is the first day from which Excel and its copies count alike: its
// own calendar has a 29 February 1900.
var firstDate = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

func (s *sheet) time(column sheetColumn, at time.Time) excelize.Cell {
	style := s.book.styles.timestamp
	if column.kind == ogp.Date {
		style = s.book.styles.date
	}
	if at.Before(firstDate) || at.Year() > 9999 {
		return excelize.Cell{StyleID: s.book.styles.text, Value: at.UTC().Format(column.kind.Layout())}
	}
	return excelize.Cell{StyleID: style, Value: at.UTC()}
}

func (s *sheet) text(i int, values []any, text string) (any, error) {
	column, styles := s.columns[i], s.book.styles
	text, cleaned := cleanText(text)
	if cleaned {
		s.book.cleaned++
	}
	if column.link && s.links < mostLinks && linkable(text) {
		s.links++
		formula := `HYPERLINK("` + text + `")`
		return excelize.Cell{StyleID: styles.link, Formula: formula, Value: text}, nil
	}
	if tooLong(text) {
		var err error
		if text, err = s.book.continued(s, i, values, text); err != nil {
			return nil, err
		}
	}
	if s.wraps(i, text) {
		return excelize.Cell{StyleID: styles.wrap, Value: text}, nil
	}
	return excelize.Cell{StyleID: styles.text, Value: text}, nil
}

// wraps reports whether a text is shown on several lines: Excel shows a line
// break only where text is wrapped.
func (s *sheet) wraps(i int, text string) bool {
	return s.columns[i].wrap || strings.Contains(text, "\n")
}

// finish ends a sheet: the rows become an Excel table, which brings the filters.
func (s *sheet) finish() error {
	corner, err := excelize.CoordinatesToCellName(len(s.columns), max(s.last, 2))
	if err != nil {
		return err
	}
	stripes := false
	name := strings.ToLower(strings.ReplaceAll(s.title, " ", "_"))
	if s.part > 1 {
		name = fmt.Sprintf("%s_%d", name, s.part)
	}
	s.book.sheets = append(s.book.sheets, Sheet{s.name, s.table, int64(s.last - 1), s.heads(), s.about, s.entry()})
	table := &excelize.Table{Range: "A1:" + corner, Name: name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}
	return errors.Join(s.stream.AddTable(table), s.stream.Flush())
}
