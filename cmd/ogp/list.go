package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/store"
)

func listCommand(a *app) *cobra.Command {
	var filter listFilter
	format, since := "", flags.Moment{}
	cmd := &cobra.Command{
		Use:   "list [TEXT]",
		Short: "List commitments by words, member or date of change",
		Long: `List the commitments that have every word of TEXT in their title, member, problem,
causes or another text; case and accents make no difference.`,
		Example: `  ogp list procurement --member kenya
  ogp list "open data" --field title --format ids
  ogp list --changed-since 2026-11-01 --format csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			filter.words, filter.since = strings.Fields(strings.Join(args, " ")), since.First
			return a.runList(cmd.Context(), filter, format)
		},
	}
	set := cmd.Flags()
	set.StringSliceVar(&filter.fields, "field", nil, "search only these `columns` of commitments")
	set.StringArrayVar(&filter.members, "member", nil, "only the member with this `slug`, or name as printed (repeatable)")
	set.Var(&since, "changed-since", "only commitments that are new or have changed since this `date` (2026-01-31)")
	flags.Words(set, &format, "format", "form of the output", "table", "json", "csv", "ids")
	return cmd
}

// listed is one commitment in a list.
type listed struct {
	ID     string `json:"commitment_id"`
	Title  string `json:"title"`
	Member string `json:"member"`
	URL    string `json:"url"`
}

func (a *app) runList(ctx context.Context, filter listFilter, format string) error {
	query, args, err := filter.query()
	if err != nil {
		return err
	}
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		rows, err := readListed(ctx, s.DB(), query, args)
		if err != nil {
			return fmt.Errorf("list: %w", err)
		}
		if err := printListed(a, rows, format); err != nil {
			return err
		}
		a.summary("list: %s", count(len(rows), "commitment"))
		return nil
	})
}

func readListed(ctx context.Context, db *sql.DB, query string, args []any) (list []listed, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	list = []listed{}
	for rows.Next() {
		var l listed
		if err := rows.Scan(&l.ID, &l.Title, &l.Member, &l.URL); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

func printListed(a *app, list []listed, format string) error {
	switch format {
	case "json":
		return printJSON(a.data, list)
	case "csv":
		records := [][]string{{"commitment_id", "title", "member", "url"}}
		for _, l := range list {
			records = append(records, []string{l.ID, l.Title, l.Member, l.URL})
		}
		return writeCSV(a.data, records)
	}
	memberWidth, titleWidth := widest(a.stdout, 24), widest(a.stdout, 44) // with the ID, a line of 80 columns
	table := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
	for _, l := range list {
		if format == "ids" {
			fmt.Fprintln(table, console.Line(l.ID))
		} else {
			fmt.Fprintf(table, "%s\t%s\t%s\n", console.Line(l.ID), console.Cell(l.Member, memberWidth), console.Cell(l.Title, titleWidth))
		}
	}
	return table.Flush()
}
