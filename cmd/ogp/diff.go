package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/export"
	"ogp/export/compare"
)

func diffCommand(a *app) *cobra.Command {
	format, dates := "", [2]flags.Moment{}
	cmd := &cobra.Command{
		Use:   "diff [A B]",
		Short: "Compare two exports, or the dataset at two dates",
		Long: `Compare two export folders row by row, or the dataset of a database as it stood at two
dates: which rows were added and removed, and which fields changed. Both folders
need the format csv. When a page was last checked is no difference.`,
		Example: `  ogp diff dataset-2026-10 dataset-2026-11
  ogp diff --from 2026-10-31 --to 2026-11-30 --format csv`,
		Args: arguments(cobra.MaximumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			dated := dates != [2]flags.Moment{}
			switch {
			case dated && len(args) > 0:
				return usageError{errors.New("diff compares two folders, or --from and --to, and not both")}
			case dated:
				return diffDates(cmd.Context(), a, dates, format)
			case len(args) != 2:
				return usageError{errors.New("give two export folders, or --from DATE and --to DATE")}
			}
			return runDiff(a, args[0], args[1], format)
		},
	}
	set := cmd.Flags()
	set.Var(&dates[0], "from", "the dataset as it stood at the end of this `date`")
	set.Var(&dates[1], "to", "the dataset as it stood at the end of this `date` (default: as it is)")
	flags.Words(set, &format, "format", "form of the output", "text", "csv", "json")
	return cmd
}

// diffDates compares exports of two dates, made in a folder that is then removed.
func diffDates(ctx context.Context, a *app, dates [2]flags.Moment, format string) error {
	if dates[0].Last.IsZero() {
		return usageError{errors.New("--to needs --from, the date to compare with")}
	}
	dir, err := os.MkdirTemp("", "ogp-diff-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var folders [2]string
	for i, date := range dates {
		folders[i] = filepath.Join(dir, fmt.Sprint(i))
		o := export.Options{Version: version, Vocabularies: vocabularies(), Formats: []string{"csv"}, AsOf: date.Last}
		if _, err := a.writeExport(ctx, folders[i], o); err != nil {
			return err
		}
	}
	return runDiff(a, folders[0], folders[1], format)
}

func runDiff(a *app, before, after, format string) error {
	out := differences{app: a, format: format, counts: map[compare.Kind]int{}}
	if format == "csv" {
		out.csv = csv.NewWriter(a.data)
		if err := out.csv.Write([]string{"table", "key", "kind", "field", "before", "after"}); err != nil {
			return err
		}
	}
	tables, err := compare.Folders(before, after, out.write)
	if err == nil {
		err = out.end()
	}
	if err != nil {
		return err
	}
	a.summary("diff: %s, %s, %s in %s", count(out.counts[compare.Added], "row", "added"),
		count(out.counts[compare.Removed], "row", "removed"), count(out.counts[compare.Changed], "field", "changed"), count(len(tables), "table"))
	return nil
}

// differences prints differences as they are found.
type differences struct {
	*app
	format string
	csv    *csv.Writer // for the format csv
	counts map[compare.Kind]int
	list   []compare.Difference // for the format json
}

func (o *differences) write(d compare.Difference) error {
	o.counts[d.Kind]++
	switch o.format {
	case "csv":
		return o.csv.Write([]string{d.Table, d.Key, string(d.Kind), d.Field, d.Before, d.After})
	case "json":
		o.list = append(o.list, d)
		return nil
	}
	line := fmt.Sprintf("%s %s: %s", d.Table, d.Key, d.Kind)
	if d.Kind == compare.Changed {
		line = fmt.Sprintf("%s %s: %s: %s → %s", d.Table, d.Key, d.Field, o.value(d.Before), o.value(d.After))
	}
	_, err := fmt.Fprintln(o.stdout, console.Line(line))
	return err
}

// cellWidth is the most that a value takes of a line on a terminal.
const cellWidth = 60

func (o *differences) value(text string) string {
	if text == "" {
		return "(empty)"
	}
	return console.Cell(text, widest(o.stdout, cellWidth))
}

func (o *differences) end() error {
	switch o.format {
	case "csv":
		o.csv.Flush()
		return o.csv.Error()
	case "json":
		return printJSON(o.data, append([]compare.Difference{}, o.list...))
	}
	return nil
}
