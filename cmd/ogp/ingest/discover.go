package ingest

import (
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/scrape"
	"ogp/store"
)

// findings are the commitment pages that this run found. They are kept as
// hashes: memory must not grow with the frontier.
type findings struct {
	seed  maphash.Seed
	pages map[uint64]bool // whether the sitemap dates the page
	plan  map[string]ogp.Listing
}

func newFindings() *findings {
	return &findings{seed: maphash.MakeSeed(), pages: map[uint64]bool{}}
}

// key is the same for all addresses of a page.
func (f *findings) key(id, language string) uint64 {
	return maphash.Comparable(f.seed, [2]string{id, language})
}

func (f *findings) add(l ogp.Listing) {
	key := f.key(l.ID, l.Language)
	f.pages[key] = f.pages[key] || !l.LastModified.IsZero()
}

func (f *findings) has(k store.Known) bool {
	_, found := f.pages[f.key(k.ID, k.Language)]
	return found
}

// dated reports whether a sitemap said, in this run, when the page last changed.
func (f *findings) dated(k store.Known) bool { return f.pages[f.key(k.ID, k.Language)] }

// visits reports whether the site is visited. Sources that name nothing there
// are no reason to look for all that there is.
func (i *importer) visits(online []scrape.Source) bool {
	return i.Online && (len(i.Sources) == 0 || len(online) > 0)
}

// discover notes what the site has.
func (i *importer) discover(ctx context.Context, online []scrape.Source) error {
	options, before, err := i.discoverOptions(ctx, online)
	if err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	for listing, err := range i.collector.Discover(whole, options) {
		if err != nil {
			return errors.Join(err, i.leaveSearch(whole))
		}
		if err := i.list(whole, listing); err != nil {
			return err
		}
	}
	i.warnFew(before)
	return i.settleSearch(whole)
}

// leaveSearch stores what a search had found that ended early, and counts what
// is due of it. What a refresh has to ask for, only a whole search can tell.
func (i *importer) leaveSearch(ctx context.Context) error {
	i.counts.Searching = true
	err := i.settleSearch(ctx)
	if err != nil || i.record.Command == Refresh || i.DryRun {
		return err
	}
	return i.countDue(ctx)
}

// settleSearch stores what a search found, also where it ended early.
func (i *importer) settleSearch(ctx context.Context) error {
	i.record.Listed += len(i.found.pages)
	if i.DryRun {
		return nil
	}
	return i.flush(ctx)
}

// discoverOptions say where to look, and how many pages are known before. A run
// that goes on with another one does not read the member pages again that the
// other one has read, and no comparison of numbers makes sense then.
func (i *importer) discoverOptions(ctx context.Context, online []scrape.Source) (o scrape.DiscoverOptions, before int, err error) {
	o = scrape.DiscoverOptions{Sources: online, Members: i.Members}
	if i.store == nil || len(i.Sources) > 0 {
		return o, 0, nil
	}
	members, err := i.store.Members(ctx)
	if err != nil {
		return o, 0, err
	}
	for _, member := range members {
		o.Known = append(o.Known, ogp.ParseURL(member.URL))
	}
	if !i.since.IsZero() {
		o.Read, err = i.store.Read(ctx, i.since)
	}
	if err != nil || len(o.Read) > 0 || len(i.Members) > 0 {
		return o, 0, err
	}
	for _, err := range i.store.Known(ctx) {
		if err != nil {
			return o, 0, err
		}
		before++
	}
	return o, before, nil
}

const (
	// listedAtOnce is how many addresses are held before they are stored.
	listedAtOnce = 2000
	// pauseToStore is the pause between requests that leaves time to store each
	// member page that was read: a run that goes on then asks for none again.
	pauseToStore = 100 * time.Millisecond
)

// list takes in one address that was found.
func (i *importer) list(ctx context.Context, listing ogp.Listing) error {
	if listing.Kind != ogp.KindCommitment {
		return i.searched(ctx, listing)
	}
	i.found.add(listing)
	if i.DryRun {
		i.found.note(listing)
		return nil
	}
	i.listings = append(i.listings, listing)
	if len(i.listings) >= listedAtOnce {
		return i.flush(ctx)
	}
	return i.flushFull(ctx)
}

