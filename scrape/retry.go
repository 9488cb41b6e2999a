package scrape

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// firstBackoff is the pause after the first failed attempt; it doubles with
	// each further one.
	firstBackoff = time.Second
	maxBackoff   = time.Minute
	// maxRetryAfter is how long the site may ask us to wait within a run. If
	// it asks for longer, the run ends rather than come back too early.
	maxRetryAfter = 10 * time.Minute
)

// transientStatus reports whether an answer may be another one in a moment.
func transientStatus(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// asksForPause reports whether a status is about our requests at large, and
// not about this one.
func asksForPause(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// transientError reports whether the same request may succeed in a moment:
// everything may but what we refuse ourselves, what is too large, and what is
// wrong with the site's certificate.
func transientError(err error) bool {
	var refused *refusal
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	return !errors.As(err, &refused) && !errors.As(err, &certificate) &&
		!errors.As(err, &authority) && !errors.Is(err, errTooLarge) && !errors.Is(err, errEncoding)
}

// backoff is the pause after the given number of failed attempts, spread by
// half so that repeated requests do not meet again.
func backoff(failed int) time.Duration {
	pause := min(firstBackoff<<min(failed-1, 10), maxBackoff)
	return time.Duration((0.5 + rand.Float64()) * float64(pause))
}

// retryAfter is the time a header asks to wait until: seconds from now or a
// date. It is zero where the header asks for nothing.
func retryAfter(header http.Header, now time.Time) time.Time {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		const aYear = 365 * 24 * 60 * 60 // more would overflow a Duration
		return now.Add(time.Duration(min(seconds, aYear)) * time.Second)
	}
	at, err := http.ParseTime(value)
	if err != nil || at.Before(now) {
		return time.Time{}
	}
	return at
}

// pause waits after a failed attempt as long as is due, and holds the other
// workers back too where the site asks for it. It returns false when the
// attempt was the last one, or the run is to end.
func (t *transport) pause(x *exchange, failed error) bool {
	now := t.clock.Now()
	until := now.Add(backoff(x.retries + 1))
	if failed == nil {
		if asked := retryAfter(x.header, now); asked.After(now.Add(maxRetryAfter)) {
			x.stop = fmt.Errorf("it answers %s and asks to be left alone until %s; give the same command again then",
				statusText(x.status), asked.UTC().Format(time.RFC3339))
			return false
		} else if !asked.IsZero() {
			until = asked
		}
		if asksForPause(x.status) {
			t.limiter.hold(until)
		}
	}
	if x.retries >= t.retries {
		return false
	}
	t.log.Debug("request will be repeated", "url", x.target, "retry", x.retries+1, "at", until, "status", x.status, "error", failed)
	return t.clock.SleepUntil(x.waits, until) == nil
}

// statusText is a status as people know it.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
