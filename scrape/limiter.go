package scrape

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// jitter is the largest part of the interval that is added to it at random, so
// that requests are not strictly regular. It is never subtracted: the configured
// rate is the maximum.
const jitter = 0.25

// limiter is the one pace of all requests to the site, whichever worker makes
// them and however often a request is repeated.
type limiter struct {
	clock Clock

	mu        sync.Mutex
	interval  time.Duration // least time between two requests; 0 for none
	next      time.Time     // when the next request may leave
	notBefore time.Time     // until when the site asked for a pause
}

// wait returns when it is the caller's turn.
func (l *limiter) wait(ctx context.Context) error {
	for {
		turn := l.reserve()
		if err := l.clock.SleepUntil(ctx, turn); err != nil {
			return err
		}
		if !l.postponed(turn) {
			return nil
		}
	}
}

func (l *limiter) reserve() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	turn := latest(l.clock.Now(), l.next, l.notBefore)
	extra := time.Duration(rand.Float64() * jitter * float64(l.interval))
	l.next = turn.Add(l.interval + extra)
	return turn
}

// postponed reports whether the site has asked, while the caller slept, for a
// pause beyond the caller's turn.
func (l *limiter) postponed(turn time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.notBefore.After(turn)
}

// postpone delays every request until t.
func (l *limiter) postpone(t time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notBefore = latest(l.notBefore, t)
}

// setInterval sets the least time from the next request to the one after it.
func (l *limiter) setInterval(interval time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.interval = interval
}

// raiseInterval makes the least time between two requests at least interval.
func (l *limiter) raiseInterval(interval time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.interval = max(l.interval, interval)
	if !l.next.IsZero() {
		l.next = latest(l.next, l.clock.Now().Add(l.interval))
	}
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

// Estimate is about how long so many requests take at the pace of the run,
// without repetitions. It is exact once robots.txt was read, which may ask for
// a slower pace.
func (c *Collector) Estimate(requests int) time.Duration {
	c.limiter.mu.Lock()
	defer c.limiter.mu.Unlock()
	return time.Duration(float64(requests) * (1 + jitter/2) * float64(c.limiter.interval))
}
