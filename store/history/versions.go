// Package history derives what happened to a page from observations of it.
//
// Observations go in, in any order, and come out as versions: runs of one content
// in order of time, which follow one another and do not overlap. Readings of the
// versions go in and come out as changes: the page is new, was edited, withdrawn,
// or returned, or its ID was reassigned.
//
// All of it is pure: no database, no clock, no network, and the same observations
// give the same result whatever the order in which they came.
package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ogp"
)

// Page is what is known of one page.
type Page struct {
	ogp.PageKey
	Observations []ogp.Observation // in any order
	Fingerprints map[string]string // of the page's contents, by the key of each (Observation.Content)
}

// Version is one version of a page, with the observations that it consists of,
// oldest first.
type Version struct {
	ogp.Version
	Observations []ogp.Observation
}

// Versions are the versions of a page, oldest first: runs of observations of one
// fingerprint. Observations without a time make a version only where no other has
// their content, and then before all others: nothing shows that they are newer.
func (p Page) Versions() []Version {
	var versions []Version
	seen := p.contents()
	known := slices.IndexFunc(seen, func(o ogp.Observation) bool { return !o.SeenAt.IsZero() })
	if known < 0 {
		known = len(seen)
	}
	dated := map[string]bool{}
	for _, o := range seen[known:] {
		dated[p.Fingerprints[o.Content]] = true
	}
	last := ""
	for i, o := range seen {
		fingerprint := p.Fingerprints[o.Content]
		if i < known && dated[fingerprint] {
			continue
		}
		if len(versions) == 0 || fingerprint != last || i == known {
			versions = append(versions, p.first(o, len(versions)+1))
			last = fingerprint
		}
		versions[len(versions)-1].add(o)
	}
	return versions
}

// first is the version that begins with an observation.
func (p Page) first(o ogp.Observation, number int) Version {
	return Version{Version: ogp.Version{
		ID: p.ID, Language: p.Language, Version: ogp.Count(number), URL: o.URL, FirstSeen: o.SeenAt,
		SHA256: o.Content, Fingerprint: p.Fingerprints[o.Content], Source: o.Source, CaptureURL: o.CaptureURL,
	}}
}

func (v *Version) add(o ogp.Observation) {
	v.Observations = append(v.Observations, o)
	v.LastSeen = o.SeenAt
	if o.Source == ogp.SourceSite && o.URL != "" {
		v.URL = o.URL // a renamed member's pages have another address
	}
	if o.Source == ogp.SourceSite && o.SHA256 != "" {
		v.ETag, v.LastModified = o.ETag, o.LastModified
	}
}

// contents are the observations that found a content, in order; what was seen to
// be the same has the content that it is the same as.
func (p Page) contents() []ogp.Observation {
	all := p.sorted()
	var seen []ogp.Observation
	for _, o := range all {
		if o.What == ogp.SeenSame && o.Content == "" {
			o.Content = sameAs(o, all)
		}
		if o.Content != "" {
			seen = append(seen, o)
		}
	}
	slices.SortStableFunc(seen, p.compare) // what is the same has a fingerprint now
	return seen
}

// sameAs is the content that an observation says it has found again: that of the
// time or with the digest it names, else what the site had before; empty where
// nothing is known of it.
func sameAs(o ogp.Observation, all []ogp.Observation) string {
	for _, same := range []func(ogp.Observation) bool{
		func(other ogp.Observation) bool {
			differs := o.Digest != "" && other.Digest != "" && o.Digest != other.Digest
			return !o.SameAs.IsZero() && other.SeenAt.Equal(o.SameAs) && !differs
		},
		func(other ogp.Observation) bool { return o.Digest != "" && other.Digest == o.Digest },
	} {
		if i := slices.IndexFunc(all, func(other ogp.Observation) bool { return other.Content != "" && same(other) }); i >= 0 {
			return all[i].Content
		}
	}
	if o.Source != ogp.SourceSite {
		return ""
	}
	content := ""
	for _, other := range all {
		if other.SeenAt.After(o.SeenAt) {
			break
		}
		if other.Content != "" && (other.Source == ogp.SourceSite || content == "") {
			content = other.Content
		}
	}
	return content
}

// sorted are the observations in order.
func (p Page) sorted() []ogp.Observation {
	return slices.SortedFunc(slices.Values(p.Observations), p.compare)
}

// compare orders observations by time, those without one first; at one time, the
// site comes before archives, and the rest decides only so that something does.
func (p Page) compare(a, b ogp.Observation) int {
	return cmp.Or(
		a.SeenAt.Compare(b.SeenAt),
		cmp.Compare(sourceRank(a.Source), sourceRank(b.Source)),
		strings.Compare(p.Fingerprints[a.Content], p.Fingerprints[b.Content]),
		strings.Compare(a.SHA256, b.SHA256),
		strings.Compare(a.URL, b.URL),
		strings.Compare(a.CaptureURL, b.CaptureURL),
		strings.Compare(string(a.What), string(b.What)),
		a.SameAs.Compare(b.SameAs),
		strings.Compare(a.Digest, b.Digest),
		strings.Compare(a.Run, b.Run),
	)
}

var sources = []ogp.Source{ogp.SourceSite, ogp.SourceFile, ogp.SourceWayback, ogp.SourceCommonCrawl}

func sourceRank(s ogp.Source) int { return slices.Index(sources, s) }

// Earliest is the observation whose body stands for a content: the earliest that
// had one, those without a time last; at one time the site's, then the one with
// the smallest hash. ok is false where none had a body.
func Earliest(observations []ogp.Observation) (earliest ogp.Observation, ok bool) {
	for _, o := range observations {
		if o.SHA256 != "" && (!ok || earlier(o, earliest)) {
			earliest, ok = o, true
		}
	}
	return earliest, ok
}

func earlier(a, b ogp.Observation) bool {
	if a.SeenAt.IsZero() != b.SeenAt.IsZero() {
		return b.SeenAt.IsZero()
	}
	return cmp.Or(
		a.SeenAt.Compare(b.SeenAt),
		cmp.Compare(min(sourceRank(a.Source), 1), min(sourceRank(b.Source), 1)),
		strings.Compare(a.SHA256, b.SHA256),
		strings.Compare(a.URL, b.URL),
	) < 0
}

// State is what is known of a page after all its observations.
type State struct {
	WithdrawnAt time.Time // zero for a page that is present
	LastChecked time.Time // zero where no time is known
}

// State derives the state of a page.
func (p Page) State() State {
	var s State
	sorted := p.sorted()
	for _, change := range Withdrawals(sorted) {
		s.WithdrawnAt = change.ChangedAt
		if change.Kind == "returned" {
			s.WithdrawnAt = time.Time{}
		}
	}
	if len(sorted) > 0 {
		s.LastChecked = sorted[len(sorted)-1].SeenAt
	}
	return s
}
