package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp"
	"ogp/fixtures"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
)

// importFlags are the flags of import and refresh.
type importFlags struct {
	scrape.Options
	command   string // import or refresh
	demo      bool
	dryRun    bool
	full      bool
	fullEvery int // days
	members   []string
	limit     int
	online    bool // whether the site is visited at all
}

// public reports whether the site is the public one.
func (f *importFlags) public() bool { return strings.Contains(f.Site, "opengovpartnership.org") }

// sweep is the longest time for which a page is not asked for.
func (f *importFlags) sweep() time.Duration { return time.Duration(f.fullEvery) * 24 * time.Hour }

func (a *app) importCommand() *cobra.Command {
	f := &importFlags{command: "import"}
	cmd := &cobra.Command{
		Use:   "import [SOURCE…]",
		Short: "Bring pages in: from the site, from addresses, from saved files",
		Long: `Bring commitment pages into the database and read them.

Without a SOURCE, the commitments of --site are found through its sitemaps and
member pages. A SOURCE is

  the address of a commitment page, of a member page or of a sitemap
  a saved .html file, or a folder of them
  a .warc or .warc.gz file
  a text file of addresses, one a line, or - for standard input
  OGP's own database as .csv: its rows are kept as they are, in the table
  official, and its column URL names pages to fetch

Running the same command again fetches only what is missing, also after an
interruption.`,
		Example: `  ogp import --demo
  ogp import --contact you@example.org
  ogp import --contact you@example.org https://www.opengovpartnership.org/members/kenya/
  ogp import saved-pages/ crawl.warc.gz`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runImport(cmd.Context(), f, args) },
	}
	cmd.Flags().BoolVar(&f.demo, "demo", false, "import the built-in demo site instead of the public one")
	f.add(cmd.Flags())
	return cmd
}

// add adds the flags that import and refresh share.
func (f *importFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.Site, "site", ogp.Site, "`origin` of the site")
	flags.StringArrayVar(&f.members, "member", nil, "only the member with this `slug`, e.g. kenya (repeatable)")
	flags.IntVar(&f.limit, "limit", 0, "fetch, or read of files, at most `N` pages; 0 means all")
	flags.Float64Var(&f.Rate, "rate", 0, "most requests per second, all workers together (default 1)")
	flags.IntVar(&f.Workers, "workers", 0, "requests under way at once (default 2)")
	flags.IntVar(&f.Retries, "retries", 3, "repetitions of a request that failed for the moment")
	flags.DurationVar(&f.Timeout, "timeout", 0, "longest time for one attempt (default 30s)")
	flags.StringVar(&f.UserAgent, "user-agent", "", "user agent (default ogp/"+version+" with --contact)")
	flags.StringVar(&f.Contact, "contact", os.Getenv("OGP_CONTACT"), "your `address` or web page, told to the site with every request and remembered (environment: OGP_CONTACT)")
	flags.Int64Var(&f.MaxBody, "max-body", scrape.DefaultMaxBody, "largest page in `bytes`, decompressed")
	flags.BoolVar(&f.dryRun, "dry-run", false, "list what would be fetched, or read of files, and say how long it would take; fetch no commitment page, store nothing")
}

func (a *app) runImport(ctx context.Context, f *importFlags, args []string) error {
	if f.demo {
		if len(args) > 0 {
			return usageError{errors.New("--demo takes no SOURCE: it imports the built-in site")}
		}
		origin, stop, err := fixtures.Serve()
		if err != nil {
			return fmt.Errorf("serve the demo site: %w", err)
		}
		defer stop()
		f.Site = origin
		fmt.Fprintln(a.stderr, "The demo's commitments are invented, but for MXMEX0009; do not publish them as data.")
	}
	sources, err := f.check(args)
	if err != nil {
		return err
	}
	return a.lockedRun(ctx, f, sources)
}

// lockedRun carries out an import or refresh while no other run can.
func (a *app) lockedRun(ctx context.Context, f *importFlags, sources []scrape.Source) error {
	lock, err := store.LockRun(a.db, strings.TrimSpace("ogp "+f.command+" "+strings.Join(sourceArgs(sources), " ")))
	if err != nil {
		return err
	}
	err = a.importInto(ctx, f, sources)
	return errors.Join(err, lock.Release())
}

func sourceArgs(sources []scrape.Source) []string {
	var args []string
	for _, source := range sources {
		args = append(args, source.Arg)
	}
	return args
}

