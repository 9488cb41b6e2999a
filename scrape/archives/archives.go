// Package archives asks web archives for captures of commitment pages: the Wayback
// Machine, Common Crawl, and services that answer like one of them.
//
// In come a scope (members, times, crawls) and what earlier runs were told; out go
// the rows of an archive's index (List), the captures among them that are worth a
// request (Choose), and what each of these says of its page (Fetch): a content, that
// it is gone, or that it has moved. Requests go through Colly, one at a time, at a
// pace below what the services allow (scrape.Collector.Ask).
//
// The package parses no commitment, keeps nothing from one run to the next, and
// never takes for a capture what the service says of itself.
package archives

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/scrape/capture"
)

// The origins of the services.
const (
	Wayback    = "https://web.archive.org"
	CrawlIndex = "https://index.commoncrawl.org"
	CrawlData  = "https://data.commoncrawl.org"
)

// Options say which archive is asked, and for what. Site of the embedded options is
// the site whose captures are wanted, Rate the number of captures a second.
type Options struct {
	scrape.Options
	Service     ogp.Source // ogp.SourceWayback or ogp.SourceCommonCrawl
	Index, Data string     // origins of the index and of the captures
	Scope
	Told func(query string) string // what the archive has told of a query, see Listed
	Now  func() time.Time
}

// Scope bounds what is wanted of an archive.
type Scope struct {
	Members      []string  // slugs; none: all
	Since, Until time.Time // captures of that time; zero: all
	Crawls       []string  // of Common Crawl, such as CC-MAIN-2024-33; none: all
}

// Listed is one answer of an index.
type Listed struct {
	Captures []ogp.Captured // of commitment pages
	Query    string         // what was asked
	Told     string         // how far the answers to it go, to be kept with the captures
}

// Fetched is one capture that was requested.
type Fetched struct {
	ogp.Captured           // with its state and the reason for it
	Page         *ogp.Page // what it says of its page; nil where it says nothing
	Instead      string    // time (14 digits) of the capture that the archive has in its place
	Visit        ogp.Visit // the request, without Run and Number
}

func (f *Fetched) lose(reason string) { f.State, f.Reason = ogp.CaptureLost, reason }

// take notes what an answer says of the page, or why it says nothing.
func (f *Fetched) take(page *ogp.Page, err error) {
	var skipped *capture.Skipped
	switch {
	case errors.As(err, &skipped):
		f.State, f.Reason = ogp.CaptureSkipped, skipped.Reason
	case err != nil:
		f.lose(err.Error())
	case f.ID != "" && ogp.ParseURL(page.URL).Key() != f.PageKey():
		f.lose("it is a capture of " + page.URL)
	case page.What == "":
		f.Page, f.State, f.Reason = page, ogp.CaptureFetched, ""
	default: // the states are called after what was seen
		f.Page, f.State, f.Reason = page, ogp.CaptureState(page.What), ""
	}
}

// Gap is a query that an index did not answer.
type Gap struct{ Query, Reason string }

// ErrUnknownCrawl marks a crawl that Common Crawl does not have.
var ErrUnknownCrawl = errors.New("unknown crawl")

// The least time between two requests: for the index of the Wayback Machine, which
// allows 30 a minute, and for all else.
const (
	indexPace   = 3 * time.Second
	capturePace = time.Second
)

// Archive is a web archive in one run.
type Archive struct {
	Options
	index, data *scrape.Collector
	slower      float64 // how many times slower than usual
}

// New prepares an archive. No request is made before List or Fetch.
func New(o Options) (a *Archive, err error) {
	o.Workers, a = 1, &Archive{slower: 1}
	if o.MaxBody == 0 {
		o.MaxBody = scrape.DefaultMaxBody
	}
	if a.index, err = collector(o.Options, o.Index); err != nil {
		return nil, err
	}
	if a.data = a.index; o.Data != o.Index {
		if a.data, err = collector(o.Options, o.Data); err != nil {
			return nil, err
		}
	}
	switch {
	case o.Rate > 1 && !(a.index.Loopback() && a.data.Loopback()):
		return nil, fmt.Errorf("--rate %v: a web archive is asked for one capture a second at most", o.Rate)
	case o.Rate > 0:
		a.slower = 1 / o.Rate
	}
	a.Options = o
	return a, nil
}

