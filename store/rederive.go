package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"ogp"
)

// Rederive reads every archived version again and rebuilds all derived tables.
// Readings are made beside the database, which others may read meanwhile, and
// taken over in one transaction: where it fails, is cancelled or killed, the
// old rows stay. read is called from several goroutines at once. A page that it
// finds to be no commitment page (ogp.ErrNotCommitment) stays in the archive
// without a reading; any other error ends the rebuild. Fingerprints are taken
// over too, so that a parser that makes them otherwise does not see changes in
// pages that did not change. progress, which may be nil, is told how far it is.
func (s *Store) Rederive(ctx context.Context, read func(ogp.Page) (ogp.Reading, error), progress func(done, total int)) error {
	if err := s.rederive(ctx, rereading{read: read, progress: progress}); err != nil {
		return fmt.Errorf("read the archive again: %w", err)
	}
	return nil
}

func (s *Store) rederive(ctx context.Context, r rereading) (err error) {
	if s.options.ReadOnly {
		return errReadOnly
	}
	beside, err := s.openBeside(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, beside.remove()) }()
	r.take = beside.take
	if err := s.reread(ctx, r); err != nil {
		return err
	}
	if err := beside.finish(ctx); err != nil {
		return err
	}
	return s.write(ctx,
		s.statement("ATTACH "+literal(beside.path)+" AS beside (READ_ONLY)"),
		s.checkReread(beside.pages),
		s.statement("DELETE FROM readings"),
		s.statement("INSERT INTO readings FROM beside.readings"),
		s.statement(`UPDATE pages SET fingerprint = f.fingerprint FROM beside.fingerprints AS f
			WHERE pages.commitment_id = f.commitment_id AND pages.language = f.language AND pages.version = f.version`),
		s.statement("DELETE FROM changes"),
		func(ctx context.Context) error { return s.deriveChanges(ctx, beside.commitments()) },
		s.setMeta(metaReadings, readingsComplete))
}

var errReadOnly = errors.New("the database is open for reading only")

// checkReread refuses to take over readings of another archive: pages that
// came meanwhile would have none.
func (s *Store) checkReread(read int) step {
	return func(ctx context.Context) error {
		var pages int
		err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM pages").Scan(&pages)
		if err == nil && pages != read {
			err = fmt.Errorf("the archive had %d versions of pages at the beginning, and has %d now: try again when nothing is being imported", read, pages)
		}
		return err
	}
}

// beside is a database that holds new readings until they are complete. It
// lies beside the file, where there is room for such a thing if anywhere.
type beside struct {
	*Store
	path  string
	pages int // versions that were read
	ids   []string
}

// openBeside begins anew: what a killed run left there is of no use.
func (s *Store) openBeside(ctx context.Context) (*beside, error) {
	b := &beside{path: s.path + ".reparse"}
	if err := b.delete(); err != nil {
		return nil, err
	}
	o := s.options
	o.Patience = readPatience
	dsn, err := dsnOf(b.path, o)
	if err != nil {
		return nil, err
	}
	b.Store = &Store{path: b.path, options: o}
	b.connect(dsn)
	if b.conn, err = b.db.Conn(ctx); err != nil {
		return nil, errors.Join(err, b.release())
	}
	err = inOrder(ctx,
		b.statement(readingsTable().create),
		b.statement("CREATE TABLE fingerprints (commitment_id VARCHAR, language VARCHAR, version INTEGER, fingerprint VARCHAR)"),
		b.statement("BEGIN TRANSACTION"))
	if err != nil {
		return nil, errors.Join(err, b.remove())
	}
	return b, nil
}

// take adds the readings of some pages.
func (b *beside) take(ctx context.Context, pages []packed, readings []*ogp.Reading) error {
	var fingerprints [][]any
	for i, p := range pages {
		reading := readings[i]
		if reading == nil {
			continue
		}
		b.ids = append(b.ids, p.ID)
		if reading.Fingerprint != p.fingerprint {
			fingerprints = append(fingerprints, []any{p.ID, p.Language, p.Version, reading.Fingerprint})
		}
	}
	b.pages += len(pages)
	if err := b.appendRows(ctx, "fingerprints", fingerprints); err != nil {
		return err
	}
	return b.appendEach(ctx, "readings", func(yield func([]any) bool) {
		for i, p := range pages {
			if readings[i] != nil && !yield(readingRow(key{p.ID, p.Language}, p.Version, &readings[i].Commitment)) {
				return
			}
		}
	})
}

// commitments are the IDs that have readings, each once.
func (b *beside) commitments() []string {
	slices.Sort(b.ids)
	return slices.Compact(b.ids)
}

// finish writes the readings to the disk and closes the database.
func (b *beside) finish(ctx context.Context) error {
	return errors.Join(b.exec(ctx, "COMMIT"), b.exec(ctx, "CHECKPOINT"), b.shut())
}

func (b *beside) shut() error {
	if b.conn == nil {
		return nil
	}
	conn := b.conn
	b.conn = nil
	return errors.Join(conn.Close(), b.release())
}

func (b *beside) remove() error { return errors.Join(b.shut(), b.delete()) }

func (b *beside) delete() error {
	return errors.Join(removeIfThere(b.path), removeIfThere(b.path+".wal"))
}
