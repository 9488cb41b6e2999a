package ingest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/scrape/archives"
	"ogp/store"
	"ogp/store/captures"
	"ogp/store/journal"
)

// ArchiveOptions say which captures of web archives a run imports, and from where.
type ArchiveOptions struct {
	From         ogp.Source     // the archive to ask in the place of the site; empty: none
	Which        archives.Which // captures of a page that are wanted
	Since, Until time.Time      // captures of that time; zero: all
	Crawls       []string       // of Common Crawl; none: all
	Wayback      string         // origins of the services
	CrawlIndex   string
	CrawlData    string
}

// namelessArchive reports whether a public archive would not be told who visits.
func (o *Options) namelessArchive() bool {
	asks := o.From != ""
	for _, source := range o.Sources {
		asks = asks || source.Kind == scrape.SourceCapture || source.Kind == scrape.SourceCaptures
	}
	origins := o.Wayback + o.CrawlIndex + o.CrawlData
	return asks && (strings.Contains(origins, "archive.org") || strings.Contains(origins, "commoncrawl.org"))
}

// importCaptures imports the captures that sources name, and those of the archive that
// is asked in the place of the site.
func importCaptures(ctx context.Context, r *run, named []scrape.Source) error {
	given := map[ogp.Source][]ogp.Captured{}
	for _, source := range named {
		all, err := r.capturesOf(source)
		if err != nil {
			r.report.fail(ogp.Failed, source.Arg, err.Error())
			continue
		}
		for _, c := range all {
			given[c.Service] = append(given[c.Service], c)
		}
	}
	for _, service := range []ogp.Source{ogp.SourceWayback, ogp.SourceCommonCrawl} {
		if r.From != service && len(given[service]) == 0 {
			continue
		}
		c, err := newCapturing(context.WithoutCancel(ctx), r, service)
		if err == nil {
			err = c.ask(ctx, given[service])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// capturesOf are the captures that a source names.
func (o *Options) capturesOf(source scrape.Source) ([]ogp.Captured, error) {
	if source.Kind == scrape.SourceCaptures {
		return archives.ReadTable(source.Arg)
	}
	c, origin, ok := archives.FromAddress(source.Arg)
	switch {
	case !ok:
		return nil, errors.New("it is no capture of a commitment page in a service like the Wayback Machine")
	case origin != strings.TrimSuffix(o.Wayback, "/"):
		return nil, errors.New("it is not on " + o.Wayback + ": name its service with --wayback " + origin)
	}
	return []ogp.Captured{c}, nil
}

// capturing is the import of captures of one archive.
type capturing struct {
	*run
	archive *archives.Archive
	known   []ogp.Captured
	at      map[[3]string]int  // of each in known
	times   map[[2]string]bool // that are known of each address, by the archive's key
}

// ask lists what the archive has, chooses what is wanted, and fetches it. Given are
// the captures that sources name; without any, all are wanted.
func (c *capturing) ask(ctx context.Context, given []ogp.Captured) error {
	r, whole := c.run, context.WithoutCancel(ctx)
	if r.From == c.archive.Service {
		if err := c.list(whole); err != nil {
			return errors.Join(err, r.batches.store(whole))
		}
	}
	scope, wanted := c.archive.Scope, c.known
	if given != nil {
		scope, wanted = archives.Scope{}, nil
		for _, capture := range given {
			wanted = append(wanted, c.known[c.find(capture)])
		}
	}
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(capture ogp.Captured) bool { return r.forgotten[capture.ID] })
	groups := archives.Choose(wanted, scope, r.Which)
	years, requests := archives.Years(wanted, scope, groups), 0
	for _, y := range years {
		requests += y.Requests
		r.report.Present += y.Present
	}
	if len(years) == 0 {
		r.report.Gaps = append(r.report.Gaps, Gap{Name: string(c.archive.Service), Reason: "its index lists no capture of what is wanted"})
	}
	r.report.Archive = append(r.report.Archive, Plan{c.archive.Service, years})
	room := min(requests, r.room())
	r.report.Due, r.report.OverLimit = r.report.Due+room, requests-room
	r.report.Estimate += c.archive.Estimate(room)
	if r.DryRun {
		r.report.Run.Listed += len(wanted)
		return nil
	}
	return c.fetch(whole, groups)
}

func newCapturing(ctx context.Context, r *run, service ogp.Source) (*capturing, error) {
	c := &capturing{run: r, at: map[[3]string]int{}, times: map[[2]string]bool{}}
	o := archives.Options{
		Options: r.Options.Options, Service: service, Index: r.Wayback, Data: r.Wayback,
		Scope: archives.Scope{Members: r.Members, Since: r.Since, Until: r.Until, Crawls: r.Crawls},
		Told:  func(query string) string { return c.told(ctx, query) }, Now: r.Now,
	}
	if o.Site = r.collector.Site(); service == ogp.SourceCommonCrawl {
		o.Index, o.Data = r.CrawlIndex, r.CrawlData
	}
	var err error
	if c.archive, err = archives.New(o); err != nil {
		return nil, UsageError{err}
	}
	if r.store == nil {
		return c, nil
	}
	known, err := captures.Of(ctx, r.store.DB(), service)
	for _, capture := range known {
		c.find(capture)
	}
	return c, err
}

// told is how far an index has answered; what cannot be read is asked again.
func (c *capturing) told(ctx context.Context, query string) string {
	if c.store == nil {
		return ""
	}
	told, err := store.Told(ctx, c.store.DB(), query)
	if err != nil {
		c.Log.Warn("how far the index has answered cannot be read: it is asked again", "query", query, "error", err)
	}
	return told
}

// find is the place of a capture among the known ones, where it is put if it is new.
// One that is given without a digest may be known with it.
func (c *capturing) find(capture ogp.Captured) int {
	key := [3]string{capture.Timestamp, capture.Original, capture.Digest}
	at, known := c.at[key]
	if !known {
		at = len(c.known)
		c.known = append(c.known, capture)
		c.at[key], c.at[[3]string{key[0], key[1], "-"}] = at, at
		c.times[[2]string{capture.Key, capture.Timestamp}] = true
	}
	return at
}

// list asks the index, and keeps each answer at once: none is asked for twice.
func (c *capturing) list(ctx context.Context) error {
	gaps, err := c.archive.List(ctx, func(listed archives.Listed) error {
		for _, capture := range listed.Captures {
			before := len(c.known)
			if c.find(capture) == before && capture.State == ogp.CaptureLost {
				c.report.fail(ogp.Truncated, captureName(capture), capture.Reason)
			}
		}
		return c.batches.listed(ctx, listed)
	})
	for _, gap := range gaps {
		c.report.fail(ogp.Failed, gap.Query, gap.Reason)
	}
	if errors.Is(err, archives.ErrUnknownCrawl) {
		return UsageError{err}
	}
	return err
}

func captureName(c ogp.Captured) string {
	return string(c.Service) + " " + c.Timestamp + " " + c.Original
}

// fetch requests a capture of each group, until one says what all of them do.
func (c *capturing) fetch(ctx context.Context, groups []archives.Group) error {
	bar := c.Progress("fetching captures")
	defer bar.Close()
	for _, g := range groups {
		if g.Known == "" && c.report.Done == c.report.Due {
			continue // over the limit
		}
		if err := c.fetchGroup(ctx, g); err != nil {
			return err
		}
		if g.Known == "" {
			c.report.Done++
			bar.At(c.report.Done, c.report.Due)
		}
	}
	return nil
}

func (c *capturing) fetchGroup(ctx context.Context, g archives.Group) error {
	first := archives.Fetched{}
	first.State = g.Known
	for _, capture := range g.Captures {
		if !capture.IsDue() {
			continue
		}
		next := c.alike(capture, first)
		if first.State == "" {
			var err error
			if next, err = c.archive.Fetch(ctx, capture); err != nil {
				return err
			}
			if c.times[[2]string{capture.Key, next.Instead}] {
				next.State = ogp.CaptureSkipped // the other one is listed itself
			}
			if err := c.batches.captured(next); err != nil {
				return err
			}
			if next.State != ogp.CaptureLost && next.State != ogp.CaptureFailed && next.Instead == "" {
				first = next
			}
		}
		if err := takeCapture(ctx, c.run, next.Captured, next.Page); err != nil {
			return err
		}
		if err := c.batches.storeFull(ctx); err != nil {
			return err
		}
	}
	return nil
}

// alike is a capture that says what the first one of its group does.
func (c *capturing) alike(capture ogp.Captured, first archives.Fetched) archives.Fetched {
	f := archives.Fetched{Captured: capture}
	f.State, f.Reason = first.State, first.Reason
	if f.State == ogp.CaptureSkipped {
		return f
	}
	f.Page = c.archive.Page(capture)
	if f.Page.What = ogp.Seen(f.State); f.State == ogp.CaptureFetched {
		f.State, f.Page.What = ogp.CaptureSame, ogp.SeenSame
	}
	if first.Page != nil {
		f.Page.MovedTo = first.Page.MovedTo
	}
	return f
}

// takeCapture takes in what became of a capture, and what it says of its page.
func takeCapture(ctx context.Context, r *run, c ogp.Captured, page *ogp.Page) error {
	r.batches.Captures = append(r.batches.Captures, c)
	r.report.Captures[c.State]++
	switch {
	case c.State == ogp.CaptureLost || c.State == ogp.CaptureFailed:
		r.report.fail(ogp.Failed, captureName(c), c.Reason)
	case page != nil:
		return r.takeSaved(ctx, savedReading{SavedPage: scrape.SavedPage{Page: *page, File: page.CaptureURL}}.read())
	}
	return nil
}

// listed keeps one answer of an index.
func (b *batches) listed(ctx context.Context, l archives.Listed) error {
	b.Captures, b.Told = append(b.Captures, l.Captures...), map[string]string{l.Query: l.Told}
	return b.store(ctx)
}

// captured notes, on disk, what became of a capture that was requested.
func (b *batches) captured(f archives.Fetched) error {
	b.number(&f.Visit)
	b.Visits = append(b.Visits, f.Visit)
	return b.journal.Write(journal.Event{Visit: &f.Visit, Capture: &f.Captured, Page: f.Page})
}
