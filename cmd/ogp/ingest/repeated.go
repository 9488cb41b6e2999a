package ingest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"

	"ogp"
	"ogp/scrape"
	"ogp/store/unread"
)

// mostRepeated is how many answers in a row that are not pages and say the same end a run.
const mostRepeated = 8

// repeated is a row of answers that are not pages and say the same.
type repeated struct {
	key      string
	pages    []unread.Page
	listings []ogp.Listing
}

// alikeError says that the site answers one address like the other.
type alikeError struct {
	number int
	reason string
}

// Error says so.
func (e *alikeError) Error() string {
	return fmt.Sprintf("%v: %d addresses in a row gave the same answer and no page of theirs, the last one: %s; wait some hours, then run the same command again",
		scrape.ErrSiteRefuses, e.number, e.reason)
}

// Unwrap is that the site refuses.
func (e *alikeError) Unwrap() error { return scrape.ErrSiteRefuses }

// add takes in the next answer. It returns the pages of a row that has ended, and
// the addresses of one that is too long, of which one page is kept.
func (row *repeated) add(a answer) (kept []unread.Page, tooLong []ogp.Listing) {
	key := answerKey(a)
	if key != row.key {
		kept = row.end()
	}
	row.key = key
	if key == "" {
		return kept, nil
	}
	if a.page != nil {
		row.pages = append(row.pages, a.unread())
	}
	row.listings = append(row.listings, a.listings()[0])
	if len(row.listings) < mostRepeated {
		return kept, nil
	}
	tooLong = row.listings
	return row.end()[:min(1, len(row.pages))], tooLong
}

// end ends the row and returns its pages.
func (row *repeated) end() []unread.Page {
	pages := row.pages
	*row = repeated{}
	return pages
}

var titleTag = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// answerKey is what answers that are not pages have in common: the title or, without
// one, the body; where no body came, the reason. It is empty for a page, and for
// one that is plainly not there.
func answerKey(a answer) string {
	switch {
	case a.visit.Outcome == ogp.Fetched, a.visit.Outcome == ogp.Unchanged, a.visit.Outcome == ogp.Truncated,
		a.visit.Outcome == ogp.Gone && a.visit.ErrorClass != ogp.ClassRedirect:
		return ""
	case a.page == nil:
		return a.visit.Error
	}
	if title := titleTag.FindSubmatch(a.page.Body); title != nil && len(bytes.TrimSpace(title[1])) > 0 {
		return string(bytes.TrimSpace(title[1]))
	}
	return fmt.Sprintf("%x", sha256.Sum256(a.page.Body))
}
