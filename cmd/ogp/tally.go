package main

import (
	"fmt"
	"strings"
)

// tally counts pages by what this run does with them.
type tally struct {
	there  int    // found, and in the archive
	asked  int    // to be asked for
	done   int    // of these, asked for
	rest   int    // of these, still to be asked for when the run ended early
	left   int    // due, but over --limit
	saved  int    // archived, and by the sitemap unchanged
	read   int    // pages of files
	files  int    // files that have them
	file   string // the last of these
	others int    // pages of files that are not of the members asked for
	cut    bool   // --limit leaves files, or pages of them, unread
	// searching says that the run ended before it had found all there is.
	searching bool
	few       string // that the site lists fewer pages than it did
	official  string // what became of OGP's own database
}

// text is what the summary says beside its counts.
func (t tally) text() string {
	var b strings.Builder
	say := func(happened bool, format string, args ...any) {
		if happened {
			fmt.Fprintf(&b, format, args...)
		}
	}
	say(t.saved > 0, ", %d not asked for since the sitemap dates them before their last visit", t.saved)
	say(t.others > 0, ", %d of other members passed over", t.others)
	say(t.cut, "; --limit leaves the rest of the files unread")
	say(t.left > 0, "; --limit leaves %d to fetch", t.left)
	say(t.rest > 0, "; %d left to fetch", t.rest)
	say(t.searching, "; the search for pages was not finished")
	return b.String() + t.few + t.official
}
