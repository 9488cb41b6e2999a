package ingest

import (
	"context"
	"time"

	"ogp"
	"ogp/store"
	"ogp/store/journal"
	"ogp/store/unread"
)

// answers takes in the answers to requests for pages: each is judged by what was
// asked for, and by the answers before it.
type answers struct {
	accepted time.Time // when the archive was last taken for good
	store    *store.Store
	batches  *batches
	report   *Report
	known    map[string]store.Known // the pages that are requested, by address
	repeated repeated
	cut      cutPages[answer]
}

func (s *answers) know(pages []store.Known) {
	s.known = map[string]store.Known{}
	for _, page := range pages {
		s.known[page.URL] = page
	}
}

// answer is the answer to one request for a commitment page, and what it came to.
type answer struct {
	visit   ogp.Visit
	listing ogp.Listing
	page    *ogp.Page // nil where none came
	reading ogp.Reading
	again   bool // the page was read, and is to be requested again all the same
}

func (a answer) key() ogp.PageKey { return a.listing.Key() }

// take judges the answer to a request and puts it into the batch: the page and its
// reading, the request, and the state of the address. An error says that the run
// has to end.
func (s *answers) take(ctx context.Context, event journal.Event) error {
	a := answer{visit: *event.Visit, page: event.Page}
	if event.Listing == nil {
		s.batches.Visits = append(s.batches.Visits, a.visit)
		return nil
	}
	a.listing = *event.Listing
	if a.page != nil {
		a.judge()
	}
	if a.visit.Outcome == ogp.NotCommitment && a.visit.ErrorClass == ogp.ClassRedirect {
		a.visit.Outcome = ogp.Gone // the page is not there, and the site has no 404 for it
	}
	if a.visit.Outcome == ogp.Fetched && s.cut.hold(a, hasEnd(a.page.Body)) {
		if s.cut.full() {
			return s.decideCut(ctx)
		}
		return nil
	}
	s.record(a)
	return s.compareWithLast(a)
}

// judge reads the page and compares it with what was asked for.
func (a *answer) judge() {
	if final := ogp.ParseURL(a.visit.FinalURL); final.ID != "" && final.Key() == a.listing.Key() {
		a.page.URL = a.visit.FinalURL // the member has another name now
	}
	var err error
	a.reading, err = ReadPage(*a.page)
	if err == nil {
		err = matchAddress(&a.reading, a.listing.Key())
	}
	if err != nil {
		a.visit.Outcome, a.visit.ErrorClass, a.visit.Error = outcomeOf(err), contentClass(err), err.Error()
	}
}

// record counts an answer and puts it into the batch.
func (s *answers) record(a answer) {
	if a.visit.Outcome == ogp.Fetched {
		s.report.Run.Fetched++
		page := *a.page
		page.Source, page.TimeFrom = ogp.SourceSite, ogp.TimeFetch
		s.batches.addPage(store.Archived{Page: page, Reading: a.reading})
	} else {
		s.report.recordFailure(a.visit.Outcome, s.gapOf(a))
	}
	s.batches.Visits = append(s.batches.Visits, a.visit)
	s.batches.Listings = append(s.batches.Listings, a.listings()...)
}

// gapOf is the gap that an answer without the page leaves, if it leaves one.
func (s *answers) gapOf(a answer) *Gap {
	known := s.known[a.listing.URL]
	known.State, known.TriedAt = a.visit.Outcome, a.visit.At
	if known.MissingSince.IsZero() {
		known.MissingSince = a.visit.At
	}
	if !known.Missing() {
		return nil
	}
	return &Gap{Name: a.visit.URL, Reason: a.visit.Error, Standing: known.Standing(a.visit.At, s.accepted)}
}

// finish decides what was left open for the answers that might follow.
func (s *answers) finish(ctx context.Context) error {
	s.batches.addUnread(s.repeated.end()...)
	return s.decideCut(ctx)
}

// listings are what became of the address that was requested and, where it
// redirects to another one of the same page, of that one: later runs ask there.
func (a *answer) listings() []ogp.Listing {
	asked := a.listing
	asked.State, asked.ErrorClass, asked.Reason = a.visit.Outcome, a.visit.ErrorClass, a.visit.Error
	seen := a.seenAt()
	if seen.IsZero() && !a.again {
		asked.MissingSince = a.visit.At
	}
	final := ogp.ParseURL(a.visit.FinalURL)
	if final.ID == "" || final.Key() != asked.Key() || final.URL() == asked.URL {
		asked.SeenAt = seen
		return []ogp.Listing{asked}
	}
	alias := asked
	alias.URL, alias.FoundBy, alias.FoundIn, alias.FoundAt = final.URL(), ogp.FoundByRedirect, asked.URL, a.visit.At
	alias.SeenAt = seen
	return []ogp.Listing{asked, alias}
}

// seenAt is when the site sent the page, or said that it has not changed.
func (a *answer) seenAt() time.Time {
	switch {
	case a.again:
	case a.visit.Outcome == ogp.Fetched:
		return a.page.FetchedAt
	case a.visit.Outcome == ogp.Unchanged:
		return a.visit.At
	}
	return time.Time{}
}

// unread is the page as it is kept for a later parser.
func (a *answer) unread() unread.Page {
	return unread.Page{Page: *a.page, Address: a.listing.URL, Reason: a.visit.Error}
}

// compareWithLast counts answers in a row that are not pages and say the same. Such a row is
// a fault of the site, whatever its pages say, and ends the run. Bodies are kept
// once it is known that they differ.
func (s *answers) compareWithLast(a answer) error {
	switch a.visit.Outcome {
	case ogp.Failed, ogp.Refused:
		return nil // the collector counts these
	}
	kept, row := s.repeated.add(a)
	s.batches.addUnread(kept...)
	if row == nil {
		return nil
	}
	for _, listing := range row {
		listing.State, listing.ErrorClass = ogp.Refused, ogp.ClassContent
		s.batches.Listings = append(s.batches.Listings, listing)
	}
	return &alikeError{len(row), a.visit.Error}
}
