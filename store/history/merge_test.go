package history

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ogp"
)

// archive is one page as the store keeps it: each content once.
type archive struct {
	observations []ogp.Observation
	contents     map[string]string // fingerprints by key
}

// store adds observations as one transaction does. The fingerprint of a body is
// its first letter: what follows are nonces.
func (a *archive) store(observations []ogp.Observation) *Merge {
	m := NewMerge(Page{Observations: append([]ogp.Observation{}, a.observations...), Fingerprints: maps.Clone(a.contents)})
	for _, o := range observations {
		fingerprint := ""
		if o.Content != "" {
			fingerprint = o.Content[:1]
		}
		m.Observe(o, fingerprint)
	}
	m.Settle()
	for was := range m.Replaced {
		delete(a.contents, was)
	}
	for _, content := range m.Contents {
		a.contents[content] = m.Fingerprints[content]
	}
	a.observations = m.Observations
	return m
}

func archiveOf(parts ...[]ogp.Observation) *archive {
	a := &archive{contents: map[string]string{}}
	for _, part := range parts {
		a.store(part)
	}
	return a
}

// tables are what the database holds of the page.
func (a *archive) tables() []string {
	p := Page{Observations: a.observations, Fingerprints: a.contents}
	var rows []string
	for _, o := range p.sorted() {
		rows = append(rows, fmt.Sprintf("%+v", o))
	}
	for _, v := range p.Versions() {
		rows = append(rows, fmt.Sprintf("%+v", v.Version))
	}
	return append(rows, fmt.Sprint(a.contents), fmt.Sprint(p.State()), fmt.Sprint(Withdrawals(p.sorted())))
}

// TestAnyOrderAndSplitGivesTheSameArchive: whatever the order of import, the split
// into runs and what is repeated after a kill, each content is kept once, by its
// earliest body, and all that is derived is the same.
func TestAnyOrderAndSplitGivesTheSameArchive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var observations []ogp.Observation
		for range rapid.IntRange(1, 12).Draw(t, "observations") {
			o := drawObservation(t)
			o.Run = ""
			if o.Content != "" {
				o.Content += rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "nonce")
				o.SHA256, o.Digest = o.Content, ""
			}
			observations = append(observations, o)
		}
		var parts [][]ogp.Observation
		for rest := rapid.Permutation(observations).Draw(t, "order"); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "part")
			parts, rest = append(parts, rest[:n]), rest[n:]
			if rapid.Bool().Draw(t, "killed and repeated") {
				parts = append(parts, parts[len(parts)-1])
			}
		}
		if diff := cmp.Diff(archiveOf(observations).tables(), archiveOf(parts...).tables()); diff != "" {
			t.Fatalf("at once and in parts (-want +got):\n%s", diff)
		}
	})
}

func TestBodyOfTheEarliestObservationIsKept(t *testing.T) {
	a := archiveOf([]ogp.Observation{at("a1", 5)})
	m := a.store([]ogp.Observation{at("a2", 3), at("a3", 9)})
	if diff := cmp.Diff([]string{"a2"}, m.Contents); diff != "" {
		t.Errorf("new contents (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"a1": "a2"}, m.Replaced); diff != "" {
		t.Errorf("replaced (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a2 3-9"}, short(m.Versions)); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
}

// A request is the newest observation of the site, also where the clock of an
// earlier run was ahead.
func TestRequestIsTheNewestThoughTheClockWasAhead(t *testing.T) {
	request := func(content string, n int) ogp.Observation {
		o := on(ogp.SourceSite, at(content, n))
		o.TimeFrom = ogp.TimeFetch
		return o
	}
	claimed := at("d", 200) // by a file that was read before
	claimed.LearnedAt = second(4)
	for _, c := range []struct {
		also []ogp.Observation
		want []string
	}{
		{also: nil, want: []string{"c 3-3", "a 100-100", "b 100-100"}},
		{also: []ogp.Observation{claimed}, want: []string{"c 3-3", "a 100-100", "d 200-200", "b 200-200"}},
	} {
		m := archiveOf([]ogp.Observation{request("a", 100)}, c.also).store([]ogp.Observation{request("b", 5), at("c", 3)})
		if diff := cmp.Diff(c.want, short(m.Versions)); diff != "" {
			t.Errorf("versions (-want +got):\n%s", diff)
		}
	}
}

// What a parser cannot tell apart is kept nevertheless: another one may.
func TestContentsThatAnotherParserMergesAreKept(t *testing.T) {
	a := archiveOf([]ogp.Observation{at("a", 1), at("b", 2)})
	a.contents["a"], a.contents["b"] = "c", "c"
	m := a.store([]ogp.Observation{at("c1", 3)})
	if diff := cmp.Diff([]string{"a 1-3"}, short(m.Versions)); diff != "" || len(a.contents) != 2 {
		t.Errorf("%v, versions (-want +got):\n%s", a.contents, diff)
	}
	a.store([]ogp.Observation{at("c0", 0), at("b", 4)})
	if len(a.contents) != 2 || a.contents["a"] != "c" || a.contents["b"] != "c" {
		t.Errorf("contents %v", a.contents)
	}
}
