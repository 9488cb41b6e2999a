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
		return d.revisits(page)
	}
	// An import requests what the archive does not have, of the pages that the
	// sources name or, without any, of all that are known.
	return page.Due() && (len(d.Sources) == 0 || d.found.has(page))
}

// ofMember reports whether a page is one of the members asked for.
func (d *dueRule) ofMember(address string) bool {
	return len(d.Members) == 0 || slices.Contains(d.Members, strings.ToLower(ogp.ParseURL(address).Slug))
}

// revisits reports whether a refresh requests a page: every page, unless the
// interrupted run that this one resumes had its answer, or the sitemap says that
// it has not changed since it was seen. What failed in that run, or was refused,
// is tried again. What is no commitment page is looked at again when a full sweep
// is due.
func (d *dueRule) revisits(page store.Known) bool {
	tried := page.TriedAt
	answered := slices.Contains([]ogp.Outcome{ogp.Fetched, ogp.Unchanged, ogp.Gone, ogp.NotCommitment}, page.State)
	if answered && !d.resumed.IsZero() && !tried.Before(d.resumed) {
		return false
	}
	sweep := tried.IsZero() || d.started.Sub(tried) >= d.fullSweep() || d.Full
	switch page.State {
	case ogp.NotCommitment:
		return sweep
	case ogp.Fetched, ogp.Unchanged:
		dated := !d.found.of(page).LastModified.IsZero()
		return sweep || !page.Archived() || !dated || !page.LastSeen.After(endOf(page.LastModified))
	default:
		return true
	}
}

// endOf is the end of the time that a sitemap gives: many give days only.
func endOf(modified time.Time) time.Time {
	if modified.Equal(modified.Truncate(24 * time.Hour)) {
		return modified.Add(24 * time.Hour)
	}
	return modified
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
