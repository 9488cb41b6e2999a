package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/rows"
	"ogp/export"
	"ogp/export/compare"
)

func diffCommand(a *app) *cobra.Command {
	format, dates := "", [2]flags.Moment{}
	cmd := &cobra.Command{
		Use:   "diff [A B]",
		Short: "Compare two exports, or the dataset at two dates",
		Long: `Compare two export folders row by row, or the dataset of a database as it stood
at two dates: which rows were added and removed, and which fields changed. Both
folders need the format csv. When a page was last checked is no difference.`,
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
	flags.Words(set, &format, "format", "form of the output", "text", "csv", "json", "jsonl", "markdown")
	return cmd
}

// diffDates compares exports of two dates, made in a folder that is then removed.
func diffDates(ctx context.Context, a *app, dates [2]flags.Moment, format string) error {
	if dates[0].Last.IsZero() {
		return usageError{errors.New("--to needs --from, the date to compare with")}
	}
	for i, flag := range []string{"--from", "--to"} {
		if _, err := past(flag, dates[i], a.now()); err != nil {
			return err
		}
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
	if err := errors.Join(checkFolder(before), checkFolder(after)); err != nil {
		return err
	}
	out := differences{app: a, format: format, counts: map[compare.Kind]int{}}
	var err error
	if format != "text" {
		out.rows = rows.New(a.data, format, 0)
		err = out.rows.Columns([]string{"table", "key", "kind", "field", "before", "after"})
	}
	if err != nil {
		return err
	}
	tables, err := compare.Folders(before, after, out.write)
	if err == nil && out.rows != nil {
		err = out.rows.End()
	}
	if err != nil {
		return err
	}
	a.summary("diff: %s, %s, %s in %s", count(out.counts[compare.Added], "row", "added"),
		count(out.counts[compare.Removed], "row", "removed"), count(out.counts[compare.Changed], "field", "changed"), count(len(tables), "table"))
	return nil
}

// checkFolder refuses what is no folder in the place of an export.
func checkFolder(dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usageError{fmt.Errorf("there is no folder %s: `ogp export --out DIR` writes one", dir)}
	}
	return nil
}

// differences prints differences as they are found.
type differences struct {
	*app
	format string
	rows   rows.Writer // of all formats but text
	counts map[compare.Kind]int
}

func (o *differences) write(d compare.Difference) error {
	o.counts[d.Kind]++
	if o.rows != nil {
		return rows.WriteRow(o.rows, o.format, d.Table, d.Key, d.Kind, orNull(d.Field), orNull(d.Before), orNull(d.After))
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
	width := 0
	if console.IsTerminal(o.stdout) {
		width = cellWidth
	}
	return console.Cell(cmp.Or(text, "(empty)"), width)
}
