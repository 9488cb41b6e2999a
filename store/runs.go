package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"ogp"
)

// StartRun records that a run began. A run that never calls FinishRun was
// killed, and shows as such: it has no end and no outcome. Its ID must be new.
func (s *Store) StartRun(ctx context.Context, run ogp.Run) error {
	insert := func(ctx context.Context) error {
		var known int
		if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM runs WHERE run_id = ?", run.ID).Scan(&known); err != nil {
			return err
		}
		if known > 0 {
			return errors.New("a run of that name was started before")
		}
		return s.appendRows(ctx, "runs", [][]any{ogp.RowOf(keptTable("runs"), run)})
	}
	if err := s.write(ctx, insert, s.setMeta(metaWriter, run.Version)); err != nil {
		return fmt.Errorf("record start of run %s: %w", run.ID, err)
	}
	return nil
}

// FinishRun records how a run ended. The run must have been started.
func (s *Store) FinishRun(ctx context.Context, run ogp.Run) error {
	replace := func(ctx context.Context) error {
		result, err := s.conn.ExecContext(ctx, "DELETE FROM runs WHERE run_id = ?", run.ID)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, fmt.Errorf("%d runs of that name were started", n))
		}
		return s.appendRows(ctx, "runs", [][]any{ogp.RowOf(keptTable("runs"), run)})
	}
	if err := s.write(ctx, replace, s.gather("visits", run.ID), s.gather("sightings", run.ID)); err != nil {
		return fmt.Errorf("record end of run %s: %w", run.ID, err)
	}
	return nil
}

// gatheredAtMost is of how many rows a run's are put together. They are in memory
// for that, and a run that has more comes once.
const gatheredAtMost = 20_000

// gather puts a run's rows of a table together. Each transaction leaves a group
// of rows, and a polite run makes one every two minutes, day after day.
func (s *Store) gather(table, run string) step {
	return func(ctx context.Context) error {
		var rows int
		err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+table+" WHERE run_id = ?", run).Scan(&rows)
		if err != nil || rows > gatheredAtMost {
			return err
		}
		return inOrder(ctx,
			s.statement("CREATE TEMP TABLE gathered AS FROM "+table+" WHERE run_id = ?", run),
			s.statement("DELETE FROM "+table+" WHERE run_id = ?", run),
			s.statement("INSERT INTO "+table+" FROM gathered"),
			s.statement("DROP TABLE gathered"))
	}
}

// lastRun is the newest run; nil if there was none.
func (s *Store) lastRun(ctx context.Context) (*ogp.Run, error) {
	var columns []string
	for _, column := range keptTable("runs").Columns {
		name := quote(column.Name)
		switch column.Type {
		case ogp.Text:
			name = "coalesce(" + name + ", '')"
		case ogp.Integer:
			name = "coalesce(" + name + ", 0)"
		}
		columns = append(columns, name)
	}
	var r ogp.Run
	var started, finished sql.NullTime
	err := s.db.QueryRowContext(ctx, "SELECT "+strings.Join(columns, ", ")+
		" FROM runs ORDER BY started_at DESC NULLS LAST, run_id DESC LIMIT 1").Scan(
		&r.ID, &r.Command, &r.Source, &started, &finished, &r.Outcome, &r.Version, &r.Parser,
		&r.Listed, &r.Fetched, &r.Unchanged, &r.Failed, &r.Refused, &r.Gone, &r.NotCommitment)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.StartedAt, r.FinishedAt = started.Time, finished.Time
	return &r, err
}
