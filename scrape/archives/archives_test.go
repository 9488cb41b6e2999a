package archives

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ogp"
	"ogp/fixtures"
	double "ogp/fixtures/archives"
	"ogp/scrape"
)

// world is a double of the services, with faults before it, and what an archive is
// told of them.
type world struct {
	*double.Double
	faults *fixtures.FaultySite
	clock  *fixtures.Clock
	origin string
	told   map[string]string
	rows   []ogp.Captured
	gaps   []string
}

func newWorld(t *testing.T, captures ...double.Capture) *world {
	t.Helper()
	w := &world{clock: fixtures.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0), told: map[string]string{}}
	w.Double = double.New(w.clock.Now)
	w.Add(captures...)
	w.faults = fixtures.NewFaultySite(w.Double, w.clock.Now)
	server := httptest.NewServer(w.faults)
	t.Cleanup(server.Close)
	w.origin = server.URL
	return w
}

func (w *world) archive(t *testing.T, service ogp.Source, change ...func(*Options)) *Archive {
	t.Helper()
	o := Options{
		Options: scrape.Options{Site: ogp.Site, Contact: "me@example.org", Clock: w.clock},
		Service: service, Index: w.origin, Data: w.origin, Told: func(query string) string { return w.told[query] }, Now: w.clock.Now,
	}
	for _, c := range change {
		c(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// list takes in all that an archive lists.
func (w *world) list(t *testing.T, a *Archive) error {
	t.Helper()
	gaps, err := a.List(t.Context(), func(listed Listed) error {
		w.rows, w.told[listed.Query] = append(w.rows, listed.Captures...), listed.Told
		return nil
	})
	for _, gap := range gaps {
		w.gaps = append(w.gaps, gap.Query+": "+gap.Reason)
	}
	return err
}

const kenya = "https://www.opengovpartnership.org/members/kenya/commitments/"

func captured(id, at, text string) double.Capture {
	return double.Capture{URL: kenya + id + "/", Time: at, Body: double.Text("<html><p>" + text)}
}

// times are the captures of rows, in short.
func times(rows []ogp.Captured) string {
	var all []string
	for _, c := range rows {
		all = append(all, c.ID+" "+c.Timestamp)
	}
	return strings.Join(all, ", ")
}

func TestTheIndexIsAskedOnceAndGoneOnWith(t *testing.T) {
	w := newWorld(t)
	for n := range 12_001 {
		w.Add(double.Capture{URL: fmt.Sprintf("%sKE%04d/", kenya, n/2), Time: fmt.Sprintf("2020010100%04d", n%2), Digest: fmt.Sprint("D", n)})
	}
	a := w.archive(t, ogp.SourceWayback)
	if err := w.list(t, a); err != nil || len(w.rows) != 12_001 || len(w.gaps) > 0 {
		t.Fatalf("%d rows, gaps %q, error %v", len(w.rows), w.gaps, err)
	}
	asked := len(w.Log())
	if asked != 26+4+2 {
		t.Errorf("%d requests, want one a prefix and two more of 5,000 rows each", asked)
	}
	w.rows = nil
	if err := w.list(t, a); err != nil || len(w.rows) != 0 {
		t.Errorf("asked again: %d rows, error %v", len(w.rows), err)
	}
	last := w.Log()[asked].URI
	if !strings.Contains(last, "from=20260130") {
		t.Errorf("a later run asks %s, want from 30 days before the last answer on", last)
	}
}

func TestAnInterruptedListGoesOn(t *testing.T) {
	w := newWorld(t)
	for n := range 11_000 {
		w.Add(double.Capture{URL: fmt.Sprintf("%sKE%04d/", kenya, n), Time: "20200101000000", Digest: "D"})
	}
	member := func(o *Options) { o.Members = []string{"kenya"} }
	full := errors.New("the disk is full")
	_, err := w.archive(t, ogp.SourceWayback, member).List(t.Context(), func(listed Listed) error {
		w.rows, w.told[listed.Query] = listed.Captures, listed.Told
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if err := w.list(t, w.archive(t, ogp.SourceWayback, member)); err != nil || len(w.rows) != 10_000 {
		t.Errorf("%d rows, error %v", len(w.rows), err)
	}
}

func TestWideQueriesAreNarrowed(t *testing.T) {
	w := newWorld(t, captured("KE0001", "20200101000000", "x"), captured("KE0002", "20200101000000", "x"),
		double.Capture{URL: strings.ReplaceAll(kenya, "kenya", "kosovo") + "XK0001/", Time: "20200101000000"})
	w.Wide = 2
	if err := w.list(t, w.archive(t, ogp.SourceWayback)); err != nil || len(w.rows) != 3 || len(w.gaps) > 0 {
		t.Errorf("rows %s, gaps %q, error %v", times(w.rows), w.gaps, err)
	}
}

func TestIndexAnswersThatCannotBeRead(t *testing.T) {
	w := newWorld(t, captured("KE0001", "20200101000000", "x"))
	a := w.archive(t, ogp.SourceWayback, func(o *Options) { o.Members, o.Retries = []string{"kenya"}, -1 })
	uri := a.capturesQuery(a.prefixes()[0]).path(progress{})
	passing := fixtures.Typed("application/json", `[["urlkey","timestamp","original"],["k","20200101000000","`+kenya+`KE0001/"]]`)
	w.faults.On(uri, fixtures.HTML("<html>busy"), fixtures.Typed("application/json", `[["urlkey","time`), passing)
	if err := w.list(t, a); err != nil || len(w.rows) != 1 || len(w.gaps) > 0 {
		t.Errorf("what passes: rows %s, gaps %q, error %v", times(w.rows), w.gaps, err)
	}
	w.rows, w.told = nil, map[string]string{}
	w.faults.On(uri, fixtures.HTML("<html>busy"))
	if err := w.list(t, a); err != nil || len(w.gaps) != 1 || !strings.Contains(w.gaps[0], "busy") {
		t.Errorf("what stays: gaps %q, error %v", w.gaps, err)
	}
}

func TestABlockedSiteEndsTheRun(t *testing.T) {
	w := newWorld(t)
	w.Blocked = true
	err := w.list(t, w.archive(t, ogp.SourceWayback))
	if !errors.Is(err, scrape.ErrSiteRefuses) || !strings.Contains(err.Error(), "Blocked Site Error") || len(w.Log()) != 2 {
		t.Errorf("error %v after %d requests", err, len(w.Log()))
	}
}

// fetchOne fetches a capture of KE0001 on the first of January 2020.
func fetchOne(t *testing.T, w *world) Fetched {
	t.Helper()
	c := row{"timestamp": "20200101000000", "original": kenya + "KE0001/", "digest": "D"}.capture(ogp.SourceWayback)
	f, err := w.archive(t, ogp.SourceWayback, func(o *Options) { o.Retries = -1 }).Fetch(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPlayback(t *testing.T) {
	const at = "20200101000000"
	page := captured("KE0001", at, "one")
	with := func(change func(*double.Capture)) double.Capture {
		c := page
		change(&c)
		return c
	}
	answer := func(status int, body string, header ...string) func(*double.Capture) {
		return func(c *double.Capture) {
			c.Play = func(w http.ResponseWriter, _ *http.Request) {
				for i := 0; i < len(header); i += 2 {
					w.Header()[header[i]] = []string{header[i+1]}
				}
				w.WriteHeader(status)
				fmt.Fprint(w, body)
			}
		}
	}
	const memento = "Wed, 01 Jan 2020 00:00:00 GMT"
	status := func(code int) func(*double.Capture) { return func(c *double.Capture) { c.Status = code } }
	sent := func(how string) func(*double.Capture) { return func(c *double.Capture) { c.Sent = how } }
	for name, test := range map[string]struct {
		capture double.Capture
		state   ogp.CaptureState
		says    string // body of the page, what was seen, or the reason
	}{
		"plain":                      {page, ogp.CaptureFetched, "<html><p>one"},
		"gzip":                       {with(sent("gzip")), ogp.CaptureFetched, "<html><p>one"},
		"gzip that nothing names":    {with(sent("gzip-unnamed")), ogp.CaptureFetched, "<html><p>one"},
		"gzip beside an empty name":  {with(sent("gzip-empty")), ogp.CaptureFetched, "<html><p>one"},
		"brotli":                     {with(sent("br")), ogp.CaptureFetched, "<html><p>one"},
		"brotli that the site named": {with(sent("br-unnamed")), ogp.CaptureFetched, "<html><p>one"},
		"header in lower case":       {with(answer(200, "<html><p>one", "memento-datetime", memento, "content-type", "text/html")), ogp.CaptureFetched, "<html><p>one"},
		"gone then":                  {with(status(410)), ogp.CaptureGone, "gone"},
		"a limit of the site's then": {with(status(429)), ogp.CaptureSkipped, "429 Too Many Requests"},
		"a fault of the site's then": {with(status(503)), ogp.CaptureSkipped, "503 Service Unavailable"},
		"no page":                    {with(func(c *double.Capture) { c.Type = "image/png" }), ogp.CaptureSkipped, "content type"},
		"a challenge": {with(func(c *double.Capture) {
			c.Body = double.Text("<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x>")
		}), ogp.CaptureLost, "challenge"},
		"empty":                         {with(func(c *double.Capture) { c.Body = double.Text(" ") }), ogp.CaptureLost, "empty"},
		"moved":                         {with(func(c *double.Capture) { c.Status, c.Header = 301, http.Header{"Location": {kenya + "KE0001"}} }), ogp.CaptureMoved, "moved"},
		"led to the home page":          {with(func(c *double.Capture) { c.Status, c.Header = 302, http.Header{"Location": {ogp.Site + "/"}} }), ogp.CaptureGone, "gone"},
		"captured under another name":   {with(func(c *double.Capture) { c.URL = strings.ToLower(c.URL) }), ogp.CaptureFetched, "<html><p>one"},
		"another time":                  {captured("KE0001", "20191230000000", "x"), ogp.CaptureLost, "one of 20191230000000"},
		"another time without a word":   {with(answer(200, "<html>", "Memento-Datetime", "Wed, 01 Jan 2019 00:00:00 GMT")), ogp.CaptureLost, "20190101000000"},
		"never archived":                {captured("KE0002", at, "x"), ogp.CaptureLost, "no such capture"},
		"excluded":                      {with(answer(200, "<html>This URL has been excluded from the Wayback Machine.")), ogp.CaptureLost, "page of its own"},
		"a capture of another page":     {with(answer(200, "<html>", "Memento-Datetime", memento, "Link", "<"+kenya+"KE0009/>; rel=\"original\"")), ogp.CaptureLost, "KE0009"},
		"a redirect that leads nowhere": {with(answer(302, "")), ogp.CaptureFailed, ""},
		"a fault of the service":        {with(answer(502, "")), ogp.CaptureFailed, "502"},
	} {
		t.Run(name, func(t *testing.T) {
			f := fetchOne(t, newWorld(t, test.capture))
			says := f.Reason
			if f.Page != nil {
				says = string(f.Page.What) + string(f.Page.Body)
				if f.Page.Digest != "sha1:D" || f.Page.Source != ogp.SourceWayback || !f.Page.FetchedAt.Equal(f.At()) || !strings.HasSuffix(f.Page.CaptureURL, "/web/"+at+"/"+kenya+"KE0001/") {
					t.Errorf("page %+v", f.Page)
				}
			}
			if f.State != test.state || !strings.Contains(says, test.says) {
				t.Errorf("%s %q, want %s %q", f.State, says, test.state, test.says)
			}
		})
	}
}

// TestManners: a run that asks for a thousand things stays below the limits, and
// never goes on behind one.
func TestManners(t *testing.T) {
	w := newWorld(t)
	for n := range 700 {
		w.Add(captured(fmt.Sprintf("KE%04d", n), "20200101000000", "x"))
	}
	a := w.archive(t, ogp.SourceWayback)
	if err := w.list(t, a); err != nil {
		t.Fatal(err)
	}
	for _, c := range w.rows {
		if _, err := a.Fetch(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	from := map[string]bool{}
	for i, asked := range w.Log() {
		from[asked.From] = true
		pace := capturePace
		if i > 0 && strings.HasPrefix(w.Log()[i-1].URI, "/cdx/") {
			pace = indexPace
		}
		if i > 0 && asked.At.Sub(w.Log()[i-1].At) < pace || asked.Answered != 200 || !strings.Contains(asked.Header.Get("User-Agent"), "me@example.org") {
			t.Fatalf("request %d: %+v", i, asked)
		}
	}
	// A connection is kept; net/http gives one up where a busy machine was slow to write.
	if len(from) > 7 || w.Closed() {
		t.Errorf("%d connections for %d requests; the door was closed: %v", len(from), len(w.Log()), w.Closed())
	}
}

// TestLimits: behind a limit comes a pause of a minute, and the second one ends the
// run before the door is closed.
func TestLimits(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"429": fixtures.Status(429), "403": fixtures.Status(403), "refused": fixtures.Drop,
		"503": fixtures.Typed("application/xml", "<Error><Code>SlowDown</Code></Error>"),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "503" {
				fault = fixtures.Status(503)
			}
			w := newWorld(t, captured("KE0001", "20200101000000", "one"))
			uri := "/web/20200101000000id_/" + kenya + "KE0001/"
			w.faults.On(uri, fault, w.Double.ServeHTTP)
			if f := fetchOne(t, w); f.State != ogp.CaptureFetched {
				t.Fatalf("after a pause: %s %s", f.State, f.Reason)
			}
			if log := w.faults.Log(); log[1].At.Sub(log[0].At) < time.Minute {
				t.Errorf("asked again after %s", log[1].At.Sub(log[0].At))
			}
			w.faults.Forget()
			w.faults.On(uri, fault)
			_, err := w.archive(t, ogp.SourceWayback).Fetch(t.Context(), row{"timestamp": "20200101000000", "original": kenya + "KE0001/"}.capture(ogp.SourceWayback))
			if !errors.Is(err, scrape.ErrSiteRefuses) || !strings.Contains(err.Error(), "wait an hour") || len(w.faults.Log()) != 2 {
				t.Errorf("error %v after %d requests", err, len(w.faults.Log()))
			}
		})
	}
}

// TestTheDoorIsNeverReached: also at a pace that the service does not allow, the run
// ends before the door is closed.
func TestTheDoorIsNeverReached(t *testing.T) {
	w := newWorld(t)
	a := w.archive(t, ogp.SourceWayback, func(o *Options) { o.Rate = 1000 })
	for range 3 {
		if err := w.list(t, a); err != nil {
			if !errors.Is(err, scrape.ErrSiteRefuses) {
				t.Error(err)
			}
			break
		}
		w.told = map[string]string{}
	}
	refused := 0
	for _, asked := range w.Log() {
		if asked.Answered == 429 {
			refused++
		}
	}
	if refused == 0 || w.Closed() {
		t.Errorf("%d answers of 429; the door was closed: %v", refused, w.Closed())
	}
}

func TestRatesAboveOneAreForLoopbackOnly(t *testing.T) {
	_, err := New(Options{Options: scrape.Options{Rate: 2}, Service: ogp.SourceWayback, Index: Wayback, Data: Wayback})
	if err == nil || !strings.Contains(err.Error(), "--rate 2") {
		t.Errorf("error %v", err)
	}
}

func crawled(crawl, id, at, text string) double.Capture {
	c := captured(id, at, text)
	c.Crawl = crawl
	return c
}

func TestCommonCrawl(t *testing.T) {
	cut := crawled("CC-MAIN-2024-33", "KE0003", "20240810000000", "half")
	cut.Truncated = "length"
	told := crawled("CC-MAIN-2024-33", "KE0004", "20240810000000", "half")
	told.Row = map[string]string{"truncated": "length"}
	gone := crawled("CC-MAIN-2024-33", "KE0005", "20240810000000", "")
	gone.Status = 404
	w := newWorld(t, crawled("CC-MAIN-2021-04", "KE0001", "20210120000000", "one"), crawled("CC-MAIN-2024-33", "KE0001", "20240810000000", "two"),
		crawled("CC-MAIN-2024-33", "KE0002", "20240811000000", "other"), cut, told, gone)
	w.Page = 2
	a := w.archive(t, ogp.SourceCommonCrawl)
	if err := w.list(t, a); err != nil || len(w.rows) != 6 || len(w.gaps) > 0 {
		t.Fatalf("rows %s, gaps %q, error %v", times(w.rows), w.gaps, err)
	}
	if asked := len(w.Log()); asked != 1+2+4 {
		t.Errorf("%d requests, want the list of crawls, the number of pages of each, and each page", asked)
	}
	if err := w.list(t, a); err != nil || len(w.Log()) != 7 {
		t.Errorf("what was told is asked again: %d requests, error %v", len(w.Log()), err)
	}
	says := map[string]string{}
	for _, c := range w.rows {
		f := Fetched{Captured: c}
		if c.IsDue() {
			var err error
			if f, err = a.Fetch(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		says[c.ID+" "+c.Timestamp] = string(f.State) + " " + f.Reason
		if f.Page != nil {
			says[c.ID+" "+c.Timestamp] += string(f.Page.Body)
			if f.Page.Source != ogp.SourceCommonCrawl || !strings.Contains(f.Page.CaptureURL, c.File+"#bytes=") || !f.Page.FetchedAt.Equal(c.At()) || f.Page.Digest != "sha1:"+c.Digest {
				t.Errorf("page %+v of %+v", f.Page, c)
			}
		}
	}
	for name, want := range map[string]string{
		"KE0001 20210120000000": "fetched <html><p>one", "KE0001 20240810000000": "fetched <html><p>two", "KE0002 20240811000000": "fetched ",
		"KE0003 20240810000000": "lost ", "KE0004 20240810000000": "lost the archive has only its beginning (length)", "KE0005 20240810000000": "skipped ",
	} {
		if !strings.HasPrefix(says[name], want) {
			t.Errorf("%s: %q, want %q", name, says[name], want)
		}
	}
}

func TestRecordsThatAreNotWhatWasAskedFor(t *testing.T) {
	w := newWorld(t, crawled("CC-MAIN-2024-33", "KE0001", "20240810000000", "one"), crawled("CC-MAIN-2024-33", "KE0002", "20240810000000", "two"))
	a := w.archive(t, ogp.SourceCommonCrawl, func(o *Options) { o.Retries = -1 })
	if err := w.list(t, a); err != nil {
		t.Fatal(err)
	}
	whole, one := w.rows[0], w.rows[0]
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		state  ogp.CaptureState
		says   string
	}{
		"the whole file": {fixtures.Typed("text/plain", "WARC/1.0"), ogp.CaptureLost, "all of it"},
		"another part": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 7-9/10")
			w.WriteHeader(206)
		}, ogp.CaptureLost, "bytes 7-9/10"},
		"no such file": {fixtures.Status(404), ogp.CaptureLost, "404"},
		"a fault":      {fixtures.Status(500), ogp.CaptureFailed, "500"},
		"half the record": {func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Range", "bytes "+part(one)+"/1000")
			rw.WriteHeader(206)
			_, _ = rw.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0})
		}, ogp.CaptureFailed, "cut short"},
	} {
		w.faults.On("/"+one.File, test.answer)
		f, err := a.Fetch(t.Context(), one)
		if err != nil || f.State != test.state || !strings.Contains(f.Reason, test.says) {
			t.Errorf("%s: %s %q, error %v", name, f.State, f.Reason, err)
		}
	}
	w.faults.On("/"+one.File, w.Double.ServeHTTP)
	whole.Length += w.rows[1].Length // two records
	if f, err := a.Fetch(t.Context(), whole); err != nil || f.State != ogp.CaptureFetched {
		t.Errorf("two records: %s %q, error %v", f.State, f.Reason, err)
	}
	other := w.rows[1]
	other.ID = "KE0009"
	if f, err := a.Fetch(t.Context(), other); err != nil || f.State != ogp.CaptureLost || !strings.Contains(f.Reason, "KE0002") {
		t.Errorf("another page: %s %q, error %v", f.State, f.Reason, err)
	}
}

func TestCrawlsAreChosen(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"CC-MAIN-2019-04", "CC-MAIN-2021-04", "CC-MAIN-2024-33"} {
		w.Add(crawled(id, "KE0001", id[8:12]+"0810000000", id))
	}
	for name, test := range map[string]struct {
		scope Scope
		want  string
	}{
		"all":          {Scope{}, "KE0001 20190810000000, KE0001 20210810000000, KE0001 20240810000000"},
		"named":        {Scope{Crawls: []string{"CC-MAIN-2021-04"}}, "KE0001 20210810000000"},
		"since":        {Scope{Since: time.Date(2021, 2, 1, 0, 0, 0, 0, time.UTC)}, "KE0001 20210810000000, KE0001 20240810000000"},
		"until":        {Scope{Until: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}, "KE0001 20190810000000"},
		"other member": {Scope{Members: []string{"kosovo"}}, ""},
	} {
		w.rows, w.told = nil, map[string]string{}
		if err := w.list(t, w.archive(t, ogp.SourceCommonCrawl, func(o *Options) { o.Scope = test.scope })); err != nil || times(w.rows) != test.want {
			t.Errorf("%s: %s, want %s; error %v", name, times(w.rows), test.want, err)
		}
	}
	err := w.list(t, w.archive(t, ogp.SourceCommonCrawl, func(o *Options) { o.Crawls = []string{"CC-MAIN-2030-01"} }))
	if !errors.Is(err, ErrUnknownCrawl) || !strings.Contains(err.Error(), "CC-MAIN-2024-33") {
		t.Errorf("error %v", err)
	}
}

func TestTwoWordingsOfNone(t *testing.T) {
	for body, done := range map[string]bool{`{"message": "No Captures found for: x"}`: true, `{"error": "No Captures found for: x"}`: true, "<html>404": false} {
		at := progress{}
		_, err := crawlQuery(crawl{ID: "CC-MAIN-2024-33"}, "x").read(&at, scrape.Answer{Status: 404, Body: []byte(body)})
		if at.Done != done || (err == nil) != done {
			t.Errorf("%s: done %v, error %v", body, at.Done, err)
		}
	}
}
