package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ogp"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/journal"
)

// importer is one run of import or refresh: it hands pages from scrape through
// parse to store.
type importer struct {
	Options
	store     *store.Store   // nil in a dry run on a database that does not exist
	journal   *journal.Journal // nil in a dry run
	collector *scrape.Collector
	record    ogp.Run
	batch     store.Batch
	bytes     int               // of the batch's pages
	packed    int               // how many of them are
	began     time.Time         // of the batch
	asking    map[string]asking // pages under way, by their address
	number    ogp.Count         // of the last visit
	stored    map[store.Fate]int
	gaps      []Gap

	since    time.Time     // when the run began that this one goes on with; zero for none
	listings []ogp.Listing // found, and not stored yet
	found    *findings
	wants    func(store.Known) bool // which known pages this run asks for
	counts   Counts
}

// asking is a page under way: as it was, and as it stands meanwhile.
type asking struct{ before, now ogp.Listing }

// newImporter prepares a run; s is nil where a dry run finds no database.
func newImporter(ctx context.Context, s *store.Store, o Options) (*importer, error) {
	i := &importer{
		Options: o, store: s,
		stored: map[store.Fate]int{}, asking: map[string]asking{}, found: newFindings(),
	}
	if err := i.contact(ctx); err != nil {
		return nil, err
	}
	i.Visited = i.visited
	collector, err := scrape.New(i.Options.Options)
	if err != nil {
		return nil, UsageError{err}
	}
	i.collector = collector
	started := i.Now()
	i.record = ogp.Run{
		ID: started.Format("20060102T150405.000000Z"), Command: i.Command, Source: i.sourceText(),
		StartedAt: started, Version: i.Version, Parser: parse.Version(),
	}
	i.wants = i.missing
	if i.Command == Refresh {
		i.wants = i.revisit
	}
	return i, i.goOn(ctx)
}

// contact is who visits: as given, or as remembered from an earlier run.
func (i *importer) contact(ctx context.Context) error {
	if i.Contact == "" && i.store != nil {
		known, err := i.store.Setting(ctx, store.SettingContact)
		if err != nil {
			return err
		}
		i.Contact = known
	}
	if i.nameless() {
		return UsageError{errors.New("tell the site who is visiting: give --contact with your e-mail address or web page, or set OGP_CONTACT")}
	}
	return nil
}

func (i *importer) sourceText() string {
	if i.Demo {
		return store.SourceDemo
	}
	if len(i.Sources) == 0 {
		return strings.Join(append([]string{i.collector.Site()}, i.Members...), " ")
	}
	var args []string
	for _, source := range i.Sources {
		args = append(args, source.Arg)
	}
	return strings.Join(args, " ")
}

// goOn finds out whether the run before was left unfinished, and takes in what
// it could not store any more.
func (i *importer) goOn(ctx context.Context) error {
	if i.store == nil {
		return nil
	}
	var err error
	if i.since, err = i.store.Unfinished(ctx, i.record.Command, i.record.Source); err != nil || i.DryRun {
		return err
	}
	if i.journal, err = journal.Open(i.Database); err != nil {
		return err
	}
	return i.replay(ctx)
}

// run imports and writes down how it went. When ctx ends, requests under way
// are still finished and stored.
func (i *importer) run(ctx context.Context) (*Report, error) {
	whole := context.WithoutCancel(ctx)
	defer context.AfterFunc(ctx, i.collector.Quit)()
	if i.DryRun {
		report, err := i.plan(ctx)
		return report, i.withGaps(err)
	}
	return i.finish(whole, i.bring(ctx))
}

