package scrape

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ogp"
	"ogp/fixtures"
)

// newFakeClock advances by itself as soon as a goroutine waits.
func newFakeClock() *fixtures.Clock {
	return fixtures.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0)
}

// hit is one request that reached the site.
type hit struct {
	URI    string
	Header http.Header
	At     time.Time
}

// testSite is a site on a loopback port whose pages are handlers, with a log of
// every request.
type testSite struct {
	*httptest.Server
	clock *fixtures.Clock

	mu    sync.Mutex
	hits  []hit
	pages map[string]http.HandlerFunc
}

// newTestSite serves pages by path and query; what is not there is 404.
func newTestSite(t *testing.T, pages map[string]http.HandlerFunc) *testSite {
	t.Helper()
	s := &testSite{clock: newFakeClock(), pages: pages}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *testSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.hits = append(s.hits, hit{r.URL.RequestURI(), r.Header.Clone(), s.clock.Now()})
	page := s.pages[r.URL.RequestURI()]
	s.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

// asked are the addresses that were requested, robots.txt aside, in order.
func (s *testSite) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var uris []string
	for _, hit := range s.hits {
		if hit.URI != robotsPath {
			uris = append(uris, hit.URI)
		}
	}
	return uris
}

// times counts the requests for one address.
func (s *testSite) times(uri string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, hit := range s.hits {
		if hit.URI == uri {
			n++
		}
	}
	return n
}

// collector visits the site with one worker, no limit and a fake clock, unless
// the test says otherwise.
func (s *testSite) collector(t *testing.T, changes ...func(*Options)) *Collector {
	t.Helper()
	options := Options{Site: s.URL, Workers: 1, Version: "test", Contact: "https://example.org/bot", Clock: s.clock}
	for _, change := range changes {
		change(&options)
	}
	c, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// page answers with a commitment's page.
func page(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		fmt.Fprintf(w, "<!doctype html><title>%s (KE0001) | Commitment from Kenya | Open Government Partnership</title><h1>%[1]s</h1>", text)
	}
}

// text answers with a body of a type.
func text(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// inTurn answers the first request with the first handler, and so on; the last
// one answers the rest.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		handler := handlers[min(n, len(handlers)-1)]
		n++
		mu.Unlock()
		handler(w, r)
	}
}

// path is the address, on any origin, of a commitment of Kenya.
func path(id string) string { return "/members/kenya/commitments/" + id + "/" }

// requests are for commitments of Kenya.
func requests(ids ...string) []Request {
	var all []Request
	for _, id := range ids {
		all = append(all, Request{URL: ogp.Site + path(id)})
	}
	return all
}

// manyRequests are n different ones.
func manyRequests(n int) []Request {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("KE%04d", i+1))
	}
	return requests(ids...)
}

// fetchAll fetches and returns what was yielded, and the error at the end.
func fetchAll(ctx context.Context, c *Collector, wanted []Request) ([]Result, error) {
	var results []Result
	for result, err := range c.Fetch(ctx, slices.Values(wanted)) {
		if err != nil {
			return results, err
		}
		results = append(results, result)
	}
	return results, nil
}

// fetchOne fetches KE0001 from a site that answers with handler.
func fetchOne(t *testing.T, handler http.HandlerFunc, changes ...func(*Options)) (Result, *testSite) {
	t.Helper()
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): handler})
	results, err := fetchAll(t.Context(), site.collector(t, changes...), requests("KE0001"))
	if err != nil || len(results) != 1 {
		t.Fatalf("fetched %d results, error %v", len(results), err)
	}
	return results[0], site
}

func TestAddressesOfOneSite(t *testing.T) {
	site, err := parseSite("https://www.example.org/")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"https://www.example.org/a":       true,
		"http://example.org/a":            true,
		"https://EXAMPLE.org:443/a":       true,
		"http://www.example.org.:80/":     true,
		"https://www.example.org:8443/a":  false,
		"https://example.org.evil.test/":  false,
		"https://evil.test/example.org":   false,
		"ftp://www.example.org/a":         false,
		"javascript:alert(1)":             false,
		"//www.example.org/a":             false,
		"https://files.www.example.org/a": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := site.holds(u); got != want {
			t.Errorf("site holds %s: %v, want %v", address, got, want)
		}
	}
}

