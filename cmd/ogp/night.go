package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/audit"
	"ogp/cmd/ogp/capturing"
	"ogp/cmd/ogp/ingest"
	"ogp/cmd/ogp/judge"
	"ogp/cmd/ogp/prose"
	"ogp/store"
)

// night is an import or refresh with what comes after it.
type night struct {
	*app
	ingest.Options
	longest time.Duration // the time it may take; 0 for any
	publish string        // folder to export to if the run is good; empty for none
	files   audit.Files
}

func (n *night) register(flags *pflag.FlagSet) {
	addImportFlags(flags, &n.Options)
	flags.StringVar(&n.files.Report, "report", "", "write how the run ended, what it found and what the rules say of it to `file`, as JSON")
	flags.StringVar(&n.files.Metrics, "metrics-file", "", "write the figures of the run to `file`, for the textfile collector of Prometheus' node exporter")
}

// run carries out the run, sums it up, and does what comes after it.
func (n *night) run(ctx context.Context) error {
	n.files.Summary = os.Getenv("GITHUB_STEP_SUMMARY")
	if err := n.files.Check(); err != nil {
		return usageError{err}
	}
	n.equip(&n.Options)
	limited, cancel := ctx, func() {}
	if n.longest > 0 {
		limited, cancel = context.WithTimeout(ctx, n.longest)
	}
	defer cancel()
	var result judge.Result
	n.Judge = func(whole context.Context, s *store.Store, run ogp.Run, err error) (failed error) {
		code := exitCode(ingest.TimeUp(ctx, limited, err))
		run.ExitCode = &code
		result.Judgement, failed = n.audit().Run(whole, s, run)
		return failed
	}
	did, err := ingest.Run(limited, n.Options)
	err = ingest.TimeUp(ctx, limited, err)
	switch {
	case did == nil:
	case n.DryRun && (err == nil || exitCode(err) == exitGaps):
		n.summary("%s", prose.Plan(did))
		err = errors.Join(err, capturing.WriteYears(n.stdout, did.Archive))
	case !n.DryRun:
		n.summary("%s", prose.Run(did, n.db, n.hint(result.Judgement, err)))
	}
	if n.DryRun {
		return err
	}
	if n.publish != "" && judge.Ended(exitCode(err)) {
		err = errors.Join(err, n.exportIf(ctx, result.Judgement))
	}
	if result.ExitCode = exitCode(err); result.ExitCode == exitUsage || result.ExitCode == exitHeld {
		return err // there was no run
	}
	if err != nil {
		result.Problem = err.Error()
	}
	return errors.Join(err, n.files.Write(result))
}

// hint is what to do after the first good run.
func (n *night) hint(j judge.Judgement, err error) string {
	if j.Now.Pages() == 0 || j.Before != nil || len(j.Failed()) > 0 || !judge.Ended(exitCode(err)) {
		return ""
	}
	command := "ogp export"
	if n.app.db != defaultDatabase {
		command += " --db " + n.app.db
	}
	return "; `" + command + "` writes the dataset"
}

// exportIf exports the dataset into the place of the last one, with its choices,
// unless a rule failed.
func (n *night) exportIf(ctx context.Context, j judge.Judgement) error {
	if reason := j.Reason(); reason != "" {
		return rulesError{errors.New(n.publish + " stays as it was: " + reason)}
	}
	o, err := choicesFor(n.app, n.publish)
	if err != nil {
		return err
	}
	return n.runExport(ctx, n.publish, o)
}

func (a *app) audit() audit.Audit {
	return audit.Audit{Database: a.db, Store: a.settings(store.Options{}), Limits: a.file.Rules}
}

// publishable says why the archive as it is should not be published into a folder, if it
// should not.
func publishable(ctx context.Context, a *app, out string) error {
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		j, err := a.audit().Now(ctx, s)
		if reason := audit.Unpublishable(j); err == nil && reason != "" {
			err = rulesError{errors.New(out + " stays as it was: " + reason)}
		}
		return err
	})
}
