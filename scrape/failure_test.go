package scrape

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"ogp"
)

// classes are the vocabulary of visits.error_class.
func classes() []string {
	for _, table := range ogp.KeptTables() {
		for _, column := range table.Columns {
			if table.Name == "visits" && column.Name == "error_class" {
				return column.Enum
			}
		}
	}
	return nil
}

// wantClass holds what is true of every request: a fault has a class of the
// vocabulary, a page has none, and none is a fault of ours.
func wantClass(t *testing.T, visit ogp.Visit) {
	t.Helper()
	came := visit.Outcome == ogp.Fetched || visit.Outcome == ogp.Unchanged
	known := slices.Contains(classes(), string(visit.ErrorClass)) && visit.ErrorClass != ogp.ClassInternal
	if came && visit.ErrorClass != "" || !came && !known {
		t.Errorf("%s has the class %q; reason: %s", visit.Outcome, visit.ErrorClass, visit.Error)
	}
}

// silence are failures of net/http before any answer, and their classes.
var silence = []struct {
	err  error
	want ogp.ErrorClass
}{
	{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, ogp.ClassConnection},
	{&net.DNSError{Err: "i/o timeout", IsTimeout: true}, ogp.ClassConnection},
	{&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, ogp.ClassTimeout},
	{&net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, ogp.ClassConnection},
	{io.EOF, ogp.ClassConnection},
	{errors.New(`malformed HTTP response "SSH-2.0"`), ogp.ClassConnection},
}

func TestClassOfSilence(t *testing.T) {
	for _, c := range silence {
		if got := errorClass(fmt.Errorf("attempt: %w", &noAnswer{c.err})); got != c.want {
			t.Errorf("%v has the class %s, want %s", c.err, got, c.want)
		}
	}
	if got := errorClass(errors.New("panic: no such thing")); got != ogp.ClassInternal {
		t.Errorf("a panic has the class %s", got)
	}
}

func TestClassOfWhatBrokeOff(t *testing.T) {
	for want, err := range map[ogp.ErrorClass]error{
		ogp.ClassInterrupted: fmt.Errorf("attempt: %w", context.Canceled),
		ogp.ClassRedirect:    &wrongRedirect{"/"},
		ogp.ClassAddress:     &noAnswer{&refusal{ogp.ClassAddress, "resolves to a private address"}},
	} {
		x := &exchange{err: err}
		if _, got, reason := x.outcome(); got != want {
			t.Errorf("%s has the class %s, want %s", reason, got, want)
		}
	}
}

func TestClassOfRealFaults(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for site, want := range map[string]ogp.ErrorClass{secure.URL: ogp.ClassConnection, closed.URL: ogp.ClassConnection} {
		var got []ogp.ErrorClass
		c, err := New(Options{Site: site, Retries: -1, Clock: newFakeClock(), Visited: func(v ogp.Visit) { got = append(got, v.ErrorClass) }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fetchAll(t.Context(), c, requests("KE0001")); !errors.Is(err, ErrSiteRefuses) {
			t.Errorf("%s: error %v", want, err)
		}
		if !slices.Equal(got, []ogp.ErrorClass{want}) {
			t.Errorf("classes %v, want %s", got, want)
		}
	}
}

// answers are pages that do not come, and the class of the fault.
var answers = []struct {
	answer http.HandlerFunc
	want   ogp.ErrorClass
}{
	{func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ogp.ClassTimeout},
	{status(403, "Cf-Mitigated", "challenge"), ogp.ClassChallenge},
	{text("text/html", "<title>Access denied</title>"), ogp.ClassChallenge},
	{text("text/html", "<title>Log In \u2039 Site</title>"), ogp.ClassChallenge},
	{redirectTo("/private/"), ogp.ClassRobots},
	{redirectTo(path("KE0001")), ogp.ClassRedirect},
	{redirectTo("https://elsewhere.example/"), ogp.ClassRedirect},
	{redirectTo("/?blackhole=1"), ogp.ClassAddress},
	{status(204), ogp.ClassContent},
	{shortBody, ogp.ClassContent},
	{drop, ogp.ClassConnection},
}

func TestClassOfAnswers(t *testing.T) {
	for i, c := range answers {
		site := newTestSite(t, map[string]http.HandlerFunc{
			robotsPath: text("text/plain", "User-agent: *\nDisallow: /private/\n"), path("KE0001"): c.answer,
		})
		options := func(o *Options) {
			o.Retries = -1
			if c.want == ogp.ClassTimeout {
				o.Timeout = 500 * time.Millisecond // robots.txt is to come in time on a busy machine
			}
		}
		results, err := fetchAll(t.Context(), site.collector(t, options), requests("KE0001"))
		if err != nil {
			t.Fatal(err)
		}
		if visit := results[0].Visit; visit.ErrorClass != c.want {
			t.Errorf("answer %d has the class %q, want %s; reason: %s", i, visit.ErrorClass, c.want, visit.Error)
		}
	}
}

func TestSitemapThatIsNoneHasAClass(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		"/none.xml": text("text/html", "<html>"),
	})
	robots := text("text/plain", "Sitemap: "+site.URL+"/none.xml\n")
	site.pages[robotsPath] = robots
	found, err := discoverAll(t.Context(), site.collector(t), DiscoverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 || found[0].State != ogp.Failed || found[0].ErrorClass != ogp.ClassContent {
		t.Errorf("found %+v", found)
	}
}
