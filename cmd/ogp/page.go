package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
	"ogp/store"
)

func pageCommand(a *app) *cobra.Command {
	var chosen versionFlags
	headers := false
	cmd := &cobra.Command{
		Use:   "page {ID | URL}",
		Short: "Write the archived bytes of a page",
		Long: `Write the bytes of a commitment's page to standard output, exactly as they came:
with the personal data that the dataset leaves out.`,
		Example: `  ogp page MXMEX0009 > page.html
  ogp page MXMEX0009 --version 1 | ogp import --db other.duckdb -
  ogp page MXMEX0009 --as-of 2026-01-31 --headers`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !headers && console.IsTerminal(a.stdout) {
				return usageError{fmt.Errorf("a page is not text for a terminal: use `ogp page %s > FILE`", args[0])}
			}
			return a.withVersion(cmd.Context(), args[0], chosen, func(_ *store.Store, v archived) error {
				err := v.write(a, headers)
				a.summary("page: %s (%s), version %d of %d, %s, %d bytes, SHA-256 %s", v.ID, v.Language, v.Version.Version, v.of, seenText(v), v.Bytes, v.SHA256)
				return err
			})
		},
	}
	chosen.register(cmd.Flags())
	cmd.Flags().BoolVar(&headers, "headers", false, "the headers that came with the page, instead of it")
	return cmd
}

// write writes the page, or the headers that came with it.
func (v archived) write(a *app, headers bool) (err error) {
	if !headers {
		_, err = a.data.Write(v.page.Body)
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(v.page.Header)) {
		for _, value := range v.page.Header[name] {
			_, lineErr := fmt.Fprintln(a.stdout, console.Line(name+": "+value))
			err = errors.Join(err, lineErr)
		}
	}
	return err
}

// seenText says from when to when a version was seen.
func seenText(v archived) string {
	if v.FirstSeen.IsZero() {
		return "seen at an unknown time"
	}
	first, last := v.FirstSeen.Format("2006-01-02 15:04"), v.LastSeen.Format("2006-01-02 15:04")
	if first == last {
		return "seen " + first + " UTC"
	}
	return "seen " + first + " to " + last + " UTC"
}
