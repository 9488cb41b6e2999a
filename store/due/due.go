// Package due decides which pages a run requests, and which are missing.
//
// What the frontier and the archive know of a page comes in; a decision comes out.
// It is pure: no database, no clock, no network. Both runs and status use it.
package due

import (
	"slices"
	"time"

	"ogp"
)

// Page is a commitment page of the frontier, with what the archive has of it.
type Page struct {
	ogp.Listing
	// LastSeen is when the newest version was last seen (UTC); zero for a page
	// that is not in the archive.
	LastSeen time.Time
	// ETag and Changed are what the site sent with the newest version: its entity
	// tag, and its Last-Modified header as sent. They are empty where another
	// source has seen the page since. SentBy is the address that the version came from.
	ETag, Changed, SentBy string
}

// Archived reports whether the archive has the page.
func (p Page) Archived() bool { return !p.LastSeen.IsZero() }

// StandingAfter is how long a page is missing before it is no news any more.
const StandingAfter = 30 * 24 * time.Hour

// Standing reports whether the page has been missing for long, or was when a person
// took the archive for good as it is.
func (p Page) Standing(now, accepted time.Time) bool {
	return !p.MissingSince.IsZero() && (now.Sub(p.MissingSince) >= StandingAfter || !p.MissingSince.After(accepted))
}

// Missing reports whether the last request did not return the page. What was never
// requested is not missing yet. A page that the archive has and that is gone is
// withdrawn; one that it never had has to be gone twice.
func (p Page) Missing() bool {
	switch p.State {
	case ogp.Gone:
		return !p.Archived() && !p.TriedAt.After(p.MissingSince)
	case ogp.NotCommitment, ogp.Mismatch, ogp.Truncated, ogp.Failed, ogp.Refused:
		return true
	}
	return false
}

// Rule decides which pages a run requests.
type Rule struct {
	Started time.Time     // when the run began
	Since   time.Time     // when the unfinished run began that it resumes; zero for none
	Sweep   time.Duration // longest time for which a refresh does not request a page
	Full    bool          // a refresh requests every page
}

// Import reports whether an import has to request the page: the site has never
// sent it. What was taken out of the archive is left out.
func (r Rule) Import(p Page) bool {
	return p.SeenAt.IsZero() && p.State != ogp.Forgotten && !r.Answered(p)
}

// Refresh reports whether a refresh has to request the page: every page, unless
// the site sent it when it was requested last and the sitemap dates its last
// change before that (dated says whether the sitemap dates it at all).
func (r Rule) Refresh(p Page, dated bool) bool {
	if p.State == ogp.Forgotten || r.Answered(p) {
		return false
	}
	spared := slices.Contains([]ogp.Outcome{ogp.Fetched, ogp.Unchanged}, p.State) && dated && p.SeenAt.After(endOf(p.LastModified))
	return !spared || r.Full || p.TriedAt.IsZero() || r.Started.Sub(p.TriedAt) >= r.Sweep
}

// Answered reports whether the run that is resumed has got an answer already. Another
// commitment's page is none, and neither is another kind of page in the place of one
// that the archive has: the site may have been at fault when it ended that run.
func (r Rule) Answered(p Page) bool {
	if r.Since.IsZero() || p.TriedAt.Before(r.Since) {
		return false
	}
	switch p.State {
	case ogp.Fetched, ogp.Unchanged, ogp.Gone:
		return true
	case ogp.NotCommitment:
		return !p.Archived()
	}
	return false
}

// endOf is the end of the time that a sitemap gives: many give days only, and none
// less than a second.
func endOf(modified time.Time) time.Time {
	if modified.Equal(modified.Truncate(24 * time.Hour)) {
		return modified.Add(24 * time.Hour)
	}
	return modified.Add(time.Second)
}