// finish stores what is left of the run, and how it ended.
func (i *importer) finish(ctx context.Context, came error) (report *Report, err error) {
	release, held := i.store.Hold(ctx)
	if errors.Is(held, store.ErrBusy) {
		return nil, errors.Join(came, held) // what came stands in the journal
	}
	if held == nil {
		defer func() { err = errors.Join(err, release()) }()
	}
	err = i.withGaps(errors.Join(came, i.flush(ctx)))
	rest := UnfinishedError{err, i.counts.Due - i.counts.Done}
	var gaps *GapsError
	if early := err != nil && !errors.As(err, &gaps); early && rest.Left > 0 {
		err, i.counts.Remaining = rest, rest.Left
	}
	i.record.Unchanged += i.stored[store.Unchanged]
	i.record.FinishedAt, i.record.Outcome = i.Now(), Outcome(err)
	err = errors.Join(err, i.store.FinishRun(ctx, i.record))
	return i.report(ctx), err
}

// withGaps is the error of a run: its own or, where it went well, that there
// are gaps.
func (i *importer) withGaps(err error) error {
	if err == nil && len(i.gaps) > 0 {
		err = &GapsError{i.gaps, i.Database}
	}
	return err
}

// start records the run, and who visits.
func (i *importer) start(ctx context.Context) error {
	if err := i.store.StartRun(ctx, i.record); err != nil || i.Contact == "" {
		return err
	}
	return i.store.Remember(ctx, store.SettingContact, i.Contact)
}

// bring brings in what the sources hold, and then what the site has.
func (i *importer) bring(ctx context.Context) error {
	online, err := i.offline(ctx)
	if err != nil || !i.visits(online) {
		return err
	}
	if err := i.discover(ctx, online); err != nil {
		return err
	}
	if err := i.countDue(ctx); err != nil {
		return err
	}
	return i.fetch(ctx)
}

// fetch asks for the pages that this run wants. Commitment pages come in the
// order of their addresses.
func (i *importer) fetch(ctx context.Context) error {
	whole := context.WithoutCancel(ctx)
	bar := i.Progress("fetching")
	defer bar.Close()
	var failed error
	for result, err := range i.collector.Fetch(whole, i.requests(whole, &failed)) {
		if err != nil {
			i.unask()
			return err
		}
		if err := i.result(result); err != nil {
			return err
		}
		i.counts.Done++
		bar.At(i.counts.Done, i.counts.Due)
		if err := i.flushFull(whole); err != nil {
			return err
		}
	}
	return failed
}

// requests are the pages to ask for. A failure to find out ends them, and is
// left in failed.
func (i *importer) requests(ctx context.Context, failed *error) func(func(scrape.Request) bool) {
	return func(yield func(scrape.Request) bool) {
		for page, err := range i.wanted(ctx) {
			if err == nil {
				err = i.asks(page)
			}
			if err != nil {
				*failed = err
				return
			}
			request := scrape.Request{Ref: ogp.ParseURL(page.URL), URL: page.URL}
			if page.Archived() {
				request.ETag, request.LastModified = page.ETag, page.Changed
			}
			if !yield(request) {
				return
			}
		}
	}
}

// asks notes, on disk, that a page is being asked for.
func (i *importer) asks(page store.Known) error {
	listing := page.Listing
	listing.State, listing.ErrorClass, listing.Reason, listing.TriedAt = ogp.InFlight, "", "", i.Now()
	i.asking[listing.URL] = asking{before: page.Listing, now: listing}
	return i.journal.Write(journal.Event{Listing: &listing})
}

// unask takes back what a run that ended early had still under way: that was
// waiting for its turn, since all that has left is reported.
func (i *importer) unask() {
	for _, page := range i.asking {
		i.batch.Listings = append(i.batch.Listings, page.before)
	}
	clear(i.asking)
}

// result takes in what came of one request, on disk first.
func (i *importer) result(result scrape.Result) error {
	visit := result.Visit
	i.stamp(&visit)
	delete(i.asking, result.URL)
	entry := journal.Event{Visit: &visit, Page: result.Page, Listing: &ogp.Listing{
		URL: result.URL, Kind: ogp.KindCommitment, ID: result.Ref.ID, Language: result.Ref.Language, TriedAt: visit.At,
	}}
	if err := i.journal.Write(entry); err != nil {
		return err
	}
	i.take(entry)
	return nil
}

