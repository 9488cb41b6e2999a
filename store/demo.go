package store

import (
	"context"
	"fmt"

	"ogp"
)

// SourceDemo is the source of runs that import the built-in demo site.
const SourceDemo = "demo"

// Origin says whether a database holds pages of the demo site, whose
// commitments are invented, and whether it holds pages fetched from the public
// site.
type Origin struct{ Demo, Public bool }

// Origin reads what the runs have fetched.
func (s *Store) Origin(ctx context.Context) (Origin, error) {
	var o Origin
	err := s.db.QueryRowContext(ctx, `
		SELECT coalesce(bool_or(source = ?), false), coalesce(bool_or(contains(source, ?)), false)
		FROM runs WHERE command IN ('import', 'refresh') AND fetched > 0`, SourceDemo, ogp.Site).Scan(&o.Demo, &o.Public)
	if err != nil {
		return Origin{}, fmt.Errorf("look for the demo's pages: %w", err)
	}
	return o, nil
}
