package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ogp"
	"ogp/fixtures"
	"ogp/store/runlock"
	"ogp/store/storetest"
)

// testRun is a site, and a database to import it into.
type testRun struct {
	large  *fixtures.LargeSite
	site   *fixtures.FaultySite
	server *httptest.Server
	db     string
}

// smallPage keeps tests quick: nothing round the content.
const smallPage = 0

// newTestRun serves a large site; what is put before it sees every request.
func newTestRun(t *testing.T, size int, before ...func(http.Handler) http.Handler) *testRun {
	t.Helper()
	large := fixtures.NewLargeSite(size, smallPage)
	var site http.Handler = large
	for _, put := range before {
		site = put(site)
	}
	r := serve(t, site)
	r.large = large
	return r
}

// serve serves a site, and makes a database without a page.
func serve(t *testing.T, site http.Handler) *testRun {
	t.Helper()
	r := &testRun{site: fixtures.NewFaultySite(site, time.Now), db: filepath.Join(t.TempDir(), "ogp.duckdb")}
	storetest.Create(t, r.db)
	r.server = httptest.NewServer(r.site)
	t.Cleanup(r.server.Close)
	return r
}

// ogp runs the program in this process, and returns what it wrote.
func (r *testRun) ogp(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	args = append(args, "--db", r.db)
	if args[0] == "import" || args[0] == "refresh" {
		args = append(args, "--site", r.server.URL)
	}
	if got := run(args, &out, &err); got != code {
		t.Fatalf("ogp %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, &err)
	}
	return out.String(), err.String()
}

// rows is the answer to a query, as CSV lines without their header.
func (r *testRun) rows(t *testing.T, text string) []string {
	t.Helper()
	var out strings.Builder
	if err := csv.NewWriter(&out).WriteAll(storetest.Ask(t, r.db, text)); err != nil {
		t.Fatal(err)
	}
	return strings.FieldsFunc(out.String(), func(c rune) bool { return c == '\n' })
}

func (r *testRun) wantRows(t *testing.T, query string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, r.rows(t, query), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", query, diff)
	}
}

// pagesAsked are the requests for commitment pages.
func (r *testRun) pagesAsked() []fixtures.Asked {
	var asked []fixtures.Asked
	for _, a := range r.site.Log() {
		if strings.Contains(a.URI, "/commitments/") {
			asked = append(asked, a)
		}
	}
	return asked
}

func wantText(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func TestRefreshAsksForWhatMayHaveChanged(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 12)
	refresh := func(pages int, args []string, summary ...string) {
		t.Helper()
		r.site.Forget()
		_, stderr := r.ogp(t, 0, append([]string{"refresh"}, args...)...)
		if got := len(r.pagesAsked()); got != pages {
			t.Errorf("refresh %v asked for %d pages, want %d", args, got, pages)
		}
		wantText(t, stderr, summary...)
	}
	_, stderr := r.ogp(t, 0, "import")
	wantText(t, stderr, "12 listed, 0 already there, 12 fetched (12 new, 0 changed), 0 unchanged")
	refresh(0, nil, "12 listed, 12 already there, 0 fetched (0 new, 0 changed), 0 unchanged", "12 skipped")
	refresh(12, []string{"--full"}, "0 fetched (0 new, 0 changed), 12 unchanged")
	for _, asked := range r.pagesAsked() {
		if asked.Header.Get("If-None-Match") == "" {
			t.Errorf("%s was asked for without a condition", asked.URI)
		}
	}
	r.large.Edit(3)
	refresh(1, nil, "1 fetched (0 new, 1 changed)")
	r.wantRows(t, "SELECT commitment_id, field FROM changes WHERE kind = 'edited'", "QA0003,title")
	r.large.Undate()
	refresh(12, nil, "12 unchanged")
	refresh(4, []string{"--limit", "4"}, "--limit leaves 8 to fetch")
}

// A site that was down is no gap for good: the same command asks again for what
// failed, and only for that and what was left.
func TestRefreshThatGoesOnAsksAgainForWhatFailed(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 20)
	r.ogp(t, 0, "import")
	sorted := r.sortedPaths(20)
	for _, path := range sorted[3:] {
		r.site.On(path, fixtures.Status(500))
	}
	refresh := []string{"refresh", "--full", "--workers", "1", "--retries", "0"}
	_, stderr := r.ogp(t, exitRefused, refresh...)
	wantText(t, stderr, "3 unchanged, 0 unread, 8 failed", "; 9 left to fetch;")
	for _, path := range sorted {
		r.site.On(path)
	}
	r.site.Forget()
	_, stderr = r.ogp(t, 0, refresh...)
	wantText(t, stderr, "17 unchanged, 0 unread, 0 failed")
	if asked := len(r.pagesAsked()); asked != 17 {
		t.Errorf("%d pages were asked for, want the 17 that were not had", asked)
	}
}

