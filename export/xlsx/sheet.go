package xlsx

import (
	"errors"
	"fmt"
	"path"
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

	name  string // of the present sheet
	part  int
	rows  *rows
	links *links
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
	s.name, s.links = sheetName(s.title, s.part), &links{}
	file := s.book.file
	if _, err := file.NewSheet(s.name); err != nil { // unless it exists
		return err
	}
	rows, err := newRows(s.book.Temp)
	if err != nil {
		return err
	}
	s.rows, s.book.parts[s.entry()] = rows, &part{rows: rows}
	err = errors.Join(s.layOutPrint(), s.explainHeader(), file.SetPanes(s.name, frozen(max(s.frozen, 1))))
	var header []cell
	for i, column := range s.columns {
		letter := columnName(i + 1)
		err = errors.Join(err, file.SetColWidth(s.name, letter, letter, column.width))
		if column.fold {
			err = errors.Join(err, file.SetColVisible(s.name, letter, false), file.SetColOutlineLevel(s.name, letter, 1))
		}
		header = append(header, cell{s.book.styles.header, column.name})
	}
	return errors.Join(err, s.rows.add(headerHeight, header))
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
	const longest = 253 // and three dots, which are one
	var failed error
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

// row writes one row of values as the dataset gives them.
func (s *sheet) row(values []any) error {
	if s.rows.last == s.book.MaxRows {
		if err := s.finish(); err != nil {
			return err
		}
		if err := s.start(); err != nil {
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
	return s.rows.add(height, cells)
}

// cell is one value of a row as a cell; a value that is not known has none, and that
// of a finding shows why.
func (s *sheet) cell(i int, values []any) (cell, error) {
	style := s.book.styles
	switch v := values[i].(type) {
	case nil:
		if state, found := s.states[i]; found {
			return cell{style.empty[fmt.Sprint(values[state])], nil}, nil
		}
		return cell{}, nil
	case int64:
		return cell{style.integer, v}, nil
	case time.Time:
		return s.time(s.columns[i], v), nil
	case string:
		return s.text(i, values, v)
	default:
		return cell{}, fmt.Errorf("unexpected type %T", v)
	}
}

// firstDate is the first day from which Excel and its copies count alike: its
// own calendar has a 29 February 1900.
var firstDate = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

func (s *sheet) time(column sheetColumn, at time.Time) cell {
	style := s.book.styles.timestamp
	if column.kind == ogp.Date {
		style = s.book.styles.date
	}
	if at.Before(firstDate) || at.Year() > 9999 {
		return cell{s.book.styles.text, at.UTC().Format(column.kind.Layout())}
	}
	return cell{style, at}
}

func (s *sheet) text(i int, values []any, text string) (cell, error) {
	column, styles := s.columns[i], s.book.styles
	text, cleaned := cleanText(text)
	if cleaned {
		s.book.cleaned++
	}
	if tooLong(text) {
		var err error
		if text, err = s.book.continued(s, i, values, text); err != nil {
			return cell{}, err
		}
	}
	switch {
	case column.link != nil && s.leads(i, column.link(values)):
		return cell{styles.link, text}, nil
	case s.wraps(i, text):
		return cell{styles.wrap, text}, nil
	}
	return cell{styles.text, text}, nil
}

// leads makes the cell of a column in the present row a link, if it can be one.
func (s *sheet) leads(i int, to target) bool {
	at := fmt.Sprintf("%s%d", columnName(i+1), s.rows.last+1)
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
	name := strings.ToLower(strings.ReplaceAll(s.title, " ", "_"))
	if s.part > 1 {
		name = fmt.Sprintf("%s_%d", name, s.part)
	}
	corner := fmt.Sprintf("%s%d", columnName(len(s.columns)), max(s.rows.last, 2))
	heads, entry, stripes := s.heads(), s.entry(), false
	s.book.sheets = append(s.book.sheets, Sheet{s.name, s.table, int64(s.rows.last - 1), heads, s.about, entry})
	of, relations := s.links.parts()
	of.rows = s.rows
	if n := len(heads); s.columns[n-1].fold { // what the library does not write
		of.replace = append(of.replace, "</cols>", fmt.Sprintf(`<col min="%[1]d" max="%[1]d" width="9" collapsed="1"/></cols>`, n+1))
	}
	folder, file := path.Split(entry)
	s.book.parts[entry], s.book.parts[folder+"_rels/"+file+".rels"] = &of, &relations
	return errors.Join(
		s.rows.to.Flush(),
		s.book.file.SetSheetRow(s.name, "A1", &heads), // from which the library takes the names of the table's columns
		s.book.file.AddTable(s.name, &excelize.Table{Range: "A1:" + corner, Name: name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}),
		s.book.ruleRows(s.name, corner),
	)
}
