package store_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ogp"
	"ogp/store"
)

// realistic is a page of the size of the site's: some 60 KB of HTML around
// 5 KB of text, with ten milestones and thirty sections.
func realistic(i int) store.Archived {
	r := rand.New(rand.NewPCG(uint64(i), 1))
	words := func(n int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "%s ", strings.Repeat(string(rune('a'+r.IntN(26))), 1+r.IntN(3))+fmt.Sprint(r.IntN(900)))
		}
		return b.String()
	}
	p := page(fmt.Sprintf("KE%04d", i), "en", words(8), day(1))
	p.Reading.Description, p.Reading.Action, p.Reading.Problem = words(300), words(150), words(150)
	p.Reading.Milestones, p.Reading.Sections = nil, nil
	for range 10 {
		p.Reading.Milestones = append(p.Reading.Milestones, ogp.Milestone{Title: words(10), Source: "block", StartMonth: ogp.Month{Year: 2022, Month: 3}})
	}
	for range 30 {
		p.Reading.Sections = append(p.Reading.Sections, ogp.Section{Label: words(2), State: ogp.StateValue, Text: words(25)})
	}
	var body strings.Builder
	for body.Len() < 60_000 {
		fmt.Fprintf(&body, `<div class="field field--%d"><span class="label">%s</span><a href="/members/kenya/%d">%s</a></div>`, r.IntN(40), words(1), r.IntN(5000), words(6))
	}
	p.Page.Body = []byte(body.String())
	return p
}

func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkSave counts the processor time of all threads, DuckDB's among them.
// Much of it belongs to the batch and not to the page: DuckDB logs the lists of
// up to 2048 earlier rows with every append.
func BenchmarkSave(b *testing.B) {
	for _, size := range []int{10, 50, 250, 1000} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) { benchmarkSave(b, size) })
	}
}

func benchmarkSave(b *testing.B, size int) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "ogp.duckdb"), store.Options{Threads: 2})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var pages []store.Archived
	for i := range b.N {
		pages = append(pages, realistic(i))
	}
	start := cpu()
	b.ResetTimer()
	for i := 0; i < len(pages); i += size {
		if _, err := s.Save(b.Context(), store.Batch{Pages: pages[i:min(i+size, len(pages))]}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N), "cpu-µs/page")
}

func BenchmarkCreate(b *testing.B) {
	dir := b.TempDir()
	for i := range b.N {
		s, err := store.Open(b.Context(), filepath.Join(dir, fmt.Sprintf("%d.duckdb", i)), store.Options{Threads: 2})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
