package scrape

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"ogp"
)

// errStopped ends a search whose consumer has stopped.
var errStopped = errors.New("unwanted")

// DiscoverOptions say where to look for commitments, and which are wanted.
type DiscoverOptions struct {
	// Sources are where to look: addresses of commitments are yielded as they
	// are, member pages and sitemaps are read. None: everything the site itself
	// names. Sources that are not Online are ignored.
	Sources []Source
	// Members are slugs. Where there are any, only pages of these members are
	// yielded, and their member pages are read whether or not a sitemap
	// names them.
	Members []string
	// Read are the canonical addresses of member pages that need not be read
	// again, since the run that this one resumes has read them.
	Read map[string]bool
	// Known are pages of earlier runs: the member pages among them are read
	// even where no sitemap names them any more.
	Known []ogp.Ref
}

// Discover finds the addresses of commitments: in the sitemaps that robots.txt
// names, or else those at well-known addresses, and all they lead to; then in
// member pages. Only addresses of commitment and member pages on the site are
// taken, and each page is yielded once, whatever its spellings.
//
// A commitment is yielded as ogp.Listed when it is found. A member page or
// sitemap is yielded after all that it names, with what came of it, so that a
// gap in the search is a row as well. An error is the last thing yielded, beside a
// zero Listing: ErrSiteRefuses, or the context's.
func (c *Collector) Discover(ctx context.Context, options DiscoverOptions) iter.Seq2[ogp.Listing, error] {
	return func(yield func(ogp.Listing, error) bool) {
		d := &discovery{
			Collector: c,
			options:   options,
			yield:     func(listing ogp.Listing) bool { return yield(listing, nil) },
			seen:      map[ogp.Ref]bool{},
			read:      map[string]bool{},
		}
		if err := d.run(ctx); err != nil && !errors.Is(err, errStopped) {
			yield(ogp.Listing{}, err)
		}
	}
}

// discovery is one search.
type discovery struct {
	*Collector
	options DiscoverOptions
	yield   func(ogp.Listing) bool
	seen    map[ogp.Ref]bool // pages found
	read    map[string]bool  // sitemaps named, and whether they were requested
	members []candidate      // member pages to read

	documents int    // sitemaps and member pages that could be read
	found     int    // commitments
	refusal   string // why one of them could not; empty while none was refused or failed
	dates     dates  // of the sitemaps
}

// candidate is an address and how it was found.
type candidate struct {
	address      string
	by           ogp.FoundBy
	in           string
	lastModified time.Time
}

func (d *discovery) run(ctx context.Context) error {
	if err := d.ready(ctx); err != nil {
		return err
	}
	if err := d.start(ctx); err != nil {
		return err
	}
	for _, ref := range d.options.Known {
		d.addMember(ref, candidate{by: ogp.FoundByMember, in: ref.URL()})
	}
	for _, slug := range d.options.Members {
		ref := ogp.Ref{Kind: ogp.KindMember, Language: "en", Slug: ogp.Slug(slug)}
		d.addMember(ref, candidate{by: ogp.FoundByArgument, in: slug})
	}
	for _, member := range d.members {
		if err := d.readMember(ctx, member); err != nil {
			return err
		}
	}
	return d.conclude()
}

// conclude tells what became of the search: where nothing could be read, and
// something was refused, the site refuses.
func (d *discovery) conclude() error {
	if d.dates.unreadable > 0 {
		d.log.Warn("dates in the sitemaps cannot be read: pages with such a date are requested in every refresh",
			"dates", d.dates.unreadable, "example", d.dates.example)
	}
	if d.documents == 0 && d.found == 0 && d.refusal != "" {
		return fmt.Errorf("%w: no sitemap and no member page could be read, the last one: %s; wait some hours, then run the same command again",
			ErrSiteRefuses, d.refusal)
	}
	return nil
}

