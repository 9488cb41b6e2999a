package ingest

import (
	"context"
	"errors"

	"ogp"
	"ogp/parse"
	"ogp/store"
	"ogp/store/runlock"
)

// Coverage is how full the fields of readings were before and after a reparse.
type Coverage struct{ Before, After []store.FieldCoverage }

// Reparse reads all that is archived again, with no other run beside it. A dry
// run changes nothing and needs no lock: it reads in between, while others write.
func Reparse(ctx context.Context, o Options) (Coverage, error) {
	if o.DryRun {
		return tryReparse(ctx, o)
	}
	// Opening it for writing drops what another program derived, and makes a new
	// database of a mistyped name.
	options := o.Store
	options.ReadOnly = true
	s, err := store.Open(ctx, o.Database, options)
	if err != nil {
		return Coverage{}, err
	}
	before, err := s.Coverage(ctx)
	if err := errors.Join(err, s.Close()); err != nil {
		return Coverage{}, err
	}
	lock, err := runlock.Take(o.Database, "ogp reparse")
	if err != nil {
		return Coverage{}, err
	}
	after, err := reparseLocked(ctx, o)
	return Coverage{before, after}, errors.Join(err, lock.Release())
}

func tryReparse(ctx context.Context, o Options) (c Coverage, err error) {
	options := o.Store
	options.ReadOnly, options.OnDemand = true, true
	s, err := store.Open(ctx, o.Database, options)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err = o.Tables.Apply(ctx, s); err != nil {
		return c, err
	}
	if c.Before, err = s.Coverage(ctx); err != nil {
		return c, err
	}
	bar := o.Progress("reading the archive")
	defer bar.Close()
	c.After, err = s.TryReparse(ctx, parser(bar))
	return c, err
}

// reparseLocked reads the archive again, records the run, and counts what is
// filled then.
func reparseLocked(ctx context.Context, o Options) (after []store.FieldCoverage, err error) {
	s, err := store.Open(ctx, o.Database, o.Store)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := o.Tables.keep(ctx, s); err != nil {
		return nil, err
	}
	run := NewRecord(o)
	run.Source = "the archive"
	if err := s.StartRun(ctx, run); err != nil {
		return nil, err
	}
	if err = reparse(ctx, s, o); err == nil {
		after, err = s.Coverage(ctx)
	}
	run.FinishedAt, run.Outcome = o.Now(), outcome(err)
	if len(after) > 0 {
		run.Listed = after[0].Total
	}
	err = errors.Join(err, s.FinishRun(context.WithoutCancel(ctx), run))
	return after, o.judge(ctx, s, run, err)
}

// reparse rebuilds all tables.
func reparse(ctx context.Context, s *store.Store, o Options) error {
	bar := o.Progress("reading the archive again")
	defer bar.Close()
	if err := s.Reparse(ctx, parser(bar)); err != nil {
		return err
	}
	return readUnread(ctx, s)
}

// parser reads what the archive holds.
func parser(progress Progress) store.Parser {
	return store.Parser{Page: ReadPage, Official: officialParser(), Progress: progress.At}
}

// NewRecord is the record of a run that begins now.
func NewRecord(o Options) ogp.Run {
	started := o.Now()
	return ogp.Run{
		ID: started.Format("20060102T150405.000000Z"), Command: o.Command,
		StartedAt: started, Version: o.Version, Parser: parse.Version(), Scope: scopePart,
	}
}
