package words

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hasNumber reports whether a text has as many digits as a telephone number, no
// letter between them, or an extension's.
func hasNumber(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9' || r > 0x7f && unicode.IsDigit(r):
			if digits++; digits == fewestWithLabel {
				return true
			}
		case r|0x20 >= 'a' && r|0x20 <= 'z':
			digits = 0
		}
	}
	return strings.Contains(text, " ext")
}

// number is a number as people write it: digits with marks between them.
type number struct {
	from, to, digits int
}

var (
	// digits are a number from its first digit on: "31 (0) 6".
	digits = regexp.MustCompile(`^\p{Nd}(?:(?:,|[()./·'’\p{Zs}\p{Pd}−⁃]{0,3})\p{Nd})*`)

	// signBefore is a plus or a bracket before them.
	signBefore = regexp.MustCompile(`(?:\(?[+＋] ?)?\(?$`)
)

// nextNumber is the next number of a text; digits is 0 if there is none. A bracket
// that is not closed in it is no part of it.
func nextNumber(text string, at int) number {
	first := strings.IndexFunc(text[at:], unicode.IsDigit)
	if first < 0 {
		return number{}
	}
	from := at + first
	printed := digits.FindString(text[from:])
	n := number{to: from + len(printed)}
	for _, r := range printed {
		if unicode.IsDigit(r) {
			n.digits++
		}
	}
	n.from = from - len(signBefore.FindString(text[window(text, from, 5):from]))
	if text[n.from] == '(' && !strings.Contains(printed, ")") {
		n.from++
	}
	return n
}

// The digits of a telephone number: with its extension, beside a word that tells
// it, beside an e-mail address, and with its country's number.
const (
	fewestBeforeExtension = 3
	fewestWithLabel       = 6
	fewestWithEmail       = 7
	fewestWithPlus        = 9
	fewestWithZeros       = 12
	mostDigits            = 15
)

func maskNumbers(text string) string {
	var b strings.Builder
	done, last := 0, -1 // what is written, and where the last telephone number ended
	for at := 0; at < len(text); {
		n := nextNumber(text, at)
		if n.digits == 0 {
			break
		}
		at = n.to
		if extension := extensionAfter(text[n.to:]); extension > 0 && n.digits >= fewestBeforeExtension && labelBefore(text, n.from) {
			n.to, n.digits = n.to+extension, mostDigits
		}
		if n.isPhone(text, last) {
			b.WriteString(text[done:n.from] + MaskedPhone)
			done, last, at = n.to, n.to, n.to
		}
	}
	if done == 0 {
		return text
	}
	return b.String() + text[done:]
}

var extension = regexp.MustCompile(`(?i)^\s?(?:ext|extension|int|poste|доб)\b[.:\s]*\d{1,6}`)

func extensionAfter(text string) int {
	if strings.HasPrefix(text, "\n") || len(text) < 4 {
		return 0
	}
	switch text[0] | 0x20 { // a space, or the first letter of the words
	case ' ', 'e', 'i', 'p':
		return len(extension.FindString(text[:min(len(text), 24)]))
	}
	return 0
}

// noPhone is what a number of years or of a date begins with.
var noPhone = regexp.MustCompile(`^\(?(?:(?:19|20)\d{2}\s?[-–—−/]\s?(?:(?:19|20)\d{2}|\d{2})(?:\D|$)|(?:19|20)\d{2}\s*(?:19|20)\d{2}\b` +
	`|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d{2}|(?:19|20)\d{2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}\b|\d{1,2}\s?[./-]\s?(?:19|20)\d{2}(?:\D|$)|\d+/(?:19|20)\d{2}$)`)

// years is a range of years within a number.
var years = regexp.MustCompile(`\b(?:19|20)\d{2}\s?[-–—−/]\s?(?:19|20)\d{2}\b`)

// inBrackets is a number that is written as only telephone numbers are: with the
// area's number in brackets, or in brackets as a whole.
var inBrackets = regexp.MustCompile(`^\((?:[2-9]\d{2}\)\s?[2-9]\d{2}[\s.-]\d{4}\b|0\d{2,4}\)\s?\d{2,4}[\s-]?\d{2,4}|0\d{8,10}\))`)

// countryAfterZeros is a country's number with zeros before it instead of a plus.
var countryAfterZeros = regexp.MustCompile(`^00[1-9]\d{0,2}[\p{Zs}.-]`)