// start follows the sources or, without any, what the site names.
func (d *discovery) start(ctx context.Context) error {
	if len(d.options.Sources) == 0 {
		return d.siteSitemaps(ctx)
	}
	var sitemaps []candidate
	for _, source := range d.options.Sources {
		from := candidate{address: source.Arg, by: ogp.FoundByArgument, in: source.Arg}
		if source.List != "" {
			from.by, from.in = ogp.FoundByFile, source.List
		}
		if source.Kind == SourceSitemap {
			sitemaps = append(sitemaps, from)
		} else if source.Online() {
			if err := d.addPage(from); err != nil {
				return err
			}
		}
	}
	listing := d.listing(ogp.Ref{Kind: ogp.KindSitemap}, candidate{})
	return d.readSitemaps(ctx, d.unread(sitemaps, &listing))
}

// addPage adds the address of a page on the site: a commitment is yielded, a
// member page is noted for later.
func (d *discovery) addPage(found candidate) error {
	ref := ogp.ParseURL(found.address)
	switch {
	case ref.Kind == ogp.KindMember:
		d.addMember(ref, found)
		return nil
	case ref.Kind != ogp.KindCommitment, !d.wanted(ref), !d.isNew(ref):
		return nil
	}
	d.found++
	return d.emit(d.listing(ref, found))
}

// addMember notes a member page, in English only: its translations link to
// translations of the same commitments.
func (d *discovery) addMember(ref ogp.Ref, found candidate) {
	ref.Language = "en"
	if ref.Kind != ogp.KindMember || d.options.Read[ref.URL()] || !d.wanted(ref) || !d.isNew(ref) {
		return
	}
	found.address = ref.On(d.site.String())
	d.members = append(d.members, found)
}

// isNew reports whether a page was not found before.
func (d *discovery) isNew(ref ogp.Ref) bool {
	known := d.seen[ref]
	d.seen[ref] = true
	return !known
}

// wanted reports whether a page belongs to the selected members.
func (d *discovery) wanted(ref ogp.Ref) bool {
	return ref.Slug != "" && (len(d.options.Members) == 0 ||
		slices.ContainsFunc(d.options.Members, func(slug string) bool { return ogp.Slug(slug) == ref.Slug }))
}

// readMember reads one member page and adds the commitments it links to.
func (d *discovery) readMember(ctx context.Context, member candidate) error {
	x := &exchange{target: member.address, limit: d.Collector.options.MaxBody, page: true}
	listing := d.listing(ogp.ParseURL(member.address), member)
	stop, err := d.ask(ctx, x, &listing)
	if err != nil {
		return err
	}
	if listing.State == ogp.Fetched {
		d.documents++
		if err := d.addLinks(x, &listing); err != nil {
			return err
		}
	}
	return errors.Join(d.emit(listing), stop)
}

// addLinks adds the commitments that a member page links to.
func (d *discovery) addLinks(x *exchange, listing *ogp.Listing) error {
	links, err := pageLinks(x, d.site)
	if err != nil {
		fail(listing, err.Error())
	}
	for _, link := range links {
		if ogp.ParseURL(link).Kind != ogp.KindCommitment {
			continue
		}
		if err := d.addPage(candidate{address: link, by: ogp.FoundByMember, in: x.target}); err != nil {
			return err
		}
	}
	return nil
}

// ask makes a request and notes in the listing what came of it. Its errors are
// those of Collector.request.
func (d *discovery) ask(ctx context.Context, x *exchange, listing *ogp.Listing) (stop, err error) {
	visit, stop, err := d.request(ctx, x)
	if err != nil {
		return nil, err
	}
	listing.State, listing.ErrorClass, listing.Reason, listing.TriedAt = visit.Outcome, visit.ErrorClass, visit.Error, visit.At
	if visit.Outcome == ogp.Refused || visit.Outcome == ogp.Failed {
		d.refusal = visit.Error
	}
	return stop, nil
}

// listing is the row of a page as it was found.
func (d *discovery) listing(ref ogp.Ref, found candidate) ogp.Listing {
	return ogp.Listing{
		URL:          ref.URL(),
		Kind:         ref.Kind,
		ID:           ref.ID,
		Language:     ref.Language,
		FoundBy:      found.by,
		FoundIn:      found.in,
		FoundAt:      d.clock.Now().UTC(),
		LastModified: found.lastModified,
		State:        ogp.Listed,
	}
}

func (d *discovery) emit(listing ogp.Listing) error {
	if !d.yield(listing) {
		return errStopped
	}
	return nil
}
