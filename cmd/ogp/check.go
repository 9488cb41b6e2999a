package main

import (
	"context"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/coverage"
	"ogp/store"
)

func checkCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Show coverage per field, and what was not understood",
		Long: `Show how many commitments have a value in each field, by template and
language, and what the parser did not understand, with counts.

An unknown label, question or value is shown as the line that would make it
known: put the line into the file named, in a folder of your own, replace each
"?" by what "ogp schema" lists, and see what it changes with
"ogp reparse --tables DIR --dry-run"; then "ogp reparse --tables DIR". A line of
official_values.csv, for a cell of OGP's own database, belongs into the program's
source.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runCheck(cmd.Context(), format) },
	}
	choiceFlag(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

func (a *app) runCheck(ctx context.Context, format string) error {
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		if err := a.warnStale(ctx, s); err != nil {
			return err
		}
		report, err := coverage.Read(ctx, s)
		if err != nil {
			return err
		}
		if format == "json" {
			err = printJSON(a.data, report)
		} else {
			err = report.Print(a.stdout)
		}
		without, of := report.WithoutForm()
		a.summary("check: %s read, %s not understood; %s, and a form in %d", count(report.Pages(), "page"),
			count(len(report.Findings), "thing"), count(of, "description"), of-without)
		return err
	})
}
