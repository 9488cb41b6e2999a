package store

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// schemaVersion is the version of the kept tables that this program writes.
// When it grows, upgrade leads older files there; a file with a newer one
// is refused, since this program would not fill what it does not know.
const schemaVersion = 3

//go:embed kept.sql
var keptSQL string

// checkSchema looks whether this program can read the file, and changes nothing.
func (s *Store) checkSchema(ctx context.Context) error {
	empty, err := s.checkKind(ctx)
	if err != nil {
		return err
	}
	if empty {
		return errors.New("the database is empty: `ogp import --db FILE` fills one")
	}
	if s.schema, err = s.checkVersion(ctx); err != nil {
		return err
	}
	hash, err := s.meta(ctx, metaDerived)
	s.outdated = hash != hashOf(derivedSQL())
	return err
}

// prepareSchema makes the file fit this program. Beside KeepOfficial and Rederive
// it is the only place that runs DDL, each time in one transaction, followed by a
// checkpoint: DDL that is still in the log is what fails to replay after a kill.
func (s *Store) prepareSchema(ctx context.Context) error {
	empty, err := s.checkKind(ctx)
	if err != nil {
		return err
	}
	if empty {
		if err := s.write(ctx, s.createKept); err != nil {
			return fmt.Errorf("create tables: %w", err)
		}
	}
	if err := s.upgrade(ctx); err != nil {
		return err
	}
	release, err := s.Hold(ctx)
	if err != nil {
		return err
	}
	return errors.Join(s.prepareDerived(ctx), release())
}

func (s *Store) createKept(ctx context.Context) error {
	return inOrder(ctx,
		s.statement(keptSQL),
		s.setMeta(metaSchema, strconv.Itoa(schemaVersion)),
		s.setMeta(metaReadings, readingsComplete),
	)
}

func (s *Store) prepareDerived(ctx context.Context) error {
	schema, err := s.meta(ctx, metaDerived)
	if err != nil {
		return err
	}
	comments, err := s.meta(ctx, metaComments)
	if err != nil {
		return err
	}
	var left bool // by a rebuild that was killed
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM duckdb_tables() WHERE table_name = ?", nextName).Scan(&left); err != nil {
		return fmt.Errorf("list tables: %w", err)
	}
	sameSchema := schema == hashOf(derivedSQL())
	if sameSchema && comments == hashOf(commentsSQL()) && !left {
		return nil
	}
	steps := []step{s.dropNext, s.statement(commentsSQL()), s.setMeta(metaComments, hashOf(commentsSQL()))}
	if !sameSchema {
		steps = append([]step{s.dropDerived, s.createDerived}, steps...)
	}
	if err := s.write(ctx, steps...); err != nil {
		return fmt.Errorf("create derived tables: %w", err)
	}
	return nil
}

// createDerived makes the derived tables, empty, and notes that readings are
// missing if there are pages to read.
func (s *Store) createDerived(ctx context.Context) error {
	var sources int
	if err := s.conn.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM pages) + (SELECT count(*) FROM official_editions)").Scan(&sources); err != nil {
		return err
	}
	readings := readingsComplete
	if sources > 0 {
		readings = readingsStale
	}
	var names []string
	for _, o := range derived() {
		names = append(names, o.kind+" "+o.name)
	}
	return inOrder(ctx,
		s.statement(derivedSQL()),
		s.setMeta(metaReadings, readings),
		s.setMeta(metaOfficial, ""),
		s.setMeta(metaDerived, hashOf(derivedSQL())),
		s.setMeta(metaObjects, strings.Join(names, ",")),
	)
}

// dropDerived drops what the program that made the file noted as derived, and
// nothing else: a view of the user's own stays.
func (s *Store) dropDerived(ctx context.Context) error {
	names, err := s.meta(ctx, metaObjects)
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
		if err := s.exec(ctx, "DROP "+kind+" IF EXISTS "+quote(name)); err != nil {
			return err
		}
	}
	return nil
}

// checkKind reports whether the database has no tables yet. It fails for a
// database that somebody else made.
func (s *Store) checkKind(ctx context.Context) (empty bool, err error) {
	var tables, meta int
	err = s.db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (table_name = 'meta' OR table_name = 'pages')
		FROM duckdb_tables() WHERE NOT internal AND NOT temporary`).Scan(&tables, &meta)
	if err != nil {
		return false, fmt.Errorf("list tables: %w", err)
	}
	if tables > 0 && meta < 2 {
		return false, errors.New("it is a DuckDB database, but not one that ogp made: name another with --db")
	}
	return tables == 0, nil
}

// checkVersion is the schema version of the kept tables.
func (s *Store) checkVersion(ctx context.Context) (int, error) {
	text, err := s.meta(ctx, metaSchema)
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
	writer, err := s.meta(ctx, metaWriter)
	if writer == "" {
		writer = "a newer version"
	}
	return version, errors.Join(err, fmt.Errorf("its tables have schema %d, this program knows up to %d: it needs ogp %s or newer", version, schemaVersion, writer))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
