package ingest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"ogp"
	"ogp/store"
)

// foundPages are the commitment pages that a run found, under the address that
// was found first.
type foundPages map[ogp.PageKey]ogp.Listing

// add notes a page; a later address of it may tell when it last changed.
func (f foundPages) add(l ogp.Listing) {
	key := l.Key()
	first, known := f[key]
	switch {
	case !known:
		f[key] = l
	case first.LastModified.IsZero():
		first.LastModified = l.LastModified
		f[key] = first
	}
}

// of is the page as it was found; empty where it was not.
func (f foundPages) of(k store.Known) ogp.Listing { return f[k.Key()] }

func (f foundPages) has(k store.Known) bool {
	_, found := f[k.Key()]
	return found
}

// knownPages are the commitment pages that are known, by address: those of the
// database and, in a dry run, those just found.
func (r *run) knownPages(ctx context.Context) ([]store.Known, error) {
	var known []store.Known
	unknown := foundPages{} // what was found is in the database, but for a dry run
	if r.DryRun {
		unknown = maps.Clone(r.found)
	}
	if r.store != nil {
		archived, err := r.store.Known(ctx)
		if err != nil {
			return nil, err
		}
		for _, page := range archived {
			if found := unknown.of(page); !found.LastModified.IsZero() {
				page.LastModified = found.LastModified
			}
			delete(unknown, page.Key())
			known = append(known, page)
		}
	}
	for _, listing := range unknown {
		known = append(known, store.Known{Listing: listing})
	}
	slices.SortFunc(known, func(a, b store.Known) int { return strings.Compare(a.URL, b.URL) })
	return known, nil
}
