package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ogp/parse/words"
)

type sureness int

const (
	faint sureness = 1 + iota // only beside several labels within lines
	weak                      // only beside another label
	sure
)

type place struct {
	start    int  // with the number, bullet or mark before them
	words    int  // with the mark that opens a question
	line     bool // they begin a line
	stop     bool // they follow the end of a sentence
	sentence bool // or a mark
	capital  bool // they begin with a capital
	led      bool // they follow a word that leads to a noun, such as "the"
}

const opening = "¿¡\"“”«'‘(*_# "

func (s sentences) placeOf(at int) place {
	start := at
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(s.text[:start])
		if !strings.ContainsRune(opening, r) {
			break
		}
		start -= size
	}
	start += len(s.text[start:at]) - len(strings.TrimLeft(s.text[start:at], " "))
	numbered := numberBefore(s.text, start)
	before := strings.TrimRight(s.text[:numbered], " \t")
	p := place{start: numbered, words: at, capital: startsUpper(s.text[at:])}
	if strings.HasSuffix(s.text[:at], "¿") {
		p.words -= len("¿")
	}
	if before == "" || before[len(before)-1] == '\n' {
		p.line = true
		return p
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	p.led = meanings["leading"][before[len(strings.TrimRightFunc(before, unicode.IsLetter)):]]
	p.stop = strings.ContainsRune(".?!", last)
	p.sentence = numbered < start || strings.ContainsRune(".;:?!|)…”\"»•–—-/", last)
	return p
}

// numberBefore is the start of the number or bullet before a label, or the
// label's own start.
func numberBefore(text string, start int) int {
	beside := strings.TrimRight(text[max(0, start-4):start], " \t")
	last, _ := utf8.DecodeLastRuneInString(beside)
	if unicode.IsLetter(last) {
		return start // spares nearly all words the search
	}
	if strings.ContainsRune(".:)-–—", last) {
		from := max(0, start-longestMark)
		if mark := letterBefore.FindStringSubmatchIndex(text[from:start]); mark != nil && (mark[2] > 0 || from == 0) {
			return from + mark[4]
		}
	}
	from := max(0, start-8)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for at := from; at < start; at++ {
		if at > 0 && !strings.ContainsRune(" \n\t.?!;:", rune(text[at-1])) || !utf8.RuneStart(text[at]) {
			continue
		}
		mark := text[at:start]
		if strings.TrimSpace(mark) != "" && words.MarkLength(mark+"x") == len(mark) {
			return at
		}
	}
	return start
}

// longestMark bounds the bytes of a number or bullet before a label.
const longestMark = 16

// letterBefore is a capital that numbers what is behind it, after the end of a line or
// of a sentence, and no initial of a name; or a question's number: "Q2:", "2 - ".
var letterBefore = regexp.MustCompile(`(^|[.?!;:|)]\s+|\n[ \t]*)((?:[A-Z]\.|\d{1,2}\s?[-–—]|(?:Q|P|Question|Pregunta|Pergunta|Section|Sección|Seção|Part)\s?\d{0,2}\s?[.:)])[ \t]*)$`)

type follow int

const (
	nothing  follow = iota // text that continues
	colon                  // a colon
	lineEnd                // the end of the line or of the sentence
	runsIn                 // an answer that begins with a capital, a number or a bullet
	asksMark               // a question mark
)

// longestRemark bounds a remark in brackets after a label: "(140 character
// limit)".
const longestRemark = 60

var (
	// inTwoLanguages is a label once more, as in "Problem / Problema: …".
	inTwoLanguages = regexp.MustCompile(`^(\s?/\s?\p{L}[\p{L}' ]{2,60})(?:[:\n]|$)`)
	// limit is a remark on how long an answer may be, behind its question.
	limit = regexp.MustCompile(`^[ \t]*\([^()\n|]{0,50}\d[^()\n|]{0,50}\)[ \t]*(?:\n|$)`)
	// dividing is a dash between a heading and its answer.
	dividing = regexp.MustCompile(`^(?:[–—-][ \t]+)[\p{Lu}\p{Nd}“"«¿]`)
)

