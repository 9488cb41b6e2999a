package scrape

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
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
	if rows, _ = discover(t, pages, DiscoverOptions{}); len(rows) != 1 || !strings.Contains(rows[0], "/missing.xml gone by robots") {
		t.Errorf("listings %v, want the missing sitemap as a gap", rows)
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
	if diff := cmp.Diff([]string{"sitemap /a.xml not_commitment by robots in /robots.txt"}, rows); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/a.xml"}, site.asked()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
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
		robotsPath: named("/i.xml"), "/i.xml": sitemapIndex("/1.xml", "/2.xml", "/3.xml"), "/1.xml": urlset(), "/2.xml": urlset(),
	})
	c := site.collector(t)
	c.limits.files = 3
	found, err := discoverAll(t.Context(), c, DiscoverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if last := found[len(found)-1]; len(found) != 4 || last.State != ogp.Failed || !strings.Contains(last.Reason, "more than 3 sitemaps") {
		t.Errorf("%d listings, the last %+v", len(found), last)
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
		"sitemap /page.xml not_commitment by robots in /robots.txt",
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
