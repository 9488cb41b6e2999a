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

// rereading is what reading the archive again needs: a parser, somebody to
// tell how far it is, and somebody to take the readings, in the order of keys.
// A reading is nil for a page that is no commitment page.
type rereading struct {
	read     func(ogp.Page) (ogp.Reading, error)
	progress func(done, total int)
	take     func(ctx context.Context, pages []packed, readings []*ogp.Reading) error
}

// Try reads every archived version as Rederive does and changes nothing. It
// returns what Coverage would count then, so that a change of the parser can be
// judged over the whole archive before it is adopted.
func (s *Store) Try(ctx context.Context, read func(ogp.Page) (ogp.Reading, error), progress func(done, total int)) ([]FieldCoverage, error) {
	var t tally
	take := func(_ context.Context, _ []packed, readings []*ogp.Reading) error {
		for _, reading := range readings {
			if reading != nil {
				t.add(&reading.Commitment)
			}
		}
		return nil
	}
	if err := s.reread(ctx, rereading{read, progress, take}); err != nil {
		return nil, fmt.Errorf("read the archive: %w", err)
	}
	return t.fields, nil
}

// parsedAtOnce is how many pages are parsed side by side before the next begin:
// their readings are in memory together.
const parsedAtOnce = 64

// batch is what goes from one stage of rereading to the next.
type batch struct {
	pages    []packed
	readings []*ogp.Reading
}

// reread reads all pages again on all cores: while some are parsed, the next
// come from the database and the readings before go to whoever takes them.
func (s *Store) reread(ctx context.Context, r rereading) error {
	if r.progress == nil {
		r.progress = func(int, int) {}
	}
	var total int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM pages").Scan(&total); err != nil {
		return explain(err)
	}
	r.progress(0, total)
	group, ctx := errgroup.WithContext(ctx)
	packed, parsed := make(chan batch, 1), make(chan batch, 1)
	group.Go(func() error {
		defer close(packed)
		return s.sendPacked(ctx, packed)
	})
	group.Go(func() error {
		defer close(parsed)
		return s.parseAll(ctx, r, packed, parsed)
	})
	done := 0
	group.Go(func() error {
		for b := range parsed {
			if err := r.take(ctx, b.pages, b.readings); err != nil {
				return err
			}
			done += len(b.pages)
			r.progress(done, total)
		}
		return ctx.Err()
	})
	if err := group.Wait(); err != nil {
		return err
	}
	if done != total {
		return fmt.Errorf("%d pages came out of the archive, %d are in it", done, total)
	}
	return nil
}

func (s *Store) sendPacked(ctx context.Context, out chan<- batch) error {
	var last packed
	for {
		pages, err := s.readPacked(ctx, last)
		if err != nil {
			return fmt.Errorf("read archived pages: %w", explain(err))
		}
		for some := range slices.Chunk(pages, parsedAtOnce) {
			if err := send(ctx, out, batch{pages: some}); err != nil {
				return err
			}
		}
		if len(pages) < streamed {
			return nil
		}
		last = pages[len(pages)-1]
	}
}

func send(ctx context.Context, out chan<- batch, b batch) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case out <- b:
		return nil
	}
}

func (s *Store) parseAll(ctx context.Context, r rereading, in <-chan batch, out chan<- batch) error {
	for b := range in {
		readings, err := s.parseBatch(ctx, r, b.pages)
		if err != nil {
			return err
		}
		if err := send(ctx, out, batch{b.pages, readings}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) parseBatch(ctx context.Context, r rereading, pages []packed) ([]*ogp.Reading, error) {
	readings := make([]*ogp.Reading, len(pages))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pages {
		group.Go(func() (err error) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			readings[i], err = s.parseOne(r, p)
			return err
		})
	}
	return readings, group.Wait()
}

// parseOne is nil for a page that is no commitment page.
func (s *Store) parseOne(r rereading, p packed) (*ogp.Reading, error) {
	page, err := s.unpack(p)
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
