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

var email = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+\s?(?:@|\[at\]|\(at\))\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)

// contactPhone is a number that follows a contact label; other numbers may be
// laws, sums or dates. The label stays.
var contactPhone = regexp.MustCompile(`(?i)(\b(?:tel(?:ephone|éfono|éphone)?|phone|mobile|cell|fax|contact|gsm|email and (?:tele)?phone|phone and e-?mail)\b[\s.:;,№#/()-]*(?:(?:no|number|numbers)\b[.:\s]*)?(?:\[e-mail\][\s,;/|-]*(?:and )?)*)(\+?\(?\d[\d\s()./-]{5,}\d)`)

// furtherPhone is a number that follows a masked one.
var furtherPhone = regexp.MustCompile(`(\[phone\](?:[\s,;/|]|and|or|\[e-mail\])+)(\+?\(?\d[\d\s()./-]{5,}\d)`)

// mask replaces e-mail addresses, and phone numbers that stand with a contact
// label.
func mask(text string) string {
	if strings.ContainsRune(text, '@') || strings.Contains(text, "[at]") || strings.Contains(text, "(at)") {
		text = email.ReplaceAllString(text, maskedEmail)
	}
	if !strings.ContainsAny(text, "0123456789") || !hasContactWord(text) {
		return text
	}
	text = contactPhone.ReplaceAllString(text, "${1}"+maskedPhone)
	for strings.Contains(text, maskedPhone) {
		next := furtherPhone.ReplaceAllString(text, "${1}"+maskedPhone)
		if next == text {
			break
		}
		text = next
	}
	return text
}

// hasContactWord spares texts without a contact label the slower search.
func hasContactWord(text string) bool {
	for _, word := range []string{"hone", "HONE", "el.", "EL.", "el:", "EL:", "éfono", "elefono", "obile", "ax", "FAX", "ontact", "CONTACT", "GSM", "ell:", "Tel", "tel ", "TEL"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
