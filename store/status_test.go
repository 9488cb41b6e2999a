package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

func TestStatusCountsWhatIsThere(t *testing.T) {
	s := empty(t)
	run := ogp.Run{ID: "r1", Command: "import", Source: ogp.Site, StartedAt: kept(1), Version: "v1", Parser: "p1"}
	if err := s.StartRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	failed, fetched := listing("kenya", "KE0009"), listing("kenya", "KE0001")
	failed.State, failed.Reason, failed.TriedAt = ogp.Failed, "503 Service Unavailable", kept(2)
	failed.ErrorClass, failed.MissingSince = ogp.ClassHTTP5xx, kept(2)
	fetched.State = ogp.Fetched
	_, err := s.Save(t.Context(), store.Batch{
		Pages: []store.Archived{
			page("KE0001", "en", "one", day(1)), page("KE0001", "en", "two", day(2)),
			page("KE0001", "es", "uno", day(1)), page("KE0002", "en", "x", day(1)),
		},
		Listings: []ogp.Listing{failed, fetched},
	})
	if err != nil {
		t.Fatal(err)
	}
	run.FinishedAt, run.Outcome, run.Fetched, run.Failed = kept(3), "gaps", 4, 1
	if err := s.FinishRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	got, err := s.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Bytes == 0 {
		t.Error("the database takes no room on disk")
	}
	want := store.Status{
		Path: s.Path(), Bytes: got.Bytes, Members: 1, Commitments: 2, Milestones: 4, Pages: 3, Versions: 4,
		Languages: map[string]int{"en": 2, "es": 1}, Parsers: map[string]int{"p1": 4},
		Frontier: map[string]int{"failed": 1, "fetched": 1}, LastRun: &run,
		Gaps:  []ogp.MissingPage{{URL: failed.URL, State: ogp.Failed, Class: ogp.ClassHTTP5xx, Reason: failed.Reason, TriedAt: kept(2), Since: kept(2)}},
		Known: ogp.Completeness{Commitments: 3, OnlyOnSite: 3, Listed: 2, Archived: 2, Read: 2},
		Due:   2, Unseen: kept(1),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
}

func TestStatusOfAnEmptyDatabase(t *testing.T) {
	s := empty(t)
	got, err := s.Status(t.Context())
	if err != nil || got.LastRun != nil || got.Stale || got.Commitments != 0 {
		t.Errorf("status %+v, %v", got, err)
	}
}

func TestFinishRunNeedsAStart(t *testing.T) {
	s := empty(t)
	wantError(t, s.FinishRun(t.Context(), ogp.Run{ID: "r1"}), "r1", "0 runs")
	wantRows(t, s, "FROM runs")
	if err := s.StartRun(t.Context(), ogp.Run{ID: "r1"}); err != nil {
		t.Fatal(err)
	}
	wantError(t, s.StartRun(t.Context(), ogp.Run{ID: "r1"}), "r1", "started before")
	wantRows(t, s, "SELECT run_id, finished_at, outcome FROM runs", "r1|NULL|NULL")
}

// TestWithdrawnPageDoesNotAge: it cannot be seen again, so that the oldest look
// would stay where it is for good.
func TestWithdrawnPageDoesNotAge(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0001", "es", "uno", day(4)), page("KE0002", "en", "two", day(5)))
	for _, want := range []struct {
		visit  ogp.Visit
		unseen int
	}{
		{visit(6, ogp.Gone), 1}, // once may be a mishap
		{visit(7, ogp.Gone), 4},
		{visit(8, ogp.Unchanged), 4},
	} {
		visited(t, s, want.visit)
		status, err := s.Status(t.Context())
		if err != nil || !status.Unseen.Equal(kept(want.unseen)) {
			t.Errorf("after %s: oldest look %s (%v), want %s", want.visit.Outcome, status.Unseen, err, kept(want.unseen))
		}
	}
}
