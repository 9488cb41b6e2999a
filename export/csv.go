package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

var csvFormat = format{
	name:  "csv",
	about: aboutCSV,
	write: writeCSV,
	check: checkCSV,
}

func aboutCSV(o Options) describe.Format {
	about := describe.Format{
		Name: "csv", MediaType: "text/csv", Encoding: "utf-8", Flat: true,
		Dialect: &describe.Dialect{Delimiter: o.CSVDelimiter, LineTerminator: "\n", QuoteChar: `"`, DoubleQuote: true, Header: true},
		Notes:   []string{fmt.Sprintf(`CSV files are UTF-8 with %s between fields (RFC 4180).`, delimiterNames[o.CSVDelimiter])},
	}
	if o.CSVForExcel {
		about.Dialect.LineTerminator = lineEnd
		about.Notes = []string{"CSV files are made for Excel: UTF-8 with a byte order mark, " + delimiterNames[o.CSVDelimiter] + " between fields, and lines end with CR LF. " +
			"A text that begins with =, +, -, @, a tab or a line break has an apostrophe before it, and so has an operator behind a comma, a semicolon or a tab, so that Excel does not run it as a formula: remove it before you use the text elsewhere."}
	}
	about.Notes = append(about.Notes, nullNote)
	return about
}

// delimiterNames are the names of CSVDelimiters in a sentence.
var delimiterNames = map[string]string{",": "a comma", ";": "a semicolon", "\t": "a tab"}

// nullNote says how to read an empty field. Readers take many words for missing
// that are values here: "None" is one of potential_impact.
const nullNote = `An empty field is not known; "" is a text known to be empty. Words such as None are values: ` +
	`let pandas read with keep_default_na=False, na_values=[""], and readr with na = "".`

// writeCSV writes one file per table: RFC 4180 in UTF-8, where an empty field is
// NULL and "" is an empty text. DuckDB writes the plain flavour; the one for
// Excel needs line ends that it cannot write.
func writeCSV(ctx context.Context, j *job) (result, error) {
	var out result
	for _, table := range j.selection.Tables {
		file := File{Name: table.Name + ".csv", Table: table.Name, Rows: j.rows(table.Name)}
		write := j.copyCSV
		if j.CSVForExcel {
			write = j.encodeCSV
		}
		if err := write(ctx, table, j.path(file.Name)); err != nil {
			return result{}, fmt.Errorf("%s: %w", file.Name, err)
		}
		out.files = append(out.files, file)
	}
	return out, nil
}

func (j *job) copyCSV(ctx context.Context, table ogp.Table, path string) error {
	columns := dataset.Flat(table.Columns)
	for i, column := range table.Columns {
		if column.Type == ogp.Timestamp {
			columns[i] = dataset.ISOTime(columns[i]) + " AS " + columns[i]
		}
	}
	return j.data.Exec(ctx, fmt.Sprintf(`COPY (SELECT %s FROM %s) TO %s (FORMAT csv, HEADER true, DELIMITER %s, QUOTE '"', ESCAPE '"', NULLSTR '')`,
		strings.Join(columns, ", "), dataset.Rows(table), ogp.Literal(path), ogp.Literal(j.CSVDelimiter)))
}

func (j *job) encodeCSV(ctx context.Context, table ogp.Table, path string) error {
	return writeFile(path, func(out *bufio.Writer) error {
		encoder := &csvEncoder{w: out, columns: table.Columns, delimiter: j.CSVDelimiter}
		encoder.header()
		return j.data.EachRowWith(ctx, table, nil, j.Moved, encoder.row)
	})
}

// checkCSV reads a file back: its header, the width of every record, and how
// many there are.
func checkCSV(_ context.Context, j *job, file File) error {
	table, _ := ogp.FindTable(file.Table)
	in, err := os.Open(j.path(file.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	text := bufio.NewReader(in)
	if mark, err := text.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = text.Discard(len(byteOrderMark))
	}
	reader := csv.NewReader(text)
	reader.ReuseRecord, reader.Comma = true, rune(j.CSVDelimiter[0])
	header, err := reader.Read()
	if err != nil {
		return err
	}
	if !slices.Equal(header, columnNames(table)) {
		return fmt.Errorf("header is %v", header)
	}
	rows := int64(0)
	for ; err == nil; rows++ {
		_, err = reader.Read()
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	return j.expect(file.Table, rows-1)
}

func columnNames(table ogp.Table) []string {
	names := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		names[i] = column.Name
	}
	return names
}
