package ogp

import "strings"

// Identifier is the name of a table or column as SQL takes it.
func Identifier(name string) string { return quoted(name, `"`) }

// Literal is a text as SQL takes it.
func Literal(text string) string { return quoted(text, "'") }

// quoted has U+FFFD for NUL: DuckDB takes that for the end of the statement.
func quoted(text, mark string) string {
	return mark + strings.ReplaceAll(strings.ReplaceAll(text, mark, mark+mark), "\x00", "\uFFFD") + mark
}
