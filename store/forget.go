package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/tables"
	"ogp/store/unread"
)

// ErrNotKept marks what the archive does not have.
var ErrNotKept = errors.New("the archive does not have it")

// Forgettable is what is taken out of the archive: a commitment with all that was
// derived from its pages, or an edition of OGP's own database.
type Forgettable struct {
	Commitment string
	Edition    int // 0 for a commitment
}

// String names it, as in the record of the run.
func (f Forgettable) String() string {
	if f.Edition > 0 {
		return fmt.Sprintf("edition %d of OGP's database", f.Edition)
	}
	return f.Commitment
}

// Held is what the archive has of a commitment or of an edition: versions of pages,
// or rows. What was forgotten before has none. ErrNotKept says that it was never there.
func Held(ctx context.Context, from duck.Querier, f Forgettable) (rows int, err error) {
	query := duck.SQL("SELECT count(*) FROM versions WHERE commitment_id = $1 HAVING count(*) > 0 OR EXISTS (FROM frontier WHERE commitment_id = $1)", f.Commitment)
	if f.Edition > 0 {
		query = duck.SQL("SELECT row_count FROM official_editions WHERE edition = ?", f.Edition)
	}
	err = from.QueryRowContext(ctx, query.SQL, query.Args...).Scan(&rows)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotKept
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", f, err)
	}
	return rows, err
}

// Forget takes a commitment or an edition out of the archive, in one transaction. The
// addresses of the commitment stay, as ogp.Forgotten. Its bytes are in the file until
// that is rewritten, see Rewrite.
func Forget(ctx context.Context, s *Store, f Forgettable) error {
	step := forgetCommitment(f.Commitment)
	if f.Edition > 0 {
		step = forgetEdition(f.Edition)
	}
	if err := s.db.Write(ctx, step); err != nil {
		return fmt.Errorf("forget %s: %w", f, err)
	}
	return nil
}

// forgetCommitment deletes the rows of a commitment in all tables but those of
// addresses and of OGP's own database.
func forgetCommitment(id string) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		names, err := duck.Texts(ctx, tx, duck.SQL(`SELECT table_name FROM duckdb_tables()
			SEMI JOIN (FROM duckdb_columns() WHERE column_name = 'commitment_id') USING (table_oid)
			WHERE NOT temporary AND table_name NOT IN ('frontier', 'captures') AND NOT starts_with(table_name, 'official_')`))
		if err != nil {
			return err
		}
		addresses, err := duck.Texts(ctx, tx, duck.SQL("SELECT url FROM frontier WHERE commitment_id = ?", id))
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := tx.Exec(ctx, "DELETE FROM "+ogp.Identifier(name)+" WHERE commitment_id = ?", id); err != nil {
				return err
			}
		}
		return duck.InOrder(unread.Drop(addresses), duck.Exec(`UPDATE frontier
			SET state = 'forgotten', reason = NULL, error_class = NULL, seen_at = NULL, missing_since = NULL WHERE commitment_id = ?`, id))(ctx, tx)
	}
}

// forgetEdition drops the rows of an edition, unless another has the same, and shows
// the newest of those that are left.
func forgetEdition(number int) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		var e ogp.Edition
		err := tx.QueryRowContext(ctx, "SELECT rows_in, sha256 FROM official_editions WHERE edition = ?", number).Scan(&e.Table, &e.SHA256)
		if err != nil {
			return err
		}
		if err := tx.Exec(ctx, "DELETE FROM official_editions WHERE edition = ?", number); err != nil {
			return err
		}
		newest, err := newestEdition(ctx, tx)
		if err != nil {
			return err
		}
		show := duck.Exec(tables.OfficialView(nil))
		if newest != nil {
			show = showOfficial(*newest)
		}
		show = duck.InOrder(show, derive.Discrepancies(nil))
		var others int
		err = tx.QueryRowContext(ctx, "SELECT count(*) FROM official_editions WHERE sha256 = ?", e.SHA256).Scan(&others)
		if err != nil || others > 0 {
			return errors.Join(err, show(ctx, tx))
		}
		return duck.InOrder(show, dropLeftover(e))(ctx, tx)
	}
}

// Rewrite rewrites the file of a database, so that nothing of what was deleted is
// left in it. The database must not be open.
func Rewrite(ctx context.Context, path string, o Options) error {
	return duck.Rewrite(ctx, path, o.withTimeout().duck())
}

// Forgotten are the commitments that were taken out of the archive.
func Forgotten(ctx context.Context, from duck.Querier) (map[string]bool, error) {
	ids, err := duck.Texts(ctx, from, duck.SQL("SELECT DISTINCT commitment_id FROM frontier WHERE state = 'forgotten'"))
	if err != nil {
		return nil, fmt.Errorf("list what was forgotten: %w", err)
	}
	forgotten := map[string]bool{}
	for _, id := range ids {
		forgotten[id] = true
	}
	return forgotten, nil
}
