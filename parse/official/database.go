package official

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/words"
)

// Names of the columns that say which commitment a row is of.
const (
	idColumn  = "Commitment Unique Identifier"
	urlColumn = "URL"
)

// ownColumns are further columns that tell OGP's database from a list of addresses.
var ownColumns = []string{"Code", "Full Text", "Country/Locality", "Action Plan Number", "Commitment Number"}

// Errors of files that are not OGP's database.
var (
	ErrNotDatabase = errors.New("not OGP's database")
	ErrExport      = errors.New("an export of this program, made from pages: import pages, or OGP's own file")
)

// Database is OGP's own commitments database, read from a CSV file.
type Database struct {
	// Edition describes the file: all but its number, run, time and table.
	ogp.Edition

	// List tells that the file is a list of addresses and not OGP's database.
	List bool

	records     []record
	id, address int // indexes of idColumn and urlColumn; -1 where there is none
}

// record is one record of the file, with the line it begins on.
type record struct {
	line  int
	cells []string
}

// maxBytes bounds the file, which is read whole: OGP's database has a few MB.
const maxBytes = 256 << 20

// Open reads a file, once and whole, so that a fault in it shows before anything
// of it is kept. The text may be in any charset that words.Decode knows; columns
// may be divided by commas, semicolons or tabs.
//
// A file without the columns of OGP's database is a list, if it has addresses of
// the site. An error wraps ErrNotDatabase if it has neither, or no rows, or is an
// export of this program; else it says on which line the file cannot be read.
func Open(path string) (*Database, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxBytes {
		return nil, fmt.Errorf("%s: %w: it is larger than %d MB", path, ErrNotDatabase, maxBytes>>20)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoded, err := words.Decode(body, "text/csv")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	records, err := readRecords(decoded.Text)
	if err != nil {
		return nil, fmt.Errorf("%s, %w", path, err)
	}
	hash := sha256.Sum256(body)
	d := &Database{Edition: ogp.Edition{File: path, SHA256: hex.EncodeToString(hash[:]), Bytes: len(body), Encoding: decoded.Charset}}
	if err := d.take(records); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, ErrNotDatabase, err)
	}
	return d, nil
}

// take takes in the records of the file, the header first. An error says why
// they are not OGP's database.
func (d *Database) take(records []record) error {
	if len(records) == 0 {
		return errors.New("it is empty")
	}
	d.Columns, d.records, d.RowCount = columnsOf(records), records[1:], len(records)-1
	d.id, d.address = d.column(idColumn), d.column(urlColumn)
	ours := slices.ContainsFunc(ownColumns, func(name string) bool { return d.column(name) >= 0 })
	d.List = d.id < 0 && (d.address < 0 || !ours && Findings(d.Columns) == 0)
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

// readRecords reads all records of a text, the header first.
func readRecords(text []byte) ([]record, error) {
	// Excel's own line for the separator, which is no record.
	text = separatorLine.ReplaceAll(text, nil)
	rows := csv.NewReader(bytes.NewReader(text))
	rows.Comma, rows.FieldsPerRecord = separator(text), -1
	var records []record
	for {
		cells, err := rows.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return records, nil
		case errors.As(err, &broken):
			return nil, fmt.Errorf("line %d: %w: save the file as CSV again, which doubles the quotes inside a cell", broken.StartLine, broken.Err)
		case err != nil:
			return nil, fmt.Errorf("line %d: %w", len(records)+1, err)
		}
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			line, _ := rows.FieldPos(0)
			records = append(records, record{line, cells})
		}
	}
}

var separatorLine = regexp.MustCompile(`^sep=.\r?\n`)

// separator is what divides the first line into most columns.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	most := ','
	for _, mark := range ";\t" {
		if bytes.Count(first, []byte(string(mark))) > bytes.Count(first, []byte(string(most))) {
			most = mark
		}
	}
	return most
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
