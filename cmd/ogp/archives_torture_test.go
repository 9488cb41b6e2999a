package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ogp"
	"ogp/fixtures"
	"ogp/fixtures/archives"
	"ogp/store/storetest"
)

// nonces are what differs from one answer to the next.
var nonces = regexp.MustCompile(`<meta name="nonce"[^>]*>`)

// capturesOf are ten captures of each of some pages at origin, one a year, and the pages'
// members; the pages were edited twice.
func capturesOf(origin string, pages int) (all []archives.Capture, members []string) {
	sites := []*fixtures.LargeSite{fixtures.NewLargeSite(1, smallPage), fixtures.NewLargeSite(1, smallPage), fixtures.NewLargeSite(1, smallPage)}
	for n := 0; len(all) < 10*pages; n++ {
		path := sites[0].Path(n)
		member := ogp.ParseURL(path).Slug
		if strings.Trim(member, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			continue // the double compares addresses as they are written
		}
		if !slices.Contains(members, member) {
			members = append(members, member)
		}
		for edits, site := range sites {
			for range edits {
				site.Edit(n)
			}
		}
		for year := range 10 {
			site := sites[year/4]
			all = append(all, archives.Capture{
				URL: origin + path, Time: fmt.Sprintf("%d0101%06d", 2015+year, n%60), Digest: fmt.Sprintf("DIGEST%dOF%d", year/4, n),
				Body: func() []byte {
					answer := httptest.NewRecorder()
					site.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
					return nonces.ReplaceAll(answer.Body.Bytes(), nil) // a capture stays as it is
				},
			})
		}
	}
	return all, members
}

// finish waits for a child, and returns what it said and how much memory it took, in
// KB where that is known.
func finish(t *testing.T, cmd *exec.Cmd, stderr io.Reader) (said string, code int, memory int64) {
	t.Helper()
	text, err := io.ReadAll(stderr)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its exit code tells
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		memory = usage.Maxrss
	}
	return string(text), cmd.ProcessState.ExitCode(), memory
}

// TestTortureOfArchives kills an import from the Wayback Machine again and again: it
// goes on, asks again only for what was under way, and its history is that of an
// import in one go, also as of a date.
func TestTortureOfArchives(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	pages, kills := *torturePages, *tortureKills
	if kills < 10 { // make torture kills more often
		pages, kills = 10, 1
	}
	double, once := archives.New(time.Now), newTestRun(t, 1)
	double.Unlimited = true
	var k killer
	services := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.asked()
		double.ServeHTTP(w, r)
	}))
	t.Cleanup(services.Close)
	captures, members := capturesOf(once.server.URL, pages)
	double.Add(captures...)
	killed := &testRun{server: once.server, site: once.site, db: filepath.Join(t.TempDir(), "ogp.duckdb")}
	storetest.Create(t, killed.db)
	order := []string{"import", "--from", "wayback", "--wayback", services.URL, "--commoncrawl-index", services.URL, "--commoncrawl-data", services.URL, "--rate", "100000"}
	for _, member := range members {
		order = append(order, "--member", member)
	}
	for n := range kills {
		cmd, stderr := killed.child(t, order...)
		k.arm(max(1, 3*pages/(kills+1)-n), func() { _ = cmd.Process.Kill() }) // fails only for one that has ended
		if said, code, _ := finish(t, cmd, stderr); code != -1 {
			t.Fatalf("import number %d ended by itself, with %d:\n%s", n+1, code, said)
		}
	}
	k.arm(0, nil)
	began := time.Now()
	cmd, stderr := killed.child(t, order...)
	said, code, memory := finish(t, cmd, stderr)
	if code != 0 || memory > 512<<10 {
		t.Fatalf("exit code %d, %d KB of memory\n%s", code, memory, said)
	}
	t.Logf("%d captures, %d kills, %d requests; the last import took %s and %d MB: %s",
		10*pages, kills, len(double.Log()), time.Since(began).Round(time.Second), memory>>10, strings.TrimSpace(said))
	asked := map[string]int{}
	for _, a := range double.Log() {
		asked[a.URI]++
	}
	if again := len(double.Log()) - len(asked); again > kills {
		t.Errorf("%d requests were made again, want %d at most: those under way", again, kills)
	}
	once.ogp(t, 0, order...)
	dates := [][]string{{"--as-of", "2018-06-01"}, nil, {"--known-at", time.Now().Add(-time.Second).UTC().Format(time.RFC3339)}}
	if kills < 10 {
		dates = dates[:1]
	}
	for _, which := range dates {
		folders := make([]string, 2)
		for i, r := range []*testRun{killed, once} {
			folders[i] = filepath.Join(t.TempDir(), "out")
			r.ogp(t, 0, append([]string{"export", "--format", "csv", "--table", "commitments,changes", "--out", folders[i]}, which...)...)
		}
		if out, err := exec.Command("diff", "-r", "-x", "README.md", "-x", "datapackage.json", folders[0], folders[1]).CombinedOutput(); err != nil {
			t.Errorf("export %v: %v\n%.2000s", which, err, out)
		}
	}
	killed.wantRows(t, "SELECT state, count(*) FROM captures GROUP BY state ORDER BY state", fmt.Sprintf("fetched,%d", 3*pages), fmt.Sprintf("same,%d", 7*pages))
	killed.wantRows(t, "SELECT max(version) FROM pages", "3")
}
