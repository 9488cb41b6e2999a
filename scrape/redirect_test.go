package scrape

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/scrape/robots"
)

func redirectTo(target string) http.HandlerFunc { return status(301, "Location", target) }

func TestRedirectBetweenAliases(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		path("KE0001"):                       redirectTo("/Members/Kenya/commitments/ke0001"),
		"/Members/Kenya/commitments/ke0001":  redirectTo("/Members/Kenya/commitments/ke0001/"),
		"/Members/Kenya/commitments/ke0001/": page("x"),
	})
	wanted := requests("KE0001")
	wanted[0].ETag, wanted[0].SentBy = `"1"`, site.URL+path("KE0001")
	results, err := fetchAll(t.Context(), site.collector(t), wanted)
	if err != nil {
		t.Fatal(err)
	}
	visit := results[0].Visit
	if want := site.URL + "/Members/Kenya/commitments/ke0001/"; visit.Outcome != ogp.Fetched || visit.FinalURL != want {
		t.Errorf("visit %+v, want final address %s", visit, want)
	}
	if results[0].Page.URL != site.URL+path("KE0001") {
		t.Errorf("page's address %s is not the one asked for", results[0].Page.URL)
	}
	for _, hit := range site.hits[1:] {
		if hit.Header.Get("If-None-Match") != `"1"` {
			t.Errorf("the condition was lost on the way to %s", hit.URI)
		}
	}
}

