package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/scrape/archives"
	"ogp/store"
)

// Report is what a run did, or a dry run would do.
type Report struct {
	Counts
	Run      ogp.Run
	Gaps     []Gap
	Stored   *Stored
	Estimate time.Duration // how long a dry run's requests would take
	Online   bool          // whether a dry run found that the site would be visited
	HasFiles bool          // whether sources hold pages themselves
	Archive  []Plan        // what web archives have of what is wanted
}

// Plan is what a web archive has, by year.
type Plan struct {
	Service ogp.Source
	Years   map[string]archives.Year
}

// Stored is what the database holds after a run.
type Stored struct{ Commitments, Members int }

// Counts are pages by what a run does with them.
type Counts struct {
	Present      int                      // found, and in the archive
	Due          int                      // to be fetched
	Done         int                      // of these, asked for
	Remaining    int                      // of these, still to be fetched when the run ended early
	OverLimit    int                      // due, but over the limit
	Undated      int                      // archived, and by the sitemap unchanged
	Forgotten    int                      // found again, and taken out before
	Read         int                      // pages of files
	Files        int                      // files that have them
	OtherMembers int                      // pages of files that are not of the members asked for
	Skipped      map[string]int           // records of web archives that say nothing of their page, by the reason
	Seen         map[ogp.Seen]int         // records of web archives that say something without a content
	Unresolved   int                      // of these, the same as a content that the archive does not have
	Captures     map[ogp.CaptureState]int // captures of web archives, by what became of them
	Standing     int                      // gaps that have been there for long
	PassedOver   int                      // files that hold no page
	PassedNames  []string                 // the first of them, and why where that is known
	Cut          bool                     // the limit leaves files, or pages of them, unread
	Searching    bool                     // the run ended before it had found all there is
	Found        int                      // pages that the site lists
	Known        int                      // pages that were known before, where the site lists far fewer; else 0
	Official     *ogp.Edition             // the edition of OGP's own database in force, if one was imported
	SameOfficial bool                     // it is the one that was kept before
	HeldBack     string                   // why the edition that was imported was kept and not put in force

	lastFile string // that a page was read of
}

func newReport(run ogp.Run) *Report {
	return &Report{Run: run, Counts: Counts{Skipped: map[string]int{}, Seen: map[ogp.Seen]int{}, Captures: map[ogp.CaptureState]int{}}}
}

// recordFailure counts a page that did not come, and notes the gap that it leaves.
func (r *Report) recordFailure(outcome ogp.Outcome, gap *Gap) {
	switch outcome {
	case ogp.Unchanged:
		r.Run.Unchanged++
	case ogp.NotCommitment:
		r.Run.Unread++
	case ogp.Mismatch:
		r.Run.Mismatched++
	case ogp.Truncated:
		r.Run.Truncated++
	case ogp.Gone:
		r.Run.Gone++
	case ogp.Refused:
		r.Run.Refused++
	default:
		r.Run.Failed++
	}
	if gap != nil {
		r.Gaps = append(r.Gaps, *gap)
	}
}

// fail counts a page that a source names and that could not be taken in.
func (r *Report) fail(outcome ogp.Outcome, name, reason string) {
	r.Run.Listed++
	r.recordFailure(outcome, &Gap{Name: name, Reason: reason})
}

// countLists compares what the archive has after the run with what the run listed.
func (r *Report) countLists(known []store.Known, found foundPages) {
	r.Run.Archived = r.Read
	for _, page := range known {
		switch {
		case !page.Archived():
		case found.has(page):
			r.Run.Archived++
		case r.Run.Scope == scopeSite && !page.SeenAt.IsZero() && page.State != ogp.Gone && page.State != ogp.Forgotten:
			r.Run.Unlisted++
		}
	}
}

// countWithdrawn compares the withdrawn pages before and after the run.
func (r *Report) countWithdrawn(before, after map[ogp.PageKey]bool) {
	for page := range after {
		if !before[page] {
			r.Run.Withdrawn++
		}
	}
	r.Run.Returned = len(before) + r.Run.Withdrawn - len(after)
}

// reasonsShown bounds the reasons that a summary tells apart.
const reasonsShown = 10

// skips counts a record of a web archive that was skipped, or a file that was
// passed over, and reports whether err is one.
func (r *Report) skips(err error) bool {
	var skipped *scrape.SkippedRecord
	var passed *scrape.PassedOver
	if errors.As(err, &passed) {
		if r.PassedOver++; len(r.PassedNames) < reasonsShown {
			r.PassedNames = append(r.PassedNames, passed.Error())
		}
		return true
	}
	if !errors.As(err, &skipped) {
		return false
	}
	r.skip(skipped.Reason)
	return true
}

// skip counts an archived answer that was not taken in.
func (r *Report) skip(reason string) {
	if _, known := r.Skipped[reason]; !known && len(r.Skipped) >= reasonsShown {
		reason = "other reasons"
	}
	r.Skipped[reason]++
}

// addFilePage counts a page of a file. The pages of a file come one after
// another.
func (r *Report) addFilePage(file string) {
	r.Read++
	if file != r.lastFile {
		r.Files, r.lastFile = r.Files+1, file
	}
}

// UsageError is an order that cannot be carried out as it was given.
type UsageError struct{ error }

// Unwrap is the reason.
func (e UsageError) Unwrap() error { return e.error }

// UnusableError says that the only source of a run cannot be used at all.
type UnusableError struct{ error }

// Unwrap is the reason.
func (e UnusableError) Unwrap() error { return e.error }

// Gap is a page that could not be fetched, or not be read.
type Gap struct {
	Name, Reason string
	Standing     bool // it has been missing for long, or was accepted, which is no news
}

// GapsError is a run that is done but for some pages.
type GapsError struct {
	Gaps     []Gap
	Database string
}

// gapsShown bounds the gaps that are printed; `ogp status` lists all.
const gapsShown = 10

// Error lists the gaps, the first of them.
func (e *GapsError) Error() string {
	var b strings.Builder
	noun := "pages"
	if len(e.Gaps) == 1 {
		noun = "page"
	}
	fmt.Fprintf(&b, "%d %s could not be fetched:", len(e.Gaps), noun)
	for n, gap := range e.Gaps {
		if n == gapsShown {
			fmt.Fprintf(&b, "\n  … and %d more: ogp status --db %s lists the addresses", len(e.Gaps)-n, e.Database)
			break
		}
		fmt.Fprintf(&b, "\n  %s: %s", gap.Name, gap.Reason)
	}
	return b.String()
}

// UnfinishedError is a run that ended early, with so many pages left to fetch.
type UnfinishedError struct {
	error
	Left int
}

// Unwrap is the reason.
func (e UnfinishedError) Unwrap() error { return e.error }

// outcome is how a run ended, as its record says.
func outcome(err error) string {
	var gaps *GapsError
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &gaps):
		return "gaps"
	case errors.Is(err, scrape.ErrSiteRefuses):
		return "refused"
	case errors.Is(err, context.Canceled):
		return "interrupted"
	default:
		return "failed"
	}
}
