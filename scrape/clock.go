package scrape

import (
	"context"
	"time"
)

// Clock tells the time and waits for it. Every pause of a Collector goes
// through it, so that a test takes no longer than its requests.
type Clock interface {
	// Now is the present time.
	Now() time.Time
	// SleepUntil returns nil at t, at once if t has passed, and the context's
	// error as soon as that ends.
	SleepUntil(ctx context.Context, t time.Time) error
}

// wallClock is the real time.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

func (wallClock) SleepUntil(ctx context.Context, t time.Time) error {
	pause := time.Until(t)
	if pause <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
