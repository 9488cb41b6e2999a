package journal_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ogp"
	"ogp/store/journal"
)

func open(t *testing.T, path string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func events(t *testing.T, j *journal.Journal) []journal.Event {
	t.Helper()
	var all []journal.Event
	for e, err := range j.Events() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

func listing(id string) ogp.Listing {
	return ogp.Listing{
		URL: ogp.Site + "/members/kenya/commitments/" + id + "/", Kind: ogp.KindCommitment, ID: id, Language: "en",
		FoundBy: "member", FoundIn: ogp.Site + "/members/kenya/", FoundAt: time.Date(2024, 5, 1, 12, 30, 0, 123456000, time.UTC),
	}
}

func twoEvents() []journal.Event {
	asked, answered := listing("KE0001"), listing("KE0002")
	asked.State, answered.State = ogp.InFlight, ogp.Fetched
	at := time.Date(2024, 5, 2, 12, 30, 0, 123456000, time.UTC)
	came := ogp.Page{
		URL:       answered.URL,
		FetchedAt: at,
		Header:    http.Header{"Etag": {`"two"`}, "Last-Modified": {"Wed, 01 May 2024 10:00:00 GMT"}},
		Body:      []byte("<html>nonce " + at.String() + "|two"),
	}
	return []journal.Event{
		{Listing: &asked},
		{Listing: &answered, Page: &came, Visit: &ogp.Visit{Run: "r", Number: 1, URL: answered.URL, At: at, Outcome: ogp.Fetched}},
	}
}

func TestJournalOutlivesItsWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	j := open(t, path)
	for _, e := range twoEvents() {
		if err := j.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	// Not closed: a killed program closes nothing.
	again := open(t, path)
	if diff := cmp.Diff(twoEvents(), events(t, again)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if err := again.Clear(); err != nil {
		t.Fatal(err)
	}
	if left := events(t, again); len(left) != 0 {
		t.Errorf("%d events after Clear", len(left))
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".journal"); !os.IsNotExist(err) {
		t.Errorf("an empty journal stays behind: %v", err)
	}
}

// A kill in the middle of a write leaves part of a line.
func TestJournalCutAnywhereGivesWhatWasWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	j := open(t, path)
	var ends []int64
	for _, e := range twoEvents() {
		write(t, j, e)
		info, err := os.Stat(path + ".journal")
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, info.Size())
	}
	whole := content(t, path)
	for size := range whole {
		near := slices.ContainsFunc(ends, func(end int64) bool { return max(int64(size)-end, end-int64(size)) < 2 })
		if !near && size%23 != 0 {
			continue // opening syncs, and a disk may take its time
		}
		cut := filepath.Join(t.TempDir(), "cut.duckdb")
		if err := os.WriteFile(cut+".journal", whole[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		want := twoEvents()[:0]
		if int64(size) >= ends[0] {
			want = twoEvents()[:1]
		}
		j := open(t, cut)
		if diff := cmp.Diff(want, events(t, j), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%d bytes of %d (-want +got):\n%s", size, len(whole), diff)
		}
		write(t, j, twoEvents()[1])
		if got := len(events(t, j)); got != len(want)+1 {
			t.Fatalf("%d bytes of %d: %d events after one more, want %d", size, len(whole), got, len(want)+1)
		}
	}
}

// A power failure may leave anything in what was not synced.
func TestDamagedLineIsLeftOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	j := open(t, path)
	for _, e := range twoEvents() {
		write(t, j, e)
	}
	whole := content(t, path)
	at := bytes.IndexByte(whole, '\n') + 1
	copy(whole[at:], make([]byte, 20))
	if err := os.WriteFile(path+".journal", whole, 0o644); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if diff := cmp.Diff(twoEvents()[1:], events(t, again)); diff != "" || again.LeftOut != 1 {
		t.Errorf("%d lines left out, events (-want +got):\n%s", again.LeftOut, diff)
	}
}

// The file was written by a program that knew another format.
func TestJournalOfAnEarlyVersionIsRefused(t *testing.T) {
	old, err := os.ReadFile(filepath.Join("testdata", "version1.journal"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	if err := os.WriteFile(path+".journal", old, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Open(path); err == nil || !strings.Contains(err.Error(), "early version: move it away") {
		t.Errorf("error %v", err)
	}
	if !bytes.Equal(content(t, path), old) {
		t.Error("it was changed")
	}
}

func write(t *testing.T, j *journal.Journal, e journal.Event) {
	t.Helper()
	if err := j.Write(e); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path + ".journal")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte("{\"ogp_journal\":2}\n{\"Visit\":{}}\n"))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "ogp.duckdb")
		if err := os.WriteFile(path+".journal", data, 0o644); err != nil {
			t.Fatal(err)
		}
		j, err := journal.Open(path)
		if err != nil {
			if !bytes.Equal(content(t, path), data) {
				t.Error("a refused file was changed")
			}
			return
		}
		defer j.Close()
		for range j.Events() {
		}
	})
}

