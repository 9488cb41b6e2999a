package scrape

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"ogp"
)

// Names of the columns of OGP's database that say which commitment a row is of.
const (
	idColumn  = "Commitment Unique Identifier"
	urlColumn = "URL"
)

// ErrNotDatabase marks a CSV file that is not OGP's database.
var ErrNotDatabase = errors.New("not OGP's database")

// Database is OGP's own commitments database, as a CSV file.
type Database struct {
	// Edition describes the file: all but its number, run, time and table.
	ogp.Edition

	comma  rune
	id, at int // places of idColumn and urlColumn; -1 where there is none
}

// OpenDatabase reads a CSV file through, so that a fault in it shows before
// anything of it is kept. The text may be UTF-8, UTF-16 with its mark, or Windows-1252, as
// spreadsheets write it; columns may be divided by commas, semicolons or tabs. An error wraps ErrNotDatabase if neither an ID nor an address stands
// among the columns, or if there are no rows.
func OpenDatabase(path string) (*Database, error) {
	d := &Database{Edition: ogp.Edition{File: path}, id: -1, at: -1}
	if err := d.digest(); err != nil {
		return nil, err
	}
	if err := d.measure(); err != nil {
		return nil, err
	}
	d.id, d.at = place(d.Columns, idColumn), place(d.Columns, urlColumn)
	switch {
	case d.id < 0 && d.at < 0:
		return nil, fmt.Errorf("%s: %w: it has no column %q and no column %q", path, ErrNotDatabase, idColumn, urlColumn)
	case d.RowCount == 0:
		return nil, fmt.Errorf("%s: %w: it has no rows", path, ErrNotDatabase)
	}
	return d, nil
}

// measure counts the rows, and takes the header: with a name for every cell of
// the longest row.
func (d *Database) measure() error {
	widest := 0
	for record, err := range d.records() {
		switch {
		case err != nil:
			return d.broken(record, err)
		case d.Columns == nil:
			d.Columns = slices.Clone(record.cells)
		default:
			d.RowCount++
		}
		widest = max(widest, len(record.cells))
	}
	for len(d.Columns) < widest {
		d.Columns = append(d.Columns, "")
	}
	return nil
}

// place is where a column stands; -1 if it does not.
func place(columns []string, name string) int {
	return slices.IndexFunc(columns, func(column string) bool { return strings.EqualFold(strings.TrimSpace(column), name) })
}

// Rows are the rows of the file, in its order. An error is the last thing it
// yields, and says on which line the file cannot be read.
func (d *Database) Rows() iter.Seq2[ogp.OfficialRow, error] {
	return func(yield func(ogp.OfficialRow, error) bool) {
		first := true
		for record, err := range d.records() {
			switch {
			case err != nil:
				yield(ogp.OfficialRow{}, d.broken(record, err))
				return
			case first:
				first = false
			case !yield(ogp.OfficialRow{ID: d.idOf(record.cells), Cells: slices.Clone(record.cells)}, nil):
				return
			}
		}
	}
}

// broken says where the file cannot be read.
func (d *Database) broken(at csvRecord, err error) error {
	return fmt.Errorf("%s, line %d: %w", d.File, at.line, err)
}

// idOf is the ID of a row's commitment: in its column, else in its address.
func (d *Database) idOf(cells []string) string {
	if id := ogp.ID(cell(cells, d.id)); id != "" {
		return id
	}
	return ogp.ParseURL(cell(cells, d.at)).ID
}

func cell(cells []string, at int) string {
	if at < 0 || at >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[at])
}

// addresses are the addresses of the commitments, with the line each stands on.
// Rows without one are passed over: the database has a row for every commitment,
// and not each has a page.
func (d *Database) addresses() iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		first := true
		for record, err := range d.records() {
			address := cell(record.cells, d.at)
			switch {
			case err != nil:
				yield(line{number: record.line}, err)
				return
			case first || !strings.Contains(address, "/"):
				first = false
			case !yield(line{record.line, address}, nil):
				return
			}
		}
	}
}

// csvRecord is one record of a CSV file. Its cells are overwritten by the next.
type csvRecord struct {
	line  int
	cells []string
}

// records are all records of the file, the header first.
func (d *Database) records() iter.Seq2[csvRecord, error] {
	return func(yield func(csvRecord, error) bool) {
		file, err := os.Open(d.File)
		if err != nil {
			yield(csvRecord{}, err)
			return
		}
		defer file.Close()
		rows := csv.NewReader(d.text(file))
		rows.Comma, rows.FieldsPerRecord, rows.ReuseRecord = d.comma, -1, true
		for {
			cells, err := rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			at := csvRecord{cells: cells}
			var broken *csv.ParseError
			switch {
			case errors.As(err, &broken):
				at.line, err = broken.StartLine, fmt.Errorf("%w: save the file as CSV again, which doubles the quotes inside a cell", broken.Err)
			case err == nil:
				at.line, _ = rows.FieldPos(0)
			}
			if !yield(at, err) || err != nil {
				return
			}
		}
	}
}

// encodings are those a file's text may be in. Their decoders take off a mark at
// the beginning.
var encodings = map[string]encoding.Encoding{
	"utf-8":        unicode.UTF8BOM,
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	"windows-1252": charmap.Windows1252,
}

// digest finds out the file's hash, its encoding, and what divides its columns.
func (d *Database) digest() error {
	file, err := os.Open(d.File)
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err != nil {
		return err
	}
	d.Bytes, d.SHA256 = int(size), hex.EncodeToString(hash.Sum(nil))
	if d.Encoding, err = encodingOf(file); err != nil {
		return err
	}
	d.comma, err = d.findComma(file)
	return err
}

// encodingOf tells an encoding by its mark, or by the whole text's being UTF-8.
func encodingOf(file io.ReadSeeker) (string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	mark := make([]byte, 2)
	if _, err := io.ReadFull(file, mark); err == nil && bytes.Equal(mark, []byte{0xff, 0xfe}) {
		return "utf-16le", nil
	} else if err == nil && bytes.Equal(mark, []byte{0xfe, 0xff}) {
		return "utf-16be", nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	_, err := io.Copy(io.Discard, transform.NewReader(file, encoding.UTF8Validator))
	if errors.Is(err, encoding.ErrInvalidUTF8) {
		return "windows-1252", nil
	}
	return "utf-8", err
}

// findComma is what divides the first line into most columns.
func (d *Database) findComma(file io.ReadSeeker) (rune, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	first, err := bufio.NewReader(d.text(file)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	most := ','
	for _, comma := range ";\t" {
		if strings.Count(first, string(comma)) > strings.Count(first, string(most)) {
			most = comma
		}
	}
	return most, nil
}

// text is the file's text in UTF-8.
func (d *Database) text(file io.Reader) io.Reader {
	return encodings[d.Encoding].NewDecoder().Reader(file)
}
