package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ogp"
	"ogp/fixtures"
	double "ogp/fixtures/archives"
	"ogp/scrape"
	"ogp/scrape/archives"
	"ogp/store"
	"ogp/store/journal"
	"ogp/store/storetest"
)

// jumpingClock advances by itself as soon as somebody waits.
type jumpingClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *jumpingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *jumpingClock) SleepUntil(ctx context.Context, t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
	return ctx.Err()
}

// services are doubles of web archives, and an order to import from them.
func services(t *testing.T) (*double.Double, *fixtures.FaultySite, Options) {
	t.Helper()
	clock := &jumpingClock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	d := double.New(clock.Now)
	faults := fixtures.NewFaultySite(d, clock.Now)
	server := httptest.NewServer(faults)
	t.Cleanup(server.Close)
	o := order(t, ogp.Site)
	o.Clock, o.Now, o.Online = clock, clock.Now, false
	o.Members = []string{ogp.ParseURL(fixtures.NewLargeSite(1, 0).Path(0)).Slug}
	o.ArchiveOptions = ArchiveOptions{From: ogp.SourceWayback, Which: archives.Changed, Wayback: server.URL, CrawlIndex: server.URL, CrawlData: server.URL}
	return d, faults, o
}

// ask is the answer to a query of one column.
func ask(t *testing.T, o Options, query string) string {
	t.Helper()
	var lines []string
	for _, row := range storetest.Ask(t, o.Database, query) {
		lines = append(lines, row[0])
	}
	return strings.Join(lines, ", ")
}

const (
	versionsOf  = "SELECT strftime(first_seen, '%Y-%m') || '…' || strftime(last_seen, '%Y-%m') || ' ' || source FROM pages ORDER BY commitment_id, version"
	statesOf    = "SELECT state || ' ' || count(*) FROM captures GROUP BY state ORDER BY state"
	histories   = "SELECT strftime(changed_at, '%Y-%m') || ' ' || kind FROM changes ORDER BY commitment_id, number"
	observingOf = "SELECT strftime(seen_at, '%Y-%m-%d') || ' ' || what FROM observations ORDER BY seen_at"
)

// sevenYears are captures of one page: first as it was, then edited, gone, and back.
func sevenYears(d *double.Double) (address string) {
	large := fixtures.NewLargeSite(1, 0)
	address = ogp.Site + large.Path(0)
	first := pageOf(large, 0)
	large.Edit(0)
	second := pageOf(large, 0)
	at := func(when, address, body string) double.Capture {
		return double.Capture{Time: when + "000000", URL: address, Body: double.Text(body)}
	}
	gone := func(when string) double.Capture {
		return double.Capture{Time: when + "000000", URL: address, Status: 404}
	}
	revisit := at("20200601", address, first)
	revisit.Row = map[string]string{"statuscode": "-", "mimetype": "warc/revisit"}
	limit := at("20210201", address, "busy")
	limit.Status = 429
	moved := double.Capture{Time: "20210301000000", URL: "http://opengovpartnership.org:80" + large.Path(0), Status: 301}
	moved.Header = map[string][]string{"Location": {address}}
	d.Add(at("20190101", address, first), at("20200101", strings.Replace(address, "https://www.", "http://", 1), first), revisit, limit, moved,
		at("20210601", address, second), gone("20220101"), gone("20220301"), at("20230101", address, first), at("20240101", address, first))
	return address
}

