package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ogp"
	"ogp/store/journal"
)

// make torture makes them larger.
var (
	torturePages = flag.Int("torture.pages", 40, "pages that TestTorture imports")
	tortureKills = flag.Int("torture.kills", 2, "times that it kills the import, and TestKilledExport the export")
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

// TestTorture kills an import again and again, with a signal that cannot be
// caught: the command given again must go on, lose nothing and double nothing,
// and ask again only for what was under way.
func TestTorture(t *testing.T) {
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
	for n := range kills {
		cmd, stderr := r.child(t, "import", "--workers", fmt.Sprint(workers))
		// Every second kill comes a little later, when a batch may be half stored.
		late := time.Duration(n%2*(n+3)) * time.Millisecond
		k.arm(max(1, pages/(kills+1)-n), func() {
			time.AfterFunc(late, func() { _ = cmd.Process.Kill() }) // fails only for one that has ended
		})
		said, err := io.ReadAll(stderr)
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); late == 0 && (err == nil || cmd.ProcessState.ExitCode() != -1) {
			t.Fatalf("import number %d was not killed: %v\n%s", n+1, err, said)
		}
	}
	k.arm(0, nil)
	_, stderr := r.ogp(t, 0, "import")
	t.Log(strings.TrimSpace(stderr))
	asked := len(r.pagesAsked())
	t.Logf("%d pages, %d kills, %d requests for pages", pages, kills, asked)
	if most := pages + kills*workers; asked > most {
		t.Errorf("%d pages were asked for, want %d at most: what had come was asked for again", asked, most)
	}
	r.wantRows(t, "SELECT count(*), count(DISTINCT commitment_id), max(version) FROM pages", fmt.Sprintf("%d,%[1]d,1", pages))
	r.wantRows(t, "SELECT count(*) FROM commitments", fmt.Sprint(pages))
	r.wantRows(t, "SELECT count(*) FROM visits GROUP BY run_id, number HAVING count(*) > 1")
	r.wantRows(t, "SELECT count(*) FROM visits WHERE outcome = 'fetched' AND url LIKE '%/commitments/%'", fmt.Sprint(pages))
	r.wantRows(t, "SELECT DISTINCT state FROM frontier WHERE kind = 'commitment'", "fetched")
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
