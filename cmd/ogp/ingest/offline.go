package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"ogp"
	"ogp/scrape"
	"ogp/store"
)

// offline brings in the pages of files, and returns the sources that are on the
// site, those that lists name among them.
func (i *importer) offline(ctx context.Context) ([]scrape.Source, error) {
	for _, source := range i.Sources {
		pages := filePages(source)
		if pages == nil {
			continue
		}
		if err := i.saved(ctx, pages); err != nil {
			return nil, err
		}
	}
	return i.lists(ctx)
}

// hasFiles reports whether a source holds pages itself.
func (i *importer) hasFiles() bool {
	return slices.ContainsFunc(i.Sources, func(source scrape.Source) bool { return filePages(source) != nil })
}

// filePages are the pages that a source holds itself; nil where it holds none.
func filePages(source scrape.Source) iter.Seq2[scrape.SavedPage, error] {
	switch source.Kind {
	case scrape.SourceFile, scrape.SourceFolder:
		return scrape.Saved(source.Arg)
	case scrape.SourceWARC:
		return scrape.WARC(source.Arg)
	}
	return nil
}

// saved brings in pages of files; a dry run prints which those are.
func (i *importer) saved(ctx context.Context, pages iter.Seq2[scrape.SavedPage, error]) error {
	for page, err := range pages {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, scrape.ErrNoPages):
			return err
		case i.room() == 0:
			i.counts.Cut = true
			return nil
		case err != nil:
			i.record.Listed++
			i.miss(ogp.Failed, page.File, errors.New(strings.TrimPrefix(err.Error(), page.File+": ")))
			continue
		}
		if err := i.savedPage(page); err != nil {
			return err
		}
		if err := i.flushFull(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// savedPage takes in one page of a file, and notes its address: a refresh is to
// visit it, and an import to pass it over.
func (i *importer) savedPage(page scrape.SavedPage) error {
	if page.FetchedAt.IsZero() {
		page.FetchedAt = i.record.StartedAt
	}
	reading, err := ReadPage(page.Page)
	if err == nil && !i.ofMember(reading.URL) {
		i.counts.OtherMembers++
		return nil
	}
	i.record.Listed++
	if err != nil {
		i.miss(ogp.NotCommitment, nameOf(page), err)
		return nil
	}
	i.counts.Read++
	if page.File != i.counts.lastFile {
		i.counts.Files, i.counts.lastFile = i.counts.Files+1, page.File
	}
	if i.DryRun {
		_, err := fmt.Fprintf(i.Stdout, "%s\t%s\n", page.File, reading.URL)
		return err
	}
	i.keep(store.Archived{Page: page.Page, Reading: reading, From: page.File})
	if reading.URL == "" {
		return nil
	}
	ref := ogp.ParseURL(reading.URL)
	i.batch.Listings = append(i.batch.Listings, ogp.Listing{
		URL: ref.URL(), Kind: ref.Kind, ID: ref.ID, Language: reading.Language, State: ogp.Fetched,
		FoundBy: "file", FoundIn: page.File, FoundAt: i.record.StartedAt,
	})
	return nil
}

// nameOf tells the pages of a file apart that holds several.
func nameOf(page scrape.SavedPage) string {
	if page.URL == "" {
		return page.File
	}
	return page.File + ": " + page.URL
}

// lists are the sources on the site. A line of a list that names none is a gap.
func (i *importer) lists(ctx context.Context) ([]scrape.Source, error) {
	var online []scrape.Source
	for _, source := range i.Sources {
		switch {
		case source.Online():
			online = append(online, source)
			continue
		case !IsList(source):
			continue
		case source.Kind == scrape.SourceDatabase && !i.DryRun:
			if kept, err := i.official(ctx, source); err != nil {
				return nil, err
			} else if !kept {
				continue
			}
		}
		for listed, err := range scrape.Listed(source, i.collector.Site(), i.Stdin) {
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case errors.Is(err, scrape.ErrNoAddresses):
				return nil, err
			case err != nil:
				i.record.Listed++
				i.miss(ogp.Failed, listed.List, err)
			default:
				online = append(online, listed)
			}
		}
	}
	return online, nil
}

// IsList reports whether a source is a list of addresses on the site.
func IsList(source scrape.Source) bool {
	return source.Kind == scrape.SourceList || source.Kind == scrape.SourceDatabase
}
