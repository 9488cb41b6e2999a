package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// Rederive reads every archived version again and rebuilds all derived tables.
// New readings are stored beside the old ones, some at a time, so that others
// may read meanwhile, and take their place in one transaction: where it fails,
// is cancelled or killed, the old rows stay. read is called from several
// goroutines at once. A page that it finds to be no commitment page
// (ogp.ErrNotCommitment) stays in the archive without a reading; any other error
// ends the rebuild. Fingerprints are taken over too, so that a parser that makes
// them otherwise does not see changes in pages that did not change. progress,
// which may be nil, is told how far it is.
func (s *Store) Rederive(ctx context.Context, read func(ogp.Page) (ogp.Reading, error), progress func(done, total int)) error {
	if err := s.rederive(ctx, rereading{read: read, progress: progress}); err != nil {
		return fmt.Errorf("read the archive again: %w", err)
	}
	return nil
}

func (s *Store) rederive(ctx context.Context, r rereading) error {
	n := &next{Store: s}
	if err := s.write(ctx, s.dropNext, s.statement(nextTable())); err != nil {
		return err
	}
	r.take = n.take
	err := s.reread(ctx, r)
	if err == nil {
		err = n.adopt(ctx)
	}
	if err != nil {
		return errors.Join(err, s.write(context.WithoutCancel(ctx), s.dropNext))
	}
	return nil
}

var errReadOnly = errors.New("the database is open for reading only")

// next are new readings on their way into the place of the old ones.
type next struct {
	*Store
	pages    int // that were read, and had a reading or not
	ids      []string
	waiting  []packed // pages whose readings are not stored yet
	readings []*ogp.Reading
	moved    [][]any // pages that have another fingerprint now
}

// nextName is the table of new readings; a killed rebuild leaves it behind.
const nextName = "next_readings"

// nextAtOnce is how many readings are stored in one transaction.
const nextAtOnce = 1024

func nextTable() string {
	return strings.Replace(readingsTable().create, "CREATE TABLE readings", "CREATE TABLE "+nextName, 1)
}

func (s *Store) dropNext(ctx context.Context) error {
	return s.exec(ctx, "DROP TABLE IF EXISTS "+nextName)
}

// take adds the readings of some pages.
func (n *next) take(ctx context.Context, pages []packed, readings []*ogp.Reading) error {
	n.pages += len(pages)
	for i, p := range pages {
		reading := readings[i]
		if reading == nil {
			continue
		}
		n.ids = append(n.ids, p.ID)
		n.waiting, n.readings = append(n.waiting, p), append(n.readings, reading)
		if reading.Fingerprint != p.fingerprint {
			n.moved = append(n.moved, []any{p.ID, p.Language, p.Version, reading.Fingerprint})
		}
	}
	if len(n.waiting) < nextAtOnce {
		return nil
	}
	return n.write(ctx, n.store)
}

// store puts the readings that wait into the table.
func (n *next) store(ctx context.Context) error {
	var rows readingRows
	err := n.appendEach(ctx, nextName, func(yield func([]any) bool) {
		for i, p := range n.waiting {
			if !yield(rows.of(key{p.ID, p.Language}, p.Version, &n.readings[i].Commitment)) {
				return
			}
		}
	})
	clear(n.readings) // the garbage collector's
	n.waiting, n.readings = n.waiting[:0], n.readings[:0]
	return err
}

// adopt puts the new readings in the place of the old ones.
func (n *next) adopt(ctx context.Context) error {
	slices.Sort(n.ids)
	return n.write(ctx, n.mergeRows, n.store, n.checkPages,
		n.statement("DROP TABLE readings"),
		n.statement("ALTER TABLE "+nextName+" RENAME TO readings"),
		n.statement(readingsTable().comments()),
		func(ctx context.Context) error {
			return n.runStaged(ctx, staged{
				query: `UPDATE pages SET fingerprint = s.fingerprint FROM staged AS s
					WHERE pages.commitment_id = s.commitment_id AND pages.language = s.language AND pages.version = s.version`,
				columns: fingerprintColumns, rows: n.moved,
			})
		},
		n.statement("DELETE FROM changes"),
		func(ctx context.Context) error { return n.deriveChanges(ctx, slices.Compact(n.ids)) },
		n.setMeta(metaReadings, readingsComplete))
}

var fingerprintColumns = []stagedColumn{
	{"commitment_id", "VARCHAR"}, {"language", "VARCHAR"}, {"version", "INTEGER"}, {"fingerprint", "VARCHAR"},
}

// checkPages refuses readings of another archive: pages that came meanwhile
// would have none.
func (n *next) checkPages(ctx context.Context) error {
	var pages int
	err := n.conn.QueryRowContext(ctx, "SELECT count(*) FROM pages").Scan(&pages)
	if err == nil && pages != n.pages {
		err = fmt.Errorf("the archive had %d versions of pages at the beginning, and has %d now: try again when nothing is being imported", n.pages, pages)
	}
	return err
}
