package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/rows"
	"ogp/cmd/ogp/search"
	"ogp/store"
)

func listCommand(a *app) *cobra.Command {
	var filter search.Filter
	format, since := "", flags.Moment{}
	cmd := &cobra.Command{
		Use:   "list [TEXT]",
		Short: "List commitments by words, member, state or date of change",
		Long: `List the commitments that have every word of TEXT in their title, member, problem,
causes or another text; case and accents make no difference.`,
		Example: `  ogp list procurement --member kenya
  ogp list "open data" --field title --format ids
  ogp list --changed-since 2026-11-01 --format csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			filter.Words, filter.Since = strings.Fields(strings.Join(args, " ")), since.First
			return a.runList(cmd.Context(), filter, format)
		},
	}
	set := cmd.Flags()
	set.StringSliceVar(&filter.Fields, "field", nil, "search only these `columns` of commitments")
	set.Var(flags.Members{Slugs: &filter.Members}, "member", "only this `member`, by slug or name (repeatable)")
	set.Var(&since, "changed-since", "only commitments that are new or have changed since this `date` (2026-01-31)")
	flags.Words(set, &filter.State, "state", "only pages in this state", search.AnyState, "present", "withdrawn")
	flags.Words(set, &format, "format", "form of the output", "table", "json", "csv", "ids")
	return cmd
}

func (a *app) runList(ctx context.Context, filter search.Filter, format string) error {
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		found, err := filter.Find(ctx, s.DB())
		if err != nil {
			return err
		}
		if err := printListed(a, found, format); err != nil {
			return err
		}
		a.summary("list: %s", count(len(found), "commitment"))
		return nil
	})
}

func printListed(a *app, list []search.Found, format string) error {
	switch format {
	case "json":
		return printJSON(a.data, list)
	case "csv":
		var lines [][]string
		for _, l := range list {
			lines = append(lines, []string{l.ID, l.Title, l.Member, l.State, l.URL})
		}
		return rows.Write(a.data, format, []string{"commitment_id", "title", "member", "page_state", "url"}, lines)
	}
	memberWidth, titleWidth := widest(a.stdout, 22), widest(a.stdout, 34) // with the ID, a line of 80 columns
	table := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
	for _, l := range list {
		if format == "ids" {
			fmt.Fprintln(table, console.Line(l.ID))
		} else {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", console.Line(l.ID), console.Cell(l.Member, memberWidth), console.Cell(l.Title, titleWidth), l.State)
		}
	}
	return table.Flush()
}
