package xlsx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
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
	*rows
	book  *workbook
	table ogp.Table        // commitments, as its sheet has them
	first map[string]any   // the first commitment, by column
	high  map[string]int64 // how long nine of ten values of a column are at most; 0 if there are none
}

// readWidth is the width of the column of texts, in characters.
const readWidth = 96.0

// addRead fills the sheet.
func (b *workbook) addRead(ctx context.Context) error {
	if !b.Data.HasMain() {
		return nil
	}
	rows, err := b.newRows()
	if err != nil {
		return err
	}
	r := &reader{rows: rows, book: b, table: arranged(ogp.Commitments()), first: map[string]any{}, high: map[string]int64{}}
	if err := errors.Join(r.layOut(), r.measure(ctx)); err != nil {
		return err
	}
	return errors.Join(r.choice(), r.fill(ctx), b.attach(oneSheet, rows))
}

// layOut makes the sheet: one page in portrait.
func (r *reader) layOut() error {
	file, lines := r.book.file, false
	_, err := file.NewSheet(oneSheet)
	for column, width := range map[string]float64{"A": 26, "B": readWidth, "C": 18} {
		err = errors.Join(err, file.SetColWidth(oneSheet, column, column, width))
	}
	return errors.Join(err,
		file.SetSheetView(oneSheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}),
		file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "'" + oneSheet + "'!$A:$C", Scope: oneSheet}),
		layOutPrint(file, oneSheet, portrait, 1, 1))
}

// measure reads the first commitment, and how long values are.
func (r *reader) measure(ctx context.Context) error {
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
		r.first[column.Name], r.high[column.Name] = first[i], high[i].(int64)
	}
	return nil
}

// choice is the first line: the ID, which is chosen from a list, and its row.
func (r *reader) choice() error {
	ids, s := r.cells("commitments", r.table, "commitment_id"), r.book.styles
	choice := excelize.NewDataValidation(false)
	choice.SetSqref("B1")
	choice.SetSqrefDropList(ids)
	choice.SetInput("Commitment", "Choose an ID, or type one.")
	choice.SetError(excelize.DataValidationErrorStyleStop, "Commitment", "No commitment in this workbook has this ID.")
	r.add(30, cell{style: s.head, value: "Commitment (choose)"}, cell{style: s.chosen, value: r.first["commitment_id"]},
		cell{style: s.place, value: 1, formula: "MATCH($B$1," + ids + ",0)"})
	return r.book.file.AddDataValidation(oneSheet, choice)
}

// fill shows the title, numbers and times in lines of their own, then the short texts,
// some rows of the long tables, and the long texts.
func (r *reader) fill(ctx context.Context) error {
	var short, long []string
	for _, column := range r.table.Columns {
		name := column.Name
		switch {
		case column.Key || r.high[name] == 0 || slices.Contains(technicalColumns, name) && name != "url":
		case slices.Contains(findings, name) && r.has(readLists[0]): // they are in that list
		case name == "title" || column.Type != ogp.Text && column.Type != ogp.List:
			at := r.cells("commitments", r.table, name)
			r.add(r.height(r.high[name]), cell{style: r.book.styles.readLabel, value: describe.Label(name)},
				r.looked(column.Type, fmt.Sprintf(`IF(INDEX(%[1]s,$C$1)="","",INDEX(%[1]s,$C$1))`, at), r.first[name]))
		case r.high[name] > readWidth:
			long = append(long, name)
		default:
			short = append(short, name)
		}
	}
	err := r.texts(ctx, short)
	for _, list := range readLists {
		if r.has(list) {
			err = errors.Join(err, r.list(ctx, list))
		}
	}
	r.last++
	return errors.Join(err, r.texts(ctx, long))
}

// height is that of a line with a text of a length.
func (r *reader) height(length int64) float64 {
	const most = 17 // lines
	return textHeight(strings.Repeat("x", int(length)), readWidth, most)
}

