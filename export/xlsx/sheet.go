package xlsx

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
)

// sheet writes rows into one sheet of the workbook, and into further ones of
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

	name string // of the present sheet
	part int
	rows *rows
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

// start begins a sheet.
func (s *sheet) start() (err error) {
	s.part++
	s.name = sheetName(s.title, s.part)
	if s.rows, err = s.book.newRows(); err != nil {
		return err
	}
	var header []cell
	for _, column := range s.columns {
		header = append(header, cell{style: s.book.styles.header, value: column.name})
	}
	s.rows.add(headerHeight, header...)
	return nil
}

// sheetName is the name of one of the sheets of a table.
func sheetName(title string, part int) string {
	if part == 1 {
		return title
	}
	return fmt.Sprintf("%s (%d)", title, part)
}

// columnName is the letter of a column, the first being 1.
func columnName(number int) string {
	name, err := excelize.ColumnNumberToName(number)
	if err != nil {
		panic(err) // a table with more columns than a sheet has
	}
	return name
}

// row writes one row of values as the dataset gives them.
func (s *sheet) row(values []any) error {
	if s.rows.last == s.book.MaxRows {
		if err := errors.Join(s.finish(), s.start()); err != nil {
			return err
		}
	}
	cells, height := make([]cell, len(s.columns)), lineHeight
	for i := range s.columns {
		var err error
		if cells[i], err = s.cell(i, values); err != nil {
			return fmt.Errorf("column %s: %w", s.columns[i].name, err)
		}
		if text, ok := values[i].(string); ok && s.wraps(i, text) {
			height = max(height, textHeight(text, s.columns[i].width, mostLines))
		}
	}
	s.rows.add(height, cells...)
	return nil
}

// cell is one value of a row as a cell; a value that is not known has none, and that
// of a finding shows why.
func (s *sheet) cell(i int, values []any) (cell, error) {
	style := s.book.styles
	switch v := values[i].(type) {
	case nil:
		if state, found := s.states[i]; found {
			return cell{style: style.empty[fmt.Sprint(values[state])]}, nil
		}
		return cell{}, nil
	case int64:
		return cell{style: style.integer, value: v}, nil
	case time.Time:
		return s.time(s.columns[i].kind, v), nil
	case string:
		return s.text(i, values, v)
	default:
		return cell{}, fmt.Errorf("unexpected type %T", v)
	}
}

// firstDate is the first day from which Excel and its copies count alike: its
// own calendar has a 29 February 1900.
var firstDate = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

func (s *sheet) time(kind ogp.Type, at time.Time) cell {
	switch styles := s.book.styles; {
	case at.Before(firstDate) || at.Year() > 9999:
		return cell{style: styles.text, value: at.UTC().Format(kind.Layout())}
	case kind == ogp.Date:
		return cell{style: styles.date, value: at}
	default:
		return cell{style: styles.timestamp, value: at}
	}
}

func (s *sheet) text(i int, values []any, text string) (_ cell, err error) {
	column, styles := s.columns[i], s.book.styles
	text, cleaned := cleanText(text)
	if cleaned {
		s.book.cleaned++
	}
	if tooLong(text) {
		if text, err = s.book.continued(s, i, values, text); err != nil {
			return cell{}, err
		}
	}
	switch {
	case column.link != nil && s.rows.links.add(fmt.Sprintf("%s%d", columnName(i+1), s.rows.last+1), column.link(values)):
		return cell{style: styles.link, value: text}, nil
	case s.wraps(i, text):
		return cell{style: styles.wrap, value: text}, nil
	}
	return cell{style: styles.text, value: text}, nil
}

// wraps reports whether a text is shown on several lines: Excel shows a line
// break only where text is wrapped.
func (s *sheet) wraps(i int, text string) bool {
	return s.columns[i].wrap || strings.Contains(text, "\n")
}

// finish gives the sheet to the library, with all that Excel has to know besides its
// rows, which become an Excel table: that brings the filters.
func (s *sheet) finish() error {
	file, last, stripes := s.book.file, len(s.columns), false
	_, err := file.NewSheet(s.name)
	var heads, replace []string
	for i, column := range s.columns {
		letter := columnName(i + 1)
		heads = append(heads, column.name)
		err = errors.Join(err, file.SetColWidth(s.name, letter, letter, column.width))
		if column.fold {
			err = errors.Join(err, file.SetColVisible(s.name, letter, false), file.SetColOutlineLevel(s.name, letter, 1))
		}
	}
	if s.columns[last-1].fold { // what the library does not write
		replace = []string{"<sheetFormatPr ", `<sheetFormatPr outlineLevelCol="1" `,
			"</cols>", fmt.Sprintf(`<col min="%[1]d" max="%[1]d" width="9" collapsed="1"/></cols>`, last+1)}
	}
	name := strings.NewReplacer(" (", "_", ")", "", " ", "_").Replace(strings.ToLower(s.name))
	corner := fmt.Sprintf("%s%d", columnName(last), max(s.rows.last, 2))
	s.book.sheets = append(s.book.sheets, Sheet{s.name, s.table, int64(s.rows.last - 1), heads, s.about, s.book.entry(s.name)})
	return errors.Join(err,
		s.layOutPrint(), s.explainHeader(), s.freeze(),
		file.SetSheetRow(s.name, "A1", &heads), // from which the library takes the names of the table's columns
		file.AddTable(s.name, &excelize.Table{Range: "A1:" + corner, Name: name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}),
		file.SetConditionalFormat(s.name, "A2:"+corner, []excelize.ConditionalFormatOptions{ // a line under each row
			{Type: "formula", Criteria: "TRUE", Format: &s.book.styles.rule},
		}),
		s.book.attach(s.name, s.rows, replace...),
	)
}

// freeze keeps the header and the first columns, which tell what a row is, in view.
func (s *sheet) freeze() error {
	columns := max(s.frozen, 1)
	corner := columnName(columns+1) + "2"
	return s.book.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	})
}

// layOutPrint has the frozen columns and the header printed on every page, and of
// some tables only the first columns: texts are read on other sheets.
func (s *sheet) layOutPrint() error {
	define := func(name, cells string) error {
		cells = strings.ReplaceAll(cells, "$A", "'"+s.name+"'!$A")
		return s.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm." + name, RefersTo: cells, Scope: s.name})
	}
	err := define("Print_Titles", fmt.Sprintf("$A:$%s,'%s'!$1:$1", columnName(max(s.frozen, 1)), s.name))
	columns := s.columns
	if s.printed > 0 {
		columns = columns[:s.printed]
		area := "$A:$" + columnName(s.printed)
		if s.printed == 1 {
			area = "$A$1"
		}
		err = errors.Join(err, define("Print_Area", area))
	}
	sum := 0.0
	for _, column := range columns {
		sum += column.width
	}
	return errors.Join(err, layOutPrint(s.book.file, s.name, landscape, int(math.Ceil(sum/onePage)), 0))
}

// explainHeader shows what a column means where its header is selected. Excel
// takes so many characters.
func (s *sheet) explainHeader() (failed error) {
	const longest = 253 // and three dots, which are one
	for i, column := range s.columns {
		if column.note == "" {
			continue
		}
		text, rest := cutUnits(column.note, longest)
		if rest != "" {
			text += "…"
		}
		message := excelize.NewDataValidation(true)
		message.SetSqref(columnName(i+1) + "1")
		message.SetInput("", text)
		failed = errors.Join(failed, s.book.file.AddDataValidation(s.name, message))
	}
	return failed
}
