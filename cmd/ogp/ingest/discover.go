package ingest

import (
	"context"
	"errors"
	"time"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/scrape"
)

// discover finds the pages that the site, or the sources on it, name.
func (r *run) discover(ctx context.Context, online []scrape.Source) error {
	options, before, err := r.discoverOptions(ctx, online)
	if err := errors.Join(err, openOnDemand(r.store)); err != nil {
		return err
	}
	bar, read := r.Progress("finding pages"), 0
	defer bar.Close()
	bar.At(0, 0)
	whole := context.WithoutCancel(ctx)
	for listing, err := range r.collector.Discover(whole, options) {
		if err != nil {
			return errors.Join(err, r.leaveDiscovery(whole))
		}
		if err := r.takeListing(whole, listing); err != nil {
			return err
		}
		if listing.Kind != ogp.KindCommitment {
			read++
			bar.Note(console.Count(read, "list", "read").String())
		}
		bar.At(len(r.found), 0)
	}
	r.report.Run.Listed += len(r.found)
	if len(r.found) == 0 && len(r.Sources) == 0 && len(r.report.Gaps) == 0 {
		r.report.Gaps = append(r.report.Gaps, Gap{Name: r.collector.Site(), Reason: "neither its sitemaps nor its member pages list a commitment"})
	}
	r.warnFew(before)
	if r.store != nil {
		if err := r.store.KeepOpen(whole); err != nil { // until pages are requested
			return err
		}
	}
	return r.batches.store(whole)
}

// leaveDiscovery stores what a search found that ended early, and counts what is
// due of it. What a refresh has to request, only a whole search can tell.
func (r *run) leaveDiscovery(ctx context.Context) error {
	r.report.Searching = true
	r.report.Run.Listed += len(r.found)
	err := r.batches.store(ctx)
	if err != nil || r.Command == Refresh || r.DryRun {
		return err
	}
	_, err = r.duePages(ctx)
	return err
}

// discoverOptions say where to look, and how many pages are known before. A run
// that resumes another one does not read the member pages again that the other
// one has read, and no comparison of numbers makes sense then.
func (r *run) discoverOptions(ctx context.Context, online []scrape.Source) (o scrape.DiscoverOptions, before int, err error) {
	o = scrape.DiscoverOptions{Sources: online, Members: r.Members}
	if r.store == nil || len(r.Sources) > 0 {
		return o, 0, nil
	}
	members, err := r.store.Members(ctx)
	if err != nil {
		return o, 0, err
	}
	resumed := r.due.resumed
	o.Read = map[string]bool{}
	for _, member := range members {
		o.Known = append(o.Known, ogp.ParseURL(member.URL))
		if !resumed.IsZero() && member.State == ogp.Fetched && !member.TriedAt.Before(resumed.Truncate(time.Microsecond)) {
			o.Read[member.URL] = true
		}
	}
	if len(o.Read) > 0 || len(r.Members) > 0 {
		return o, 0, nil
	}
	known, err := r.knownPages(ctx)
	if r.Limit == 0 {
		r.report.Run.Scope, r.report.Run.Known = scopeSite, len(known)
	}
	return o, len(known), err
}

// The scopes of runs.
const (
	scopeSite = "site"
	scopePart = "part"
)

// pauseToStore is the pause between requests that leaves time to store each
// member page that was read: a run that resumes this one then requests none again.
const pauseToStore = 100 * time.Millisecond

// takeListing takes in one address: a commitment page that was found, or a
// member page or sitemap that was read, after what it names.
func (r *run) takeListing(ctx context.Context, listing ogp.Listing) error {
	if r.batches.failed != nil {
		return r.batches.failed
	}
	if listing.Kind == ogp.KindCommitment {
		r.found.add(listing)
		r.batches.Found = append(r.batches.Found, listing)
		return r.batches.storeFull(ctx)
	}
	r.batches.Listings = append(r.batches.Listings, listing)
	// That a member does not exist is no news, unless it was asked for.
	asked := listing.State == ogp.Gone && listing.FoundBy == ogp.FoundByArgument
	if listing.State == ogp.Failed || listing.State == ogp.Refused || asked {
		r.report.Gaps = append(r.report.Gaps, Gap{Name: listing.URL, Reason: listing.Reason})
	}
	if r.collector.Estimate(1) < pauseToStore {
		return r.batches.storeFull(ctx)
	}
	return r.batches.store(ctx)
}

// warnFew says so where the site lists far fewer pages than it did: lists may
// be filled by a script, and a sitemap may be half made.
func (r *run) warnFew(before int) {
	found := len(r.found)
	if found*10 >= before*8 {
		return
	}
	r.report.Found, r.report.Known = found, before
	r.Log.Warn("the site lists far fewer commitments than are known: its lists may be incomplete at the moment; the known ones are kept",
		"found", found, "known", before)
}
