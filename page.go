package ogp

import (
	"errors"
	"net/http"
	"time"
)

// Page is the HTML of one commitment page, as fetched or saved; or, where What says
// so, that a web archive has seen something of the page without its content.
type Page struct {
	URL       string      // address it was asked for; empty for a saved file that does not say
	FetchedAt time.Time   // when it was seen (UTC); zero where that is not known
	Header    http.Header // response headers; nil for a saved file
	Body      []byte      // bytes as sent, after transfer and content decoding, before charset decoding

	TimeFrom   TimeFrom `json:",omitempty"` // what tells FetchedAt
	Source     Source   `json:",omitempty"` // where it was seen; empty: on the site
	CaptureURL string   `json:",omitempty"` // address of the capture in a web archive

	// What was seen; empty for the content in Body. SeenSame says that the content is
	// that of the page at SameAs (zero where that is not known) or else with Digest;
	// SeenMoved, that the page is at MovedTo.
	What    Seen      `json:",omitempty"`
	SameAs  time.Time `json:",omitzero"`
	MovedTo string    `json:",omitempty"`
	// Digest of the payload as web archives write it, such as "sha1:3I42H3S6…".
	Digest string `json:",omitempty"`
}

// Reading is what the parser makes of one version of a page: a pure function
// of the page, without clock, network or database.
type Reading struct {
	Commitment

	// Fingerprint is a hash of the page's content: two pages that differ only
	// in what surrounds the content (menus, banners, nonces, lists of related
	// commitments) have the same one.
	Fingerprint string

	// IDs and Languages are those that the page states of itself: in its heading, in
	// its line "Commitment ID", in its canonical link; by the wordings of its labels
	// and by <html lang>. Where they agree, each is there once.
	IDs, Languages []string
}

// State says whether a labelled part of a page has a value, and if not, which
// kind of empty it is.
type State string

// The states of a section, with the wording on the site that stands for each.
const (
	StateValue        State = "value"
	StateEmpty        State = "empty"         // label printed, nothing after it
	StatePending      State = "pending"       // "Pending IRM Review"
	StateNoData       State = "no_data"       // "No IRM Data", "No Data", "ND", "NR"
	StateNotAvailable State = "not_available" // "Not available", "Not Attached", "NA"
	StateGraphic      State = "graphic"       // drawn, and no rule could tell the value
	StateUnreadable   State = "unreadable"    // text that no rule understands
)

// ErrNotCommitment marks a page that is no commitment page; the error that
// wraps it says what was seen instead. Callers record it and continue.
var ErrNotCommitment = errors.New("not a commitment page")

// ErrParserFault marks a page on which the parser itself failed.
var ErrParserFault = errors.New("the parser failed on this page, please report it")
