package words

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
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
	if hasSign(text) {
		text = maskHandles(maskEmails(text))
	}
	if hasNumber(text) {
		text = maskNumbers(text)
	}
	return text
}

// signs are what addresses and handles have, by their first bytes; they spare nearly
// all texts the slower searches.
var signs = func() (all [256][]string) {
	add := func(signs ...string) {
		for _, sign := range signs {
			all[sign[0]] = append(all[sign[0]], sign)
		}
	}
	add("@", "＠", "©", "%40", "arroba", "﹫", "arobase", "собака", " dot ", " DOT ", " AT ", " punto ", " PUNTO ", ".me/", "whatsapp.com", "protected]", "protégé]", "protegido]")
	for _, bracket := range []string{"(", "[", "{", "<"} {
		add(bracket+"at", bracket+" at", bracket+"AT", bracket+" AT", bracket+"At", bracket+"ät")
	}
	for name := range strings.SplitSeq(contactWords("handle"), "|") {
		lower := strings.ToLower(name)
		add(name, lower, strings.ToUpper(name), strings.ToUpper(name[:1])+lower[1:])
	}
	return all
}()

// hasSign reports whether a text has one, or a name with a mark in it before "at".
func hasSign(text string) bool {
	for i := range len(text) {
		for _, sign := range signs[text[i]] {
			if strings.HasPrefix(text[i:], sign) {
				return true
			}
		}
	}
	before, rest, found := strings.Cut(text, " at ")
	for ; found; before, rest, found = strings.Cut(rest, " at ") {
		if name := before[strings.LastIndexAny(before, " \n")+1:]; len(name) > 2 && strings.ContainsAny(name[1:len(name)-1], "._+") {
			return true
		}
	}
	return false
}

var (
	// email is an address with its sign, however that is written.
	email = regexp.MustCompile(`(?i)(?:"[^"\n]{1,64}"|[\p{L}\p{N}._%+'-]+)\s?(?:[@＠﹫©]|%40)\s?` + host)

	// spelledEmail is an address with "at" in brackets, or with "at" and "dot".
	spelledEmail = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+\s?(?:[\[({<]\s?(?:at|ät|arroba|arobase|собака|@)\s?[\])}>]\s?` + host +
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

const dot = `(?:[.．]|\s?[\[({<]\s?(?:\.|dot|punto|ponto|point|punkt|точка)\s?[\])}>]\s?)`

func maskEmails(text string) string {
	if strings.ContainsAny(text, "@＠﹫©") || strings.Contains(text, "%40") {
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
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
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
	if hasSign(address) && handleAddress.MatchString(address) {
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
	case scheme == "skype", hasSign(href) && handleAddress.MatchString(href):
		return MaskedHandle
	}
	return ""
}

// contactsAtEnd are placeholders at the end of a text, with the words before them.
var contactsAtEnd = regexp.MustCompile(`(?i)(?:[\s,;:(/–-]|(?:^|[\s,;(])(?:` + contactWords("phone") + "|" + contactWords("beside") + `)[.:]*)*` +
	placeholders + `(?:[\s,;:()/–-]|` + placeholders + `)*$`)

const placeholders = `\[(?:e-mail|phone|handle)\]`

// TrimContacts takes contacts from the end of a name.
func TrimContacts(name string) string {
	if !strings.Contains(name, "]") {
		return name
	}
	return contactsAtEnd.ReplaceAllString(name, "")
}

// IsContact reports whether a text is nothing but a contact: placeholders and the words
// before them, or what is behind "Contact person:", which begins with a stem of
// contacts.csv.
func IsContact(text string) bool { return onlyContact.MatchString(text) }

var onlyContact = regexp.MustCompile(`(?i)^(?:(?:` + contactWords("stem") + `)\pL*(?:\s\pL+){0,2}\s?:|(?:[^\p{L}\p{N}]|` + placeholders +
	`|(?:` + contactWords("phone") + "|" + contactWords("beside") + `)(?:[^\p{L}\p{N}]|$))*$)`)
