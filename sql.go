package ogp

import "strings"

// Identifier is the name of a table or column as SQL takes it.
func Identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Literal is a text as SQL takes it.
func Literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
