package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// errMismatch marks a page that is another one than was asked for.
var errMismatch = errors.New("not the page that was asked for")

// matchAddress compares what a page says of itself with the address that it came
// from. It is another page if all of its IDs differ from the address, or its
// language does; where one agrees, the address is believed.
func matchAddress(reading *ogp.Reading, asked ogp.PageKey) error {
	if asked.ID == "" {
		return nil
	}
	if !slices.Contains(reading.IDs, asked.ID) {
		return fmt.Errorf("%w: it is of %s", errMismatch, strings.Join(reading.IDs, ", "))
	}
	if len(reading.Languages) > 0 && !slices.Contains(reading.Languages, asked.Language) {
		return fmt.Errorf("%w: its language is %s", errMismatch, strings.Join(reading.Languages, ", "))
	}
	reading.ID = asked.ID
	return nil
}

// outcomeOf is what came of a request whose page could not be read.
func outcomeOf(err error) ogp.Outcome {
	if errors.Is(err, errMismatch) {
		return ogp.Mismatch
	}
	return ogp.NotCommitment
}

// contentClass is the class of a page that could not be read.
func contentClass(err error) ogp.ErrorClass {
	if errors.Is(err, ogp.ErrNotCommitment) || errors.Is(err, errMismatch) {
		return ogp.ClassContent
	}
	return ogp.ClassInternal
}
