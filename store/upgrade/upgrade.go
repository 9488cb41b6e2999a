// Package upgrade leads a file of an older version of the program to today's
// schema of the kept tables.
//
// A database goes in with its version; the steps of one transaction come out, and
// a copy of the file beside it. The package never changes a file that has no copy.
package upgrade

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"ogp/store/duck"
	"ogp/store/frame"
)

//go:embed upgrade2.sql
var upgrade2 string

//go:embed upgrade3.sql
var upgrade3 string

//go:embed upgrade4.sql
var upgrade4 string

//go:embed upgrade4_observations.sql
var upgrade4Observations string

//go:embed upgrade5.sql
var upgrade5 string

// steps lead to the schema version of their key from the one before. One
// that is published is never edited: files out there have been through it.
func steps(progress func(done, total int)) map[int]duck.Step {
	return map[int]duck.Step{
		2: duck.Exec(upgrade2),
		3: duck.Exec(upgrade3),
		4: duck.InOrder(duck.Exec(upgrade4), fillContents(progress), duck.Exec(upgrade4Observations)),
		5: duck.Exec(upgrade5),
	}
}

// Steps lead from a schema version to another one.
func Steps(from, to int, progress func(done, total int)) []duck.Step {
	var all []duck.Step
	for version := from + 1; version <= to; version++ {
		all = append(all, steps(progress)[version])
	}
	return all
}

// spaceNeeded is how much room an upgrade needs, as a multiple of the file: the
// copy, and bodies that a dictionary compressed better beside the old ones.
const spaceNeeded = 4

// CopyBeside copies the file, if the disk has room for that and for the upgrade.
func CopyBeside(ctx context.Context, db *duck.DB, path, copied string) error {
	// The file holds all there is only when the log is written into it.
	if _, err := db.SQL().ExecContext(ctx, "CHECKPOINT"); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	need := spaceNeeded * info.Size()
	if free, known := freeSpace(path); known && free < need {
		return fmt.Errorf("the disk has %d MB free, and %d MB are needed: free some space and run the same command again", free>>20, need>>20+1)
	}
	if err := copyFile(copied, path); err != nil {
		return fmt.Errorf("copy the file first: %w", err)
	}
	return nil
}

// rowsAtOnce is how many pages are in memory at once.
const rowsAtOnce = 1000

// fillContents compresses the body of each content as schema 4 has it.
func fillContents(progress func(done, total int)) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		decoder, err := frame.DecoderOf(ctx, tx, 3)
		if err != nil {
			return err
		}
		defer decoder.Close()
		err = tx.Exec(ctx, `CREATE TEMP TABLE firsts AS SELECT min_by(rowid, version) AS first
			FROM pages GROUP BY commitment_id, language, sha256 ORDER BY first`)
		if err != nil {
			return err
		}
		var total int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM firsts").Scan(&total); err != nil {
			return err
		}
		for done := 0; done < total; done += rowsAtOnce {
			if progress != nil {
				progress(done, total)
			}
			rows, err := contentRows(ctx, tx, decoder, done)
			if err != nil {
				return err
			}
			if err := duck.Append("contents", rows)(ctx, tx); err != nil {
				return err
			}
		}
		return tx.Exec(ctx, "DROP TABLE firsts")
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

// contentRows are rows of contents from an offset on, in the order of the file,
// with bodies that need no dictionary.
func contentRows(ctx context.Context, from duck.Querier, decoder *zstd.Decoder, offset int) ([][]any, error) {
	rows, err := duck.Rows(ctx, from, duck.SQL(fmt.Sprintf(`
		SELECT commitment_id, language, sha256, fingerprint, url, header, bytes, body
		FROM pages WHERE rowid IN (SELECT first FROM firsts ORDER BY first LIMIT %d OFFSET %d) ORDER BY rowid`, rowsAtOnce, offset)))
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		last := len(row) - 1
		body, err := decoder.DecodeAll(row[last].([]byte), nil)
		if err != nil {
			return nil, fmt.Errorf("page %v (%v) body %v is damaged: %w", row[0], row[1], row[2], err)
		}
		row[last] = frame.Compress(body)
	}
	return rows, nil
}
