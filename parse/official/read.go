package official

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"ogp/parse/words"
)

// record is one record of a file, with the line or row that it begins on.
type record struct {
	line  int
	cells []string
}

// sheet is a table as the file has it, the header among its records.
type sheet struct {
	records  []record
	encoding string // of a text; empty for a workbook
}

// Bounds beyond those of real files: OGP's database has a few MB, some thousand
// rows and fewer than two hundred columns.
const (
	maxBytes    = 256 << 20
	maxRows     = 1_000_000
	mostColumns = 2000
)

var errLarge = fmt.Errorf("it is larger than %d MB, %d rows or %d columns", maxBytes>>20, maxRows, mostColumns)

// oldWorkbook is what a workbook in the form before 2007 begins with.
var oldWorkbook = []byte{0xd0, 0xcf, 0x11, 0xe0}

// readSheets reads the tables of a file: one of a text, several of a workbook.
func readSheets(body []byte) ([]sheet, error) {
	if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		packed, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		if body, err = io.ReadAll(io.LimitReader(packed, maxBytes+1)); err != nil {
			return nil, fmt.Errorf("its compression is damaged: %w: download it again", err)
		}
	}
	switch {
	case len(body) > maxBytes:
		return nil, errLarge
	case bytes.HasPrefix(body, []byte("PK")):
		return readWorkbook(body)
	case bytes.HasPrefix(body, oldWorkbook):
		return nil, errors.New("it is a workbook of Excel before 2007: save it as .xlsx or .csv")
	}
	decoded, err := words.Decode(body, "text/csv"+wideCharset(body))
	if err != nil {
		return nil, err
	}
	records, err := readText(decoded.Text)
	return []sheet{{records, decoded.Charset}}, err
}

// readWorkbook reads the sheets of a workbook that have rows. Dates are written as
// in ISO 8601 where the workbook leaves their form to the reader's country.
func readWorkbook(body []byte) ([]sheet, error) {
	book, err := excelize.OpenReader(bytes.NewReader(body), excelize.Options{ShortDatePattern: "yyyy-mm-dd", UnzipSizeLimit: maxBytes})
	if err != nil {
		return nil, fmt.Errorf("the workbook cannot be read: %w: save it as .csv", err)
	}
	defer book.Close()
	var sheets []sheet
	for _, name := range book.GetSheetList() {
		rows, err := book.Rows(name)
		if err != nil {
			continue // a sheet of a chart
		}
		records, err := readRows(rows)
		if err = errors.Join(err, rows.Close()); err != nil {
			return nil, fmt.Errorf("sheet %q, row %d: %w", name, len(records)+1, err)
		}
		if len(records) > 0 {
			sheets = append(sheets, sheet{records: records})
		}
	}
	return sheets, nil
}

func readRows(rows *excelize.Rows) (records []record, err error) {
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil || len(records) == maxRows || len(cells) > mostColumns {
			return records, errors.Join(err, errLarge)
		}
		records = appendRecord(records, record{line, cells})
	}
	return records, rows.Error()
}

// appendRecord leaves out a record of nothing but separators, and the empty cells
// at the end of one.
func appendRecord(records []record, r record) []record {
	if !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
		return records
	}
	for r.cells[len(r.cells)-1] == "" {
		r.cells = r.cells[:len(r.cells)-1]
	}
	return append(records, r)
}

// wideCharset names UTF-16 without a byte order mark, as a header of HTTP would: of
// two bytes, one is mostly zero.
func wideCharset(body []byte) string {
	var zeros [2]int
	head := body[:min(len(body), 1<<10)]
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case zeros[1] > len(head)/4:
		return "; charset=utf-16le"
	case zeros[0] > len(head)/4:
		return "; charset=utf-16be"
	}
	return ""
}

// separatorLine is Excel's own line for the separator, which is no record.
var separatorLine = regexp.MustCompile(`^(?i:sep)=(.)\r*\n`)

// readText reads the records of a text.
func readText(text []byte) ([]record, error) {
	text = endLines(text)
	rows := csv.NewReader(bytes.NewReader(text))
	rows.Comma, rows.FieldsPerRecord = separator(text), -1
	before := 0 // lines that the reader does not see
	if said := separatorLine.FindSubmatch(text); said != nil {
		rows = csv.NewReader(bytes.NewReader(text[len(said[0]):]))
		rows.Comma, rows.FieldsPerRecord, before = rune(said[1][0]), -1, 1
	}
	var records []record
	for {
		cells, err := rows.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return records, nil
		case errors.As(err, &broken):
			return nil, fmt.Errorf("line %d: %w: save the file as CSV again, which doubles the quotes inside a cell", before+broken.StartLine, broken.Err)
		case err != nil:
			return nil, err
		case len(records) == maxRows:
			return nil, errLarge
		}
		line, _ := rows.FieldPos(0)
		if len(cells) > mostColumns && strings.TrimSpace(strings.Join(cells[mostColumns:], "")) != "" {
			return nil, fmt.Errorf("line %d: %w", before+line, errLarge)
		}
		records = appendRecord(records, record{before + line, cells})
	}
}

// endLines gives a text whose lines end with carriage returns alone, as old
// spreadsheets write them, the line ends of others.
func endLines(text []byte) []byte {
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n', b == '\r' && bytes.HasPrefix(text[i+1:], []byte("\n")):
			return text
		case b == '\r':
			return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
		}
	}
	return text
}

// separator is what divides the first lines into most names of OGP's columns; where
// they have none, into most columns.
func separator(text []byte) rune {
	head := bytes.SplitN(text[:min(len(text), 64<<10)], []byte("\n"), maxHeader+1)
	best, most := ',', 0
	for _, mark := range ",;\t|" {
		for _, line := range head[:min(len(head), maxHeader)] {
			names := strings.Split(string(line), string(mark))
			score := len(names) - 1 + mostColumns*countKnown(names)
			if score > most && len(names) > 1 {
				best, most = mark, score
			}
		}
	}
	return best
}

// maxHeader is how many records a file may begin with, its header among them.
const maxHeader = 20

// header is the place of the header among the records: the one with most names of
// OGP's columns, else the first in which most cells are texts, each another. Files
// have a title, numbers of columns or names of groups above it.
func header(records []record) int {
	records = records[:min(len(records), maxHeader)]
	best, most, width := -1, 0, 0
	for i, r := range records {
		width = max(width, len(r.cells))
		if known := countKnown(r.cells); known > most {
			best, most = i, known
		}
	}
	if best >= 0 {
		return best
	}
	return max(0, slices.IndexFunc(records, func(r record) bool {
		texts := map[string]bool{}
		for _, cell := range r.cells {
			if strings.IndexFunc(cell, unicode.IsLetter) >= 0 {
				texts[cell] = true
			}
		}
		return len(texts)*2 > width
	}))
}
