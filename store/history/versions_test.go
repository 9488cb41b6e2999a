package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ogp"
)

func second(n int) time.Time { return time.Unix(int64(n), 0).UTC() }

// at is an observation of a content in a file; 0 is no time.
func at(content string, n int) ogp.Observation {
	o := ogp.Observation{What: ogp.SeenContent, Source: ogp.SourceFile, Content: content, SHA256: content}
	if n != 0 {
		o.SeenAt = second(n)
	}
	return o
}

func on(source ogp.Source, o ogp.Observation) ogp.Observation {
	o.Source = source
	return o
}

// gone is an observation, of one of the site's runs, that a page is gone.
func gone(run string, at time.Time) ogp.Observation {
	return ogp.Observation{What: ogp.SeenGone, Source: ogp.SourceSite, SeenAt: at, Run: run}
}

// same is an answer of the site that nothing has changed.
func same(n int) ogp.Observation {
	return ogp.Observation{What: ogp.SeenSame, Source: ogp.SourceSite, SeenAt: second(n)}
}

// pageOf is a page whose contents are their own fingerprints.
func pageOf(observations ...ogp.Observation) Page {
	p := Page{Observations: observations, Fingerprints: map[string]string{}}
	for _, o := range observations {
		p.Fingerprints[o.Content] = o.Content
	}
	return p
}

// short are versions as content, first and last second.
func short(versions []Version) []string {
	lines := []string{}
	for _, v := range versions {
		first, last := v.FirstSeen.Unix(), v.LastSeen.Unix()
		if v.FirstSeen.IsZero() {
			first, last = 0, 0
		}
		lines = append(lines, fmt.Sprintf("%s %d-%d", v.SHA256, first, last))
	}
	return lines
}

func TestVersionsAreRunsOfOneContent(t *testing.T) {
	revisit := ogp.Observation{What: ogp.SeenSame, Source: ogp.SourceFile, SeenAt: second(9)}
	ofTime, ofDigest, ofNothing := revisit, revisit, revisit
	ofTime.SameAs, ofDigest.Digest = second(1), "sha1:A"
	digested := at("a", 1)
	digested.Digest = "sha1:A"
	for name, test := range map[string]struct {
		observations []ogp.Observation
		want         []string
	}{
		"the same again":                   {[]ogp.Observation{at("a", 1), at("a", 3)}, []string{"a 1-3"}},
		"back again":                       {[]ogp.Observation{at("a", 1), at("b", 2), at("a", 3)}, []string{"a 1-1", "b 2-2", "a 3-3"}},
		"another between, learned last":    {[]ogp.Observation{at("a", 1), at("a", 2), at("a", 4), at("a", 5), at("b", 3)}, []string{"a 1-2", "b 3-3", "a 4-5"}},
		"next one earlier":                 {[]ogp.Observation{at("a", 1), at("b", 9), at("b", 5)}, []string{"a 1-1", "b 5-9"}},
		"two at once":                      {[]ogp.Observation{at("b", 1), at("a", 1)}, []string{"a 1-1", "b 1-1"}},
		"the site before archives":         {[]ogp.Observation{at("a", 1), on(ogp.SourceSite, at("b", 1))}, []string{"b 1-1", "a 1-1"}},
		"gone between":                     {[]ogp.Observation{at("a", 1), gone("r", second(2)), at("a", 3)}, []string{"a 1-3"}},
		"without a time, before all":       {[]ogp.Observation{at("b", 1), at("a", 0)}, []string{"a 0-0", "b 1-1"}},
		"without a time, known with one":   {[]ogp.Observation{at("b", 1), at("a", 2), at("a", 0)}, []string{"b 1-1", "a 2-2"}},
		"without a time, alone":            {[]ogp.Observation{at("a", 0), at("a", 0)}, []string{"a 0-0"}},
		"not modified":                     {[]ogp.Observation{on(ogp.SourceSite, at("a", 1)), same(5)}, []string{"a 1-5"}},
		"not modified since the site's":    {[]ogp.Observation{on(ogp.SourceSite, at("a", 1)), at("b", 2), same(5)}, []string{"a 1-1", "b 2-2", "a 5-5"}},
		"not modified, but nothing before": {[]ogp.Observation{same(5), at("a", 7)}, []string{"a 7-7"}},
		"the same as at a time":            {[]ogp.Observation{at("b", 5), ofTime, at("a", 1)}, []string{"a 1-1", "b 5-5", "a 9-9"}},
		"the same as a digest":             {[]ogp.Observation{ofDigest, digested, at("b", 5)}, []string{"a 1-1", "b 5-5", "a 9-9"}},
		"the same as nothing that is kept": {[]ogp.Observation{at("a", 1), ofNothing}, []string{"a 1-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, short(pageOf(test.observations...).Versions())); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
		})
	}
}

