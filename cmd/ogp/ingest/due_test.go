package ingest

import (
	"testing"
	"time"

	"ogp"
	"ogp/store"
)

// Numbers are days ago: when a page was last asked for and seen, and when the
// sitemap says that it changed.
func TestWhatARefreshRevisits(t *testing.T) {
	began := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return began.AddDate(0, 0, -days) }
	page := func(state ogp.Outcome, tried, seen, modified int) store.Known {
		known := store.Known{Listing: ogp.Listing{ID: "KE0001", Language: "en", State: state, TriedAt: ago(tried), LastModified: ago(modified)}}
		if seen >= 0 {
			known.LastSeen, known.SeenAt = ago(seen), ago(seen)
		}
		return known
	}
	for name, c := range map[string]struct {
		page      store.Known
		full      bool
		resumes   int // days ago the run began that this one resumes; 0 for none
		unlisted  bool
		revisited bool
	}{
		"unchanged by the sitemap":           {page: page(ogp.Fetched, 10, 10, 20)},
		"changed by the sitemap":             {page: page(ogp.Fetched, 10, 10, 9), revisited: true},
		"not in the sitemap":                 {page: page(ogp.Fetched, 10, 10, 20), unlisted: true, revisited: true},
		"not looked at for a month":          {page: page(ogp.Unchanged, 30, 30, 60), revisited: true},
		"not looked at for nearly a month":   {page: page(ogp.Unchanged, 29, 29, 60)},
		"with --full":                        {page: page(ogp.Unchanged, 1, 1, 20), full: true, revisited: true},
		"never fetched":                      {page: page(ogp.Listed, 0, -1, 20), revisited: true},
		"gone":                               {page: page(ogp.Gone, 1, 10, 20), revisited: true},
		"refused":                            {page: page(ogp.Refused, 1, 10, 20), revisited: true},
		"another kind of page":               {page: page(ogp.NotCommitment, 10, -1, 20), revisited: true},
		"archived, then another kind":        {page: page(ogp.NotCommitment, 10, 12, 20), revisited: true},
		"archived, then another commitment":  {page: page(ogp.Mismatch, 10, 12, 20), revisited: true},
		"archived, then a part of it":        {page: page(ogp.Truncated, 10, 12, 20), revisited: true},
		"another kind in the run before":     {page: page(ogp.NotCommitment, 1, -1, 20), resumes: 2},
		"another commitment in that run":     {page: page(ogp.Mismatch, 1, 9, 20), resumes: 2, revisited: true},
		"taken out of the archive":           {page: page(ogp.Forgotten, 40, -1, 20), full: true},
		"fetched by the run before":          {page: page(ogp.Unchanged, 1, 1, 0), resumes: 2},
		"gone in the run before":             {page: page(ogp.Gone, 1, 9, 20), resumes: 2},
		"failed in the run before":           {page: page(ogp.Failed, 1, 9, 20), resumes: 2, revisited: true},
		"under way in the run before":        {page: page(ogp.InFlight, 1, 9, 20), resumes: 2, revisited: true},
		"fetched before the run before":      {page: page(ogp.Unchanged, 3, 3, 1), resumes: 2, revisited: true},
		"with --full, by the run before":     {page: page(ogp.Unchanged, 1, 1, 20), full: true, resumes: 2},
		"with --full, before the run before": {page: page(ogp.Unchanged, 3, 3, 20), full: true, resumes: 2, revisited: true},
	} {
		d := dueRule{Options: Options{Command: Refresh, FullEvery: 30, Full: c.full}, started: began, found: foundPages{}}
		if c.resumes > 0 {
			d.resumed = ago(c.resumes)
		}
		if !c.unlisted {
			d.found.add(c.page.Listing)
		}
		if got := d.due(c.page); got != c.revisited {
			t.Errorf("%s: revisited %v, want %v", name, got, c.revisited)
		}
	}
}
