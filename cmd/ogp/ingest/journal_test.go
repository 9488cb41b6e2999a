package ingest

import (
	"bytes"
	"os"
	"testing"
	"time"

	"ogp"
	"ogp/store"
	"ogp/store/journal"
)

// TestPagesThatTheJournalCannotGive are gaps, and the run goes on.
func TestPagesThatTheJournalCannotGive(t *testing.T) {
	t.Parallel()
	for reason, forge := range map[string]func(visit *ogp.Visit, journal []byte) []byte{
		"reading it ended the run before": func(_ *ogp.Visit, written []byte) []byte {
			return bytes.Replace(written, []byte("\n{"), []byte("\n!"), 1)
		},
		"the journal has it from the future": func(visit *ogp.Visit, written []byte) []byte {
			visit.At = visit.At.AddDate(70, 0, 0)
			return written
		},
	} {
		large, site, origin := largeSite(t, 3)
		o := order(t, origin)
		s, err := store.Open(t.Context(), o.Database, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		run := ogp.Run{ID: "r1", Command: Import, Source: origin, StartedAt: o.Now().Add(-time.Minute)}
		if err := s.StartRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		s.Close()
		ref := ogp.ParseURL(origin + large.Path(1))
		visit := ogp.Visit{Run: run.ID, Number: 1, URL: ref.On(origin), At: run.StartedAt, Outcome: ogp.Fetched}
		forge(&visit, nil)
		j, err := journal.Open(o.Database)
		if err != nil {
			t.Fatal(err)
		}
		err = j.Write(journal.Event{
			Listing: &ogp.Listing{URL: ref.URL(), Kind: ref.Kind, ID: ref.ID, Language: ref.Language, TriedAt: run.StartedAt},
			Visit:   &visit, Page: &ogp.Page{URL: visit.URL, FetchedAt: visit.At, Body: []byte(pageOf(large, 1))},
		})
		if err != nil {
			t.Fatal(err)
		}
		j.Close()
		name := o.Database + ".journal"
		written, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, forge(&visit, written), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		report, asked := asks(t, o, site, &GapsError{})
		if asked != 2 || len(report.Gaps) != 1 || report.Gaps[0].Reason != reason {
			t.Errorf("%s: %d requests, gaps %v; want 2 and one", reason, asked, report.Gaps)
		}
	}
}
