package words

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Row is one line of a table, by the names of the columns.
type Row map[string]string

// Place is the key under which a row has its file and line: labels.csv:12.
const Place = "@place"

// Table reads a table of the program. A fault in one is a fault in the program,
// so it panics.
func Table(files fs.FS, name string) []Row {
	file, err := files.Open(name)
	if err != nil {
		panic(fmt.Sprintf("parse: open table: %v", err))
	}
	defer file.Close()
	var rows []Row
	reader := csv.NewReader(file)
	columns, err := reader.Read()
	for err == nil {
		var record []string
		if record, err = reader.Read(); err == nil {
			line, _ := reader.FieldPos(0)
			row := Row{Place: fmt.Sprintf("%s:%d", name, line)}
			for i, column := range columns {
				row[column] = record[i]
			}
			rows = append(rows, row)
		}
	}
	if !errors.Is(err, io.EOF) || len(columns) == 0 {
		panic(fmt.Sprintf("parse: read table %s: %d lines, %v", name, len(rows), err))
	}
	return rows
}

// TableLine is one line of a table, without its line end.
func TableLine(cells ...string) string {
	var b strings.Builder
	line := csv.NewWriter(&b)
	_ = line.Write(cells) // a strings.Builder takes everything
	line.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}
