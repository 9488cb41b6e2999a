package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/ingest"
	"ogp/parse"
	"ogp/store"
)

func reparseCommand(a *app) *cobra.Command {
	o, format := ingest.Options{Command: "reparse"}, ""
	cmd := &cobra.Command{
		Use:   "reparse",
		Short: "Read every archived page again with this parser, offline",
		Long: `Read every archived version of every page again with this version of the parser,
and rebuild all tables. Nothing is fetched. What was readable before stays
so until the new readings are complete, and an interruption leaves the old ones,
unless this version of the program has other tables: then they are empty until
the command is done.

It prints the fields that more or fewer readings have now. With --dry-run it
prints them and changes nothing, so that a change of the parser's tables can be
judged over the whole archive before it is adopted.`,
		Example: `  ogp reparse --dry-run
  ogp reparse`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runReparse(cmd.Context(), o, format) },
	}
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "print what would change, and change nothing")
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

func (a *app) runReparse(ctx context.Context, o ingest.Options, format string) error {
	a.equip(&o)
	o.Judge = func(ctx context.Context, s *store.Store, run ogp.Run, err error) error {
		code := exitCode(err)
		run.ExitCode = &code
		_, failed := a.audit().Run(ctx, s, run)
		return failed
	}
	coverage, err := ingest.Reparse(ctx, o)
	if err != nil {
		return err
	}
	changes := store.CompareCoverage(coverage.Before, coverage.After)
	err = printCoverage(a.output(format), totalOf(coverage.Before), changes, format)
	readings, fields := count(totalOf(coverage.After), "reading"), count(len(changes), "field")
	if o.DryRun {
		a.summary("reparse --dry-run: %s would be made by parser %s; %s would change their coverage; nothing was changed", readings, parse.Version(), fields)
	} else {
		a.summary("reparse done: %s by parser %s; %s changed their coverage", readings, parse.Version(), fields)
	}
	return err
}

func totalOf(fields []store.FieldCoverage) int {
	if len(fields) == 0 {
		return 0
	}
	return fields[0].Total
}

func printCoverage(out io.Writer, readings int, changes []store.CoverageChange, format string) error {
	if format == "json" {
		if changes == nil {
			changes = []store.CoverageChange{}
		}
		return printJSON(out, changes)
	}
	if len(changes) > 0 && readings == 0 {
		_, err := fmt.Fprintln(out, "There were no readings to compare with.")
		return err
	}
	if len(changes) == 0 {
		_, err := fmt.Fprintln(out, "Every field is filled as before.")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "before\tafter\tdifference\trows before\trows after\t  field")
	for _, c := range changes {
		fmt.Fprintf(w, "%s\t%s\t%+d\t%s\t%s\t  %s\n", coverageText(c.Before), coverageText(c.After),
			c.After.Filled-c.Before.Filled, rowsText(c.Before), rowsText(c.After), c.Field)
	}
	return w.Flush()
}

// coverageText says so where a field is not among the readings' at all: another
// version of the program made them.
func coverageText(c store.FieldCoverage) string {
	if c.Field == "" {
		return "no such field"
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", c.Filled, c.Total, 100*c.Rate())
}

func rowsText(c store.FieldCoverage) string {
	if c.Rows == 0 {
		return ""
	}
	return fmt.Sprint(c.Rows)
}
