package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/tables"
)

// openPast opens the dataset as it was at Options.AsOf, or was known at
// Options.KnownAt: a database in memory that has the names of the dataset, and
// under them what follows from the observations of that time. The file is attached
// to it for reading.
func (f *file) openPast(ctx context.Context, o Options) (err error) {
	const name = "archive"
	f.catalog = name
	options := o.duck()
	options.Sandboxed = false // of the database in memory
	if f.db, err = duck.Open("", options); err != nil {
		return err
	}
	if err := f.db.KeepOpen(ctx); err != nil {
		return err
	}
	return f.db.Run(ctx, duck.InOrder(
		func(ctx context.Context, tx *duck.Tx) error { return tx.Attach(ctx, f.path, name, options) },
		duck.Confine(options),
		duck.Exec("CREATE VIEW meta AS FROM archive.meta"),
		f.checkArchive, selectSeen(o), showOfficialSeen, derivePast))
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

// selectSeen makes the kept tables as they were: what had been seen by then, and
// was known.
func selectSeen(o Options) duck.Step {
	asOf, knownAt := nullTime(o.AsOf), nullTime(o.KnownAt)
	return duck.InOrder(
		duck.Exec(`CREATE TABLE observations AS FROM archive.observations
			WHERE ($1 IS NULL OR seen_at <= $1) AND ($2 IS NULL OR learned_at <= $2)`, asOf, knownAt),
		// A run that learned what was seen by then may have been made later.
		duck.Exec(`CREATE TABLE runs AS FROM archive.runs
			WHERE ($1 IS NULL OR started_at <= $1 OR run_id IN (SELECT run_id FROM observations)) AND ($2 IS NULL OR started_at <= $2)`, asOf, knownAt),
		duck.Exec("CREATE TABLE frontier AS FROM archive.frontier WHERE ($1 IS NULL OR found_at <= $1) AND ($2 IS NULL OR found_at <= $2)", asOf, knownAt),
		duck.Exec("CREATE VIEW contents AS FROM archive.contents"),
		duck.Exec("CREATE VIEW content_readings AS FROM archive.content_readings"),
		duck.Exec(tables.HistorySQL),
		derive.Versions,
		duck.Exec("CREATE TABLE official_editions AS FROM archive.official_editions WHERE ($1 IS NULL OR imported_at <= $1) AND ($2 IS NULL OR imported_at <= $2)", asOf, knownAt),
		duck.Exec("CREATE VIEW official_readings AS FROM archive.official_readings"),
		checkSeen(o),
	)
}

// nullTime is a time of the options, NULL where it was not given.
func nullTime(at time.Time) sql.NullTime { return sql.NullTime{Time: at.UTC(), Valid: !at.IsZero()} }

// checkSeen refuses a time before the first page.
func checkSeen(o Options) duck.Step {
	at := o.AsOf
	if at.IsZero() {
		at = o.KnownAt
	}
	return func(ctx context.Context, tx *duck.Tx) error {
		var pages int
		var first time.Time
		err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM versions), (SELECT min(first_seen) FROM archive.versions)").Scan(&pages, duck.OrZero(&first))
		if err == nil && pages == 0 && !first.IsZero() {
			err = fmt.Errorf("it has no page from %s or before: the first was seen at %s", at.UTC().Format(time.RFC3339), first.Format(time.RFC3339))
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

// derivePast derives the rest, as an import does.
func derivePast(ctx context.Context, tx *duck.Tx) error {
	for _, o := range tables.Derived() {
		if o.Name == "content_readings" || o.Name == tables.OfficialReadingsName {
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
	return duck.InOrder(derive.Changes(ids), derive.Discrepancies(nil))(ctx, tx)
}
