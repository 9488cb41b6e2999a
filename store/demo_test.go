package store_test

import (
	"errors"
	"testing"

	"ogp"
	"ogp/store"
)

func TestOriginTellsTheDemoFromTheRest(t *testing.T) {
	s := empty(t)
	check := func(want store.Origin) {
		t.Helper()
		got, err := s.Origin(t.Context())
		if err != nil || got != want {
			t.Fatalf("Origin = %+v, %v; want %+v", got, err, want)
		}
	}
	finished := func(id, source string, fetched int) {
		t.Helper()
		run := ogp.Run{ID: id, Command: "import", Source: source, StartedAt: day(1), Fetched: fetched, FinishedAt: day(2), Outcome: "done"}
		if err := errors.Join(s.StartRun(t.Context(), run), s.FinishRun(t.Context(), run)); err != nil {
			t.Fatal(err)
		}
	}
	check(store.Origin{})
	finished("1", ogp.Site, 0)
	check(store.Origin{})
	finished("2", store.SourceDemo, 3)
	check(store.Origin{Demo: true})
	finished("3", "saved-pages", 1)
	check(store.Origin{Demo: true})
	finished("4", "https://www.opengovpartnership.org/members/kenya/", 1)
	check(store.Origin{Demo: true, Public: true})
}
