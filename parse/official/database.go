package official

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"

	"ogp"
)

// Names of the columns that say which commitment a row is of.
const (
	idColumn  = "Commitment Unique Identifier"
	urlColumn = "URL"
)

// Errors of files that are not OGP's database.
var (
	ErrNotDatabase = errors.New("not OGP's database")
	ErrExport      = errors.New("an export of this program, made from pages: import pages, or OGP's own file")
)

// Database is OGP's own commitments database, read from a file.
type Database struct {
	// Edition describes the file: all but its number, run, time and table.
	ogp.Edition

	// List tells that the file is a list of addresses and not OGP's database.
	List bool

	records     []record
	id, address int // indexes of idColumn and urlColumn; -1 where there is none
}

// Open reads a file, once and whole, so that a fault in it shows before anything
// of it is kept: a workbook, or a text in any charset that words.Decode knows, whose
// columns are divided by commas, semicolons, tabs or bars, compressed or not.
//
// A file without the columns of OGP's database is a list, if it has addresses of
// the site. An error wraps ErrNotDatabase if it has neither, or no rows, or is an
// export of this program; else it says where the file cannot be read.
func Open(path string) (*Database, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxBytes {
		return nil, fmt.Errorf("%s: %w: %w", path, ErrNotDatabase, errLarge)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	sheets, err := readSheets(body)
	if err != nil {
		return nil, fmt.Errorf("%s, %w", path, err)
	}
	hash := sha256.Sum256(body)
	edition := ogp.Edition{File: path, SHA256: hex.EncodeToString(hash[:]), Bytes: len(body)}
	why := errors.New("it is empty")
	for _, sheet := range sheets {
		d := &Database{Edition: edition}
		d.Encoding = sheet.encoding
		if why = d.take(sheet.records); why == nil {
			return d, nil
		}
	}
	return nil, fmt.Errorf("%s: %w: %w", path, ErrNotDatabase, why)
}

// fewestColumns is how many columns of OGP's database tell it where a file names
// commitments neither by ID nor by address.
const fewestColumns = 5

// take takes in the records of a table. An error says why it is not OGP's database.
func (d *Database) take(records []record) error {
	if len(records) == 0 {
		return errors.New("it is empty")
	}
	at := header(records)
	d.Columns = columnsOf(records[at:])
	for _, r := range records[at+1:] {
		if !slices.Equal(r.cells, records[at].cells) { // the header once more
			d.records = append(d.records, r)
		}
	}
	d.RowCount, d.id, d.address = len(d.records), d.column(idColumn), d.column(urlColumn)
	known := countKnown(d.Columns)
	d.List = d.id < 0 && known < fewestColumns && (d.address < 0 || known == 1)
	switch {
	case d.column("commitment_id") >= 0:
		return ErrExport
	case d.List:
		return d.takeList(records)
	case d.RowCount == 0:
		return errors.New("it has no rows")
	}
	return nil
}

// takeList takes in the records of a list, which may have a header: the addresses
// are in the first column that has one.
func (d *Database) takeList(records []record) error {
	for i, r := range records {
		for at := range r.cells {
			if ogp.ParseURL(r.cell(at)).Kind != ogp.KindOther {
				d.records, d.RowCount, d.address = records[i:], len(records)-i, at
				return nil
			}
		}
	}
	return fmt.Errorf("it has no column %q and no addresses of the site", idColumn)
}

// columnsOf are the names in the header, with an empty one for every cell that
// the longest record has more.
func columnsOf(records []record) []string {
	columns := slices.Clone(records[0].cells)
	for _, record := range records {
		for len(columns) < len(record.cells) {
			columns = append(columns, "")
		}
	}
	return columns
}

// column is the index of a column; -1 if there is none.
func (d *Database) column(name string) int {
	return slices.IndexFunc(d.Columns, func(column string) bool { return strings.EqualFold(strings.TrimSpace(column), name) })
}

// Rows are the rows of the file, in its order. The error is always nil: what
// cannot be read is told by Open.
func (d *Database) Rows() iter.Seq2[ogp.OfficialRow, error] {
	return func(yield func(ogp.OfficialRow, error) bool) {
		for _, record := range d.records {
			if !yield(ogp.OfficialRow{ID: d.idOf(record), Cells: record.cells}, nil) {
				return
			}
		}
	}
}

// idOf is the ID of a row's commitment: in its column, else in its address.
func (d *Database) idOf(r record) string {
	if id := ogp.ID(r.cell(d.id)); id != "" {
		return id
	}
	return ogp.ParseURL(r.cell(d.address)).ID
}

func (r record) cell(at int) string {
	if at < 0 || at >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[at])
}

// Addresses are the addresses of the commitments, each with the line that it
// is on. Rows without one are left out: the database has a row for every
// commitment, and not each has a page.
func (d *Database) Addresses() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for _, record := range d.records {
			address := record.cell(d.address)
			if strings.Contains(address, "/") && !yield(record.line, address) {
				return
			}
		}
	}
}
