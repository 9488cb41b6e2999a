package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// nearest are the few known names that a mistyped one may have meant: those it
// begins, and those a few letters away, as cobra finds them for commands.
func nearest(given string, known []string) []string {
	given = strings.TrimLeft(given, "-")
	if given == "" {
		return nil
	}
	names := cobra.Command{SuggestionsMinimumDistance: 1 + len(given)/5}
	for _, name := range known {
		names.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	near := names.SuggestionsFor(given)
	return near[:min(len(near), mostNear)]
}

// mostNear is how many names a suggestion has at most.
const mostNear = 3
