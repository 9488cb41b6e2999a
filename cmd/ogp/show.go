package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/export"
	"ogp/store"
)

func showCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:     "show ID",
		Short:   "Show one commitment",
		Example: "  ogp show MXMEX0009",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runShow(cmd.Context(), args[0], format) },
	}
	choiceFlag(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

func (a *app) runShow(ctx context.Context, id, format string) error {
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		if err := a.warnStale(ctx, s); err != nil {
			return err
		}
		line, err := export.Commitment(ctx, s.DB(), strings.ToUpper(strings.TrimSpace(id)))
		if errors.Is(err, export.ErrNoData) {
			return a.unknownID(ctx, s, id)
		}
		if err != nil {
			return fmt.Errorf("show %s: %w", id, err)
		}
		if format == "json" {
			_, err = fmt.Fprintln(a.data, string(line))
		} else {
			err = a.showText(ctx, s, line)
		}
		a.summary("show: %s", strings.ToUpper(id))
		return err
	})
}

// unknownID names the IDs most like one that is not there.
func (a *app) unknownID(ctx context.Context, s *store.Store, id string) error {
	var nearest string
	err := s.DB().QueryRowContext(ctx, `SELECT coalesce(string_agg(commitment_id, ', '), '') FROM (
		SELECT commitment_id FROM commitments ORDER BY levenshtein(commitment_id, ?), commitment_id LIMIT 5)`,
		strings.ToUpper(id)).Scan(&nearest)
	switch {
	case err != nil:
		return fmt.Errorf("look for IDs like %s: %w", id, err)
	case nearest == "":
		return fmt.Errorf("%s has no commitment %s, nor any other: `ogp import` imports them", a.db, id)
	}
	return usageError{fmt.Errorf("%s has no commitment %s; the nearest are %s", a.db, id, nearest)}
}

// shown is one commitment in its nested form.
type shown map[string]json.RawMessage

func (s shown) text(name string) string {
	var value any
	if err := json.Unmarshal(s[name], &value); err != nil || value == nil {
		return ""
	}
	if list, ok := value.([]any); ok {
		var items []string
		for _, item := range list {
			items = append(items, fmt.Sprint(item))
		}
		return strings.Join(items, "\n")
	}
	if number, ok := value.(float64); ok {
		return fmt.Sprintf("%.0f", number)
	}
	return fmt.Sprint(value)
}

func (s shown) rows(table string) []shown {
	found, _ := ogp.FindTable(table)
	var rows []shown
	if err := json.Unmarshal(s[found.Nested()], &rows); err != nil {
		return nil
	}
	return rows
}

// screen is the width that show writes for.
const screen = 80

func (a *app) showText(ctx context.Context, from *store.Store, line []byte) error {
	var s shown
	if err := json.Unmarshal(line, &s); err != nil {
		return err
	}
	addresses, err := from.Addresses(ctx, s.text("commitment_id"), s.text("language"))
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s · %s\n%s\n", wrap(console.Line(s.text("title")), screen, ""),
		console.Line(s.text("commitment_id")), console.Line(s.text("member")), console.Line(s.text("url")))
	for _, address := range addresses {
		if address != s.text("url") {
			fmt.Fprintf(&b, "also at %s\n", console.Line(address))
		}
	}
	if at := s.text("withdrawn_at"); at != "" {
		fmt.Fprintf(&b, "withdrawn: the page has been gone since %s\n", strings.SplitN(at, "T", 2)[0])
	}
	s.values(&b)
	s.texts(&b)
	s.milestones(&b)
	s.issues(&b)
	_, err = fmt.Fprint(a.stdout, b.String())
	return err
}
