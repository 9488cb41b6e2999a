package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/objects"
	"ogp/store/tables"
	"ogp/store/upgrade"
)

// schemaVersion is the version of the kept tables that this program writes.
// When it grows, upgrade leads older files there; a file with a newer one
// is refused, since this program would not fill what it does not know.
const schemaVersion = 5

// The first schemas that have a table.
const (
	officialSchema     = 3 // official_editions, and classes of faults
	observationsSchema = 4 // observations and contents
)

// checkSchema checks whether this program can read the file, and changes nothing.
func (f *file) checkSchema(ctx context.Context) error {
	empty, err := checkKind(ctx, f.db)
	if err != nil {
		return err
	}
	if empty {
		return errors.New("the database is empty: `ogp import --db FILE` fills one")
	}
	return f.look(ctx)
}

// look finds out what the file's tables are, and refuses one that another program has
// changed.
func (f *file) look(ctx context.Context) (err error) {
	if f.schema, err = checkVersion(ctx, f.db); err != nil {
		return err
	}
	hash, err := readMeta(ctx, f.db, metaDerived)
	if err != nil {
		return err
	}
	f.outdated = hash != derivedHash()
	if f.schema < schemaVersion {
		return nil // its tables are older than the names that are looked at
	}
	if err := objects.CheckTables(ctx, f.db, f.catalog); err != nil || f.outdated || f.catalog != "" {
		return err // views of an attached file are not read
	}
	edition, err := newestEdition(ctx, f.db)
	if err != nil {
		return err
	}
	return objects.CheckViews(ctx, f.db, edition)
}

// prepareSchema makes the file fit this program. Beside KeepOfficial and Reparse
// it is the only place that runs DDL, each time in one transaction, followed by a
// checkpoint: DDL that is still in the log is what fails to replay after a kill.
func (f *file) prepareSchema(ctx context.Context, o Options) error {
	empty, err := checkKind(ctx, f.db)
	if err != nil {
		return err
	}
	if empty {
		err = f.db.Write(ctx, createKept())
	} else {
		err = f.look(ctx)
	}
	if err == nil {
		err = f.upgrade(ctx, o)
	}
	if err == nil {
		err = prepareDerived(ctx, f.db)
	}
	f.outdated = false
	return err
}

func createKept() duck.Step {
	return duck.InOrder(
		duck.Exec(tables.KeptSQL),
		duck.Exec(tables.HistorySQL),
		setMeta(metaSchema, strconv.Itoa(schemaVersion)),
		setMeta(metaReadings, readingsComplete),
	)
}

func prepareDerived(ctx context.Context, db *duck.DB) error {
	schema, err := readMeta(ctx, db, metaDerived)
	if err != nil {
		return err
	}
	comments, err := readMeta(ctx, db, metaComments)
	if err != nil {
		return err
	}
	sameSchema := schema == derivedHash()
	if sameSchema && comments == commentsHash() {
		return nil
	}
	steps := []duck.Step{duck.Exec(tables.CommentsSQL()), setMeta(metaComments, commentsHash())}
	if !sameSchema {
		steps = append([]duck.Step{dropDerived, createDerived}, steps...)
	}
	if err := db.Write(ctx, steps...); err != nil {
		return fmt.Errorf("create derived tables: %w", err)
	}
	return nil
}

// createDerived makes the derived tables, empty, and notes that readings are
// missing if there are pages to read.
func createDerived(ctx context.Context, tx *duck.Tx) error {
	var sources int
	if err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM contents) + (SELECT count(*) FROM official_editions)").Scan(&sources); err != nil {
		return err
	}
	readings := readingsComplete
	if sources > 0 {
		readings = readingsStale
	}
	var names []string
	for _, o := range tables.Derived() {
		names = append(names, o.Kind+" "+o.Name)
	}
	return duck.InOrder(
		duck.Exec(tables.DerivedSQL()),
		setMeta(metaReadings, readings),
		setMeta(metaOfficial, ""),
		setMeta(metaDerived, derivedHash()),
		setMeta(metaObjects, strings.Join(names, ",")),
	)(ctx, tx)
}

// dropDerived drops what the program that made the file noted as derived, and
// nothing else: a view of the user's own stays.
func dropDerived(ctx context.Context, tx *duck.Tx) error {
	names, err := readMeta(ctx, tx, metaObjects)
	if err != nil || names == "" {
		return err
	}
	objects := strings.Split(names, ",")
	slices.Reverse(objects)
	for _, o := range objects {
		kind, name, _ := strings.Cut(o, " ")
		if kind != "TABLE" && kind != "VIEW" {
			return fmt.Errorf("meta.%s: unknown kind of object %q", metaObjects, o)
		}
		if err := tx.Exec(ctx, "DROP "+kind+" IF EXISTS "+ogp.Identifier(name)); err != nil {
			return err
		}
	}
	return nil
}

// upgrade leads an older file to this program's schema: in one transaction,
// after a copy of the file is safe beside it.
func (f *file) upgrade(ctx context.Context, o Options) (err error) {
	if f.schema, err = checkVersion(ctx, f.db); err != nil || f.schema == schemaVersion {
		return err
	}
	copied := f.path + ".schema" + strconv.Itoa(f.schema)
	if err := upgrade.CopyBeside(ctx, f.db, f.path, copied); err != nil {
		return fmt.Errorf("upgrade its tables from schema %d: %w", f.schema, err)
	}
	steps := upgrade.Steps(f.schema, schemaVersion, o.Upgrading)
	if f.schema < observationsSchema {
		steps = append(steps, duck.Exec(tables.HistorySQL), derive.Versions)
	}
	steps = append(steps, setMeta(metaSchema, strconv.Itoa(schemaVersion)))
	if err := f.db.Write(ctx, steps...); err != nil {
		return fmt.Errorf("upgrade its tables from schema %d, nothing has changed: %w", f.schema, err)
	}
	f.schema = schemaVersion
	if o.Upgraded != nil {
		o.Upgraded(copied)
	}
	return nil
}

// checkKind reports whether the database has no tables yet. It fails for a
// database that another program made.
func checkKind(ctx context.Context, from duck.Querier) (empty bool, err error) {
	var tables, meta int
	err = from.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (name = 'meta' OR name = 'pages') FROM (
		SELECT table_name AS name FROM duckdb_tables() WHERE NOT internal AND NOT temporary
		UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary)`).Scan(&tables, &meta)
	if err != nil {
		return false, fmt.Errorf("list tables: %w", err)
	}
	if tables > 0 && meta < 2 {
		return false, errors.New("it is a DuckDB database, but not one that ogp made: name another with --db")
	}
	return tables == 0, nil
}

// checkVersion is the schema version of the kept tables.
func checkVersion(ctx context.Context, from duck.Querier) (int, error) {
	text, err := readMeta(ctx, from, metaSchema)
	if err != nil {
		return 0, err
	}
	version, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("its schema version %q is not a number", text)
	}
	if version <= schemaVersion {
		return version, nil
	}
	writer, err := readMeta(ctx, from, metaWriter)
	if writer == "" {
		writer = "a newer version"
	}
	return version, errors.Join(err, fmt.Errorf("its tables have schema %d, this program knows up to %d: it needs ogp %s or newer", version, schemaVersion, writer))
}

// Hashes of the derived tables' schema and of the comments, which change with the
// program alone.
var (
	derivedHash  = sync.OnceValue(func() string { return hashOf(tables.DerivedSQL()) })
	commentsHash = sync.OnceValue(func() string { return hashOf(tables.CommentsSQL()) })
)

func hashOf(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
