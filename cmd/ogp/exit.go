package main

import (
	"cmp"
	"context"
	"errors"
	"reflect"
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

// severest are the exit codes, that which says most first: if several apply, it is the
// command's.
var severest = []int{exitInterrupted, exitHeld, exitUsage, exitFailed, exitRefused, exitRules, exitGaps, exitDone}

// joined is the type of errors of which each is one of its own; those that fmt.Errorf
// wraps together are one.
var joined = reflect.TypeOf(errors.Join(context.Canceled))

// exitCode is the meaning of an error to a script.
func exitCode(err error) int {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok || reflect.TypeOf(err) != joined {
		return exitCodeOf(err)
	}
	var codes []int
	for _, one := range several.Unwrap() {
		codes = append(codes, exitCode(one))
	}
	return slices.MinFunc(codes, func(a, b int) int {
		return cmp.Compare(slices.Index(severest, a), slices.Index(severest, b))
	})
}

// exitCodeOf is the meaning of one error.
func exitCodeOf(err error) int {
	var usage usageError
	var name *names.UnknownError
	var order ingest.UsageError
	var gaps *ingest.GapsError
	var timeUp ingest.TimeUpError
	var held *runlock.HeldError
	var rules rulesError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &timeUp): // which wraps how the run was ended
		return exitGaps
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &held), errors.Is(err, store.ErrBusy):
		return exitHeld
	case errors.As(err, &usage), errors.As(err, &name), errors.As(err, &order), errors.Is(err, export.ErrUsage), errors.Is(err, scrape.ErrUnknownSource):
		return exitUsage
	case errors.Is(err, scrape.ErrSiteRefuses):
		return exitRefused
	case errors.As(err, &rules):
		return exitRules
	case errors.As(err, &gaps):
		return exitGaps
	default:
		return exitFailed
	}
}
