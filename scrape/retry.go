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

	"ogp"
	"ogp/scrape/content"
)

const (
	// firstBackoff is the pause after the first failed attempt; it doubles with
	// each further one.
	firstBackoff = time.Second
	maxBackoff   = time.Minute
	// maxRetryAfter is the longest pause within a run. If the site asks for a
	// longer one, the run ends.
	maxRetryAfter = 10 * time.Minute
)

// transientStatus reports whether the next answer may be a different one.
func transientStatus(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// concernsAllRequests reports whether a status is about the rate of requests and
// not about this one.
func concernsAllRequests(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// transientError reports whether the same request may succeed later: always,
// except for our own refusals, a body that is too large or in an encoding that
// cannot be undone, and a certificate that is not valid.
func transientError(err error) bool {
	var refused *refusal
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	return !errors.As(err, &refused) && !errors.As(err, &certificate) &&
		!errors.As(err, &authority) && !errors.Is(err, content.ErrTooLarge) && !errors.Is(err, content.ErrEncoding)
}

// backoff is the pause after the given number of failed attempts, with a random
// part of half so that repeated requests do not coincide again.
func backoff(failed int) time.Duration {
	pause := min(firstBackoff<<min(failed-1, 10), maxBackoff)
	return time.Duration((0.5 + rand.Float64()) * float64(pause))
}

// retryAfter is the time that the header Retry-After names, as seconds from now
// or as a date; zero where it names none.
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

// waitToRetry waits after a failed attempt, and makes all other requests wait too
// where the site asks for it. It returns false when the attempt was the last one
// or the run is to end.
func (t *transport) waitToRetry(x *exchange, failed error) bool {
	if x.isLimit(failed) {
		return t.pauseAtLimit(x, failed)
	}
	now := t.clock.Now()
	until := now.Add(backoff(x.retries + 1))
	if failed == nil {
		if asked := retryAfter(x.header, now); asked.After(now.Add(maxRetryAfter)) {
			x.stop = fmt.Errorf("it answers %s and asks for a pause until %s; run the same command again then",
				content.StatusText(x.status), asked.UTC().Format(time.RFC3339))
			return false
		} else if !asked.IsZero() {
			until = asked
		}
		if concernsAllRequests(x.status) {
			t.limiter.postpone(until)
		}
	}
	if x.retries >= t.retries {
		return false
	}
	t.log.Debug("request will be repeated", "url", x.target, "retry", x.retries+1, "at", until, "status", x.status, "error", ogp.WithoutCredentials(fmt.Sprint(failed)))
	return t.clock.SleepUntil(x.waiting, until) == nil
}
