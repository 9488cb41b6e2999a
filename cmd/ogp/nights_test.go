package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/fixtures"
	"ogp/store/storetest"
)

// nightPages is the size of the site: enough for three pages of a template to be a
// share of them that a rule notices.
const nightPages = 24

// nights is an archive after a good first night, and the folder that was published.
type nights struct {
	site   *nightSite
	server *httptest.Server
	clock  *fixtures.Clock
	folder string
}

// nightSite answers a request for a page as bad says, and else as the site does.
type nightSite struct {
	large *fixtures.LargeSite
	bad   badNight
}

// badNight is what a site does on a bad night: page answers for a commitment's page,
// given its number, and other for any other address. They report whether they did.
type badNight struct {
	page, other func(n int, w http.ResponseWriter, r *http.Request) bool
	edit        func(n int, page string) string // changes the page that is sent
	listed      int                             // how many pages the sitemap names; 0: all
}

func (s *nightSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ref := ogp.ParseURL(r.URL.Path)
	if ref.Kind != ogp.KindCommitment {
		if s.bad.other == nil || !s.bad.other(0, w, r) {
			s.large.ServeHTTP(w, r)
		}
		return
	}
	var n int
	if _, err := fmt.Sscanf(ref.ID, "QA%d", &n); err == nil && s.bad.page != nil && s.bad.page(n, w, r) {
		return
	}
	if s.bad.edit == nil {
		s.large.ServeHTTP(w, r)
		return
	}
	whole := httptest.NewRecorder()
	r.Header.Del("If-None-Match")
	s.large.ServeHTTP(whole, r)
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	fmt.Fprint(w, s.bad.edit(n, whole.Body.String()))
}

// firstNight is a database and an export after a good first night, made once.
var firstNight = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "night")
	if err != nil {
		return "", err
	}
	n := newNights(dir)
	defer n.server.Close()
	if code, text := n.ogp("refresh", "--site", n.server.URL); code != 0 {
		return dir, fmt.Errorf("first night: exit code %d: %s", code, text)
	}
	code, text := n.ogp("export", "--out", filepath.Join(dir, "dataset"), "--format", "csv", "--table", "commitments")
	if code != 0 {
		return dir, fmt.Errorf("first export: exit code %d: %s", code, text)
	}
	return dir, nil
})

// newNights serves a site beside the files in a folder.
func newNights(folder string) *nights {
	site := &nightSite{large: fixtures.NewLargeSite(nightPages, smallPage)}
	return &nights{site, httptest.NewServer(site), fixtures.NewClock(time.Date(2026, 11, 26, 2, 0, 0, 0, time.UTC), time.Millisecond), folder}
}

// afterFirstNight is a copy of the first night, at the next one.
func afterFirstNight(t *testing.T) *nights {
	t.Helper()
	first, err := firstNight()
	if err != nil {
		t.Fatal(err)
	}
	n := newNights(filepath.Join(t.TempDir(), "copy"))
	t.Cleanup(n.server.Close)
	if err := os.CopyFS(n.folder, os.DirFS(first)); err != nil {
		t.Fatal(err)
	}
	return n
}

// ogp runs the program at the time of the test.
func (n *nights) ogp(args ...string) (code int, text string) {
	var out, err bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &console.Writer{To: &out}, stderr: &console.Writer{To: &err}, data: &out,
		now: n.clock.Now, clock: n.clock}
	code = execute(a, append(args, "--db", filepath.Join(n.folder, "ogp.duckdb")))
	return code, out.String() + err.String()
}

// nightReport is what the file of --report says, in part.
type nightReport struct {
	State   string
	Problem string
	Exit    int `json:"exit_code"`
	Run     struct{ Verdict, Outcome string }
	Broken  []struct {
		Rule, Field, Example, Text string
		Fails                      bool
	} `json:"broken_rules"`
}