func TestHistoryFromTheWaybackMachine(t *testing.T) {
	t.Parallel()
	d, _, o := services(t)
	sevenYears(d)
	dry := o
	dry.DryRun, dry.Database = true, filepath.Join(t.TempDir(), "none.duckdb")
	report, err := Run(t.Context(), dry)
	if err != nil {
		t.Fatal(err)
	}
	if report.Due != 3 || report.Estimate != 3*time.Second || report.Archive[0].Years["2021"] != (archives.Year{Captures: 3, Digests: 3, Present: 1, Requests: 2, Bytes: 2468}) {
		t.Errorf("dry run: %+v, plan %+v", report, report.Archive)
	}
	if _, err := os.Stat(dry.Database); err == nil {
		t.Error("a dry run made a database")
	}
	asked := len(d.Log())
	if report, err = Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	played := 0
	for _, asked := range d.Log()[asked:] {
		if strings.HasPrefix(asked.URI, "/web/") {
			played++
		}
	}
	if played != 3 || report.Run.New != 1 || report.Captures[ogp.CaptureSame] != 4 {
		t.Errorf("%d captures were requested, report %+v", played, report)
	}
	for query, want := range map[string]string{
		versionsOf:  "2019-01…2020-06 wayback, 2021-06…2021-06 wayback, 2023-01…2024-01 wayback",
		statesOf:    "fetched 2, gone 2, moved 1, same 4, skipped 1",
		histories:   "2019-01 new, 2021-06 edited, 2022-01 withdrawn, 2023-01 returned, 2023-01 edited",
		observingOf: "2019-01-01 content, 2020-01-01 same, 2020-06-01 same, 2021-06-01 content, 2022-01-01 gone, 2022-03-01 gone, 2023-01-01 same, 2024-01-01 same",
		"SELECT source || ' ' || capture_url FROM commitments":          "wayback " + o.Wayback + "/web/20230101000000/" + ogp.Site + fixtures.NewLargeSite(1, 0).Path(0),
		"SELECT outcome || ' ' || listed FROM runs":                     "done 2",
		"SELECT count(*)::VARCHAR FROM visits WHERE url LIKE '%/web/%'": "3",
	} {
		if got := ask(t, o, query); got != want {
			t.Errorf("%s:\n%s, want\n%s", query, got, want)
		}
	}
	asked = len(d.Log())
	if report, err = Run(t.Context(), o); err != nil || report.Due != 0 {
		t.Errorf("again: error %v, report %+v", err, report)
	}
	for _, again := range d.Log()[asked:] {
		if !strings.Contains(again.URI, "from=202601") {
			t.Errorf("again: %s is asked", again.URI)
		}
	}
}

