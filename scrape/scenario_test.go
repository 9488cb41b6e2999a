package scrape

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/fixtures"
)

// scenario is one bad day of the site, what must come of the pages, and what
// must show in the site's log.
type scenario struct {
	name    string
	site    func(*fixtures.FaultySite) // how it differs from the healthy site
	options func(*Options)
	fetch   []string // IDs to ask for; default KE0001
	want    string   // outcomes in order, or the beginning of the error at the end
	reason  string   // in the last outcome's reason
	log     func(t *testing.T, log []fixtures.Asked)
}

const allow = "User-agent: *\nDisallow: /*blackhole\n"

func robotsSay(text string) http.HandlerFunc { return fixtures.Typed("text/plain", text) }

// on scripts the answers of one page.
func on(id string, answers ...http.HandlerFunc) func(*fixtures.FaultySite) {
	return func(s *fixtures.FaultySite) { s.On(path(id), answers...) }
}

func onRobots(answers ...http.HandlerFunc) func(*fixtures.FaultySite) {
	return func(s *fixtures.FaultySite) { s.On(robotsPath, answers...) }
}

// asked wants these addresses, robots.txt first, and no others.
func asked(uris ...string) func(*testing.T, []fixtures.Asked) {
	return func(t *testing.T, log []fixtures.Asked) {
		t.Helper()
		got := []string{}
		for _, a := range log {
			got = append(got, a.URI)
		}
		if diff := cmp.Diff(append([]string{robotsPath}, uris...), got); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	}
}

// gap wants at least so much time before the request with that number.
func gap(number int, least time.Duration) func(*testing.T, []fixtures.Asked) {
	return func(t *testing.T, log []fixtures.Asked) {
		t.Helper()
		if len(log) <= number {
			t.Fatalf("%d requests, want more than %d", len(log), number)
		}
		if got := log[number].At.Sub(log[number-1].At); got < least {
			t.Errorf("request %d came after %s, want %s at least", number, got, least)
		}
	}
}

