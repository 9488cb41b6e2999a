package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"ogp"
	"ogp/fixtures"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/journal"
	"ogp/store/unread"
)

// pageOf is a page of a large site as it is sent.
func pageOf(large *fixtures.LargeSite, n int) string {
	answer := httptest.NewRecorder()
	large.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, large.Path(n), nil))
	return answer.Body.String()
}

// asks runs an order and returns its report, with how many pages it requested.
func asks(t *testing.T, o Options, site *fixtures.FaultySite, want error) (*Report, int) {
	t.Helper()
	site.Forget()
	report, err := Run(t.Context(), o)
	var gaps *GapsError
	switch {
	case want == nil && err != nil, want != nil && err == nil:
		t.Fatalf("error %v, want %v", err, want)
	case errors.As(want, &gaps) && !errors.As(err, &gaps), want != nil && !errors.As(want, &gaps) && !errors.Is(err, want):
		t.Fatalf("error %v, want %v", err, want)
	}
	pages := 0
	for uri, times := range site.Times() {
		if strings.Contains(uri, "/commitments/") {
			pages += times
		}
	}
	return report, pages
}

// query is one number of a database.
func query(t *testing.T, o Options, text string) int {
	t.Helper()
	n, err := strconv.Atoi(ask(t, o, text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestImportAsksForWhatIsMissing whatever the site said the day before.
func TestImportAsksForWhatIsMissing(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 7)
	answers := []http.HandlerFunc{
		fixtures.Status(403), fixtures.Status(404), fixtures.Status(500), fixtures.Redirect("/"),
		fixtures.Typed("application/pdf", "%PDF"), fixtures.HTML("<title>Maintenance</title><h1>Back soon</h1>"),
	}
	for n, answer := range answers {
		site.On(large.Path(n), answer)
	}
	o := order(t, origin)
	asks(t, o, site, &GapsError{})
	if report, asked := asks(t, o, site, &GapsError{}); asked != len(answers) || report.Present != 1 {
		t.Errorf("%d requests, %d already there; want %d and 1", asked, report.Present, len(answers))
	}
	for n := range answers {
		site.On(large.Path(n), large.ServeHTTP)
	}
	if report, asked := asks(t, o, site, nil); asked != len(answers) || report.Run.New != len(answers) {
		t.Errorf("%d requests, %d new; want %d of each", asked, report.Run.New, len(answers))
	}
}

// TestPageMissingForLongIsStanding: it is requested and listed, and no news.
func TestPageMissingForLongIsStanding(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 2)
	site.On(large.Path(0), fixtures.Status(500))
	o := order(t, origin)
	asks(t, o, site, &GapsError{})
	now := time.Now().UTC()
	o.Clock = shifted(31 * 24 * time.Hour)
	o.Now = func() time.Time { return now.Add(31 * 24 * time.Hour) }
	report, asked := asks(t, o, site, nil)
	if asked != 1 || report.Standing != 1 || len(report.Gaps) != 1 {
		t.Errorf("%d requests, %d standing of gaps %v; want one of each", asked, report.Standing, report.Gaps)
	}
}

// shifted is the real clock, some time ahead.
type shifted time.Duration

func (s shifted) Now() time.Time                                    { return time.Now().Add(time.Duration(s)) }
func (s shifted) SleepUntil(ctx context.Context, _ time.Time) error { return ctx.Err() }

// TestArchivedPageIsAskedForAfterABadAnswer, although the sitemap says that it has
// not changed.
func TestArchivedPageIsAskedForAfterABadAnswer(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 2)
	o := order(t, origin)
	asks(t, o, site, nil)
	site.On(large.Path(0), fixtures.HTML("<title>Maintenance</title><h1>Back soon</h1>"))
	o.Command, o.FullEvery, o.Full = Refresh, 30, true
	asks(t, o, site, &GapsError{})
	site.On(large.Path(0), large.ServeHTTP)
	o.Full = false
	if report, asked := asks(t, o, site, nil); asked != 1 || report.Undated != 1 {
		t.Errorf("%d requests, %d skipped by the sitemap; want 1 and 1", asked, report.Undated)
	}
}

