package console_test

import (
	"io"
	"strings"
	"testing"

	"ogp/cmd/ogp/console"
)

func TestWhatActsOnATerminalIsShown(t *testing.T) {
	for text, want := range map[string]string{
		"Kenya – plain, ß, 肯尼亚, كينيا, 👩‍🚀": "Kenya – plain, ß, 肯尼亚, كينيا, 👩‍🚀",
		"two\nlines\tand a tab":             "two\nlines\tand a tab",
		"\x1b[2Jgone":                       `\u001b[2Jgone`,
		"over\rwritten\b\a\x00\x7f":         `over\u000dwritten\u0008\u0007\u0000\u007f`,
		"csi \u009b31m":                     `csi \u009b31m`,
		"raw \x9b31m":                       "raw \uFFFD31m",
		"\u202egnp.exe\u202c \u2066x\u2069": `\u202egnp.exe\u202c \u2066x\u2069`,
		"a\u2028b\u2029c\u200e\u200f\u061c": `a\u2028b\u2029c\u200e\u200f\u061c`,
		"tag \U000E0041\U000E007F":          `tag \udb40\udc41\udb40\udc7f`,
		"\ufff9a\ufffab\ufffb":              `\ufff9a\ufffab\ufffb`,
	} {
		for size := 1; size <= len(text); size++ { // however it is cut
			var out strings.Builder
			w := &console.Writer{To: &out}
			for rest := text; rest != ""; {
				n := min(size, len(rest))
				if written, err := io.WriteString(w, rest[:n]); err != nil || written != n {
					t.Fatal(written, err)
				}
				rest = rest[n:]
			}
			if out.String() != want {
				t.Errorf("%q by %d: %q, want %q", text, size, &out, want)
			}
		}
	}
}

func TestLineStaysOnOneLine(t *testing.T) {
	if got, want := console.Line("a\nb\tc\x1b"), `a\u000ab\u0009c\u001b`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
