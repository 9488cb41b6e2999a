package scrape

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
)

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
		"too large":     {text("text/plain", strings.Repeat("#", maxRobots)+"\nUser-agent: *\nDisallow: /"), 1, ""},
		"rules first":   {text("text/plain", "User-agent: *\nDisallow: /\n"+strings.Repeat("#", maxRobots)), 1, "forbids"},
		"half a rule":   {text("text/plain", longRobots), 1, ""},
		"UTF-16":        {text("text/plain", utf16("User-agent: *\r\nDisallow: /\r\n")), 1, "forbids"},
		"no mark":       {text("text/plain", utf16("User-agent: *\r\nDisallow: /\r\n")[2:]), 1, "forbids"},
		"no text":       {text("text/plain", "User-agent: *\x00\x01\x02"), 1, "it is not text"},
		"an image":      {text("text/plain", "\x89PNG\r\n\x1a\n"), 1, "it is not text"},
		"packed":        {text("text/plain", string(pack([]byte("User-agent: *\nDisallow: /")))), 1, "forbids"},
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

// longRobots has the limit in the middle of a rule, whose first half would forbid
// everything.
var longRobots = "User-agent: *\n" + strings.Repeat("#", maxRobots-len("User-agent: *\n\nDisallow: /")) + "\nDisallow: /private/\n"

// utf16 is ASCII as Windows programs save it.
func utf16(text string) string {
	wide := "\xff\xfe"
	for _, r := range text {
		wide += string([]byte{byte(r), 0})
	}
	return wide
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
	i := slices.IndexFunc(results, func(r Result) bool { return r.URL == ogp.Site+path("KE0002") })
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
