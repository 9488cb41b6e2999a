package history

import (
	"time"

	"ogp"
)

// apart is how far apart web archives must have found a page gone.
const apart = 24 * time.Hour

// Withdrawals are the withdrawals and returns of one page, whose observations are
// in order of time. One 404 may be a bad day of the site: a page is withdrawn when
// two runs in a row found it gone on the site, or two observations at least a day
// apart elsewhere, and since the first of them. What was gone before it was ever seen
// tells nothing.
func Withdrawals(observations []ogp.Observation) []ogp.Change {
	var changes []ogp.Change
	var gone []ogp.Observation // since the page was last seen
	var before time.Time       // when that was
	var last time.Time         // when the page was last seen, or seen to be gone
	seen, withdrawn := false, false
	for _, o := range observations {
		switch {
		case o.What != ogp.SeenGone:
			if withdrawn {
				changes = append(changes, ogp.Change{ChangedAt: o.SeenAt, NotBefore: last, Kind: "returned"})
			}
			seen, withdrawn, gone = true, false, nil
		case seen && !o.SeenAt.IsZero():
			if len(gone) == 0 {
				before = last
			}
			gone = append(gone, o)
			if !withdrawn && confirmed(gone) {
				changes = append(changes, ogp.Change{ChangedAt: gone[0].SeenAt, NotBefore: before, Kind: "withdrawn"})
				withdrawn = true
			}
		}
		last = o.SeenAt
	}
	return changes
}

// confirmed reports whether the last of several observations in a row that found
// a page gone confirms an earlier one.
func confirmed(gone []ogp.Observation) bool {
	last := gone[len(gone)-1]
	for _, o := range gone[:len(gone)-1] {
		if o.Source == ogp.SourceSite && last.Source == ogp.SourceSite {
			if o.Run != last.Run {
				return true
			}
		} else if last.SeenAt.Sub(o.SeenAt) >= apart {
			return true
		}
	}
	return false
}
