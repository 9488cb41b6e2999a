package main

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"ogp/cmd/ogp/ingest"
	"ogp/scrape"
	"ogp/store/runlock"
)

// TestSeverestErrorIsTheExitCode: whatever else went wrong, in whichever order it is told.
func TestSeverestErrorIsTheExitCode(t *testing.T) {
	t.Parallel()
	byRank := []struct {
		err  error
		code int
	}{
		{fmt.Errorf("store: %w", context.Canceled), exitInterrupted},
		{&runlock.HeldError{}, exitHeld},
		{usageError{errors.New("unknown flag")}, exitUsage},
		{errors.New("disk full"), exitFailed},
		{fmt.Errorf("%w: %w", scrape.ErrSiteRefuses, errors.New("robots.txt: status 503")), exitRefused},
		{rulesError{errors.New("rules failed")}, exitRules},
		{&ingest.GapsError{}, exitGaps},
		{nil, exitDone},
	}
	for i, severe := range byRank {
		for _, other := range byRank[i:] {
			nested := errors.Join(other.err, errors.Join(nil, severe.err))
			for _, err := range []error{errors.Join(severe.err, other.err), nested} {
				if code := exitCode(err); code != severe.code {
					t.Errorf("%q: exit code %d, want %d", err, code, severe.code)
				}
			}
		}
	}
	limited, cancel := context.WithCancel(t.Context())
	cancel()
	err := ingest.TimeUp(t.Context(), limited, errors.Join(context.Canceled, &ingest.GapsError{}))
	if code := exitCode(err); code != exitGaps {
		t.Errorf("the time was up: exit code %d, want %d", code, exitGaps)
	}
}
