package store

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"ogp"
	"ogp/store/frame"
)

// Archived is one page to keep, with what the parser read in it.
type Archived struct {
	Page    ogp.Page
	Reading ogp.Reading
	From    string // the file or archive it was read from, where the page does not say its address

	Run       string    // that read it from a file; empty: that which requested it
	LearnedAt time.Time // when the file was read; zero: when the page was requested

	body *compressedBody // nil before Compress
}

// compressedBody is the body of a page as the archive keeps it: one zstd frame
// that any program can read.
type compressedBody struct {
	sha256 string // of the bytes as they came, in hexadecimal
	size   int    // of these bytes
	frame  []byte
}

// Compress puts a compressed body in the place of the bytes that came, so that
// many pages can wait for one Save. Save does it for pages that were not.
func (a *Archived) Compress() {
	if a.body != nil {
		return
	}
	sum := sha256.Sum256(a.Page.Body)
	a.body = &compressedBody{hex.EncodeToString(sum[:]), len(a.Page.Body), frame.Compress(a.Page.Body)}
	a.Page.Body = nil
}

// address is where the page came from, as the archive names it.
func (a *Archived) address() string {
	if a.Page.URL != "" {
		return a.Page.URL
	}
	return a.From
}

// size is how many bytes the page's body has.
func (a *Archived) size() int {
	if a.body != nil {
		return a.body.size
	}
	return len(a.Page.Body)
}
