package main

import (
	"context"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/prose"
	"ogp/store"
)

func statusCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the database at a glance",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.runStatus(cmd.Context(), format) },
	}
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

func (a *app) runStatus(ctx context.Context, format string) error {
	return a.readingTables(ctx, store.Options{}, func(s *store.Store) error {
		status, err := s.Status(ctx)
		if err != nil {
			return err
		}
		if format == "json" {
			if status.Gaps == nil {
				status.Gaps = []ogp.MissingPage{}
			}
			err = printJSON(a.data, status)
		} else {
			err = prose.Status(a.stdout, status)
		}
		official := 0
		if status.Official != nil {
			official = status.Official.Rows
		}
		rows, missing := count(official, "row"), count(len(status.Gaps), "missing page")
		if status.Stale {
			a.summary("status: commitments not counted, %s of OGP's database, %s", rows, missing)
		} else {
			a.summary("status: %s of %s, %s of OGP's database, %s", count(status.Commitments, "commitment"), count(status.Members, "member"), rows, missing)
		}
		return err
	})
}