func TestPrivateAddressesAreDialledOnlyForLocalSites(t *testing.T) {
	private := []string{"127.0.0.1:80", "10.1.2.3:443", "192.168.0.1:80", "169.254.169.254:80", "100.64.0.1:80",
		"[::1]:80", "[fe80::1]:80", "[fe80::1%eth0]:80", "[fd00::1]:80", "[::ffff:10.0.0.1]:80", "0.0.0.0:80",
		"0.1.2.3:80", "192.0.0.8:80", "192.0.2.1:80", "198.18.0.1:80", "198.19.255.254:80", "203.0.113.9:80", "224.0.0.1:80",
		"240.0.0.1:80", "255.255.255.255:80", "[::]:80", "[::10.0.0.1]:80", "[::ffff:0:10.0.0.1]:80", "[fec0::1]:80", "[ff02::1]:80",
		"[64:ff9b::10.0.0.1]:80", "[64:ff9b::169.254.169.254]:80", "[64:ff9b:1::1]:80", "[2002:a00:1::1]:80", "[2002:7f00:1::]:80",
		"[2001::1]:80", "[2001:db8::1]:80", "[100::1]:80", "[3fff::1]:80", "[5f00::1]:80"}
	public := []string{"1.1.1.1:443", "100.128.0.1:443", "[2606:4700::1111]:443", "[64:ff9b::1.1.1.1]:443", "[2002:101:101::1]:443", "[::ffff:1.1.1.1]:443"}
	for origin, refused := range map[string]bool{
		"https://www.example.org": true,
		"http://localhost:8080":   false,
		"http://127.0.0.1:8080":   false,
		"http://10.1.2.3":         false,
		"http://[::1]:8080":       false,
		"http://8.8.8.8":          true,
	} {
		site, err := parseSite(origin)
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range private {
			if err := site.dialControl(t.Context(), "tcp", address, nil); (err != nil) != refused {
				t.Errorf("site %s, connection to %s: %v", origin, address, err)
			}
		}
		for _, address := range public {
			if err := site.dialControl(t.Context(), "tcp", address, nil); err != nil {
				t.Errorf("site %s, connection to the public address %s: %v", origin, address, err)
			}
		}
	}
}

// The address is looked at when it is dialled: a name may resolve to another one
// every time.
func TestPrivateAddressIsFoundWhenItIsDialled(t *testing.T) {
	listener := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(listener.Close)
	for origin, refused := range map[string]bool{"https://www.example.org": true, listener.URL: false} {
		site, err := parseSite(origin)
		if err != nil {
			t.Fatal(err)
		}
		if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: site.origin}); proxy != nil || err != nil {
			t.Skip("a proxy looks names up here")
		}
		conn, err := baseTransport(site, 1).DialContext(t.Context(), "tcp", listener.Listener.Addr().String())
		if err == nil {
			conn.Close()
		}
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "resolves to the private address 127.0.0.1") {
			t.Errorf("site %s dials this machine: %v", origin, err)
		}
	}
}

func TestTrapIsRecognisedHoweverItIsWritten(t *testing.T) {
	for _, address := range []string{
		"https://www.example.org/?blackhole=1", "https://www.example.org/?BlackHole=1",
		"https://www.example.org/?%62lackhole=1", "https://www.example.org/blackhole/", "/?blackhole=%zz",
	} {
		if !isTrap(address) {
			t.Errorf("%s is not taken for the trap", address)
		}
	}
	if isTrap("https://www.example.org" + strings.ToLower(path("KE0001"))) {
		t.Error("a commitment is taken for the trap")
	}
}
