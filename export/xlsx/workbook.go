// Package xlsx writes the dataset as an Excel workbook: a README, an overview
// with charts, a sheet per table, a data dictionary and the vocabularies.
//
// In come the dataset and its description. Out go one file, whose bytes follow
// from these alone, and what its sheets hold, with which Check reads the file
// back. It never reads the database other than through the dataset, and decides
// nothing about the folder that the file is put into.
package xlsx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
	"ogp/export/overview"
)

// Sheets that are not tables of the dataset.
const (
	readmeSheet     = "README"
	overviewSheet   = "Overview"
	dictionarySheet = "Data dictionary"
	vocabularySheet = "Vocabularies"
)

// Source is what a workbook is made of.
type Source struct {
	Data     *dataset.Dataset
	About    describe.Description
	Overview overview.Overview
	Temp     string              // folder for temporary files
	MaxRows  int                 // of a sheet, header included; 0 means as many as Excel takes
	Progress func(sheet string)  // told of every table before it is written
	Moved    func(done, all int) // told how much of a table is written
}

// Sheet is what a finished sheet holds.
type Sheet struct {
	Name    string
	Table   string // of the dataset; empty for the workbook's own sheets
	Rows    int64  // besides the header
	Columns []string

	about string
	entry string // of the zip archive
}

// Result is what a finished workbook holds.
type Result struct {
	Sheets     []Sheet
	Limitation string // what the workbook could not hold as it is, in a sentence
}

// workbook is the file under construction. The sheets of tables are given to the
// library when they are finished; the README and the overview come first and are
// filled last.
type workbook struct {
	Source
	file    *excelize.File
	styles  styles
	sheets  []Sheet
	places  map[string]string // the row of each commitment on its sheet, if there is one
	long    *sheet            // "Long text"; nil until a text needs it
	open    []*rows
	parts   map[string]*part // of entries of the archive, besides what the library writes
	cleaned int64            // texts without the control characters they have elsewhere
	cut     int64            // texts continued in "Long text"
}

// Write writes the workbook to a file.
func Write(ctx context.Context, source Source, to io.Writer) (_ Result, err error) {
	b := &workbook{Source: source, file: excelize.NewFile(excelize.Options{TmpDir: source.Temp}), places: map[string]string{}, parts: map[string]*part{}}
	if b.MaxRows == 0 {
		b.MaxRows = excelize.TotalRows
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if b.styles, err = newStyles(b.file); err != nil {
		return Result{}, err
	}
	err = b.file.SetSheetName("Sheet1", readmeSheet)
	if _, failed := b.file.NewSheet(overviewSheet); failed != nil || err != nil {
		return Result{}, errors.Join(err, failed)
	}
	for _, fill := range []func(context.Context) error{
		b.addGlance, b.addRead, b.addTables, b.addDictionary, b.addVocabularies, b.addOverview, b.addReadme, b.setProperties,
	} {
		if err := fill(ctx); err != nil {
			return Result{}, err
		}
	}
	return Result{b.sheets, b.limitation()}, b.save(to)
}

// close removes the temporary files.
func (b *workbook) close() error {
	err := b.file.Close()
	for _, rows := range b.open {
		err = errors.Join(err, rows.close())
	}
	return err
}

// save writes the file.
func (b *workbook) save(to io.Writer) error {
	// With a chart in the workbook, the library lists the types of images in any order.
	types := b.file.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		return &archive{to, b.modified(), map[string]*bytes.Buffer{}, b.parts}
	})
	return b.file.Write(io.Discard)
}

// modified is the date of the data; the library and zip archives know none before 1980.
func (b *workbook) modified() time.Time {
	earliest := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	if at := b.About.Statistics.LastSeen; at.After(earliest) {
		return at.UTC()
	}
	return earliest
}

// setProperties writes the properties of the workbook. ExcelJS knows their names with
// the prefixes that Excel writes only, and the library writes some without.
func (b *workbook) setProperties(context.Context) error {
	modified := b.modified().Format(time.RFC3339)
	properties := excelize.DocProperties{
		Title: b.About.Title(), Subject: "As seen on " + describe.Day(b.About.Statistics.LastSeen), Creator: describe.Publisher,
		Keywords: "open government; OGP; commitments", Description: b.About.Cite(), LastModifiedBy: b.About.Program(), Language: "en",
		Created: modified, Modified: modified,
	}
	replace := []string{` xmlns="`, ` xmlns:cp="`}
	for _, name := range []string{"coreProperties", "keywords", "lastModifiedBy"} {
		replace = append(replace, "<"+name, "<cp:"+name, "</"+name, "</cp:"+name)
	}
	b.parts["docProps/core.xml"] = &part{replace: replace}
	return b.file.SetDocProps(&properties)
}

