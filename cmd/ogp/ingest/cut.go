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
type cutPages[P interface{ key() ogp.PageKey }] struct {
	whole   int // pages of this run that came with their end
	cut     int // and without
	held    []P
	changed bool // most pages have no end: the site's template has changed
}

const (
	fewPages = 3  // of a run tell nothing of the template
	mostHeld = 50 // pages without an end that wait at once
)

// fatalErrors are what PHP and WordPress print where they stop in the middle of a
// page.
var fatalErrors = [][]byte{
	[]byte("<b>Fatal error</b>:"), []byte("<b>Parse error</b>:"),
	[]byte("There has been a critical error on this website"), []byte("There has been a critical error on your website"),
}

var endTag = []byte("</html")

// hasEnd reports whether a page came to its end.
func hasEnd(body []byte) bool {
	stopped := slices.ContainsFunc(fatalErrors, func(message []byte) bool { return bytes.Contains(body, message) })
	return !stopped && (bytes.Contains(body, endTag) || bytes.Contains(bytes.ToLower(body), endTag))
}

// hold keeps back a page that came without its end.
func (c *cutPages[P]) hold(page P, whole bool) bool {
	if whole {
		c.whole++
		return false
	}
	c.cut++
	if !c.changed {
		c.held = append(c.held, page)
	}
	return !c.changed
}

// full reports whether as many pages wait as may.
func (c *cutPages[P]) full() bool { return len(c.held) >= mostHeld }

// mostCut reports whether most pages of the run came without an end.
func (c *cutPages[P]) mostCut() bool { return c.cut >= fewPages && c.cut > c.whole }

// decide decides about the pages that were held. Where most pages have no end, the
// template has none any more. Else one without an end is truncated if the archive has
// it with one or, where majority counts, most of the run's pages have one.
func (c *cutPages[P]) decide(ctx context.Context, in *store.Store, majority bool, record func(page P, truncated bool)) error {
	held := c.held
	c.held = nil
	c.changed = c.changed || c.mostCut()
	for _, page := range held {
		truncated := false
		if !c.changed {
			archived, err := store.Body(ctx, in.DB(), page.key())
			if err != nil {
				return err
			}
			truncated = hasEnd(archived) || majority && c.whole > c.cut
		}
		record(page, truncated)
	}
	return nil
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

// decideCut decides about the answers that were held. A page about which nothing tells
// is read, and requested again by the next import.
func (s *answers) decideCut(ctx context.Context) error {
	return s.cut.decide(ctx, s.store, true, func(a answer, truncated bool) { s.record(a.decided(truncated, s.cut.changed)) })
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
