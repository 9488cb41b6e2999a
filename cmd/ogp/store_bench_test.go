package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"ogp"
	"ogp/cmd/ogp/ingest"
	"ogp/fixtures"
	"ogp/store"
)

// BenchmarkStore measures the archive as an import, a refresh and a reparse use
// it, and prints the figures beside what is wanted. PAGES says how many pages.
// `make bench-store` runs it.
func BenchmarkStore(b *testing.B) {
	pages, err := strconv.Atoi(os.Getenv("PAGES"))
	if err != nil {
		b.Skip("PAGES is not set: make bench-store runs this")
	}
	maker, err := newPageMaker()
	if err != nil {
		b.Fatal(err)
	}
	s := &storeBench{B: b, maker: maker, pages: pages, path: filepath.Join(b.TempDir(), "ogp.duckdb")}
	if s.store, err = store.Open(b.Context(), s.path, store.Options{Memory: runMemory}); err != nil {
		b.Fatal(err)
	}
	defer s.store.Close()
	fmt.Printf("\n%d pages of %d KB\n", pages, len(maker.page(0, 0, 0).Body)>>10)
	s.save()
	s.size()
	s.refresh()
	s.reparse()
	s.memory()
}

type storeBench struct {
	*testing.B
	maker *pageMaker
	pages int
	path  string
	store *store.Store
}

const benchBatch = 1000

