package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

// dataset is everything an export reads.
func dataset(t *testing.T, s *store.Store) []string {
	t.Helper()
	all := read(t, s, "FROM commitments ORDER BY commitment_id")
	for _, table := range ogp.LongTables() {
		all = append(all, read(t, s, "FROM "+table.Name+" ORDER BY ALL")...)
	}
	return all
}

func asOf(t *testing.T, path string, at time.Time) *store.Store {
	t.Helper()
	return open(t, path, store.Options{AsOf: at})
}

func TestAsOfIsTheDatasetOfThatTime(t *testing.T) {
	s := create(t)
	url := ogp.Site + "/members/kenya/commitments/"
	days := [][]store.Archived{
		{page("KE0001", "en", "one", day(1)), page("KE0002", "es", "dos", day(1)), page("KE0003", "en", "three", day(1))},
		{page("KE0001", "en", "one", day(2)), page("KE0003", "en", "three", day(2))},
		{page("KE0001", "en", "one changed", day(3)), page("KE0002", "en", "two", day(3))},
		{page("KE0001", "en", "one", day(4)), page("KE0004", "en", "four", day(4))},
	}
	var stood [][]string
	for n, pages := range days {
		run := kept(n + 1).Format("20060102")
		_, err := s.Save(t.Context(), store.Batch{Pages: pages, Visits: []ogp.Visit{
			{Run: run, Number: 1, URL: url + "KE0003/", At: day(n + 1), Outcome: []ogp.Outcome{ogp.Fetched, ogp.Gone, ogp.Gone, ogp.Unchanged}[n]},
		}})
		if err != nil {
			t.Fatal(err)
		}
		stood = append(stood, dataset(t, s))
	}
	path := s.Path()
	closeStore(t, s)
	for n, want := range stood {
		if diff := cmp.Diff(want, dataset(t, asOf(t, path, day(n+1)))); diff != "" {
			t.Errorf("as of day %d (-then +now):\n%s", n+1, diff)
		}
	}
	later := asOf(t, path, day(20))
	if diff := cmp.Diff(stood[3], dataset(t, later)); diff != "" {
		t.Errorf("as of a later day (-want +got):\n%s", diff)
	}
	if _, err := later.Save(t.Context(), store.Batch{}); err == nil {
		t.Error("a past state could be written to")
	}
}

func TestAsOfBeforeTheFirstPageSaysWhenThatWas(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(5)))
	closeStore(t, s)
	_, err := store.Open(t.Context(), s.Path(), store.Options{AsOf: day(4)})
	wantError(t, err, "2024-05-04", "first was seen at 2024-05-05")
}

func TestAsOfNeedsReadings(t *testing.T) {
	_, err := store.Open(t.Context(), past(t, "schema1"), store.Options{AsOf: day(4)})
	wantError(t, err, "ogp reparse")
}

func TestLanguagesShowsEveryTranslation(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)), page("KE0001", "es", "uno", day(1)), page("KE0001", "es", "primero", day(2)))
	wantRows(t, s, "SELECT commitment_id, language, title, page_version FROM commitment_languages ORDER BY ALL",
		"KE0001|en|one|1", "KE0001|es|primero|2")
	wantRows(t, s, "SELECT title FROM commitments", "one")
}

// TestKnownAtIsWhatTheArchiveKnew: a copy of the past that comes in late belongs to
// the past, and was not known before it came.
func TestKnownAtIsWhatTheArchiveKnew(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "two", day(5)))
	known := dataset(t, s)
	late := page("KE0001", "en", "one", day(1))
	late.Page.Source, late.LearnedAt, late.Run = ogp.SourceFile, day(9), "r"
	save(t, s, late)
	path := s.Path()
	wantRows(t, s, "SELECT title, page_version FROM commitments", "two|2")
	closeStore(t, s)
	if diff := cmp.Diff(known, dataset(t, open(t, path, store.Options{KnownAt: day(6)}))); diff != "" {
		t.Errorf("known then (-then +now):\n%s", diff)
	}
	wantRows(t, open(t, path, store.Options{AsOf: day(2)}), "SELECT title, page_version FROM commitments", "one|1")
	_, err := store.Open(t.Context(), path, store.Options{AsOf: day(2), KnownAt: day(6)})
	wantError(t, err, "no page from 2024-05-02")
}
