package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/ingest"
	"ogp/parse"
	"ogp/store"
)

func reparseCommand(a *app) *cobra.Command {
	dryRun, format := false, ""
	cmd := &cobra.Command{
		Use:   "reparse",
		Short: "Read every archived page again with this parser, offline",
		Long: `Read every archived version of every page again with this version of the parser,
and derive all tables anew. Nothing is fetched. What was readable before stays
so until the new readings are complete, and an interruption leaves the old ones,
unless this version of the program has other tables: then they are empty until
the command is done.

It prints the fields that more or fewer readings have now. With --dry-run it
prints them and changes nothing, so that a change of the parser's tables can be
judged over the whole archive before it is adopted.`,
		Example: `  ogp reparse --dry-run
  ogp reparse`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if dryRun {
				return a.tryReparse(cmd.Context(), format)
			}
			return a.runReparse(cmd.Context(), format)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "print what would change, and change nothing")
	choiceFlag(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

// tryReparse needs no lock: it reads in between, while others write.
func (a *app) tryReparse(ctx context.Context, format string) error {
	return a.reading(ctx, store.Options{OnDemand: true}, func(s *store.Store) error {
		before, err := s.Coverage(ctx)
		if err != nil {
			return err
		}
		bar := a.newBar("reading the archive")
		defer bar.Close()
		after, err := s.TryReparse(ctx, ingest.Parser(bar.At))
		if err != nil {
			return err
		}
		changes := store.CompareCoverage(before, after)
		err = printCoverage(a.stdout, totalOf(before), changes, format)
		a.summary("reparse --dry-run: %s would be made by parser %s; %s would change their coverage; nothing was changed",
			count(totalOf(after), "reading"), parse.Version(), count(len(changes), "field"))
		return err
	})
}

func totalOf(fields []store.FieldCoverage) int {
	if len(fields) == 0 {
		return 0
	}
	return fields[0].Total
}

func (a *app) runReparse(ctx context.Context, format string) error {
	// Opening it for writing drops what another program derived, and makes a new
	// database of a mistyped name.
	var before []store.FieldCoverage
	err := a.reading(ctx, store.Options{}, func(s *store.Store) (err error) {
		before, err = s.Coverage(ctx)
		return err
	})
	if err != nil {
		return err
	}
	lock, err := store.LockRun(a.db, "ogp reparse")
	if err != nil {
		return err
	}
	return errors.Join(a.reparseLocked(ctx, format, before), lock.Release())
}

func (a *app) reparseLocked(ctx context.Context, format string, before []store.FieldCoverage) (err error) {
	s, err := store.Open(ctx, a.db, a.settings(store.Options{Memory: runMemory}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	started := a.now()
	run := ogp.Run{
		ID: started.Format("20060102T150405.000000Z"), Command: "reparse", Source: "the archive",
		StartedAt: started, Version: version, Parser: parse.Version(),
	}
	if err := s.StartRun(ctx, run); err != nil {
		return err
	}
	after, err := a.reparse(ctx, s)
	changes := store.CompareCoverage(before, after)
	run.FinishedAt, run.Outcome, run.Listed = a.now(), ingest.Outcome(err), totalOf(after)
	if err := errors.Join(err, s.FinishRun(context.WithoutCancel(ctx), run)); err != nil {
		return err
	}
	err = printCoverage(a.stdout, totalOf(before), changes, format)
	a.summary("reparse done: %s by parser %s; %s changed their coverage", count(run.Listed, "reading"), run.Parser, count(len(changes), "field"))
	return err
}

// reparse rebuilds the derived tables, and counts what is filled then.
func (a *app) reparse(ctx context.Context, s *store.Store) ([]store.FieldCoverage, error) {
	bar := a.newBar("reading the archive again")
	defer bar.Close()
	if err := ingest.Reparse(ctx, s, bar.At); err != nil {
		return nil, err
	}
	return s.Coverage(ctx)
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
