package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/prose"
	"ogp/export"
	"ogp/store"
)

func showCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "show {ID | URL}",
		Short: "Show one commitment",
		Example: `  ogp show MXMEX0009
  ogp show https://www.opengovpartnership.org/members/kenya/commitments/KE0941/`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return runShow(cmd.Context(), a, args[0], format) },
	}
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

func runShow(ctx context.Context, a *app, arg, format string) error {
	id, _ := commitmentNamed(arg)
	return a.readingTables(ctx, store.Options{}, func(s *store.Store) error {
		line, err := export.Commitment(ctx, s.DB(), id)
		if errors.Is(err, export.ErrNoData) {
			return a.unknownID(ctx, s, id)
		}
		if err != nil {
			return fmt.Errorf("show %s: %w", id, err)
		}
		if format == "json" {
			_, err = fmt.Fprintln(a.data, string(line))
		} else {
			err = showText(ctx, s, line, a.stdout)
		}
		a.summary("show: %s", id)
		return err
	})
}

// showText writes a commitment for people, with what the archive has of it beside.
func showText(ctx context.Context, s *store.Store, line []byte, out io.Writer) error {
	var beside prose.Beside
	var shown struct {
		ID       string `json:"commitment_id"`
		Language string
	}
	err := json.Unmarshal(line, &shown)
	if err == nil {
		beside.Addresses, err = s.Addresses(ctx, shown.ID, shown.Language)
	}
	if err == nil {
		err = s.DB().QueryRowContext(ctx, "SELECT string_agg(language, ', ' ORDER BY language) FROM commitment_languages WHERE commitment_id = ?", shown.ID).Scan(&beside.Languages)
	}
	if err != nil {
		return fmt.Errorf("show %s: %w", shown.ID, err)
	}
	return prose.Commitment(out, line, beside)
}

// unknownID names the IDs near to one that is not there.
func (a *app) unknownID(ctx context.Context, s *store.Store, id string) error {
	var near string
	var pages int
	err := s.DB().QueryRowContext(ctx, `SELECT coalesce(string_agg(id, ' or ' ORDER BY far, id) FILTER (far <= 2), ''), count(*)
		FROM (SELECT DISTINCT commitment_id AS id, levenshtein(commitment_id, ?) AS far FROM pages ORDER BY far, id LIMIT 3)`,
		id).Scan(&near, &pages)
	switch {
	case err != nil:
		return fmt.Errorf("look for IDs like %s: %w", id, err)
	case pages == 0:
		return fmt.Errorf("%s has no commitment %s, nor any other: `ogp import` imports them", a.db, id)
	case near == "":
		return usageError{fmt.Errorf("%s has no commitment %s: `ogp list` lists those it has", a.db, id)}
	}
	return usageError{fmt.Errorf("%s has no commitment %s; did you mean %s?", a.db, id, near)}
}
