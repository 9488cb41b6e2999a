package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"ogp"
	"ogp/cmd/ogp/console"
)

// widest is the width at which a text on one line is cut: on a terminal only, for
// elsewhere nothing is; 0 means no limit.
func widest(out *console.Writer, columns int) int {
	if console.IsTerminal(out) {
		return columns
	}
	return 0
}

// wrap breaks a text at spaces so that no line is wider than width, in
// terminal columns; lines after the first begin with indent.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("\n" + indent)
		}
		wrapLine(&b, line, width, indent)
	}
	return b.String()
}

func wrapLine(b *strings.Builder, line string, width int, indent string) {
	used := 0
	for word := range strings.FieldsSeq(line) {
		need := console.Width(word)
		switch {
		case used == 0:
		case used+1+need > width:
			b.WriteString("\n" + indent)
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += need
	}
}

func writeCSV(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// printJSON writes what a command gives to machines, indented.
func printJSON(out io.Writer, value any) error {
	text, err := ogp.IndentedJSON(value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, text)
	return err
}
