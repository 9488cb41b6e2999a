package ogp_test

import (
	"testing"

	"ogp"
)

// A name or a text ends neither its quotation nor the statement.
func TestQuotedTextEndsNothing(t *testing.T) {
	for text, want := range map[string]string{
		`a"b`: `"a""b"'a"b'`, "a'b": `"a'b"'a''b'`, "a\x00b": `"a` + "\uFFFD" + `b"'a` + "\uFFFD" + `b'`,
	} {
		if got := ogp.Identifier(text) + ogp.Literal(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
