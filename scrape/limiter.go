package scrape

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// jitter is the largest part of the interval that is added to it at random, so
// that requests do not come like a metronome. It is never taken off: the rate
// asked for is the most there will be.
const jitter = 0.25

// limiter is the one pace of all requests to the site, whichever worker makes
// them and however often a request is repeated.
type limiter struct {
	clock Clock

	mu        sync.Mutex
	interval  time.Duration // least time between two requests; 0 for none
	next      time.Time     // when the next request may leave
	notBefore time.Time     // until when the site asked to be left alone
}

// wait returns when it is the caller's turn.
func (l *limiter) wait(ctx context.Context) error {
	for {
		turn := l.reserve()
		if err := l.clock.SleepUntil(ctx, turn); err != nil {
			return err
		}
		if !l.held(turn) {
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

// held reports whether the site has asked, while the caller slept, to be left
// alone for longer than the caller's turn.
func (l *limiter) held(turn time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.notBefore.After(turn)
}

// hold keeps every request back until t.
func (l *limiter) hold(t time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notBefore = latest(l.notBefore, t)
}

// slow makes the least time between two requests at least interval.
func (l *limiter) slow(interval time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.interval = max(l.interval, interval)
	if !l.next.IsZero() {
		l.next = latest(l.next, l.clock.Now().Add(l.interval))
	}
}

func latest(first time.Time, others ...time.Time) time.Time {
	for _, t := range others {
		if t.After(first) {
			first = t
		}
	}
	return first
}

// Estimate is about how long so many requests take at the pace of the run,
// without repetitions. It is exact once robots.txt was read, which may ask for
// a slower pace.
func (c *Collector) Estimate(requests int) time.Duration {
	c.limiter.mu.Lock()
	defer c.limiter.mu.Unlock()
	return time.Duration(float64(requests) * (1 + jitter/2) * float64(c.limiter.interval))
}
