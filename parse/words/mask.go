package words

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Personal data is no part of a commitment: readings have placeholders where
// the archived page has addresses and numbers.
const (
	MaskedEmail  = "[e-mail]"
	MaskedPhone  = "[phone]"
	MaskedHandle = "[handle]"
)

// Mask replaces e-mail addresses, telephone numbers and the names that people
// have in messengers. A number is a telephone's if it begins with a plus and a
// country's number, or if what is before or beside it says so: a word such as
// "Tel.", a contact's name, an e-mail address. Numbers of laws, sums, years,
// dates and IDs stay. A text that was masked stays as it is.
func Mask(text string) string {
	address, number := personalSigns(text)
	if address {
		text = maskHandles(maskEmails(text))
	}
	if number {
		text = maskNumbers(text)
	}
	return text
}

var (
	// email is an address with its sign, however that is written.
	email = regexp.MustCompile(`(?i)(?:"[^"\n]{1,64}"|[\p{L}\p{N}._%+'-]+)\s?(?:@|＠|©|%40)\s?` + host)

	// spelledEmail is an address with "at" in brackets, or with "at" and "dot".
	spelledEmail = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+\s?(?:[\[({<]\s?(?:at|arroba|@)\s?[\])}>]\s?` + host +
		`|\s(?:at|arroba)\s[\p{L}\p{N}-]+(?:(?:\sdot\s|\spunto\s)[\p{L}\p{N}-]+)+` +
		`|\sarroba\s` + host + `)`)

	// wordedEmail is an address with "at" as a word, which a name with a mark in
	// it tells from a sentence.
	wordedEmail = regexp.MustCompile(`(?i)[\p{L}\p{N}]+(?:[._+][\p{L}\p{N}]+)+ at [\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}`)

	// hiddenEmail is what a page shows whose addresses are shown by a script.
	hiddenEmail = regexp.MustCompile(`(?i)\[(?:e-?mail|courriel|correo electrónico)\s(?:protected|protégé|protegido)\]`)
)

// host is the part of an address after its sign.
const host = `(?:\[\d{1,3}(?:\.\d{1,3}){3}\]|[\p{L}\p{N}-]+(?:` + dot + `[\p{L}\p{N}-]+)*` + dot + `\p{L}[\p{L}\p{N}-]+)`

const dot = `(?:\.|\s?[\[({<]\s?(?:dot|punto)\s?[\])}>]\s?)`

func maskEmails(text string) string {
	if strings.ContainsAny(text, "@＠©") || strings.Contains(text, "%40") {
		text = email.ReplaceAllStringFunc(text, func(found string) string {
			return MaskedEmail + strings.Repeat("\n", strings.Count(found, "\n")) // no line is lost
		})
	}
	if strings.Contains(text, "[") {
		text = hiddenEmail.ReplaceAllString(text, MaskedEmail)
	}
	text = spelledEmail.ReplaceAllString(text, MaskedEmail)
	return wordedEmail.ReplaceAllString(text, MaskedEmail)
}

var contacts = sync.OnceValue(func() []Row { return Table(tables, "contacts.csv") })

// contactWords are the words of contacts.csv of a kind, as alternatives of an
// expression, the longest first.
func contactWords(kind string) string {
	var all []string
	for _, row := range contacts() {
		if row["kind"] == kind {
			all = append(all, regexp.QuoteMeta(row["word"]))
		}
	}
	sortByLength(all)
	return strings.Join(all, "|")
}

var (
	// handle is a messenger's word with a name after it.
	handle = regexp.MustCompile(`(?i)((?:^|[^\p{L}\p{N}])(?:` + contactWords("handle") + `)(?:\s(?:id|name))?\s?(?:[:：]\s?@?|\s?@))[\p{L}\p{N}][\p{L}\p{N}._-]{3,}`)

	// handleAddress is a messenger's address of a person.
	handleAddress = regexp.MustCompile(`(?i)(?:https?://)?(?:www\.)?(?:wa\.me|t\.me|telegram\.me|(?:api|web)\.whatsapp\.com)/[^\s"'<>\[\]]+`)
)

func maskHandles(text string) string {
	text = handleAddress.ReplaceAllString(text, MaskedHandle)
	return handle.ReplaceAllStringFunc(text, func(found string) string {
		at := handle.FindStringSubmatchIndex(found)
		if name := found[at[3]:]; strings.Trim(name, "0123456789.-_") == "" {
			return found // a number
		}
		return found[:at[3]] + MaskedHandle
	})
}

// MaskAddress takes what is personal from a web address: a messenger's address
// of a person, and parameters that are an e-mail address or a telephone number.
func MaskAddress(address string) string {
	if handleAddress.MatchString(address) {
		return ""
	}
	base, query, found := strings.Cut(address, "?")
	if !found {
		return address
	}
	var kept []string
	for parameter := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(parameter, "=")
		plain := strings.NewReplacer("%40", "@", "%2B", "+", "+", " ", "%20", " ").Replace(value)
		if Mask(key+": "+plain) == key+": "+plain {
			kept = append(kept, parameter)
		}
	}
	if len(kept) == 0 {
		return base
	}
	return base + "?" + strings.Join(kept, "&")
}

// LinkContact is the placeholder for a link that leads to a person: what it
// shows is personal, too. It is "" for any other link.
func LinkContact(href string) string {
	scheme, rest, _ := strings.Cut(strings.ToLower(strings.TrimSpace(href)), ":")
	switch {
	case scheme == "mailto" && (strings.Contains(rest, "@") || strings.Contains(rest, "%40")),
		strings.Contains(scheme, "/cdn-cgi/l/email-protection"):
		return MaskedEmail
	case strings.Contains(" tel sms callto whatsapp ", " "+scheme+" ") && strings.ContainsAny(rest, "0123456789"):
		return MaskedPhone
	case scheme == "skype", handleAddress.MatchString(href):
		return MaskedHandle
	}
	return ""
}

