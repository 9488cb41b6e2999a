package history

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seen is a timeline in short: content, first and last second of each version.
func seen(h *Timeline) [][3]string {
	var short [][3]string
	for _, v := range h.Versions {
		short = append(short, [3]string{v.Fingerprint, v.First.Format("05"), v.Last.Format("05")})
	}
	return short
}

func at(content string, second int) Observation {
	return Observation{Content: Content{Fingerprint: content, SHA256: content}, At: time.Unix(int64(second), 0).UTC()}
}

// everyOrder calls f with all sequences of n observations of some contents within
// some seconds: small enough to try them all, and every kind of order is there.
func everyOrder(contents string, seconds, n int, f func([]Observation)) {
	kinds := len(contents) * seconds
	total := 1
	for range n {
		total *= kinds
	}
	observations := make([]Observation, n)
	for code := range total {
		for i := range observations {
			kind := code % kinds
			code /= kinds
			observations[i] = at(contents[kind/seconds:][:1], kind%seconds)
		}
		f(observations)
	}
}

// TestTimelineIsInOrderOfTime says that pages may come in any order: versions
// follow one another in time and neighbours differ. A version keeps its first
// and last time only, so that splitting it forgets when else it was seen; going
// through the same pages again puts that right, and then changes nothing more.
func TestTimelineIsInOrderOfTime(t *testing.T) {
	check := func(observations []Observation) {
		h := &Timeline{}
		for range len(observations) {
			for _, s := range observations {
				h.Add(s)
			}
			checkOrder(t, h)
		}
		settled := seen(h)
		for _, s := range observations {
			if v, result := h.Add(s); result != Unchanged || v.Fingerprint != s.Fingerprint {
				t.Fatalf("%s at %s is %s when seen again: %v", s.Fingerprint, s.At.Format("05"), result, settled)
			}
		}
		if diff := cmp.Diff(settled, seen(h)); diff != "" {
			t.Fatalf("seeing everything again changed the history:\n%s", diff)
		}
	}
	everyOrder("abc", 3, 4, check)
	everyOrder("ab", 3, 5, check)
}

func checkOrder(t *testing.T, h *Timeline) {
	t.Helper()
	for i, v := range h.Versions {
		if v.Last.Before(v.First) {
			t.Fatalf("version %d ends before it begins: %v", i+1, seen(h))
		}
		if i > 0 && (v.First.Before(h.Versions[i-1].Last) || v.Fingerprint == h.Versions[i-1].Fingerprint) {
			t.Fatalf("version %d overlaps or repeats the one before: %v", i+1, seen(h))
		}
	}
}

func TestTimelineOfObservations(t *testing.T) {
	for _, test := range []struct {
		name         string
		observations []Observation
		want         [][3]string
	}{
		{"the same again", []Observation{at("a", 1), at("a", 3)}, [][3]string{{"a", "01", "03"}}},
		{"the same before", []Observation{at("a", 3), at("a", 1)}, [][3]string{{"a", "01", "03"}}},
		{"back again", []Observation{at("a", 1), at("b", 2), at("a", 3)}, [][3]string{{"a", "01", "01"}, {"b", "02", "02"}, {"a", "03", "03"}}},
		{"between", []Observation{at("a", 1), at("a", 9), at("b", 5)}, [][3]string{{"a", "01", "01"}, {"b", "05", "05"}, {"a", "09", "09"}}},
		{"between again", []Observation{at("a", 1), at("a", 9), at("b", 5), at("a", 4), at("a", 6)}, [][3]string{{"a", "01", "04"}, {"b", "05", "05"}, {"a", "06", "09"}}},
		{"next one earlier", []Observation{at("a", 1), at("b", 9), at("b", 5)}, [][3]string{{"a", "01", "01"}, {"b", "05", "09"}}},
		{"two at once", []Observation{at("a", 1), at("b", 1), at("a", 1)}, [][3]string{{"a", "01", "01"}, {"b", "01", "01"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := &Timeline{}
			for _, s := range test.observations {
				h.Add(s)
			}
			if diff := cmp.Diff(test.want, seen(h)); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
		})
	}
}
