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

// TestTextTakesTheLineOfWhatIsDrawn there: a warning would begin behind a bar.
func TestTextTakesTheLineOfWhatIsDrawn(t *testing.T) {
	var out strings.Builder
	w := &console.Writer{To: &out}
	for _, to := range []io.Writer{w, w.Canvas(), w.Canvas(), w, w} {
		if _, err := io.WriteString(to, "a"); err != nil {
			t.Fatal(err)
		}
	}
	if want := "aaa\r\x1b[Kaa"; out.String() != want {
		t.Errorf("%q, want %q", &out, want)
	}
}

func TestMessagesFitTheTerminal(t *testing.T) {
	for _, c := range []struct {
		text    string
		columns int
		want    string
	}{
		{"one line of any length", 0, "one line of any length"},
		{"one line of its size", 20, "one line of its size"},
		{"one line of some length", 20, "one line of\n     some length"},
		{"quotes:\na  b\n  ^", 20, "quotes:\n     a  b\n       ^"},
		{"run `ogp show KE0941`, then", 20, "run\n     `ogp show KE0941`,\n     then"},
		{"one ` is a word as any other", 20, "one ` is a word\n     as any other"},
		{"https://example.org/address", 20, "https://example.org/address"},
	} {
		if got := console.Paragraph(c.text, c.columns); got != c.want {
			t.Errorf("%q in %d columns: %q, want %q", c.text, c.columns, got, c.want)
		}
	}
}
