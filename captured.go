package ogp

import "time"

// Captured is one capture of a commitment page that the index of a web archive
// lists: a row of the kept table captures. A later run asks only for what is not
// there, and fetches only what is still listed or has failed.
type Captured struct {
	// The web archive: the Wayback Machine or Common Crawl.
	Service Source `col:"service,key" enum:"wayback,commoncrawl"`
	// Time of the capture as the archive writes it: 14 digits, UTC; "-" where it is not known.
	Timestamp string `col:"timestamp,key"`
	// Address that was captured.
	Original string `col:"original,key"`
	// SHA-1 of what was captured, in base 32, as the archive computes it: comparable within one archive only; "-" where it is not known.
	Digest string `col:"digest,key"`
	// Key by which the archive sorts addresses; the same for http, https and www.
	Key string `col:"key"`
	// Type of the content.
	MIME string `col:"mime"`
	// HTTP status that the site answered; NULL where the archive does not say.
	Status Count `col:"status"`
	// Compressed size in bytes, as the archive has it.
	Length int `col:"length"`
	// File of the archive that has the record; NULL for the Wayback Machine.
	File string `col:"file"`
	// Place of the record in the file, in bytes: text, since files may be larger than an integer column tells.
	Offset string `col:"offset"`
	// What became of it: not requested yet; its content is in the archive; the same digest as one that is; the page was gone or had moved; it says nothing of the page; it is not available; it failed and is requested again.
	State CaptureState `col:"state,required" enum:"listed,fetched,same,gone,moved,skipped,lost,failed"`
	// Why it was skipped, lost, or failed.
	Reason string `col:"reason"`
	// OGP's number of the commitment, told by the address.
	ID string `col:"commitment_id"`
	// Language of the page (ISO 639-1), told by the address.
	Language string `col:"language"`
}

// CaptureState is what became of a capture.
type CaptureState string

// The states of a capture.
const (
	CaptureListed  CaptureState = "listed"  // not requested yet
	CaptureFetched CaptureState = "fetched" // its content came
	CaptureSame    CaptureState = "same"    // it has the digest of one that came
	CaptureGone    CaptureState = "gone"    // the page was gone (404, 410)
	CaptureMoved   CaptureState = "moved"   // the page had another address
	CaptureSkipped CaptureState = "skipped" // it says nothing of the page
	CaptureLost    CaptureState = "lost"    // the archive cannot play it back, or has only its beginning
	CaptureFailed  CaptureState = "failed"  // no answer came: a later run asks again
)

// IsDue reports whether it is still to be requested.
func (c Captured) IsDue() bool { return c.State == CaptureListed || c.State == CaptureFailed }

// PageKey names the page that was captured.
func (c Captured) PageKey() PageKey { return PageKey{c.ID, c.Language} }

// At is the time of the capture (UTC); zero where the archive gives no whole date.
func (c Captured) At() time.Time {
	at, err := time.Parse("20060102150405", c.Timestamp)
	if err != nil {
		return time.Time{}
	}
	return at
}