var scenarios = []scenario{
	{name: "a healthy site", fetch: []string{"KE0001", "KE0002"}, want: "fetched fetched", log: asked(path("KE0001"), path("KE0002"))},
	{name: "robots.txt forbids a page", site: onRobots(robotsSay("User-agent: *\nDisallow: " + path("KE0001"))),
		want: "refused", reason: "robots.txt forbids", log: asked()},
	{name: "robots.txt forbids another visitor", site: onRobots(robotsSay("User-agent: other\nDisallow: /")), want: "fetched"},
	{name: "robots.txt forbids everything", site: onRobots(robotsSay("User-agent: *\nDisallow: /")), want: "error: the site refuses", log: asked()},
	{name: "robots.txt is not there", site: onRobots(fixtures.Status(404)), want: "fetched"},
	{name: "robots.txt is forbidden itself", site: onRobots(fixtures.Status(403)), want: "fetched"},
	{name: "robots.txt fails", site: onRobots(fixtures.Status(500)), want: "error: the site refuses", log: asked(robotsPath, robotsPath, robotsPath)},
	{name: "robots.txt cannot be reached", site: onRobots(fixtures.Drop), want: "error: the site refuses"},
	{name: "robots.txt asks for a delay", site: onRobots(robotsSay("User-agent: *\nCrawl-delay: 20\n")), want: "fetched", log: gap(1, 20*time.Second)},
	{name: "a redirect to what robots.txt forbids", want: "refused", reason: "robots.txt forbids",
		site: func(s *fixtures.FaultySite) {
			s.On(robotsPath, robotsSay("User-agent: *\nDisallow: /private/"))
			s.On(path("KE0001"), fixtures.Redirect("/private/"))
		}, log: asked(path("KE0001"))},
	{name: "one request a second", options: func(o *Options) { o.Rate = 1 }, fetch: []string{"KE0001", "KE0002"}, want: "fetched fetched",
		log: gap(2, time.Second)},
	{name: "429 with seconds", site: on("KE0001", fixtures.Status(429, "Retry-After", "90"), fixtures.HTML("x")), want: "fetched", log: gap(2, 90*time.Second)},
	{name: "503 with a date", site: on("KE0001", fixtures.Status(503, "Retry-After", "Sun, 01 Mar 2026 12:04:00 GMT"), fixtures.HTML("x")),
		want: "fetched", log: gap(2, 4*time.Minute)},
	{name: "a pause for a page is one for all", site: on("KE0001", fixtures.Status(429, "Retry-After", "60")), fetch: []string{"KE0001", "KE0002"},
		options: func(o *Options) { o.Retries = -1 }, want: "refused fetched", log: gap(2, time.Minute)},
	{name: "a pause of a day ends the run", site: on("KE0001", fixtures.Status(503, "Retry-After", "86400")), fetch: []string{"KE0001", "KE0002"},
		want: "failed error: the site refuses", log: asked(path("KE0001"))},
	{name: "a fault that passes", site: on("KE0001", fixtures.Status(502), fixtures.Status(500), fixtures.HTML("x")), want: "fetched", log: gap(3, time.Second)},
	{name: "a connection that is dropped", site: on("KE0001", fixtures.Drop, fixtures.Drop, fixtures.HTML("x")), want: "fetched",
		log: asked(path("KE0001"), path("KE0001"), path("KE0001"))},
	{name: "a kept connection that is dropped is no free repetition", site: on("KE0001", fixtures.Drop, fixtures.HTML("x")), want: "failed",
		options: func(o *Options) { o.Retries = -1 }, log: asked(path("KE0001"))},
	{name: "a repetition on a new connection keeps the rate", site: on("KE0001", fixtures.Drop, fixtures.HTML("x")), want: "fetched",
		options: func(o *Options) { o.Rate = 0.1 }, log: gap(2, 10*time.Second)},
	{name: "an answer that never comes", site: on("KE0001", fixtures.Hang), want: "failed", reason: "no whole answer within",
		options: func(o *Options) { o.Timeout, o.Retries = 500*time.Millisecond, 1 }, log: asked(path("KE0001"), path("KE0001"))},
	{name: "gone", site: on("KE0001", fixtures.Status(410)), want: "gone", log: asked(path("KE0001"))},
	{name: "one refusal after another ends the run", fetch: ids(20), want: strings.Repeat("refused ", 8) + "error: the site refuses",
		site: func(s *fixtures.FaultySite) {
			for _, id := range ids(20) {
				s.On(path(id), fixtures.Status(403))
			}
		}},
	{name: "a challenge", site: on("KE0001", fixtures.Challenge), want: "refused", reason: "challenge page (Cloudflare)", log: asked(path("KE0001"))},
	{name: "a login", site: on("KE0001", fixtures.Login), want: "refused", reason: "login"},
	{name: "a redirect to the login", site: on("KE0001", fixtures.Redirect("/wp-login.php")), want: "refused", reason: "login", log: asked(path("KE0001"))},
	{name: "a redirect to the trap", site: on("KE0001", fixtures.Redirect("/?blackhole=1")), want: "refused", reason: "trap", log: asked(path("KE0001"))},
	{name: "a redirect off the site", site: on("KE0001", fixtures.Redirect("https://elsewhere.example/")), want: "refused", reason: "is not on the site"},
	{name: "a redirect to another scheme", site: on("KE0001", fixtures.Redirect("ftp://127.0.0.1/x")), want: "refused", reason: "is not on the site"},
	{name: "a redirect to another port", site: on("KE0001", fixtures.Redirect("http://127.0.0.1:1/x")), want: "refused", reason: "is not on the site"},
	{name: "a redirect to itself", site: on("KE0001", fixtures.Redirect(path("KE0001"))), want: "refused", reason: "in a circle"},
	{name: "a redirect to the home page", site: on("KE0001", fixtures.Redirect("/")), want: "gone", reason: "redirect to /, which is another kind of page",
		log: asked(path("KE0001"))},
	{name: "a redirect onto a page that was fetched", site: on("KE0002", fixtures.Redirect(path("KE0001"))), fetch: []string{"KE0001", "KE0002"},
		want: "fetched fetched", log: asked(path("KE0001"), path("KE0002"), path("KE0001"))},
	{name: "an alias", site: on("KE0001", fixtures.Redirect("/countries/kenya/commitments/ke0001")), want: "fetched",
		log: asked(path("KE0001"), "/countries/kenya/commitments/ke0001")},
	{name: "too large", site: on("KE0001", fixtures.HTML(strings.Repeat("x", 2<<20))), want: "failed", reason: "larger than the limit", log: asked(path("KE0001"))},
	{name: "a gzip bomb", site: on("KE0001", fixtures.Bomb(64<<20)), want: "failed", reason: "larger than the limit", log: asked(path("KE0001"))},
	{name: "shorter than announced", site: on("KE0001", fixtures.Short), want: "failed", reason: "cut short"},
	{name: "chunks that do not end", site: on("KE0001", fixtures.CutChunks), want: "failed", reason: "cut short"},
	{name: "another type", site: on("KE0001", fixtures.Typed("application/pdf", "%PDF")), want: "not_commitment", reason: "application/pdf"},
	{name: "an empty page", site: on("KE0001", fixtures.HTML(" ")), want: "failed", reason: "page is empty"},
}

func ids(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("KE%04d", i+1))
	}
	return all
}