// take puts an entry of the journal into the batch.
func (i *importer) take(entry journal.Event) {
	visit := *entry.Visit
	if entry.Page != nil {
		if err := i.page(*entry.Page); err != nil {
			visit.Outcome, visit.ErrorClass, visit.Error = ogp.NotCommitment, contentClass(err), err.Error()
		}
	} else if entry.Listing != nil {
		i.miss(visit.Outcome, visit.URL, errors.New(visit.Error))
	}
	i.batch.Visits = append(i.batch.Visits, visit)
	if entry.Listing == nil {
		return
	}
	listing := *entry.Listing
	listing.State, listing.ErrorClass, listing.Reason = visit.Outcome, visit.ErrorClass, visit.Error
	i.batch.Listings = append(i.batch.Listings, listing)
	i.alias(visit, listing)
}

// contentClass is the class of a page that the parser could not read.
func contentClass(err error) ogp.ErrorClass {
	if errors.Is(err, ogp.ErrNotCommitment) {
		return ogp.ClassContent
	}
	return ogp.ClassInternal
}

// alias notes the address that a page was redirected to, where that is another
// one of the same page: it need not be asked for by itself.
func (i *importer) alias(visit ogp.Visit, listing ogp.Listing) {
	final := ogp.ParseURL(visit.FinalURL)
	if final.ID != listing.ID || final.Language != listing.Language || final.URL() == listing.URL || final.ID == "" {
		return
	}
	listing.URL, listing.FoundBy, listing.FoundIn, listing.FoundAt = final.URL(), "redirect", listing.URL, visit.At
	i.batch.Listings = append(i.batch.Listings, listing)
}

// page reads one page and puts it into the batch.
func (i *importer) page(page ogp.Page) error {
	reading, err := ReadPage(page)
	if err != nil {
		i.miss(ogp.NotCommitment, page.URL, err)
		return err
	}
	i.keep(store.Archived{Page: page, Reading: reading})
	return nil
}

// keep puts a page that was read into the batch.
func (i *importer) keep(page store.Archived) {
	i.record.Fetched++
	i.bytes += len(page.Page.Body)
	i.batch.Pages = append(i.batch.Pages, page)
}

// ReadPage is parse.Page with a fault in the parser turned into an error: one
// page must not end a run of thousands.
func ReadPage(page ogp.Page) (reading ogp.Reading, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the parser failed on this page, please report it: %v", fault)
		}
	}()
	return parse.Page(page)
}

// miss counts a page that did not come and notes why. That a page is gone is
// what a refresh is to find out, and no gap in it.
func (i *importer) miss(outcome ogp.Outcome, name string, err error) {
	switch outcome {
	case ogp.Unchanged:
		i.record.Unchanged++
		return
	case ogp.NotCommitment:
		i.record.NotCommitment++
	case ogp.Gone:
		i.record.Gone++
		if i.record.Command == Refresh {
			return
		}
	case ogp.Refused:
		i.record.Refused++
	default:
		i.record.Failed++
	}
	i.gaps = append(i.gaps, Gap{name, err.Error()})
	i.Log.Debug("no page", "outcome", outcome, "name", name, "error", err)
}

// stamp numbers one request of this run.
func (i *importer) stamp(visit *ogp.Visit) {
	i.number++
	visit.Run, visit.Number = i.record.ID, i.number
}

// visited takes in a request that was for no commitment page. That the journal
// could not be written shows at the next page.
func (i *importer) visited(visit ogp.Visit) {
	i.stamp(&visit)
	i.batch.Visits = append(i.batch.Visits, visit)
	if i.journal != nil {
		if err := i.journal.Write(journal.Event{Visit: &visit}); err != nil {
			i.Log.Warn("a request is not in the journal", "url", visit.URL, "error", err)
		}
	}
}

// close ends the use of the journal; it may be called on a run that never was.
func (i *importer) close() error {
	if i == nil || i.journal == nil {
		return nil
	}
	return i.journal.Close()
}
