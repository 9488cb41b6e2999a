package prose

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ogp"
	"ogp/store"
)

func TestTheLastRunIsToldAsWhatItWas(t *testing.T) {
	at := time.Date(2026, 1, 31, 4, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		run  ogp.Run
		want string
	}{
		{ogp.Run{Command: "import", Source: "demo", Outcome: "done", Listed: 21, Fetched: 20}, "import from demo, 2026-01-31 04:00 UTC: done (21 listed, 20 fetched)"},
		{ogp.Run{Command: "refresh", Source: "site"}, "refresh from site, 2026-01-31 04:00 UTC: running, or killed"},
		{ogp.Run{Command: "accept", Outcome: "done", Listed: 21}, "check --accept, 2026-01-31 04:00 UTC: done"},
		{ogp.Run{Command: "forget", Source: "KE0941", Outcome: "done"}, "forget KE0941, 2026-01-31 04:00 UTC: done"},
	} {
		c.run.StartedAt = at
		if got := runText(&c.run); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestWhatHasToBeReadAgainIsNotCounted(t *testing.T) {
	var text strings.Builder
	if err := Status(&text, store.Status{Stale: true}); err != nil || !strings.Contains(text.String(), "not counted: `ogp reparse`") || strings.Contains(text.String(), "0 of 0 members") {
		t.Errorf("%v\n%s", err, text.String())
	}
}

func TestEditsThatManyShareAreToldOnce(t *testing.T) {
	at := time.Date(2021, 6, 20, 8, 30, 0, 0, time.UTC)
	var entries []store.Entry
	for n := range 6 {
		id := fmt.Sprintf("KE%04d", n)
		layout := ogp.Change{ChangedAt: at.Add(time.Duration(n) * time.Minute), Kind: "edited", Field: fmt.Sprintf("sections[%d].label", n+1), Before: "Problem", After: "Problem Statement", SharedBy: 6}
		own := ogp.Change{ChangedAt: layout.ChangedAt, Kind: "edited", Field: "status", Before: "Active", After: id, SharedBy: 1}
		entries = append(entries, store.Entry{ID: id, Title: "T", Change: layout}, store.Entry{ID: id, Title: "T", Change: own})
	}
	all := History(entries, true)
	if strings.Count(all, "Problem Statement") != 1 || !strings.Contains(all, "2021-06-20            6 commitments, each with\n  section 1, label: “Problem” → “Problem Statement”") || strings.Count(all, "status") != 6 {
		t.Errorf("all:\n%s", all)
	}
	if one := History(entries[:2], false); !strings.Contains(one, "(as 5 other commitments") || !strings.Contains(one, "KE0000 · T") {
		t.Errorf("one:\n%s", one)
	}
}