// texts are those of some columns that a commitment has, one below the other: every
// line picks its own by the hidden rows.
func (r *reader) texts(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return nil
	}
	labels, numbers, counts, have := r.hidden(names)
	lengths, err := r.lengths(ctx, names)
	whole := fmt.Sprintf("commitments!$A$2:$%s$%d", columnName(len(r.table.Columns)), r.lastRow("commitments"))
	for i, length := range lengths {
		var name, text any
		if i < len(have) {
			name, text = describe.Label(have[i]), r.first[have[i]]
		}
		mine := fmt.Sprintf("MATCH(%d,%s,0)", i+1, counts)
		named := r.looked(ogp.Text, fmt.Sprintf(`IFERROR(INDEX(%s,%s),"")`, labels, mine), name)
		named.style = r.book.styles.readLabel
		shown := r.looked(ogp.Text, fmt.Sprintf(`IFERROR(INDEX(%s,$C$1,INDEX(%s,%s)),"")`, whole, numbers, mine), text)
		height := r.height(length)
		r.add(height, named, shown, r.more(shown.value, height))
	}
	return err
}

// more says beside a text, in the line that comes next, that the line is too low for
// it: the height of a line is that of most commitments, and cannot follow the choice.
func (r *reader) more(text any, height float64) cell {
	const (
		word    = "… goes on in its cell"
		lineEnd = int(readWidth / 2) // what the end of a line leaves empty
	)
	at, room, value := fmt.Sprintf("B%d", r.last+1), int(height/lineHeight*readWidth*lineFill), ""
	if text, _ := text.(string); units(text)+lineEnd*strings.Count(text, "\n") > room {
		value = word
	}
	c := r.looked(ogp.Text, fmt.Sprintf(`IF(LEN(%[1]s)+%[2]d*(LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,CHAR(10),"")))>%[3]d,"%[4]s","")`, at, lineEnd, room, word), value)
	c.style = r.book.styles.note
	return c
}

// hidden writes three hidden rows: the labels of columns, their numbers, and how many
// of them up to each are not empty. It returns the cells of each, and the columns that
// the first commitment has.
func (r *reader) hidden(names []string) (labels, numbers, counts string, have []string) {
	const before = 4 // columns, the visible ones among them
	rows := [3][]cell{}
	for i := range rows {
		rows[i] = make([]cell, before)
	}
	for i, name := range names {
		count := fmt.Sprintf(`IF(INDEX(%s,$C$1)="",0,1)`, r.cells("commitments", r.table, name))
		if i > 0 {
			count += fmt.Sprintf("+%s%d", columnName(before+i), r.last+3)
		}
		if r.first[name] != nil {
			have = append(have, name)
		}
		for k, c := range []cell{{value: describe.Label(name)}, {value: r.place(r.table, name)}, {value: len(have), formula: count}} {
			rows[k] = append(rows[k], c)
		}
	}
	var at [3]string
	for i, cells := range rows {
		r.add(0, cells...)
		at[i] = fmt.Sprintf("$%s$%d:$%s$%d", columnName(before+1), r.last, columnName(before+len(names)), r.last)
	}
	return at[0], at[1], at[2], have
}

// lengths are how long the first, second, … text of a commitment is at most in nine
// of ten cases; as many as a commitment has.
func (r *reader) lengths(ctx context.Context, names []string) (lengths []int64, err error) {
	var columns []ogp.Column
	query, of := "SELECT max(len(lengths))", ""
	for i, name := range names {
		columns = append(columns, dataset.FindColumn("commitments", name))
		query += fmt.Sprintf(", coalesce(quantile_disc(lengths[%d], 0.9), 0)", i+1)
		of += fmt.Sprintf(", length(%s)", ogp.Identifier(name))
	}
	row, err := r.book.Data.One(ctx, fmt.Sprintf("%s FROM (SELECT list_filter([%s], lambda x: x > 0) AS lengths FROM (SELECT %s FROM %s))",
		query, of[2:], strings.Join(dataset.Flat(columns), ", "), dataset.All))
	if err != nil {
		return nil, err
	}
	for _, length := range row[1 : 1+row[0].(int64)] {
		lengths = append(lengths, length.(int64))
	}
	return lengths, nil
}

