package xlsx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/export/dataset"
)

// oneSheet shows one commitment on a page: its reader chooses an ID, and formulas
// look up the rest.
const (
	oneSheet = "Read"
	oneAbout = "One commitment on a page: choose its ID in the first line."
)

// reader is the sheet under construction. Every formula has the value of the first
// commitment, for programs that do not calculate.
type reader struct {
	book   *workbook
	stream *excelize.StreamWriter
	last   int
	first  map[string]any // the first commitment, by column
	high   map[string]int // how long nine of ten values of a column are at most; 0 if there are none
	table  ogp.Table      // commitments, as its sheet has them
}

// addRead fills the sheet.
func (b *workbook) addRead(ctx context.Context) error {
	if !b.Data.HasMain() {
		return nil
	}
	r := &reader{book: b, table: arranged(ogp.Commitments()), first: map[string]any{}, high: map[string]int{}}
	if err := r.open(ctx); err != nil {
		return err
	}
	err := errors.Join(r.choice(), r.fields())
	for _, list := range []readList{
		{"milestones", []string{"status", "title", "end_month"}, 12},
		{"changes", []string{"kind", "field", "changed_at"}, 5},
	} {
		if b.Data.Has(list.table) && b.About.Statistics.Rows[list.table] > 0 {
			err = errors.Join(err, r.list(ctx, list))
		}
	}
	return errors.Join(err, r.stream.Flush())
}

// open reads the first commitment and lays out the sheet.
func (r *reader) open(ctx context.Context) error {
	columns := dataset.Flat(r.table.Columns)
	lengths := make([]string, len(columns))
	for i, column := range r.table.Columns {
		lengths[i] = fmt.Sprintf("coalesce(quantile_disc(length(CAST(%s AS VARCHAR)), 0.9), 0)", ogp.Identifier(column.Name))
	}
	first, err := r.book.Data.One(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+dataset.All+" ORDER BY commitment_id LIMIT 1")
	if err != nil {
		return err
	}
	high, err := r.book.Data.One(ctx, "SELECT "+strings.Join(lengths, ", ")+" FROM "+dataset.All)
	if err != nil {
		return err
	}
	for i, column := range r.table.Columns {
		r.first[column.Name], r.high[column.Name] = first[i], int(high[i].(int64))
	}
	one, portrait := 1, "portrait"
	if err := layOutPrint(r.book.file, oneSheet, excelize.PageLayoutOptions{FitToWidth: &one, FitToHeight: &one}); err != nil {
		return err
	}
	if err := r.book.file.SetPageLayout(oneSheet, &excelize.PageLayoutOptions{Orientation: &portrait}); err != nil {
		return err
	}
	if r.stream, err = r.book.file.NewStreamWriter(oneSheet); err != nil {
		return err
	}
	return errors.Join(r.stream.SetColWidth(3, 3, 18), r.stream.SetColWidth(2, 2, readWidth), r.stream.SetColWidth(1, 1, 26))
}

// readWidth is the width of the column of texts, in characters.
const readWidth = 96

// choice is the first line: the ID, which is chosen from a list, and its row.
func (r *reader) choice() error {
	ids := r.cells("commitments", r.table, "commitment_id")
	choice := excelize.NewDataValidation(false)
	choice.SetSqref("B1")
	choice.SetSqrefDropList(ids)
	choice.SetInput("Commitment", "Choose an ID, or type one.")
	choice.SetError(excelize.DataValidationErrorStyleStop, "Commitment", "No commitment in this workbook has this ID.")
	s := r.book.styles
	return errors.Join(r.book.file.AddDataValidation(oneSheet, choice), r.line(30,
		excelize.Cell{StyleID: s.head, Value: "Commitment (choose)"},
		excelize.Cell{StyleID: s.chosen, Value: r.first["commitment_id"]},
		excelize.Cell{StyleID: s.note, Formula: "MATCH($B$1," + ids + ",0)", Value: 1}))
}