// after reads what follows a label that ends at an offset: its kind, where the
// label ends with its mark, and where the answer begins.
func after(text string, at int) (kind follow, end, body int) {
	rest := text[at:]
	trimmed := strings.TrimLeftFunc(rest, func(r rune) bool {
		return r != '\n' && unicode.IsSpace(r) || strings.ContainsRune("\"”»')*_¹²³⁴⁵⁶⁷⁸⁹", r)
	})
	if remark := strings.IndexByte(trimmed, ')'); strings.HasPrefix(trimmed, "(") && remark > 0 && remark < longestRemark && !strings.Contains(trimmed[:remark], "|") {
		if kind, end, body := after(text, len(text)-len(trimmed)+remark+1); kind != nothing {
			return kind, end, body
		}
		return runsIn, at, len(text) - len(trimmed)
	}
	if twice := inTwoLanguages.FindStringSubmatch(trimmed); twice != nil {
		return after(text, len(text)-len(trimmed)+len(twice[1]))
	}
	body = len(text) - len(trimmed)
	r, size := utf8.DecodeRuneInString(trimmed)
	switch {
	case r == '?':
		return asksMark, body + size, body + size + len(limit.FindString(trimmed[size:]))
	case trimmed == "" || r == '\n':
		return lineEnd, at, body
	case strings.ContainsRune(":：→", r):
		closing := strings.TrimLeft(trimmed[size:], "*_") // of "**Problem:** Data"
		return colon, at, len(text) - len(closing)
	case r == '.' || r == '|' || r == ';':
		return lineEnd, at, body + size
	case strings.HasPrefix(trimmed, string(r)+" ") && words.IsDash(r):
		line, _, _ := strings.Cut(trimmed[size:], "\n")
		switch divides := !strings.Contains(line, " "+string(r)+" "); { // and begins no list
		case divides && dividing.MatchString(trimmed):
			return colon, at, body + size
		case divides && r != '-':
			body += size
		}
		return runsIn, at, body
	case unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("“\"«(/¿", r) || words.BulletLength(trimmed) > 0:
		return runsIn, at, body
	}
	return nothing, at, body
}

// measure decides how surely the words are a label: a question ends with its
// mark; a heading begins a line and ends it, or has a colon, or an answer that
// begins with a capital. Within a line it is the surer the more words it has.
func (l *label) measure(text string, p place, asked bool) {
	kind, end, body := after(text, l.end)
	l.body, l.after = body, kind
	switch {
	case kind == asksMark:
		if !l.heading || l.length >= fewestAsked && (p.line || p.sentence) {
			l.end, l.sure = end, sure
		}
	case !l.heading:
		if !asked && p.line && l.length >= fewestAsked && (kind == colon || kind == lineEnd && strings.HasPrefix(text[l.end:], "\n")) {
			l.sure = sure // a question that lost its mark
		}
	case p.line:
		l.sure = l.onLine(kind, text[body:])
	default:
		if kind == colon && !strings.ContainsAny(text[l.end:body], ":：→") {
			kind = runsIn // a dash divides what begins a line
		}
		l.sure, l.stop = l.withinLine(kind, p, text[body:]), p.stop
	}
}

// fewestAsked is how many words a question without its mark has at least, or a
// heading with one.
const fewestAsked = 4

// onLine is how surely a heading that begins a line is one.
func (l *label) onLine(kind follow, rest string) sureness {
	switch {
	case kind == colon || kind == lineEnd:
		return sure
	case kind == runsIn && (l.length >= 2 || l.field == "objective" && startsUpper(rest)):
		return sure
	case kind == runsIn:
		return weak
	}
	return 0
}

// distinct is how many words make a heading within a line a sure one.
const distinct = 4

// withinLine is how surely a heading within a line is one: descriptions lose
// their line breaks.
func (l *label) withinLine(kind follow, p place, rest string) sureness {
	number := rest != "" && rest[0] >= '0' && rest[0] <= '9'
	switch {
	case kind == colon && (p.sentence || l.length >= distinct):
		return sure
	case kind == nothing || !p.sentence && (number || kind == lineEnd && l.length < 2):
		return 0
	case kind == lineEnd && !p.sentence:
		return weak
	case l.length >= distinct:
		return sure
	case l.length >= 2 || kind == colon:
		return weak
	}
	return faint
}

// fewestRunIn is how many headings within lines make single words headings.
const fewestRunIn = 3

// believable leaves out labels that are too weak for what is beside them. Where
// no label asks for a column, words within a line are none.
func believable(all []label) []label {
	strong, runIn, stopped := 0, 0, 0
	isForm := slices.ContainsFunc(all, func(l label) bool { return l.field != "-" })
	for _, l := range all {
		if l.sure == sure {
			strong++
		}
		if l.inline && l.after == runsIn && l.stop {
			stopped++
		}
		if l.sure >= weak && l.inline && l.after == runsIn {
			runIn++
		}
	}
	var kept []label
	for _, l := range all {
		if l.inline && !isForm {
			continue
		}
		if l.sure == sure || l.sure == weak && strong > 0 || l.sure == faint && (runIn >= fewestRunIn || l.stop && stopped >= fewestRunIn) {
			kept = append(kept, l)
		}
	}
	return kept
}
