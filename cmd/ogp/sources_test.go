package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/fixtures"
	"ogp/store/storetest"
)

// contents are the commitments of a database, but for where and when they were
// seen.
const contents = `SELECT * EXCLUDE (page_version, first_seen, last_seen, last_checked, source, changes) FROM commitments ORDER BY ALL`

// demo is the database that `ogp import --demo` makes. It is made once.
var demo = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "ogp-demo")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db := filepath.Join(dir, "demo.duckdb")
	var said bytes.Buffer
	if code := run([]string{"import", "--demo", "--quiet", "--db", db}, &said, &said); code != exitDone {
		return nil, fmt.Errorf("ogp import --demo: exit code %d\n%s", code, &said)
	}
	return os.ReadFile(db)
})

// copyDemo makes a database of the demo site's pages.
func copyDemo(t *testing.T, path string) {
	t.Helper()
	made, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, made, 0o644); err != nil {
		t.Fatal(err)
	}
}

// demoRun is the demo site, its pages, and what a live import makes of them.
func demoRun(t *testing.T) (r *testRun, pages []string, live []string) {
	t.Helper()
	r = newDemoRun(t)
	for _, page := range fixtures.Pages() {
		pages = append(pages, page.Ref.On(r.server.URL))
	}
	imported := &testRun{db: filepath.Join(t.TempDir(), "demo.duckdb")}
	copyDemo(t, imported.db)
	return r, pages, imported.rows(t, contents)
}

// wantSame imports sources into a new database, which must hold what the live
// import made.
func (r *testRun) wantSame(t *testing.T, live []string, sources ...string) {
	t.Helper()
	other := *r
	other.db = filepath.Join(t.TempDir(), "other.duckdb")
	storetest.Create(t, other.db)
	other.ogp(t, 0, append([]string{"import"}, sources...)...)
	if diff := cmp.Diff(live, other.rows(t, contents)); diff != "" {
		t.Errorf("%v gives other commitments than the live import (-live +got):\n%s", sources, diff)
	}
}

// TestEverySourceGivesTheSameCommitments holds live import, saved pages, lists
// and the database against each other.
func TestEverySourceGivesTheSameCommitments(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r, pages, live := demoRun(t)
	dir := t.TempDir()
	saved := filepath.Join(dir, "saved")
	if err := os.Mkdir(saved, 0o755); err != nil {
		t.Fatal(err)
	}
	database := "Code,URL\n"
	for _, page := range fixtures.Pages() {
		if err := os.WriteFile(filepath.Join(saved, page.Name+".html"), page.Body, 0o644); err != nil {
			t.Fatal(err)
		}
		database += fmt.Sprintf("x,%q\n", page.Ref.URL())
	}
	list, csv := filepath.Join(dir, "list.txt"), filepath.Join(dir, "ogp.csv")
	for name, text := range map[string]string{list: strings.Join(pages, "\n"), csv: database} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, source := range []string{saved, list, csv} {
		r.wantSame(t, live, source)
	}
}

func TestArchiveMadeByWgetGivesTheSameCommitments(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	wget, err := exec.LookPath("wget")
	if err != nil {
		t.Skip("wget is not installed")
	}
	r, pages, live := demoRun(t)
	for name, flags := range map[string][]string{"packed": {"--compression=auto"}, "plain": {"--no-warc-compression"}} {
		dir := t.TempDir()
		args := append([]string{"--quiet", "--warc-file=crawl", "--output-document=/dev/null"}, flags...)
		cmd := exec.CommandContext(t.Context(), wget, append(args, pages...)...)
		cmd.Dir = dir
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("wget: %v\n%s", err, said)
		}
		archives, err := filepath.Glob(filepath.Join(dir, "crawl.warc*"))
		if err != nil || len(archives) != 1 {
			t.Fatalf("%s: archives %v, error %v", name, archives, err)
		}
		r.wantSame(t, live, archives...)
	}
}

