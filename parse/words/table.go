package words

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Row is one line of a table, by the names of the columns.
type Row map[string]string

// Table reads a table of the program. A fault in one is a fault in the program,
// so it panics.
func Table(files fs.FS, name string) []Row {
	file, err := files.Open(name)
	if err != nil {
		panic(fmt.Sprintf("parse: open table: %v", err))
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil || len(records) == 0 {
		panic(fmt.Sprintf("parse: read table %s: %d lines, %v", name, len(records), err))
	}
	rows := make([]Row, 0, len(records)-1)
	for _, record := range records[1:] {
		row := make(Row, len(record))
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
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

// sortByLength puts the longest texts first, those of one length in order.
func sortByLength(texts []string) {
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
}