// check reads the sources and refuses what no run could do.
func (f *importFlags) check(args []string) ([]scrape.Source, error) {
	f.Version = version
	if f.Retries < 0 {
		return nil, usageError{errors.New("--retries takes a number, 0 or more")}
	}
	if f.Retries == 0 {
		f.Retries = -1 // for scrape, 0 means the default
	}
	if f.limit < 0 {
		return nil, usageError{errors.New("--limit takes a number of pages, 0 or more")}
	}
	for n, slug := range f.members {
		f.members[n] = strings.ToLower(slug)
	}
	// What no collector could do is told before a database is made for it.
	if _, err := scrape.New(f.Options); err != nil {
		return nil, usageError{err}
	}
	f.online = len(args) == 0
	sources := make([]scrape.Source, len(args))
	for i, arg := range args {
		source, err := scrape.ParseSource(arg, f.Site)
		if err != nil {
			return nil, err
		}
		sources[i] = source
		f.online = f.online || source.Online() || isList(source)
	}
	return sources, nil
}

// importInto runs an import or refresh with the lock held. A dry run changes
// nothing, and needs no database.
func (a *app) importInto(ctx context.Context, f *importFlags, sources []scrape.Source) (err error) {
	_, missing := os.Stat(a.db)
	absent := errors.Is(missing, fs.ErrNotExist)
	if absent && (f.dryRun || f.Contact == "" && f.UserAgent == "" && f.online && f.public()) {
		// The second of these ends in a usage error, and creates no file.
		i, err := a.newImporter(ctx, nil, f, sources)
		if err != nil {
			return err
		}
		return i.run(ctx)
	}
	s, err := a.openForRun(ctx, a.settings(runOptions(f.dryRun)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	defer importFrugally()()
	i, err := a.prepareRun(ctx, s, f, sources)
	if err != nil {
		return errors.Join(err, i.close())
	}
	return errors.Join(i.run(ctx), i.close())
}

// prepareRun is all that a run asks of the database before it begins.
func (a *app) prepareRun(ctx context.Context, s *store.Store, f *importFlags, sources []scrape.Source) (i *importer, err error) {
	release, err := s.Hold(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := a.keepApart(ctx, s, f); err != nil {
		return nil, err
	}
	if i, err = a.newImporter(ctx, s, f, sources); err != nil || f.dryRun {
		return i, err
	}
	return i, i.start(context.WithoutCancel(ctx))
}

// A run lasts hours on a machine that has other things to do. Garbage beyond the
// usual saves a twentieth of its time, as long as it is no more than some ten MB.
const (
	importGarbage = 150      // percent of what is in use
	importHeap    = 56 << 20 // bytes beyond which garbage is collected sooner
)

// importFrugally lets a run keep to little memory; it returns how to undo that.
// DuckDB's allocator keeps what a thread is done with for that thread's next use,
// so that a run stays on one.
func importFrugally() (undo func()) {
	runtime.LockOSThread()
	restore := collectWithin(importGarbage, importHeap)
	return func() {
		restore()
		runtime.UnlockOSThread()
	}
}

// runMemory is what DuckDB may use during a run: the small transactions of
// one need little, and the rest of it would only be kept as a cache.
const runMemory = "96MB"

// runOptions are how a run opens the database. Garbage makes room before the
// file is opened: with it, that is when a run has most memory.
func runOptions(dryRun bool) store.Options {
	return store.Options{ReadOnly: dryRun, Memory: runMemory, Threads: 1, Opening: debug.FreeOSMemory}
}

// openForRun opens the database, with readings by this program's parser.
func (a *app) openForRun(ctx context.Context, options store.Options) (*store.Store, error) {
	s, err := store.Open(ctx, a.db, options)
	if err != nil || options.ReadOnly {
		return s, err
	}
	stale, err := s.NeedsReparse(ctx, parse.Version())
	if err == nil && stale {
		err = a.freshReadings(ctx, s)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// freshReadings reads the archive again: readings are compared only with
// readings by the same parser.
func (a *app) freshReadings(ctx context.Context, s *store.Store) error {
	defer collectSeldom(reparseGarbage)()
	bar := a.newBar("reading the archive again")
	defer bar.close()
	return rederive(ctx, s, bar.at)
}

// keepApart keeps the demo's invented commitments out of a database of the
// public site's, and the other way round: nobody could tell them apart
// afterwards.
func (a *app) keepApart(ctx context.Context, s *store.Store, f *importFlags) error {
	origin, err := s.Origin(ctx)
	switch {
	case err != nil:
		return err
	case f.demo && origin.Public:
		return usageError{fmt.Errorf("%s holds the public site's pages, and the demo's are invented: give the demo a database of its own with --db", a.db)}
	case f.online && f.public() && origin.Demo:
		return usageError{fmt.Errorf("%s holds the demo's invented commitments: give the public site's a database of their own with --db", a.db)}
	case !f.demo && origin.Demo:
		a.log.Warn("the database holds the demo's invented commitments, too")
	}
	return nil
}

// close ends the use of the journal; it may be called on a run that never was.
func (i *importer) close() error {
	if i == nil || i.journal == nil {
		return nil
	}
	return i.journal.Close()
}