func TestHalfAPageDisplacesNothing(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 4)
	half := pageOf(large, 0)
	half = half[:len(half)*2/3]
	fatal := strings.Replace(pageOf(large, 1), "</h1>", "</h1><b>Fatal error</b>:  Uncaught Error in /srv/x.php", 1)
	site.On(large.Path(1), fixtures.HTML(fatal))
	o := order(t, origin)
	o.Retries = 1
	if report, _ := asks(t, o, site, &GapsError{}); report.Run.Truncated != 1 || report.Run.New != 3 {
		t.Errorf("%d truncated, %d new; want 1 and 3, as most pages have an end", report.Run.Truncated, report.Run.New)
	}
	site.On(large.Path(1), large.ServeHTTP)
	asks(t, o, site, nil)
	site.On(large.Path(0), fixtures.HTML(half))
	o.Command, o.FullEvery, o.Full = Refresh, 30, true
	report, asked := asks(t, o, site, &GapsError{})
	if asked != 5 || report.Run.Truncated != 1 || report.Run.Changed != 0 {
		t.Errorf("%d requests, %d truncated, %d changed; want 5, 1 and 0", asked, report.Run.Truncated, report.Run.Changed)
	}
	site.On(large.Path(0), fixtures.HTML(half), large.ServeHTTP)
	if report, asked := asks(t, o, site, nil); asked != 5 || report.Run.Truncated != 0 {
		t.Errorf("%d requests, %d truncated where the second answer is whole; want 5 and 0", asked, report.Run.Truncated)
	}
}

// TestTemplateWithoutAnEndIsNoGap: HTML may leave it out.
func TestTemplateWithoutAnEndIsNoGap(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 4)
	o := order(t, origin)
	asks(t, o, site, nil)
	for n := range 4 {
		site.On(large.Path(n), fixtures.HTML(strings.Replace(pageOf(large, n), "</html>", "", 1)))
	}
	o.Command, o.FullEvery, o.Full = Refresh, 30, true
	if report, asked := asks(t, o, site, nil); asked != 4 || report.Run.Fetched != 4 {
		t.Errorf("%d requests, %d fetched; want 4 of each", asked, report.Run.Fetched)
	}
}

// TestFirstPageWithoutAnEndIsReadAndAskedForAgain where nothing tells whether it
// is whole.
func TestFirstPageWithoutAnEndIsReadAndAskedForAgain(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 1)
	half := pageOf(large, 0)
	site.On(large.Path(0), fixtures.HTML(half[:len(half)*2/3]))
	o := order(t, origin)
	if report, _ := asks(t, o, site, nil); report.Run.New != 1 {
		t.Errorf("report %+v, want the page", report)
	}
	if n := query(t, o, "SELECT count(*) FROM issues WHERE contains(detail, 'no end')"); n != 1 {
		t.Errorf("%d issues say so, want 1", n)
	}
	site.On(large.Path(0), large.ServeHTTP)
	if _, asked := asks(t, o, site, nil); asked != 1 {
		t.Errorf("%d requests, want 1", asked)
	}
	if _, asked := asks(t, o, site, nil); asked != 0 {
		t.Errorf("%d requests for a whole page, want none", asked)
	}
}

// TestAnotherCommitmentsPageIsAMismatch and displaces nothing; a row of one body
// for many addresses ends the run.
func TestAnotherCommitmentsPageIsAMismatch(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 20)
	o := order(t, origin)
	o.Limit = 2
	asks(t, o, site, nil)
	for n := 1; n < 20; n++ {
		site.On(large.Path(n), fixtures.HTML(pageOf(large, 0)))
	}
	o.Limit = 0
	report, asked := asks(t, o, site, scrape.ErrSiteRefuses)
	if report.Run.Mismatched < mostRepeated || asked > mostRepeated+3 || report.Run.New != 0 {
		t.Errorf("%d mismatched of %d requests, %d new; want the run to end after %d", report.Run.Mismatched, asked, report.Run.New, mostRepeated)
	}
	if n := query(t, o, "SELECT count(*) FROM commitments"); n != 2 {
		t.Errorf("%d commitments, want 2", n)
	}
	if n := query(t, o, "SELECT count(*) FROM unread"); n > 1 {
		t.Errorf("%d pages are kept of one body for all addresses, want at most 1", n)
	}
}

