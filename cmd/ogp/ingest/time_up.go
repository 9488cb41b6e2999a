package ingest

import (
	"context"
	"errors"
	"fmt"
)

// TimeUpError is a run that ended in order because its time was up.
type TimeUpError struct{ error }

// Unwrap is the reason.
func (e TimeUpError) Unwrap() error { return e.error }

// Error says what is left.
func (e TimeUpError) Error() string {
	left := "some pages are left"
	if rest := (UnfinishedError{}); errors.As(e.error, &rest) {
		left = fmt.Sprintf("%d left", rest.Left)
	}
	return "the time of --max-duration is up, " + left + ": run the same command to resume"
}

// TimeUp is the error of a run whose time was up, if that is what ended it: limited
// is the context of the run, whose end ctx is not.
func TimeUp(ctx, limited context.Context, err error) error {
	ended := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	if ended && limited.Err() != nil && ctx.Err() == nil {
		return TimeUpError{err}
	}
	return err
}