func TestPagesAreWithdrawnAfterTwoRunsAndReturn(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 3)
	r.ogp(t, 0, "import")
	r.large.Remove(1)
	for _, summary := range []string{"2 unchanged, 0 unread, 0 failed, 0 refused, 1 gone, 0 withdrawn", "1 gone, 1 withdrawn"} {
		_, stderr := r.ogp(t, 0, "refresh", "--full")
		wantText(t, stderr, summary)
	}
	r.large.Restore(1)
	_, stderr := r.ogp(t, 0, "refresh")
	wantText(t, stderr, "0 gone, 0 withdrawn")
	r.wantRows(t, "SELECT count(*) FROM commitments", "3")
	r.wantRows(t, "SELECT commitment_id, kind FROM changes WHERE kind <> 'new' ORDER BY changed_at", "QA0001,withdrawn", "QA0001,returned")
	// The first of the two runs gives the date.
	r.wantRows(t, `SELECT count(*) FROM changes JOIN visits ON changed_at = asked_at AND outcome = 'gone'
		WHERE kind = 'withdrawn' AND run_id = (SELECT min(run_id) FROM runs WHERE command = 'refresh')`, "1")
}

func TestRefreshFindsWhatIsNewAndSaysWhereListsAreShort(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 20)
	r.ogp(t, 0, "import", "--limit", "5")
	_, stderr := r.ogp(t, 0, "refresh")
	wantText(t, stderr, "15 fetched (15 new")
	r.large.Shrink(4)
	r.site.Forget()
	_, stderr = r.ogp(t, 0, "refresh", "--full")
	wantText(t, stderr, "the site lists far fewer commitments than are known", "found only 4 of 20 known pages")
	if got := len(r.pagesAsked()); got != 20 {
		t.Errorf("%d pages asked for, want all 20 known", got)
	}
}

func TestDryRunStoresNothingAndTellsTheTime(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 100)
	r.db = filepath.Join(t.TempDir(), "none.duckdb")
	out, stderr := r.ogp(t, 0, "import", "--dry-run", "--rate", "2")
	if got := strings.Count(out, r.server.URL+"/members/"); got != 100 {
		t.Errorf("%d pages listed, want 100", got)
	}
	wantText(t, stderr, "100 listed, 0 already there, 100 pages to fetch, in about 56s")
	if _, err := os.Stat(r.db); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made a database: %v", err)
	}
	r.ogp(t, 0, "import", "--limit", "3")
	before := r.rows(t, "SELECT count(*) FROM visits")
	_, stderr = r.ogp(t, 0, "import", "--dry-run", "--limit", "10")
	wantText(t, stderr, "3 already there, 10 pages to fetch", "--limit leaves 87 to fetch")
	r.wantRows(t, "SELECT count(*) FROM visits", before...)
}

func TestContactIsRemembered(t *testing.T) {
	r := newTestRun(t, 2)
	t.Setenv("OGP_CONTACT", "")
	r.ogp(t, 0, "import", "--contact", "me@example.org")
	r.ogp(t, 0, "refresh", "--full")
	for _, asked := range r.site.Log() {
		if agent := asked.Header.Get("User-Agent"); !strings.Contains(agent, "(+me@example.org)") {
			t.Errorf("%s was asked for by %q", asked.URI, agent)
		}
	}
}

func TestUnknownMemberIsAGap(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 2)
	_, stderr := r.ogp(t, 3, "import", "--member", "atlantis")
	wantText(t, stderr, "/members/atlantis/: 404", "0 listed")
	if asked := r.pagesAsked(); len(asked) != 0 {
		t.Errorf("%d pages of other members were asked for", len(asked))
	}
}