// The site's validators are sent to the site again, so that nobody else's count.
func TestValidatorsAreTheSites(t *testing.T) {
	archived, fetched := at("a", 3), on(ogp.SourceSite, at("a", 2))
	archived.ETag, fetched.ETag = "other", "site"
	versions := pageOf(archived, fetched).Versions()
	if len(versions) != 1 || versions[0].ETag != "site" {
		t.Errorf("versions %+v", versions)
	}
	if versions := pageOf(archived).Versions(); versions[0].ETag != "" {
		t.Errorf("the entity tag of a file is %q", versions[0].ETag)
	}
}

func TestEarliestHasABodyAndATime(t *testing.T) {
	for name, test := range map[string]struct {
		observations []ogp.Observation
		want         string
	}{
		"by time":            {[]ogp.Observation{at("b", 2), at("c", 1), at("a", 3)}, "c"},
		"without a time":     {[]ogp.Observation{at("a", 0), at("b", 2)}, "b"},
		"the site first":     {[]ogp.Observation{at("a", 1), on(ogp.SourceSite, at("b", 1))}, "b"},
		"by hash":            {[]ogp.Observation{at("b", 1), at("a", 1)}, "a"},
		"archives are equal": {[]ogp.Observation{at("b", 1), on(ogp.SourceWayback, at("a", 1))}, "a"},
		"none":               {[]ogp.Observation{same(1)}, ""},
	} {
		if got, ok := Earliest(test.observations); got.SHA256 != test.want || ok != (test.want != "") {
			t.Errorf("%s: %q, want %q", name, got.SHA256, test.want)
		}
	}
}

func TestWithdrawals(t *testing.T) {
	day := func(n int) time.Time { return second(n * 86400) }
	archived := func(at time.Time) ogp.Observation { return on(ogp.SourceFile, gone("", at)) }
	seen := func(n int) ogp.Observation { return at("a", n*86400) }
	for name, test := range map[string]struct {
		observations []ogp.Observation
		want         string // kind, day, and the day before which it was otherwise
	}{
		"two runs":               {[]ogp.Observation{seen(1), gone("r", day(2)), gone("s", day(2).Add(time.Hour))}, "withdrawn 2 1"},
		"one run":                {[]ogp.Observation{seen(1), gone("r", day(2)), gone("r", day(4))}, ""},
		"seen between":           {[]ogp.Observation{seen(1), gone("r", day(2)), seen(3), gone("s", day(4))}, ""},
		"archives a day apart":   {[]ogp.Observation{seen(1), archived(day(2)), archived(day(3))}, "withdrawn 2 1"},
		"archives within a day":  {[]ogp.Observation{seen(1), archived(day(2)), archived(day(2).Add(23 * time.Hour))}, ""},
		"an archive, then a run": {[]ogp.Observation{seen(1), archived(day(2)), gone("r", day(5))}, "withdrawn 2 1"},
		"never seen before":      {[]ogp.Observation{gone("r", day(2)), gone("s", day(3)), seen(4)}, ""},
		"seen at no known time":  {[]ogp.Observation{at("a", 0), gone("r", day(2)), gone("s", day(3))}, "withdrawn 2 -"},
		"returned":               {[]ogp.Observation{seen(1), gone("r", day(2)), gone("s", day(3)), seen(5)}, "withdrawn 2 1; returned 5 3"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			p := pageOf(test.observations...)
			for _, c := range Withdrawals(p.sorted()) {
				before := "-"
				if !c.NotBefore.IsZero() {
					before = fmt.Sprint(c.NotBefore.Unix() / 86400)
				}
				got = append(got, fmt.Sprintf("%s %d %s", c.Kind, c.ChangedAt.Unix()/86400, before))
			}
			if text := strings.Join(got, "; "); text != test.want {
				t.Errorf("%q, want %q", text, test.want)
			}
			if withdrawn := !p.State().WithdrawnAt.IsZero(); withdrawn != strings.HasSuffix(test.want, " 1") && test.want != "withdrawn 2 -" {
				t.Errorf("state %+v", p.State())
			}
		})
	}
}

