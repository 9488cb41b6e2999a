package history

import (
	"time"

	"ogp"
)

// Presence is one observation of a page that was gone at some time.
type Presence struct {
	At   time.Time
	Run  string // that requested it; empty where the page came from a file
	Gone bool   // 404 or 410
}

// Withdrawals are the withdrawals and returns of one page, whose observations are
// in order of time. One 404 may be a bad day of the site: a page is withdrawn when
// two runs in a row found it gone, and since the first of them.
func Withdrawals(observations []Presence) []ogp.Change {
	var changes []ogp.Change
	var first *Presence
	withdrawn := false
	for i, o := range observations {
		switch {
		case !o.Gone && withdrawn:
			changes = append(changes, ogp.Change{ChangedAt: o.At, Kind: "returned"})
			first, withdrawn = nil, false
		case !o.Gone:
			first = nil
		case first == nil:
			first = &observations[i]
		case !withdrawn && o.Run != first.Run:
			withdrawn = true
			changes = append(changes, ogp.Change{ChangedAt: first.At, Kind: "withdrawn"})
		}
	}
	return changes
}

// Withdrawn reports whether a page is withdrawn after all its observations.
func Withdrawn(observations []Presence) bool {
	changes := Withdrawals(observations)
	return len(changes) > 0 && changes[len(changes)-1].Kind == "withdrawn"
}
