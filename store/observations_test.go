package store_test

import (
	"testing"

	"ogp"
	"ogp/store"
	"ogp/store/report"
)

const log = `SELECT changed_at::DATE::VARCHAR, kind, field, "before", "after" FROM changes ORDER BY commitment_id, number`

// visit is a request of a run of its own for the page of KE0001.
func visit(at int, outcome ogp.Outcome) ogp.Visit {
	return visitTo("/members/kenya/commitments/KE0001/", at, outcome)
}

// visitTo is a request, in the one run of that day, for a page of any origin.
func visitTo(path string, at int, outcome ogp.Outcome) ogp.Visit {
	return ogp.Visit{
		Run: kept(at).Format("20060102"), Number: 1, At: day(at), Outcome: outcome,
		URL: "http://127.0.0.1:1" + path,
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
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	visited(t, s, visit(2, ogp.Gone))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL")
	visited(t, s, visit(3, ogp.Gone), visit(4, ogp.Gone))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL", "2024-05-02|withdrawn|NULL|NULL|NULL")
	wantRows(t, s, "SELECT commitment_id, last_seen FROM commitments", "KE0001|2024-05-01T12:30:00.123456Z")
}

func TestPageGoneOnceIsNotWithdrawn(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	again := visit(2, ogp.Gone)
	again.Number, again.At = 2, day(2).Add(1)
	visited(t, s, visit(2, ogp.Gone), again, visit(3, ogp.Unchanged), visit(4, ogp.Gone), visit(5, ogp.Failed), visit(6, ogp.Unchanged))
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL")
}

func TestWithdrawnPageThatComesBackHasReturned(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	visited(t, s, visit(2, ogp.Gone), visit(3, ogp.Gone), visit(4, ogp.Unchanged), visit(5, ogp.Gone), visit(6, ogp.Gone))
	save(t, s, page("KE0001", "en", "two", day(7)))
	wantRows(t, s, log,
		"2024-05-01|new|NULL|NULL|NULL",
		"2024-05-02|withdrawn|NULL|NULL|NULL", "2024-05-04|returned|NULL|NULL|NULL",
		"2024-05-05|withdrawn|NULL|NULL|NULL", "2024-05-07|returned|NULL|NULL|NULL",
		"2024-05-07|edited|title|one|two")
	before := read(t, s, log)
	reparse(t, s, "p1")
	wantRows(t, s, log, before...)
}

func TestWithdrawnCountsWhatIsGoneAtPresent(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0001", "es", "uno", day(1)), page("KE0002", "en", "one", day(1)))
	count := func(want int) {
		t.Helper()
		if got, err := report.Withdrawn(t.Context(), s.DB()); len(got) != want || err != nil {
			t.Errorf("%d withdrawn, error %v, want %d", len(got), err, want)
		}
	}
	const translation = "/es/members/kenya/commitments/KE0001/"
	visited(t, s, visit(2, ogp.Gone), visitTo(translation, 2, ogp.Gone), visitTo("/members/kenya/commitments/KE0002/", 2, ogp.Gone))
	count(0)
	visited(t, s, visit(3, ogp.Gone), visitTo(translation, 3, ogp.Gone), visitTo("/members/kenya/commitments/KE0002/", 3, ogp.Unchanged))
	count(2)
	visited(t, s, visit(4, ogp.Unchanged), visit(5, ogp.Gone))
	count(1)
	visited(t, s, visit(6, ogp.Failed), visit(7, ogp.Gone))
	count(2)
	wantRows(t, s, log, "2024-05-01|new|NULL|NULL|NULL",
		"2024-05-02|withdrawn|NULL|NULL|NULL", "2024-05-04|returned|NULL|NULL|NULL", "2024-05-05|withdrawn|NULL|NULL|NULL",
		"2024-05-01|new|NULL|NULL|NULL")
}

func TestPageThatWasNeverThereIsNotWithdrawn(t *testing.T) {
	s := empty(t)
	visited(t, s, visit(2, ogp.Gone), visit(3, ogp.Gone))
	wantRows(t, s, log)
	wantRows(t, s, "FROM page_states")
	// What was gone before it was ever seen was not withdrawn.
	save(t, s, page("KE0001", "en", "one", day(4)))
	wantRows(t, s, log, "2024-05-04|new|NULL|NULL|NULL")
	wantRows(t, s, "SELECT page_state, withdrawn_at FROM commitments", "present|NULL")
}

func TestEveryObservationIsKept(t *testing.T) {
	s := empty(t)
	_, err := s.Save(t.Context(), store.Batch{
		Pages:  []store.Archived{page("KE0001", "en", "one", day(1)), page("KE0002", "es", "uno", day(1))},
		Visits: []ogp.Visit{visit(1, ogp.Fetched)},
	})
	if err != nil {
		t.Fatal(err)
	}
	visited(t, s, visit(2, ogp.Unchanged), visit(3, ogp.Gone))
	wantRows(t, s, "SELECT commitment_id, language, day(seen_at), run_id, source, what, day(learned_at) FROM observations ORDER BY ALL",
		"KE0001|en|1|20240501|site|content|1", "KE0001|en|2|20240502|site|same|2", "KE0001|en|3|20240503|site|gone|3",
		"KE0002|es|1|NULL|site|content|1")
}
