package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/prose"
	"ogp/cmd/ogp/rows"
	"ogp/store"
)

func historyCommand(a *app) *cobra.Command {
	format, since, official := "", flags.Moment{}, false
	cmd := &cobra.Command{
		Use:   "history [ID | URL]",
		Short: "Show what changed on the pages, newest first",
		Long: `Show what changed on the commitments' pages, newest first: what was new, edited,
withdrawn, restored, or given to another commitment.

Without an ID, all commitments. Pages are compared as one and the same parser
reads them, so that a change of the program never looks like a change of the
site.`,
		Example: `  ogp history MXMEX0009
  ogp history --since 2026-01-01
  ogp history --official
  ogp history --since 2026-01-01 --format json`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			filter := store.LogFilter{Since: since.First}
			filter.ID, _ = commitmentNamed(strings.Join(args, ""))
			if official {
				return a.runOfficial(cmd.Context(), "history", officialHistory(filter), strings.Replace(format, "text", "table", 1))
			}
			return a.runHistory(cmd.Context(), filter, format)
		},
	}
	cmd.Flags().BoolVar(&official, "official", false, "what changed between editions of OGP's own database, instead of pages")
	cmd.Flags().Var(&since, "since", "only changes since this `date` (2026-01-31) or time (2026-01-31T12:00:00Z)")
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

// officialHistory is a query of what changed in OGP's own database.
func officialHistory(filter store.LogFilter) string {
	query := "FROM official_changes WHERE true"
	if filter.ID != "" {
		query += " AND commitment_id = " + ogp.Literal(filter.ID)
	}
	if !filter.Since.IsZero() {
		query += " AND imported_at >= " + ogp.Literal(filter.Since.Format(time.DateTime))
	}
	return query
}

func (a *app) runHistory(ctx context.Context, filter store.LogFilter, format string) error {
	return a.readingTables(ctx, store.Options{}, func(s *store.Store) error {
		entries, err := s.Log(ctx, filter)
		if err != nil {
			return err
		}
		if len(entries) == 0 && filter.ID != "" {
			if known, err := s.Log(ctx, store.LogFilter{ID: filter.ID}); err != nil || len(known) == 0 {
				return a.unknownID(ctx, s, filter.ID)
			}
		}
		if format == "json" {
			err = writeHistory(a.data, entries)
		} else {
			_, err = fmt.Fprint(a.stdout, prose.History(entries, filter.ID == ""))
		}
		a.summary("history: %s of %s", count(len(entries), "change"), count(commitmentsIn(entries), "commitment"))
		return err
	})
}

func commitmentsIn(entries []store.Entry) int {
	ids := map[string]bool{}
	for _, e := range entries {
		ids[e.ID] = true
	}
	return len(ids)
}

// orNull is a value as data have it: nil where it is not known.
func orNull[T comparable](value T) any {
	if value == *new(T) {
		return nil
	}
	return value
}

// writeHistory writes the history as JSON: the columns of changes, with names.
func writeHistory(w io.Writer, entries []store.Entry) error {
	out := rows.New(w, "json", 0)
	err := out.Columns([]string{"commitment_id", "title", "member", "number", "changed_at", "not_before", "shared_by", "kind", "field", "item", "before", "after"})
	for _, e := range entries {
		if err == nil {
			err = rows.WriteRow(out, "json", e.ID, orNull(e.Title), orNull(e.Member), e.Number, orNull(e.ChangedAt.UTC()), orNull(e.NotBefore.UTC()),
				orNull(e.SharedBy), e.Kind, orNull(e.Field), orNull(e.Item), orNull(e.Before), orNull(e.After))
		}
	}
	return errors.Join(err, out.End())
}