// contactsAtEnd are placeholders at the end of a text, with the words before them.
var contactsAtEnd = regexp.MustCompile(`(?i)(?:[\s,;:(/–-]|(?:^|[\s,;(])(?:` + contactWords("phone") + "|" + contactWords("beside") + `)[.:]*)*` +
	placeholders + `(?:[\s,;:()/–-]|` + placeholders + `)*$`)

const placeholders = `\[(?:e-mail|phone|handle)\]`

// TrimContacts takes contacts from the end of a name.
func TrimContacts(name string) string { return contactsAtEnd.ReplaceAllString(name, "") }

// IsContact reports whether a text is nothing but a contact: placeholders, and
// the words before them.
func IsContact(text string) bool {
	for _, placeholder := range []string{MaskedEmail, MaskedPhone, MaskedHandle} {
		text = strings.ReplaceAll(text, placeholder, " ")
	}
	return onlyContactWords.MatchString(text)
}

var onlyContactWords = regexp.MustCompile(`(?i)^(?:[^\p{L}\p{N}]|(?:` + contactWords("phone") + "|" + contactWords("beside") + `)(?:[^\p{L}\p{N}]|$))*$`)

// number is a number as people write it: digits with marks between them.
type number struct {
	from, to, digits int
	comma            bool // it has a comma between digits, as sums do
}

// nextNumber is the next number of a text; digits is 0 if there is none.
func nextNumber(text string, at int) number {
	from := strings.IndexFunc(text[at:], isDigit)
	if from < 0 {
		return number{}
	}
	n := number{from: at + from}
	gap := 0
	for i := n.from; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isDigit(r):
			n.digits++
			n.to, gap = i+size, 0
		case r == ',' && i == n.to && i+size < len(text) && isDigit(rune(text[i+size])):
			n.comma = true
		case gap == mostBetween || !isBetween(r):
			return n.withSign(text)
		default:
			gap++
		}
		i += size
	}
	return n.withSign(text)
}

// mostBetween bounds the marks between two digits of a number: "+31 (0) 6".
const mostBetween = 3

func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r > 0x7f && unicode.Is(unicode.Nd, r)
}

// isBetween reports whether a character may be between a telephone number's
// digits.
func isBetween(r rune) bool {
	return strings.ContainsRune("()./·'’", r) || IsDash(r) || r != '\n' && unicode.Is(unicode.Zs, r)
}

// withSign takes a plus and a bracket before the digits into a number.
func (n number) withSign(text string) number {
	before := strings.TrimRight(text[:n.from], "(")
	if n.from-len(before) > 1 {
		before = text[:n.from-1]
	}
	for _, plus := range []string{"+ ", "+", "＋"} {
		if strings.HasSuffix(before, plus) {
			before = before[:len(before)-len(plus)]
			break
		}
	}
	n.from = len(before)
	closes := strings.Contains(text[n.from:n.to], ")")
	switch {
	case text[n.from] == '(' && !closes:
		n.from++ // the bracket is around more than the number, or around all of it
	case closes && n.from > 0 && text[n.from-1] == '(':
		n.from-- // "(+374 10) 555"
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
	`|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d{2}|(?:19|20)\d{2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}\b|\d{1,2}\s?[./-]\s?(?:19|20)\d{2}(?:\D|$))`)

// years is a range of years within a number.
var years = regexp.MustCompile(`\b(?:19|20)\d{2}\s?[-–—−/]\s?(?:19|20)\d{2}\b`)

// inBrackets is a number that is written as only telephone numbers are: with the
// area's number in brackets, or in brackets as a whole.
var inBrackets = regexp.MustCompile(`^\((?:0\d{2,4}\)\s?\d{2,4}[\s-]?\d{2,4}|0\d{8,10}\))`)

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
	case labelBefore(text, n.from), last >= 0 && onlyBetween(text[last:n.from]):
		return true
	case n.digits < fewestWithEmail || n.comma || years.MatchString(printed):
		return false
	case n.digits >= fewestWithPlus && n.digits <= mostDigits && strings.ContainsRune("+＋", firstRune(printed)):
		return true
	case n.isInBrackets(text), nameBefore(text, n.from):
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
var between = regexp.MustCompile(`(?i)^(?:[\s,;/|&()–—-]|` + regexp.QuoteMeta(MaskedEmail) + `|\b(?:` + contactWords("beside") + `)\b)*$`)

func onlyBetween(text string) bool { return len(text) < 60 && between.MatchString(text) }

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

// nameBefore reports whether a contact's name is before a number.
func nameBefore(text string, at int) bool { return named.MatchString(text[window(text, at, 90):at]) }

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
	from := strings.LastIndexByte(text[:n.from], '\n') + 1
	if from > 0 && n.from-from < besideEmail/2 {
		from = strings.LastIndexByte(text[:from-1], '\n') + 1
	}
	to := len(text)
	if end := strings.IndexByte(text[n.to:], '\n'); end >= 0 {
		to = n.to + end
		if next := strings.IndexByte(text[to+1:], '\n'); next >= 0 {
			to += 1 + next
		} else {
			to = len(text)
		}
	}
	return strings.Contains(text[max(from, n.from-besideEmail):min(to, n.to+besideEmail)], MaskedEmail)
}
