package duck

import (
	"context"
	"errors"
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
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
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
