package due

import (
	"testing"
	"time"

	"ogp"
)

// TestResumedRunAsksAgainWhatTheArchiveDoubts: a run that resumes another one requests
// no page twice, but for what came as something else than the archive has, or as another
// commitment's page: the site was at fault, and may have been mended since.
func TestResumedRunAsksAgainWhatTheArchiveDoubts(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	resumed := Rule{Started: began.Add(24 * time.Hour), Since: began, Full: true}
	for _, c := range []struct {
		state         ogp.Outcome
		archived, due bool
	}{
		{ogp.Fetched, true, false}, {ogp.Unchanged, true, false}, {ogp.Gone, true, false}, {ogp.Gone, false, false},
		{ogp.Mismatch, true, true}, {ogp.NotCommitment, true, true},
		{ogp.Mismatch, false, true}, {ogp.NotCommitment, false, false},
		{ogp.Failed, true, true}, {ogp.Refused, false, true}, {ogp.Truncated, true, true}, {ogp.Forgotten, true, false},
	} {
		page := Page{Listing: ogp.Listing{State: c.state, TriedAt: began.Add(time.Minute)}}
		if c.archived {
			page.LastSeen = began.Add(-24 * time.Hour)
		}
		if got := resumed.Refresh(page, false); got != c.due {
			t.Errorf("%s, archived %t: due %t, want %t", c.state, c.archived, got, c.due)
		}
	}
}
