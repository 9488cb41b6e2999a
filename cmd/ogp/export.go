package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp/cmd/ogp/config"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/names"
	"ogp/export"
	"ogp/parse/vocab"
	"ogp/store"
)

func exportCommand(a *app) *cobra.Command {
	out, verify, open, ifGood := "", "", false, false
	var asOf, knownAt flags.Moment
	o := export.Options{Version: version, Vocabularies: vocabularies()}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the dataset as CSV, Excel, Parquet, JSON Lines and a website",
		Long: `Write the dataset into a folder, with a data package that describes it, and a
website: open its index.html.

The folder appears whole or not at all: an export that fails or is interrupted
leaves the one before as it was. The same data gives the same bytes.`,
		Example: `  ogp export --out dataset
  ogp export --out kenya --member kenya --format xlsx
  ogp export --out then --as-of 2026-01-31`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if o.AsOf, err = past("--as-of", asOf, a.now()); err == nil {
				o.KnownAt, err = past("--known-at", knownAt, a.now())
			}
			switch {
			case err != nil:
				return err
			case verify != "":
				return a.verifyExport(cmd, verify, o)
			case open && len(o.Formats) > 0 && !slices.Contains(o.Formats, "html"):
				return usageError{errors.New("--open shows the website: the formats must include html")}
			}
			if ifGood {
				if err = publishable(cmd.Context(), a, out); err == nil && !slices.ContainsFunc(config.Export[1:], cmd.Flags().Changed) {
					o, err = choicesFor(a, out)
				}
				if err != nil {
					return err
				}
			}
			err = a.runExport(cmd.Context(), out, o)
			if err == nil && open {
				openInBrowser(a.log, filepath.Join(out, export.IndexFile))
			}
			return err
		},
	}
	set := cmd.Flags()
	set.StringVar(&out, "out", "ogp-export", "`folder` to write")
	addChoices(set, &o)
	set.Var(&asOf, "as-of", "what the site said at the end of this `date` (2026-01-31), or at a time (2026-01-31T12:00:00Z), with all that is known now")
	set.Var(&knownAt, "known-at", "the dataset of what the archive had learned at the end of this `date`, or at a time")
	set.BoolVar(&ifGood, "if-good", false, "only if no rule fails (see ogp check) and the last run was done, with or without gaps; else the folder stays, and the exit code is 4")
	set.BoolVar(&open, "open", false, "open the website in the browser")
	set.StringVar(&verify, "verify", "", "make the export in `folder` again and compare it, file by file; nothing is written")
	return cmd
}

// addChoices adds the flags that say what is exported, and how.
func addChoices(set *pflag.FlagSet, o *export.Options) {
	set.StringSliceVar(&o.Formats, "format", nil, "`formats`: "+strings.Join(export.Formats(), ", ")+" (default all but warc)")
	set.Var(flags.Members{Slugs: &o.Members}, "member", "only this `member`, by slug or name (repeatable; default all)")
	set.StringSliceVar(&o.Templates, "template", nil, "only pages of these `layouts`: national, local (default all)")
	set.StringSliceVar(&o.Tables, "table", nil, "only these `tables` (default all)")
	set.BoolVar(&o.CSVForExcel, "csv-for-excel", false, "CSV that Excel opens by a double click: byte order mark, CRLF, formulas disarmed")
	set.StringVar(&o.CSVDelimiter, "csv-delimiter", ",", "`character` between the fields of CSV: ',', ';' (for Excel in languages that write 1,5 for 1.5) or tab")
	set.StringVar(&o.PartitionBy, "partition-by", "", "Parquet in folders per value of `column`: member_slug or action_plan_cycle")
	set.StringVar(&o.DOI, "doi", "", "`DOI` of the published dataset, for its citation: 10.5281/zenodo.1234567")
}

// exportMemory is what DuckDB may keep in memory; what is more goes to its folder
// for temporary files. It has one thread, since each needs memory of its own, and
// two are hardly sooner done.
const (
	exportMemory  = "224MB"
	exportThreads = 1
)