func TestListOnStandardInput(t *testing.T) {
	t.Parallel()
	r, pages, _ := demoRun(t)
	var stdout, stderr bytes.Buffer
	a := &app{stdin: strings.NewReader(pages[0] + "\nnonsense\n"), stdout: &console.Writer{To: &stdout}, stderr: &console.Writer{To: &stderr}, data: &stdout, now: now}
	root := a.command()
	root.SetArgs([]string{"import", "-", "--db", r.db, "--site", r.server.URL})
	if code := exitCode(root.ExecuteContext(t.Context())); code != exitGaps {
		t.Fatalf("exit code %d, want %d\n%s", code, exitGaps, &stderr)
	}
	wantText(t, stderr.String(), "import gaps: 2 listed, 0 already there, 1 fetched", "1 failed")
	r.wantRows(t, "SELECT found_by, found_in FROM frontier WHERE kind = 'commitment'", "file,standard input")
}

// TestStandardInputIsLookedAt as a file is: OGP's database is no list of addresses.
func TestStandardInputIsLookedAt(t *testing.T) {
	t.Parallel()
	file, err := os.Open(officialFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := newDemoRun(t)
	var stderr bytes.Buffer
	a := &app{stdin: file, stdout: &console.Writer{To: &stderr}, stderr: &console.Writer{To: &stderr}, data: &stderr, now: now}
	root := a.command()
	root.SetArgs([]string{"import", "-", "--no-fetch", "--db", r.db})
	if code := exitCode(root.ExecuteContext(t.Context())); code != 0 {
		t.Fatalf("exit code %d\n%s", code, &stderr)
	}
	r.wantRows(t, "SELECT count(*) FROM official", "12")
	r.wantRows(t, "SELECT file, source FROM official_editions JOIN runs USING (run_id)", "standard input,standard input")
}

// TestPagesOfFilesAreKnown, and fetched all the same: the site has not sent them.
func TestPagesOfFilesAreKnown(t *testing.T) {
	t.Parallel()
	r := newDemoRun(t)
	r.ogp(t, 0, "import", filepath.Join("..", "..", "fixtures", "pages", "KE0947.html"))
	_, stderr := r.ogp(t, 0, "import", "--member", "kenya")
	wantText(t, stderr, "3 listed, 0 already there, 3 fetched (2 new, 0 changed), 1 unchanged")
	_, stderr = r.ogp(t, 0, "refresh", "--member", "kenya")
	wantText(t, stderr, "3 listed, 2 already there, 0 fetched", "1 unchanged")
}

// warcOf is a web archive of pages, as plain as can be.
func warcOf(pages ...fixtures.PageFile) []byte {
	var b bytes.Buffer
	for _, page := range pages {
		answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + string(page.Body)
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			page.Ref.URL(), len(answer), answer)
	}
	return b.Bytes()
}

// filesRun is a folder with two pages of Kenya, one of Guatemala and one file
// that is no page, and a web archive with the first three.
func filesRun(t *testing.T) (r *testRun, folder, archive string) {
	t.Helper()
	r = newDemoRun(t)
	dir := t.TempDir()
	folder, archive = filepath.Join(dir, "saved"), filepath.Join(dir, "crawl.warc")
	var pages []fixtures.PageFile
	files := map[string][]byte{filepath.Join(folder, "z.html"): []byte("<p>Not a commitment.</p>")}
	for _, page := range fixtures.Pages() {
		if slices.Contains([]string{"kenya", "guatemala"}, page.Ref.Slug) {
			pages = append(pages, page)
			files[filepath.Join(folder, page.Name+".html")] = page.Body
		}
	}
	files[archive] = warcOf(pages...)
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return r, folder, archive
}

func TestDryRunTellsWhatItWouldReadOfFiles(t *testing.T) {
	t.Parallel()
	r, folder, archive := filesRun(t)
	r.db = filepath.Join(t.TempDir(), "none.duckdb")
	out, stderr := r.ogp(t, exitGaps, "import", "--dry-run", folder, archive)
	for _, line := range []string{
		filepath.Join(folder, "KE0941.es.html") + "\t" + ogp.Site + "/es/members/kenya/commitments/KE0941/\n",
		archive + "\t" + ogp.Site + "/members/guatemala/commitments/GT0988/\n",
	} {
		wantText(t, out, line)
	}
	if got := strings.Count(out, "\n"); got != 8 {
		t.Errorf("%d pages listed, want 8:\n%s", got, out)
	}
	wantText(t, stderr, "import --dry-run: 9 listed, 8 pages to read in 5 files\n", "z.html: not a commitment page")
	if _, err := os.Stat(r.db); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made a database: %v", err)
	}
	_, stderr = r.ogp(t, 0, "import", "--dry-run", archive, r.server.URL+"/members/ghana/")
	wantText(t, stderr, "import --dry-run: 5 listed, 0 already there, 1 page to fetch, at once, 4 pages to read in 1 file\n")
}

