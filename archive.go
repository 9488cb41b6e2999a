package ogp

import "time"

// Listing is one known address of the site: a row of the kept table frontier.
type Listing struct {
	// Canonical address of the page on the public site.
	URL string `col:"url,key"`
	// What the address leads to.
	Kind Kind `col:"kind" enum:"commitment,member,sitemap"`
	// OGP's number of the commitment; NULL for other kinds of page.
	ID string `col:"commitment_id"`
	// Language of the page (ISO 639-1), told by the address.
	Language string `col:"language"`
	// How the address was found.
	FoundBy FoundBy `col:"found_by" enum:"robots,sitemap,member,argument,file,redirect"`
	// Where it was found: the address of the sitemap or member page, the file, or
	// the address that redirects to it.
	FoundIn string `col:"found_in"`
	// When it was first found (UTC).
	FoundAt time.Time `col:"found_at"`
	// When the sitemap says the page last changed (UTC).
	LastModified time.Time `col:"last_modified"`
	// What has become of it.
	State Outcome `col:"state" enum:"listed,in_flight,fetched,unchanged,not_commitment,mismatch,truncated,failed,refused,gone,forgotten"`
	// Why it could not be fetched.
	Reason string `col:"reason"`
	// When it was last requested (UTC).
	TriedAt time.Time `col:"tried_at"`
	// The kind of fault, where it could not be fetched; NULL where a program before schema 3 asked.
	ErrorClass ErrorClass `col:"error_class" enum:"timeout,connection,content,http_4xx,http_5xx,challenge,robots,redirect,address,interrupted,internal"`
	// When the site last sent the page, or said that it has not changed (UTC); NULL for a page known from files only.
	SeenAt time.Time `col:"seen_at"`
	// Since when it could not be fetched (UTC); NULL where the last request returned it.
	MissingSince time.Time `col:"missing_since"`
}

// FoundBy is how an address was found.
type FoundBy string

// The ways to find an address.
const (
	FoundByRobots   FoundBy = "robots"   // robots.txt names it as a sitemap
	FoundBySitemap  FoundBy = "sitemap"  // a sitemap names it
	FoundByMember   FoundBy = "member"   // a member page links to it
	FoundByArgument FoundBy = "argument" // an argument of the command names it
	FoundByFile     FoundBy = "file"     // a list or a saved page names it
	FoundByRedirect FoundBy = "redirect" // another address redirects to it
)

// Outcome is what has become of an address, or of one request for it.
type Outcome string

// The outcomes.
const (
	Listed        Outcome = "listed"         // known, not requested yet
	InFlight      Outcome = "in_flight"      // requested, no answer recorded
	Fetched       Outcome = "fetched"        // a page came
	Unchanged     Outcome = "unchanged"      // the site says it has not changed (304)
	NotCommitment Outcome = "not_commitment" // a page came, but of another kind
	Mismatch      Outcome = "mismatch"       // a commitment's page came, but not the one that was asked for
	Truncated     Outcome = "truncated"      // a part of the page came
	Failed        Outcome = "failed"         // network or server error after all attempts
	Refused       Outcome = "refused"        // robots.txt, 401, 403, 429, challenge page, redirect off the site
	Gone          Outcome = "gone"           // 404, 410, or a redirect to another kind of page
	Forgotten     Outcome = "forgotten"      // taken out of the archive, and not requested again
)

// MissingPage is a commitment page that the last request did not return.
type MissingPage struct {
	URL     string     `json:"url"`
	State   Outcome    `json:"state"`       // what came of it
	Class   ErrorClass `json:"error_class"` // empty where a program before schema 3 asked
	Reason  string     `json:"reason"`
	TriedAt time.Time  `json:"tried_at"` // UTC; zero if not known
	Since   time.Time  `json:"since"`    // the first request in a row that did not return it (UTC)
	// Standing says that it has been missing for long or was when the archive was accepted as good.
	Standing bool `json:"standing"`
}

// ErrorClass is the kind of fault that kept a page from coming: one word for
// the many wordings of its reason, so that faults can be counted.
type ErrorClass string

// The classes. Where an answer came, the first reason that holds counts: a
// challenge sent with status 403 is a challenge.
const (
	ClassTimeout     ErrorClass = "timeout"     // no complete answer in time
	ClassConnection  ErrorClass = "connection"  // name lookup, connection or encryption failed
	ClassContent     ErrorClass = "content"     // an answer, but not a complete page of the kind requested
	ClassHTTP4xx     ErrorClass = "http_4xx"    // the site rejects the request: gone, forbidden
	ClassHTTP5xx     ErrorClass = "http_5xx"    // the site reports that it has failed
	ClassChallenge   ErrorClass = "challenge"   // a page that blocks the visitor: a test for robots, a ban, a login
	ClassRobots      ErrorClass = "robots"      // robots.txt forbids the address
	ClassRedirect    ErrorClass = "redirect"    // redirects in a circle, too many, off the site, or to another kind of page
	ClassAddress     ErrorClass = "address"     // an address that is never requested, such as the site's trap for robots
	ClassInterrupted ErrorClass = "interrupted" // the run was ended before the answer came
	ClassInternal    ErrorClass = "internal"    // a fault of this program
)

