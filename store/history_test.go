package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seen is a history in short: content, first and last second of each version.
func seen(h *history) [][3]string {
	var short [][3]string
	for _, v := range h.versions {
		short = append(short, [3]string{v.fingerprint, v.first.Format("05"), v.last.Format("05")})
	}
	return short
}

func look(content string, second int) sighting {
	return sighting{fingerprint: content, sha256: content, at: time.Unix(int64(second), 0).UTC()}
}

// everyOrder calls f with all sequences of n sightings of some contents within
// some seconds: small enough to try them all, and every kind of order is there.
func everyOrder(contents string, seconds, n int, f func([]sighting)) {
	kinds := len(contents) * seconds
	total := 1
	for range n {
		total *= kinds
	}
	sightings := make([]sighting, n)
	for code := range total {
		for i := range sightings {
			kind := code % kinds
			code /= kinds
			sightings[i] = look(contents[kind/seconds:][:1], kind%seconds)
		}
		f(sightings)
	}
}

// TestHistoryIsInOrderOfTime says that pages may come in any order: versions
// follow one another in time and neighbours differ. A version keeps its first
// and last time only, so that splitting it forgets when else it was seen; going
// through the same pages again puts that right, and then changes nothing more.
func TestHistoryIsInOrderOfTime(t *testing.T) {
	check := func(sightings []sighting) {
		h := &history{}
		for range len(sightings) {
			for _, s := range sightings {
				h.see(s)
			}
			checkOrder(t, h)
		}
		settled := seen(h)
		for _, s := range sightings {
			if v, fate := h.see(s); fate != Unchanged || v.fingerprint != s.fingerprint {
				t.Fatalf("%s at %s is %s when seen again: %v", s.fingerprint, s.at.Format("05"), fate, settled)
			}
		}
		if diff := cmp.Diff(settled, seen(h)); diff != "" {
			t.Fatalf("seeing everything again changed the history:\n%s", diff)
		}
	}
	everyOrder("abc", 3, 4, check)
	everyOrder("ab", 4, 5, check)
}

func checkOrder(t *testing.T, h *history) {
	t.Helper()
	for i, v := range h.versions {
		if v.last.Before(v.first) {
			t.Fatalf("version %d ends before it begins: %v", i+1, seen(h))
		}
		if i > 0 && (v.first.Before(h.versions[i-1].last) || v.fingerprint == h.versions[i-1].fingerprint) {
			t.Fatalf("version %d overlaps or repeats the one before: %v", i+1, seen(h))
		}
	}
}

func TestHistoryOfSightings(t *testing.T) {
	for _, test := range []struct {
		name      string
		sightings []sighting
		want      [][3]string
	}{
		{"the same again", []sighting{look("a", 1), look("a", 3)}, [][3]string{{"a", "01", "03"}}},
		{"the same before", []sighting{look("a", 3), look("a", 1)}, [][3]string{{"a", "01", "03"}}},
		{"back again", []sighting{look("a", 1), look("b", 2), look("a", 3)}, [][3]string{{"a", "01", "01"}, {"b", "02", "02"}, {"a", "03", "03"}}},
		{"between", []sighting{look("a", 1), look("a", 9), look("b", 5)}, [][3]string{{"a", "01", "01"}, {"b", "05", "05"}, {"a", "09", "09"}}},
		{"between again", []sighting{look("a", 1), look("a", 9), look("b", 5), look("a", 4), look("a", 6)}, [][3]string{{"a", "01", "04"}, {"b", "05", "05"}, {"a", "06", "09"}}},
		{"next one earlier", []sighting{look("a", 1), look("b", 9), look("b", 5)}, [][3]string{{"a", "01", "01"}, {"b", "05", "09"}}},
		{"two at once", []sighting{look("a", 1), look("b", 1), look("a", 1)}, [][3]string{{"a", "01", "01"}, {"b", "01", "01"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := &history{}
			for _, s := range test.sightings {
				h.see(s)
			}
			if diff := cmp.Diff(test.want, seen(h)); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
		})
	}
}
