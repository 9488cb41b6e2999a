package main

import (
	"context"
	"errors"

	"ogp/cmd/ogp/ingest"
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
	exitRefused     = 5   // the site refuses or is down
	exitHeld        = 6   // another run holds the database
	exitInterrupted = 130 // what was fetched is kept
)

// usageError is a command line that cannot be carried out; its message says
// what is known.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// exitCode is the meaning of an error to a script.
func exitCode(err error) int {
	var usage usageError
	var order ingest.UsageError
	var gaps *ingest.GapsError
	var timeUp timeUpError
	var held *runlock.HeldError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage), errors.As(err, &order), errors.Is(err, export.ErrUsage), errors.Is(err, scrape.ErrUnknownSource):
		return exitUsage
	case errors.As(err, &gaps), errors.As(err, &timeUp):
		return exitGaps
	case errors.Is(err, scrape.ErrSiteRefuses):
		return exitRefused
	case errors.As(err, &held), errors.Is(err, store.ErrBusy):
		return exitHeld
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		return exitFailed
	}
}