// fields are a line for each column that is read.
func (r *reader) fields() (failed error) {
	for _, column := range r.table.Columns {
		if column.Key || r.high[column.Name] == 0 || slices.Contains(technicalColumns, column.Name) && column.Name != "url" {
			continue
		}
		at := r.cells("commitments", r.table, column.Name)
		found := fmt.Sprintf(`IF(INDEX(%[1]s,$C$1)="","",INDEX(%[1]s,$C$1))`, at)
		const least, most = 15.0, 120.0
		height := min(max(least, textHeight(strings.Repeat("x", r.high[column.Name]), readWidth, 100)), most)
		failed = errors.Join(failed, r.line(height,
			excelize.Cell{StyleID: r.book.styles.readLabel, Value: label(column.Name)},
			r.looked(column.Type, found, r.first[column.Name])))
	}
	return failed
}

// label is the name of a column in words.
func label(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

// looked is a cell with a formula and the value that it has for the first
// commitment.
func (r *reader) looked(kind ogp.Type, formula string, value any) excelize.Cell {
	style := r.book.styles.readText
	switch v := value.(type) {
	case nil:
		value = ""
	case string:
		text, _ := cleanText(v)
		value, _ = cutUnits(text, mostUnits)
	case time.Time:
		value = v.UTC()
	}
	switch kind {
	case ogp.Date:
		style = r.book.styles.readMonth
	case ogp.Timestamp:
		style = r.book.styles.readTime
	}
	return excelize.Cell{StyleID: style, Formula: formula, Value: value}
}

// readList is a long table of which the sheet shows the first rows.
type readList struct {
	table   string
	columns []string // for the three columns of the sheet
	rows    int
}

// list shows rows of a long table: a line with how many there are and where they
// begin, and one for each.
func (r *reader) list(ctx context.Context, l readList) error {
	table, _ := ogp.FindTable(l.table)
	var first [][]any
	var names []string
	for _, name := range l.columns {
		names = append(names, ogp.Identifier(name))
	}
	err := r.book.Data.Each(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE commitment_id = %s ORDER BY number", strings.Join(names, ", "), dataset.Rows(table),
		ogp.Literal(r.first["commitment_id"].(string))), func(row []any) error {
		first = append(first, slices.Clone(row))
		return nil
	})
	ids, s := r.cells(l.table, table, "commitment_id"), r.book.styles
	begin := 0 // where the first commitment has none
	if len(first) > 0 {
		begin = 1
	}
	err = errors.Join(err, r.line(24,
		excelize.Cell{StyleID: s.head, Value: label(l.table)},
		excelize.Cell{StyleID: s.head, Formula: fmt.Sprintf("COUNTIF(%s,$B$1)", ids), Value: len(first)},
		excelize.Cell{StyleID: s.head, Formula: fmt.Sprintf("IFERROR(MATCH($B$1,%s,0),0)", ids), Value: begin}))
	head := r.last
	for n := 1; n <= l.rows; n++ {
		var cells []any
		for i, name := range l.columns {
			column := dataset.FindColumn(l.table, name)
			at := fmt.Sprintf("INDEX(%s,$C$%d+%d)", r.cells(l.table, table, name), head, n-1)
			formula := fmt.Sprintf(`IF(%[1]d<=$B$%[2]d,IF(%[3]s="","",%[3]s),"")`, n, head, at)
			var value any
			if n <= len(first) {
				value = first[n-1][i]
			}
			cells = append(cells, r.looked(column.Type, formula, value))
		}
		err = errors.Join(err, r.line(lineHeight, cells...))
	}
	return err
}

// cells are the cells of a column on the first sheet of a table.
func (r *reader) cells(name string, table ogp.Table, column string) string {
	letter := columnName(1 + slices.IndexFunc(table.Columns, func(c ogp.Column) bool { return c.Name == column }))
	last := min(int(r.book.About.Statistics.Rows[name])+1, r.book.MaxRows)
	return fmt.Sprintf("%[1]s!$%[2]s$2:$%[2]s$%[3]d", name, letter, max(last, 2))
}

// line writes the next line.
func (r *reader) line(height float64, cells ...any) error {
	r.last++
	return r.stream.SetRow(fmt.Sprintf("A%d", r.last), cells, excelize.RowOpts{Height: height})
}
