package scrape

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"ogp"
)

// wellKnown are the usual paths of sitemaps: Yoast's, the general one, WordPress's.
var wellKnown = []string{"/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml"}

// siteSitemaps reads the sitemaps the site names or, where it names none, the
// first one found at a well-known address.
func (d *discovery) siteSitemaps(ctx context.Context) error {
	robotsAddress := d.site.at(robotsPath)
	var named []candidate
	for _, address := range d.robots.Load().Sitemaps {
		named = append(named, candidate{address: address, by: ogp.FoundByRobots, in: robotsAddress})
	}
	if len(named) > 0 {
		return d.readSitemaps(ctx, named)
	}
	for _, path := range wellKnown {
		address := d.site.at(path)
		at := candidate{address: address, by: ogp.FoundBySitemap, in: address}
		if !d.isNewSitemap(at) {
			continue
		}
		found, err := d.probe(ctx, at)
		if err != nil || found {
			return err
		}
	}
	d.log.Warn("the site names no sitemap, and there is none at a well-known address", "site", d.site)
	return nil
}

// probe reads a sitemap that may not exist; one that does not is no gap.
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

// readSitemaps reads sitemaps and those they name, in document order, each once:
// an index may name itself.
func (d *discovery) readSitemaps(ctx context.Context, queue []candidate) error {
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !d.isNewSitemap(at) {
			continue
		}
		children, listing, err := d.readOne(ctx, at)
		if err != nil {
			return err
		}
		if err := d.emit(listing); err != nil {
			return err
		}
		queue = slices.Concat(children, queue)
	}
	return nil
}

// isNewSitemap reports whether a sitemap is on the site and was not read before,
// under this address or one that leads to it.
func (d *discovery) isNewSitemap(at candidate) bool {
	key := d.sitemapKey(at.address)
	if key == "" {
		d.log.Warn("sitemap is not on the site and is skipped", "sitemap", at.address, "found_in", at.in)
		return false
	}
	first := !d.read[key]
	d.read[key] = true
	return first
}

// sitemapKey is the same for all spellings of a sitemap's address, and empty
// for addresses that are not on the site.
func (d *discovery) sitemapKey(address string) string {
	u, err := url.Parse(address)
	if err != nil || !d.site.holds(u) || isTrap(address) {
		return ""
	}
	return u.RequestURI()
}

// readOne reads one sitemap: commitments and members in it are added, further
// sitemaps returned.
func (d *discovery) readOne(ctx context.Context, at candidate) (children []candidate, listing ogp.Listing, err error) {
	listing = d.listing(ogp.Ref{Kind: ogp.KindSitemap}, at)
	listing.URL = at.address
	if len(d.read) > d.limits.files {
		listing.State, listing.ErrorClass = ogp.Failed, ogp.ClassContent
		listing.Reason = fmt.Sprintf("more than %d sitemaps: this one was not read", d.limits.files)
		return nil, listing, nil
	}
	x := &exchange{target: at.address, limit: d.limits.bytes}
	stop, err := d.ask(ctx, x, &listing)
	if err != nil {
		return nil, listing, err
	}
	if stop != nil {
		return nil, listing, errors.Join(d.emit(listing), stop)
	}
	if x.final != "" {
		d.read[d.sitemapKey(x.final)] = true
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
	for entry, err := range readSitemap(x.body, d.limits) {
		switch {
		case errors.Is(err, errNotSitemap):
			listing.State, listing.ErrorClass, listing.Reason = ogp.NotCommitment, ogp.ClassContent, err.Error()
			continue
		case err != nil:
			listing.State, listing.ErrorClass, listing.Reason = ogp.Failed, ogp.ClassContent, err.Error()
			continue
		}
		found := candidate{address: entry.Loc, by: ogp.FoundBySitemap, in: x.target, lastModified: w3cTime(entry.LastModified)}
		if entry.sitemap {
			children = append(children, found)
		} else if err := d.addPage(found); err != nil {
			return nil, listing, err
		}
	}
	return children, listing, nil
}
