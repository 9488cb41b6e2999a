package scrape

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ogp"
)

// turns are the times at which n calls of wait, by some workers, returned.
func turns(t *testing.T, l *limiter, workers, each int) []time.Time {
	var mu sync.Mutex
	var all []time.Time
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for range each {
				if err := l.wait(t.Context()); err != nil {
					t.Error(err)
				}
				mu.Lock()
				all = append(all, time.Now())
				mu.Unlock()
			}
		})
	}
	group.Wait()
	slices.SortFunc(all, time.Time.Compare)
	return all
}

func TestOnePaceForAllWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		all := turns(t, &limiter{clock: wallClock{}, interval: time.Second}, 4, 10)
		if !all[0].Equal(began) {
			t.Errorf("first request waited %s", all[0].Sub(began))
		}
		jittered := false
		for i := 1; i < len(all); i++ {
			gap := all[i].Sub(all[i-1])
			if gap < time.Second || gap > 1250*time.Millisecond {
				t.Errorf("gap %d is %s, want 1 s to 1.25 s", i, gap)
			}
			jittered = jittered || gap != time.Second
		}
		if !jittered {
			t.Error("requests come like a metronome")
		}
	})
}

func TestHoldKeepsBackThoseWhoWaitAlready(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &limiter{clock: wallClock{}, interval: time.Second}
		began := time.Now()
		if err := l.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all []time.Time
		done := make(chan struct{})
		go func() { all = turns(t, l, 3, 2); close(done) }()
		synctest.Wait()
		l.postpone(began.Add(time.Minute))
		<-done
		for i, at := range all {
			if at.Before(began.Add(time.Minute)) {
				t.Errorf("request %d left %s too early", i, began.Add(time.Minute).Sub(at))
			}
			if i > 0 && at.Sub(all[i-1]) < time.Second {
				t.Errorf("request %d left %s after the one before: requests came faster than the rate after the pause", i, at.Sub(all[i-1]))
			}
		}
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &limiter{clock: wallClock{}, interval: time.Hour}
		if err := l.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if err := l.wait(ctx); err == nil || time.Since(began) != time.Second {
			t.Errorf("error %v after %s", err, time.Since(began))
		}
	})
}

func TestRepetitionsKeepTheRate(t *testing.T) {
	_, site := fetchOne(t, status(500), func(o *Options) { o.Rate = 0.1 })
	for i := 1; i < len(site.hits); i++ {
		if gap := site.hits[i].At.Sub(site.hits[i-1].At); gap < 10*time.Second {
			t.Errorf("request %d came %s after the one before, want 10 s at least", i, gap)
		}
	}
	if len(site.hits) != 5 {
		t.Errorf("%d requests, want robots.txt and 4 attempts", len(site.hits))
	}
}

func TestCrawlDelayRaisesTheInterval(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{
		robotsPath: text("text/plain", "User-agent: ogp\nCrawl-delay: 7\nDisallow:\n"),
	})
	if _, err := fetchAll(t.Context(), site.collector(t, func(o *Options) { o.Rate = 100 }), manyRequests(4)); err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(site.hits); i++ {
		if gap := site.hits[i].At.Sub(site.hits[i-1].At); gap < 7*time.Second {
			t.Errorf("request %d came %s after the one before, want 7 s at least", i, gap)
		}
	}
}

func TestRetryAfterIsObeyed(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		value  string
		wait   time.Duration
	}{
		"seconds": {429, "120", 2 * time.Minute},
		"a date":  {503, "Sun, 01 Mar 2026 12:05:00 GMT", 5 * time.Minute},
		"a gap":   {500, "90", 90 * time.Second},
		"at most": {429, "600", 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			_, site := fetchOne(t, inTurn(status(c.status, "Retry-After", c.value), page("x")))
			if gap := site.hits[2].At.Sub(site.hits[1].At); gap != c.wait {
				t.Errorf("came back after %s, want %s", gap, c.wait)
			}
		})
	}
}

