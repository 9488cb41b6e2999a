package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/ingest"
)

func refreshCommand(a *app) *cobra.Command {
	f := &ingest.Options{Command: ingest.Refresh}
	cmd := &cobra.Command{
		Use:   "refresh",
		Short: "Revisit known pages, find new ones, record which are gone",
		Long: `Visit the known commitment pages of --site again, and find new ones.

A page that the site says has not changed is not sent again; one that its
sitemap dates before the last visit is not even requested, unless --full is
given or the last visit is --full-every days ago. A page counts as changed when
its content has changed, and as withdrawn when two runs in a row found it gone.`,
		Example: `  ogp refresh
  ogp refresh --full
  ogp refresh --member kenya --dry-run`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runRefresh(cmd.Context(), f) },
	}
	addImportFlags(cmd.Flags(), f)
	cmd.Flags().BoolVar(&f.Full, "full", false, "request every page, whatever the sitemap says")
	cmd.Flags().IntVar(&f.FullEvery, "full-every", 30, "request a page at least every `DAYS` days, whatever the sitemap says")
	return cmd
}

func (a *app) runRefresh(ctx context.Context, o *ingest.Options) error {
	if o.FullEvery < 1 {
		return usageError{errors.New("--full-every takes a number of days, 1 or more")}
	}
	if err := checkImport(o, nil); err != nil {
		return err
	}
	if _, err := os.Stat(a.db); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: no database there (%w): `ogp import --db %s` creates one", a.db, fs.ErrNotExist, a.db)
	}
	return a.ingest(ctx, o)
}