// A redirect that must not be followed, and why. No request for its target may
// leave.
func TestRedirectsNotFollowed(t *testing.T) {
	for target, reason := range map[string]string{
		"https://evil.test/members/kenya/": "https://evil.test/members/kenya/ is not on the site",
		"//evil.test/":                     "is not on the site",
		"http://127.0.0.1:1/":              "is not on the site",
		"ftp://127.0.0.1/file":             "is not on the site",
		"file:///etc/passwd":               "is not on the site",
		"/?blackhole=123":                  "trap for robots",
		"/?%42lackhole=123":                "trap for robots",
		"/private/page/":                   "robots.txt forbids /private/page/",
		"/members/?b=1&a=2":                "robots.txt forbids /members/?b=1&a=2",
		"/wp-login.php?redirect_to=x":      "login",
		path("KE0001"):                     "circle",
	} {
		t.Run(target, func(t *testing.T) {
			site := newTestSite(t, map[string]http.HandlerFunc{
				robotsPath:     text("text/plain", "User-agent: *\nDisallow: /private/\nDisallow: /*?b=1&a=\n"),
				path("KE0001"): redirectTo(target),
			})
			results, err := fetchAll(t.Context(), site.collector(t), requests("KE0001"))
			if err != nil {
				t.Fatal(err)
			}
			if visit := results[0].Visit; visit.Outcome != ogp.Refused || !strings.Contains(visit.Error, reason) {
				t.Errorf("%s: %q, want refused: %q", visit.Outcome, visit.Error, reason)
			}
			if diff := cmp.Diff([]string{path("KE0001")}, site.asked()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRedirectWithUserNameIsRefused(t *testing.T) {
	var target string
	result, site := fetchOne(t, func(w http.ResponseWriter, r *http.Request) {
		target = "http://user:secret@" + r.Host + "/x"
		http.Redirect(w, r, target, http.StatusFound)
	})
	if visit := result.Visit; visit.Outcome != ogp.Refused || strings.Contains(visit.Error, "secret") {
		t.Errorf("visit %+v", visit)
	}
	if got := len(site.asked()); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

func TestAtMostFiveRedirects(t *testing.T) {
	chain := func(n int) *testSite {
		hop := func(i int) string { return fmt.Sprintf("/members/hop%d/commitments/KE0001/", i) }
		pages := map[string]http.HandlerFunc{path("KE0001"): redirectTo(hop(1))}
		for i := 1; i < n; i++ {
			pages[hop(i)] = redirectTo(hop(i + 1))
		}
		pages[hop(n)] = page("x")
		return newTestSite(t, pages)
	}
	for n, outcome := range map[int]ogp.Outcome{5: ogp.Fetched, 6: ogp.Refused} {
		results, err := fetchAll(t.Context(), chain(n).collector(t), requests("KE0001"))
		if err != nil {
			t.Fatal(err)
		}
		if visit := results[0].Visit; visit.Outcome != outcome {
			t.Errorf("%d redirects: %s (%s), want %s", n, visit.Outcome, visit.Error, outcome)
		}
	}
}

func TestRedirectKeepsTheRate(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): redirectTo("/country" + path("KE0001")[8:]), "/country" + path("KE0001")[8:]: page("x")})
	if _, err := fetchAll(t.Context(), site.collector(t, func(o *Options) { o.Rate = 1 }), requests("KE0001")); err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(site.hits); i++ {
		if gap := site.hits[i].At.Sub(site.hits[i-1].At); gap < 1e9 {
			t.Errorf("%s came %s after the request before", site.hits[i].URI, gap)
		}
	}
}

// A page that was removed often leads to another one: that is no page of this
// commitment, and no fault that passes.
func TestRedirectToAnotherKindOfPageIsLikeGone(t *testing.T) {
	for _, target := range []string{"/", "/members/kenya/", "/about/"} {
		result, site := fetchOne(t, redirectTo(target))
		if visit := result.Visit; visit.Outcome != ogp.Gone || visit.ErrorClass != ogp.ClassRedirect || !strings.Contains(visit.Error, "redirect to "+target) {
			t.Errorf("to %s: %s, class %s: %s", target, visit.Outcome, visit.ErrorClass, visit.Error)
		}
		if diff := cmp.Diff([]string{path("KE0001")}, site.asked()); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	}
}

// A site that sends every visitor to one page is not itself: that is no reason to
// take all its commitments for withdrawn.
func TestRedirectsThatAllLeadToOnePageEndTheRun(t *testing.T) {
	pages, mixed := map[string]http.HandlerFunc{}, map[string]http.HandlerFunc{}
	for i, request := range manyRequests(60) {
		pages[path(ogp.ParseURL(request.URL).ID)] = redirectTo("/maintenance/")
		mixed[path(ogp.ParseURL(request.URL).ID)] = redirectTo([]string{"/", "/members/kenya/"}[i/20%2])
	}
	results, err := fetchAll(t.Context(), newTestSite(t, pages).collector(t), manyRequests(60))
	if !errors.Is(err, ErrSiteRefuses) || !strings.Contains(err.Error(), "redirect to /maintenance/") || len(results) != 24 {
		t.Errorf("%d results, error %v", len(results), err)
	}
	if results, err := fetchAll(t.Context(), newTestSite(t, mixed).collector(t), manyRequests(60)); err != nil || len(results) != 60 {
		t.Errorf("%d results, error %v", len(results), err)
	}
}

func TestLongRedirectIsRefused(t *testing.T) {
	result, site := fetchOne(t, redirectTo(path("KE0001")+"?x="+strings.Repeat("x", ogp.MaxAddress)))
	if visit := result.Visit; visit.Outcome != ogp.Refused || visit.ErrorClass != ogp.ClassAddress || len(visit.Error) > 100 || len(site.asked()) != 1 {
		t.Errorf("visit %+v", visit)
	}
}

// Sites set a cookie and send the visitor to the same address once more.
func TestCookiesAreKeptWithinOneExchange(t *testing.T) {
	withCookie := func(name string, yes, no http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie(name); err == nil {
				yes(w, r)
				return
			}
			w.Header().Set("Set-Cookie", name+"=1; Path=/")
			no(w, r)
		}
	}
	site := newTestSite(t, map[string]http.HandlerFunc{
		path("KE0001"): withCookie("seen", page("x"), redirectTo(path("KE0001"))),
		path("KE0002"): withCookie("seen", status(500), page("without")),
		path("KE0003"): withCookie("again", page("x"), status(503)),
		path("KE0004"): func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Set-Cookie", "always=1")
			redirectTo(path("KE0004"))(w, r)
		},
	})
	results, err := fetchAll(t.Context(), site.collector(t), requests("KE0001", "KE0002", "KE0003", "KE0004"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []ogp.Outcome{ogp.Fetched, ogp.Fetched, ogp.Fetched, ogp.Refused} {
		if visit := results[i].Visit; visit.Outcome != want {
			t.Errorf("%s: %s: %s, want %s", visit.URL, visit.Outcome, visit.Error, want)
		}
	}
	if got := site.times(path("KE0004")); got != maxRedirects+1 {
		t.Errorf("a circle with cookies took %d requests", got)
	}
}

func TestRedirectStaysOnHTTPS(t *testing.T) {
	site, err := parseSite("https://www.example.org")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"http://www.example.org:80/a": "https://www.example.org/a",
		"http://example.org/a":        "https://example.org/a",
		"http://evil.test/a":          "http://evil.test/a",
	} {
		u, _ := url.Parse(address)
		if site.secure(u); u.String() != want {
			t.Errorf("%s became %s, want %s", address, u, want)
		}
	}
}

func TestChallengePagesAreRefused(t *testing.T) {
	title := func(code int, title string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(code)
			fmt.Fprintf(w, "<html><head><meta charset=utf-8><TITLE lang=en>\n %s</TITLE>", title)
		}
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		reason string
	}{
		"cloudflare":        {title(503, "Just a moment..."), "challenge page (Cloudflare)"},
		"cloudflare header": {status(403, "Cf-Mitigated", "challenge"), "challenge page (Cloudflare)"},
		"cloudflare block":  {title(403, "Attention Required! | Cloudflare"), "challenge page (Cloudflare)"},
		"aws":               {status(202, "X-Amzn-Waf-Action", "challenge"), "challenge page (AWS WAF: challenge)"},
		"siteground":        {text("text/html", `<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=x">`), "challenge page (SiteGround)"},
		"imperva":           {text("text/html", "<p>Request unsuccessful. Incapsula incident ID: 1-2"), "challenge page (Imperva)"},
		"ban":               {text("text/html", "<h1>You have been banned from this domain</h1>"), "the site has banned this address"},
		"login":             {title(200, "Log In &lsaquo; Open Government Partnership &#8212; WordPress"), "the site asks for a login"},
	} {
		t.Run(name, func(t *testing.T) {
			result, site := fetchOne(t, c.answer)
			if visit := result.Visit; visit.Outcome != ogp.Refused || visit.Error != c.reason || result.Page != nil {
				t.Errorf("%s: %q, want refused: %q", visit.Outcome, visit.Error, c.reason)
			}
			if got := len(site.asked()); got != 1 {
				t.Errorf("the page was asked for %d times", got)
			}
		})
	}
}

func TestPagesAboutChallengesAreFetched(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"title":   page("Captcha-free portals"),
		"title2":  page("Access denied no more"),
		"heading": text("text/html", "<title>Access denied</title><h1>Access denied no more (KE0001)</h1>"),
		"script":  text("text/html", `<title>Kenya</title><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><div class="g-recaptcha"></div>`),
		"words":   text("text/html", "<title>Kenya</title><script>if (robot) say('you have been blocked')</script><p>Commitments about cookies and firewalls</p>"),
		"quote":   text("text/html", "<p>You have been banned from this domain</p>"+strings.Repeat("<p>words</p>", 1000)),
	} {
		t.Run(name, func(t *testing.T) {
			if result, _ := fetchOne(t, answer); result.Visit.Outcome != ogp.Fetched {
				t.Errorf("%s: %s", result.Visit.Outcome, result.Visit.Error)
			}
		})
	}
}

