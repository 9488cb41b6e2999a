package scrape

import (
	"errors"
	"net"
	"net/http"

	"ogp"
)

// What can be wrong with an answer, beside errTooLarge.
var (
	errLate     = errors.New("no whole answer within")
	errCutShort = errors.New("body cut short")
	errEncoding = errors.New("content encoding was not asked for")
	errEmpty    = errors.New("page is empty")
)

// noAnswer is what net/http said where the site answered nothing.
type noAnswer struct{ error }

func (n *noAnswer) Unwrap() error { return n.error }

// errorClass is the class of what went wrong on the way. What did not come from
// the network is a fault of ours.
func errorClass(err error) ogp.ErrorClass {
	var silent *noAnswer
	switch {
	case errors.Is(err, errLate):
		return ogp.ClassTimeout
	case errors.Is(err, errCutShort), errors.Is(err, errTooLarge), errors.Is(err, errEncoding), errors.Is(err, errEmpty):
		return ogp.ClassContent
	case errors.As(err, &silent):
		return silent.class()
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

// statusClass is the class of an answer whose status is no page's.
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
