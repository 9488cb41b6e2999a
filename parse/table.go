package parse

import (
	"embed"
	"encoding/csv"
	"fmt"
)

// What the site prints is data: labels.csv (the page's labels), forms.csv (the
// questions inside national descriptions) and vocab/*.csv (values); and what
// OGP's own database holds: official.csv (columns) and official_values.csv. A
// new wording is a new line there.
//
//go:embed labels.csv forms.csv official.csv official_values.csv vocab/*.csv
var tables embed.FS

// readTable reads an embedded table as rows keyed by column name. A fault in
// one is a fault in the program, so it panics.
func readTable(name string) []map[string]string {
	file, err := tables.Open(name)
	if err != nil {
		panic(fmt.Sprintf("parse: open table: %v", err))
	}
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("parse: read table %s: %v", name, err))
	}
	rows := make([]map[string]string, 0, len(records)-1)
	for _, record := range records[1:] {
		row := make(map[string]string, len(record))
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}
