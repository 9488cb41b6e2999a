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

// breaker ends a run that gets only refusals and failures: more requests do not
// help a site that bans the visitor or is overloaded.
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
	return fmt.Errorf("%w: %d requests in a row failed, the last one: %s; wait some hours, then run the same command again",
		ErrSiteRefuses, b.failed, reason)
}
