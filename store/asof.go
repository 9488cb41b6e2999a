package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"ogp"
)

// openAsOf opens the dataset as it stood at Options.AsOf: a database in memory
// that has the names of the dataset, and under them what had been seen by then.
// The file is attached to it for reading.
func (s *Store) openAsOf(ctx context.Context, path string) error {
	absolute, err := checkPath(path, true)
	if err != nil {
		return err
	}
	connector, err := duckdb.NewConnector("?"+s.options.settings().Encode(), nil)
	if err != nil {
		return err
	}
	s.db = sql.OpenDB(connector)
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	defer func() { s.conn = nil }()
	err = inOrder(ctx, s.attach(absolute), s.checkSchema, s.checkComplete, s.selectSeen, s.deriveSeen)
	return errors.Join(err, s.conn.Close())
}

// attach waits for a writer as bursts does.
func (s *Store) attach(file string) step {
	return func(ctx context.Context) error {
		return s.patiently(ctx, func() error {
			return inOrder(ctx,
				s.statement("ATTACH "+literal(file)+" AS archive (READ_ONLY)"),
				s.statement("CREATE VIEW meta AS FROM archive.meta"),
				s.statement("CREATE VIEW runs AS FROM archive.runs"))
		})
	}
}

func (s *Store) checkComplete(ctx context.Context) error {
	if s.schema < schemaVersion || s.outdated {
		return errors.New("another version of ogp made its tables: `ogp reparse` brings them up to date, then a past date can be read")
	}
	readings, err := s.meta(ctx, metaReadings)
	if err == nil && readings != readingsComplete {
		err = errors.New("its pages have to be read first: run `ogp reparse`")
	}
	return err
}

// selectSeen makes the kept tables as they stood: versions that had been seen,
// and the last time by then at which each had been.
func (s *Store) selectSeen(ctx context.Context) error {
	err := inOrder(ctx,
		s.statement(`CREATE TABLE sightings AS FROM archive.sightings WHERE seen_at <= ?`, s.options.AsOf.UTC()),
		s.statement(`CREATE TABLE pages AS
			WITH seen AS (
				SELECT p.commitment_id, p.language, p.version, max(s.seen_at) AS last_seen
				FROM archive.pages AS p JOIN sightings AS s ON p.commitment_id = s.commitment_id
					AND p.language = s.language AND s.seen_at BETWEEN p.first_seen AND p.last_seen
				WHERE NOT s.gone GROUP BY ALL
			)
			SELECT p.* EXCLUDE (body) REPLACE (coalesce(seen.last_seen, p.first_seen) AS last_seen)
			FROM archive.pages AS p LEFT JOIN seen USING (commitment_id, language, version)
			WHERE p.first_seen <= ?`, s.options.AsOf.UTC()),
		s.statement(`CREATE VIEW readings AS
			FROM archive.readings SEMI JOIN pages USING (commitment_id, language, version)`),
		s.statement("CREATE TABLE official_editions AS FROM archive.official_editions WHERE imported_at <= ?", s.options.AsOf.UTC()),
		s.statement("CREATE VIEW official_readings AS FROM archive.official_readings"),
		s.showOfficial,
	)
	if err != nil {
		return err
	}
	var pages int
	var first sql.NullTime
	err = s.conn.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM pages), (SELECT min(first_seen) FROM archive.pages)").Scan(&pages, &first)
	if err == nil && pages == 0 && first.Valid {
		err = fmt.Errorf("it has no page from %s or before: the first was seen at %s", s.options.AsOf.UTC().Format(time.RFC3339), first.Time.Format(time.RFC3339))
	}
	return err
}

// showOfficial shows OGP's own database in the edition of that time, if there
// was one.
func (s *Store) showOfficial(ctx context.Context) error {
	edition, err := newestEdition(ctx, s.conn)
	if err != nil || edition == nil {
		return err
	}
	return inOrder(ctx,
		s.statement("CREATE VIEW "+quote(edition.Table)+" AS SELECT * FROM archive."+quote(edition.Table)+" ORDER BY rowid"),
		s.statement("CREATE VIEW "+officialName+" AS FROM "+quote(edition.Table)))
}

// deriveSeen derives the rest, as an import did at that time.
func (s *Store) deriveSeen(ctx context.Context) error {
	for _, o := range derived() {
		if o.name == "readings" || o.name == officialReadingsName {
			continue
		}
		if err := s.exec(ctx, o.create); err != nil {
			return fmt.Errorf("derive %s: %w", o.name, err)
		}
	}
	keys, err := readKeys(ctx, s.conn, "SELECT DISTINCT commitment_id, '' FROM readings ORDER BY ALL")
	if err != nil {
		return err
	}
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = k.id
	}
	return s.deriveChanges(ctx, ids)
}

// Languages describes the view of all current readings, one for each language
// of a commitment: commitments shows one of them.
func Languages() ogp.Table {
	table := ogp.Commitments()
	table.Name = "commitment_languages"
	table.Doc = "As commitments, but one row per commitment and language: the newest reading of every page, translations among them."
	return table
}
