package main

import (
	"context"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/ingest"
)

func refreshCommand(a *app) *cobra.Command {
	o := night{app: a, Options: ingest.Options{Command: ingest.Refresh}}
	cmd := &cobra.Command{
		Use:   "refresh",
		Short: "Revisit known pages, find new ones, record which are gone",
		Long: `Visit the known commitment pages of --site again, and find new ones.

A page that the site says has not changed is not sent again; one that its
sitemap dates before the last visit is not even requested, unless --full is
given or the last visit is --full-every days ago. A page counts as changed when
its content has changed, and as withdrawn when two runs in a row found it gone.

The database is created where there is none, so that one command does for every
night. With --max-duration, a run that takes longer ends in order, with exit
code 3, and the same command resumes it.`,
		Example: `  ogp refresh
  ogp refresh --full
  ogp refresh --max-duration 5h
  ogp refresh --member kenya --dry-run`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runRefresh(cmd.Context(), &o) },
	}
	o.register(cmd.Flags())
	cmd.Flags().StringVar(&o.publish, "export", "", "export the dataset into `folder` if the run is done, with or without gaps, and no rule fails; else the folder stays, and the exit code is 4")
	cmd.Flags().BoolVar(&o.Full, "full", false, "request every page, whatever the sitemap says")
	o.FullEvery = 30
	cmd.Flags().Var(flags.Positive[int]{Of: &o.FullEvery}, "full-every", "request a page at least every `DAYS` days, whatever the sitemap says")
	cmd.Flags().Var(flags.Duration{Of: &o.longest}, "max-duration", "end in order after this `time`, such as 5h or 90m (default: never)")
	return cmd
}

func runRefresh(ctx context.Context, o *night) error {
	if err := checkImport(&o.Options, nil); err != nil {
		return err
	}
	return o.run(ctx)
}