// TestEventThatEndsAProcessIsFatal the next time, and no other is.
func TestEventThatEndsAProcessIsFatal(t *testing.T) {
	const variable = "OGP_TEST_JOURNAL"
	if path := os.Getenv(variable); path != "" {
		for e := range open(t, path).Events() {
			if e.Page != nil && e.Visit.Number == 2 {
				os.Exit(9) // as a process that is killed, without a word
			}
		}
		t.Fatal("the event is not there")
	}
	path := filepath.Join(t.TempDir(), "ogp.duckdb")
	j := open(t, path)
	for number := range 3 {
		e := twoEvents()[1]
		visit := *e.Visit
		visit.Number, e.Visit = ogp.Count(number+1), &visit
		if err := j.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	want := []bool{false, false, false}
	for range 3 {
		var fatal []bool
		for _, e := range events(t, j) {
			fatal = append(fatal, e.Fatal)
		}
		if diff := cmp.Diff(want, fatal); diff != "" {
			t.Errorf("fatal events (-want +got):\n%s", diff)
		}
		if want[1] {
			break
		}
		child := exec.Command(os.Args[0], "-test.run=^TestEventThatEndsAProcessIsFatal$")
		child.Env = append(os.Environ(), variable+"="+path)
		if err := child.Run(); child.ProcessState.ExitCode() != 9 {
			t.Fatal("the child did not die as it should:", err)
		}
		want[1] = true
	}
}

// TestEventsThatNoRunWritesAreLeftOut: a journal may come from anybody.
func TestEventsThatNoRunWritesAreLeftOut(t *testing.T) {
	for name, forge := range map[string]func(*journal.Event){
		"no request":            func(e *journal.Event) { e.Visit = nil },
		"no run":                func(e *journal.Event) { e.Visit.Run = "" },
		"no time":               func(e *journal.Event) { e.Visit.At = time.Time{} },
		"no commitment":         func(e *journal.Event) { e.Listing.URL = ogp.Site + "/about/" },
		"another commitment":    func(e *journal.Event) { e.Listing.ID = "KE0009" },
		"a long address":        func(e *journal.Event) { e.Visit.FinalURL = "https://" + strings.Repeat("x", 3000) },
		"a web archive's":       func(e *journal.Event) { e.Page.Source = ogp.SourceWayback },
		"a page without a body": func(e *journal.Event) { e.Page.What = ogp.SeenGone },
	} {
		j := open(t, filepath.Join(t.TempDir(), "ogp.duckdb"))
		all := twoEvents()
		forge(&all[1])
		for _, e := range all {
			if err := j.Write(e); err != nil {
				t.Fatal(err)
			}
		}
		if got := events(t, j); len(got) != 1 {
			t.Errorf("%s: %d events, want the other one", name, len(got))
		}
	}
}
