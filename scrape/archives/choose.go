package archives

import (
	"cmp"
	"slices"

	"ogp"
)

// Which are the captures of a page that are wanted.
type Which string

// The choices.
const (
	Changed Which = "changed" // the first of each content; the others are seen to be the same
	All     Which = "all"     // every one
	Newest  Which = "newest"  // the newest of each page
	Yearly  Which = "yearly"  // the newest of each page and year
)

// Group are captures of one page that say the same, oldest first: the first one that
// is available tells it of all.
type Group struct {
	Captures []ogp.Captured
	Known    ogp.CaptureState // what one of them has told; empty where a request is needed
}

// Choose selects the captures that are wanted, and puts together those that say the
// same. Groups of which nothing is left to do are not among them; the others are in
// the order of commitments and time.
func Choose(all []ogp.Captured, scope Scope, which Which) (groups []Group) {
	all = slices.DeleteFunc(slices.Clone(all), func(c ogp.Captured) bool { return !scope.holds(c) })
	slices.SortFunc(all, func(a, b ogp.Captured) int {
		return cmp.Or(a.PageKey().Compare(b.PageKey()), cmp.Compare(a.Timestamp, b.Timestamp),
			cmp.Compare(a.Original, b.Original), cmp.Compare(a.Digest, b.Digest))
	})
	all = playable(all)
	if which == Newest || which == Yearly {
		all = newestOf(all, which)
	}
	at := map[groupKey]int{}
	for _, c := range all {
		key := keyOf(c, which)
		i, found := at[key]
		if !found {
			i = len(groups)
			at[key], groups = i, append(groups, Group{})
		}
		g := &groups[i]
		g.Captures = append(g.Captures, c)
		switch {
		case isGone(c): // the index has said it all
			g.Known = ogp.CaptureGone
		case c.State == ogp.CaptureFetched, c.State == ogp.CaptureMoved, c.State == ogp.CaptureGone:
			g.Known = c.State
		}
	}
	return slices.DeleteFunc(groups, func(g Group) bool { return !slices.ContainsFunc(g.Captures, ogp.Captured.IsDue) })
}

// playable leaves out the second of two captures at one address: an index may have two
// of one second, and only one can be played back.
func playable(sorted []ogp.Captured) []ogp.Captured {
	return slices.CompactFunc(sorted, func(a, b ogp.Captured) bool {
		return a.File == "" && b.File == "" && a.Timestamp == b.Timestamp && a.Original == b.Original
	})
}

// newestOf are the newest captures with a content, of each page or page and year.
func newestOf(sorted []ogp.Captured, which Which) (newest []ogp.Captured) {
	period := func(c ogp.Captured) string {
		if which == Yearly {
			return c.ID + c.Language + c.Timestamp[:4]
		}
		return c.ID + c.Language
	}
	for _, c := range sorted {
		none := isGone(c) || isRedirect(c) || c.State == ogp.CaptureSkipped || c.State == ogp.CaptureLost
		switch last := len(newest) - 1; {
		case none:
		case last >= 0 && period(newest[last]) == period(c):
			newest[last] = c
		default:
			newest = append(newest, c)
		}
	}
	return newest
}

// groupKey is what captures have in common that say the same.
type groupKey struct {
	ogp.PageKey
	what, original, timestamp string
}

// keyOf puts together captures of one digest. What a redirect says is in its header,
// which the digest does not cover: those of one address lead to one place.
func keyOf(c ogp.Captured, which Which) groupKey {
	key := groupKey{PageKey: c.PageKey(), what: c.Digest}
	switch {
	case isGone(c):
		key.what = "gone"
	case isRedirect(c):
		key.what, key.original = "moved", c.Original
	case c.Digest == "-" || which == All || c.ID == "":
		key.original, key.timestamp = c.Original, c.Timestamp
	}
	return key
}

// Year is what an archive has of one year.
type Year struct {
	Captures, Digests, Present, Requests int // of these, distinct contents; no longer due; to be fetched
	Bytes                                int // compressed, of those to be fetched
}

// Add adds what another year has.
func (y *Year) Add(other Year) {
	y.Captures, y.Digests, y.Present = y.Captures+other.Captures, y.Digests+other.Digests, y.Present+other.Present
	y.Requests, y.Bytes = y.Requests+other.Requests, y.Bytes+other.Bytes
}

// Years sums captures up by year (four digits), with what was chosen of them.
func Years(all []ogp.Captured, scope Scope, groups []Group) map[string]Year {
	years, seen := map[string]Year{}, map[groupKey]bool{}
	add := func(c ogp.Captured, more Year) {
		name := c.Timestamp[:min(4, len(c.Timestamp))]
		y := years[name]
		y.Add(more)
		years[name] = y
	}
	for _, c := range all {
		if !scope.holds(c) {
			continue
		}
		y := Year{Captures: 1}
		if key := keyOf(c, Changed); !seen[key] {
			seen[key], y.Digests = true, 1
		}
		if !c.IsDue() {
			y.Present = 1
		}
		add(c, y)
	}
	for _, g := range groups {
		if g.Known == "" {
			add(g.Captures[0], Year{Requests: 1, Bytes: g.Captures[0].Length})
		}
	}
	return years
}
