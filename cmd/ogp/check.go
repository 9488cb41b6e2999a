package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/coverage"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/ingest"
	"ogp/cmd/ogp/judge"
	"ogp/scrape"
	"ogp/store"
)

func checkCommand(a *app) *cobra.Command {
	format, by, reason, accepted, view := "", "", "", false, coverage.View{}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Show what is wrong, coverage, and what was not understood",
		Long: `Compare the archive with what it was after the last good run, by the rules that
"ogp config" lists: fields that are filled on fewer pages, labels that are
missing, pages that went. The exit code is 4 if a rule fails. With --accept, the
archive is taken for good as it is, and later runs are compared with it.

Then come the fields that some pages have and some have not, by template and
language or by member, and what the parser did not understand, with counts.

An unknown label, question or value is shown as the line that would make it
known: put the line into the file named, in a folder of your own, replace each
"?" by what "ogp schema" lists, and see what it changes with "ogp reparse
--tables DIR --dry-run"; then "ogp reparse --tables DIR". A line of
official_values.csv, for a cell of OGP's own database, belongs into the
program's source.`,
		Example: `  ogp check
  ogp check --by member --all
  ogp check --accept --reason "the site has a new layout without dates"`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if reason != "" && !accepted {
				return usageError{errors.New("--reason belongs to --accept")}
			}
			if accepted {
				return accept(cmd.Context(), a, reason)
			}
			view.ByMember, view.Format = by == "member", format
			return a.runCheck(cmd.Context(), view)
		},
	}
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "json", "markdown")
	flags.Words(cmd.Flags(), &by, "by", "coverage by", "template", "member")
	cmd.Flags().BoolVar(&view.All, "all", false, "also the fields that every page has, or none")
	cmd.Flags().BoolVar(&accepted, "accept", false, "take the archive for good as it is: later runs are compared with it, and pages that are missing now are no news")
	cmd.Flags().StringVar(&reason, "reason", "", "why, as a `text` that is recorded with --accept")
	return cmd
}

// checked is what check gives to machines.
type checked struct {
	Broken   []judge.Finding `json:"broken_rules"`
	Baseline *ogp.Run        `json:"compared_with"`
	coverage.Report
}

func (a *app) runCheck(ctx context.Context, view coverage.View) error {
	return a.readingTables(ctx, store.Options{}, func(s *store.Store) error {
		j, err := a.audit().Now(ctx, s)
		if err != nil {
			return err
		}
		read, err := coverage.Read(ctx, s, j.Now)
		if err != nil {
			return err
		}
		switch view.Format {
		case "json":
			err = printJSON(a.data, checked{append([]judge.Finding{}, j.Findings...), j.Baseline(), read})
		case "markdown":
			_, err = fmt.Fprintf(a.output(view.Format), "%s\n", j.Markdown())
		default:
			_, err = fmt.Fprintf(a.stdout, "%s\n", j.Text())
		}
		if err == nil && view.Format != "json" {
			err = read.Print(a.output(view.Format), view)
		}
		without, of := read.WithoutForm()
		a.summary("check: %s read, %s not understood; %s, and a form in %d", count(j.Now.Pages(), "page"),
			count(len(read.Findings), "thing"), count(of, "description"), of-without)
		if err == nil && len(j.Failed()) > 0 {
			err = rulesError{errors.New("rules failed; `ogp check --accept` takes the archive for good as it is")}
		}
		return err
	})
}

// accept takes the archive for good as it is.
func accept(ctx context.Context, a *app, reason string) error {
	run := ingest.NewRecord(ingest.Options{Options: scrape.Options{Version: version}, Command: "accept", Now: a.now})
	run.Source = reason
	pages, err := a.audit().Accept(ctx, run)
	if err == nil {
		a.summary("check: %s taken for good as they are; later runs are compared with them", count(pages, "page"))
	}
	return err
}
