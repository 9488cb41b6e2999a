package scrape

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ogp"
)

// servePages, in the environment, makes the test binary a site of its own.
const servePages = "OGP_SERVE_PAGES"

func TestMain(m *testing.M) {
	if os.Getenv(servePages) != "" {
		fmt.Fprintln(os.Stderr, serve())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// serve answers every request with a page of 110 KB, until standard input ends.
func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end is what counts
		os.Exit(0)
	}()
	fmt.Println("http://" + listener.Addr().String())
	body := "<!doctype html><title>x (KE0001)</title>" + strings.Repeat("<p>The commitment</p>", 110_000/len("<p>The commitment</p>"))
	return http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsPath {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = io.WriteString(w, body) // a client that is gone
	}))
}

// startPages starts such a site in a process of its own, and returns its origin.
func startPages(b *testing.B) string {
	b.Helper()
	// The end of its input ends it, and not that of the benchmark's context.
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), os.Args[0])
	cmd.Env = append(os.Environ(), servePages+"=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := errors.Join(stdin.Close(), cmd.Wait()); err != nil {
			b.Error(err)
		}
	})
	origin, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(origin)
}

// cpuOf is the CPU time that this process spends on something.
func cpuOf(b *testing.B, do func()) time.Duration {
	used := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
			b.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	before := used()
	do()
	return used() - before
}

// BenchmarkFetch compares the CPU time that a page of 110 KB costs through the
// Collector with what it costs through bare net/http. They take turns, and the
// site is another process, whose time does not count.
func BenchmarkFetch(b *testing.B) {
	const pages = 250 // at a turn
	origin := startPages(b)
	c, err := New(Options{Site: origin, Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	wanted := manyRequests(pages)
	client := &http.Client{Transport: &http.Transport{}}
	b.Cleanup(client.CloseIdleConnections)
	var bare, ours time.Duration
	for b.Loop() {
		bare += cpuOf(b, func() {
			for _, request := range wanted {
				getBare(b, client, ogp.ParseURL(request.URL).On(origin))
			}
		})
		ours += cpuOf(b, func() {
			for result, err := range c.Fetch(b.Context(), slices.Values(wanted)) {
				if err != nil || result.Page == nil {
					b.Fatal(result.Visit.Error, err)
				}
			}
		})
	}
	perPage := func(cpu time.Duration) float64 { return float64(cpu.Microseconds()) / pages / float64(b.N) }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(perPage(bare), "bare-cpu-µs/page")
	b.ReportMetric(perPage(ours), "collector-cpu-µs/page")
	b.ReportMetric(float64(ours)/float64(bare), "times-bare")
}

// getBare reads a page as sparingly as can be.
func getBare(b *testing.B, client *http.Client, address string) {
	res, err := client.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	body.Grow(int(res.ContentLength) + bytes.MinRead)
	if _, err := body.ReadFrom(res.Body); err != nil {
		b.Fatal(err)
	}
}
