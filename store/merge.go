package store

import (
	"context"
	"fmt"
)

// manyGroups is how many groups of rows are many. Each transaction that adds
// pages leaves one in each table of them, which costs whoever opens the file
// some hundred KB of memory. Merging them costs as much time as storing their
// rows did, and some hundred MB, so that no import does it: a rebuild does.
const manyGroups = 50

// mergeRows lets the commit merge groups of rows where there are many; settings
// has it off.
func (s *Store) mergeRows(ctx context.Context) error {
	var groups int
	err := s.conn.QueryRowContext(ctx, "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('pages')").Scan(&groups)
	if err != nil {
		return fmt.Errorf("count groups of rows: %w", err)
	}
	if groups <= manyGroups {
		return nil
	}
	return s.exec(ctx, "SET max_vacuum_tasks = 100")
}