// line prints a figure and what it should be at most; 0 means that nothing is wanted.
func (s *storeBench) line(what string, got, want float64, unit string) {
	verdict := ""
	if want > 0 {
		verdict = fmt.Sprintf("at most %g: %s", want, map[bool]string{true: "kept", false: "MISSED"}[got <= want])
	}
	fmt.Printf("  %-58s %9.2f %-8s %s\n", what, got, unit, verdict)
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func (s *storeBench) batch(from int) store.Batch {
	n := min(benchBatch, s.pages-from)
	batch := store.Batch{Pages: make([]store.Archived, n)}
	var group errgroup.Group
	group.SetLimit(4)
	for i := range n {
		group.Go(func() error {
			page := s.maker.page(from+i, 0, from+i)
			reading, err := ingest.ReadPage(page)
			batch.Pages[i] = store.Archived{Page: page, Reading: reading}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		s.Fatal(err)
	}
	return batch
}

// save tells what the bytes cost by themselves, which is the price of a hash and
// of a compression, and what the database costs.
func (s *storeBench) save() {
	var packing, storing time.Duration
	for from := 0; from < s.pages; from += benchBatch {
		batch := s.batch(from)
		start := cpuTime()
		for i := range batch.Pages {
			batch.Pages[i].Compress()
		}
		packed := cpuTime()
		if _, err := s.store.Save(s.Context(), batch); err != nil {
			s.Fatal(err)
		}
		packing, storing = packing+packed-start, storing+cpuTime()-packed
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(s.pages) }
	s.line("storing a page, all that the archive does, CPU", each(packing+storing), 0, "µs")
	s.line("  of these, SHA-256 and zstd", each(packing), 0, "µs")
	s.line("  of these, the database", each(storing), 0, "µs")
}

func (s *storeBench) size() {
	var bodies float64
	err := s.store.DB().QueryRowContext(s.Context(), "SELECT sum(octet_length(body)) FROM pages").Scan(&bodies)
	info, statErr := os.Stat(s.path)
	if err != nil || statErr != nil {
		s.Fatal(err, statErr)
	}
	s.line("archived page", bodies/float64(s.pages)/1024, 0, "KB")
	s.line("archived page of the large test site", s.largeSitePage()/1024, 8, "KB")
	s.line("file per page, readings included", float64(info.Size())/float64(s.pages)/1024, 0, "KB")
}

// largeSitePage is the average size of a body in an archive of the large test site,
// whose pages are as long as the public site's.
func (s *storeBench) largeSitePage() float64 {
	const pages = 100
	large := fixtures.NewLargeSite(pages, 60_000)
	db, err := store.Open(s.Context(), filepath.Join(s.TempDir(), "large.duckdb"), store.Options{})
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	var batch store.Batch
	for i := range pages {
		answer := httptest.NewRecorder()
		large.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, large.Path(i), nil))
		page := ogp.Page{URL: ogp.Site + large.Path(i), FetchedAt: time.Unix(1, 0), Body: answer.Body.Bytes()}
		reading, err := ingest.ReadPage(page)
		if err != nil {
			s.Fatal(err)
		}
		batch.Pages = append(batch.Pages, store.Archived{Page: page, Reading: reading})
	}
	if _, err := db.Save(s.Context(), batch); err != nil {
		s.Fatal(err)
	}
	var average float64
	if err := db.DB().QueryRowContext(s.Context(), "SELECT avg(octet_length(body)) FROM pages").Scan(&average); err != nil {
		s.Fatal(err)
	}
	return average
}

// refresh asks for everything, and nothing has changed.
func (s *storeBench) refresh() {
	start := cpuTime()
	for from := 0; from < s.pages; from += benchBatch {
		var batch store.Batch
		for i := from; i < min(from+benchBatch, s.pages); i++ {
			url := ogp.Site + "/members/kenya/commitments/" + s.maker.id(i) + "/"
			at := time.Date(2026, 2, 1, 0, 0, 0, i*1000, time.UTC)
			batch.Visits = append(batch.Visits, ogp.Visit{Run: "r", Number: ogp.Count(i + 1), URL: url, At: at, Outcome: ogp.Unchanged, Status: 304})
			batch.Listings = append(batch.Listings, ogp.Listing{URL: url, Kind: ogp.KindCommitment, ID: s.maker.id(i), Language: "en", State: ogp.Unchanged, TriedAt: at})
		}
		if _, err := s.store.Save(s.Context(), batch); err != nil {
			s.Fatal(err)
		}
	}
	used := cpuTime() - start
	s.line("refresh in which nothing changed, CPU per 6,000 pages", used.Seconds()*6000/float64(s.pages), 1, "s")
}

func (s *storeBench) reparse() {
	start, used := time.Now(), cpuTime()
	if err := s.store.Reparse(s.Context(), store.Parser{Page: ingest.ReadPage}); err != nil {
		s.Fatal(err)
	}
	reparse, reparseUsed := time.Since(start), cpuTime()-used
	group := errgroup.Group{}
	group.SetLimit(runtime.GOMAXPROCS(0))
	const sample = 1000
	var bodies [][]byte
	for i := range sample {
		bodies = append(bodies, s.maker.page(i, 0, i).Body)
	}
	start, used = time.Now(), cpuTime()
	for _, body := range bodies {
		group.Go(func() error {
			_, err := html.Parse(bytes.NewReader(body))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		s.Fatal(err)
	}
	bare := time.Since(start) * time.Duration(s.pages) / sample
	bareUsed := (cpuTime() - used) * time.Duration(s.pages) / sample
	s.line("reparse", reparse.Seconds(), 0, "s")
	s.line("bare html.Parse of the same pages, all cores", bare.Seconds(), 0, "s")
	s.line("reparse by html.Parse", reparse.Seconds()/bare.Seconds(), 2, "times")
	s.line("the same in CPU, which a busy machine distorts less", reparseUsed.Seconds()/bareUsed.Seconds(), 0, "times")
	start = time.Now()
	if _, err := s.store.Log(s.Context(), store.LogFilter{ID: s.maker.id(1)}); err != nil {
		s.Fatal(err)
	}
	s.line("history of one commitment", time.Since(start).Seconds(), 0, "s")
}

// memory is the most that this process has had at once.
func (s *storeBench) memory() {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return // elsewhere than on Linux there is no such file
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			kilobytes, _ := strconv.ParseFloat(fields[1], 64)
			s.line("most memory at once", kilobytes/1024, 0, "MB")
		}
	}
}
