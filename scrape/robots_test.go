package scrape

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
)

func TestRobotsRules(t *testing.T) {
	for name, c := range map[string]struct {
		text            string
		allowed, denied []string
	}{
		"nothing":            {"", []string{"/", "/x"}, nil},
		"for everybody":      {"User-agent: *\nDisallow: /x", []string{"/", "/y", "/a/x"}, []string{"/x", "/x/y", "/xy", "/x?a"}},
		"for us alone":       {"User-agent: *\nDisallow: /\nUser-agent: OGP\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"for others":         {"User-agent: ogpbot\nDisallow: /\n\nUser-agent: og\nDisallow: /", []string{"/x"}, nil},
		"named with version": {"User-agent: ogp/9.9\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"several names":      {"User-agent: a\nUser-agent: ogp\nUser-agent: b\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"groups add up":      {"User-agent: ogp\nDisallow: /x\nUser-agent: b\nDisallow: /z\nUser-agent: ogp\nDisallow: /y", []string{"/z"}, []string{"/x", "/y"}},
		"empty disallow":     {"User-agent: *\nDisallow:\n\nUser-agent: BadBot\nDisallow: /", []string{"/", "/x"}, nil},
		"longest wins":       {"User-agent: *\nAllow: /x/y\nDisallow: /x", []string{"/x/y/z"}, []string{"/x/z"}},
		"allow wins a tie":   {"User-agent: *\nDisallow: /x\nAllow: /x", []string{"/x"}, nil},
		"wildcard":           {"User-agent: *\nDisallow: /*blackhole\nDisallow: /a*b*c", []string{"/a", "/xaxbxc"}, []string{"/?blackhole=1", "/a1b2c3"}},
		"all by star":        {"User-agent: *\nDisallow: *", nil, []string{"/", "/x"}},
		"end mark":           {"User-agent: *\nDisallow: /\nAllow: /$", []string{"/"}, []string{"/members/", "/x"}},
		"wildcard and end":   {"User-agent: *\nDisallow: /*.pdf$", []string{"/a.pdf?x", "/a.pdfs"}, []string{"/a.pdf", "/b/a.pdf"}},
		"no leading slash":   {"User-agent: *\nDisallow: x", []string{"/y"}, []string{"/x"}},
		"query in order":     {"User-agent: *\nDisallow: /x?b=1&a=2", []string{"/x?a=2&b=1"}, []string{"/x?b=1&a=2"}},
		"encoding":           {"User-agent: *\nDisallow: /b%c3%a9ni\nDisallow: /côte\nDisallow: /d'i", nil, []string{"/b%C3%A9ni", "/c%C3%B4te", "/d%27i"}},
		"encoded slash":      {"User-agent: *\nDisallow: /a%2Fb", []string{"/a/b"}, []string{"/a%2fb"}},
		"comments":           {"# hello\nUser-agent: * # all\nDisallow: /x # secret", []string{"/y"}, []string{"/x"}},
		"byte order mark":    {"\ufeffUser-agent: *\nDisallow: /x", []string{"/y"}, []string{"/x"}},
		"windows lines":      {"User-agent: *\r\nDisallow: /x\r\n\r\nDisallow: /y", []string{"/z"}, []string{"/x", "/y"}},
		"bad lines":          {"Disallow: /early\nnonsense\nUser-agent: *\nCrawl-delay: 10s\nNoindex: /y\nDisallow: /x", []string{"/early", "/y"}, []string{"/x"}},
		"sitemap between":    {"User-agent: *\nSitemap: https://a/b.xml\nDisallow: /x", []string{"/y"}, []string{"/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			rules := parseRobots([]byte(c.text), "ogp/1.0 (+https://example.org)")
			check := func(paths []string, want bool) {
				for _, path := range paths {
					u, err := url.Parse("https://www.example.org" + path)
					if err != nil {
						t.Fatal(err)
					}
					if rules.allows(u) != want {
						t.Errorf("%s allowed: %v, want %v", path, !want, want)
					}
				}
			}
			check(c.allowed, true)
			check(c.denied, false)
		})
	}
}

func TestRobotsDelayAndSitemaps(t *testing.T) {
	rules := parseRobots([]byte("Sitemap: https://a/1.xml\nUser-agent: x\nCrawl-delay: 99\nUser-agent: *\ncrawl-delay: 2.5\nSITEMAP:https://a/2.xml\nSitemap:\n"), "ogp")
	if rules.delay != 2500*time.Millisecond {
		t.Errorf("delay %s, want 2.5s", rules.delay)
	}
	if diff := cmp.Diff([]string{"https://a/1.xml", "https://a/2.xml"}, rules.sitemaps); diff != "" {
		t.Errorf("sitemaps (-want +got):\n%s", diff)
	}
	if got := parseRobots([]byte("User-agent: *\nCrawl-delay: 1e300"), "ogp").delay; got != maxCrawlDelay {
		t.Errorf("absurd delay became %s, want %s", got, maxCrawlDelay)
	}
}

func TestRobotsIsReadOnceForAll(t *testing.T) {
	site := newTestSite(t, nil)
	c := site.collector(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if _, err := fetchAll(t.Context(), c, manyRequests(3)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		for range c.Discover(t.Context(), DiscoverOptions{}) {
		}
	})
	group.Wait()
	if got := site.times(robotsPath); got != 1 {
		t.Errorf("robots.txt was read %d times", got)
	}
	if site.hits[0].URI != robotsPath {
		t.Errorf("%s was asked for before robots.txt", site.hits[0].URI)
	}
}

// What robots.txt may answer, and whether the run goes on.
func TestRobotsAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		asked  int    // requests for robots.txt
		reason string // why the run does not go on
	}{
		"none":          {status(404), 1, ""},
		"forbidden":     {status(403), 1, ""},
		"web page":      {text("text/html", "<title>Home</title>User-agent: *\nDisallow: /"), 1, ""},
		"wrong label":   {text("text/html", "User-agent: *\nDisallow: /"), 1, "forbids"},
		"moved":         {redirectTo("/other.txt"), 1, ""},
		"moved away":    {redirectTo("https://evil.test/robots.txt"), 1, "not on the site"},
		"passing error": {inTurn(status(503), status(404)), 2, ""},
		"server error":  {status(500), 4, "500 Internal Server Error"},
		"too many":      {status(429), 4, "429 Too Many Requests"},
		"challenge":     {status(403, "Cf-Mitigated", "challenge"), 1, "challenge page"},
		"long pause":    {status(503, "Retry-After", "7200"), 1, "until 2026-03-01T14:00:00Z"},
		"cut short":     {shortBody, 4, "cut short"},
		"too large":     {text("text/plain", strings.Repeat("#", maxRobots+1)), 1, "larger than the limit"},
		"all forbidden": {text("text/plain", "User-agent: *\nDisallow: /"), 1, `forbids its commitment pages to "ogp/test`},
		"no content":    {status(204), 1, "204 No Content"},
		"not our part":  {text("text/plain", "User-agent: *\nDisallow: /\nAllow: /members/"), 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var visits []ogp.Visit
			site := newTestSite(t, map[string]http.HandlerFunc{robotsPath: c.answer, path("KE0001"): page("x")})
			collector := site.collector(t, func(o *Options) {
				o.Visited = func(visit ogp.Visit) { visits = append(visits, visit) }
			})
			for range 2 { // a refusal is remembered
				_, err := fetchAll(t.Context(), collector, requests("KE0001"))
				if c.reason == "" && err != nil {
					t.Fatal(err)
				}
				if c.reason != "" && (!errors.Is(err, ErrSiteRefuses) || !strings.Contains(err.Error(), c.reason)) {
					t.Fatalf("error %v, want ErrSiteRefuses: %q", err, c.reason)
				}
			}
			if got := site.times(robotsPath); got != c.asked {
				t.Errorf("robots.txt was asked for %d times, want %d", got, c.asked)
			}
			if pages := site.times(path("KE0001")); (pages > 0) != (c.reason == "") {
				t.Errorf("%d requests for pages", pages)
			}
			if len(visits) != 1 || visits[0].URL != site.URL+robotsPath || visits[0].Attempts != c.asked {
				t.Errorf("visits reported: %+v", visits)
			}
		})
	}
}