// TestFilesAreRestrictedAsTheSiteIs: by --member and --limit, in a dry run and
// in earnest.
func TestFilesAreRestrictedAsTheSiteIs(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r, folder, archive := filesRun(t)
	for _, dry := range []bool{true, false} {
		restricted := func(code int, summary string, args ...string) {
			t.Helper()
			if dry {
				args = append(args, "--dry-run")
				summary = strings.Replace(summary, " fetched", " pages to read", 1)
			}
			_, stderr := r.ogp(t, code, append([]string{"import"}, args...)...)
			for _, part := range strings.Split(summary, " … ") {
				wantText(t, stderr, part)
			}
		}
		restricted(exitGaps, "4 listed … 3 fetched … , 1 of other members skipped", folder, "--member", "Kenya")
		restricted(0, "2 listed … 2 fetched … ; --limit leaves the rest of the files unread", folder, "--limit", "2")
		restricted(0, "4 listed … 4 fetched", archive, "--limit", "4")
		restricted(0, "5 listed … 4 fetched … ; --limit leaves 1 to fetch", archive, r.server.URL+"/members/ghana/", "--limit", "4")
	}
}

// TestRunThatGoesOnReadsNoMemberPageAgain: a run over the whole site reads
// hundreds of them.
func TestRunThatGoesOnReadsNoMemberPageAgain(t *testing.T) {
	t.Parallel()
	r := newDemoRun(t)
	members := func() (n int) {
		for _, asked := range r.site.Log() {
			if ogp.ParseURL(asked.URI).Kind == ogp.KindMember {
				n++
			}
		}
		return n
	}
	for _, page := range fixtures.Pages() {
		r.site.On(page.Ref.On(""), fixtures.Status(500))
	}
	_, stderr := r.ogp(t, exitRefused, "import", "--retries", "0", "--workers", "1")
	wantText(t, stderr, "import refused: 21 listed", "8 failed", "; 13 left to fetch;", "the same command again")
	if members() != 18 {
		t.Errorf("%d member pages were read, want 18", members())
	}
	for _, page := range fixtures.Pages() {
		r.site.On(page.Ref.On(""))
	}
	r.site.Forget()
	_, stderr = r.ogp(t, 0, "import", "--retries", "0")
	wantText(t, stderr, "21 fetched (21 new")
	if members() != 0 {
		t.Errorf("%d member pages were read again", members())
	}
	r.ogp(t, 0, "import")
	if members() != 18 {
		t.Errorf("a new run read %d member pages, want 18", members())
	}
}

// TestKilledSearchReadsNoMemberPageAgain: at a polite pace each is on the disk
// before the next is asked for.
func TestKilledSearchReadsNoMemberPageAgain(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := newDemoRun(t)
	const last = "/members/ghana/"
	asked := make(chan struct{})
	r.site.On(last, func(w http.ResponseWriter, req *http.Request) {
		close(asked)
		fixtures.Hang(w, req)
	}, fixtures.NewSite().ServeHTTP)
	cmd, _ := r.child(t, "import", "--rate", "10")
	<-asked
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	r.ogp(t, 0, "import")
	members := 0
	for path, times := range r.site.Times() {
		want := 1
		if path == last {
			want = 2
		}
		if ogp.ParseURL(path).Kind != ogp.KindMember {
			continue
		}
		if members++; times != want {
			t.Errorf("%s was asked for %d times, want %d", path, times, want)
		}
	}
	if members != 18 {
		t.Errorf("%d member pages were read, want 18", members)
	}
	r.wantRows(t, "SELECT count(*) FROM commitments", "19")
}
