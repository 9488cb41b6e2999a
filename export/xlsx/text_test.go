package xlsx

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCutTextIsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		limit := rapid.IntRange(2, 20).Draw(t, "limit")
		whole := ""
		for rest := text; rest != ""; {
			var piece string
			piece, rest = cutUnits(rest, limit)
			if piece == "" || units(piece) > limit || !utf8.ValidString(piece) {
				t.Fatalf("piece %q of %q", piece, text)
			}
			whole += piece
		}
		if whole != text {
			t.Fatalf("pieces make %q, want %q", whole, text)
		}
	})
}

func TestCleanTextKeepsAllThatExcelHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got, cleaned := cleanText(text)
		if strings.IndexFunc(got, unprintable) >= 0 || strings.Contains(got, "\r") {
			t.Fatalf("%q became %q", text, got)
		}
		if !cleaned && got != strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) {
			t.Fatalf("%q became %q without a word", text, got)
		}
	})
}

func TestLinkable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"https://www.opengovpartnership.org/members/kenya/":          true,
		"http://example.org/?a=1&b=2":                                true,
		`https://example.org/"&cmd()&"`:                              false,
		"https://example.org/a b":                                    false,
		"javascript:alert(1)":                                        false,
		"file:///etc/passwd":                                         false,
		"https://example.org/" + strings.Repeat("x", longestLink-19): false,
		"https://example.org/" + strings.Repeat("x", longestLink-20): true,
		"": false,
	} {
		if got := linkable(text); got != want {
			t.Errorf("linkable(%.60q) = %v", text, got)
		}
	}
}

// The height of a row is told without reading all of a long text.
func TestTextHeightCountsLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.StringOf(rapid.RuneFrom([]rune("ab é😀\n"))).Draw(t, "text"), rapid.IntRange(1, 50).Draw(t, "times"))
		width, most := rapid.Float64Range(4, 120).Draw(t, "width"), rapid.IntRange(1, 20).Draw(t, "most")
		lines := 0
		for _, line := range strings.Split(text, "\n") {
			lines += max(1, int(math.Ceil(float64(units(line))/(width*lineFill))))
		}
		if got, want := textHeight(text, width, most), lineHeight*float64(min(lines, most)); got != want {
			t.Fatalf("%q is %v points high, want %v", text, got, want)
		}
	})
}
