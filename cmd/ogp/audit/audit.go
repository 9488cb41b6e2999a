// Package audit compares the archive with what it was after the last good run, and
// keeps and tells the verdict.
//
// A database comes in, with a run that has ended; out go a judgement by the rules of
// package judge, the run's report in the database, and files about it. The package
// fetches nothing, reads no page and exports nothing.
package audit

import (
	"context"
	"errors"
	"time"

	"ogp"
	"ogp/cmd/ogp/judge"
	"ogp/store"
	"ogp/store/report"
	"ogp/store/runlock"
)

// Audit is what a comparison takes beside the database that is open.
type Audit struct {
	Database string        // the file, which is opened again to look into the past
	Store    store.Options // likewise
	Limits   judge.Limits  // of the rules, where they are not the program's
}

// Run compares the archive after a run, and records the report of the run. One that
// ended early is not judged.
func (a Audit) Run(ctx context.Context, s *store.Store, run ogp.Run) (j judge.Judgement, err error) {
	if j.Now, err = report.Held(ctx, s.DB()); err == nil {
		err = j.Now.Add(ctx, s.DB(), &run)
	}
	if err == nil && judge.Ended(*run.ExitCode) {
		j, err = a.Compare(ctx, s, j.Now)
		if run.Verdict = ogp.Good; len(j.Failed()) > 0 {
			run.Verdict = ogp.Bad
		}
	}
	if err == nil {
		err = s.Write(ctx, report.Record(j.Now), report.Judge(run))
	}
	return j, err
}

// Now compares the archive as it is.
func (a Audit) Now(ctx context.Context, s *store.Store) (j judge.Judgement, err error) {
	now, err := report.Now(ctx, s.DB())
	if err != nil {
		return j, err
	}
	return a.Compare(ctx, s, now)
}

// Compare compares a report with that of the last good run, by the rules.
func (a Audit) Compare(ctx context.Context, s *store.Store, now report.Report) (j judge.Judgement, err error) {
	c := judge.Comparison{Now: now}
	newest := ""
	if now.Run != nil {
		newest = now.Run.ID
	}
	c.Before, err = report.Baseline(ctx, s.DB(), newest)
	if err == nil && c.Before != nil && c.Before.Parser != now.Parser {
		err = a.readAgain(ctx, s, c.Before)
	}
	if err != nil {
		return j, err
	}
	if c.Before != nil && now.Site != nil && now.Site.StartedAt.Before(c.Before.Run.StartedAt) {
		c.Now.Site = nil // the verdict on its lists is older
	}
	j = judge.Judge(c, a.Limits)
	for i, f := range j.Findings {
		if f.Lost() && err == nil {
			group := report.Fill{Field: f.Field, Member: f.Member, Template: f.Template, Language: f.Language}
			j.Findings[i].Example, err = report.Example(ctx, s.DB(), group)
		}
	}
	return j, err
}

// readAgain takes the coverage of a past moment from what today's parser reads in the
// pages of then: a better parser is no change of the site.
func (a Audit) readAgain(ctx context.Context, s *store.Store, then *report.Report) error {
	if err := s.OpenOnDemand(); err != nil {
		return err
	}
	o := a.Store
	o.KnownAt = then.Run.FinishedAt
	past, err := store.Open(ctx, a.Database, o)
	if err != nil {
		return err
	}
	held, err := report.Held(ctx, past.DB())
	then.Coverage, then.Findings = held.Coverage, held.Findings
	return errors.Join(err, past.Close())
}

// Accept records that a person takes the archive for good as it is, while no run is
// under way. It returns how many pages there are.
func (a Audit) Accept(ctx context.Context, run ogp.Run) (pages int, err error) {
	lock, err := runlock.Take(a.Database, "ogp check --accept")
	if err != nil {
		return 0, err
	}
	s, err := store.Open(ctx, a.Database, a.Store)
	if err == nil {
		pages, err = accept(ctx, s, run)
		err = errors.Join(err, s.Close())
	}
	return pages, errors.Join(err, lock.Release())
}

// accept records the archive as it is, with the lists of the last run over the whole
// site.
func accept(ctx context.Context, s *store.Store, run ogp.Run) (pages int, err error) {
	now, err := report.Now(ctx, s.DB())
	if err != nil {
		return 0, err
	}
	run.FinishedAt, run.Outcome, run.Parser = run.StartedAt, "done", now.Parser
	run.Verdict, run.ExitCode = ogp.Accepted, new(int)
	if site := now.Site; site != nil {
		run.Scope, run.Listed, run.Archived, run.Known, run.Unlisted, run.Mismatched = site.Scope, site.Listed, site.Archived, site.Known, site.Unlisted, site.Mismatched
	}
	if err := s.StartRun(ctx, run); err != nil {
		return 0, err
	}
	now.Run = &run
	return now.Pages(), s.Write(ctx, report.Record(now))
}

// Unpublishable says why a state of the archive should not be published; empty where
// it may be.
func Unpublishable(j judge.Judgement) string {
	run := j.Now.Run
	if run != nil && run.ExitCode != nil && !judge.Ended(*run.ExitCode) {
		return "the run of " + run.StartedAt.Format(time.DateTime) + " UTC was " + run.Outcome
	}
	return j.Reason()
}