// longestTexts is the length of the longest text of every column, in characters. Of
// other values than texts it is 0.
func (b *workbook) longestTexts(ctx context.Context, table ogp.Table) ([]int64, error) {
	lengths := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		lengths[i] = "CAST(0 AS BIGINT)"
		if column.Type == ogp.Text || column.Type == ogp.List {
			lengths[i] = "coalesce(max(length(" + ogp.Identifier(column.Name) + ")), 0)"
		}
	}
	row, err := b.Data.One(ctx, fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s)",
		strings.Join(lengths, ", "), strings.Join(dataset.Flat(table.Columns), ", "), dataset.Rows(table)))
	longest := make([]int64, len(row))
	for i, value := range row {
		longest[i], _ = value.(int64)
	}
	return longest, err
}

// addTables are the sheets of the tables of the dataset, and of the texts that are
// too long for them.
func (b *workbook) addTables(ctx context.Context) error {
	for _, table := range b.Data.Tables {
		b.Progress(table.Name)
		if err := b.addTable(ctx, arranged(table)); err != nil {
			return fmt.Errorf("sheet %s: %w", table.Name, err)
		}
	}
	if b.long == nil {
		return nil
	}
	return b.long.finish()
}

func (b *workbook) addTable(ctx context.Context, table ogp.Table) error {
	longest, err := b.longestTexts(ctx, table)
	if err != nil {
		return err
	}
	s := &sheet{book: b, title: table.Name, table: table.Name, about: table.Doc, states: map[int]int{}}
	for i, column := range table.Columns {
		s.columns = append(s.columns, layOut(table, column, longest[i]))
	}
	var more []string // values behind those of the table
	switch {
	case dataset.IsMain(table):
		place := func(name string) int {
			return slices.IndexFunc(table.Columns, func(c ogp.Column) bool { return c.Name == name })
		}
		s.frozen, s.printed, s.columns[0].link = 2, len(glanceColumns), toPage(place("url"))
		for _, of := range findings {
			s.states[place(of)] = len(s.columns) + len(more)
			more = append(more, stateOf(of))
		}
	case !table.Standalone():
		more = []string{"member", "title", "action_plan_cycle"}
		s.columns = append(s.columns, lookedUp(more)...)
		if table.Name != "sections" {
			s.columns[0].link = b.toRow
		}
	}
	if table.Name == "sections" { // every text of every page
		s.printed = 1
	}
	if err := s.start(); err != nil {
		return err
	}
	if err := b.Data.EachRowWith(ctx, table, more, b.Moved, s.row); err != nil {
		return err
	}
	return s.finish()
}

// limitation is what the README tells of texts that the workbook could not hold.
func (b *workbook) limitation() string {
	if b.cleaned == 0 && b.cut == 0 {
		return "The workbook has every text whole and unchanged."
	}
	return fmt.Sprintf("For the workbook, %s freed from control characters, which Excel cannot hold, and %s into the sheet “%s”. The other files have every text whole and unchanged.",
		describe.Count(b.cleaned, "text was", "texts were"), describe.Count(b.cut, "text was continued", "texts were continued"), longTextSheet)
}

// addReadme fills the first sheet.
func (b *workbook) addReadme(context.Context) error {
	about := b.About
	about.Limitations = append(slices.Clone(about.Limitations), b.limitation())
	var doc describe.Document
	doc.Heading(describe.DatasetTitle)
	about.Introduction(&doc)
	b.listSheets(&doc)
	about.ReadingNotes(&doc)
	about.KnownGaps(&doc)
	about.Coverage(&doc)
	p, err := b.newPage(readmeSheet, 30, 15, 13, 82)
	if err != nil {
		return err
	}
	p.fill = true
	p.document(doc)
	return p.finish()
}

func (b *workbook) listSheets(doc *describe.Document) {
	doc.Heading("Sheets")
	rows := [][]any{{overviewSheet, nil, "Counts at a glance."}}
	if b.Data.HasMain() {
		rows = append(rows, []any{oneSheet, nil, oneAbout})
	}
	for _, s := range b.sheets {
		rows = append(rows, []any{s.Name, s.Rows, s.about})
	}
	doc.Table([]string{"Sheet", "Rows", "Content"}, rows)
}
