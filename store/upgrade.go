package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"ogp/store/duck"
)

//go:embed upgrade2.sql
var upgrade2 string

//go:embed upgrade3.sql
var upgrade3 string

//go:embed upgrade4.sql
var upgrade4 string

// upgradeSteps lead to the schema version of their key from the one before. One
// that is published is never edited: files out there have been through it.
func upgradeSteps(progress func(done, total int)) map[int]duck.Step {
	return map[int]duck.Step{
		2: duck.Exec(upgrade2),
		3: duck.Exec(upgrade3),
		4: duck.InOrder(duck.Exec(upgrade4), rewriteBodies(progress)),
	}
}

// upgrade leads an older file to this program's schema: in one transaction,
// after a copy of the file is safe beside it.
func (f *file) upgrade(ctx context.Context, o Options) (err error) {
	if f.schema, err = checkVersion(ctx, f.db); err != nil || f.schema == schemaVersion {
		return err
	}
	copied := f.path + ".schema" + strconv.Itoa(f.schema)
	if err := f.copyBeside(ctx, copied); err != nil {
		return fmt.Errorf("upgrade its tables from schema %d: %w", f.schema, err)
	}
	var steps []duck.Step
	for version := f.schema + 1; version <= schemaVersion; version++ {
		steps = append(steps, upgradeSteps(o.Upgrading)[version])
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

// upgradeSpace is how much room an upgrade needs, as a multiple of the file: the
// copy, and bodies that a dictionary compressed better beside the old ones.
const upgradeSpace = 4

// copyBeside copies the file, if the disk has room for that and for the upgrade.
func (f *file) copyBeside(ctx context.Context, copied string) error {
	// The file holds all there is only when the log is written into it.
	if _, err := f.db.SQL().ExecContext(ctx, "CHECKPOINT"); err != nil {
		return err
	}
	need := upgradeSpace * fileSize(f.path)
	if free, known := freeSpace(f.path); known && free < need {
		return fmt.Errorf("the disk has %d MB free, and %d MB are needed: free some space and run the same command again", free>>20, need>>20+1)
	}
	if err := copyFile(copied, f.path); err != nil {
		return fmt.Errorf("copy the file first: %w", err)
	}
	return nil
}

// rewriteBodies compresses the body of each page as schema 4 has it.
func rewriteBodies(progress func(done, total int)) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		decoder, err := dictionaryDecoder(ctx, tx)
		if err != nil {
			return err
		}
		defer decoder.Close()
		var total int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM pages").Scan(&total); err != nil {
			return err
		}
		for done := 0; done < total; done += readAtOnce {
			if progress != nil {
				progress(done, total)
			}
			rows, err := rewrittenRows(ctx, tx, decoder, done)
			if err != nil {
				return err
			}
			if err := duck.Append("next_pages", rows)(ctx, tx); err != nil {
				return err
			}
		}
		return tx.Exec(ctx, "DROP TABLE pages; ALTER TABLE next_pages RENAME TO pages; DROP TABLE dictionaries")
	}
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
