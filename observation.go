package ogp

import "time"

// Observation is one time that a commitment page was seen somewhere, or was seen
// to be gone: a row of the kept table observations. Versions, withdrawals and
// changes are derived from these rows, whatever the order in which they came.
type Observation struct {
	// OGP's number of the commitment.
	ID string `col:"commitment_id,key"`
	// Language of the page (ISO 639-1).
	Language string `col:"language,key"`
	// When the page was seen (UTC); NULL where nothing tells. Such a page is never the newest where the time of another one is known.
	SeenAt time.Time `col:"seen_at"`
	// What tells the time: the request itself, the record of a web archive, the file, an argument of the command, or nothing; NULL where a program before schema 4 stored it.
	TimeFrom TimeFrom `col:"time_from" enum:"fetch,record,file,argument,unknown"`
	// Where the page was seen: on the site, in a file, or in a web archive.
	Source Source `col:"source,required" enum:"site,file,wayback,commoncrawl"`
	// What was seen: a content, that the content is the same as before, or that the page is gone (404, 410).
	What Seen `col:"what,required" enum:"content,same,gone"`
	// SHA-256 of the body in the table contents that has what was seen; NULL where no content came.
	Content string `col:"content"`
	// SHA-256 of the bytes that were seen, of which contents keeps the earliest of each content; NULL where none came.
	SHA256 string `col:"sha256"`
	// For "same": when the page was seen that it is the same as (UTC), where a web archive says so.
	SameAs time.Time `col:"same_as"`
	// Digest of the payload as a web archive writes it, by which "same" is resolved.
	Digest string `col:"digest"`
	// Address or file that the page came from.
	URL string `col:"url"`
	// Address of the capture in a web archive.
	CaptureURL string `col:"capture_url"`
	// Entity tag sent with the page.
	ETag string `col:"etag"`
	// Time of last change sent with the page, as sent.
	LastModified string `col:"last_modified"`
	// The run that learned it; NULL where a program before schema 4 imported a file.
	Run string `col:"run_id"`
	// When the archive learned it (UTC).
	LearnedAt time.Time `col:"learned_at"`
}

// Key names the page that was seen.
func (o Observation) Key() PageKey { return PageKey{o.ID, o.Language} }

// Content is one distinct content of a page: a row of the kept table contents.
// Its body is that of the earliest observation of the content.
type Content struct {
	// OGP's number of the commitment.
	ID string `col:"commitment_id,key"`
	// Language of the page (ISO 639-1).
	Language string `col:"language,key"`
	// SHA-256 of the body as sent, in hexadecimal.
	SHA256 string `col:"sha256,key"`
	// Hash of the page's content, which menus, banners and nonces do not change.
	Fingerprint string `col:"fingerprint"`
	// Address or file the body came from.
	URL string `col:"url"`
	// Response headers as JSON.
	Header string `col:"header"`
	// Size of the body in bytes.
	Bytes int `col:"bytes"`
}

// TimeFrom is what tells the time at which a page was seen.
type TimeFrom string

// The origins of a time.
const (
	TimeFetch    TimeFrom = "fetch"    // the request for it
	TimeRecord   TimeFrom = "record"   // the record of a web archive
	TimeFile     TimeFrom = "file"     // the saved file, its name or its folder
	TimeArgument TimeFrom = "argument" // an argument of the command
	TimeUnknown  TimeFrom = "unknown"  // nothing: the time is not known
)

// Source is where a page was seen.
type Source string

// The places where pages are seen.
const (
	SourceSite        Source = "site"        // the site itself
	SourceFile        Source = "file"        // a saved page or a WARC file
	SourceWayback     Source = "wayback"     // the Wayback Machine
	SourceCommonCrawl Source = "commoncrawl" // Common Crawl
)

// Seen is what was seen of a page.
type Seen string

// What can be seen of a page.
const (
	SeenContent Seen = "content" // its content
	SeenSame    Seen = "same"    // that its content is one seen before
	SeenGone    Seen = "gone"    // that it is gone
	SeenMoved   Seen = "moved"   // that it has another address: a row of frontier, not of observations
)
