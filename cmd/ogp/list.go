package main

import (
	"cmp"
	"context"
	"strings"

	"github.com/spf13/cobra"

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
		Long: `List the commitments that have every word of TEXT in their title, member,
problem, causes or another text; case and accents make no difference.`,
		Example: `  ogp list procurement --member kenya
  ogp list "open data" --field title --format ids
  ogp list --changed-since 2026-11-01 --format csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			filter.Words, filter.Since = strings.Fields(strings.Join(args, " ")), since.First
			return runList(cmd.Context(), a, filter, format)
		},
	}
	set := cmd.Flags()
	set.StringSliceVar(&filter.Fields, "field", nil, "search only these `columns` of commitments")
	set.Var(flags.Members{Slugs: &filter.Members}, "member", "only this `member`, by slug or name (repeatable)")
	set.Var(&since, "changed-since", "only commitments that are new or have changed since this `date` (2026-01-31)")
	flags.Words(set, &filter.State, "state", "only pages in this state", search.AnyState, "present", "withdrawn")
	flags.Words(set, &format, "format", "form of the output", append(rows.Formats(), rows.IDs)...)
	return cmd
}

// listed are the columns that are shown, by format; others show those of CSV.
var listed = map[string]string{
	"table": "commitment_id, member, title, page_state",
	"csv":   "commitment_id, title, member, page_state, url",
	"ids":   "commitment_id",
}

func runList(ctx context.Context, a *app, filter search.Filter, format string) error {
	return a.reading(ctx, store.Options{Sandboxed: true}, func(s *store.Store) error {
		query, err := filter.Query(ctx, s.DB())
		if err != nil {
			return err
		}
		n, err := a.answer(ctx, s, "SELECT "+cmp.Or(listed[format], listed["csv"])+query, format)
		if err == nil {
			a.summary("list: %s", count(n, "commitment"))
		}
		return err
	})
}
