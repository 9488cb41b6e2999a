package console

import "strings"

// Wrap breaks a text at spaces so that no line is wider than width, in
// terminal columns; lines after the first begin with indent.
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

func wrapLine(b *strings.Builder, line string, width int, indent string) {
	used := 0
	for word := range strings.FieldsSeq(line) {
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
