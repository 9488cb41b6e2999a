package ingest

import (
	"context"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/store"
)

// dueRule says which known pages a run has to request.
type dueRule struct {
	Options
	started time.Time // the run
	resumed time.Time // the start of the interrupted run that this one resumes; zero for none
	found   foundPages
}

// due reports whether a page has to be requested.
func (d *dueRule) due(page store.Known) bool {
	if !d.ofMember(page.URL) {
		return false
	}
	if d.Command == Refresh {
		refresh := store.Refresh{Started: d.started, Since: d.resumed, Sweep: d.fullSweep(), Full: d.Full}
		return refresh.Due(page, !d.found.of(page).LastModified.IsZero())
	}
	// An import requests what the archive does not have, of the pages that the
	// sources name or, without any, of all that are known.
	return page.Due() && (len(d.Sources) == 0 || d.found.has(page))
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
		case r.found.has(page):
			r.report.Present++
			if r.Command == Refresh && page.Archived() && page.TriedAt.Before(r.report.Run.StartedAt) {
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
