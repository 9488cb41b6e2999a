package ingest

import (
	"context"
	"errors"
	"fmt"

	"ogp/store"
	"ogp/store/runlock"
)

// Forget takes something out of the archive permanently, with no other run beside it,
// records that in runs, and rewrites the file so that the bytes are gone. What was
// interrupted is done by the same call again.
func Forget(ctx context.Context, o Options, what store.Forgettable) error {
	lock, err := runlock.Take(o.Database, "ogp forget "+what.String())
	if err != nil {
		return err
	}
	if err = forget(ctx, o, what); err == nil {
		if err = store.Rewrite(ctx, o.Database, o.Store); err != nil {
			err = fmt.Errorf("%s was taken out, and its bytes are still in the file: run the same command again: %w", what, err)
		}
	}
	return errors.Join(err, lock.Release())
}

func forget(ctx context.Context, o Options, what store.Forgettable) (err error) {
	s, err := store.Open(ctx, o.Database, o.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	run := NewRecord(o)
	run.Source = what.String()
	if err := s.StartRun(ctx, run); err != nil {
		return err
	}
	err = store.Forget(ctx, s, what)
	run.FinishedAt, run.Outcome = o.Now(), outcome(err)
	return errors.Join(err, s.FinishRun(context.WithoutCancel(ctx), run))
}