// Visit is one request and its outcome: a row of the kept table visits.
type Visit struct {
	// The run the request belongs to.
	Run string `col:"run_id,key"`
	// Number of the request within its run: 1, 2, …
	Number Count `col:"number,key"`
	// Address requested.
	URL string `col:"url"`
	// Address that answered, where redirects led elsewhere.
	FinalURL string `col:"final_url"`
	// When the request was made (UTC).
	At time.Time `col:"asked_at"`
	// What came of it.
	Outcome Outcome `col:"outcome" enum:"fetched,unchanged,not_commitment,mismatch,truncated,failed,refused,gone"`
	// HTTP status; NULL where no answer came.
	Status Count `col:"status"`
	// Size of the body in bytes, decompressed.
	Bytes int `col:"bytes"`
	// How long it took, in milliseconds, all attempts and pauses together.
	Milliseconds int `col:"duration_ms"`
	// How many times it was tried.
	Attempts int `col:"attempts"`
	// Why it failed or was refused.
	Error string `col:"error"`
	// The kind of fault; NULL where a page came or has not changed, and where a program before schema 3 asked.
	ErrorClass ErrorClass `col:"error_class" enum:"timeout,connection,content,http_4xx,http_5xx,challenge,robots,redirect,address,interrupted,internal"`
}

// Run is one import, refresh, reparse, forget or accept: a row of the kept table runs.
type Run struct {
	// Identifier of the run; runs sort by it in time.
	ID string `col:"run_id,key"`
	// The command: import, refresh, reparse or forget; accept is ogp check --accept.
	Command string `col:"command"`
	// What was imported: the site's origin, or files and addresses as given; what was forgotten; why the archive was accepted.
	Source string `col:"source"`
	// When it began (UTC).
	StartedAt time.Time `col:"started_at"`
	// When it ended (UTC); NULL while it runs, and for a run that was killed.
	FinishedAt time.Time `col:"finished_at"`
	// How it ended: done, gaps, refused, interrupted, failed.
	Outcome string `col:"outcome" enum:"done,gaps,refused,interrupted,failed"`
	// Version of the program.
	Version string `col:"version"`
	// The parser that read the pages.
	Parser string `col:"parser"`
	// Pages found by this run, or named by its sources.
	Listed int `col:"listed"`
	// Pages that came.
	Fetched int `col:"fetched"`
	// Pages whose content had not changed.
	Unchanged int `col:"unchanged"`
	// Pages that could not be fetched.
	Failed int `col:"failed"`
	// Pages the site refused.
	Refused int `col:"refused"`
	// Pages that are gone (404, 410).
	Gone int `col:"gone"`
	// Pages that came but are not commitment pages; the table unread has them.
	Unread int `col:"unread"`
	// Pages that came but are another commitment's.
	Mismatched int `col:"mismatched"`
	// Pages of which only a part came.
	Truncated int `col:"truncated"`
	// Whether it was over the whole site, or over a part of it, such as files, a member, or what an interrupted run had left.
	Scope string `col:"scope" enum:"site,part"`
	// Pages known before it, in a run over the whole site.
	Known int `col:"known"`
	// Pages in the archive, not gone, that it did not find listed, in a run over the whole site.
	Unlisted int `col:"unlisted"`
	// Of the pages listed, those that the archive has after it.
	Archived int `col:"archived"`
	// Pages that the archive did not have.
	New int `col:"new"`
	// Pages with another content than before.
	Changed int `col:"changed"`
	// Pages that were withdrawn by it: two runs in a row found them gone.
	Withdrawn int `col:"withdrawn"`
	// Withdrawn pages that came back.
	Returned int `col:"returned"`
	// Its exit code; NULL while it runs, and for a run that was killed.
	ExitCode *int `col:"exit_code"`
	// What the rules say of the archive after it: good, or bad where one failed; accepted where a person accepted it as good. NULL where it was not judged.
	Verdict Verdict `col:"verdict" enum:"good,bad,accepted"`
}

// Verdict is what the rules say of the archive after a run.
type Verdict string

// The verdicts. Later runs are compared with the last one that is not bad.
const (
	Good     Verdict = "good"     // no rule failed
	Bad      Verdict = "bad"      // a rule failed
	Accepted Verdict = "accepted" // a person accepted it as good
)

// RunCoverage is the coverage of the archive after a run, over the newest version of
// every page that is not withdrawn, in every language: a row of the kept table
// run_coverage.
type RunCoverage struct {
	// The run.
	Run string `col:"run_id,key"`
	// Pages that print the field's label, with a value or without.
	Printed int `col:"printed"`
	Coverage
}

