package main

import (
	"context"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"ogp/export"
	"ogp/parse"
	"ogp/store"
)

func (a *app) exportCommand() *cobra.Command {
	out, asOf := "", ""
	o := export.Options{Version: version, Vocabularies: vocabularies()}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the dataset as CSV, Excel, Parquet and JSON Lines",
		Long: `Write the dataset into a folder, with a data package that describes it.

The folder appears whole or not at all: an export that fails or is interrupted
leaves the one before as it was. The same data gives the same bytes.`,
		Example: `  ogp export --out dataset
  ogp export --out kenya --member kenya --format xlsx
  ogp export --out then --as-of 2026-01-31`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			at, err := momentEnd("--as-of", asOf)
			if err != nil {
				return err
			}
			return a.runExport(cmd.Context(), out, at, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "ogp-export", "`folder` to write")
	flags.StringSliceVar(&o.Formats, "format", nil, "`formats`: csv, xlsx, parquet, jsonl (default all)")
	flags.StringSliceVar(&o.Members, "member", nil, "only members with these `slugs` (default all)")
	flags.StringSliceVar(&o.Tables, "table", nil, "only these `tables` (default all)")
	flags.StringVar(&asOf, "as-of", "", "the dataset as it stood at the end of this `date` (2026-01-31), or at a time (2026-01-31T12:00:00Z)")
	flags.BoolVar(&o.CSVForExcel, "csv-for-excel", false, "CSV that Excel opens by a double click: byte order mark, CRLF, formulas disarmed")
	return cmd
}

func (a *app) runExport(ctx context.Context, out string, asOf time.Time, o export.Options) error {
	return a.reading(ctx, store.Options{AsOf: asOf}, func(s *store.Store) error {
		o.Log = a.log
		if err := a.warnStale(ctx, s); err != nil {
			return err
		}
		summary, err := export.Write(ctx, s.DB(), out, o)
		if err != nil {
			return err
		}
		var bytes uint64
		for _, file := range summary.Files {
			bytes += uint64(file.Bytes)
		}
		a.summary("export done: %s, %s, %s in %s", count(int(summary.Commitments), "commitment"),
			count(len(summary.Files), "file"), humanize.IBytes(bytes), out)
		return nil
	})
}

// warnStale says so where the readings were made by another parser.
func (a *app) warnStale(ctx context.Context, s *store.Store) error {
	stale, err := s.NeedsReparse(ctx, parse.Version())
	if err == nil && stale {
		a.log.Warn("the readings were made by another version of the parser; `ogp reparse` or the next `ogp import` reads the archive again")
	}
	return err
}

func vocabularies() []export.Vocabulary {
	var all []export.Vocabulary
	for _, name := range parse.Vocabularies() {
		v := export.Vocabulary{Name: name}
		for _, value := range parse.Vocabulary(name) {
			v.Values = append(v.Values, export.VocabularyValue{Value: value.Term, Meaning: value.Meaning})
		}
		all = append(all, v)
	}
	return all
}
