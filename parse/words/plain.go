package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Plain is a character in the form in which patterns know it; empty for one that
// shows nothing. Digits of any script become 0 to 9, ligatures their letters,
// full-width letters the usual ones, and control characters that Windows uses
// for dashes and quotes those. What has no shape of its own goes: soft hyphens,
// marks of direction, tags, variation selectors. The zero-width joiners stay:
// Persian and Indic words are spelled with them.
func Plain(r rune) string {
	switch {
	case r >= ' ' && r < 0x7f || r == 0x200C || r == 0x200D:
	case r >= 0x80 && r <= 0x9F:
		r = charmap.Windows1252.DecodeByte(byte(r))
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ""
		}
	case unicode.IsControl(r), isFormat(r), r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF:
		return ""
	case r >= 0xFB00 && r <= 0xFB06, r == '＠', r == '＋', r == '？', r > 0xFF00 && r < 0xFF5F && unicode.In(r, unicode.L, unicode.Nd):
		return norm.NFKC.String(string(r)) // ligatures and full-width forms
	case unicode.Is(unicode.Nd, r):
		r = digit(r)
	}
	return string(r)
}

// isFormat reports whether a character is one of format that shows nothing; the
// number signs of Arabic are shown.
func isFormat(r rune) bool {
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// digit is 0 to 9 for a digit of any script: each script has them in a row.
func digit(r rune) rune {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return '0' + (r-zero)%10
}

// superscripts are the digits as footnote marks are set.
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// Superscript sets a footnote's mark apart from the word before it: "1" and
// "[1]" become "¹". ok is false for a text that is no mark.
func Superscript(text string) (mark string, ok bool) {
	digits := strings.Trim(text, " []()")
	if digits == "" || len(digits) > 3 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	var b strings.Builder
	for _, r := range digits {
		b.WriteRune([]rune(superscripts)[r-'0'])
	}
	return b.String(), true
}

// TrimMarks takes from a value what is around it but no part of it: footnote
// marks after it, and separators at both ends. A full stop and a closing mark
// stay, which belong to the text.
func TrimMarks(text string) string {
	text = strings.TrimRight(text, " :;,|–—-\n*†‡"+superscripts)
	if stop := strings.TrimSuffix(text, " ."); stop != text {
		return TrimMarks(stop)
	}
	if strings.HasPrefix(text, "-") && strings.Contains(text, "\n") {
		return text // the first item of a list
	}
	return strings.TrimLeft(text, " :;,.|–—-\n")
}

// HasWord reports whether a text has a letter or a digit.
func HasWord(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}
