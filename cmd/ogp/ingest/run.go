package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ogp"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/report"
)

// run is an import or refresh under way. Its steps are in the order of steps;
// what they find goes into the report and, for the database, to the batches.
type run struct {
	Options
	store     *store.Store // nil in a dry run on a database that does not exist
	collector *scrape.Collector
	batches   *batches
	found     foundPages
	due       dueRule
	answers   *answers
	report    *Report
	cut       cutPages[savedReading]
	forgotten map[string]bool      // commitments that were taken out of the archive
	withdrawn map[ogp.PageKey]bool // the pages that were so before
}

// newRun prepares a run; s is nil where a dry run finds no database.
func newRun(ctx context.Context, s *store.Store, o Options) (*run, error) {
	if err := chooseContact(ctx, s, &o); err != nil {
		return nil, err
	}
	record := NewRecord(o)
	batches := newBatches(s, o, record)
	o.Visited, o.Ending = batches.addVisit, ctx
	collector, err := scrape.New(o.Options)
	if err != nil {
		return nil, UsageError{err}
	}
	record.Source = sourceText(o, collector.Site())
	r := &run{Options: o, store: s, collector: collector, batches: batches, found: foundPages{}, report: newReport(record)}
	r.answers = &answers{store: s, batches: batches, report: r.report}
	r.due = dueRule{Options: o, started: record.StartedAt, found: r.found}
	if s == nil {
		return r, nil
	}
	if r.due.resumed, err = s.Unfinished(ctx, o.Command, record.Source); err != nil || o.DryRun {
		return r, err
	}
	if r.withdrawn, err = report.Withdrawn(ctx, s.DB()); err != nil {
		return r, err
	}
	if r.answers.accepted, err = report.AcceptedAt(ctx, s.DB()); err != nil {
		return r, err
	}
	if r.forgotten, err = store.Forgotten(ctx, s.DB()); err != nil {
		return r, err
	}
	return r, r.recoverJournal(ctx)
}

// chooseContact is who visits: as given, or as remembered from an earlier run.
func chooseContact(ctx context.Context, s *store.Store, o *Options) (err error) {
	if o.Contact == "" && s != nil {
		if o.Contact, err = s.Setting(ctx, store.SettingContact); err != nil {
			return err
		}
	}
	if o.nameless() {
		return UsageError{errors.New("tell the site who is visiting: give --contact with your e-mail address or web page, or set OGP_CONTACT")}
	}
	return nil
}

// sourceText names what a run imports: a run with the same text resumes one that
// was interrupted.
func sourceText(o Options, site string) string {
	if o.Demo {
		return store.SourceDemo
	}
	if len(o.Sources) == 0 {
		return strings.Join(append([]string{cmp.Or(string(o.From), site)}, o.Members...), " ")
	}
	return strings.Join(o.sourceArgs(), " ")
}

// start records the run, and who visits.
func (r *run) start(ctx context.Context) error {
	if err := r.store.StartRun(ctx, r.report.Run); err != nil || r.Contact == "" {
		return err
	}
	return r.store.Remember(ctx, store.SettingContact, r.Contact)
}

// complete carries out the run and records how it went. When ctx ends, requests
// in flight are still finished and stored.
func (r *run) complete(ctx context.Context) (*Report, error) {
	err := r.steps(ctx)
	if r.DryRun {
		return r.report, r.withGaps(err)
	}
	err = r.finish(context.WithoutCancel(ctx), err)
	if r.report.Run.Outcome == "" {
		return nil, err // the database could not be opened again
	}
	return r.report, err
}

// steps are the way of the pages: those that files hold, then those that the
// site has. A dry run takes the same way up to the first request for a page.
//
// The file is open since the run began, which saves opening it for every question.
// While other sources are read or the site is asked, it is open on demand.
func (r *run) steps(ctx context.Context) error {
	if len(r.Sources) > 0 {
		if err := openOnDemand(r.store); err != nil {
			return err
		}
	}
	if err := r.importFiles(ctx); err != nil {
		return err
	}
	online, captures, err := r.onlineSources(ctx)
	if err == nil {
		err = importCaptures(ctx, r, captures)
	}
	if err != nil || !r.visitsSite(online) {
		return err
	}
	r.report.Online = true
	if err := r.discover(ctx, online); err != nil {
		return err
	}
	due, err := r.duePages(ctx)
	if err != nil {
		return err
	}
	if r.DryRun {
		return r.printPlan(due)
	}
	return r.fetch(ctx, due)
}

// openOnDemand leaves the file to other processes while it is not in use. A dry run
// may have none.
func openOnDemand(s *store.Store) error {
	if s == nil {
		return nil
	}
	return s.OpenOnDemand()
}

// visitsSite reports whether the site is visited. Sources that name nothing
// there are no reason to look for all that there is.
func (r *run) visitsSite(online []scrape.Source) bool {
	return r.Online && (len(r.Sources) == 0 || len(online) > 0)
}

// printPlan lists the pages that a run would request, and estimates how long
// that would take.
func (r *run) printPlan(due []store.Known) error {
	for _, page := range due {
		if _, err := fmt.Fprintln(r.Stdout, ogp.ParseURL(page.URL).On(r.collector.Site())); err != nil {
			return err
		}
	}
	r.report.Estimate = r.collector.Estimate(len(due))
	return nil
}

// finish stores what is left of the run, and how it ended.
func (r *run) finish(ctx context.Context, runErr error) (err error) {
	if busy := r.store.KeepOpen(ctx); errors.Is(busy, store.ErrBusy) {
		return errors.Join(runErr, busy) // what was fetched is in the journal
	}
	runErr = errors.Join(runErr, r.answers.finish(ctx), decideSaved(ctx, r))
	err = r.withGaps(errors.Join(runErr, r.batches.store(ctx)))
	did := r.report
	left := did.Due - did.Done
	var gaps *GapsError
	if early := err != nil && !errors.As(err, &gaps); early && left > 0 {
		err, did.Remaining = UnfinishedError{err, left}, left
	}
	did.Run.New, did.Run.Changed = r.batches.results[store.New], r.batches.results[store.Changed]
	did.Unresolved = r.batches.unresolved
	did.Run.Unchanged += r.batches.results[store.Unchanged]
	known, knownErr := r.knownPages(ctx)
	did.countLists(known, r.found)
	withdrawn, withdrawnErr := report.Withdrawn(ctx, r.store.DB())
	did.countWithdrawn(r.withdrawn, withdrawn)
	err = errors.Join(err, knownErr, withdrawnErr)
	did.Run.FinishedAt, did.Run.Outcome = r.Now(), outcome(err)
	err = errors.Join(err, r.store.FinishRun(ctx, did.Run))
	r.describeStore(ctx)
	return err
}

// describeStore reports what the database holds now. That it cannot be told is
// no failure of the run.
func (r *run) describeStore(ctx context.Context) {
	if size, err := r.store.Size(ctx); err == nil {
		r.report.Stored = &Stored{size.Commitments, size.Members}
	}
}

// withGaps is the error of a run: its own or, where it went well, that there
// are gaps.
func (r *run) withGaps(err error) error {
	news := slices.DeleteFunc(slices.Clone(r.report.Gaps), func(gap Gap) bool { return gap.Standing })
	r.report.Standing = len(r.report.Gaps) - len(news)
	if err == nil && len(news) > 0 {
		err = &GapsError{news, r.Database}
	}
	return err
}

// close ends the use of the journal; it may be called on a run that never was.
func (r *run) close() error {
	if r == nil {
		return nil
	}
	return r.batches.close()
}
