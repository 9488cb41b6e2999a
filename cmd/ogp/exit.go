package main

import (
	"context"
	"errors"
	"slices"

	"ogp/cmd/ogp/ingest"
	"ogp/cmd/ogp/names"
	"ogp/export"
	"ogp/scrape"
	"ogp/store"
	"ogp/store/runlock"
)

// Exit codes, as users script against them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2   // unknown flag, source, format, table, member
	exitGaps        = 3   // done, but some pages could not be fetched
	exitRules       = 4   // a rule failed: the archive is not what it was at the last good run
	exitRefused     = 5   // the site refuses or is down
	exitHeld        = 6   // another run holds the database
	exitInterrupted = 130 // what was fetched is kept
)

// usageError is a command line that cannot be carried out; its message says
// what is known.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// rulesError says that rules failed.
type rulesError struct{ error }

// exitCode is the meaning of an error to a script.
func exitCode(err error) int {
	var usage usageError
	var name *names.UnknownError
	var order ingest.UsageError
	var gaps *ingest.GapsError
	var timeUp ingest.TimeUpError
	var held *runlock.HeldError
	var rules rulesError
	if steps := (stepErrors{}); errors.As(err, &steps) {
		return steps.exitCode()
	}
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage), errors.As(err, &name), errors.As(err, &order), errors.Is(err, export.ErrUsage), errors.Is(err, scrape.ErrUnknownSource):
		return exitUsage
	case errors.As(err, &gaps), errors.As(err, &timeUp):
		return exitGaps
	case errors.Is(err, scrape.ErrSiteRefuses):
		return exitRefused
	case errors.As(err, &rules):
		return exitRules
	case errors.As(err, &held), errors.Is(err, store.ErrBusy):
		return exitHeld
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		return exitFailed
	}
}

// stepErrors are how the steps of a command ended, such as a run and the export that
// follows it; nil for a step that went well.
type stepErrors []error

// Error is what each says.
func (e stepErrors) Error() string { return errors.Join(e...).Error() }

// Unwrap are the errors.
func (e stepErrors) Unwrap() []error { return e }

// exitCode is the one that says most.
func (e stepErrors) exitCode() int {
	for _, code := range []int{exitInterrupted, exitHeld, exitUsage, exitFailed, exitRefused, exitRules, exitGaps} {
		if slices.ContainsFunc(e, func(err error) bool { return exitCode(err) == code }) {
			return code
		}
	}
	return exitDone
}

// steps is how a command ended that has several; nil if all went well.
func steps(errs ...error) error {
	if errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil }); len(errs) == 0 {
		return nil
	}
	return stepErrors(errs)
}
