package console

import (
	"regexp"
	"strings"
)

// Wrap breaks a text at spaces so that no line is wider than width, in
// terminal columns; lines after the first begin with indent. A command in `quotes`
// stays on one line, so that it can be copied.
func Wrap(text string, width int, indent string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("\n" + indent)
		}
		wrapLine(&b, line, width, indent)
	}
	return b.String()
}

// unbroken is a word, or some in quotes with what touches them.
var unbroken = regexp.MustCompile("(?:`[^`]{1,60}`|\\S)+")

func wrapLine(b *strings.Builder, line string, width int, indent string) {
	used := 0
	for _, word := range unbroken.FindAllString(line, -1) {
		need := Width(word)
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
