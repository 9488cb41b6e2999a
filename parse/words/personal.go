package words

import (
	"strings"
	"unicode/utf8"
)

// class is what a byte may mean for personalSigns.
type class uint8

const (
	classOther   class = iota // ends a number
	classDigit                // is part of a number
	classBetween              // may be between digits
	classSpace                // that, and may begin a spelled sign
	classSign                 // may be part of an address
	className                 // may begin a messenger's name
)

var classes = func() (all [utf8.RuneSelf]class) {
	for c := range all {
		switch {
		case isDigit(rune(c)):
			all[c] = classDigit
		case c == ' ':
			all[c] = classSpace
		case strings.IndexByte("@%[{<(", byte(c)) >= 0:
			all[c] = classSign
		case c == ',' || isBetween(rune(c)):
			all[c] = classBetween
		}
	}
	for _, word := range messengers {
		all[word[0]], all[word[0]&^0x20] = className, className
	}
	return all
}()

// personalSigns reports whether a text has a sign of an address or a handle, and
// whether it has one of a number: one pass that spares nearly all texts the slower
// searches.
func personalSigns(text string) (address, number bool) {
	digits := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			switch {
			case isDigit(r):
				digits++
			case !isBetween(r):
				digits = 0
			}
			address = address || r == '©' || r == '＠'
			i += size - 1
			number = number || digits == fewestWithLabel
			continue
		}
		switch kind := classes[c]; kind {
		case classDigit:
			digits++
			number = number || digits == fewestWithLabel
		case classBetween:
		case classSpace, classSign, className:
			if kind == className || kind == classSign && c != '(' {
				digits = 0
			}
			address = address || signAt(text, i)
		default:
			digits = 0
		}
	}
	return address, number || strings.Contains(text, " ext")
}

// spelledSigns are what addresses that are spelled with words have.
var spelledSigns = []string{" arroba ", " dot ", " punto "}

var messengers = append(strings.Split(contactWords("handle"), "|"), "wa.me", "t.me", "api.whatsapp", "web.whatsapp")

// signAt reports whether a sign other than digits is at an offset.
func signAt(text string, at int) bool {
	switch text[at] {
	case '@':
		return true
	case '%':
		return strings.HasPrefix(text[at:], "%40")
	case '(', '[', '{', '<':
		return bracketedAt(text[at+1:])
	case ' ':
		if at+1 == len(text) || strings.IndexByte("adp", text[at+1]) < 0 {
			return false
		}
		if strings.HasPrefix(text[at:], " at ") {
			return endsWithName(text[:at])
		}
		for _, sign := range spelledSigns {
			if strings.HasPrefix(text[at:], sign) {
				return true
			}
		}
	default:
		return (at == 0 || !isLatin(text[at-1])) && beginsWithMessenger(text[at:])
	}
	return false
}

func isLatin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

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
