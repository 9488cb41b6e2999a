package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// choice is a flag that takes one of some words.
type choice struct {
	chosen *string
	known  []string
}

// choiceFlag adds a flag that takes one of the words known; the first is the
// default.
func choiceFlag(flags *pflag.FlagSet, chosen *string, name, usage string, known ...string) {
	*chosen = known[0]
	flags.Var(&choice{chosen, known}, name, usage+": "+strings.Join(known, ", "))
}

// String is the word chosen.
func (c *choice) String() string { return *c.chosen }

// Set chooses a word.
func (c *choice) Set(given string) error {
	if !slices.Contains(c.known, given) {
		return fmt.Errorf("known are %s", strings.Join(c.known, ", "))
	}
	*c.chosen = given
	return nil
}

// Type is what the help calls the value.
func (c *choice) Type() string { return "word" }
