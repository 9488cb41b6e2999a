package scrape

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkFetch compares what a page costs through the Collector with what it
// costs through bare net/http; the server's share is in both.
func BenchmarkFetch(b *testing.B) {
	body := "<!doctype html><title>x (KE0001)</title>" + strings.Repeat("<p>The commitment</p>", 3000)
	mux := http.NewServeMux()
	mux.Handle("/members/", text("text/html", body))
	server := httptest.NewServer(mux)
	b.Cleanup(server.Close)
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			getBare(b, server.URL+path("KE0001"))
		}
	})
	b.Run("collector", func(b *testing.B) {
		c, err := New(Options{Site: server.URL, Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
		repeated := func(yield func(Request) bool) {
			for b.Loop() && yield(requests("KE0001")[0]) {
			}
		}
		for result, err := range c.Fetch(b.Context(), repeated) {
			if err != nil || result.Page == nil {
				b.Fatal(result.Visit.Error, err)
			}
		}
	})
}

func getBare(b *testing.B, address string) {
	res, err := http.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.ReadAll(res.Body); err != nil {
		b.Fatal(err)
	}
}
