package parse

import (
	"regexp"
	"strings"
)

// Personal data is no part of a commitment: readings have placeholders where
// the archived page has addresses and numbers.
const (
	maskedEmail = "[e-mail]"
	maskedPhone = "[phone]"
)

var email = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+ ?(?:@|\[at\]|\(at\)) ?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)

// phone is a number as people write it.
const phone = `\+?\(?\d[\d ()./-]{5,}\d`

// contact is a contact label with the addresses and numbers that follow it; the
// same numbers without one may be laws, sums or dates.
var contact = regexp.MustCompile(`(?i)\b(?:tel(?:ephone|éfono|éphone)?|phone|mobile|cell|fax|contact|gsm)\b` +
	`[\s.:;,№#/()-]*(?:(?:no|number|numbers)\b[.:\s]*)?(?:(?:\[e-mail\]|` + phone + `)(?:[\s,;/|]|\band\b|\bor\b)*)+`)

// contactWords are the words that contact begins with, as far as one needs to
// look.
var contactWords = [256][]string{'t': {"tel"}, 'p': {"phone"}, 'm': {"mobile"}, 'c': {"cell", "contact"}, 'f': {"fax"}, 'g': {"gsm"}}

// years is "2018-2020", which stands after "Contact" as well.
var years = regexp.MustCompile(`^(?:19|20)\d{2}\s?[-/]\s?(?:19|20)\d{2}$`)

var phoneNumber = regexp.MustCompile(phone)

// mask replaces e-mail addresses, and phone numbers that stand with a contact
// label.
func mask(text string) string {
	if strings.ContainsRune(text, '@') || strings.Contains(text, "[at]") || strings.Contains(text, "(at)") {
		text = email.ReplaceAllString(text, maskedEmail)
	}
	if !hasNumber(text) || !hasContactWord(text) {
		return text
	}
	return contact.ReplaceAllStringFunc(text, func(found string) string {
		return phoneNumber.ReplaceAllStringFunc(found, func(number string) string {
			if years.MatchString(number) {
				return number
			}
			return maskedPhone
		})
	})
}

// hasContactWord reports whether a text has one of contactWords, which spares
// nearly all texts the slower search.
func hasContactWord(text string) bool {
	for i := 0; i < len(text); i++ {
		for _, word := range contactWords[text[i]|' '] { // in lower case
			if len(text)-i >= len(word) && strings.EqualFold(text[i:i+len(word)], word) {
				return true
			}
		}
	}
	return false
}

// hasNumber reports whether a text has as many digits in a row as a telephone
// number, which spares most texts the slower search.
func hasNumber(text string) bool {
	const fewest = 6
	digits := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits == fewest {
				return true
			}
		case c != ' ' && c != '-' && c != '.' && c != '/' && c != '(' && c != ')':
			digits = 0
		}
	}
	return false
}
