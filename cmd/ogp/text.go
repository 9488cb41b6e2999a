package main

import (
	"fmt"
	"io"

	"ogp"
	"ogp/cmd/ogp/console"
)

// printJSON writes what a command gives to machines, indented.
func printJSON(out io.Writer, value any) error {
	text, err := ogp.IndentedJSON(value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, text)
	return err
}

// count is a number with its noun.
func count(n int, noun string, rest ...string) console.Counted {
	return console.Count(n, noun, rest...)
}
