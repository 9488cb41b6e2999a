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
	frozen  int         // columns that stay in view; the first only if 0
	printed int         // columns that are printed; all if 0
	states  map[int]int // of a column whose empty cells show why, the value that says so

	stream *excelize.StreamWriter
	name   string // of the present sheet
	part   int
	last   int // the row written last
	links  *links
}

// sheetColumn is how a column is shown.
type sheetColumn struct {
	name  string
	kind  ogp.Type
	width float64 // in characters
	wrap  bool    // long text, on several lines
	fold  bool    // in the group of columns that is folded away
	note  string  // shown where the header is selected
	link  func(values []any) target
}

// target is what a cell leads to: a web address or a place in the workbook.
type target struct{ address, place string }

// start begins a sheet with all that Excel has to know before the first row.
func (s *sheet) start() error {
	s.part++
	s.name, s.last, s.links = sheetName(s.title, s.part), 0, &links{}
	if _, err := s.book.file.NewSheet(s.name); err != nil { // unless it exists
		return err
	}
	err := errors.Join(s.layOutPrint(), s.explainHeader())
	if err != nil {
		return err
	}
	if s.stream, err = s.book.file.NewStreamWriter(s.name); err != nil {
		return err
	}
	// From the right: the library puts each before those it has.
	for i, column := range slices.Backward(s.columns) {
		err := s.stream.SetColWidth(i+1, i+1, column.width)
		if column.fold {
			err = errors.Join(err, s.stream.SetColVisible(i+1, i+1, false), s.stream.SetColOutlineLevel(i+1, 1))
		}
		if err != nil {
			return err
		}
	}
	if err := s.stream.SetPanes(frozen(max(s.frozen, 1))); err != nil {
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

// frozen keeps the header and the first columns, which tell what a row is, in view.
func frozen(columns int) *excelize.Panes {
	corner := columnName(columns+1) + "2"
	return &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	}
}

// columnName is the letter of a column, the first being 1.
func columnName(number int) string {
	name, err := excelize.ColumnNumberToName(number)
	if err != nil {
		panic(err) // a table with more columns than a sheet has
	}
	return name
}

// layOutPrint has the frozen columns and the header printed on every page, and of
// some tables only the first columns: texts are read on other sheets.
func (s *sheet) layOutPrint() error {
	quoted := "'" + s.name + "'"
	titles := fmt.Sprintf("%[1]s!$A:$%[2]s,%[1]s!$1:$1", quoted, columnName(max(s.frozen, 1)))
	err := s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.name})
	columns := s.columns
	if s.printed > 0 {
		columns = columns[:s.printed]
		area := fmt.Sprintf("%s!$A:$%s", quoted, columnName(s.printed))
		if s.printed == 1 {
			area = quoted + "!$A$1"
		}
		err = errors.Join(err, s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: s.name}))
	}
	sum := 0.0
	for _, column := range columns {
		sum += column.width
	}
	return errors.Join(err, layOutPage(s.book.file, s.name, sum))
}

// explainHeader shows what a column means where its header is selected. Excel
// takes so many characters.
func (s *sheet) explainHeader() error {
	const longest = 254
	var failed error
	for i, column := range s.columns {
		if column.note == "" {
			continue
		}
		text, rest := cutUnits(column.note, longest)
		if rest != "" {
			text, _ = cutUnits(column.note, longest-1)
			text += "…"
		}
		message := excelize.NewDataValidation(true)
		message.SetSqref(columnName(i+1) + "1")
		message.SetInput("", text)
		failed = errors.Join(failed, s.book.file.AddDataValidation(s.name, message))
	}
	return failed
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
	cells := make([]any, len(s.columns))
	height := lineHeight
	for i, value := range values[:len(s.columns)] {
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
		return s.empty(i, values), nil
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

// empty is a cell without a value. One of a finding shows why it has none.
func (s *sheet) empty(i int, values []any) any {
	if state, found := s.states[i]; found {
		if style, found := s.book.styles.empty[fmt.Sprint(values[state])]; found {
			return excelize.Cell{StyleID: style}
		}
	}
	return nil
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
	if tooLong(text) {
		var err error
		if text, err = s.book.continued(s, i, values, text); err != nil {
			return nil, err
		}
	}
	if column.link != nil && s.leads(i, column.link(values)) {
		return excelize.Cell{StyleID: styles.link, Value: text}, nil
	}
	if s.wraps(i, text) {
		return excelize.Cell{StyleID: styles.wrap, Value: text}, nil
	}
	return excelize.Cell{StyleID: styles.text, Value: text}, nil
}

// leads makes the cell of a column in the present row a link, if it can be one.
func (s *sheet) leads(i int, to target) bool {
	at := fmt.Sprintf("%s%d", columnName(i+1), s.last)
	switch {
	case s.links.full():
		return false
	case linkable(to.address):
		s.links.toAddress(at, to.address)
	case to.place != "":
		s.links.toCell(at, to.place)
	default:
		return false
	}
	return true
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
	s.finishParts()
	if err := s.book.ruleRows(s.name, corner); err != nil {
		return err
	}
	table := &excelize.Table{Range: "A1:" + corner, Name: name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}
	return errors.Join(s.stream.AddTable(table), s.stream.Flush())
}

// finishParts adds to the sheet's entry what the library does not write: links,
// and that columns are folded away.
func (s *sheet) finishParts() {
	entry := s.entry()
	if n := len(s.columns); s.columns[n-1].fold {
		s.book.insertions[entry] = []insertion{
			{"defaultRowHeight=", `outlineLevelCol="1" `},
			{"</cols>", fmt.Sprintf(`<col min="%[1]d" max="%[1]d" width="9" collapsed="1"/>`, n+1)},
		}
	}
	for name, more := range s.links.insertions(entry) {
		s.book.insertions[name] = append(s.book.insertions[name], more...)
	}
}