// TestNothingIsEditedAtAnUnknownTime: a saved page without a time is no evidence
// of an edit.
func TestNothingIsEditedAtAnUnknownTime(t *testing.T) {
	values := func(text string) []string {
		v := make([]string, len(Columns()))
		v[0] = text
		return v
	}
	items := make([][]Item, len(ItemTables()))
	readings := []Reading{
		{Values: values("x"), Items: items},
		{Values: values("one"), Items: items, FirstSeen: second(1), LastSeen: second(2)},
		{Values: values("two"), Items: items, FirstSeen: second(5), LastSeen: second(6)},
	}
	want := []ogp.Change{
		{ChangedAt: second(1), Kind: "new"},
		{ChangedAt: second(5), NotBefore: second(2), Kind: "edited", Field: Columns()[0].Name, Before: "one", After: "two"},
	}
	if diff := cmp.Diff(want, Record{FirstSeen: second(1), Readings: readings}.Changes()); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// TestOrderDoesNotMatter: the same observations in another order are the same
// history, versions follow one another in time, and neighbors differ.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var observations []ogp.Observation
		for range rapid.IntRange(1, 12).Draw(t, "observations") {
			observations = append(observations, drawObservation(t))
		}
		one, other := pageOf(observations...), pageOf(rapid.Permutation(observations).Draw(t, "order")...)
		if diff := cmp.Diff(one.Versions(), other.Versions()); diff != "" {
			t.Fatalf("versions (-one +other order):\n%s", diff)
		}
		if one.State() != other.State() {
			t.Fatalf("states %+v and %+v", one.State(), other.State())
		}
		if diff := cmp.Diff(Withdrawals(one.sorted()), Withdrawals(other.sorted())); diff != "" {
			t.Fatalf("withdrawals (-one +other order):\n%s", diff)
		}
		versions := one.Versions()
		for i, v := range versions {
			if v.LastSeen.Before(v.FirstSeen) || int(v.Version.Version) != i+1 {
				t.Fatalf("version %d: %v", i+1, short(versions))
			}
			if i > 0 && !v.FirstSeen.IsZero() && (v.FirstSeen.Before(versions[i-1].LastSeen) ||
				v.Fingerprint == versions[i-1].Fingerprint) {
				t.Fatalf("version %d overlaps or repeats the one before: %v", i+1, short(versions))
			}
		}
	})
}

func drawObservation(t *rapid.T) ogp.Observation {
	content := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "content")
	o := at(content, rapid.IntRange(0, 6).Draw(t, "second"))
	o.Source = rapid.SampledFrom(sources).Draw(t, "source")
	o.What = rapid.SampledFrom([]ogp.Seen{ogp.SeenContent, ogp.SeenContent, ogp.SeenSame, ogp.SeenGone}).Draw(t, "what")
	o.Run = rapid.SampledFrom([]string{"r", "s"}).Draw(t, "run")
	if o.What != ogp.SeenContent {
		o.Content, o.SHA256 = "", ""
	}
	if o.What == ogp.SeenSame {
		o.SameAs = rapid.SampledFrom([]time.Time{{}, second(2), second(3)}).Draw(t, "same as")
		o.Digest = rapid.SampledFrom([]string{"", "sha1:a", "sha1:b"}).Draw(t, "digest")
	} else if o.What == ogp.SeenContent {
		o.Digest = slices.Concat([]string{""}, []string{"sha1:" + content})[rapid.IntRange(0, 1).Draw(t, "digested")]
	}
	return o
}
