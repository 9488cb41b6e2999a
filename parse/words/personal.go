package words

import (
	"strings"
	"unicode/utf8"
)

// personalSigns reports whether a text has a sign of an address or a handle, and
// whether it has one of a number: one pass that spares nearly all texts the slower
// searches.
func personalSigns(text string) (address, number bool) {
	digits := 0
	wordStart := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			switch {
			case isDigit(r):
				digits++
			case !isBetween(r):
				digits = 0
			}
			address = address || r == '©' || r == '＠'
			i += size - 1
		case c != ',' && !isBetween(rune(c)):
			digits = 0
		}
		number = number || digits == fewestWithLabel
		address = address || signAt(text, i, wordStart)
		wordStart = c < 'A' || c > 'Z' && c < 'a' || c > 'z' && c < utf8.RuneSelf
	}
	return address, number || strings.Contains(text, " ext")
}

// spelledSigns are what addresses that are spelled with words have.
var spelledSigns = []string{" arroba ", " dot ", " punto "}

var messengers = append(strings.Split(contactWords("handle"), "|"), "wa.me", "t.me", "api.whatsapp", "web.whatsapp")

// signAt reports whether a sign other than digits is at an offset.
func signAt(text string, at int, wordStart bool) bool {
	switch c := text[at]; c {
	case '@':
		return true
	case '%':
		return strings.HasPrefix(text[at:], "%40")
	case '(', '[', '{', '<':
		return bracketedAt(text[at+1:])
	case ' ':
		if strings.HasPrefix(text[at:], " at ") {
			return endsWithName(text[:at])
		}
		for _, sign := range spelledSigns {
			if strings.HasPrefix(text[at:], sign) {
				return true
			}
		}
	default:
		return wordStart && strings.IndexByte("tsvwa", c|0x20) >= 0 && beginsWithMessenger(text[at:])
	}
	return false
}

// bracketedAt reports whether a text that follows a bracket begins with "at", or
// with what pages show for an address that a script shows.
func bracketedAt(text string) bool {
	text = strings.TrimPrefix(text[:min(len(text), 4)], " ")
	return len(text) > 1 && (text[0] == '@' || strings.EqualFold(text[:2], "at") || strings.EqualFold(text[:2], "ar") ||
		strings.EqualFold(text[:2], "em") || text[:2] == "co" || strings.EqualFold(text[:2], "e-"))
}

// endsWithName reports whether the last word of a text has a mark within, as
// names in addresses have.
func endsWithName(text string) bool {
	word := text[strings.LastIndexAny(text, " \n")+1:]
	return len(word) > 2 && strings.ContainsAny(word[1:len(word)-1], "._+")
}

func beginsWithMessenger(text string) bool {
	for _, word := range messengers {
		if len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) {
			return true
		}
	}
	return false
}
