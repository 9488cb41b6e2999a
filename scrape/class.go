package scrape

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"

	"ogp"
)

// What can be wrong with an answer, beside ErrTooLarge.
var (
	errLate     = errors.New("no whole answer within")
	errCutShort = errors.New("body cut short")
	errEncoding = errors.New("content encoding was not asked for")
	errEmpty    = errors.New("page is empty")
)

// noAnswer is what net/http said where the site answered nothing.
type noAnswer struct{ error }

func (n *noAnswer) Unwrap() error { return n.error }

// classOf is the class of what went wrong on the way. What did not come from
// the network is a fault of ours.
func classOf(err error) ogp.ErrorClass {
	var silent *noAnswer
	switch {
	case errors.Is(err, errLate):
		return ogp.ClassTimeout
	case errors.Is(err, errCutShort):
		return ogp.ClassTruncated
	case errors.Is(err, ErrTooLarge):
		return ogp.ClassTooLarge
	case errors.Is(err, errEncoding):
		return ogp.ClassEncoding
	case errors.Is(err, errEmpty):
		return ogp.ClassEmpty
	case errors.As(err, &silent):
		return silent.class()
	}
	return ogp.ClassInternal
}

func (n *noAnswer) class() ogp.ErrorClass {
	var dns *net.DNSError
	var network net.Error
	switch {
	case errors.As(n.error, &dns):
		return ogp.ClassDNS
	case ofTLS(n.error):
		return ogp.ClassTLS
	case errors.As(n.error, &network) && network.Timeout():
		return ogp.ClassTimeout
	}
	return ogp.ClassConnection
}

// ofTLS reports whether encryption failed. Much of what crypto/tls says has no
// type of its own, but all of it begins with the package's name.
func ofTLS(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &record) ||
		strings.Contains(err.Error(), "tls: ") || strings.Contains(err.Error(), "x509: ")
}

// statusClass is the class of an answer whose status is no page's.
func statusClass(status int) ogp.ErrorClass {
	switch status / 100 {
	case 3:
		return ogp.ClassHTTP3xx
	case 4:
		return ogp.ClassHTTP4xx
	case 5:
		return ogp.ClassHTTP5xx
	}
	return ogp.ClassHTTPOther
}
