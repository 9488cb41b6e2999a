package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/names"
	"ogp/cmd/ogp/rows"
	"ogp/parse/vocab"
	"ogp/store/tables"
)

func schemaCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "schema [TABLE…]",
		Short: "Print the data dictionary: table, column, type, meaning, vocabulary",
		RunE: func(_ *cobra.Command, args []string) error {
			tables, err := namedTables(args)
			if err != nil {
				return err
			}
			if err := printSchema(a.output(format), tables, format); err != nil {
				return err
			}
			a.summary("schema: %s", count(len(tables), "table"))
			return nil
		},
	}
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "csv", "json")
	return cmd
}

// namedTables are the tables named, or all: the dataset's first, then the
// archive's own.
func namedTables(asked []string) ([]ogp.Table, error) {
	all := ogp.AllTables()
	for _, kept := range ogp.KeptTables() {
		if !kept.Standalone() { // it is there already
			all = append(all, kept)
		}
	}
	if len(asked) == 0 {
		return all, nil
	}
	all = append(all, tables.Languages())
	var chosen []ogp.Table
	var known []string
	for _, table := range all {
		known = append(known, table.Name)
	}
	for _, name := range asked {
		found := false
		for _, table := range all {
			if table.Name == name {
				chosen, found = append(chosen, table), true
			}
		}
		if !found {
			return nil, &names.UnknownError{What: "table", Given: name, Known: known}
		}
	}
	return chosen, nil
}

// columnRow is one column in the data dictionary.
type columnRow struct {
	Table      string   `json:"table"`
	Column     string   `json:"column"`
	Type       ogp.Type `json:"type"`
	Key        bool     `json:"key"`
	Meaning    string   `json:"meaning"`
	Vocabulary []string `json:"vocabulary,omitempty"`
}

func columnRows(tables []ogp.Table) []columnRow {
	var rows []columnRow
	for _, table := range tables {
		for _, column := range table.Columns {
			rows = append(rows, columnRow{table.Name, column.Name, column.Type, column.Key, column.Doc, termsOf(column)})
		}
	}
	return rows
}

// termsOf are the values a column takes; nil if they are free.
func termsOf(column ogp.Column) []string {
	terms := column.Enum
	for _, value := range vocab.Of(column.Vocab).Values() {
		terms = append(terms, value.Term)
	}
	return terms
}

func printSchema(out io.Writer, tables []ogp.Table, format string) error {
	switch format {
	case "json":
		return printJSON(out, columnRows(tables))
	case "csv":
		var lines [][]string
		for _, row := range columnRows(tables) {
			lines = append(lines, []string{row.Table, row.Column, string(row.Type), fmt.Sprint(row.Key), row.Meaning,
				strings.Join(row.Vocabulary, "; ")})
		}
		return rows.Write(out, format, []string{"table", "column", "type", "key", "meaning", "vocabulary"}, lines)
	}
	for _, table := range tables {
		if err := printTable(out, table); err != nil {
			return err
		}
	}
	return nil
}

// meaningWidth is the width of the column of meanings, so that a line stays
// readable on a wide terminal.
const meaningWidth = 72

func printTable(w io.Writer, table ogp.Table) error {
	fmt.Fprintf(w, "%s\n%s\n\n", table.Name, console.Wrap(table.Doc, 100, ""))
	columns := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, column := range table.Columns {
		name := "  " + column.Name
		if column.Key {
			name += " *"
		}
		text := column.Doc
		if terms := termsOf(column); terms != nil {
			text += " One of: " + strings.Join(terms, ", ") + "."
		}
		for i, line := range strings.Split(console.Wrap(text, meaningWidth, ""), "\n") {
			if i == 0 {
				fmt.Fprintf(columns, "%s\t%s\t%s\n", name, column.Type, line)
				continue
			}
			fmt.Fprintf(columns, "\t\t%s\n", line)
		}
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}
