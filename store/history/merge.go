package history

import (
	"slices"
	"time"

	"ogp"
)

// Merge is a page to which observations are added. Observe takes them in, Settle
// derives what follows, and Outcome says of each what it came to.
type Merge struct {
	Page
	Before   []Version         // versions before anything was added
	Versions []Version         // versions with all that was added
	Contents []string          // keys of contents that the archive is to have
	Replaced map[string]string // contents that the archive has, and those that take their place

	seen     map[observationKey]bool // all observations: whether the archive has them
	archived map[string]bool         // contents that the archive has
	brought  map[int]int             // pages that Outcome was asked for, by version
}

// NewMerge begins with what the archive has of a page.
func NewMerge(known Page) *Merge {
	m := &Merge{
		Page: known, Before: known.Versions(), Replaced: map[string]string{},
		seen: map[observationKey]bool{}, archived: map[string]bool{}, brought: map[int]int{},
	}
	for _, o := range known.Observations {
		m.seen[keyOf(o)] = true
	}
	for content := range known.Fingerprints {
		m.archived[content] = true
	}
	return m
}

// observationKey is what makes an observation of a page another one. Which run
// learned it does not count.
type observationKey struct {
	seenAt, sameAs                      int64
	source                              ogp.Source
	what                                ogp.Seen
	sha256, digest, address, captureURL string
}

func keyOf(o ogp.Observation) observationKey {
	return observationKey{o.SeenAt.UnixMicro(), o.SameAs.UnixMicro(), o.Source, o.What, o.SHA256, o.Digest, o.URL, o.CaptureURL}
}

// Observe adds an observation, unless it is known, and returns it as it is known.
// The fingerprint is that of the content it brought; empty where it brought none.
func (m *Merge) Observe(o ogp.Observation, fingerprint string) ogp.Observation {
	if _, known := m.seen[keyOf(o)]; known {
		return o
	}
	if o.TimeFrom == ogp.TimeFetch {
		o.SeenAt = m.afterOthers(o.SeenAt)
	}
	if o.Content != "" && m.Fingerprints[o.Content] == "" {
		m.Fingerprints[o.Content] = fingerprint
	}
	m.seen[keyOf(o)] = false
	m.Observations = append(m.Observations, o)
	return o
}

// afterOthers is the time of a request: after that of all earlier ones, also where the
// clock was ahead then, and after all that was learned before.
func (m *Merge) afterOthers(at time.Time) time.Time {
	for _, other := range m.Observations {
		if other.SeenAt.After(at) && (other.TimeFrom == ogp.TimeFetch || !other.LearnedAt.After(at)) {
			at = other.SeenAt.Add(time.Microsecond)
		}
	}
	return at
}

// Settle decides which body stands for each content that was brought, and derives
// the versions.
func (m *Merge) Settle() {
	var done []string
	for _, o := range m.Added() {
		fingerprint := m.Fingerprints[o.Content]
		if o.Content != "" && !slices.Contains(done, fingerprint) {
			done = append(done, fingerprint)
			m.chooseBody(fingerprint)
		}
	}
	m.Versions = m.Page.Versions()
}

// Added are the observations that the archive does not have.
func (m *Merge) Added() []ogp.Observation {
	return slices.DeleteFunc(slices.Clone(m.Observations), func(o ogp.Observation) bool { return m.seen[keyOf(o)] })
}

// chooseBody lets the body of the earliest observation of a content stand for it,
// so that the order in which they came does not matter.
func (m *Merge) chooseBody(fingerprint string) {
	var all, archived []ogp.Observation
	for _, o := range m.Observations {
		if o.Content == "" || m.Fingerprints[o.Content] != fingerprint {
			continue
		}
		all = append(all, o)
		if m.archived[o.Content] {
			archived = append(archived, o)
		}
	}
	earliest, _ := Earliest(all)
	first, known := Earliest(archived)
	body := earliest.SHA256
	if m.Fingerprints[body] == "" {
		body = first.Content // the archive does not have the bytes
	}
	if !m.archived[body] {
		m.Contents = append(m.Contents, body)
		if known {
			m.Replaced[first.Content] = body
		}
	}
	for i := range m.Observations {
		o := &m.Observations[i]
		if o.Content == "" || m.Fingerprints[o.Content] != fingerprint {
			continue
		}
		if next, replaced := m.Replaced[o.Content]; replaced {
			o.Content = next
		} else if !m.archived[o.Content] {
			o.Content = body
		}
	}
}

// Outcome is the version that an observation of a content belongs to, and whether
// that is another one than the archive and the pages before had.
func (m *Merge) Outcome(o ogp.Observation) (number int, added bool) {
	v := m.versionOf(o)
	number = int(v.Version.Version)
	known := m.brought[number] > 0 || slices.ContainsFunc(v.Observations, func(o ogp.Observation) bool { return o.What == ogp.SeenContent && m.seen[keyOf(o)] })
	// What a page without a time had needs no version of its own where it has one.
	known = known || slices.ContainsFunc(m.Before, func(b Version) bool { return b.FirstSeen.IsZero() && b.Fingerprint == v.Fingerprint })
	m.brought[number]++
	return number, !known
}

// versionOf is the version that an observation belongs to: for one without a time
// whose content others have, the newest of them.
func (m *Merge) versionOf(o ogp.Observation) (found Version) {
	for _, v := range m.Versions {
		if slices.ContainsFunc(v.Observations, func(other ogp.Observation) bool { return keyOf(o) == keyOf(other) }) {
			return v
		}
		if v.Fingerprint == m.Fingerprints[o.Content] {
			found = v
		}
	}
	return found
}

// Resolves reports whether it is known what an observation is the same as.
func (m *Merge) Resolves(o ogp.Observation) bool {
	return sameAs(o, m.sorted()) != ""
}

// Newest is the newest version; nothing where there is none.
func (m *Merge) Newest() (newest Version) {
	if n := len(m.Versions); n > 0 {
		newest = m.Versions[n-1]
	}
	return newest
}

// Reshaped reports whether the page has another history than before: not where it
// was only seen again.
func (m *Merge) Reshaped() bool {
	if slices.ContainsFunc(m.Observations, func(o ogp.Observation) bool { return o.What == ogp.SeenGone }) {
		return true
	}
	return !slices.EqualFunc(m.Before, m.Versions, func(a, b Version) bool {
		return a.SHA256 == b.SHA256 && a.FirstSeen.Equal(b.FirstSeen) &&
			(a.LastSeen.Equal(b.LastSeen) || int(b.Version.Version) == len(m.Versions))
	})
}
