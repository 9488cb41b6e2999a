package ingest

import (
	"context"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/store"
	"ogp/store/due"
)

// dueRule says which known pages a run has to request.
type dueRule struct {
	Options
	started time.Time // the run
	resumed time.Time // the start of the interrupted run that this one resumes; zero for none
	found   foundPages
}

// due reports whether a page has to be requested. When it last changed is what this
// run's sitemap says, under whichever address.
func (d *dueRule) due(page store.Known) bool {
	if !d.ofMember(page.URL) {
		return false
	}
	found := d.found.of(page)
	if page.State == ogp.Forgotten && found.FoundBy == ogp.FoundByArgument {
		page.State = ogp.Listed
	}
	if d.Command == Refresh {
		page.LastModified = found.LastModified
		return d.rule().Refresh(page, !found.LastModified.IsZero())
	}
	// Of the pages that the sources name or, without any, of all that are known.
	return d.rule().Import(page) && (len(d.Sources) == 0 || d.found.has(page))
}

func (d *dueRule) rule() due.Rule {
	return due.Rule{Started: d.started, Since: d.resumed, Sweep: d.fullSweep(), Full: d.Full}
}

// ofMember reports whether a page is one of the members asked for.
func (d *dueRule) ofMember(address string) bool {
	return len(d.Members) == 0 || slices.Contains(d.Members, strings.ToLower(ogp.ParseURL(address).Slug))
}

// duePages are the pages to request, by address, as many as the limit allows.
// The report counts them, and those that are there already.
func (r *run) duePages(ctx context.Context) ([]store.Known, error) {
	known, err := r.knownPages(ctx)
	if err != nil {
		return nil, err
	}
	var due []store.Known
	for _, page := range known {
		switch {
		case r.due.due(page):
			due = append(due, page)
		case !r.found.has(page):
		case page.State == ogp.Forgotten:
			r.report.Forgotten++
		case page.Missing():
			r.report.Gaps = append(r.report.Gaps, Gap{page.URL, page.Reason, page.Standing(r.due.started, r.answers.accepted)})
		default:
			r.report.Present++
			if r.Command == Refresh && !r.due.rule().Answered(page) {
				r.report.Undated++
			}
		}
	}
	if room := r.room(); len(due) > room {
		r.report.OverLimit = len(due) - room
		due = due[:room]
	}
	r.report.Due = len(due)
	return due, nil
}