// TestEveryWayToTheSameHistory: all captures, or the first of each content, in one run
// or in several with a limit.
func TestEveryWayToTheSameHistory(t *testing.T) {
	t.Parallel()
	tell := func(o Options) string { return ask(t, o, versionsOf) + "; " + ask(t, o, histories) }
	var want string
	for _, way := range []struct {
		which       archives.Which
		limit, runs int
	}{{archives.Changed, 0, 1}, {archives.Changed, 1, 4}, {archives.All, 0, 1}} {
		d, _, o := services(t)
		sevenYears(d)
		o.Which, o.Limit = way.which, way.limit
		for range way.runs {
			if _, err := Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		if want == "" {
			want = tell(o)
		}
		if got := tell(o); got != want {
			t.Errorf("%v: %s, want %s", way, got, want)
		}
		asked := map[string]int{}
		for _, a := range d.Log() {
			if asked[a.URI]++; asked[a.URI] > 1 && strings.HasPrefix(a.URI, "/web/") {
				t.Errorf("%v: %s is asked for twice", way, a.URI)
			}
		}
	}
}

func TestBothArchivesAndTheSiteGiveOneVersion(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	d, _, o := services(t)
	large, _, origin := largeSite(t, 1)
	address, body := ogp.Site+large.Path(0), pageOf(large, 0)
	d.Add(double.Capture{Time: "20260227000000", URL: strings.ToLower(address), Body: double.Text(body)},
		double.Capture{Time: "20260228000000", URL: strings.TrimSuffix(address, "/"), Body: double.Text(body), Crawl: "CC-MAIN-2026-09"})
	for _, from := range []ogp.Source{ogp.SourceCommonCrawl, "", ogp.SourceWayback} {
		o.From, o.Online, o.Site = from, from == "", ogp.Site
		if from == "" {
			o.Site, o.Members = origin, nil
		}
		runForAnHour(t, o)
	}
	if got, want := ask(t, o, versionsOf), "2026-02…2026-03 wayback"; got != want {
		t.Errorf("versions %s, want %s", got, want)
	}
	if got, want := ask(t, o, "SELECT DISTINCT source FROM observations ORDER BY ALL"), "commoncrawl, site, wayback"; got != want {
		t.Errorf("observations of %s, want %s", got, want)
	}
}

// runForAnHour is a run without gaps, and the next one is an hour later.
func runForAnHour(t *testing.T, o Options) {
	t.Helper()
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(o.From, err)
	}
	if err := o.Clock.SleepUntil(t.Context(), o.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
}

func TestLimitsOfAnArchiveEndTheRun(t *testing.T) {
	t.Parallel()
	d, faults, o := services(t)
	address := sevenYears(d)
	second := "/web/20210601000000id_/" + address
	faults.On(second, fixtures.Status(429))
	report, err := Run(t.Context(), o)
	if !errors.Is(err, scrape.ErrSiteRefuses) || !strings.Contains(err.Error(), "wait an hour") || report.Run.Outcome != "refused" {
		t.Fatalf("error %v, report %+v", err, report)
	}
	if got, want := ask(t, o, versionsOf), "2019-01…2024-01 wayback"; got != want {
		t.Errorf("kept: %s, want %s", got, want)
	}
	faults.On(second, d.ServeHTTP)
	if _, err := Run(t.Context(), o); err != nil || d.Closed() || faults.Times()[second] != 3 {
		t.Errorf("an hour later: error %v; door closed %v; asked %d times", err, d.Closed(), faults.Times()[second])
	}
	if got := ask(t, o, versionsOf); !strings.HasSuffix(got, "2023-01…2024-01 wayback") {
		t.Errorf("in the end: %s", got)
	}
}

func TestCapturesThatCannotBeHadAreGaps(t *testing.T) {
	t.Parallel()
	d, faults, o := services(t)
	address := sevenYears(d)
	d.Add(double.Capture{Time: "20250101000000", URL: address, Body: double.Text("x"), Row: map[string]string{"timestamp": "20250102000000"}})
	faults.On("/web/20190101000000id_/"+address, fixtures.Status(404)) // another capture has the same digest
	var gaps *GapsError
	_, err := Run(t.Context(), o)
	if !errors.As(err, &gaps) || len(gaps.Gaps) != 2 || !strings.Contains(err.Error(), "no such capture") || !strings.Contains(err.Error(), "but one of 20250101000000") {
		t.Errorf("error %v", err)
	}
	if got, want := ask(t, o, "SELECT strftime(min(first_seen), '%Y-%m') FROM pages"), "2020-01"; got != want {
		t.Errorf("first seen %s, want %s", got, want)
	}
	if report, err := Run(t.Context(), o); err != nil || report.Due != 0 {
		t.Errorf("again: error %v, %d due", err, report.Due)
	}
}

func TestCapturesThatAreNamed(t *testing.T) {
	t.Parallel()
	d, _, o := services(t)
	address := sevenYears(d)
	large := fixtures.NewLargeSite(1, 0)
	d.Add(double.Capture{Time: "20180101000000", URL: address, Body: double.Text(pageOf(large, 0)), Crawl: "CC-MAIN-2018-05"})
	dir := t.TempDir()
	list, table := filepath.Join(dir, "list.txt"), filepath.Join(dir, "captures.csv")
	file, offset, length := d.Record(address, "20180101000000")
	for name, text := range map[string]string{
		list:  o.Wayback + "/web/20210601000000/" + address + "\nhttps://other.example/web/20210601000000/" + address + "\n",
		table: fmt.Sprintf("warc_filename,warc_record_offset,warc_record_length\n%s,%d,%d\n", file, offset, length),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.From, o.Sources = "", []scrape.Source{
		{Kind: scrape.SourceCapture, Arg: o.Wayback + "/web/20190101000000/" + address}, {Kind: scrape.SourceList, Arg: list}, {Kind: scrape.SourceCaptures, Arg: table},
	}
	for range 2 {
		_, err := Run(t.Context(), o)
		var gaps *GapsError
		if !errors.As(err, &gaps) || len(gaps.Gaps) != 1 || !strings.Contains(err.Error(), "--wayback https://other.example") {
			t.Fatalf("error %v", err)
		}
	}
	if got, want := ask(t, o, versionsOf), "2018-01…2019-01 commoncrawl, 2021-06…2021-06 wayback"; got != want {
		t.Errorf("versions %s, want %s", got, want)
	}
	if asked := len(d.Log()); asked != 3 {
		t.Errorf("%d requests, want one a capture", asked)
	}
}

func TestUnknownCrawlsAreUsageErrors(t *testing.T) {
	t.Parallel()
	d, _, o := services(t)
	d.Add(double.Capture{Time: "20180101000000", URL: ogp.Site + "/members/kenya/commitments/KE0001/", Crawl: "CC-MAIN-2018-05"})
	o.From, o.Crawls = ogp.SourceCommonCrawl, []string{"CC-MAIN-2030-01"}
	var usage UsageError
	if _, err := Run(t.Context(), o); !errors.As(err, &usage) || !strings.Contains(err.Error(), "CC-MAIN-2018-05") {
		t.Errorf("error %v", err)
	}
}

// TestNothingToBeHad: that an archive has nothing of what is wanted is a gap, and what
// was taken out of the database is not asked for.
func TestNothingToBeHad(t *testing.T) {
	t.Parallel()
	d, _, o := services(t)
	sevenYears(d)
	nothing := o
	nothing.Members = []string{"atlantis"}
	var gaps *GapsError
	if _, err := Run(t.Context(), nothing); !errors.As(err, &gaps) || !strings.Contains(err.Error(), "no capture") {
		t.Errorf("error %v, want a gap", err)
	}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), o.Database, o.Store)
	if err == nil {
		err = errors.Join(store.Forget(t.Context(), s, store.Forgettable{Commitment: fixtures.NewLargeSite(1, 0).ID(0)}), s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	asked := len(d.Log())
	o.Which = archives.All
	if _, err := Run(t.Context(), o); !errors.As(err, &gaps) {
		t.Errorf("error %v, want a gap", err)
	}
	for _, a := range d.Log()[asked:] {
		if strings.HasPrefix(a.URI, "/web/") {
			t.Errorf("%s is asked for", a.URI)
		}
	}
}

// TestAKilledRunLosesNoCapture: what came is in the journal.
func TestAKilledRunLosesNoCapture(t *testing.T) {
	t.Parallel()
	whole := pageOf(fixtures.NewLargeSite(1, 0), 0)
	for name, body := range map[string]string{"whole": whole, "without its end": strings.Replace(whole, "</html>", "", 1)} {
		t.Run(name, func(t *testing.T) { takeFromJournal(t, body) })
	}
}

func takeFromJournal(t *testing.T, body string) {
	d, _, o := services(t)
	address := sevenYears(d)
	large := fixtures.NewLargeSite(1, 0)
	j, err := journal.Open(o.Database)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	row := ogp.Captured{Service: ogp.SourceWayback, Timestamp: "20190101000000", Original: address, Digest: "-", State: ogp.CaptureFetched, ID: large.ID(0), Language: "en"}
	err = errors.Join(j.Write(journal.Event{
		Visit: &ogp.Visit{Run: "20260301T000000.000000Z", Number: 1, URL: "x", At: at}, Capture: &row,
		Page: &ogp.Page{URL: address, FetchedAt: at, TimeFrom: ogp.TimeRecord, Source: ogp.SourceWayback, CaptureURL: "x", Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(body)},
	}), j.Close())
	if err != nil {
		t.Fatal(err)
	}
	o.From, o.Sources = "", []scrape.Source{{Kind: scrape.SourceCapture, Arg: o.Wayback + "/web/20190101000000/" + address}}
	if report, err := Run(t.Context(), o); err != nil || report.Due != 0 || len(d.Log()) != 0 {
		t.Errorf("error %v, report %+v, %d requests", err, report, len(d.Log()))
	}
	if got := ask(t, o, versionsOf); got != "2019-01…2019-01 wayback" {
		t.Errorf("versions %s", got)
	}
}
