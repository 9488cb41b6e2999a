package ingest

import (
	"context"

	"ogp"
	"ogp/parse"
	"ogp/store"
	"ogp/store/unread"
)

// readUnread tries to read the pages that an earlier parser could not read.
func readUnread(ctx context.Context, s *store.Store) error {
	addresses, err := unread.Addresses(ctx, s.DB())
	if err != nil || len(addresses) == 0 {
		return err
	}
	known, err := s.Known(ctx)
	if err != nil {
		return err
	}
	states := map[string]store.Known{}
	for _, page := range known {
		states[page.URL] = page
	}
	var batch store.Batch
	for _, address := range addresses {
		page, err := unread.Of(ctx, s.DB(), address)
		if err != nil {
			return err
		}
		if addRead(&batch, page, states[address]) && len(batch.Pages) == batchPages {
			if _, err := s.Save(ctx, batch); err != nil {
				return err
			}
			batch = store.Batch{}
		}
	}
	if _, err = s.Save(ctx, batch); err != nil {
		return err
	}
	return s.Remember(ctx, store.SettingUnread, parse.Version())
}

// addRead adds a page that can be read now to a batch. Where it is what the site
// sent when it was requested last, nothing is missing any more.
func addRead(batch *store.Batch, page unread.Page, known store.Known) bool {
	reading, err := ReadPage(page.Page)
	if err == nil {
		err = matchAddress(&reading, ogp.ParseURL(page.Address).Key())
	}
	if err != nil {
		return false
	}
	batch.Read = append(batch.Read, page.Address)
	batch.Pages = append(batch.Pages, store.Archived{Page: page.Page, Reading: reading})
	if (known.State == ogp.NotCommitment || known.State == ogp.Mismatch) && !page.FetchedAt.Before(known.TriedAt) {
		listing := known.Listing
		listing.State, listing.ErrorClass, listing.Reason, listing.SeenAt = ogp.Fetched, "", "", page.FetchedAt
		batch.Listings = append(batch.Listings, listing)
	}
	return true
}