// fails are the rules that failed, each once.
func (r nightReport) fails() []string {
	names := map[string]bool{}
	for _, broken := range r.Broken {
		if broken.Fails {
			names[broken.Rule] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// night is a refresh a day later that publishes what is good.
func (n *nights) night(t *testing.T, flags ...string) (report nightReport, published bool) {
	t.Helper()
	n.clock.Advance(24 * time.Hour)
	n.site.large.Shrink(nightPages)
	if listed := n.site.bad.listed; listed > 0 {
		n.site.large.Shrink(listed)
	}
	before := n.publishedRun(t)
	file := filepath.Join(n.folder, "report.json")
	args := []string{"refresh", "--full", "--site", n.server.URL, "--export", filepath.Join(n.folder, "dataset"), "--report", file}
	code, text := n.ogp(append(args, flags...)...)
	content, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(content, &report)
	}
	if err != nil || report.Exit != code {
		t.Fatalf("report of exit code %d, want %d; error %v\n%s", report.Exit, code, err, text)
	}
	return report, n.publishedRun(t) != before
}

// publishedRun tells when the last run ended whose data is published.
func (n *nights) publishedRun(t *testing.T) string {
	t.Helper()
	var description struct {
		OGP struct {
			Last struct {
				At string `json:"finished_at"`
			} `json:"last_complete_run"`
		}
	}
	if err := json.Unmarshal(readFile(t, filepath.Join(n.folder, "dataset"), "datapackage.json"), &description); err != nil {
		t.Fatal(err)
	}
	if description.OGP.Last.At == "" {
		t.Fatal("the published data does not tell its run")
	}
	return description.OGP.Last.At
}

// answering lets a share of the pages be answered with something else.
func answering(of, every int, answer http.HandlerFunc) func(int, http.ResponseWriter, *http.Request) bool {
	return func(n int, w http.ResponseWriter, r *http.Request) bool {
		if n%every >= of {
			return false
		}
		answer(w, r)
		return true
	}
}

// every answers all addresses that are no page, too.
func everywhere(answer http.HandlerFunc) badNight {
	all := answering(1, 1, answer)
	return badNight{page: all, other: all}
}

// onePage answers every address with one commitment's page: the fifth, which ends the
// row of answers alike.
func onePage(_ int, w http.ResponseWriter, r *http.Request) bool {
	r.Header.Del("If-None-Match")
	large := fixtures.NewLargeSite(nightPages, smallPage)
	r.URL.Path = large.Path(4)
	large.ServeHTTP(w, r)
	return true
}

// withoutDescription is a page whose description a script would bring.
func withoutDescription(_ int, page string) string {
	head, rest, found := strings.Cut(page, ">Description<")
	if !found {
		return page
	}
	start := strings.IndexByte(rest, '>') + 1 // behind the heading
	end := strings.Index(rest, "<h2")
	if end < 0 {
		end = strings.Index(rest, "</main>")
	}
	return head + ">Description<" + rest[:start] + `<div id="description" data-src="/wp-json/description"></div>` + rest[max(end, start):]
}

func challengePage(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		fmt.Fprint(w, "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>")
	}
}

var (
	softMissing = fixtures.HTML("<html><title>Page not found</title><h1>Page not found</h1><p>Sorry, there is nothing here.</p></html>")
	missing     = fixtures.Status(http.StatusNotFound)
)

// nightCases are nights that have to come out right.
var nightCases = []struct {
	name      string
	always    bool // one of its kind, for the short run
	bad       badNight
	nights    int // how many in a row; 0 means one
	exit      int
	state     string
	verdict   string
	fails     []string
	published bool
	text      string // what is said of the first rule
}{
	{name: "healthy", always: true, exit: 0, state: "complete", verdict: "good", published: true},
	{name: "label lost on half", always: true, exit: 4, state: "complete", verdict: "bad", fails: []string{"coverage"},
		bad: badNight{edit: func(n int, page string) string {
			if n%2 == 0 {
				return page
			}
			return strings.ReplaceAll(page, "Lead Institution", "")
		}}, text: "lead_institution"},
	{name: "labels reworded", exit: 4, state: "complete", verdict: "bad", fails: []string{"coverage"},
		bad: badNight{edit: func(_ int, page string) string {
			return strings.NewReplacer("Lead Institution", "Body in charge", "Support Institution", "Bodies that help", "Status quo", "Where things are").Replace(page)
		}}},
	{name: "descriptions loaded by script", exit: 4, state: "complete", verdict: "bad", fails: []string{"coverage"},
		bad: badNight{edit: withoutDescription}, text: "description"},
	{name: "30 % gone once", exit: 4, state: "complete", verdict: "bad", fails: []string{"gone"}, bad: badNight{page: answering(3, 10, missing)}},
	{name: "30 % gone twice", nights: 2, exit: 4, state: "complete", verdict: "bad", fails: []string{"gone", "pages"}, bad: badNight{page: answering(3, 10, missing)}},
	{name: "soft 404", exit: 5, state: "refused", bad: badNight{page: answering(1, 1, softMissing)}},
	{name: "sitemap halved", exit: 4, state: "complete", verdict: "bad", fails: []string{"unlisted"}, bad: badNight{listed: nightPages / 2}},
	{name: "robots down", always: true, exit: 5, state: "refused", bad: badNight{other: answering(1, 1, fixtures.Status(503))}},
	{name: "pages 503", exit: 5, state: "refused", bad: badNight{page: answering(1, 1, fixtures.Status(503))}},
	{name: "30 % 503", always: true, exit: 3, state: "partial", verdict: "good", published: true, bad: badNight{page: answering(3, 10, fixtures.Status(503))}},
	{name: "30 % 403", exit: 3, state: "partial", verdict: "good", published: true, bad: badNight{page: answering(3, 10, fixtures.Status(403))}},
	{name: "challenge as 403", exit: 5, state: "refused", bad: everywhere(challengePage(403))},
	{name: "challenge as 200", exit: 5, state: "refused", bad: everywhere(challengePage(200))},
	{name: "every address one page", exit: 5, state: "refused", bad: badNight{page: onePage}},
}

var nightsTable = flag.Bool("nights.table", false, "print the table of nights")

// TestNights is what becomes of an archive and of what is published when the site has
// a bad night, and that the next good one mends it.
func TestNights(t *testing.T) {
	var table bytes.Buffer
	lines := tabwriter.NewWriter(&table, 0, 8, 2, ' ', 0)
	fmt.Fprintln(lines, "night\texit\tstate\tverdict\trules that failed\tpublished\tthe night after")
	var mu sync.Mutex
	t.Run("night", func(t *testing.T) {
		for _, c := range nightCases {
			t.Run(c.name, func(t *testing.T) {
				if !c.always {
					storetest.Long(t)
				}
				t.Parallel()
				n := afterFirstNight(t)
				n.site.bad = c.bad
				var report nightReport
				published := false
				for range max(c.nights, 1) {
					report, published = n.night(t)
				}
				if report.Exit != c.exit || report.State != c.state || report.Run.Verdict != c.verdict || published != c.published {
					t.Errorf("exit code %d, %s, verdict %q, published %t; want %d, %s, %q, %t", report.Exit, report.State, report.Run.Verdict, published,
						c.exit, c.state, c.verdict, c.published)
				}
				if diff := cmp.Diff(c.fails, report.fails(), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("rules that failed (-want +got):\n%s", diff)
				}
				if c.text != "" && (len(report.Broken) == 0 || report.Broken[0].Field != c.text || !strings.HasPrefix(report.Broken[0].Example, "QA")) {
					t.Errorf("%s is not what is said to be wrong first: %+v", c.text, report.Broken)
				}
				n.site.bad = badNight{}
				after, mended := n.night(t)
				if after.Exit != 0 || after.Run.Verdict != "good" || !mended {
					t.Errorf("the night after: exit code %d, verdict %q, published %t: %+v\n%s", after.Exit, after.Run.Verdict, mended, after.Broken, after.Problem)
				}
				mu.Lock()
				defer mu.Unlock()
				fmt.Fprintf(lines, "%s\t%d\t%s\t%s\t%s\t%t\t%d, published %t\n", c.name, report.Exit, report.State, report.Run.Verdict,
					strings.Join(report.fails(), " "), published, after.Exit, mended)
			})
		}
	})
	if *nightsTable {
		if err := lines.Flush(); err != nil {
			t.Fatal(err)
		}
		rows := strings.SplitAfter(table.String(), "\n")
		slices.Sort(rows[1:])
		fmt.Print(strings.Join(rows, ""))
	}
}
