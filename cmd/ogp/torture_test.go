package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ogp"
	"ogp/parse"
	"ogp/store/journal"
	"ogp/store/storetest"
)

// make torture makes them larger.
var (
	torturePages = flag.Int("torture.pages", 20, "pages that TestTorture imports")
	tortureKills = flag.Int("torture.kills", 1, "times that it kills the import, and TestKilledExport the export")
)

// sortedPaths are the pages in the order in which an import asks for them.
func (r *testRun) sortedPaths(size int) []string {
	var paths []string
	for n := range size {
		paths = append(paths, r.large.Path(n))
	}
	slices.Sort(paths)
	return paths
}

// killer is told of every page that is asked for, and kills the program after
// so many of them.
type killer struct {
	mu    sync.Mutex
	after int
	kill  func()
}

func (k *killer) arm(after int, kill func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.after, k.kill = after, kill
}

func (k *killer) asked() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.after--; k.after == 0 && k.kill != nil {
		k.kill()
	}
}

// TestTorture kills an import, a refresh and a reparse again and again, with a signal
// that cannot be caught: the command given again must go on, lose nothing and double
// nothing, and ask again only for what was under way.
func TestTorture(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	const workers = 2
	pages, kills := *torturePages, *tortureKills
	var k killer
	r := newTestRun(t, pages, func(site http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if strings.Contains(req.URL.Path, "/commitments/") {
				k.asked()
			}
			site.ServeHTTP(w, req)
		})
	})
	tortured := func(args ...string) {
		t.Helper()
		r.site.Forget()
		for n := range kills {
			r.killAfter(t, &k, max(1, pages/(kills+1)-n), n, append(args, "--workers", fmt.Sprint(workers))...)
		}
		k.arm(0, nil)
		_, stderr := r.ogp(t, 0, args...)
		t.Log(strings.TrimSpace(stderr))
		asked := len(r.pagesAsked())
		t.Logf("%d pages, %d kills, %d requests for pages", pages, kills, asked)
		if most := pages + kills*workers; asked > most {
			t.Errorf("%v: %d pages were asked for, want %d at most: what had come was asked for again", args, asked, most)
		}
		r.wantRows(t, "SELECT count(*) FROM commitments", fmt.Sprint(pages))
		r.wantRows(t, "SELECT count(*) FROM visits GROUP BY run_id, number HAVING count(*) > 1")
		r.wantRows(t, "SELECT DISTINCT state FROM frontier WHERE kind = 'commitment' AND state NOT IN ('fetched', 'unchanged')")
	}
	tortured("import")
	r.wantRows(t, "SELECT count(*), count(DISTINCT commitment_id), max(version) FROM pages", fmt.Sprintf("%d,%[1]d,1", pages))
	r.wantRows(t, "SELECT count(*) FROM visits WHERE outcome = 'fetched' AND url LIKE '%/commitments/%'", fmt.Sprint(pages))
	edited := 0
	for n := 0; n < pages; n += 3 {
		before := r.fingerprint(t, n)
		r.large.Edit(n)
		if r.fingerprint(t, n) != before { // some pages of the fixture say so in their title alone
			edited++
		}
	}
	tortured("refresh", "--full")
	versions := "SELECT count(*), count(*) FILTER (version = 2), max(version) FROM pages"
	r.wantRows(t, versions, fmt.Sprintf("%d,%d,2", pages+edited, edited))
	for n := range kills {
		r.killAfter(t, &k, 0, n, "reparse")
	}
	r.ogp(t, 0, "reparse")
	r.wantRows(t, versions, fmt.Sprintf("%d,%d,2", pages+edited, edited))
	r.wantRows(t, "SELECT count(*), count(DISTINCT commitment_id) FROM changes WHERE kind = 'edited'", fmt.Sprintf("%d,%[1]d", edited))
}

// fingerprint is that of a page as the site has it now.
func (r *testRun) fingerprint(t *testing.T, n int) string {
	t.Helper()
	served := httptest.NewRecorder()
	r.large.ServeHTTP(served, httptest.NewRequest(http.MethodGet, r.large.Path(n), nil))
	reading, err := parse.Page(ogp.Page{URL: ogp.Site + r.large.Path(n), Header: served.Header(), Body: served.Body.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	return reading.Fingerprint
}

// killAfter runs a command and kills it after so many pages were asked for or, where
// none are, while it reads. Every second kill comes a little later, when a batch may be
// half stored.
func (r *testRun) killAfter(t *testing.T, k *killer, pages, n int, args ...string) {
	t.Helper()
	cmd, stderr := r.child(t, args...)
	late := time.Duration(n%2*(n+3)) * time.Millisecond
	kill := func() { _ = cmd.Process.Kill() } // fails only for one that has ended
	k.arm(pages, func() { time.AfterFunc(late, kill) })
	if pages == 0 {
		time.AfterFunc(time.Duration(100+50*n)*time.Millisecond, kill)
	}
	said, err := io.ReadAll(stderr)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); pages > 0 && late == 0 && (err == nil || cmd.ProcessState.ExitCode() != -1) {
		t.Fatalf("%v number %d was not killed: %v\n%s", args, n+1, err, said)
	}
}

// A kill between storing a batch and emptying the journal leaves entries that
// are stored already.
func TestJournalIsNotStoredTwice(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 3)
	r.ogp(t, 0, "import", "--limit", "2")
	last := r.rows(t, "SELECT run_id FROM runs")[0]
	j, err := journal.Open(r.db)
	if err != nil {
		t.Fatal(err)
	}
	asking := ogp.Listing{URL: ogp.Site + r.large.Path(2), Kind: ogp.KindCommitment, ID: r.large.ID(2), Language: "en", State: ogp.InFlight}
	for _, number := range []ogp.Count{1, 2, 3, 9} {
		visit := ogp.Visit{Run: last, Number: number, URL: r.server.URL + "/robots.txt", At: time.Now(), Outcome: ogp.Fetched}
		if err := errors.Join(j.Write(journal.Event{Visit: &visit}), j.Write(journal.Event{Listing: &asking})); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	before := len(r.rows(t, "SELECT number FROM visits WHERE run_id = '"+last+"'"))
	_, stderr := r.ogp(t, 0, "import")
	wantText(t, stderr, "2 already there, 1 fetched (1 new")
	if after := len(r.rows(t, "SELECT number FROM visits WHERE run_id = '"+last+"'")); after != before+1 {
		t.Errorf("%d requests of the killed run are recorded, want %d and the one that was not stored", after, before)
	}
	if _, err := os.Stat(r.db + ".journal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal was left behind: %v", err)
	}
}
