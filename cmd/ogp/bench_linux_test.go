package main

import (
	"bytes"
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"ogp/fixtures"
)

var (
	importPages = flag.Int("import.pages", 6000, "pages that BenchmarkImport imports")
	importBytes = flag.Int("import.bytes", 110_000, "size of each of them")
)

// BenchmarkImport compares what a page costs the program, fetched, archived,
// read and stored, with what it costs a Scrapy spider that writes the same
// fields as JSON Lines. Only the CPU time of the processes themselves counts;
// the site is in this one.
func BenchmarkImport(b *testing.B) {
	server := httptest.NewServer(fixtures.NewLargeSite(*importPages, *importBytes))
	b.Cleanup(server.Close)
	b.Run("ogp", func(b *testing.B) {
		for b.Loop() {
			db := filepath.Join(b.TempDir(), "ogp.duckdb")
			measure(b, exec.CommandContext(b.Context(), "ogp", "import", "--quiet", "--site", server.URL, "--db", db))
		}
	})
	b.Run("scrapy", func(b *testing.B) {
		scrapy, err := exec.LookPath("scrapy")
		if err != nil {
			b.Skip("scrapy is not installed: apt-get install python3-scrapy")
		}
		spider := filepath.Join("..", "..", "fixtures", "bench", "commitments_spider.py")
		for b.Loop() {
			out := filepath.Join(b.TempDir(), "commitments.jsonl")
			measure(b, exec.CommandContext(b.Context(), scrapy, "runspider", spider, "-a", "site="+server.URL, "-O", out))
			written, err := os.ReadFile(out)
			if err != nil {
				b.Fatal(err)
			}
			if got := bytes.Count(written, []byte("\n")); got != *importPages {
				b.Fatalf("scrapy wrote %d commitments, want %d", got, *importPages)
			}
		}
	})
}

// measure runs a program and reports its pages per second of CPU and its peak
// memory.
func measure(b *testing.B, cmd *exec.Cmd) {
	b.Helper()
	said, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v\n%s", err, said)
	}
	b.Logf("%s", bytes.TrimSpace(said))
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("the system does not tell what a process used")
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	pages := float64(*importPages)
	b.ReportMetric(pages/cpu.Seconds(), "pages/cpu-s")
	b.ReportMetric(float64(cpu)/float64(time.Microsecond)/pages, "cpu-µs/page")
	b.ReportMetric(float64(used.Maxrss)/1024, "peak-MiB")
}
