package duck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ogp"
)

// Rewrite writes a database into a new file in the place of the old one, so that
// nothing is left in it of what was deleted. It has to be closed, and the caller
// keeps other processes from it.
func Rewrite(ctx context.Context, path string, o Options) error {
	fresh := path + ".new"
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := removeDatabase(fresh); err != nil {
		return err
	}
	db, err := Open("", Options{Memory: o.Memory, Threads: o.Threads, TempDir: o.TempDir})
	if err != nil {
		return err
	}
	err = db.Run(ctx, func(ctx context.Context, tx *Tx) error {
		if err := tx.Attach(ctx, path, "old", o); err != nil {
			return err
		}
		return InOrder(
			Exec("ATTACH "+ogp.Literal(fresh)+" AS fresh (BLOCK_SIZE "+blockSize+")"),
			Exec("COPY FROM DATABASE old TO fresh"),
			Exec("DETACH fresh"))(ctx, tx)
	})
	if err = errors.Join(err, db.Close()); err == nil {
		err = errors.Join(os.Chmod(fresh, info.Mode()), os.Rename(fresh, path))
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	return ogp.SyncFolder(filepath.Dir(path))
}

// removeDatabase removes the database that a killed process has left; another file is
// an error.
func removeDatabase(name string) error {
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	head := make([]byte, 12)
	if err == nil && info.Mode().IsRegular() {
		file, openErr := os.Open(name)
		if err = openErr; err == nil {
			_, err = io.ReadFull(file, head)
			err = errors.Join(err, file.Close())
		}
	}
	if err != nil || string(head[8:]) != "DUCK" {
		return fmt.Errorf("%s is no database that ogp has left: move it away", name)
	}
	return os.Remove(name)
}
