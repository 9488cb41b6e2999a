package words

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

// years is "2018-2020", which stands after "Contact" as well.
var years = regexp.MustCompile(`^(?:19|20)\d{2}\s?[-/]\s?(?:19|20)\d{2}$`)

var phoneNumber = regexp.MustCompile(phone)

// Mask replaces e-mail addresses, and phone numbers that stand with a contact
// label.
func Mask(text string) string {
	if strings.ContainsRune(text, '@') || strings.Contains(text, "[at]") || strings.Contains(text, "(at)") {
		text = email.ReplaceAllString(text, maskedEmail)
	}
	if !hasNumber(text) {
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

// fewestDigits is how many digits a telephone number has at least.
const fewestDigits = 6

// hasNumber reports whether a text has as many digits in a row, or with the
// marks between them that people write. It spares most texts the slower search.
func hasNumber(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			if digits++; digits == fewestDigits {
				return true
			}
		case !strings.ContainsRune(" -./()", r):
			digits = 0
		}
	}
	return false
}
