package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

func TestAbsences(t *testing.T) {
	s := create(t)
	for _, id := range []string{"KE0001", "KE0002", "KE0003", "KE0004"} {
		save(t, s, page(id, "en", "one", day(1)))
	}
	number := ogp.Count(0)
	visit := func(id string, on int, outcome ogp.Outcome) ogp.Visit {
		number++
		return ogp.Visit{
			Run: string(rune('a' + on)), Number: number, At: kept(on), Outcome: outcome,
			URL: "http://127.0.0.1:1/members/kenya/commitments/" + id + "/",
		}
	}
	visits := []ogp.Visit{
		// gone twice, back, gone twice again
		visit("KE0001", 2, ogp.Gone), visit("KE0001", 3, ogp.Gone), visit("KE0001", 4, ogp.Gone), visit("KE0001", 5, ogp.Fetched),
		visit("KE0001", 6, ogp.Gone), visit("KE0001", 7, ogp.Failed), visit("KE0001", 8, ogp.Gone),
		// gone in one run only, asked twice in it
		visit("KE0002", 2, ogp.Gone), visit("KE0002", 2, ogp.Gone), visit("KE0002", 3, ogp.Unchanged),
		// gone once, back, gone once
		visit("KE0003", 2, ogp.Gone), visit("KE0003", 3, ogp.Fetched), visit("KE0003", 4, ogp.Gone),
		// never there
		visit("KE0009", 2, ogp.Gone), visit("KE0009", 3, ogp.Gone),
	}
	if _, err := s.Save(t.Context(), store.Batch{Visits: visits}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Absences(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []store.Absence{
		{ID: "KE0001", Language: "en", Withdrawn: kept(3), Returned: kept(5)},
		{ID: "KE0001", Language: "en", Withdrawn: kept(8)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("absences (-want +got):\n%s", diff)
	}
	if n, err := s.Withdrawn(t.Context()); n != 1 || err != nil {
		t.Errorf("%d withdrawn, error %v, want 1", n, err)
	}
}