func TestUnreachableSiteRefuses(t *testing.T) {
	site := newTestSite(t, nil)
	site.Close()
	_, err := fetchAll(t.Context(), site.collector(t), requests("KE0001"))
	if !errors.Is(err, ErrSiteRefuses) || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("error %v, want ErrSiteRefuses and why", err)
	}
}

func TestForbiddenPathIsNeverAskedFor(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath:     text("text/plain", "User-agent: *\nDisallow: "+path("KE0002")),
		path("KE0001"): page("x"), path("KE0002"): page("x"),
	})
	results, err := fetchAll(t.Context(), site.collector(t), requests("KE0001", "KE0002"))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(results, func(r Result) bool { return r.Ref.ID == "KE0002" })
	want := ogp.Visit{
		URL: site.URL + path("KE0002"), At: site.clock.Now(), Outcome: ogp.Refused,
		Error:      "robots.txt forbids " + path("KE0002"),
		ErrorClass: ogp.ClassRobots,
	}
	if diff := cmp.Diff(want, results[i].Visit); diff != "" {
		t.Errorf("visit (-want +got):\n%s", diff)
	}
	if site.times(path("KE0002")) != 0 {
		t.Error("a forbidden page was asked for")
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a$\nCrawl-delay: 1", "/a?b=%zz")
	f.Add("user-agent:ogp\nallow:*", "/")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := parseRobots([]byte(text), "ogp/1")
		u, err := url.Parse("https://www.example.org/" + path)
		if err != nil {
			return
		}
		if once := canonicalPath(u.EscapedPath()); canonicalPath(once) != once {
			t.Errorf("%q has two canonical forms: %q and %q", u.EscapedPath(), once, canonicalPath(once))
		}
		if len(rules.rules) == 0 && !rules.allows(u) {
			t.Error("forbidden without a rule")
		}
	})
}
