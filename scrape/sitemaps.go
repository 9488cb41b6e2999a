package scrape

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"ogp"
	"ogp/scrape/sitemap"
)

// searchLimits bound a search: the sitemap protocol's limits for one file, and how
// many files are read.
type searchLimits struct {
	sitemap.Limits
	files int
}

// wellKnown are the usual addresses of sitemaps: Yoast's, the general ones,
// WordPress's with and without paths.
var wellKnown = []string{"/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml", "/?sitemap=index", "/sitemap.txt"}

// siteSitemaps reads the sitemaps the site names or, where it names none that can
// be read, the first one found at a well-known address.
func (d *discovery) siteSitemaps(ctx context.Context) error {
	robotsAddress := d.site.at(robotsPath)
	listing := d.listing(ogp.Ref{Kind: ogp.KindSitemap}, candidate{by: ogp.FoundByRobots, in: robotsAddress})
	listing.URL, listing.State = robotsAddress, ogp.Fetched
	named := d.onSite(sitemap.Entry{Addresses: d.robots.Load().Sitemaps, Sitemap: true}, candidate{by: ogp.FoundByRobots, in: robotsAddress}, &listing)
	named = d.unread(named, &listing)
	if listing.State != ogp.Fetched {
		if err := d.emit(listing); err != nil {
			return err
		}
	}
	if err := d.readSitemaps(ctx, named); err != nil || d.documents > 0 {
		return err
	}
	for _, path := range wellKnown {
		address := d.site.at(path)
		at := candidate{address: address, by: ogp.FoundBySitemap, in: address}
		if d.read[sitemapKey(address)] {
			continue
		}
		found, err := d.probe(ctx, at)
		if err != nil || found {
			return err
		}
	}
	if len(named) == 0 {
		d.log.Warn("the site names no sitemap, and there is none at a well-known address", "site", d.site)
	}
	return nil
}

// onSite are the addresses of sitemaps, or of pages in one, that are on the site.
// A sitemap that is not, or an address that is too long, is a fault of what names
// it.
func (d *discovery) onSite(e sitemap.Entry, found candidate, names *ogp.Listing) (all []candidate) {
	base, err := url.Parse(found.in)
	if err != nil {
		return nil
	}
	for _, address := range e.Addresses {
		u, err := d.site.resolve(base, address)
		switch {
		case err != nil:
			fail(names, fmt.Sprintf("it names an %s, which was skipped", err))
		case u != nil:
			found.address = u.String()
			all = append(all, found)
		case e.Sitemap && !isTrap(address):
			fail(names, fmt.Sprintf("it names the sitemap %.100s, which is not on the site and was skipped", ogp.WithoutCredentials(address)))
		}
	}
	return all
}

// fail notes in the listing of a sitemap or member page what is wrong with it.
func fail(listing *ogp.Listing, reason string) {
	listing.State, listing.ErrorClass, listing.Reason = ogp.Failed, ogp.ClassContent, reason
}

// probe reads a sitemap that may not exist; one that does not exist is not a gap.
func (d *discovery) probe(ctx context.Context, at candidate) (found bool, err error) {
	children, listing, err := d.readOne(ctx, at)
	if err != nil || listing.State == ogp.Gone || listing.State == ogp.NotCommitment {
		return false, err
	}
	if err := d.emit(listing); err != nil {
		return false, err
	}
	return listing.State == ogp.Fetched, d.readSitemaps(ctx, children)
}

// readSitemaps reads sitemaps and those they name, in document order. All of them
// are named, so that one which is not there is a gap.
func (d *discovery) readSitemaps(ctx context.Context, queue []candidate) error {
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if d.read[sitemapKey(at.address)] {
			continue
		}
		children, listing, err := d.readOne(ctx, at)
		if err != nil {
			return err
		}
		if listing.State == ogp.Gone || listing.State == ogp.NotCommitment {
			listing.State = ogp.Failed
		}
		if err := d.emit(listing); err != nil {
			return err
		}
		queue = slices.Concat(children, queue)
	}
	return nil
}

// unread are the sitemaps that are to be read and were not named before: an index
// may name itself. What is over the limit is a fault of what names them.
func (d *discovery) unread(sitemaps []candidate, names *ogp.Listing) (all []candidate) {
	for _, at := range sitemaps {
		key := sitemapKey(at.address)
		if _, known := d.read[key]; known {
			continue
		}
		if len(d.read) >= d.limits.files {
			fail(names, fmt.Sprintf("there are more than %d sitemaps: from %s on, those that it names were skipped", d.limits.files, at.address))
			break
		}
		d.read[key] = false
		all = append(all, at)
	}
	return all
}

// sitemapKey is the same for all spellings of a sitemap's address.
func sitemapKey(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.RequestURI()
}

// readOne reads one sitemap: commitments and members in it are added, further
// sitemaps returned.
func (d *discovery) readOne(ctx context.Context, at candidate) (children []candidate, listing ogp.Listing, err error) {
	listing = d.listing(ogp.Ref{Kind: ogp.KindSitemap}, at)
	listing.URL = at.address
	d.read[sitemapKey(at.address)] = true
	x := &exchange{target: at.address, limit: d.limits.Bytes}
	stop, err := d.ask(ctx, x, &listing)
	if err != nil {
		return nil, listing, err
	}
	if stop != nil {
		return nil, listing, errors.Join(d.emit(listing), stop)
	}
	if x.final != "" {
		d.read[sitemapKey(x.final)] = true
	}
	if listing.State != ogp.Fetched {
		return nil, listing, nil
	}
	return d.entries(x, listing)
}

// entries adds the pages a sitemap names and returns the sitemaps it names, with
// the listing of the sitemap itself.
func (d *discovery) entries(x *exchange, listing ogp.Listing) ([]candidate, ogp.Listing, error) {
	var children []candidate
	found := candidate{by: ogp.FoundBySitemap, in: cmp.Or(x.final, x.target)}
	d.documents++
	for entry, err := range sitemap.Read(x.body, d.limits.Limits) {
		if err != nil {
			fail(&listing, err.Error())
			if errors.Is(err, sitemap.ErrNotSitemap) {
				listing.State, d.documents = ogp.NotCommitment, d.documents-1
			}
			continue
		}
		found.lastModified = d.dates.read(entry.Changed)
		for _, page := range d.onSite(entry, found, &listing) {
			page.in = x.target
			if entry.Sitemap {
				children = append(children, page)
			} else if err := d.addPage(page); err != nil {
				return nil, listing, err
			}
		}
	}
	return d.unread(children, &listing), listing, nil
}

// dates reads the dates of sitemaps, and counts those that it cannot read.
type dates struct {
	unreadable int
	example    string // the first of them
}

func (d *dates) read(text string) time.Time {
	at := sitemap.LastModified(text)
	if at.IsZero() && text != "" {
		if d.unreadable++; d.unreadable == 1 {
			d.example = fmt.Sprintf("%.40s", text)
		}
	}
	return at
}
