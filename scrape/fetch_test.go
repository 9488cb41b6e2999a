package scrape

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ogp"
	"ogp/fixtures"
)

func TestFetchedPageIsWhatWasSent(t *testing.T) {
	// Not UTF-8, and labelled so: the bytes must stay as they are.
	latin := "<title>Acci\xf3n (MX0001)</title><p>pol\xedtica</p>"
	result, site := fetchOne(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=ISO-8859-1")
		w.Header().Set("ETag", `"abc"`)
		io.WriteString(w, latin)
	})
	at := site.clock.Now()
	want := ogp.Visit{
		URL: site.URL + path("KE0001"), At: at, Outcome: ogp.Fetched,
		Status: 200, Bytes: len(latin), Attempts: 1,
	}
	if diff := cmp.Diff(want, result.Visit); diff != "" {
		t.Errorf("visit (-want +got):\n%s", diff)
	}
	wantPage := &ogp.Page{URL: want.URL, FetchedAt: at, Body: []byte(latin)}
	if diff := cmp.Diff(wantPage, result.Page, cmpopts.IgnoreFields(ogp.Page{}, "Header")); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	if got := result.Page.Header.Get("ETag"); got != `"abc"` {
		t.Errorf("header ETag of the page: %q", got)
	}
	if diff := cmp.Diff(requests("KE0001")[0], result.Request); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if got := site.hits[1].Header.Get("User-Agent"); got != "ogp/test (+https://example.org/bot)" {
		t.Errorf("User-Agent %q", got)
	}
}

// Servers and firewalls may refuse a GET that has a body.
func TestRequestHasNoBody(t *testing.T) {
	fetchOne(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Body != http.NoBody || r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
			t.Errorf("request announces a body: length %d, transfer encoding %q", r.ContentLength, r.TransferEncoding)
		}
		page("x")(w, r)
	})
}

func TestSiteIsSpokenToInHTTP1(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(page("x")))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	site, err := parseSite(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport := baseTransport(site, 1)
	transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	res, err := (&http.Client{Transport: transport}).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.Proto != "HTTP/1.1" {
		t.Errorf("the site answered in %s", res.Proto)
	}
}

func TestUnknownCharsetIsNoReasonToLoseAPage(t *testing.T) {
	result, _ := fetchOne(t, text("text/html; charset=x-nobody-knows", "<p>page</p>"))
	if result.Page == nil || string(result.Page.Body) != "<p>page</p>" {
		t.Errorf("outcome %s (%s)", result.Visit.Outcome, result.Visit.Error)
	}
}

func TestConditionalRequest(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): status(304), path("KE0002"): page("new")})
	wanted := requests("KE0001", "KE0002")
	for i := range wanted {
		wanted[i].ETag, wanted[i].LastModified, wanted[i].SentBy = `W/"1"`, "Sun, 01 Mar 2026 00:00:00 GMT", site.URL+path("KE0001")
	}
	results, err := fetchAll(t.Context(), site.collector(t), wanted)
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Visit.Outcome != ogp.Unchanged || results[0].Page != nil || results[0].Visit.Status != 304 {
		t.Errorf("unchanged page: %+v", results[0].Visit)
	}
	if results[1].Visit.Outcome != ogp.Fetched {
		t.Errorf("changed page: %+v", results[1].Visit)
	}
	header := site.hits[1].Header
	if header.Get("If-None-Match") != `W/"1"` || header.Get("If-Modified-Since") != "Sun, 01 Mar 2026 00:00:00 GMT" {
		t.Errorf("conditions were not sent: %v", header)
	}
}

func TestValidatorsOfAnotherHostAreNotSent(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): page("x")})
	for _, sender := range []string{ogp.Site + path("KE0001"), "", "http://127.0.0.1:1" + path("KE0001")} {
		wanted := requests("KE0001")
		wanted[0].ETag, wanted[0].LastModified, wanted[0].SentBy = `"1"`, "Sun, 01 Mar 2026 00:00:00 GMT", sender
		results, err := fetchAll(t.Context(), site.collector(t), wanted)
		if err != nil || results[0].Visit.Outcome != ogp.Fetched {
			t.Fatalf("%+v, error %v", results, err)
		}
		if header := site.hits[len(site.hits)-1].Header; header.Get("If-None-Match")+header.Get("If-Modified-Since") != "" {
			t.Errorf("what %q sent was sent to another host: %v", sender, header)
		}
	}
}

