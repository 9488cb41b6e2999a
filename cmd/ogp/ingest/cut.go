package ingest

import (
	"bytes"
	"context"
	"slices"

	"ogp"
	"ogp/store"
)

// cutPages are the pages of a run that came without their end. Half a page looks
// like a page whose author deleted the rest, so they wait until it is known
// whether this page, or most of this run's, had one.
type cutPages struct {
	whole   int // pages of this run that came with their end
	cut     int // and without
	held    []answer
	changed bool // most pages have no end: the site's template has changed
}

const (
	fewPages = 3  // of a run tell nothing of the template
	mostHeld = 50 // pages without an end that wait at once
)

// fatalErrors are what PHP and WordPress print where they stop in the middle of a
// page, in lower case.
var fatalErrors = [][]byte{
	[]byte("<b>fatal error</b>:"), []byte("<b>parse error</b>:"),
	[]byte("there has been a critical error on this website"), []byte("there has been a critical error on your website"),
}

// hasEnd reports whether a page came to its end.
func hasEnd(body []byte) bool {
	text := bytes.ToLower(body)
	stopped := slices.ContainsFunc(fatalErrors, func(message []byte) bool { return bytes.Contains(text, message) })
	return !stopped && bytes.Contains(text, []byte("</html"))
}

// holdCut keeps back a page that came without its end.
func (s *answers) holdCut(ctx context.Context, a answer) (held bool, err error) {
	c := &s.cut
	if hasEnd(a.page.Body) {
		c.whole++
		return false, nil
	}
	c.cut++
	if c.changed {
		return false, nil
	}
	c.held = append(c.held, a)
	if len(c.held) < mostHeld {
		return true, nil
	}
	return true, s.decideCut(ctx)
}

// retryCut are the pages to request once more: those that are held, unless most
// pages of the run have no end.
func (s *answers) retryCut(retries int) (again []store.Known) {
	c := &s.cut
	if retries < 0 || c.mostCut() {
		return nil
	}
	for _, a := range c.held {
		again = append(again, store.Known{Listing: a.listing})
		s.batches.Visits = append(s.batches.Visits, a.decided(true, false).visit)
	}
	c.cut -= len(c.held)
	c.held = nil
	return again
}

// mostCut reports whether most pages of the run came without an end.
func (c *cutPages) mostCut() bool { return c.cut >= fewPages && c.cut > c.whole }

// decideCut decides about the pages that were held. Where most pages have no end,
// the template has none any more. Else one without an end is truncated if the
// archive has it with one, or most of the run's pages have one; if nothing tells,
// it is read, and requested again by the next import.
func (s *answers) decideCut(ctx context.Context) error {
	c := &s.cut
	held := c.held
	c.held = nil
	c.changed = c.changed || c.mostCut()
	for _, a := range held {
		truncated := false
		if !c.changed {
			archived, err := store.Body(ctx, s.store.DB(), a.listing.Key())
			if err != nil {
				return err
			}
			truncated = hasEnd(archived) || c.whole > c.cut
		}
		s.record(a.decided(truncated, c.changed))
	}
	return nil
}

// decided is the answer with what was decided about it.
func (a answer) decided(truncated, changed bool) answer {
	switch {
	case truncated:
		a.visit.Outcome, a.visit.ErrorClass = ogp.Truncated, ogp.ClassContent
		a.visit.Error = noEnd
	case !changed:
		a.again = true
		a.reading.Issues = append(a.reading.Issues, endMissing(a.reading.URL))
	}
	return a
}

// noEnd is what is wrong with half a page, endMissing with one that may be half.
const noEnd = "only a part of the page came: it has no end"

func endMissing(url string) ogp.Issue {
	return ogp.Issue{Kind: "page", Detail: "the page has no end: a part of it may be missing", URL: url}
}
