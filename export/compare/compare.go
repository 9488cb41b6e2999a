// Package compare tells how two exports differ, row by row.
//
// Two folders with CSV files of the dataset come in; their differences go out,
// table by table in the order of the rows. Both folders are read as streams, since
// an export orders its rows by their key, so that a dataset of any size takes
// little memory. The package opens no database and writes nothing.
package compare

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"ogp"
)

// Kind is what happened to a row between two exports.
type Kind string

// The kinds of differences.
const (
	Added   Kind = "added"   // only the second export has the row
	Removed Kind = "removed" // only the first export has the row
	Changed Kind = "changed" // a field of the row differs
)

// Difference is a row that only one export has, or one field that differs.
type Difference struct {
	Table  string `json:"table"`
	Key    string `json:"key"` // the row's key, its parts divided by blanks: "KE0001 2"
	Kind   Kind   `json:"kind"`
	Field  string `json:"field,omitempty"`  // of a changed row
	Before string `json:"before,omitempty"` // the field in the first export; empty for none
	After  string `json:"after,omitempty"`  // the field in the second export
}

// ErrNoCSV says that a folder has no CSV file of the dataset.
var ErrNoCSV = errors.New("no CSV file of the dataset: export with --format csv")

// checkTimes are the columns that say when a page was last looked at: they differ
// after every refresh, also where nothing was edited.
var checkTimes = []string{"last_seen", "last_checked"}

// Folders calls each for every difference from the export in folder a to the one in
// folder b, and returns the tables compared. A table that only one of them has is
// left out, and so are columns that only one has: another program's export may
// have more. When a page was last checked is no difference. An error of each ends the
// comparison.
func Folders(a, b string, each func(Difference) error) (compared []string, err error) {
	for _, dir := range []string{a, b} {
		if matches, err := filepath.Glob(filepath.Join(dir, "*.csv")); err != nil || len(matches) == 0 {
			return nil, fmt.Errorf("%s: %w", dir, errors.Join(ErrNoCSV, err))
		}
	}
	for _, table := range append([]ogp.Table{ogp.Commitments()}, ogp.LongTables()...) {
		done, err := compareTable(table, [2]string{a, b}, each)
		if err != nil {
			return compared, fmt.Errorf("compare %s: %w", table.Name, err)
		}
		if done {
			compared = append(compared, table.Name)
		}
	}
	return compared, nil
}

func compareTable(table ogp.Table, dirs [2]string, each func(Difference) error) (done bool, err error) {
	var files [2]*rows
	for i, dir := range dirs {
		files[i], err = openRows(filepath.Join(dir, table.Name+".csv"), table)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		defer files[i].file.Close()
	}
	return true, merge(table, files[0], files[1], each)
}

// merge walks two tables in step.
func merge(table ogp.Table, a, b *rows, each func(Difference) error) error {
	for a.row != nil || b.row != nil {
		var err error
		switch order := a.compare(b); {
		case order < 0:
			err = errors.Join(each(Difference{Table: table.Name, Key: a.key(), Kind: Removed}), a.next())
		case order > 0:
			err = errors.Join(each(Difference{Table: table.Name, Key: b.key(), Kind: Added}), b.next())
		default:
			err = errors.Join(fields(table, a, b, each), a.next(), b.next())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func fields(table ogp.Table, a, b *rows, each func(Difference) error) error {
	for _, column := range table.Columns {
		i, j := a.at(column.Name), b.at(column.Name)
		if i < 0 || j < 0 || a.row[i] == b.row[j] || slices.Contains(checkTimes, column.Name) {
			continue
		}
		d := Difference{Table: table.Name, Key: a.key(), Kind: Changed, Field: column.Name, Before: a.row[i], After: b.row[j]}
		if err := each(d); err != nil {
			return err
		}
	}
	return nil
}

// rows is a CSV file of an export, a row at a time.
type rows struct {
	file    *os.File
	reader  *csv.Reader
	columns []string
	keys    []int    // places of the key's columns
	row     []string // the present row; nil behind the last one
}

// openRows opens a table's file at its first row.
func openRows(path string, table ogp.Table) (*rows, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	text := bufio.NewReader(file)
	first, _ := text.Peek(4096)
	if mark := "\uFEFF"; strings.HasPrefix(string(first), mark) {
		_, _ = text.Discard(len(mark))
	}
	r := &rows{file: file, reader: csv.NewReader(text)}
	if strings.Contains(string(first), table.Columns[0].Name+";") { // --csv-delimiter
		r.reader.Comma = ';'
	}
	if err := r.readHeader(table); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return r, nil
}

func (r *rows) readHeader(table ogp.Table) (err error) {
	if r.columns, err = r.reader.Read(); err != nil {
		return fmt.Errorf("read the names of the columns: %w", err)
	}
	for _, column := range table.Columns {
		if !column.Key {
			continue
		}
		place := r.at(column.Name)
		if place < 0 {
			return fmt.Errorf("no column %s, which is its key", column.Name)
		}
		r.keys = append(r.keys, place)
	}
	return r.next()
}

func (r *rows) at(column string) int { return slices.Index(r.columns, column) }

func (r *rows) next() (err error) {
	r.row, err = r.reader.Read()
	if errors.Is(err, io.EOF) {
		r.row, err = nil, nil
	}
	return err
}

func (r *rows) key() string {
	var parts []string
	for _, place := range r.keys {
		parts = append(parts, r.row[place])
	}
	return strings.Join(parts, " ")
}

// compare orders two present rows by their keys; the end of a file comes last.
func (r *rows) compare(other *rows) int {
	switch {
	case r.row == nil:
		return 1
	case other.row == nil:
		return -1
	}
	for i := range r.keys {
		if order := compareKeys(r.row[r.keys[i]], other.row[other.keys[i]]); order != 0 {
			return order
		}
	}
	return 0
}

// compareKeys orders numbers as numbers, as the dataset does.
func compareKeys(a, b string) int {
	m, notA := strconv.Atoi(a)
	n, notB := strconv.Atoi(b)
	if notA == nil && notB == nil {
		return m - n
	}
	return strings.Compare(a, b)
}
