package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ogp"
	"ogp/fixtures"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/runlock"
	"ogp/store/storetest"
)

// hidden is progress that is not shown.
type hidden struct{}

func (hidden) At(int, int) {}
func (hidden) Note(string) {}
func (hidden) Close()      {}

// order is an import into a database without a page, for a test to change.
func order(tb testing.TB, site string) Options {
	tb.Helper()
	o := firstOrder(tb, site)
	storetest.Create(tb, o.Database)
	return o
}

// firstOrder is an import where there is no database.
func firstOrder(tb testing.TB, site string) Options {
	return Options{
		Options: scrape.Options{Site: site, Contact: "me@example.org", Version: "test", Retries: -1, Log: slog.New(slog.DiscardHandler)},
		Command: Import, Online: true, Database: filepath.Join(tb.TempDir(), "ogp.duckdb"),
		Store: store.Options{Memory: "256MB", Threads: 1}, Now: func() time.Time { return time.Now().UTC() },
		Stdout: io.Discard, Progress: func(string) Progress { return hidden{} },
	}
}

// largeSite serves a site of some commitments, whose requests can be answered
// otherwise.
func largeSite(t *testing.T, size int) (large *fixtures.LargeSite, site *fixtures.FaultySite, origin string) {
	t.Helper()
	large = fixtures.NewLargeSite(size, 0)
	site = fixtures.NewFaultySite(large, time.Now)
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return large, site, server.URL
}

func TestRunReportsWhatItDid(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 6)
	o := order(t, origin)
	o.Limit = 4
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if report.Run.New != 4 || report.OverLimit != 2 || report.Run.Outcome != "done" || report.Stored.Commitments != 4 {
		t.Errorf("report of an import with a limit of 4: %+v", report)
	}
	o.Limit = 0
	var missing string
	for n := range 6 {
		if site.Times()[large.Path(n)] == 0 {
			missing = large.Path(n)
		}
	}
	site.On(missing, fixtures.Status(404))
	report, err = Run(t.Context(), o)
	var gaps *GapsError
	if !errors.As(err, &gaps) || len(gaps.Gaps) != 1 || !strings.Contains(gaps.Error(), missing) {
		t.Errorf("error %v, want one gap, %s", err, missing)
	}
	if report.Run.New != 1 || report.Present != 4 || report.Run.Gone != 1 || report.Run.Outcome != "gaps" {
		t.Errorf("report of an import with a page that is gone: %+v", report)
	}
	o.Command, o.Full, o.FullEvery = Refresh, true, 30
	large.Edit(0)
	report, err = Run(t.Context(), o)
	if err != nil || report.Run.Changed+report.Run.New != 1 || report.Run.Gone != 1 {
		t.Errorf("error %v, report of a refresh %+v; want one page changed, one gone and no gap", err, report)
	}
}

func TestGapsAreListedUpToTen(t *testing.T) {
	t.Parallel()
	var gaps []Gap
	for n := range 12 {
		gaps = append(gaps, Gap{Name: fmt.Sprint("page ", n), Reason: "timeout"})
	}
	text := (&GapsError{gaps, "my.duckdb"}).Error()
	want := "12 pages could not be fetched:\n  page 0: timeout\n"
	if !strings.HasPrefix(text, want) || !strings.HasSuffix(text, "\n  … and 2 more: ogp status --db my.duckdb lists the addresses") {
		t.Errorf("gaps are listed as\n%s", text)
	}
}

func TestInterruptedRunSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	large, site, origin := largeSite(t, 5)
	ctx, interrupt := context.WithCancel(t.Context())
	o := order(t, origin)
	o.Workers = 1
	done := 0
	o.Progress = func(stage string) Progress {
		if stage != "fetching" {
			return hidden{}
		}
		return interrupter(func() {
			if done++; done == 2 {
				interrupt()
			}
		})
	}
	report, err := Run(ctx, o)
	var unfinished UnfinishedError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &unfinished) || unfinished.Left != report.Remaining || report.Remaining == 0 {
		t.Fatalf("error %v, report %+v; want an interrupted run with pages left", err, report)
	}
	if report.Run.New+report.Remaining != 5 || report.Run.Outcome != "interrupted" {
		t.Errorf("%d pages are stored and %d left, want 5 together; outcome %s", report.Run.New, report.Remaining, report.Run.Outcome)
	}
	o.Progress = func(string) Progress { return hidden{} }
	if report, err = Run(t.Context(), o); err != nil || report.Stored.Commitments != 5 {
		t.Fatalf("error %v, report %+v; want all 5", err, report)
	}
	for n := range 5 {
		if times := site.Times()[large.Path(n)]; times != 1 {
			t.Errorf("%s was requested %d times, want once", large.Path(n), times)
		}
	}
}

// interrupter is progress that is told of every page.
type interrupter func()

func (i interrupter) At(int, int) { i() }
func (interrupter) Note(string)   {}
func (interrupter) Close()        {}

func TestOrdersThatCannotBeCarriedOut(t *testing.T) {
	t.Parallel()
	o := firstOrder(t, ogp.Site)
	o.Contact = ""
	var usage UsageError
	if _, err := Run(t.Context(), o); !errors.As(err, &usage) {
		t.Errorf("an import of the public site without a contact: error %v, want a usage error", err)
	}
	if _, err := os.Stat(o.Database); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it made a database: %v", err)
	}
	lock, err := runlock.Take(o.Database, "a test")
	if err != nil {
		t.Fatal(err)
	}
	var held *runlock.HeldError
	if _, err := Run(t.Context(), o); !errors.As(err, &held) {
		t.Errorf("a run beside another one: error %v, want a HeldError", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
}

// archive is a web archive of pages of a large site, as plain as can be.
func archive(tb testing.TB, pages, pageBytes int) string {
	tb.Helper()
	large := fixtures.NewLargeSite(pages, pageBytes)
	var b bytes.Buffer
	for n := range pages {
		answer := httptest.NewRecorder()
		large.ServeHTTP(answer, httptest.NewRequest("GET", large.Path(n), nil))
		content := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + answer.Body.String()
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			ogp.Site+large.Path(n), len(content), content)
	}
	path := filepath.Join(tb.TempDir(), "crawl.warc")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
	return path
}

// BenchmarkSavedPages imports pages of a web archive. On two cores it should take
// little more than half the time of one: go test -bench SavedPages -cpu 1,2.
func BenchmarkSavedPages(b *testing.B) {
	const pages = 3000
	source := scrape.Source{Kind: scrape.SourceFile, Arg: archive(b, pages, 110_000)}
	for b.Loop() {
		o := order(b, ogp.Site)
		o.Sources, o.Online = []scrape.Source{source}, false
		report, err := Run(b.Context(), o)
		if err != nil || report.Run.New != pages {
			b.Fatalf("error %v, report %+v", err, report)
		}
	}
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}
