package scrape

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"

	"ogp"
	"ogp/scrape/content"
)

// ErrSiteRefuses ends a run: robots.txt cannot be read or forbids the pages,
// the site asks for a long pause, or one request after another was refused or
// failed. What was reported before remains valid.
var ErrSiteRefuses = errors.New("the site refuses or is down")

// refusal is why a page must not be fetched: the site says so, or a rule of ours.
type refusal struct {
	class  ogp.ErrorClass
	reason string
}

func (r *refusal) Error() string { return r.reason }

// wrongRedirect is a redirect to a page of another kind, such as the home page
// in place of a page that was removed.
type wrongRedirect struct{ to string }

func (w *wrongRedirect) Error() string {
	return "redirect to " + w.to + ", which is another kind of page"
}

// What can be wrong with an answer, beside the errors of package content. Nothing
// is kept of a body that is too large: half a page looks like a page without its
// end.
var (
	errTimeout = errors.New("no whole answer within")
	errEmpty   = errors.New("page is empty")
)

// noAnswer is the error of net/http where no answer came.
type noAnswer struct{ error }

func (n *noAnswer) Unwrap() error { return n.error }

// errorClass is the class of a failed request. What did not come from the network
// is a fault of this program.
func errorClass(err error) ogp.ErrorClass {
	var none *noAnswer
	switch {
	case errors.Is(err, errTimeout):
		return ogp.ClassTimeout
	case errors.Is(err, content.ErrCutShort), errors.Is(err, content.ErrTooLarge), errors.Is(err, content.ErrEncoding), errors.Is(err, errEmpty):
		return ogp.ClassContent
	case errors.As(err, &none):
		return none.class()
	}
	return ogp.ClassInternal
}

func (n *noAnswer) class() ogp.ErrorClass {
	var network net.Error
	var lookup *net.DNSError
	if errors.As(n.error, &network) && network.Timeout() && !errors.As(n.error, &lookup) {
		return ogp.ClassTimeout
	}
	return ogp.ClassConnection
}

// statusClass is the class of an answer whose status is not that of a page.
func statusClass(status int) ogp.ErrorClass {
	switch status / 100 {
	case 3:
		return ogp.ClassRedirect
	case 4:
		return ogp.ClassHTTP4xx
	case 5:
		return ogp.ClassHTTP5xx
	}
	return ogp.ClassContent
}

// refuses reports whether a status says that the site turns the visitor away.
func refuses(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden,
		http.StatusNotAcceptable, http.StatusProxyAuthRequired,
		http.StatusTooManyRequests, http.StatusUnavailableForLegalReasons:
		return true
	}
	return false
}

// alikeFactor is how many times more requests in a row may lead to one and the
// same page of another kind than may fail: a plan that was removed takes many
// commitments with it, but a site under maintenance takes all.
const alikeFactor = 3

// breaker ends a run that gets only refusals and failures, or is always led to
// the same other page: more requests do not help a site that bans the visitor, is
// overloaded, or is not itself.
type breaker struct {
	limit int // how many failures in a row end the run

	mu     sync.Mutex
	failed int    // in a row
	led    int    // in a row, to the same other page
	reason string // of the last one led there
}

// note counts one outcome, and returns an error when the run is to end.
func (b *breaker) note(visit ogp.Visit) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case visit.Outcome == ogp.Failed || visit.Outcome == ogp.Refused:
		b.failed++
	case visit.ErrorClass == ogp.ClassRedirect && visit.Error == b.reason:
		b.failed, b.led = 0, b.led+1
	case visit.ErrorClass == ogp.ClassRedirect:
		b.failed, b.led, b.reason = 0, 1, visit.Error
	default:
		b.failed, b.led = 0, 0
	}
	const wayOut = "wait some hours, then run the same command again"
	switch {
	case b.failed >= b.limit:
		return fmt.Errorf("%w: %d requests in a row failed, the last one: %s; %s", ErrSiteRefuses, b.failed, visit.Error, wayOut)
	case b.led >= alikeFactor*b.limit:
		return fmt.Errorf("%w: %d requests in a row got the same answer: %s; %s", ErrSiteRefuses, b.led, b.reason, wayOut)
	}
	return nil
}