func TestAddressesOfNoPageAreNotRequested(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): page("x")})
	results, err := fetchAll(t.Context(), site.collector(t), []Request{
		{URL: "https://opengovpartnership.org/members/Kenya/commitments/ke0001"},
		{URL: "https://opengovpartnership.org/members/kenya/commitments/"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Visit.Outcome != ogp.Fetched {
		t.Errorf("page with an address: %+v", results[0].Visit)
	}
	if results[1].Visit.Outcome != ogp.Refused || results[1].Visit.Attempts != 0 {
		t.Errorf("page without an address: %+v", results[1].Visit)
	}
	if diff := cmp.Diff([]string{path("KE0001")}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestBreakerEndsTheRunAndKeepsWhatCame(t *testing.T) {
	pages := map[string]http.HandlerFunc{path("KE0001"): page("x")}
	for i := 2; i <= 30; i++ {
		pages[path(fmt.Sprintf("KE%04d", i))] = status(403)
	}
	site := newTestSite(t, pages)
	results, err := fetchAll(t.Context(), site.collector(t), manyRequests(30))
	if !errors.Is(err, ErrSiteRefuses) {
		t.Fatalf("error %v, want ErrSiteRefuses", err)
	}
	if len(results) != 9 || results[0].Visit.Outcome != ogp.Fetched {
		t.Errorf("%d results before the end, want 1 page and 8 refusals", len(results))
	}
	if got := len(site.asked()); got != 9 {
		t.Errorf("the site saw %d requests, want 9", got)
	}
}

func TestGoneAndForbiddenPathsDoNotTripTheBreaker(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: text("text/plain", "User-agent: *\nDisallow: "+path("KE002*")),
	})
	results, err := fetchAll(t.Context(), site.collector(t), manyRequests(40))
	if err != nil || len(results) != 40 {
		t.Errorf("%d results, error %v", len(results), err)
	}
}

func TestLongRetryAfterEndsTheRun(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): status(503, "Retry-After", "86400")})
	results, err := fetchAll(t.Context(), site.collector(t), manyRequests(5))
	if !errors.Is(err, ErrSiteRefuses) || !strings.Contains(err.Error(), "2026-03-02T12:00:00Z") {
		t.Errorf("error %v, want ErrSiteRefuses and the time to come back", err)
	}
	if len(results) != 1 || len(site.asked()) != 1 {
		t.Errorf("%d results and %d requests, want 1", len(results), len(site.asked()))
	}
}

func TestCancelStopsWithinTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	site := newTestSite(t, map[string]http.HandlerFunc{
		path("KE0001"): page("x"),
		path("KE0002"): func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done() // the client gave up
		},
	})
	results, err := fetchAll(ctx, site.collector(t), manyRequests(10))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	if len(results) != 1 || results[0].URL != ogp.Site+path("KE0001") {
		t.Errorf("%d results, want the one page that had come", len(results))
	}
	if diff := cmp.Diff([]string{path("KE0001"), path("KE0002")}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// endingClock ends the run in its first pause after a request for a page.
type endingClock struct {
	*testSite
	end func()
}

func (c endingClock) Now() time.Time { return c.clock.Now() }

func (c endingClock) SleepUntil(ctx context.Context, t time.Time) error {
	if t.After(c.Now()) && len(c.asked()) > 0 {
		c.end()
		<-ctx.Done()
		return ctx.Err()
	}
	return c.clock.SleepUntil(ctx, t)
}

// An end in a pause leaves no answer unreported that has come.
func TestEndStopsAPause(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): status(503, "Retry-After", "300")})
	for _, quit := range []bool{true, false} {
		ctx, cancel := context.WithCancel(t.Context())
		var c *Collector
		clock := endingClock{site, cancel}
		if quit {
			clock.end = func() { c.Quit() }
		}
		c = site.collector(t, func(o *Options) { o.Clock = clock })
		results, err := fetchAll(ctx, c, manyRequests(3))
		if !errors.Is(err, context.Canceled) || len(results) != 1 {
			t.Fatalf("quit %v: %d results, error %v", quit, len(results), err)
		}
		if visit := results[0].Visit; visit.Status != 503 || visit.Attempts != 1 || visit.Outcome != ogp.Failed {
			t.Errorf("quit %v: visit %+v, want the answer that had come", quit, visit)
		}
		cancel()
	}
}

func TestEndBetweenRedirectsIsReported(t *testing.T) {
	var c *Collector
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): redirectTo("/countries/kenya/commitments/ke0001")})
	clock := endingClock{site, func() { c.Quit() }}
	c = site.collector(t, func(o *Options) { o.Clock, o.Rate = clock, 1 })
	results, err := fetchAll(t.Context(), c, manyRequests(3))
	if !errors.Is(err, context.Canceled) || len(results) != 1 {
		t.Fatalf("%d results, error %v", len(results), err)
	}
	if visit := results[0].Visit; visit.Status != 301 || visit.Outcome != ogp.Failed || visit.Error != "interrupted" {
		t.Errorf("visit %+v", visit)
	}
	if diff := cmp.Diff([]string{path("KE0001")}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestBreakerLetsWhatIsUnderWayComeToItsEnd(t *testing.T) {
	var c *Collector
	underWay := make(chan struct{})
	site := newTestSite(t, map[string]http.HandlerFunc{
		path("KE0001"): func(w http.ResponseWriter, r *http.Request) { <-underWay; status(403)(w, r) },
		path("KE0002"): func(w http.ResponseWriter, r *http.Request) { close(underWay); <-c.quit.Done(); page("x")(w, r) },
	})
	c = site.collector(t, func(o *Options) { o.Workers, o.MaxFailures = 2, 1 })
	results, err := fetchAll(t.Context(), c, manyRequests(9))
	if !errors.Is(err, ErrSiteRefuses) || len(results) != 2 || results[1].Page == nil {
		t.Errorf("%d results, error %v; want the refusal, and the page that was under way", len(results), err)
	}
	if asked := site.asked(); len(asked) != 2 {
		t.Errorf("%v were asked for", asked)
	}
}

func TestRobotsUnderWayIsReported(t *testing.T) {
	var c *Collector
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: func(w http.ResponseWriter, r *http.Request) { c.Quit(); text("text/plain", "")(w, r) },
	})
	visits := 0
	c = site.collector(t, func(o *Options) { o.Visited = func(ogp.Visit) { visits++ } })
	results, err := fetchAll(t.Context(), c, manyRequests(2))
	if !errors.Is(err, context.Canceled) || len(results) != 0 || visits != 1 {
		t.Errorf("%d results, %d visits, error %v; want the visit of robots.txt, and the end", len(results), visits, err)
	}
}

