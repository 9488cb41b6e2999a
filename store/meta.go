package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ogp/store/duck"
)

// Names in the table meta.
const (
	metaSchema   = "schema_version" // of the kept tables
	metaWriter   = "written_by"     // version of the program that last wrote
	metaDerived  = "derived_schema" // hash of the derived tables' schema
	metaObjects  = "derived_names"  // what to drop when that schema changes
	metaComments = "comments"       // hash of the comments
	metaReadings = "readings"       // complete, or stale: emptied and not rebuilt
	metaOfficial = "official"       // parser that read the assessments in OGP's own database; empty: they are to be read
)

const (
	readingsComplete = "complete"
	readingsStale    = "stale"
)

// NeedsReparse reports whether the derived tables are behind the pages: emptied
// because their schema changed, or read by another parser than the one named.
// History is the difference between readings by one parser, so that an import
// rebuilds them first (Reparse) where it is true.
func (s *Store) NeedsReparse(ctx context.Context, parser string) (bool, error) {
	if s.outdated {
		return true, nil
	}
	readings, err := readMeta(ctx, s.db, metaReadings)
	if err != nil || readings == readingsStale {
		return err == nil, err
	}
	var others int
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM readings WHERE parser IS DISTINCT FROM ?", parser).Scan(&others)
	if err != nil {
		return false, fmt.Errorf("count readings of other parsers: %w", err)
	}
	if others > 0 {
		return true, nil
	}
	return officialStale(ctx, s.db, parser)
}

// readMeta is one value of the table meta; empty if it is not there.
func readMeta(ctx context.Context, from duck.Querier, name string) (string, error) {
	var value string
	err := from.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", name).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read meta.%s: %w", name, err)
	}
	return value, nil
}

func setMeta(name, value string) duck.Step {
	return duck.InOrder(
		duck.Exec("DELETE FROM meta WHERE name = ?", name),
		duck.Exec("INSERT INTO meta VALUES (?, ?)", name, value),
	)
}
