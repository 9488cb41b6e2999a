package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// StartRun records that a run began. A run that never calls FinishRun was
// killed, and shows as such: it has no end and no outcome. Its ID must be new.
func (s *Store) StartRun(ctx context.Context, run ogp.Run) error {
	insert := func(ctx context.Context, tx *duck.Tx) error {
		var known int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM runs WHERE run_id = ?", run.ID).Scan(&known); err != nil {
			return err
		}
		if known > 0 {
			return errors.New("a run of that name was started before")
		}
		return appendRun(run)(ctx, tx)
	}
	if err := s.db.Write(ctx, insert, setMeta(metaWriter, run.Version)); err != nil {
		return fmt.Errorf("record start of run %s: %w", run.ID, err)
	}
	return nil
}

func appendRun(run ogp.Run) duck.Step {
	return duck.Append("runs", [][]any{ogp.RowOf(tables.Kept("runs"), run)})
}

// FinishRun records how a run ended. The run must have been started.
func (s *Store) FinishRun(ctx context.Context, run ogp.Run) error {
	remove := func(ctx context.Context, tx *duck.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM runs WHERE run_id = ?", run.ID)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, fmt.Errorf("%d runs of that name were started", n))
		}
		return nil
	}
	err := s.db.Write(ctx, remove, appendRun(run), compact("visits", run.ID), compact("observations", run.ID))
	if err != nil {
		return fmt.Errorf("record end of run %s: %w", run.ID, err)
	}
	return nil
}

// compactedAtMost is of how many rows a run's are put together. They are in memory
// for that, and a run that has more is a rare one.
const compactedAtMost = 20_000

// compact puts a run's rows of a table together. Each transaction leaves a group
// of rows, and a polite run makes one every two minutes, day after day.
func compact(table, run string) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		var rows int
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+table+" WHERE run_id = ?", run).Scan(&rows)
		if err != nil || rows > compactedAtMost {
			return err
		}
		return duck.InOrder(
			duck.Exec("CREATE TEMP TABLE compacted AS FROM "+table+" WHERE run_id = ?", run),
			duck.Exec("DELETE FROM "+table+" WHERE run_id = ?", run),
			duck.Exec("INSERT INTO "+table+" FROM compacted"),
			duck.Exec("DROP TABLE compacted"))(ctx, tx)
	}
}

// Write carries out steps of a package below, such as report's, in one transaction.
func (s *Store) Write(ctx context.Context, steps ...duck.Step) error {
	if err := s.db.Write(ctx, steps...); err != nil {
		return fmt.Errorf("write to %s: %w", s.path, err)
	}
	return nil
}

// Unfinished is when a run was begun that the same command has to resume: the
// first of the runs in a row, up to now, of that command and source that were
// killed, interrupted or stopped by the site. It is zero where the last such run
// was finished, or another one came between.
func (s *Store) Unfinished(ctx context.Context, command, source string) (began time.Time, err error) {
	type row struct {
		started time.Time
		open    bool
	}
	runs, err := duck.Collect(ctx, s.db, duck.SQL(`
		SELECT started_at, command IS NOT DISTINCT FROM ? AND source IS NOT DISTINCT FROM ?
			AND coalesce(outcome, 'interrupted') IN ('interrupted', 'refused')
		FROM runs WHERE started_at IS NOT NULL AND command <> 'accept' ORDER BY started_at DESC, run_id DESC`, command, source),
		func(rows *sql.Rows, r *row) error { return rows.Scan(&r.started, &r.open) })
	if err != nil {
		return time.Time{}, fmt.Errorf("look for an unfinished run: %w", err)
	}
	for _, run := range runs {
		if !run.open {
			break
		}
		began = run.started
	}
	return began, nil
}

// LastVisit is the number of the last request that is recorded of a run; 0 if
// none is.
func (s *Store) LastVisit(ctx context.Context, run string) (number int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) FROM visits WHERE run_id = ?", run).Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("look for the last request of run %s: %w", run, err)
	}
	return number, nil
}
