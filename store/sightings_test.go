package store_test

import (
	"testing"

	"ogp"
	"ogp/store"
)

const log = `SELECT changed_at::DATE::VARCHAR, kind, field, "before", "after" FROM changes ORDER BY commitment_id, number`

// visit is a request of a run of its own for the page of KE0001.
func visit(at int, outcome ogp.Outcome) ogp.Visit {
	return ogp.Visit{
		Run: kept(at).Format("20060102"), Number: 1, At: day(at), Outcome: outcome,
		URL: ogp.Site + "/members/kenya/commitments/KE0001/",
	}
}

func visited(t *testing.T, s *store.Store, visits ...ogp.Visit) {
	t.Helper()
	for _, v := range visits {
		if _, err := s.Save(t.Context(), store.Batch{Visits: []ogp.Visit{v}}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPageGoneInTwoRunsIsWithdrawn(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	visited(t, s, visit(2, ogp.Gone))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL")
	visited(t, s, visit(3, ogp.Gone), visit(4, ogp.Gone))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL", "2024-05-02|withdrawn|NULL|NULL|NULL")
	wantRows(t, s, "SELECT commitment_id, last_seen FROM commitments", "KE0001|2024-05-01T12:30:00.123456Z")
}

func TestPageGoneOnceIsNotWithdrawn(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	again := visit(2, ogp.Gone)
	again.Number, again.At = 2, day(2).Add(1)
	visited(t, s, visit(2, ogp.Gone), again, visit(3, ogp.Unchanged), visit(4, ogp.Gone), visit(5, ogp.Failed), visit(6, ogp.Unchanged))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL")
}

func TestWithdrawnPageThatComesBackHasReturned(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	visited(t, s, visit(2, ogp.Gone), visit(3, ogp.Gone), visit(4, ogp.Unchanged), visit(5, ogp.Gone), visit(6, ogp.Gone))
	save(t, s, page("KE0001", "en", "two", day(7)))
	wantRows(t, s, log,
		"2024-05-01|new|NULL|NULL|NULL",
		"2024-05-02|withdrawn|NULL|NULL|NULL", "2024-05-04|returned|NULL|NULL|NULL",
		"2024-05-05|withdrawn|NULL|NULL|NULL", "2024-05-07|returned|NULL|NULL|NULL",
		"2024-05-07|edited|title|one|two")
	before := read(t, s, log)
	rederive(t, s, "p1")
	wantRows(t, s, log, before...)
}

func TestPageThatWasNeverThereIsNotWithdrawn(t *testing.T) {
	s := create(t)
	visited(t, s, visit(2, ogp.Gone), visit(3, ogp.Gone))
	wantRows(t, s, "FROM sightings")
	wantRows(t, s, log)
}

func TestEveryLookIsKept(t *testing.T) {
	s := create(t)
	_, err := s.Save(t.Context(), store.Batch{
		Pages:  []store.Archived{page("KE0001", "en", "one", day(1)), page("KE0002", "es", "uno", day(1))},
		Visits: []ogp.Visit{visit(1, ogp.Fetched)},
	})
	if err != nil {
		t.Fatal(err)
	}
	visited(t, s, visit(2, ogp.Unchanged), visit(3, ogp.Gone))
	wantRows(t, s, "SELECT commitment_id, language, day(seen_at), run_id, gone FROM sightings ORDER BY ALL",
		"KE0001|en|1|20240501|false", "KE0001|en|2|20240502|false", "KE0001|en|3|20240503|true", "KE0002|es|1|NULL|false")
}