// TestUnreadPagesAreKept once each, asked for again, and read by a parser that can.
func TestUnreadPagesAreKept(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 3)
	for n := range 2 {
		site.On(large.Path(n), fixtures.HTML("<h1>Without labels</h1>"))
	}
	o := order(t, origin)
	asks(t, o, site, &GapsError{})
	if pages, bodies := query(t, o, "SELECT count(*) FROM unread"), query(t, o, "SELECT count(*) FROM unread_bodies"); pages != 2 || bodies != 1 {
		t.Errorf("%d pages and %d bodies are kept, want 2 and 1", pages, bodies)
	}
	s, err := store.Open(t.Context(), o.Database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// As if an earlier parser had not been able to read the page.
	known, err := s.Known(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page := unread.Page{Address: known[0].URL, Page: ogp.Page{
		URL: known[0].URL, FetchedAt: time.Now().UTC(), Body: []byte(pageOf(large, 0)), Header: http.Header{"Content-Type": {"text/html"}}}}
	if _, err := s.Save(t.Context(), store.Batch{Unread: []unread.Page{page}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Remember(t.Context(), store.SettingUnread, "an earlier parser"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if report, asked := asks(t, o, site, &GapsError{}); asked != 1 || report.Present != 2 {
		t.Errorf("%d requests, %d already there; want 1 and 2", asked, report.Present)
	}
	if n := query(t, o, "SELECT count(*) FROM unread"); n != 1 {
		t.Errorf("%d pages are unread, want 1", n)
	}
}

// TestRenamedMember: its pages move, make no version, and are requested where they
// are now.
func TestRenamedMember(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 1)
	o := order(t, origin)
	asks(t, o, site, nil)
	path := large.Path(0)
	slug := strings.Split(path, "/")[2]
	renamed := strings.Replace(path, slug, "new-"+slug, 1)
	site.On(path, fixtures.Redirect(renamed))
	site.On(renamed, large.ServeHTTP)
	o.Command, o.FullEvery, o.Full = Refresh, 30, true
	asks(t, o, site, nil)
	if _, asked := asks(t, o, site, nil); asked != 1 || site.Times()[renamed] != 1 {
		t.Errorf("%d requests %v, want one, for %s", asked, site.Times(), renamed)
	}
	moved := fmt.Sprintf("SELECT count(*) FROM commitments WHERE member_slug = 'new-%s' AND contains(url, 'new-%[1]s') AND page_version = 1", slug)
	if n := query(t, o, moved); n != 1 {
		t.Error("the commitment is not the renamed member's")
	}
}

func TestSiteThatListsNothingIsAGap(t *testing.T) {
	t.Parallel()
	site := fixtures.NewFaultySite(nil, time.Now)
	site.On("/robots.txt", fixtures.Typed("text/plain", "User-agent: *\nDisallow:\n"))
	site.On("/sitemap.xml", fixtures.Typed("text/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>`))
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	asks(t, order(t, server.URL), site, &GapsError{})
}

// TestValidatorsOfAnotherSourceAreNotSent: they may be any server's.
func TestValidatorsOfAnotherSourceAreNotSent(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 1)
	o := order(t, origin)
	o.Sources, o.Online = []scrape.Source{{Kind: scrape.SourceFile, Arg: archive(t, 1, 0)}}, false
	asks(t, o, site, nil)
	o.Sources, o.Online = nil, true
	if _, asked := asks(t, o, site, nil); asked != 1 {
		t.Errorf("%d requests for a page that only an archive has sent, want 1", asked)
	}
	for _, request := range site.Log() {
		if request.URI == large.Path(0) && request.Header.Get("If-None-Match")+request.Header.Get("If-Modified-Since") != "" {
			t.Errorf("request with the validators of an archive: %v", request.Header)
		}
	}
}

// TestRequestThatCannotBeNotedEndsTheRun, as on a full disk: at the next address,
// not at the first page.
func TestRequestThatCannotBeNotedEndsTheRun(t *testing.T) {
	t.Parallel()
	o := order(t, ogp.Site)
	events, err := journal.Open(o.Database)
	if err != nil {
		t.Fatal(err)
	}
	r := run{batches: newBatches(nil, o, ogp.Run{ID: "r1"}), found: foundPages{}, report: &Report{}}
	r.batches.journal = events
	if err := events.Close(); err != nil {
		t.Fatal(err)
	}
	r.batches.addVisit(ogp.Visit{URL: ogp.Site + "/sitemap.xml"})
	if err := r.takeListing(t.Context(), ogp.Listing{URL: ogp.Site + "/members/kenya/", Kind: ogp.KindMember}); err == nil {
		t.Error("the search goes on")
	}
}