func TestRetryAfterHoldsTheOtherPagesBackToo(t *testing.T) {
	site := newTestSite(t, map[string]http.HandlerFunc{path("KE0001"): status(429, "Retry-After", "60"), path("KE0002"): page("x")})
	c := site.collector(t, func(o *Options) { o.Retries = -1 })
	if _, err := fetchAll(t.Context(), c, requests("KE0001", "KE0002")); err != nil {
		t.Fatal(err)
	}
	if gap := site.hits[2].At.Sub(site.hits[1].At); gap != time.Minute {
		t.Errorf("the next page was asked for after %s, want 1m0s", gap)
	}
}

func TestRetryAfterValues(t *testing.T) {
	now := newFakeClock().Now()
	for value, want := range map[string]time.Time{
		"":                              {},
		"soon":                          {},
		"-5":                            {},
		"0":                             now,
		" 5 ":                           now.Add(5 * time.Second),
		"9223372036854775807":           now.Add(365 * 24 * time.Hour),
		"Sun, 01 Mar 2026 11:00:00 GMT": {}, // past
		"Sun, 01 Mar 2026 13:00:00 GMT": now.Add(time.Hour),
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); !got.Equal(want) {
			t.Errorf("Retry-After %q: %s, want %s", value, got, want)
		}
	}
}

func TestBackoffGrowsToAMinute(t *testing.T) {
	for failed, middle := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 4: 8 * time.Second, 7: time.Minute, 1000: time.Minute} {
		for range 100 {
			if got := backoff(failed); got < middle/2 || got > middle*3/2 {
				t.Fatalf("pause after %d failures: %s, want %s give or take half", failed, got, middle)
			}
		}
	}
}

func TestOptions(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		problem string
	}{
		"nothing given":         {Options{}, ""},
		"no limit at home":      {Options{Site: "http://127.0.0.1:1", Rate: math.Inf(1)}, ""},
		"no limit elsewhere":    {Options{Rate: math.Inf(1)}, "must not be visited without a limit"},
		"no limit in a network": {Options{Site: "http://10.0.0.1", Rate: math.Inf(1)}, "must not be visited without a limit"},
		"negative rate":         {Options{Rate: -1}, "rate -1"},
		"no rate at all":        {Options{Rate: math.NaN()}, "rate NaN"},
		"negative workers":      {Options{Workers: -1}, "-1 workers"},
		"negative timeout":      {Options{Timeout: -1}, "timeout"},
		"negative limit":        {Options{MaxBody: -1}, "negative"},
		"negative failures":     {Options{MaxFailures: -1}, "failures in a row"},
		"no host":               {Options{Site: "opengovpartnership.org"}, "not the origin of a website"},
		"other scheme":          {Options{Site: "ftp://example.org"}, "not the origin of a website"},
		"a path":                {Options{Site: "https://example.org/members/"}, "leave only https://example.org"},
		"a query":               {Options{Site: "https://example.org?x=1"}, "leave only https://example.org"},
		"a password":            {Options{Site: "https://u:p@example.org"}, "leave only https://example.org"},
		"line break in agent":   {Options{UserAgent: "a\r\nCookie: x"}, "cannot be sent"},
		"line break in contact": {Options{Contact: "a\nb"}, "cannot be sent"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(c.options)
			if c.problem == "" && err != nil || c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)) {
				t.Errorf("error %v, want %q", err, c.problem)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	c, err := New(Options{Version: "1.2"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Site() != ogp.Site || c.limiter.interval != time.Second || c.options.UserAgent != "ogp/1.2" || c.transport.retries != 3 {
		t.Errorf("site %s, interval %s, agent %s, %d retries", c.Site(), c.limiter.interval, c.options.UserAgent, c.transport.retries)
	}
}

func TestTinyRateIsNotNone(t *testing.T) {
	options := Options{Rate: 1e-300}
	if got := options.interval(&site{}); got < 24*time.Hour {
		t.Errorf("interval %s", got)
	}
}

func TestCollyVariablesAreRefused(t *testing.T) {
	t.Setenv("COLLY_IGNORE_ROBOTSTXT", "1")
	if _, err := New(Options{}); err == nil || !strings.Contains(err.Error(), "COLLY_IGNORE_ROBOTSTXT") {
		t.Errorf("error %v, want the variable's name", err)
	}
}
