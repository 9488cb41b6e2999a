package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

func journal(t *testing.T, path string) *store.Journal {
	t.Helper()
	j, err := store.OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func events(t *testing.T, j *store.Journal) []store.Event {
	t.Helper()
	var all []store.Event
	for e, err := range j.Entries() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

func twoEntries() []store.Event {
	asked, answered := listing("kenya", "KE0001"), listing("kenya", "KE0002")
	asked.State, answered.State = ogp.InFlight, ogp.Fetched
	came := page("KE0002", "en", "two", kept(2)).Page
	return []store.Event{
		{Listing: &asked},
		{Listing: &answered, Page: &came, Visit: &ogp.Visit{Run: "r", Number: 1, URL: answered.URL, At: kept(2), Outcome: ogp.Fetched}},
	}
}

func TestJournalOutlivesItsWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	j := journal(t, path)
	for _, e := range twoEntries() {
		if err := j.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	// Not closed: a killed program closes nothing.
	again := journal(t, path)
	if diff := cmp.Diff(twoEntries(), events(t, again)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if err := again.Clear(); err != nil {
		t.Fatal(err)
	}
	if left := events(t, again); len(left) != 0 {
		t.Errorf("%d entries after Clear", len(left))
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".journal"); !os.IsNotExist(err) {
		t.Errorf("an empty journal stays behind: %v", err)
	}
}

// A kill in the middle of a write leaves part of an entry; a power failure may
// leave anything at the end.
func TestJournalCutAnywhereGivesWhatWasWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	j := journal(t, path)
	var ends []int64
	for _, e := range twoEntries() {
		if err := j.Write(e); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path + ".journal")
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, info.Size())
	}
	whole, err := os.ReadFile(path + ".journal")
	if err != nil {
		t.Fatal(err)
	}
	for size := range whole {
		cutPath := filepath.Join(t.TempDir(), "cut.duckdb")
		if err := os.WriteFile(cutPath+".journal", whole[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		want := 0
		if int64(size) >= ends[0] {
			want = 1
		}
		if got := len(events(t, journal(t, cutPath))); got != want {
			t.Errorf("%d bytes of %d: %d entries, want %d", size, len(whole), got, want)
		}
	}
	whole[ends[0]+20] ^= 0xff
	if err := os.WriteFile(path+".journal", whole, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := len(events(t, journal(t, path))); got != 1 {
		t.Errorf("%d entries with the second one damaged, want 1", got)
	}
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "ogp.duckdb")
		if err := os.WriteFile(path+".journal", data, 0o644); err != nil {
			t.Fatal(err)
		}
		for range journal(t, path).Entries() {
		}
	})
}

func TestUnfinishedRunsInARow(t *testing.T) {
	s := create(t)
	for n, run := range []ogp.Run{
		{ID: "a", Command: "import", Source: "x", Outcome: "done"},
		{ID: "b", Command: "import", Source: "x"},
		{ID: "c", Command: "import", Source: "x", Outcome: "interrupted"},
	} {
		run.StartedAt = kept(n + 1)
		if err := s.StartRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	for source, want := range map[string]string{"x": kept(2).String(), "y": "0001-01-01 00:00:00 +0000 UTC"} {
		began, err := s.Unfinished(t.Context(), "import", source)
		if err != nil {
			t.Fatal(err)
		}
		if began.String() != want {
			t.Errorf("unfinished run of %s began %s, want %s", source, began, want)
		}
	}
}

func TestSettingsAreRemembered(t *testing.T) {
	s := create(t)
	for _, value := range []string{"one@example.org", "two@example.org"} {
		if err := s.Remember(t.Context(), store.SettingContact, value); err != nil {
			t.Fatal(err)
		}
		got, err := s.Setting(t.Context(), store.SettingContact)
		if err != nil || got != value {
			t.Errorf("setting %q, error %v, want %q", got, err, value)
		}
	}
}