// searched takes in a member page or sitemap that was read; what it names came
// before.
func (i *importer) searched(ctx context.Context, listing ogp.Listing) error {
	i.batch.Listings = append(i.batch.Listings, listing)
	// That a member does not exist is no news, unless it was asked for.
	asked := listing.State == ogp.Gone && listing.FoundBy == "argument"
	if listing.State == ogp.Failed || listing.State == ogp.Refused || asked {
		i.gaps = append(i.gaps, Gap{listing.URL, listing.Reason})
	}
	if i.DryRun || i.collector.Estimate(1) < pauseToStore {
		return i.flushFull(ctx)
	}
	return i.flush(ctx)
}

// warnFew says so where the site lists far fewer pages than it did: lists may
// be filled by a script, and a sitemap may be half made.
func (i *importer) warnFew(before int) {
	found := len(i.found.pages)
	if found*10 >= before*8 {
		return
	}
	i.counts.Found, i.counts.Known = found, before
	i.Log.Warn("the site lists far fewer commitments than are known: its lists may be incomplete at the moment; the known ones are kept",
		"found", found, "known", before)
}

// wanted are the pages that this run asks for, as many as --limit allows.
func (i *importer) wanted(ctx context.Context) iter.Seq2[store.Known, error] {
	return func(yield func(store.Known, error) bool) {
		room := i.room()
		for page, err := range i.pages(ctx) {
			if err == nil && !i.selects(page) {
				continue
			}
			if room--; room < 0 {
				return
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// room is how many more pages --limit allows.
func (i *importer) room() int {
	if i.Limit == 0 {
		return math.MaxInt
	}
	return i.Limit - i.counts.Read
}

// selects reports whether the run asks for a page.
func (i *importer) selects(page store.Known) bool { return i.ofMember(page.URL) && i.wants(page) }

// ofMember reports whether a page is one of the members asked for.
func (i *importer) ofMember(address string) bool {
	members := i.Members
	return len(members) == 0 || slices.Contains(members, strings.ToLower(ogp.ParseURL(address).Slug))
}

// countDue counts what is to be done, for the progress bar and the summary.
func (i *importer) countDue(ctx context.Context) error {
	for page, err := range i.pages(ctx) {
		switch {
		case err != nil:
			return err
		case i.selects(page):
			i.counts.Due++
		case i.found.has(page):
			i.counts.Present++
			if i.record.Command == Refresh && page.Archived() && page.TriedAt.Before(i.record.StartedAt) {
				i.counts.Undated++
			}
		}
	}
	if room := i.room(); i.counts.Due > room {
		i.counts.Due, i.counts.OverLimit = room, i.counts.Due-room
	}
	return nil
}

// missing is what an import wants: pages that the archive does not have, of
// those the sources name or, without any, of all that are known.
func (i *importer) missing(page store.Known) bool {
	return page.Due() && (len(i.Sources) == 0 || i.found.has(page))
}

// revisit is what a refresh wants: every page, unless it was asked for already
// by the run that this one goes on with, or the sitemap says that it has not
// changed since it was seen. What failed in that run, or was refused, may be had
// by now. What is no commitment page is looked at again when
// a full sweep is due.
func (i *importer) revisit(page store.Known) bool {
	tried := page.TriedAt
	answered := slices.Contains([]ogp.Outcome{ogp.Fetched, ogp.Unchanged, ogp.Gone, ogp.NotCommitment}, page.State)
	if answered && !i.since.IsZero() && !tried.Before(i.since) {
		return false
	}
	sweep := tried.IsZero() || i.record.StartedAt.Sub(tried) >= i.fullSweep() || i.Full
	switch page.State {
	case ogp.NotCommitment:
		return sweep
	case ogp.Fetched, ogp.Unchanged:
		return sweep || !page.Archived() || !i.found.dated(page) || !page.LastSeen.After(endOf(page.LastModified))
	default:
		return true
	}
}

// endOf is the end of the time that a sitemap gives: many give days only.
func endOf(modified time.Time) time.Time {
	if modified.Equal(modified.Truncate(24 * time.Hour)) {
		return modified.Add(24 * time.Hour)
	}
	return modified
}