// RunFinding is something that was not understood in the archive after a run: a row
// of the kept table run_findings.
type RunFinding struct {
	// The run.
	Run string `col:"run_id,key" json:"-"`
	// What was not understood, as in issues: unknown_label, unknown_question, unknown_value, …
	Kind string `col:"kind" json:"kind"`
	// Column of commitments that it concerns.
	Field string `col:"field" json:"field"`
	// The text as printed.
	Detail string `col:"detail" json:"detail"`
	// Pages that have it; for OGP's own database, commitments or rows.
	Pages int `col:"pages" json:"pages"`
	// Address of a page that has it; for OGP's own database, ID of a commitment and its row.
	Example string `col:"example" json:"example"`
}

// Unread is a page that came and could not be read: a row of the kept table
// unread. It is not a version of a page and replaces none; a later parser may be
// able to read it. Of an address the newest is kept, and each body once.
type Unread struct {
	// Address on the public site.
	URL string `col:"url,key"`
	// Address requested.
	AskedURL string `col:"asked_url"`
	// When it was seen (UTC).
	SeenAt time.Time `col:"seen_at"`
	// Why it could not be read.
	Reason string `col:"reason"`
	// SHA-256 of the body as sent, in hexadecimal: its row in unread_bodies.
	SHA256 string `col:"sha256"`
	// Response headers as JSON.
	Header string `col:"header"`
}

// Version is one run of observations of one content of a page, in order of time:
// a row of the table pages, which is derived from observations. A content that
// comes back after another one is a version of its own, so that the versions tell
// what the page said at any time.
type Version struct {
	// OGP's number of the commitment.
	ID string `col:"commitment_id,key"`
	// Language of the page (ISO 639-1).
	Language string `col:"language,key"`
	// 1 for the content seen first, one more for each change of content.
	Version Count `col:"version,key"`
	// Address or file the page came from.
	URL string `col:"url"`
	// When this content was first seen (UTC); NULL where the time is not known.
	FirstSeen time.Time `col:"first_seen"`
	// When this content was last seen (UTC); NULL where the time is not known.
	LastSeen time.Time `col:"last_seen"`
	// SHA-256 of the body as sent, in hexadecimal.
	SHA256 string `col:"sha256"`
	// Hash of the page's content, which menus, banners and nonces do not change.
	Fingerprint string `col:"fingerprint"`
	// Entity tag the site sent last with this version; NULL where it was not seen on the site.
	ETag string `col:"etag"`
	// Time of last change the site sent last with this version, as sent; NULL where it was not seen on the site.
	LastModified string `col:"last_modified"`
	// Response headers as JSON.
	Header string `col:"header"`
	// Size of the body in bytes.
	Bytes int `col:"bytes"`
	// Where this version was first seen: on the site, in a file, or in a web archive.
	Source Source `col:"source" enum:"site,file,wayback,commoncrawl"`
	// Address of the capture in a web archive, where it was first seen in one.
	CaptureURL string `col:"capture_url"`
}

// Edition is one content of OGP's own commitments database, imported from a
// file: a row of the kept table official_editions. The same file again makes
// no new edition; a content that comes back after another one does.
type Edition struct {
	// 1 for the content imported first, one more for each change of content.
	Number Count `col:"edition,key"`
	// When it was imported (UTC); the edition in force until the next one came.
	ImportedAt time.Time `col:"imported_at"`
	// The run that imported it.
	Run string `col:"run_id"`
	// The file, as named to the program.
	File string `col:"file"`
	// SHA-256 of the file, in hexadecimal.
	SHA256 string `col:"sha256"`
	// Size of the file in bytes.
	Bytes int `col:"bytes"`
	// Encoding of the file's text; NULL for a workbook.
	Encoding string `col:"encoding" enum:"utf-8,utf-16le,utf-16be,windows-1252"`
	// Names of the columns in the file's order, as given: some may be empty or occur twice.
	Columns []string `col:"columns"`
	// Number of rows, the header not counted.
	RowCount int `col:"row_count"`
	// The table that has the rows, such as official_1; editions of the same content share it.
	Table string `col:"rows_in"`
	// Why the edition is kept but was not put in force; NULL where it was.
	HeldBack string `col:"held_back"`
}

// OfficialRow is one row of OGP's own commitments database.
type OfficialRow struct {
	ID    string   // of its commitment, by the column "Commitment Unique Identifier", else by the address; empty where neither gives one
	Cells []string // as given, in the order of the file's columns
}

// Official is OGP's own commitments database in the edition imported last, row
// by row as given: a view of the table that has the rows (official_editions).
// Its columns are those of the file, each under its own name, as text, behind
// commitment_id: SELECT "Short Title" FROM official. An empty cell is NULL; codes
// such as ND, NR and NA are kept as they are. A column without a name is called by
// its place, as column_7; of two columns of one name the second ends in _2.
type Official struct {
	// OGP's number of the commitment, by the column "Commitment Unique Identifier", else by the address; NULL for a row that names none. It may occur twice.
	ID string `col:"commitment_id"`
}
