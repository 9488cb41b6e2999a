package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

//go:embed upgrade2.sql
var upgrade2 string

//go:embed upgrade3.sql
var upgrade3 string

// upgrades lead from the schema version of their key to the next. One that is
// published is never edited: files out there have been through it.
var upgrades = map[int]string{1: upgrade2, 2: upgrade3}

// upgrade leads an older file to this program's schema: in one transaction,
// after a copy of the file is safe beside it.
func (s *Store) upgrade(ctx context.Context) (err error) {
	if s.schema, err = s.checkVersion(ctx); err != nil || s.schema == schemaVersion {
		return err
	}
	copied := s.path + ".schema" + strconv.Itoa(s.schema)
	// The file holds all there is only when the log is written into it.
	if err := s.checkpoint(ctx); err != nil {
		return fmt.Errorf("upgrade its tables from schema %d: %w", s.schema, err)
	}
	if err := copyFile(copied, s.path); err != nil {
		return fmt.Errorf("upgrade its tables from schema %d: copy the file first: %w", s.schema, err)
	}
	var steps []step
	for version := s.schema; version < schemaVersion; version++ {
		steps = append(steps, s.statement(upgrades[version]))
	}
	if err := s.write(ctx, append(steps, s.setMeta(metaSchema, strconv.Itoa(schemaVersion)))...); err != nil {
		return fmt.Errorf("upgrade its tables from schema %d, nothing has changed: %w", s.schema, err)
	}
	s.schema = schemaVersion
	return nil
}

// checkpoint writes the log into the file.
func (s *Store) checkpoint(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "CHECKPOINT")
	return errors.Join(err, conn.Close())
}

// copyFile makes a durable copy, whole or not at all.
func copyFile(to, from string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	part := to + ".part"
	target, err := os.Create(part)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err = errors.Join(err, target.Sync(), target.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, to)
}
