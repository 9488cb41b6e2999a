package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// settingPrefix keeps settings apart from the other names in meta.
const settingPrefix = "setting."

// SettingContact is the name of the setting that Remember keeps for the address
// the site is told.
const SettingContact = "contact"

// Setting is a value that was remembered for this database; empty if there is
// none.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	return s.meta(ctx, settingPrefix+name)
}

// Remember keeps a value for later runs on this database.
func (s *Store) Remember(ctx context.Context, name, value string) error {
	known, err := s.Setting(ctx, name)
	if err != nil || known == value {
		return err
	}
	if err := s.write(ctx, s.setMeta(settingPrefix+name, value)); err != nil {
		return fmt.Errorf("remember %s: %w", name, err)
	}
	return nil
}

// Unfinished is when a run was begun that the same command has to go on with:
// the first of the runs in a row, up to now, of that command and source that
// were killed, interrupted or stopped by the site. It is zero where the last
// such run was finished, or another one came between.
func (s *Store) Unfinished(ctx context.Context, command, source string) (began time.Time, err error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT started_at, command IS NOT DISTINCT FROM ? AND source IS NOT DISTINCT FROM ?
			AND coalesce(outcome, 'interrupted') IN ('interrupted', 'refused')
		FROM runs WHERE started_at IS NOT NULL ORDER BY started_at DESC, run_id DESC`, command, source)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for an unfinished run: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var started time.Time
		var open bool
		if err := rows.Scan(&started, &open); err != nil {
			return time.Time{}, fmt.Errorf("look for an unfinished run: %w", err)
		}
		if !open {
			break
		}
		began = started
	}
	return began, rows.Err()
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
