package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// openAsOf opens the dataset as it was at Options.AsOf: a database in memory
// that has the names of the dataset, and under them what had been seen by then.
// The file is attached to it for reading.
func (f *file) openAsOf(ctx context.Context, o Options) (err error) {
	options := o.duck()
	options.Sandboxed = false // of the database in memory
	if f.db, err = duck.Open("", options); err != nil {
		return err
	}
	if err := f.db.KeepOpen(ctx); err != nil {
		return err
	}
	return f.db.Run(ctx, duck.InOrder(
		func(ctx context.Context, tx *duck.Tx) error { return tx.Attach(ctx, f.path, "archive", options) },
		duck.Exec("CREATE VIEW meta AS FROM archive.meta"),
		duck.Exec("CREATE TABLE runs AS FROM archive.runs WHERE started_at <= ?", o.AsOf.UTC()),
		f.checkArchive, selectSeen(o.AsOf.UTC()), showOfficialSeen, deriveSeen))
}

func (f *file) checkArchive(ctx context.Context, _ *duck.Tx) error {
	if err := f.checkSchema(ctx); err != nil {
		return err
	}
	if f.schema < schemaVersion || f.outdated {
		return errors.New("another version of ogp made its tables: `ogp reparse` brings them up to date, then a past date can be read")
	}
	readings, err := readMeta(ctx, f.db, metaReadings)
	if err == nil && readings != readingsComplete {
		err = errors.New("its pages have to be read first: run `ogp reparse`")
	}
	return err
}

// selectSeen makes the kept tables as they were: versions that had been seen,
// and when each had last been seen by then.
func selectSeen(asOf time.Time) duck.Step {
	return duck.InOrder(
		duck.Exec(`CREATE TABLE observations AS FROM archive.observations WHERE seen_at <= ?`, asOf),
		duck.Exec(`CREATE TABLE pages AS
			WITH seen AS (
				SELECT p.commitment_id, p.language, p.version, max(o.seen_at) AS last_seen
				FROM archive.pages AS p JOIN observations AS o ON p.commitment_id = o.commitment_id
					AND p.language = o.language AND o.seen_at BETWEEN p.first_seen AND p.last_seen
				WHERE NOT o.gone GROUP BY ALL
			)
			SELECT p.* EXCLUDE (body) REPLACE (coalesce(seen.last_seen, p.first_seen) AS last_seen)
			FROM archive.pages AS p LEFT JOIN seen USING (commitment_id, language, version)
			WHERE p.first_seen <= ?`, asOf),
		duck.Exec(`CREATE VIEW readings AS
			FROM archive.readings SEMI JOIN pages USING (commitment_id, language, version)`),
		duck.Exec("CREATE TABLE official_editions AS FROM archive.official_editions WHERE imported_at <= ?", asOf),
		duck.Exec("CREATE VIEW official_readings AS FROM archive.official_readings"),
		checkSeen(asOf),
	)
}

// checkSeen refuses a time before the first page.
func checkSeen(asOf time.Time) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		var pages int
		var first time.Time
		err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM pages), (SELECT min(first_seen) FROM archive.pages)").Scan(&pages, duck.OrZero(&first))
		if err == nil && pages == 0 && !first.IsZero() {
			err = fmt.Errorf("it has no page from %s or before: the first was seen at %s", asOf.Format(time.RFC3339), first.Format(time.RFC3339))
		}
		return err
	}
}

// showOfficialSeen shows OGP's own database in the edition of that time, if there
// was one.
func showOfficialSeen(ctx context.Context, tx *duck.Tx) error {
	edition, err := newestEdition(ctx, tx)
	if err != nil || edition == nil {
		return err
	}
	return duck.InOrder(
		duck.Exec("CREATE VIEW "+ogp.Identifier(edition.Table)+" AS SELECT * FROM archive."+ogp.Identifier(edition.Table)+" ORDER BY rowid"),
		duck.Exec("CREATE VIEW "+tables.OfficialName+" AS FROM "+ogp.Identifier(edition.Table)))(ctx, tx)
}

// deriveSeen derives the rest, as an import did at that time.
func deriveSeen(ctx context.Context, tx *duck.Tx) error {
	for _, o := range tables.Derived() {
		if o.Name == "readings" || o.Name == tables.OfficialReadingsName {
			continue
		}
		if err := tx.Exec(ctx, o.Create); err != nil {
			return fmt.Errorf("derive %s: %w", o.Name, err)
		}
	}
	ids, err := duck.Texts(ctx, tx, duck.SQL("SELECT DISTINCT commitment_id FROM readings ORDER BY ALL"))
	if err != nil {
		return err
	}
	return deriveChanges(ids)(ctx, tx)
}