func TestCertificateNobodyVouchesForIsNotRetried(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	clock := newFakeClock()
	c, err := New(Options{Site: server.URL, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	began := clock.Now()
	if _, err := fetchAll(t.Context(), c, requests("KE0001")); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("error %v, want the certificate's", err)
	}
	if pause := clock.Now().Sub(began); pause != 0 {
		t.Errorf("%s were spent on repetitions", pause)
	}
}

// roundTrip answers in the network's place.
type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return r(req) }

// Wherever a site redirects to, only pages of the site are requested, and nothing
// that has a user name, is too long, or is the trap.
func FuzzRedirect(f *testing.F) {
	for _, target := range []string{path("KE0001"), "//evil.example" + path("KE0001"), `\\evil.example`, "https://joe@mirror.example/", "/BlackHole/?", "javascript:x", "?x", "http://mirror.example:80" + path("KE0001"), "https://mirror.example:444/", "//[::1]/", "%zz"} {
		f.Add(target)
	}
	f.Fuzz(func(t *testing.T, target string) {
		c, err := New(Options{Site: "https://mirror.example", Clock: newFakeClock()})
		if err != nil {
			t.Fatal(err)
		}
		c.robots.Store(&robots.Rules{})
		asked := 0
		c.transport.base = roundTrip(func(req *http.Request) (*http.Response, error) {
			asked++
			if host := strings.TrimPrefix(strings.ToLower(req.URL.Host), "www."); strings.TrimRight(strings.TrimSuffix(host, ":443"), ".:") != "mirror.example" ||
				req.URL.Scheme != "https" || req.URL.User != nil || len(req.URL.String()) > ogp.MaxAddress || isTrap(req.URL.String()) {
				t.Errorf("%q leads to %s", target, req.URL)
			}
			return &http.Response{StatusCode: http.StatusMovedPermanently, Header: http.Header{"Location": {target}}, Body: http.NoBody, Request: req}, nil
		})
		c.visit(t.Context(), &exchange{target: c.site.at(path("KE0001")), limit: 1 << 10, page: true})
		if asked == 0 || asked > maxRedirects+1 {
			t.Errorf("%d requests", asked)
		}
	})
}
