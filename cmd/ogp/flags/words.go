// Package flags has the flags whose values are more than a text: one of some words, a
// moment, a size, a duration.
//
// What a person typed goes in; a value comes out, or an error that says what would do.
// The package knows no command.
package flags

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Choice is a flag that takes one of some words.
type Choice struct {
	chosen *string
	known  []string
}

// Words adds a flag that takes one of the words known; the first is the
// default.
func Words(flags *pflag.FlagSet, chosen *string, name, usage string, known ...string) {
	*chosen = known[0]
	flags.Var(NewChoice(chosen, known...), name, usage+": "+strings.Join(known, ", "))
}

// NewChoice is a flag of the words known, with the default that chosen has.
func NewChoice(chosen *string, known ...string) *Choice { return &Choice{chosen, known} }

// String is the word chosen.
func (c *Choice) String() string { return *c.chosen }

// Set chooses a word.
func (c *Choice) Set(given string) error {
	if !slices.Contains(c.known, given) {
		return fmt.Errorf("known are %s", strings.Join(c.known, ", "))
	}
	*c.chosen = given
	return nil
}

// Type is what the help calls the value.
func (c *Choice) Type() string { return "word" }

// Known are the words.
func (c *Choice) Known() []string { return c.known }