func collector(o scrape.Options, origin string) (*scrape.Collector, error) {
	o.Site = origin
	return scrape.New(o)
}

// Estimate is how long requests for so many captures take.
func (a *Archive) Estimate(captures int) time.Duration {
	return time.Duration(captures) * a.pace(capturePace)
}

func (a *Archive) pace(usual time.Duration) time.Duration {
	return time.Duration(float64(usual) * a.slower)
}

// List asks the index for what it has not told yet, and has each answer kept before the
// next question. Gaps are the queries that were not answered.
func (a *Archive) List(ctx context.Context, keep func(Listed) error) (gaps []Gap, err error) {
	l := &listing{Archive: a, keep: keep}
	if a.Service == ogp.SourceCommonCrawl {
		err = l.crawls(ctx)
	} else {
		err = l.captures(ctx)
	}
	return l.gaps, err
}

// Fetch requests one capture. An error ends the run: scrape.ErrSiteRefuses, or the
// context's.
func (a *Archive) Fetch(ctx context.Context, c ogp.Captured) (f Fetched, err error) {
	question, take := a.playback(c), a.takePlayback
	if c.Service == ogp.SourceCommonCrawl {
		question, take = a.record(c), a.takeRecord
	}
	question.Pace = a.pace(capturePace)
	answer, err := a.data.Ask(ctx, question)
	f = Fetched{Captured: c, Visit: answer.Visit}
	if err != nil {
		return f, err
	}
	if f.State, f.Reason = ogp.CaptureFailed, answer.Visit.Error; answer.IsCapture() || answer.Status > 0 && answer.Status < 500 {
		take(&f, answer)
	}
	f.Visit.Error = f.Reason
	return f, nil
}

// Page is what a capture tells before it is requested: which page was seen, when and
// where.
func (a *Archive) Page(c ogp.Captured) *ogp.Page {
	page := &ogp.Page{URL: c.Original, FetchedAt: c.At(), TimeFrom: ogp.TimeRecord, Source: c.Service, CaptureURL: a.data.Site() + "/web/" + c.Timestamp + "/" + c.Original}
	if c.Service == ogp.SourceCommonCrawl {
		page.CaptureURL = a.data.Site() + "/" + c.File + "#bytes=" + part(c)
	}
	if c.Digest != "-" {
		page.Digest = "sha1:" + c.Digest // as in WARC files
	}
	return page
}

// roots are where the site has had the pages of its members.
var roots = []string{"members/", "es/members/", "fr/members/", "country/", "countries/"}

// prefixes are the beginnings, below some roots, of the addresses that are wanted.
func (a *Archive) prefixes(everything ...string) (all []string) {
	site, _ := url.Parse(a.Site) // of a collector
	host := ogp.Host(site) + "/"
	for _, slug := range a.Members {
		for _, root := range roots {
			all = append(all, host+root+url.PathEscape(slug)+"/")
		}
	}
	if all == nil {
		for _, root := range everything {
			all = append(all, host+root)
		}
	}
	return all
}

// holds reports whether a capture is wanted.
func (s Scope) holds(c ogp.Captured) bool {
	switch {
	case len(s.Members) > 0 && !slices.Contains(s.Members, ogp.ParseURL(c.Original).Slug),
		!s.Since.IsZero() && c.Timestamp < digits(s.Since),
		!s.Until.IsZero() && c.Timestamp > digits(s.Until):
		return false
	}
	return len(s.Crawls) == 0 || slices.ContainsFunc(s.Crawls, func(id string) bool { return strings.Contains(c.File, "/"+id+"/") })
}

// digits is a time as archives write it; empty for no time.
func digits(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("20060102150405")
}
