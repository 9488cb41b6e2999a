package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/capturing"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/ingest"
	"ogp/fixtures"
	"ogp/scrape"
	"ogp/scrape/archives"
	"ogp/store"
)

func importCommand(a *app) *cobra.Command {
	n := night{app: a, Options: ingest.Options{Command: ingest.Import}}
	f := &n.Options
	cmd := &cobra.Command{
		Use:   "import [SOURCE…]",
		Short: "Import pages from the site, from addresses, from saved files",
		Long: `Import commitment pages into the database and read them.

Without a SOURCE, the commitments of --site are found through its sitemaps and
member pages. A SOURCE is

  the address of a commitment page, of a member page or of a sitemap
  a saved page, or a folder of them
  a web archive (WARC), a WACZ, MHTML or HAR file, or a zip of any of these
  the address of a capture in the Wayback Machine
  a text file of such addresses, one a line, or - for standard input
  rows of Common Crawl's columnar index as .csv (warc_filename,
  warc_record_offset, warc_record_length)
  OGP's own database as .csv or .xlsx, known by its columns: its rows are kept
  as they are, in the table official, and its column URL names pages to fetch,
  unless --no-fetch is given; any other .csv is a list of addresses

With --from, a web archive is asked in the place of the site: the Wayback
Machine or Common Crawl, which have pages since 2019. --dry-run says what they
have by year.

Running the same command again fetches only what is missing, also after an
interruption.`,
		Example: `  ogp import --demo
  ogp import --contact you@example.org
  ogp import --contact you@example.org https://www.opengovpartnership.org/members/kenya/
  ogp import saved-pages/ crawl.warc.gz
  ogp import --from wayback --member kenya --since 2019 --dry-run`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runImport(cmd, &n, args)
		},
	}
	cmd.Flags().Func("seen-at", "when pages of files were seen that tell no time: a `date`, a time, or mtime for when each file was changed last (default: not known)", func(text string) (err error) {
		var at flags.Moment
		if f.SeenAtModified = text == "mtime"; !f.SeenAtModified {
			err = at.Set(text)
		}
		f.SeenAt = at.First
		return err
	})
	cmd.Flags().BoolVar(&f.Demo, "demo", false, "import the built-in demo site instead of the public one")
	cmd.Flags().BoolVar(&f.NoFetch, "no-fetch", false, "keep the rows of OGP's own database, and fetch none of the pages that it names")
	cmd.Flags().BoolVar(&f.Replace, "replace", false, "put an edition of OGP's own database in force, also one with far fewer rows or columns than the one before")
	capturing.Flags(cmd.Flags(), &n.ArchiveOptions)
	n.register(cmd.Flags())
	return cmd
}

// addImportFlags adds the flags that import and refresh share.
func addImportFlags(set *pflag.FlagSet, f *ingest.Options) {
	set.StringVar(&f.Site, "site", ogp.Site, "`origin` of the site")
	set.Var(flags.Members{Slugs: &f.Members}, "member", "only this `member`, by slug or name, e.g. kenya (repeatable)")
	set.IntVar(&f.Limit, "limit", 0, "fetch, or read from files, at most `N` pages; 0 means all")
	set.Var(flags.Positive[float64]{Of: &f.Rate}, "rate", "most requests per second, all workers together (default 1)")
	set.Var(flags.Positive[int]{Of: &f.Workers}, "workers", "requests in flight at once (default 2)")
	set.IntVar(&f.Retries, "retries", 3, "retries of a request after a temporary failure")
	set.Var(flags.Duration{Of: &f.Timeout}, "timeout", "longest time for one attempt (default 30s)")
	set.StringVar(&f.UserAgent, "user-agent", "", "user agent (default ogp/"+version+" with --contact)")
	set.StringVar(&f.Contact, "contact", "", "your `address` or web page, sent to the site with every request and remembered (environment: OGP_CONTACT)")
	f.MaxBody = scrape.DefaultMaxBody
	set.Var(flags.Size{Bytes: &f.MaxBody}, "max-body", "largest page, decompressed: a `size` such as 16MB")
	set.BoolVar(&f.DryRun, "dry-run", false, "list what would be fetched, or read from files, and estimate how long it would take; fetch no commitment page, store nothing")
}

func (a *app) runImport(cmd *cobra.Command, o *night, args []string) error {
	ctx := cmd.Context()
	if o.Demo {
		if len(args) > 0 || o.Site != ogp.Site {
			return usageError{errors.New("--demo takes no SOURCE and no --site: it imports the built-in site")}
		}
		origin, stop, err := fixtures.Serve()
		if err != nil {
			return fmt.Errorf("serve the demo site: %w", err)
		}
		defer stop()
		o.Site = origin
		if !a.quiet && a.logFormat == "text" {
			fmt.Fprintln(a.stderr, "The demo's commitments are invented, but for MXMEX0009: do not publish them.")
		}
	}
	copied, remove, err := takeStdin(ctx, a, o.Site, args)
	defer remove()
	o.StdinCopy = copied
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	if err := checkImport(&o.Options, args); err != nil {
		return err
	}
	if err := capturing.Check(cmd.Flags(), &o.Options); err != nil {
		return usageError{err}
	}
	return o.run(ctx)
}

// equip tells a run what every command has.
func (a *app) equip(o *ingest.Options) {
	o.Version, o.Log, o.Now, o.Clock, o.Stdin, o.Stdout = version, a.log, a.now, a.clock, a.stdin, a.stdout
	o.Database, o.Store, o.Tables = a.db, a.settings(store.Options{Memory: runMemory}), a.tables
	o.Progress = func(stage string) ingest.Progress { return a.newBar(stage) }
}

// runMemory is what DuckDB may use during a run. Less makes it write to disk in
// between, more is only kept as a cache.
const runMemory = "512MB"

// checkImport reads the sources and refuses what no run could do.
func checkImport(o *ingest.Options, args []string) error {
	o.Version = version
	if o.Retries < 0 {
		return usageError{errors.New("--retries takes a number, 0 or more")}
	}
	if o.Retries == 0 {
		o.Retries = -1 // for scrape, 0 means the default
	}
	if o.Limit < 0 {
		return usageError{errors.New("--limit takes a number of pages, 0 or more")}
	}
	// What no collector could do is told before a database is made for it.
	if _, err := scrape.New(o.Options); err != nil {
		return usageError{err}
	}
	o.Online = len(args) == 0 && o.From == ""
	for _, arg := range args {
		source, err := scrape.ParseSource(arg, o.Site)
		if err != nil {
			return err
		}
		if source.Kind == scrape.SourceDatabase && archives.IsTable(arg) {
			source.Kind = scrape.SourceCaptures
		}
		o.Sources = append(o.Sources, source)
		o.Online = o.Online || source.Online() || ingest.IsList(source) && !(o.NoFetch && source.Kind == scrape.SourceDatabase)
	}
	return nil
}