func TestConsumerMayStopAtAnyResult(t *testing.T) {
	pages := map[string]http.HandlerFunc{}
	for _, request := range manyRequests(20) {
		pages[path(ogp.ParseURL(request.URL).ID)] = page("x")
	}
	site := newTestSite(t, pages)
	n := 0
	for _, err := range site.collector(t, func(o *Options) { o.Workers = 4 }).Fetch(t.Context(), slices.Values(manyRequests(20))) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	if got := len(site.asked()); n != 3 || got > 3+4 {
		t.Errorf("%d results taken, %d requests made by 4 workers", n, got)
	}
}

func TestRequestsAreTakenOnlyWhenAWorkerIsFree(t *testing.T) {
	pages := map[string]http.HandlerFunc{}
	for _, request := range manyRequests(50) {
		pages[path(ogp.ParseURL(request.URL).ID)] = page("x")
	}
	site := newTestSite(t, pages)
	taken, came, most := 0, 0, 0
	var endless iter.Seq[Request] = func(yield func(Request) bool) {
		for _, request := range manyRequests(50) {
			taken++
			most = max(most, taken-came)
			if !yield(request) {
				return
			}
		}
	}
	// No lock guards the counters: taking requests and the loop's body must
	// never run at the same time, which the race detector checks.
	for _, err := range site.collector(t, func(o *Options) { o.Workers = 3 }).Fetch(t.Context(), endless) {
		if err != nil {
			t.Fatal(err)
		}
		came++
	}
	if came != 50 || most > 3 {
		t.Errorf("%d results, at most %d requests under way, want 50 and 3", came, most)
	}
}

func TestWorkersAskAtTheSameTime(t *testing.T) {
	arrived := make(chan struct{}, 3)
	all := make(chan struct{})
	together := func(w http.ResponseWriter, r *http.Request) {
		if arrived <- struct{}{}; len(arrived) == 3 {
			close(all)
		}
		<-all
		page("x")(w, r)
	}
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): together, path("KE0002"): together, path("KE0003"): together})
	results, err := fetchAll(t.Context(), site.collector(t, func(o *Options) { o.Workers = 3 }), manyRequests(3))
	if err != nil || len(results) != 3 {
		t.Errorf("%d results, error %v", len(results), err)
	}
}

// panicky is a clock that fails in the middle of a request.
type panicky struct{ *fixtures.Clock }

func (p panicky) SleepUntil(context.Context, time.Time) error { panic("broken clock") }

func TestPanicIsAFailedVisit(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): page("x")})
	c := site.collector(t)
	if err := c.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.limiter.clock = panicky{site.clock}
	results, err := fetchAll(t.Context(), c, requests("KE0001"))
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, error %v", len(results), err)
	}
	if visit := results[0].Visit; visit.Outcome != ogp.Failed || visit.Error != "panic: broken clock" {
		t.Errorf("visit %+v", visit)
	}
}

func TestSlowAnswerIsRepeated(t *testing.T) {
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	result, _ := fetchOne(t, inTurn(slow, page("x")), func(o *Options) { o.Timeout = 500 * time.Millisecond })
	if result.Visit.Outcome != ogp.Fetched || result.Visit.Attempts != 2 {
		t.Errorf("visit %+v", result.Visit)
	}
	result, _ = fetchOne(t, slow, func(o *Options) { o.Timeout, o.Retries = 500*time.Millisecond, -1 })
	if want := "no whole answer within 500ms"; result.Visit.Attempts != 1 || !strings.Contains(result.Visit.Error, want) {
		t.Errorf("visit %+v, want %q", result.Visit, want)
	}
}

func TestVisitTimesAllAttemptsAndPauses(t *testing.T) {
	result, site := fetchOne(t, inTurn(status(503, "Retry-After", "30"), page("x")))
	if got := result.Visit.Milliseconds; got != 30_000 {
		t.Errorf("duration %d ms, want 30000", got)
	}
	if want := site.clock.Now().Add(-30 * time.Second); !result.Visit.At.Equal(want) {
		t.Errorf("visit at %s, want %s", result.Visit.At, want)
	}
}