func TestAliasesOfAPageAreAskedForOnce(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 1)
	path := r.large.Path(0)
	other := strings.Replace(path, "/members/", "/members/old-", 1)
	list := filepath.Join(t.TempDir(), "list.txt")
	lines := fmt.Sprintf("# one page\n%s%s\n%[1]s%s?utm_source=x\nhttps://opengovpartnership.org%s\n", r.server.URL, path, strings.ToLower(path), other)
	if err := os.WriteFile(list, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	r.site.On(path, fixtures.Redirect(other))
	r.site.On(other, r.large.ServeHTTP)
	r.ogp(t, 0, "import", list)
	want := map[string]int{"/robots.txt": 1, path: 1, other: 1}
	if diff := cmp.Diff(want, r.site.Times()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	r.wantRows(t, "SELECT count(*) FROM pages", "1")
	r.wantRows(t, "SELECT count(*), max(final_url) FROM visits WHERE final_url IS NOT NULL", "1,"+r.server.URL+other)
	r.wantRows(t, "SELECT count(*) FROM frontier WHERE kind = 'commitment'", "2")
	shown, _ := r.ogp(t, 0, "show", r.large.ID(0))
	wantText(t, shown, ogp.Site+other+"\nalso at "+ogp.Site+path+"\n")
	r.site.Forget()
	r.ogp(t, 0, "import", list)
	if asked := r.pagesAsked(); len(asked) != 0 {
		t.Errorf("asked again: %v", asked)
	}
}

// child starts the program as a process of its own.
func (r *testRun) child(t *testing.T, args ...string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ogp", append(args, "--db", r.db, "--site", r.server.URL)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewReader(stderr)
}

// interruptAt sends the first interrupt when a page is asked for, and goes on
// when the program has taken notice.
func (r *testRun) interruptAt(t *testing.T, path string, then http.HandlerFunc, flags ...string) (code int, stderr string) {
	t.Helper()
	asked, noticed := make(chan struct{}), make(chan struct{})
	r.site.On(path, func(w http.ResponseWriter, req *http.Request) {
		close(asked)
		<-noticed
		then(w, req)
	}, r.large.ServeHTTP)
	cmd, lines := r.child(t, append([]string{"import", "--workers", "1"}, flags...)...)
	<-asked
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	wantText(t, first, "interrupted: finishing current requests; press Ctrl-C again to stop now")
	if slices.Contains(flags, "json") != json.Valid([]byte(first)) {
		t.Errorf("not in the log's form: %s", first)
	}
	if strings.Contains(t.Name(), "Second") {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	close(noticed)
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code tells
	return cmd.ProcessState.ExitCode(), string(rest)
}

func TestInterruptFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 9)
	sorted := r.sortedPaths(9)
	code, stderr := r.interruptAt(t, sorted[4], r.large.ServeHTTP)
	if code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	wantText(t, stderr, "import interrupted: 9 listed", "5 fetched (5 new", "; 4 left to fetch;",
		"run the same command to resume with the remaining 4 pages\n")
	r.wantRows(t, "SELECT count(*) FROM pages", "5")
	// What waited for its turn was not asked for, and is in no visit.
	r.wantRows(t, "SELECT state, count(*), count(tried_at) FROM frontier WHERE kind = 'commitment' GROUP BY ALL ORDER BY ALL", "fetched,5,5", "listed,4,0")
	r.wantRows(t, "SELECT count(*) FROM visits", fmt.Sprint(len(r.site.Log())))
	r.ogp(t, 0, "import")
	for path, times := range r.site.Times() {
		if strings.Contains(path, "/commitments/") && times != 1 {
			t.Errorf("%s was asked for %d times", path, times)
		}
	}
	r.wantRows(t, "SELECT count(*) FROM pages", "9")
}

func TestInterruptedSearchKeepsWhatItFound(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := newTestRun(t, 4001)
	code, stderr := r.interruptAt(t, "/commitment-sitemap1.xml", r.large.ServeHTTP)
	if code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	wantText(t, stderr, "import interrupted: 4000 listed", "; 4000 left to fetch; the search for pages was not finished;",
		"run the same command to resume with the remaining 4000 pages")
	r.wantRows(t, "SELECT kind, state, count(*) FROM frontier GROUP BY ALL ORDER BY ALL", "commitment,listed,4000", "sitemap,fetched,3")
	_, stderr = r.ogp(t, 0, "import", "--limit", "1")
	wantText(t, stderr, "4001 listed", "1 fetched", "--limit leaves 4000 to fetch")
}

func TestSecondInterruptStopsAtOnce(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 9)
	sorted := r.sortedPaths(9)
	code, _ := r.interruptAt(t, sorted[4], fixtures.Hang, "--log-format", "json")
	if code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	r.ogp(t, 0, "import")
	for path, times := range r.site.Times() {
		want := 1
		if path == sorted[4] {
			want = 2
		}
		if strings.Contains(path, "/commitments/") && times != want {
			t.Errorf("%s was asked for %d times, want %d", path, times, want)
		}
	}
	r.wantRows(t, "SELECT count(*), count(DISTINCT commitment_id), max(version) FROM pages", "9,9,1")
}

// TestLinkToADatabaseIsTheDatabase: two runs that reach it under two names are not
// under way at once.
func TestLinkToADatabaseIsTheDatabase(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 1)
	r.ogp(t, 0, "import")
	lock, err := runlock.Take(r.db, "a test")
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.duckdb")
	if err := os.Symlink(r.db, link); err != nil {
		t.Skip("no links here")
	}
	r.db = link
	r.ogp(t, exitHeld, "import")
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	r.ogp(t, 0, "import")
}
