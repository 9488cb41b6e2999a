package scrape

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
)

// urlset is a sitemap of addresses on the site that serves it.
func urlset(paths ...string) http.HandlerFunc {
	return sitemapOf("urlset", "url", paths)
}

func sitemapIndex(paths ...string) http.HandlerFunc {
	return sitemapOf("sitemapindex", "sitemap", paths)
}

func sitemapOf(root, item string, paths []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml; charset=UTF-8")
		fmt.Fprintf(w, "\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">", root)
		for _, path := range paths {
			if strings.HasPrefix(path, "/") {
				path = "http://" + r.Host + path
			}
			fmt.Fprintf(w, "<%s><loc>\n%s</loc><lastmod>2025-06-01T10:00:00+02:00</lastmod></%[1]s>", item, path)
		}
		fmt.Fprintf(w, "</%s>", root)
	}
}

// named is a robots.txt that names sitemaps.
func named(paths ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "User-agent: *\nDisallow: /*blackhole\n")
		for _, path := range paths {
			if strings.HasPrefix(path, "/") {
				path = "http://" + r.Host + path
			}
			fmt.Fprintf(w, "Sitemap: %s\n", path)
		}
	}
}

func links(hrefs ...string) http.HandlerFunc {
	body := "<title>Kenya</title>"
	for _, href := range hrefs {
		body += fmt.Sprintf("<a href=%q>link</a>", href)
	}
	return text("text/html", body)
}

// discoverAll searches, and returns what was found and the error at the end.
func discoverAll(ctx context.Context, c *Collector, options DiscoverOptions) ([]ogp.Listing, error) {
	var found []ogp.Listing
	for listing, err := range c.Discover(ctx, options) {
		if err != nil {
			return found, err
		}
		found = append(found, listing)
	}
	return found, nil
}

// discover searches a site of these pages, which must not end in an error. Each
// row is kind, page, state, how and where it was found.
func discover(t *testing.T, pages map[string]http.HandlerFunc, options DiscoverOptions) (rows []string, site *testSite) {
	t.Helper()
	site = newTestSite(t, pages)
	found, err := discoverAll(t.Context(), site.collector(t), options)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range found {
		page := strings.TrimPrefix(strings.TrimPrefix(l.URL, ogp.Site), site.URL)
		in := strings.TrimPrefix(l.FoundIn, site.URL)
		rows = append(rows, fmt.Sprintf("%s %s %s by %s in %s", l.Kind, page, l.State, l.FoundBy, in))
	}
	return rows, site
}

