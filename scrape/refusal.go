package scrape

import (
	"errors"
	"fmt"
	"sync"

	"ogp"
)

// ErrSiteRefuses ends a run: the site's robots.txt cannot be had or forbids the
// pages, the site asks to be left alone, or one request after another was
// refused or failed. What was reported before stands.
var ErrSiteRefuses = errors.New("the site refuses or is down")

// errTooLarge marks a body over Options.MaxBody. Nothing of it is kept: half a
// page looks like a page without its end.
var errTooLarge = errors.New("larger than the limit")

// refusal is why an address must not be had: the site's word, or a rule of ours.
type refusal struct {
	class  ogp.ErrorClass
	reason string
}

func (r *refusal) Error() string { return r.reason }

// astray is a redirect to a page that is never asked for, such as the home page
// in place of a page that was removed.
type astray struct{ to string }

func (a *astray) Error() string { return "redirect to " + a.to + ", which is another kind of page" }

// breaker ends a run that gets nothing but refusals and failures: a site that
// bans a visitor or is going down is not helped by more requests.
type breaker struct {
	limit int // how many in a row end the run

	mu     sync.Mutex
	failed int // in a row
}

// note counts one outcome, and returns an error when the run is to end.
func (b *breaker) note(outcome ogp.Outcome, reason string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if outcome != ogp.Failed && outcome != ogp.Refused {
		b.failed = 0
		return nil
	}
	b.failed++
	if b.failed < b.limit {
		return nil
	}
	return fmt.Errorf("%w: %d requests in a row had no success, the last one: %s; wait some hours, then give the same command again",
		ErrSiteRefuses, b.failed, reason)
}
