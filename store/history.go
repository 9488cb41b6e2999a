package store

import (
	"cmp"
	"slices"
	"time"
)

// key names a page: the same commitment in another language is another page.
type key struct{ id, language string }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.id, other.id), cmp.Compare(k.language, other.language))
}

// version is one version of a page while a batch is put in order.
type version struct {
	was         int       // its number in the archive; 0 if it is not there yet
	page        *Archived // the page that brought it; nil if the archive has its body
	copyOf      *version  // the archived version it repeats
	fingerprint string
	sha256      string
	first, last time.Time
	etag        string
	modified    string // Last-Modified, as sent
	touched     bool
}

// sighting is one look at a page.
type sighting struct {
	page        *Archived
	at          time.Time
	fingerprint string
	sha256      string
	etag        string
	modified    string
}

// history is what is known of one page, oldest version first. Versions do not
// overlap in time, and neighbours differ in content.
type history struct {
	key
	versions []*version
	reshaped bool // a version came, or one begins at another time than it did
	gone     bool // the site said at some time that the page is gone
}

// see puts a sighting where it belongs in time, and returns the version it is
// one of. Pages need not come in order: a saved copy of last year may be read
// after the live page, and must not become the newest version by that.
func (h *history) see(s sighting) (*version, Fate) {
	for _, v := range h.versions {
		if v.same(s) && !s.at.Before(v.first) && !s.at.After(v.last) {
			return v, Unchanged
		}
	}
	i := h.before(s.at)
	if i >= 0 && h.versions[i].same(s) {
		h.versions[i].seenLater(s)
		return h.versions[i], Unchanged
	}
	split := i >= 0 && s.at.Before(h.versions[i].last)
	if next := i + 1; !split && next < len(h.versions) && h.versions[next].same(s) {
		h.versions[next].first, h.versions[next].touched = s.at, true
		h.reshaped = true
		return h.versions[next], Unchanged
	}
	return h.insert(i, split, s)
}

// insert adds a version behind number i. Where i was seen both before and
// after it, i ends before and begins again after.
func (h *history) insert(i int, split bool, s sighting) (*version, Fate) {
	fate := Changed
	if len(h.versions) == 0 {
		fate = New
	}
	v := &version{
		page: s.page, fingerprint: s.fingerprint, sha256: s.sha256,
		first: s.at, last: s.at, etag: s.etag, modified: s.modified,
	}
	added := []*version{v}
	if split {
		added = append(added, h.versions[i].splitOff())
	}
	h.versions = slices.Insert(h.versions, i+1, added...)
	h.reshaped = true
	return v, fate
}

// splitOff ends a version at the last time it is sure to have been there, and
// returns its later part.
func (v *version) splitOff() *version {
	later := *v
	later.was, later.first, later.copyOf = 0, v.last, v
	if v.copyOf != nil {
		later.copyOf = v.copyOf
	}
	if v.page != nil {
		later.copyOf = nil
	}
	v.last, v.touched = v.first, true
	return &later
}

// seenAgain notes that the site said "not changed" at that time: it speaks of
// the newest version.
func (h *history) seenAgain(at time.Time) {
	if len(h.versions) == 0 {
		return
	}
	newest := h.versions[len(h.versions)-1]
	if at.After(newest.last) {
		newest.last, newest.touched = at, true
	}
}

// before is the index of the last version that begins at or before the time; -1 if none does.
func (h *history) before(at time.Time) int {
	i := len(h.versions) - 1
	for i >= 0 && h.versions[i].first.After(at) {
		i--
	}
	return i
}

// number is a version's number: its place in time.
func (h *history) number(v *version) int { return slices.Index(h.versions, v) + 1 }

func (v *version) same(s sighting) bool {
	return v.fingerprint == s.fingerprint || v.sha256 == s.sha256
}

func (v *version) seenLater(s sighting) {
	v.last, v.touched = s.at, true
	v.etag, v.modified = s.etag, s.modified
}
