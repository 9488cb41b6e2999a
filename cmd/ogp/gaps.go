package main

import (
	"context"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/rows"
	"ogp/store"
)

func gapsCommand(a *app) *cobra.Command {
	format, side := "", ""
	cmd := &cobra.Command{
		Use:   "gaps",
		Short: "Show what the site or OGP's own database lacks, and why",
		Long: `Show the commitments that the site has and OGP's own database has not, and the
other way round, each with the reason that can be told: the table gaps.

Pages that a run could not fetch are missing pages; "ogp status" lists them.`,
		Example: `  ogp gaps
  ogp gaps --side site --format csv`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			query := "SELECT * EXCLUDE (number) FROM gaps"
			if side != "both" {
				query += " WHERE side = '" + side + "'"
			}
			return a.runOfficial(cmd.Context(), "gaps", query, format)
		},
	}
	flags.Words(cmd.Flags(), &side, "side", "who has the commitment", "both", "site", "database")
	flags.Words(cmd.Flags(), &format, "format", "form of the output", rows.Formats()...)
	return cmd
}

// runOfficial answers a command about OGP's own database with a query, and says so
// where none was imported.
func (a *app) runOfficial(ctx context.Context, command, query, format string) error {
	return a.reading(ctx, store.Options{Sandboxed: true}, func(s *store.Store) error {
		n, err := a.answer(ctx, s, query, format)
		if err != nil {
			return err
		}
		edition, err := s.Official(ctx)
		if err == nil && edition == nil {
			a.summary("%s: OGP's own database was not imported: `ogp import FILE` imports it", command)
			return nil
		}
		a.summary("%s: %s", command, count(n, "row"))
		return err
	})
}
