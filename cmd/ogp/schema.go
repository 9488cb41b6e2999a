package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/names"
	"ogp/cmd/ogp/rows"
	"ogp/parse/vocab"
	"ogp/store"
	"ogp/store/tables"
)

func schemaCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "schema [TABLE…]",
		Short: "Print the data dictionary: tables, columns, meanings, values",
		Long: `Print the data dictionary of every table and view of a database: those of an
export first, then those of the archive, last those that another version of the
program may arrange otherwise.

The columns of official are those of OGP's own database: "ogp schema official"
lists them where the archive has an edition.`,
		Example: `  ogp schema
  ogp schema commitments milestones --format csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := namedTables(args)
			if err == nil && slices.Contains(args, tables.OfficialName) {
				err = describeOfficial(cmd.Context(), a, chosen)
			}
			if err == nil {
				err = printSchema(a.output(format), chosen, format, console.Columns(a.stdout))
			}
			if err == nil {
				a.summary("schema: %s", count(len(chosen), "table"))
			}
			return err
		},
	}
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "csv", "json", "jsonl", "markdown")
	return cmd
}

// namedTables are the tables named, or all.
func namedTables(asked []string) ([]ogp.Table, error) {
	all := tables.Dictionary()
	if len(asked) == 0 {
		return all, nil
	}
	var chosen []ogp.Table
	for _, name := range asked {
		at := slices.IndexFunc(all, func(t ogp.Table) bool { return t.Name == name })
		if at < 0 {
			return nil, &names.UnknownError{What: "table", Given: name, Known: tableNames()}
		}
		chosen = append(chosen, all[at])
	}
	return chosen, nil
}

// describeOfficial adds the columns of the file in force to the table official, where
// there is a database that has one.
func describeOfficial(ctx context.Context, a *app, of []ogp.Table) error {
	if _, err := os.Stat(a.db); err != nil {
		return nil
	}
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		edition, err := s.Official(ctx)
		for i, table := range of {
			if err == nil && edition != nil && table.Name == tables.OfficialName {
				of[i] = tables.OfficialObject("VIEW", tables.OfficialName, *edition).Table
			}
		}
		return err
	})
}

// termsOf are the values a column takes; none if they are free.
func termsOf(column ogp.Column) []string {
	terms := append([]string{}, column.Enum...)
	for _, value := range vocab.Of(column.Vocab).Values() {
		terms = append(terms, value.Term)
	}
	return terms
}

func printSchema(out io.Writer, of []ogp.Table, format string, screen int) (err error) {
	if format == "text" {
		for _, table := range of {
			err = cmp.Or(err, printTable(out, table, screen))
		}
		return err
	}
	to := rows.New(out, format, 0)
	err = to.Columns([]string{"table", "column", "type", "key", "meaning", "vocabulary", "internal"})
	for _, table := range of {
		for _, c := range table.Columns {
			if err == nil {
				err = rows.WriteRow(to, format, table.Name, c.Name, c.Type, c.Key, c.Doc, termsOf(c), tables.Internal(table.Name))
			}
		}
	}
	return errors.Join(err, to.End())
}

// meaningWidth is the most that the column of meanings takes, so that a line stays
// readable on a wide terminal.
const meaningWidth = 72

// printTable prints a table for a terminal of so many columns; 0 where there is none.
func printTable(w io.Writer, table ogp.Table, screen int) error {
	mark := ""
	if tables.Internal(table.Name) {
		mark = " (internal: another version of the program may arrange it otherwise)"
	}
	fmt.Fprintf(w, "%s%s\n%s\n\n", table.Name, mark, console.Wrap(table.Doc, min(cmp.Or(screen, 100), 100), ""))
	columns, meaning := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0), meaningWidth
	for _, column := range table.Columns {
		if screen > 0 { // beside the longest name and the longest type, which is timestamp
			meaning = min(meaning, max(screen-len("   *  timestamp  ")-console.Width(column.Name), 24))
		}
	}
	for _, column := range table.Columns {
		name := "  " + column.Name
		if column.Key {
			name += " *"
		}
		text := column.Doc
		if terms := termsOf(column); len(terms) > 0 {
			text += " One of: " + strings.Join(terms, ", ") + "."
		}
		for i, line := range strings.Split(console.Wrap(text, meaning, ""), "\n") {
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
