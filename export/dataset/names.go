package dataset

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrUsage marks a request for something that does not exist. The error that
// wraps it is often a *UsageError.
var ErrUsage = errors.New("not possible")

// UsageError is a name that is not known, with the names that are.
type UsageError struct {
	What  string   // "format", "table", "template", "member"
	Given string   // as given
	Known []string // all names there are
}

// shownNames is how many known names a message lists: there are over a hundred members.
const shownNames = 20

// Error lists the known names, those that resemble the given one first.
func (e *UsageError) Error() string {
	known := slices.Clone(e.Known)
	slices.SortStableFunc(known, func(a, b string) int {
		return resemblance(b, e.Given) - resemblance(a, e.Given)
	})
	more := ""
	if len(known) > shownNames {
		more = fmt.Sprintf(" and %d more", len(known)-shownNames)
		known = known[:shownNames]
	}
	return fmt.Sprintf("unknown %s %q: known are %s%s", e.What, e.Given, strings.Join(known, ", "), more)
}

// Unwrap makes errors.Is(err, ErrUsage) true.
func (e *UsageError) Unwrap() error { return ErrUsage }

// resemblance is the length of the longest beginning of given that name holds.
func resemblance(name, given string) int {
	given = strings.ToLower(given)
	for n := len(given); n > 0; n-- {
		if strings.Contains(name, given[:n]) {
			return n
		}
	}
	return 0
}

// CheckNames makes sure that every given name is a known one; the error is a
// *UsageError.
func CheckNames(what string, known, given []string) error {
	for _, name := range given {
		if !slices.Contains(known, name) {
			return &UsageError{What: what, Given: name, Known: known}
		}
	}
	return nil
}
