package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/fixtures"
	"ogp/scrape"
	"ogp/store"
)

// importFlags are the flags of import.
type importFlags struct {
	scrape.Options
	demo    bool
	dryRun  bool
	members []string
	limit   int
}

func (a *app) importCommand() *cobra.Command {
	f := &importFlags{}
	cmd := &cobra.Command{
		Use:   "import [SOURCE…]",
		Short: "Bring pages in: from the site, from addresses, from saved files",
		Long: `Bring commitment pages into the database and read them.

Without a SOURCE, the commitments of --site are found through its sitemaps and
member pages. A SOURCE is the address of a commitment page, of a member page or
of a sitemap, a saved .html file, or a folder of them. Running the same command
again fetches only what is missing.`,
		Example: `  ogp import --demo
  ogp import --contact you@example.org
  ogp import --contact you@example.org https://www.opengovpartnership.org/members/kenya/
  ogp import saved-pages/`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.runImport(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.demo, "demo", false, "import the built-in demo site instead of the public one")
	flags.StringVar(&f.Site, "site", ogp.Site, "`origin` of the site")
	flags.StringArrayVar(&f.members, "member", nil, "only the member with this `slug`, e.g. kenya (repeatable)")
	flags.IntVar(&f.limit, "limit", 0, "fetch at most `N` pages; 0 means all")
	flags.Float64Var(&f.Rate, "rate", 0, "most requests per second, all workers together (default 1)")
	flags.IntVar(&f.Workers, "workers", 0, "requests under way at once (default 2)")
	flags.IntVar(&f.Retries, "retries", 3, "repetitions of a request that failed for the moment")
	flags.DurationVar(&f.Timeout, "timeout", 0, "longest time for one attempt (default 30s)")
	flags.StringVar(&f.UserAgent, "user-agent", "", "user agent (default ogp/"+version+" with --contact)")
	flags.StringVar(&f.Contact, "contact", os.Getenv("OGP_CONTACT"), "your `address` or web page, told to the site with every request (environment: OGP_CONTACT)")
	flags.Int64Var(&f.MaxBody, "max-body", scrape.DefaultMaxBody, "largest page in `bytes`, decompressed")
	flags.BoolVar(&f.dryRun, "dry-run", false, "list what would be fetched, and fetch no commitment page")
	return cmd
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
	lock, err := store.LockRun(a.db, "ogp import "+strings.Join(args, " "))
	if err != nil {
		return err
	}
	err = a.importInto(ctx, f, sources)
	return errors.Join(err, lock.Release())
}

// check reads the sources and refuses what no run could do.
func (f *importFlags) check(args []string) ([]scrape.Source, error) {
	f.Version = version
	if f.Retries == 0 {
		f.Retries = -1 // for scrape, 0 means the default
	}
	if f.limit < 0 {
		return nil, usageError{errors.New("--limit takes a number of pages, 0 or more")}
	}
	online := len(args) == 0
	sources := make([]scrape.Source, len(args))
	for i, arg := range args {
		source, err := scrape.ParseSource(arg, f.Site)
		if err != nil {
			return nil, err
		}
		sources[i] = source
		online = online || source.Online()
	}
	if online && f.Contact == "" && f.UserAgent == "" && strings.Contains(f.Site, "opengovpartnership.org") {
		return nil, usageError{errors.New("tell the site who is visiting: give --contact with your e-mail address or web page, or set OGP_CONTACT")}
	}
	return sources, nil
}

// importInto runs an import with the lock held.
func (a *app) importInto(ctx context.Context, f *importFlags, sources []scrape.Source) (err error) {
	s, err := store.Open(ctx, a.db, a.settings(store.Options{}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	i, err := a.newImporter(ctx, s, f, sources)
	if err != nil {
		return err
	}
	return i.run(ctx)
}
