package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/sync/errgroup"

	"ogp"
)

// Sheets that are no tables of the dataset.
const (
	readmeSheet     = "README"
	overviewSheet   = "Overview"
	longTextSheet   = "Long text"
	dictionarySheet = "Data dictionary"
	vocabularySheet = "Vocabularies"
)

const workbookFile = "ogp.xlsx"

// workbook is the Excel file under construction. Tables are streamed, each in a
// press; the README and the overview, which stand first, are filled last.
type workbook struct {
	file     *excelize.File
	styles   styles
	temp     string             // where temporary files go
	maxRows  int                // of a sheet, header included
	longest  map[string][]int64 // lengths of the longest texts of each table's columns
	sheets   []sheetFact
	presses  []*press       // in which the sheets are streamed
	archives []string       // of the finished ones
	kept     errgroup.Group // which makes the archives
	long     *sheet         // "Long text"; nil until a text needs it
	cleaned  int
	cut      int
}

// sheetFact is what a finished sheet holds.
type sheetFact struct {
	name  string
	table string // of the dataset; empty for the workbook's own sheets
	about string
	heads []string
	rows  int64
}

func writeWorkbook(ctx context.Context, j *job) (files []File, err error) {
	b, err := newWorkbook(j)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := errors.Join(b.fill(ctx, j), b.kept.Wait()); err != nil {
		return nil, err
	}
	draft := filepath.Join(j.temp, workbookFile)
	if err := save(b.file, draft, func(w io.Writer) excelize.ZipWriter { return newZip(w) }); err != nil {
		return nil, err
	}
	if err := repack(append(b.archives, draft), j.path(workbookFile), j.facts.lastSeen); err != nil {
		return nil, err
	}
	rows := int64(0)
	for _, table := range j.tables {
		rows += j.facts.rows[table.Name]
	}
	return []File{{Name: workbookFile, Rows: rows}}, nil
}

func newWorkbook(j *job) (*workbook, error) {
	file := excelize.NewFile(excelize.Options{TmpDir: j.temp})
	b := &workbook{file: file, temp: j.temp, maxRows: j.sheetRows, longest: map[string][]int64{}}
	b.kept.SetLimit(1)
	var err error
	if b.styles, err = newStyles(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	at := j.facts.lastSeen
	if at.IsZero() { // the library's own default is a date of the past, too
		at = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	err = errors.Join(file.SetSheetName("Sheet1", readmeSheet), file.SetDocProps(&excelize.DocProperties{
		Title:          j.title(),
		Subject:        "As seen on " + day(j.facts.lastSeen),
		Creator:        publisher,
		LastModifiedBy: generator + " " + j.Version,
		Description:    j.cite(),
		Keywords:       "open government; OGP; commitments",
		Created:        at.Format(time.RFC3339),
		Modified:       at.Format(time.RFC3339),
		Language:       "en",
	}))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return b, nil
}

// arrange creates all sheets in their order, before any is filled.
func (b *workbook) arrange(ctx context.Context, j *job) error {
	order := []string{overviewSheet}
	needed := false
	for _, table := range j.tables {
		longest, err := j.measure(ctx, table)
		if err != nil {
			return fmt.Errorf("measure %s: %w", table.Name, err)
		}
		b.longest[table.Name] = longest
		needed = needed || slices.Max(longest) > mostUnits
		order = append(order, table.Name)
		perSheet := int64(b.maxRows - 1)
		for part := int64(2); (part-1)*perSheet < j.facts.rows[table.Name]; part++ {
			order = append(order, sheetName(table.Name, int(part)))
		}
	}
	if needed {
		order = append(order, longTextSheet)
	}
	for _, name := range append(order, dictionarySheet, vocabularySheet) {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) fill(ctx context.Context, j *job) error {
	if err := b.arrange(ctx, j); err != nil {
		return err
	}
	for _, table := range j.tables {
		j.step("xlsx " + table.Name)
		if err := b.addTable(ctx, j, table); err != nil {
			return fmt.Errorf("sheet %s: %w", table.Name, err)
		}
	}
	if b.long != nil {
		if err := b.long.finish(); err != nil {
			return err
		}
	}
	if err := b.addDictionary(j); err != nil {
		return err
	}
	if err := b.addVocabularies(j); err != nil {
		return err
	}
	j.summary.Cleaned, j.summary.LongTexts = b.cleaned, b.cut
	j.sheets = b.sheets
	if err := b.addOverview(ctx, j); err != nil {
		return fmt.Errorf("sheet %s: %w", overviewSheet, err)
	}
	return b.addReadme(j)
}

// addTable streams one table of the dataset.
func (b *workbook) addTable(ctx context.Context, j *job, table ogp.Table) error {
	s := &sheet{book: b, title: table.Name, table: table.Name, about: table.Doc}
	for i, column := range table.Columns {
		s.columns = append(s.columns, layOut(table, column, b.longest[table.Name][i]))
	}
	if err := s.start(); err != nil {
		return err
	}
	if err := j.eachRow(ctx, table, s.row); err != nil {
		return err
	}
	return s.finish()
}

// measure returns the length of the longest text of every column as Excel
// counts it: characters beyond U+FFFF count twice. They are only looked for in
// texts that could be too long for a cell, and characters are only counted where
// it matters how many they are: of a text that is long and not too long for a
// cell, the bytes are told. Of other values than texts the length is 0.
func (j *job) measure(ctx context.Context, table ogp.Table) ([]int64, error) {
	const certain = 4 * max(shortText, linkWidth, longWidth) // bytes of a text that is longer than any of these
	text := "SELECT "
	for i, column := range table.Columns {
		if i > 0 {
			text += ", "
		}
		if column.Type != ogp.Text && column.Type != ogp.List {
			text += "CAST(0 AS BIGINT)"
			continue
		}
		text += fmt.Sprintf(`coalesce(max(CASE WHEN strlen(%[1]s) BETWEEN %[3]d AND %[4]d THEN strlen(%[1]s)
			WHEN length(%[1]s) > %[2]d THEN length(%[1]s) + length(regexp_replace(%[1]s, '[^\x{10000}-\x{10FFFF}]', '', 'g'))
			ELSE length(%[1]s) END), 0)`, ident(column.Name), mostUnits/2, int(certain), mostUnits)
	}
	row, err := j.source.one(ctx, text+" FROM (SELECT "+strings.Join(flat(table), ", ")+" FROM "+rowsOf(table, j.parts)+")")
	if err != nil {
		return nil, err
	}
	out := make([]int64, len(row))
	for i, value := range row {
		out[i], _ = value.(int64)
	}
	return out, nil
}