func TestScenarios(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			clock := newFakeClock()
			site := fixtures.NewFaultySite(fixtures.HTML("<title>page</title>"), clock.Now)
			site.On(robotsPath, robotsSay(allow))
			if s.site != nil {
				s.site(site)
			}
			server := httptest.NewServer(site)
			t.Cleanup(server.Close)
			options := Options{Site: server.URL, Workers: 1, Rate: math.Inf(1), MaxBody: 1 << 20, Clock: clock}
			if s.options != nil {
				s.options(&options)
			}
			c, err := New(options)
			if err != nil {
				t.Fatal(err)
			}
			s.check(t, c)
			log := site.Log()
			if s.log != nil {
				s.log(t, log)
			}
			wantManners(t, log)
		})
	}
}

// check fetches the pages and compares what came of them.
func (s scenario) check(t *testing.T, c *Collector) {
	t.Helper()
	wanted := s.fetch
	if wanted == nil {
		wanted = []string{"KE0001"}
	}
	results, err := fetchAll(t.Context(), c, requests(wanted...))
	var got []string
	reason := ""
	for _, result := range results {
		got, reason = append(got, string(result.Visit.Outcome)), result.Visit.Error
		wantClass(t, result.Visit)
	}
	want, wantError, fails := strings.Cut(s.want, "error: ")
	if strings.Join(got, " ") != strings.TrimSpace(want) {
		t.Errorf("outcomes %q, want %q; %s", got, want, reason)
	}
	if fails != (err != nil) || fails && (!errors.Is(err, ErrSiteRefuses) || !strings.HasPrefix(err.Error(), wantError)) {
		t.Errorf("error %v, want %q", err, wantError)
	}
	if !strings.Contains(reason, s.reason) {
		t.Errorf("reason %q, want %q", reason, s.reason)
	}
}

// wantManners holds what is true on every day: robots.txt first, and the trap
// never.
func wantManners(t *testing.T, log []fixtures.Asked) {
	t.Helper()
	if len(log) == 0 || log[0].URI != robotsPath {
		t.Error("robots.txt was not asked for first")
	}
	for _, a := range log {
		if isTrap(a.URI) {
			t.Errorf("the trap was touched: %s", a.URI)
		}
	}
}

func TestWorkersAreBounded(t *testing.T) {
	clock := newFakeClock()
	site := fixtures.NewFaultySite(fixtures.HTML("x"), clock.Now)
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	c, err := New(Options{Site: server.URL, Workers: 3, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fetchAll(t.Context(), c, requests(ids(60)...)); err != nil {
		t.Fatal(err)
	}
	robots := 0
	for _, a := range site.Log() {
		if a.UnderWay > 3 {
			t.Errorf("%d requests at once, want 3 at most", a.UnderWay)
		}
		if a.URI == robotsPath {
			robots++
		}
	}
	if robots != 1 {
		t.Errorf("robots.txt was asked for %d times", robots)
	}
}

func TestOnlyHonestLinksAreFollowed(t *testing.T) {
	clock := newFakeClock()
	site := fixtures.NewFaultySite(nil, clock.Now)
	site.On("/members/kenya/", fixtures.TrapLinks(path("KE0001")))
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	c, err := New(Options{Site: server.URL, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	found, err := discoverAll(t.Context(), c, DiscoverOptions{Members: []string{"kenya"}})
	if err != nil {
		t.Fatal(err)
	}
	found = slices.DeleteFunc(found, func(l ogp.Listing) bool { return l.Kind != ogp.KindCommitment })
	if len(found) != 1 || found[0].ID != "KE0001" {
		t.Errorf("found %+v, want KE0001 alone", found)
	}
	wantManners(t, site.Log())
}

func TestQuitFinishesWhatIsUnderWay(t *testing.T) {
	for name, quit := range map[string]func(*Collector, func()){
		"by Quit":      func(c *Collector, _ func()) { c.Quit() },
		"by an ending": func(_ *Collector, end func()) { end() },
	} {
		t.Run(name, func(t *testing.T) { quitFinishes(t, quit) })
	}
}

func quitFinishes(t *testing.T, quit func(c *Collector, end func())) {
	clock := newFakeClock()
	ending, end := context.WithCancel(t.Context())
	defer end()
	site := fixtures.NewFaultySite(fixtures.HTML("x"), clock.Now)
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	c, err := New(Options{Site: server.URL, Workers: 1, Clock: clock, Ending: ending})
	if err != nil {
		t.Fatal(err)
	}
	site.On(path("KE0002"), func(w http.ResponseWriter, r *http.Request) {
		quit(c, end)
		fixtures.HTML("x")(w, r)
	})
	results, err := fetchAll(t.Context(), c, requests(ids(5)...))
	if len(results) != 2 || !errors.Is(err, c.quit.Err()) {
		t.Errorf("%d results, error %v, want the page under way and the end", len(results), err)
	}
	asked(path("KE0001"), path("KE0002"))(t, site.Log())
}
