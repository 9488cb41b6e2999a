package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/unread"
)

// importFiles imports the pages that sources hold themselves.
func (r *run) importFiles(ctx context.Context) (err error) {
	for _, source := range r.Sources {
		if source.Kind != scrape.SourceFile && source.Kind != scrape.SourceFolder {
			continue
		}
		r.report.HasFiles = true
		if err := r.importSaved(ctx, scrape.Saved(ctx, source.Arg)); err != nil {
			return err
		}
	}
	return nil
}

// importSaved imports pages of files; a dry run prints which those are.
func (r *run) importSaved(ctx context.Context, pages iter.Seq2[scrape.SavedPage, error]) error {
	for page := range readSaved(pages) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(page.fileErr, scrape.ErrNoPages) && len(r.Sources) > 1:
			r.Log.Warn("a source holds no page: " + page.fileErr.Error())
			continue
		case errors.Is(page.fileErr, scrape.ErrNoPages):
			return r.unusable(page.fileErr)
		case r.report.skips(page.fileErr):
			continue
		case r.room() == 0:
			r.report.Cut = true
			return nil
		case page.fileErr != nil:
			r.report.fail(scrape.OutcomeOf(page.fileErr), page.File, strings.TrimPrefix(page.fileErr.Error(), page.File+": "))
		case page.URL != "" && !scrape.FromSite(page.URL, r.collector.Site()):
			r.report.fail(ogp.Refused, page.name(), "it comes from another host than the site's: name that host with --site if its pages are OGP's")
		default:
			if err := r.takeSaved(context.WithoutCancel(ctx), page); err != nil {
				return err
			}
		}
		if err := r.batches.storeFull(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// room is how many more pages the limit allows.
func (r *run) room() int {
	if r.Limit == 0 {
		return math.MaxInt
	}
	return r.Limit - r.report.Read
}

// takeSaved takes in one page of a file, and notes its address: a refresh is to
// visit it, and an import, too: the site has not sent it.
func (r *run) takeSaved(ctx context.Context, page savedReading) error {
	if err := r.setTime(&page.SavedPage, r.Now()); err != nil {
		r.report.fail(ogp.Failed, page.name(), err.Error())
		return nil
	}
	id, address := ogp.ParseURL(page.URL).ID, page.URL
	if page.What == "" && page.pageErr == nil {
		id, address = page.reading.ID, page.reading.URL
	}
	switch {
	case r.forgotten[id]:
		r.report.skip("`ogp forget` took its page out, and `ogp import ADDRESS` takes it in again")
		return nil
	case !r.due.ofMember(address) && page.pageErr == nil:
		r.report.OtherMembers++
		return nil
	case page.What != "":
		r.takeSeen(page.SavedPage)
		return nil
	case page.pageErr != nil:
		r.report.fail(outcomeOf(page.pageErr), page.name(), page.pageErr.Error())
		if ref := ogp.ParseURL(page.URL); ref.Kind == ogp.KindCommitment {
			r.batches.addUnread(unread.Page{Page: page.Page, Address: ref.URL(), Reason: page.pageErr.Error()})
		}
		return nil
	}
	r.report.addFilePage(page.File)
	if r.DryRun {
		r.report.Run.Listed++
		_, err := fmt.Fprintf(r.Stdout, "%s\t%s\n", console.Line(page.File), console.Line(page.reading.URL))
		return err
	}
	whole := page.Header == nil || hasEnd(page.Body) // a browser that saves a page may write it without its end
	if !r.cut.hold(page, whole) {
		addSaved(r, page)
		return nil
	}
	if r.cut.full() {
		return decideSaved(ctx, r)
	}
	return nil
}

// addSaved takes in a page of a file with its reading.
func addSaved(r *run, page savedReading) {
	r.report.Run.Listed++
	r.report.Run.Fetched++
	r.batches.addPage(store.Archived{
		Page: page.Page, Reading: page.reading, From: r.recorded(page.File), Run: r.report.Run.ID, LearnedAt: r.report.Run.StartedAt,
	})
	r.batches.addNamed(page.reading.URL, page.reading.Language, r.recorded(page.File))
}

// decideSaved decides about the pages of files that were held, once those with an end
// are stored. A file has no more of a page another day: what most pages have is nothing
// against it.
func decideSaved(ctx context.Context, r *run) error {
	if len(r.cut.held) == 0 {
		return nil
	}
	if err := r.batches.store(ctx); err != nil {
		return err
	}
	return r.cut.decide(ctx, r.store, false, func(page savedReading, truncated bool) {
		switch {
		case truncated:
			r.report.fail(ogp.Truncated, page.name(), noEnd)
			return
		case !r.cut.changed:
			page.reading.Issues = append(page.reading.Issues, endMissing(page.reading.URL))
		}
		addSaved(r, page)
	})
}

// takeSeen takes in what was seen of a page without its content. Another address of
// the page is noted beside the one it was seen at.
func (r *run) takeSeen(page scrape.SavedPage) {
	r.report.Seen[page.What]++
	asked, moved := ogp.ParseURL(page.URL), ogp.ParseURL(page.MovedTo)
	if page.What != ogp.SeenMoved {
		r.batches.Seen = append(r.batches.Seen, ogp.Observation{
			ID: asked.ID, Language: asked.Language, SeenAt: page.FetchedAt, TimeFrom: page.TimeFrom, Source: page.Source,
			What: page.What, SameAs: page.SameAs, Digest: page.Digest, URL: page.URL, CaptureURL: page.CaptureURL,
			Run: r.report.Run.ID, LearnedAt: r.report.Run.StartedAt,
		})
	} else if moved.URL() != asked.URL() {
		r.batches.addNamed(page.URL, asked.Language, page.File)
		r.batches.addNamed(page.MovedTo, asked.Language, page.File)
	}
}

// name names a page, also one of several in a file.
func (p *savedReading) name() string {
	if p.URL == "" || strings.HasSuffix(p.File, p.URL) {
		return p.File
	}
	return p.File + ": " + p.URL
}

// onlineSources are the sources on the site and the captures in web archives, those
// that lists name among them. A line of a list that names none is a gap.
func (r *run) onlineSources(ctx context.Context) (online, captures []scrape.Source, err error) {
	add := func(source scrape.Source) {
		switch {
		case source.Online():
			online = append(online, source)
		case source.Kind == scrape.SourceCapture, source.Kind == scrape.SourceCaptures:
			captures = append(captures, source)
		}
	}
	for _, source := range r.Sources {
		add(source)
		if !IsList(source) {
			continue
		}
		addresses := scrape.Listed(ctx, source, r.collector.Site(), r.Stdin)
		if source.Kind == scrape.SourceDatabase {
			database, err := r.readOfficial(ctx, source.Arg)
			if err != nil {
				return nil, nil, err
			}
			if database == nil {
				continue
			}
			if r.NoFetch && !database.List {
				continue
			}
			addresses = scrape.ListedIn(source.Arg, database.Addresses(), r.collector.Site())
		}
		for listed, err := range addresses {
			switch {
			case ctx.Err() != nil:
				return nil, nil, ctx.Err()
			case errors.Is(err, scrape.ErrNoAddresses):
				return nil, nil, r.unusable(err)
			case err != nil:
				r.report.fail(ogp.Failed, listed.List, err.Error())
			default:
				add(listed)
			}
		}
	}
	return online, captures, nil
}

// unusable is an error of a source, which may be the only one.
func (r *run) unusable(err error) error {
	if len(r.Sources) == 1 {
		return UnusableError{err}
	}
	return err
}

// IsList reports whether a source is a list of addresses on the site.
func IsList(source scrape.Source) bool {
	return slices.Contains([]scrape.SourceKind{scrape.SourceList, scrape.SourceDatabase}, source.Kind)
}
