package words

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Compose brings a text to NFC, the form in which labels and vocabularies are
// written.
func Compose(text string) string { return norm.NFC.String(text) }

// Fold brings a text to the form in which wordings are compared: lower case,
// without accents, which people leave out, with one kind of apostrophe, hyphen and
// space.
func Fold(text string) string {
	return strings.Join(strings.Fields(strings.Map(foldRune, text)), " ")
}

// FoldWord is Fold of a text without spaces.
func FoldWord(word string) string {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return strings.Map(foldRune, word)
		}
	}
	return word
}

func foldRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '`', '´':
		return '\''
	case '“', '”', '„', '«', '»', '″':
		return '"'
	case '\u200c', '\u200d':
		return -1
	}
	if IsDash(r) {
		return '-'
	}
	if r > 0x7f && r <= unicode.MaxLatin1 {
		if parts := norm.NFD.PropertiesString(string(r)).Decomposition(); parts != nil {
			r = rune(parts[0])
		}
	}
	return unicode.ToLower(r)
}

// IsDash reports whether a character is a hyphen, a dash or a minus.
func IsDash(r rune) bool {
	return r == '-' || r > 0x7f && (unicode.Is(unicode.Pd, r) || r == '−' || r == '⁃')
}

// Key is the form in which values are compared: folded, without quotes, separators and the
// marks of footnotes and of help at its ends.
func Key(text string) string {
	return strings.Trim(Fold(text), ` .;,:|•·-?ⓘℹ"'*†‡`+superscripts)
}

// First is the run of letters that a text begins with, folded, and its length in
// the text: 0 if the text begins with something else.
func First(text string) (word string, length int) {
	for length < len(text) {
		r, size := utf8.DecodeRuneInString(text[length:])
		if !unicode.IsLetter(r) {
			break
		}
		length += size
	}
	return FoldWord(text[:length]), length
}

// Prefix is how many bytes of a text the folded words cover; 0 if the text does
// not begin with them.
func Prefix(text, folded string) int {
	at := 0
	for _, want := range folded {
		r, size := utf8.DecodeRuneInString(text[at:])
		if size == 0 || foldRune(r) != want {
			return 0
		}
		at += size
	}
	return at
}

// StartsLower reports whether a text begins with a small letter.
func StartsLower(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return string(first) != strings.ToUpper(string(first))
}

// Number is the number that digits stand for; 0 if there are none.
func Number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// Join puts two texts on lines of their own; either may be empty.
func Join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// Shorten keeps of a text, in one line, what tells it from another.
func Shorten(text string) string {
	const most = 200
	runes := []rune(strings.ReplaceAll(text, "\n", " / "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most]) + "…"
}
