package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"ogp"
)

// Rederive reads every archived version again and rebuilds all derived tables,
// in one transaction: where it fails, is cancelled or killed, the old rows
// stay. read is called from several goroutines at once. A page that it finds to
// be no commitment page (ogp.ErrNotCommitment) stays in the archive without a
// reading; any other error ends the rebuild. Fingerprints are taken over too,
// so that a parser that makes them otherwise does not see changes in pages that
// did not change. progress, which may be nil, is told how far it is.
func (s *Store) Rederive(ctx context.Context, read func(ogp.Page) (ogp.Reading, error), progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	r := &rederiving{Store: s, read: read, progress: progress}
	err := s.write(ctx, r.clear, r.readAll, r.rebuildChanges, s.setMeta(metaReadings, readingsComplete))
	if err != nil {
		return fmt.Errorf("read the archive again: %w", err)
	}
	return nil
}

// rederiving is one call of Rederive under way.
type rederiving struct {
	*Store
	read     func(ogp.Page) (ogp.Reading, error)
	progress func(done, total int)
	ids      []string
}

func (r *rederiving) clear(ctx context.Context) error {
	return inOrder(ctx, r.statement("DELETE FROM readings"), r.statement("DELETE FROM changes"))
}

func (r *rederiving) readAll(ctx context.Context) error {
	var total, done int
	if err := r.conn.QueryRowContext(ctx, "SELECT count(*) FROM pages").Scan(&total); err != nil {
		return err
	}
	r.progress(0, total)
	var last packed
	for done < total {
		pages, err := readPacked(ctx, r.conn, last)
		if err != nil {
			return err
		}
		if len(pages) == 0 {
			return fmt.Errorf("%d of %d pages could not be read", total-done, total)
		}
		if err := r.readBatch(ctx, pages); err != nil {
			return err
		}
		last, done = pages[len(pages)-1], done+len(pages)
		r.progress(done, total)
	}
	return nil
}

func (r *rederiving) readBatch(ctx context.Context, pages []packed) error {
	results := make([]*ogp.Reading, len(pages))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pages {
		group.Go(func() (err error) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			results[i], err = r.readOne(p)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return r.store(context.WithoutCancel(ctx), pages, results)
}

// readOne is nil for a page that is no commitment page.
func (r *rederiving) readOne(p packed) (*ogp.Reading, error) {
	page, err := r.unpack(p)
	if err != nil {
		return nil, err
	}
	reading, err := r.read(page.Page)
	switch {
	case errors.Is(err, ogp.ErrNotCommitment):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("page %s (%s) version %d: %w", p.ID, p.Language, p.Version, err)
	case reading.Fingerprint == "":
		return nil, fmt.Errorf("page %s (%s) version %d: reading has no fingerprint", p.ID, p.Language, p.Version)
	}
	return &reading, nil
}

func (r *rederiving) store(ctx context.Context, pages []packed, results []*ogp.Reading) error {
	var rows, fingerprints [][]any
	for i, p := range pages {
		reading := results[i]
		if reading == nil {
			continue
		}
		rows = append(rows, readingRow(key{p.ID, p.Language}, p.Version, &reading.Commitment))
		r.ids = append(r.ids, p.ID)
		if reading.Fingerprint != p.fingerprint {
			fingerprints = append(fingerprints, []any{p.ID, p.Language, p.Version, reading.Fingerprint})
		}
	}
	if err := r.appendRows(ctx, "readings", rows); err != nil {
		return err
	}
	return r.runStaged(ctx, staged{
		query: `UPDATE pages SET fingerprint = s.fingerprint FROM staged AS s
			WHERE pages.commitment_id = s.commitment_id AND pages.language = s.language AND pages.version = s.version`,
		columns: []stagedColumn{{"commitment_id", "VARCHAR"}, {"language", "VARCHAR"}, {"version", "INTEGER"}, {"fingerprint", "VARCHAR"}},
		rows:    fingerprints,
	})
}

func (r *rederiving) rebuildChanges(ctx context.Context) error {
	slices.Sort(r.ids)
	return r.deriveChanges(ctx, slices.Compact(r.ids))
}