func (a *app) runExport(ctx context.Context, out string, o export.Options) error {
	done, err := a.writeExport(ctx, out, o)
	if err != nil {
		return err
	}
	var bytes uint64
	for _, file := range done.Files {
		bytes += uint64(file.Bytes)
	}
	a.summary("export done: %s, %s, %s in %s", count(int(done.Commitments), "commitment"),
		count(len(done.Files), "file"), humanize.IBytes(bytes), out)
	return nil
}

// writeExport opens the database and exports it, with a bar for its progress, which
// is gone when it returns.
func (a *app) writeExport(ctx context.Context, out string, o export.Options) (done export.Summary, err error) {
	o.Log, o.CSVDelimiter = a.log, strings.ReplaceAll(o.CSVDelimiter, "tab", "\t")
	steps := a.newBar("")
	o.Progress = func(stage string) {
		steps.Close()
		steps = a.newShareBar(stage)
	}
	o.Moved = func(done, total int) { steps.At(done, total) }
	defer func() { steps.Close() }()
	options := store.Options{AsOf: o.AsOf, KnownAt: o.KnownAt, Memory: exportMemory, Threads: exportThreads}
	if options.Folder, err = export.Workplace(out); err != nil {
		return done, fmt.Errorf("export to %s: %w", out, err)
	}
	err = a.readingTables(ctx, options, func(s *store.Store) error {
		origin, err := s.Origin(ctx)
		if err == nil {
			o.Members, err = names.Members(ctx, s.DB(), o.Members)
		}
		if err != nil {
			return err
		}
		if origin.Demo {
			o.Notice = demoNotice
		}
		if o.Official, err = s.Official(ctx); err == nil && o.AsOf.IsZero() && o.KnownAt.IsZero() {
			o.Missing, err = s.Missing(ctx)
		}
		if err == nil {
			done, err = export.Write(ctx, s.DB(), out, o)
		}
		return err
	})
	return done, err
}

// demoNotice is the first sentence of an export of the demo's commitments.
const demoNotice = "A DEMONSTRATION: these commitments are invented, but for MXMEX0009. They are not data about any government."

// past is the end of a moment of the past: what a future one would give is not known
// yet. Today has not ended, and is asked for as the present.
func past(flag string, at flags.Moment, now time.Time) (time.Time, error) {
	if at.First.After(now) {
		return at.Last, usageError{fmt.Errorf("%s %q is in the future", flag, at.String())}
	}
	return at.Last, nil
}

// verifyExport compares an export with what the database gives. What differs
// goes to standard output.
func (a *app) verifyExport(cmd *cobra.Command, dir string, o export.Options) error {
	for _, name := range append([]string{"open", "as-of", "known-at"}, config.Export...) {
		if cmd.Flags().Changed(name) {
			return usageError{fmt.Errorf("--verify takes no --%s: the folder says how it was made", name)}
		}
	}
	if err := checkFolder(dir); err != nil {
		return err
	}
	made, err := export.Made(dir)
	if err != nil {
		return err
	}
	made.Version, made.Vocabularies = o.Version, o.Vocabularies
	temp, err := os.MkdirTemp("", "ogp-verify-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	again, err := a.writeExport(cmd.Context(), filepath.Join(temp, "again"), made)
	if err != nil {
		return fmt.Errorf("verify %s: %w", dir, err)
	}
	differences, err := export.Verify(dir, again.Files)
	if err != nil {
		return err
	}
	for _, d := range differences {
		fmt.Fprintf(a.stdout, "%s: %s\n", console.Line(d.Name), console.Line(d.What))
	}
	if len(differences) > 0 {
		return fmt.Errorf("%s does not match the database: %s differ", dir, count(len(differences), "file"))
	}
	a.summary("verify done: %s matches the database, byte by byte", dir)
	return nil
}

func vocabularies() []export.Vocabulary {
	var all []export.Vocabulary
	for _, name := range vocab.Names() {
		v := export.Vocabulary{Name: name}
		for _, value := range vocab.Of(name).Values() {
			v.Values = append(v.Values, export.VocabularyValue{Value: value.Term, Meaning: value.Meaning})
		}
		all = append(all, v)
	}
	return all
}