// isInBrackets reports whether a number is written like that.
func (n number) isInBrackets(text string) bool {
	from := n.from
	if from > 0 && text[from-1] == '(' {
		from--
	}
	return inBrackets.MatchString(text[from:min(len(text), n.to+1)])
}

// isPhone decides about a number; last is where the telephone number before it
// ended.
func (n number) isPhone(text string, last int) bool {
	printed := text[n.from:n.to]
	switch {
	case n.digits < fewestWithLabel, joined(text, n), noPhone.MatchString(printed):
		return false
	case last >= 0 && n.from-last < 60 && between.MatchString(text[last:n.from]), labelBefore(text, n.from):
		return true
	case n.digits < fewestWithEmail || strings.Contains(printed, ",") || years.MatchString(printed):
		return false
	case n.digits >= fewestWithPlus && n.digits <= mostDigits && strings.ContainsRune("+＋", firstRune(strings.TrimPrefix(printed, "("))),
		n.digits >= fewestWithZeros && n.digits <= mostDigits && countryAfterZeros.MatchString(printed):
		return true
	case n.isInBrackets(text), named.MatchString(text[window(text, n.from, 90):n.from]):
		return true
	}
	return n.digits <= mostDigits && emailBeside(text, n) && !notBefore.MatchString(text[window(text, n.from, 24):n.from])
}

// joined reports whether a letter touches a number, as in an ID. A word with a
// capital after it lost the space before.
func joined(text string, n number) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:n.from])
	after, size := utf8.DecodeRuneInString(text[n.to:])
	next, _ := utf8.DecodeRuneInString(text[n.to+size:])
	newWord := unicode.IsUpper(after) && unicode.IsLower(next)
	return unicode.IsLetter(after) && !newWord || unicode.IsLetter(before) && firstRune(text[n.from:]) != '+'
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// between are the words and marks between contacts in a row.
var between = regexp.MustCompile(`(?i)^(?:[\s,;:/|&()–—-]|` + regexp.QuoteMeta(MaskedEmail) + `|\b(?:` + contactWords("beside") + `)\b)*$`)

var (
	label = regexp.MustCompile(`(?i)(?:(?:^|[^\p{L}\p{N}])(?:` + contactWords("phone") + "|" + contactWords("person") +
		`)|(?:^|[\s(])[tmf][.:]|(?:^|[\s(])p:)(?:[\s.:;,#/()|№*'"–—-]|` + regexp.QuoteMeta(MaskedEmail) +
		`|\b(?:` + contactWords("number") + "|" + contactWords("beside") + "|" + contactWords("phone") + `)(?:[^\p{L}]|$))*$`)

	named = regexp.MustCompile(`(?:^|[^\p{L}\p{N}])(?i:` + contactWords("phone") + "|" + contactWords("person") + `)(?i:[\s.:;,()–—-]|` + contactWords("number") +
		`)*(?:\p{Lu}[\p{L}.'’-]*[\s,–—(-]+){1,5}$`)

	notBefore = regexp.MustCompile(`(?i)(?:[$€£№#]|(?:^|[^\p{L}])(?:` + contactWords("not") + `))[^\p{L}\p{N}]*$`)
)

// labelBefore reports whether the words before a number say that it is a
// telephone's. "contact" may come before the number of anything.
func labelBefore(text string, at int) bool { return label.MatchString(text[window(text, at, 90):at]) }

// window is the start of the part of a text before an offset that is looked at.
func window(text string, at, length int) int {
	from := max(0, at-length)
	for from < at && !utf8.RuneStart(text[from]) {
		from++
	}
	return from
}

// besideEmail is how far from an e-mail address a number is beside it.
const besideEmail = 150

// emailBeside reports whether a number is near a masked e-mail address on its
// line, or next to a line that has one.
func emailBeside(text string, n number) bool {
	before := text[window(text, n.from, besideEmail):n.from]
	if line := strings.LastIndexByte(before, '\n'); line >= 0 {
		if len(before)-line <= besideEmail/2 {
			line = strings.LastIndexByte(before[:line], '\n')
		}
		before = before[line+1:]
	}
	own, rest, _ := strings.Cut(text[n.to:min(len(text), n.to+besideEmail)], "\n")
	next, _, _ := strings.Cut(rest, "\n")
	return strings.Contains(before, MaskedEmail) || strings.Contains(own, MaskedEmail) || strings.Contains(next, MaskedEmail)
}
