// Package history derives what happened to a page from observations of it.
//
// Observations go in, in any order of time, and come out as versions: runs of one
// content, which follow one another and do not overlap. Readings of the versions
// go in and come out as changes: the page is new, was edited, withdrawn, or
// returned, or its ID was reassigned.
//
// All of it is pure: no database, no clock, no network, and the same input gives
// the same result.
package history

import (
	"slices"
	"time"

	"ogp"
)

// Result is what an observation of a page came to.
type Result string

// The results.
const (
	New       Result = "new"       // the first version of a page
	Changed   Result = "changed"   // another version of a known page
	Unchanged Result = "unchanged" // a content that is known
)

// Content identifies what a page contained, and what the site sent with it.
type Content struct {
	Fingerprint  string // of what the parser keeps
	SHA256       string // of the bytes
	ETag         string
	LastModified string // as sent
}

// same reports whether both are one content. The bytes alone decide where two
// parsers made the fingerprints.
func (c Content) same(other Content) bool {
	return c.Fingerprint == other.Fingerprint || c.SHA256 == other.SHA256
}

// Observation is a page as it was seen at a time.
type Observation struct {
	Content
	At   time.Time
	Page int // number of the page in its batch: 1, 2, …
}

// Version is one version of a page.
type Version struct {
	Content
	First, Last time.Time
	Number      int      // in the archive, before this batch; 0 if the archive does not have the version
	Page        int      // number of the page in the batch that brought it; 0 if the archive has its body
	CopyOf      *Version // the archived version that it repeats; nil if it is none's copy
	Moved       bool     // its times or headers differ from those in the archive
}

// Timeline is what is known of one page, oldest version first. Versions do not
// overlap in time, and neighbors differ in content.
type Timeline struct {
	ogp.PageKey
	Versions []*Version
	Reshaped bool // a version was added, or one begins at another time than it did
	Gone     bool // the site said at some time that the page is gone
}

// Add puts an observation in its place in time, and returns the version that it
// belongs to. Observations need not come in order: a saved copy of last year may
// be read after the live page, and must not become the newest version by that.
func (t *Timeline) Add(o Observation) (*Version, Result) {
	for _, v := range t.Versions {
		if v.same(o.Content) && !o.At.Before(v.First) && !o.At.After(v.Last) {
			return v, Unchanged
		}
	}
	i := t.before(o.At)
	if i >= 0 && t.Versions[i].same(o.Content) {
		t.Versions[i].extend(o)
		return t.Versions[i], Unchanged
	}
	split := i >= 0 && o.At.Before(t.Versions[i].Last)
	if next := i + 1; !split && next < len(t.Versions) && t.Versions[next].same(o.Content) {
		t.Versions[next].First, t.Versions[next].Moved = o.At, true
		t.Reshaped = true
		return t.Versions[next], Unchanged
	}
	return t.insert(i, split, o)
}

// insert adds a version after that with index i. Where that one was seen both
// before and after the observation, it ends before and begins again after.
func (t *Timeline) insert(i int, split bool, o Observation) (*Version, Result) {
	result := Changed
	if len(t.Versions) == 0 {
		result = New
	}
	v := &Version{Content: o.Content, First: o.At, Last: o.At, Page: o.Page}
	added := []*Version{v}
	if split {
		added = append(added, t.Versions[i].split())
	}
	t.Versions = slices.Insert(t.Versions, i+1, added...)
	t.Reshaped = true
	return v, result
}

// split ends a version at its first observation, and returns its later part: no
// time between the two is known.
func (v *Version) split() *Version {
	later := *v
	later.Number, later.First, later.CopyOf = 0, v.Last, v
	if v.CopyOf != nil {
		later.CopyOf = v.CopyOf
	}
	if v.Page != 0 {
		later.CopyOf = nil
	}
	v.Last, v.Moved = v.First, true
	return &later
}

func (v *Version) extend(o Observation) {
	v.Last, v.Moved = o.At, true
	v.ETag, v.LastModified = o.ETag, o.LastModified
}

// Confirm notes that the site answered "not modified" at that time: this is about
// the newest version.
func (t *Timeline) Confirm(at time.Time) {
	if len(t.Versions) == 0 {
		return
	}
	newest := t.Versions[len(t.Versions)-1]
	if at.After(newest.Last) {
		newest.Last, newest.Moved = at, true
	}
}

// before is the index of the last version that begins at or before the time; -1
// if none does.
func (t *Timeline) before(at time.Time) int {
	i := len(t.Versions) - 1
	for i >= 0 && t.Versions[i].First.After(at) {
		i--
	}
	return i
}

// NumberOf is the number of a version: its place in time.
func (t *Timeline) NumberOf(v *Version) int { return slices.Index(t.Versions, v) + 1 }