func TestDiscoverInOrder(t *testing.T) {
	rows, site := discover(t, map[string]http.HandlerFunc{
		robotsPath:        named("/index.xml", "/extra.xml"),
		"/index.xml":      sitemapIndex("/a.xml", "/members.xml"),
		"/a.xml":          urlset(path("KE0001"), "/es"+path("KE0001"), "/about/", "/?blackhole=1", "https://evil.test"+path("KE0009")),
		"/members.xml":    urlset("/members/kenya/", "/es/members/kenya/", "/members/ghana/"),
		"/extra.xml":      urlset(path("KE0001")+"?utm_source=x", path("ke0002")),
		"/members/kenya/": links("commitments/KE0003", path("KE0001"), "/members/peru/", "/about/"),
		"/members/ghana/": links("/fr/members/ghana/commitments/GH0001/"),
	}, DiscoverOptions{})
	want := []string{
		"sitemap /index.xml fetched by robots in /robots.txt",
		"commitment /members/kenya/commitments/KE0001/ listed by sitemap in /a.xml",
		"commitment /es/members/kenya/commitments/KE0001/ listed by sitemap in /a.xml",
		"sitemap /a.xml fetched by sitemap in /index.xml",
		"sitemap /members.xml fetched by sitemap in /index.xml",
		"commitment /members/kenya/commitments/KE0002/ listed by sitemap in /extra.xml",
		"sitemap /extra.xml fetched by robots in /robots.txt",
		"commitment /members/kenya/commitments/KE0003/ listed by member in /members/kenya/",
		"member /members/kenya/ fetched by sitemap in /members.xml",
		"commitment /fr/members/ghana/commitments/GH0001/ listed by member in /members/ghana/",
		"member /members/ghana/ fetched by sitemap in /members.xml",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	asked := []string{"/index.xml", "/a.xml", "/members.xml", "/extra.xml", "/members/kenya/", "/members/ghana/"}
	if diff := cmp.Diff(asked, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestListingOfASitemapEntry(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: named("/a.xml"), "/a.xml": urlset("/es/members/b%C3%A9ni/commitments/mabmk0007"),
	})
	found, err := discoverAll(t.Context(), site.collector(t), DiscoverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := ogp.Listing{
		URL:  "https://www.opengovpartnership.org/es/members/b%C3%A9ni/commitments/MABMK0007/",
		Kind: ogp.KindCommitment, ID: "MABMK0007", Language: "es",
		FoundBy: "sitemap", FoundIn: site.URL + "/a.xml", FoundAt: site.clock.Now(),
		LastModified: time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC), State: ogp.Listed,
	}
	if diff := cmp.Diff(want, found[0]); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
}

func TestWellKnownSitemapsOnlyWhereRobotsNamesNone(t *testing.T) {
	pages := map[string]http.HandlerFunc{
		"/sitemap.xml":    urlset(path("KE0001")),
		"/wp-sitemap.xml": urlset(path("KE0002")),
	}
	rows, site := discover(t, pages, DiscoverOptions{})
	want := []string{
		"commitment /members/kenya/commitments/KE0001/ listed by sitemap in /sitemap.xml",
		"sitemap /sitemap.xml fetched by sitemap in /sitemap.xml",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/sitemap_index.xml", "/sitemap.xml"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	pages[robotsPath] = named("/missing.xml")
	if rows, _ = discover(t, pages, DiscoverOptions{}); len(rows) != 3 || !strings.Contains(rows[0], "/missing.xml failed by robots") || !strings.Contains(rows[1], "KE0001") {
		t.Errorf("listings %v, want the missing sitemap as a gap and what a well-known one lists", rows)
	}
	pages["/found.xml"] = urlset()
	pages[robotsPath] = named("/missing.xml", "/found.xml")
	if rows, _ = discover(t, pages, DiscoverOptions{}); len(rows) != 2 {
		t.Errorf("listings %v, want no other sitemaps beside one that is named and there", rows)
	}
}

// What sites name in robots.txt and in sitemaps instead of whole addresses of
// their own.
func TestAddressesAreReadAsTheSiteMeansThem(t *testing.T) {
	for name, pages := range map[string]map[string]http.HandlerFunc{
		"relative lines of robots.txt": {robotsPath: text("text/plain", "Sitemap: /maps/a.xml\n"), "/maps/a.xml": urlset(path("KE0001"), path("KE0002"))},
		"relative locs": {robotsPath: named("/maps/a.xml"), "/maps/a.xml": text("text/xml", "<urlset><url><loc>"+path("KE0001")+
			"</loc></url><url><loc>../members/kenya/commitments/KE0002/</loc></url></urlset>")},
		"relative to where it is": {robotsPath: named("/a.xml"), "/a.xml": redirectTo("/maps/a.xml"), "/maps/a.xml": text("text/xml",
			"<urlset><url><loc>../members/kenya/commitments/KE0001/</loc></url><url><loc>"+path("KE0002")+"</loc></url></urlset>")},
		"the public site behind a mirror": {robotsPath: named(ogp.Site + "/i.xml"), "/i.xml": sitemapIndex("https://opengovpartnership.org/a.xml"),
			"/a.xml": urlset(ogp.Site+path("KE0001"), "http://www.opengovpartnership.org/members/kenya/"), "/members/kenya/": links(ogp.Site + path("KE0002"))},
		"a user name": {robotsPath: named("/a.xml"), "/a.xml": func(w http.ResponseWriter, r *http.Request) {
			urlset("http://user:secret@"+r.Host+path("KE0001"), path("KE0002"))(w, r)
		}},
		"a text":             {robotsPath: named("/sitemap.txt"), "/sitemap.txt": text("text/plain", ogp.Site+path("KE0001")+"\n"+ogp.Site+path("KE0002")+"\n")},
		"a feed":             {robotsPath: named("/feed/"), "/feed/": text("application/rss+xml", "<rss><channel><item><link>"+path("KE0001")+"</link></item><item><link>"+path("KE0002")+"</link></item></channel></rss>")},
		"a query":            {"/sitemap.xml": redirectTo("/?sitemap=index"), "/?sitemap=index": sitemapIndex("/?sitemap=posts"), "/?sitemap=posts": urlset(path("KE0001"), path("KE0002"))},
		"a query, not named": {"/?sitemap=index": sitemapIndex("/?sitemap=posts"), "/?sitemap=posts": urlset(path("KE0001"), path("KE0002"))},
		"previews without images": {robotsPath: named("/a.xml"), "/a.xml": urlset("/members/kenya/"), "/members/kenya/": text("text/html",
			`<meta name="robots" content="index, follow, max-snippet:-1, max-image-preview:none"><a href="`+path("KE0001")+`">a</a><a href="`+path("KE0002")+`">b</a>`)},
	} {
		site := newTestSite(t, pages)
		found, err := discoverAll(t.Context(), site.collector(t), DiscoverOptions{})
		var got []string
		for _, l := range found {
			if l.Kind == ogp.KindCommitment {
				got = append(got, l.URL)
			} else if l.State != ogp.Fetched || strings.Contains(l.URL+l.FoundIn, "secret") {
				t.Errorf("%s: %s is %s (%s)", name, l.URL, l.State, l.Reason)
			}
		}
		want := []string{ogp.Site + path("KE0001"), ogp.Site + path("KE0002")}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, commitments (-want +got):\n%s", name, err, diff)
		}
	}
}

// A sitemap that is named and cannot be read is a gap whatever its status, and so
// is an address that is too long.
func TestFaultsOfSitemapsAreGaps(t *testing.T) {
	long := "/" + strings.Repeat("x", ogp.MaxAddress)
	rows, _ := discover(t, map[string]http.HandlerFunc{
		robotsPath:        named("/i.xml", "https://elsewhere.example/s.xml"),
		"/i.xml":          sitemapIndex("/a.xml", "/missing.xml", "/home.xml"),
		"/a.xml":          urlset(path("KE0001")+"?x="+long, path("KE0002")),
		"/home.xml":       text("text/html", "<!doctype html><title>Home</title>"),
		"/members/kenya/": links(long, path("KE0003")),
	}, DiscoverOptions{Members: []string{"kenya"}})
	want := []string{
		"sitemap /robots.txt failed by robots in /robots.txt",
		"sitemap /i.xml fetched by robots in /robots.txt",
		"commitment /members/kenya/commitments/KE0002/ listed by sitemap in /a.xml",
		"sitemap /a.xml failed by sitemap in /i.xml",
		"sitemap /missing.xml failed by sitemap in /i.xml",
		"sitemap /home.xml failed by sitemap in /i.xml",
		"commitment /members/kenya/commitments/KE0003/ listed by member in /members/kenya/",
		"member /members/kenya/ failed by argument in kenya",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
}

// Where the site lets nothing be read, that is no empty site. What else may be
// readable is tried first.
func TestSearchWithoutAnySuccessIsRefused(t *testing.T) {
	kenya := ogp.Ref{Kind: ogp.KindMember, Language: "en", Slug: "kenya"}
	for name, c := range map[string]struct {
		pages   map[string]http.HandlerFunc
		refused bool
	}{
		"all forbidden":          {map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": status(403), "/members/kenya/": status(403)}, true},
		"all failing":            {map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": status(500), "/members/kenya/": status(404)}, true},
		"a challenge":            {map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": status(200, "Cf-Mitigated", "challenge")}, true},
		"well-known one is open": {map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": status(403), "/sitemap.xml": urlset()}, false},
		"member page is open":    {map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": status(403), "/members/kenya/": links()}, false},
		"nothing there":          {map[string]http.HandlerFunc{robotsPath: named("/a.xml")}, false},
	} {
		site := newTestSite(t, c.pages)
		found, err := discoverAll(t.Context(), site.collector(t), DiscoverOptions{Known: []ogp.Ref{kenya}})
		if errors.Is(err, ErrSiteRefuses) != c.refused || err != nil && !c.refused || len(found) < 2 {
			t.Errorf("%s: error %v after %d listings", name, err, len(found))
		}
		if site.times("/members/kenya/") == 0 {
			t.Errorf("%s: the member page was not tried", name)
		}
	}
}

func TestWellKnownPageThatIsNoSitemapIsPassedOver(t *testing.T) {
	rows, _ := discover(t, map[string]http.HandlerFunc{
		"/sitemap_index.xml": text("text/html", "<!doctype html><html><body><p>Nothing here &nbsp;</body></html>"),
		"/sitemap.xml":       redirectTo("/wp-sitemap.xml"),
		"/wp-sitemap.xml":    urlset(path("KE0001")),
	}, DiscoverOptions{})
	want := []string{
		"commitment /members/kenya/commitments/KE0001/ listed by sitemap in /sitemap.xml",
		"sitemap /sitemap.xml fetched by sitemap in /sitemap.xml",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
}

func TestPackedSitemapsInNestedIndexes(t *testing.T) {
	packed := func(header, value string, plain http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			whole := httptest.NewRecorder()
			plain(whole, r)
			w.Header().Set(header, value)
			w.Write(pack(whole.Body.Bytes()))
		}
	}
	rows, site := discover(t, map[string]http.HandlerFunc{
		robotsPath:  named("/1.xml.gz"),
		"/1.xml.gz": packed("Content-Type", "application/x-gzip", sitemapIndex("/2.xml", "/4.xml.gz")),
		"/2.xml":    packed("Content-Encoding", "gzip", sitemapIndex("/3.xml.gz")),
		"/3.xml.gz": packed("Content-Encoding", "gzip", urlset(path("KE0001"))),
		"/4.xml.gz": packed("Content-Type", "text/xml", urlset(path("KE0002"))),
	}, DiscoverOptions{})
	want := []string{
		"sitemap /1.xml.gz fetched by robots in /robots.txt",
		"sitemap /2.xml fetched by sitemap in /1.xml.gz",
		"commitment /members/kenya/commitments/KE0001/ listed by sitemap in /3.xml.gz",
		"sitemap /3.xml.gz fetched by sitemap in /2.xml",
		"commitment /members/kenya/commitments/KE0002/ listed by sitemap in /4.xml.gz",
		"sitemap /4.xml.gz fetched by sitemap in /1.xml.gz",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/1.xml.gz", "/2.xml", "/3.xml.gz", "/4.xml.gz"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// The limits of the sitemap protocol: 50,000 addresses and 50 MiB.
func TestSitemapsOverTheProtocolsLimitsAreGaps(t *testing.T) {
	var paths []string
	for n := range 50_001 {
		paths = append(paths, path(fmt.Sprintf("K%c%04d", 'A'+n/10_000, n%10_000)))
	}
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: named("/many.xml", "/large.xml"), "/many.xml": urlset(paths...),
		"/large.xml": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", fmt.Sprint(50<<20+1)) },
	})
	found, err := discoverAll(t.Context(), site.collector(t), DiscoverOptions{})
	if err != nil || len(found) != 50_002 {
		t.Fatalf("%d listings, error %v; want 50,000 commitments and two sitemaps", len(found), err)
	}
	for i, reason := range []string{"more than the 50000 addresses", "larger than the limit of 52428800 bytes"} {
		if l := found[50_000+i]; l.State != ogp.Failed || !strings.Contains(l.Reason, reason) {
			t.Errorf("%s: %s (%s), want failed: %s", l.URL, l.State, l.Reason, reason)
		}
	}
}

func TestSitemapLeadsToNothingButSitemaps(t *testing.T) {
	rows, site := discover(t, map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": redirectTo("/about/")}, DiscoverOptions{})
	if diff := cmp.Diff([]string{"sitemap /a.xml failed by robots in /robots.txt"}, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if asked := site.asked(); asked[0] != "/a.xml" || slices.Contains(asked, "/about/") {
		t.Errorf("requests %v", asked)
	}
}

// Lists that a script fills are empty for us.
func TestMemberPageWithoutLinksIsNoGap(t *testing.T) {
	rows, _ := discover(t, map[string]http.HandlerFunc{
		robotsPath: named("/a.xml"), "/a.xml": urlset("/members/kenya/"), "/members/kenya/": links(),
	}, DiscoverOptions{})
	want := []string{"sitemap /a.xml fetched by robots in /robots.txt", "member /members/kenya/ fetched by sitemap in /a.xml"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
}

func TestSitemapCyclesAreHarmless(t *testing.T) {
	_, site := discover(t, map[string]http.HandlerFunc{
		robotsPath: named("/i.xml", "/i.xml#x", "https://evil.test/s.xml", "/?blackhole.xml"),
		"/i.xml":   sitemapIndex("/i.xml", "/j.xml", "/k.xml", "https://evil.test/s.xml"),
		"/j.xml":   sitemapIndex("/i.xml", "/j.xml"),
		"/k.xml":   redirectTo("/l.xml"),
		"/l.xml":   sitemapIndex("/l.xml", "/k.xml"),
	}, DiscoverOptions{})
	if diff := cmp.Diff([]string{"/i.xml", "/j.xml", "/k.xml", "/l.xml"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestSitemapsBeyondTheLimitAreGaps(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: named("/i.xml"), "/i.xml": sitemapIndex("/1.xml", "/2.xml", "/1.xml", "/i.xml", "/3.xml", "/4.xml"), "/1.xml": urlset(), "/2.xml": urlset(),
	})
	c := site.collector(t)
	c.limits.files = 3
	found, err := discoverAll(t.Context(), c, DiscoverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if index := found[0]; len(found) != 3 || index.State != ogp.Failed || !strings.Contains(index.Reason, "more than 3 sitemaps: from "+site.URL+"/3.xml on") {
		t.Errorf("%d listings, the index %+v", len(found), index)
	}
	if diff := cmp.Diff([]string{"/i.xml", "/1.xml", "/2.xml"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestGapsInTheSearchAreRows(t *testing.T) {
	rows, _ := discover(t, map[string]http.HandlerFunc{
		robotsPath:        named("/broken.xml", "/down.xml", "/page.xml", "/m.xml"),
		"/broken.xml":     text("text/xml", "<urlset><url><loc>"+ogp.Site+"/</loc></url><url><loc>cut"),
		"/down.xml":       status(500),
		"/page.xml":       text("text/html", "<html><p>no</html>"),
		"/m.xml":          urlset("/members/kenya/", "/members/peru/"),
		"/members/kenya/": status(403),
		"/members/peru/":  text("application/pdf", "%PDF"),
	}, DiscoverOptions{})
	want := []string{
		"sitemap /broken.xml failed by robots in /robots.txt",
		"sitemap /down.xml failed by robots in /robots.txt",
		"sitemap /page.xml failed by robots in /robots.txt",
		"sitemap /m.xml fetched by robots in /robots.txt",
		"member /members/kenya/ refused by sitemap in /m.xml",
		"member /members/peru/ not_commitment by sitemap in /m.xml",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
}

func TestOnlyMembersAskedFor(t *testing.T) {
	rows, site := discover(t, map[string]http.HandlerFunc{
		robotsPath:        named("/a.xml"),
		"/a.xml":          urlset(path("KE0001"), "/members/ghana/commitments/GH0001/", "/members/ghana/"),
		"/members/kenya/": links("/members/ghana/commitments/GH0002/", path("KE0002")),
	}, DiscoverOptions{Members: []string{"Kenya"}})
	want := []string{
		"commitment /members/kenya/commitments/KE0001/ listed by sitemap in /a.xml",
		"sitemap /a.xml fetched by robots in /robots.txt",
		"commitment /members/kenya/commitments/KE0002/ listed by member in /members/kenya/",
		"member /members/kenya/ fetched by argument in Kenya",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if site.times("/members/ghana/") != 0 {
		t.Error("the page of another member was asked for")
	}
}

func TestSourcesAreLookedIntoAndNothingElse(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath:        named("/whole-site.xml"),
		"/part.xml":       urlset(path("KE0002")),
		"/members/kenya/": links(path("KE0003")),
	})
	var sources []Source
	for _, arg := range []string{site.URL + path("ke0001") + "?fbclid=x", site.URL + "/part.xml", site.URL + "/country/Kenya"} {
		source, err := ParseSource(arg, site.URL)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, source)
	}
	found, err := discoverAll(t.Context(), site.collector(t), DiscoverOptions{Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, listing := range found {
		if listing.Kind == ogp.KindCommitment {
			ids = append(ids, listing.ID+" by "+string(listing.FoundBy))
		}
	}
	if diff := cmp.Diff([]string{"KE0001 by argument", "KE0002 by sitemap", "KE0003 by member"}, ids); diff != "" {
		t.Errorf("commitments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/part.xml", "/members/kenya/"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestKnownMembersAreReadAgain(t *testing.T) {
	_, site := discover(t, map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": urlset("/members/kenya/")}, DiscoverOptions{
		Known: []ogp.Ref{
			{Kind: ogp.KindMember, Language: "en", Slug: "kenya"}, {Kind: ogp.KindMember, Language: "es", Slug: "peru"},
			{Kind: ogp.KindCommitment, ID: "GH0001", Slug: "ghana"},
		},
	})
	if diff := cmp.Diff([]string{"/a.xml", "/members/kenya/", "/members/peru/"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestLinksNotMeantToBeFollowed(t *testing.T) {
	rows, site := discover(t, map[string]http.HandlerFunc{
		robotsPath: named("/a.xml"),
		"/a.xml":   urlset("/members/kenya/", "/members/../", "/members/peru/"),
		"/members/kenya/": text("text/html; charset=utf-8", `<base href="/members/kenya/commitments/"><title>Kenya</title>
			<a href=" KE0001/ ">seen</a>
			<a rel="noopener NoFollow" href="KE0002/">nofollow</a>
			<a hidden href="KE0003/">hidden</a>
			<a style="color:red; DISPLAY : none" href="KE0004/">not displayed</a>
			<div style="visibility:hidden"><p><a href="KE0005/">in what is hidden</a></p></div>
			<template><a href="KE0006/">template</a></template>
			<noscript><a href="KE0007/">noscript</a></noscript>
			<a href="KE0008/?blackhole=7">trap</a>
			<a href="http://evil.test/members/kenya/commitments/KE0009/">elsewhere</a>
			<a href="javascript:void(0)">script</a><a href="mailto:a@b.c">mail</a><a href="http://[">bad</a>
			<a href="KE0010/#top">seen</a><a href="ke0010">again</a>
			<a rel="nofollow" style="display:none;" href="/?blackhole=12345">Do NOT follow this link</a>`),
		"/members/peru/": text("text/html", `<meta name="Robots" content="index, NOFOLLOW"><a href="commitments/PE0001/">x</a>`),
	}, DiscoverOptions{})
	want := []string{
		"sitemap /a.xml fetched by robots in /robots.txt",
		"commitment /members/kenya/commitments/KE0001/ listed by member in /members/kenya/",
		"commitment /members/kenya/commitments/KE0010/ listed by member in /members/kenya/",
		"member /members/kenya/ fetched by sitemap in /a.xml",
		"member /members/peru/ fetched by sitemap in /a.xml",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	for _, uri := range site.asked() {
		if strings.Contains(uri, "blackhole") {
			t.Errorf("the trap %s was touched", uri)
		}
	}
}

func TestDiscoverReportsItsVisits(t *testing.T) {
	var visited []string
	site := newTestSite(t, map[string]http.HandlerFunc{robotsPath: named("/a.xml"), "/a.xml": urlset("/members/kenya/")})
	c := site.collector(t, func(o *Options) {
		o.Visited = func(v ogp.Visit) {
			visited = append(visited, strings.TrimPrefix(v.URL, site.URL)+" "+string(v.Outcome))
		}
	})
	if _, err := discoverAll(t.Context(), c, DiscoverOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/robots.txt fetched", "/a.xml fetched", "/members/kenya/ gone"}, visited); diff != "" {
		t.Errorf("visits (-want +got):\n%s", diff)
	}
}

func TestBreakerEndsTheSearch(t *testing.T) {
	pages := map[string]http.HandlerFunc{robotsPath: named("/a.xml")}
	var members []string
	for i := range 20 {
		members = append(members, fmt.Sprintf("/members/m%d/", i))
		pages[members[i]] = status(403)
	}
	pages["/a.xml"] = urlset(append([]string{path("KE0001")}, members...)...)
	found, err := discoverAll(t.Context(), newTestSite(t, pages).collector(t), DiscoverOptions{})
	if !errors.Is(err, ErrSiteRefuses) || len(found) != 10 {
		t.Errorf("%d listings, error %v; want 10 (a commitment, a sitemap, 8 refused members), ErrSiteRefuses", len(found), err)
	}
}

func TestSearchCanBeLeftAndCancelled(t *testing.T) {
	pages := map[string]http.HandlerFunc{
		robotsPath: named("/a.xml", "/b.xml"), "/a.xml": urlset(path("KE0001"), path("KE0002")), "/b.xml": urlset(path("KE0003")),
	}
	site := newTestSite(t, pages)
	for range site.collector(t).Discover(t.Context(), DiscoverOptions{}) {
		break
	}
	if diff := cmp.Diff([]string{"/a.xml"}, site.asked()); diff != "" {
		t.Errorf("requests after leaving (-want +got):\n%s", diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	pages["/b.xml"] = func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }
	found, err := discoverAll(ctx, newTestSite(t, pages).collector(t), DiscoverOptions{})
	if !errors.Is(err, context.Canceled) || len(found) != 3 {
		t.Errorf("%d listings, error %v; want the 3 of the first sitemap, the context's", len(found), err)
	}
}

func TestQuitKeepsWhatTheSearchHasUnderWay(t *testing.T) {
	var c *Collector
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: named("/a.xml", "/b.xml"),
		"/a.xml":   func(w http.ResponseWriter, r *http.Request) { c.Quit(); urlset(path("KE0001"))(w, r) },
	})
	c = site.collector(t)
	found, err := discoverAll(t.Context(), c, DiscoverOptions{})
	if !errors.Is(err, context.Canceled) || len(found) != 2 || found[0].ID != "KE0001" || found[1].State != ogp.Fetched {
		t.Errorf("found %+v, error %v; want the sitemap under way with its commitment", found, err)
	}
	if diff := cmp.Diff([]string{"/a.xml"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
