// Package ingest carries out an import or a refresh: sources → pages → readings
// → batches → store.
//
// In comes an order, Options; out go the pages and their readings, in the
// database, and a Report of the run. It parses no command line, prints no
// summary and knows no exit code: the errors it returns say by their types what
// went wrong.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"ogp"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/runlock"
)

// The commands whose runs this package carries out.
const (
	Import  = "import"
	Refresh = "refresh"
)

// Options are the order for a run.
type Options struct {
	scrape.Options                 // how the site is visited
	ArchiveOptions                 // which captures of web archives are imported
	Command        string          // Import or Refresh
	Sources        []scrape.Source // what to import; empty: all that the site has
	Online         bool            // whether the site may be visited at all
	Demo           bool            // the site is the built-in one
	DryRun         bool            // list what would be done, store nothing
	SeenAt         time.Time       // when pages of files were seen that tell no time; zero: not known
	SeenAtModified bool            // such pages were seen when their files were changed last
	Full           bool            // a refresh asks for every page, whatever the sitemap says
	FullEvery      int             // days after which a refresh asks for a page in any case
	Members        []string        // slugs, in lower case; empty: all members
	NoFetch        bool            // the addresses in OGP's own database are not visited
	Replace        bool            // an edition of OGP's own database is put in force, however small
	Limit          int             // most pages to fetch or read; 0: all
	Database       string          // the file; the journal of a run lies beside it
	Store          store.Options   // what DuckDB may use
	Tables         Tables          // lines added to the parser's tables
	Stdin          io.Reader       // a list of addresses may come from here
	StdinCopy      string          // the file among Sources that has what came from there, and is recorded as such; empty: none
	Stdout         io.Writer       // a dry run lists pages here
	Now            func() time.Time
	Progress       func(stage string) Progress
	// Judge is called when a run has ended, and err says how, while no other can begin;
	// nil for no judgement.
	Judge func(ctx context.Context, s *store.Store, run ogp.Run, err error) error

	databases map[string]databaseFile // OGP's own databases among the sources, by path
}

// Progress shows how far a stage is. A total of 0 or less is not known; Note says
// something beside it, such as how many pages failed.
type Progress interface {
	At(done, total int)
	Note(text string)
	Close()
}

// Public reports whether the site is the public one.
func (o *Options) Public() bool { return strings.Contains(o.Site, "opengovpartnership.org") }

// nameless reports whether the public site would not be told who visits.
func (o *Options) nameless() bool {
	return o.Contact == "" && o.UserAgent == "" && (o.Online && o.Public() || o.namelessArchive())
}

func (o *Options) sourceArgs() []string {
	var args []string
	for _, source := range o.Sources {
		args = append(args, o.recorded(source.Arg))
	}
	return args
}

// recorded is the name under which a file among the sources is recorded.
func (o *Options) recorded(file string) string {
	if o.StdinCopy == "" {
		return file
	}
	return strings.Replace(file, o.StdinCopy, "standard input", 1)
}

// fullSweep is the longest time for which a refresh does not ask for a page.
func (o *Options) fullSweep() time.Duration { return time.Duration(o.FullEvery) * 24 * time.Hour }

// Run carries out an import or refresh while no other run can. The report is nil
// where the run did not get as far as one. When ctx ends, requests under way are
// still finished and stored.
func Run(ctx context.Context, o Options) (report *Report, err error) {
	if o.databases, err = openDatabases(o); err != nil {
		return nil, err
	}
	if o.DryRun {
		return runLocked(ctx, o) // it changes nothing, so that another run may be under way
	}
	args := append([]string{"ogp", o.Command}, o.sourceArgs()...)
	lock, err := runlock.Take(o.Database, strings.Join(args, " "))
	if err != nil {
		return nil, err
	}
	report, err = runLocked(ctx, o)
	return report, errors.Join(err, lock.Release())
}

// runLocked is Run with the lock held. A dry run changes nothing, and needs no
// database.
func runLocked(ctx context.Context, o Options) (report *Report, err error) {
	_, missing := os.Stat(o.Database)
	if errors.Is(missing, fs.ErrNotExist) && (o.DryRun || o.nameless()) {
		// A nameless run ends in a usage error, and creates no file.
		r, err := newRun(ctx, nil, o)
		if err != nil {
			return nil, err
		}
		return r.complete(ctx)
	}
	s, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		err = errors.Join(err, s.Close())
		if unusable := (UnusableError{}); errors.As(err, &unusable) && errors.Is(missing, fs.ErrNotExist) {
			err = errors.Join(err, os.Remove(o.Database)) // nothing is in it
		}
	}()
	r, err := prepare(ctx, s, o)
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	report, err = r.complete(ctx)
	if report != nil && !o.DryRun {
		err = o.judge(ctx, s, report.Run, err)
	}
	return report, errors.Join(err, r.close())
}

// judge has a run judged that has ended.
func (o *Options) judge(ctx context.Context, s *store.Store, run ogp.Run, err error) error {
	if o.Judge == nil {
		return err
	}
	return errors.Join(err, o.Judge(context.WithoutCancel(ctx), s, run, err))
}

// prepare is what a run asks of the database before it begins.
func prepare(ctx context.Context, s *store.Store, o Options) (r *run, err error) {
	if err := guardDemo(ctx, s, o); err != nil {
		return nil, err
	}
	if r, err = newRun(ctx, s, o); err != nil || o.DryRun {
		return r, err
	}
	return r, r.start(context.WithoutCancel(ctx))
}

// open opens the database, with readings by this program's parser.
func open(ctx context.Context, o Options) (*store.Store, error) {
	options := o.Store
	options.ReadOnly = o.DryRun
	s, err := store.Open(ctx, o.Database, options)
	if err != nil {
		return nil, err
	}
	if options.ReadOnly {
		err = o.Tables.Apply(ctx, s)
	} else {
		err = takeOver(ctx, s, o)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// takeOver makes the readings of a database this program's parser's, with the
// lines that are added to its tables: readings are compared only with readings by
// the same parser.
func takeOver(ctx context.Context, s *store.Store, o Options) error {
	if err := o.Tables.keep(ctx, s); err != nil {
		return err
	}
	stale, err := s.NeedsReparse(ctx, parse.Version())
	switch {
	case err != nil:
		return err
	case stale:
		return reparse(ctx, s, o)
	}
	tried, err := s.Setting(ctx, store.SettingUnread)
	if err == nil && tried != parse.Version() {
		err = readUnread(ctx, s)
	}
	return err
}

// guardDemo keeps the demo's invented commitments out of a database of the
// public site's, and the other way round: they could not be told apart
// afterwards.
func guardDemo(ctx context.Context, s *store.Store, o Options) error {
	origin, err := s.Origin(ctx)
	switch {
	case err != nil:
		return err
	case o.Demo && origin.Public:
		return UsageError{fmt.Errorf("%s holds the public site's pages, and the demo's are invented: give the demo a database of its own with --db", o.Database)}
	case o.Online && o.Public() && origin.Demo:
		return UsageError{fmt.Errorf("%s holds the demo's invented commitments: give the public site's a database of their own with --db", o.Database)}
	case !o.Demo && origin.Demo:
		o.Log.Warn("the database also holds the demo's invented commitments")
	}
	return nil
}