// looked is a cell with a formula and the value that it has for the first
// commitment.
func (r *reader) looked(kind ogp.Type, formula string, value any) cell {
	styles := r.book.styles
	style := map[ogp.Type]int{ogp.Date: styles.date, ogp.Timestamp: styles.timestamp}[kind]
	switch v := value.(type) {
	case nil:
		value = ""
	case string:
		text, _ := cleanText(v)
		value, _ = cutUnits(text, mostUnits)
	}
	return cell{cmp.Or(style, styles.lookedUp), value, formula}
}

// readList is a long table of which the sheet shows the first rows.
type readList struct {
	table   string
	columns []string // for the three columns of the sheet
	rows    int64    // at most
}

var readLists = []readList{
	{"assessments", []string{"indicator", "value", "state"}, 12},
	{"milestones", []string{"status", "title", "end_month"}, 12},
	{"changes", []string{"kind", "field", "changed_at"}, 5},
}

// has reports whether there is anything to list.
func (r *reader) has(l readList) bool {
	return r.book.Data.Has(l.table) && r.book.About.Statistics.Rows[l.table] > 0
}

// list shows rows of a long table: a line with how many there are and where they
// begin, and one for each.
func (r *reader) list(ctx context.Context, l readList) error {
	table, _ := ogp.FindTable(l.table)
	var names []string
	for _, name := range l.columns {
		names = append(names, ogp.Identifier(name))
	}
	size, err := r.book.Data.One(ctx, fmt.Sprintf("SELECT max(number), coalesce(quantile_disc(length(%s), 0.9), 0) FROM %s", names[1], dataset.Rows(table)))
	if err != nil {
		return err
	}
	var first [][]any
	err = r.book.Data.Each(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE commitment_id = %s ORDER BY number", strings.Join(names, ", "), dataset.Rows(table),
		ogp.Literal(r.first["commitment_id"].(string))), func(row []any) error {
		first = append(first, slices.Clone(row))
		return nil
	})
	ids, head := r.cells(l.table, table, "commitment_id"), r.book.styles.head
	begin := min(len(first), 1) // 0 where the first commitment has none
	r.add(24, cell{style: head, value: describe.Label(l.table)},
		cell{head, len(first), fmt.Sprintf("COUNTIF(%s,$B$1)", ids)},
		cell{r.book.styles.place, begin, fmt.Sprintf("IFERROR(MATCH($B$1,%s,0),0)", ids)})
	top := r.last
	for n := range int(min(l.rows, size[0].(int64))) {
		var cells []cell
		for i, name := range l.columns {
			at := fmt.Sprintf("INDEX(%s,$C$%d+%d)", r.cells(l.table, table, name), top, n)
			shown := at
			var value any
			if n < len(first) {
				value = first[n][i]
			}
			if name == "indicator" {
				shown = fmt.Sprintf(`SUBSTITUTE(UPPER(LEFT(%[1]s))&MID(%[1]s,2,99),"_"," ")`, at)
				indicator, _ := value.(string)
				value = describe.Label(indicator)
			}
			formula := fmt.Sprintf(`IF(%d<=$B$%d,IF(%s="","",%s),"")`, n+1, top, at, shown)
			cells = append(cells, r.looked(dataset.FindColumn(l.table, name).Type, formula, value))
		}
		r.add(r.height(size[1].(int64)), cells...)
	}
	return err
}

// cells are the cells of a column on the first sheet of a table.
func (r *reader) cells(name string, table ogp.Table, column string) string {
	return fmt.Sprintf("%[1]s!$%[2]s$2:$%[2]s$%[3]d", name, columnName(r.place(table, column)), r.lastRow(name))
}

// place is the number of a column on the sheet of a table, the first being 1.
func (r *reader) place(table ogp.Table, column string) int {
	return 1 + slices.IndexFunc(table.Columns, func(c ogp.Column) bool { return c.Name == column })
}

// lastRow is the last row of the first sheet of a table.
func (r *reader) lastRow(table string) int {
	return max(min(int(r.book.About.Statistics.Rows[table])+1, r.book.MaxRows), 2)
}
