package form

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ogp/parse/words"
)

type token struct {
	word       string
	start, end int // of the word in the text
	last       int // the end of what repeats it
	at         int // offset in sentences.joined
}

// sentences is a text as its words. Punctuation within a sentence is not looked
// at: forms are copied with and without it. Nor are line ends, a word printed
// twice in a row, or the plural in brackets of "Issue(s)".
type sentences struct {
	text   string
	tokens []token
	joined string // each word with a space after it, and "| " where a sentence ends
	dates  columns
	styles []string // of the text's lines; nil where they are not known
}

// sentenceEnds are the marks that no label goes across.
const sentenceEnds = ".?!;:|"

func splitWords(text string) sentences {
	const usualWord = 6 // bytes, with the space after it
	s := sentences{text: text, tokens: make([]token, 0, len(text)/usualWord)}
	var joined strings.Builder
	joined.Grow(len(text) + len(text)/usualWord)
	start := -1
	add := func(end int) {
		if start >= 0 {
			s.add(&joined, start, end)
			start = -1
		}
	}
	for i, r := range text {
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || start >= 0 && (r == '\'' || r == '’')
		switch {
		case inWord && start < 0:
			start = i
		case !inWord:
			add(i)
			if strings.ContainsRune(sentenceEnds, r) {
				joined.WriteString("| ")
			}
		}
	}
	add(len(text))
	s.joined = joined.String()
	return s
}

// add adds the word between two offsets, unless it is the one before it once
// more, or a plural in brackets.
func (s *sentences) add(joined *strings.Builder, start, end int) {
	word := words.FoldWord(s.text[start:end])
	if last := len(s.tokens) - 1; last >= 0 {
		before := &s.tokens[last]
		between := s.text[before.last:start]
		repeated := before.word == word && strings.TrimSpace(between) == ""
		switch {
		case between == "(" && end-start <= longestPlural && strings.HasPrefix(s.text[end:], ")"):
			before.end, before.last = end+1, end+1
			return
		case repeated:
			before.last = end
			return
		}
	}
	s.tokens = append(s.tokens, token{word, start, end, end, joined.Len()})
	joined.WriteString(word + " ")
}

// longestPlural bounds a plural in brackets: "value(s)", "institución(es)".
const longestPlural = 3

// wordingParts are the parts of a wording of forms.csv: [words] that may be
// missing, (one|another), … for any words of the same sentence, and words.
var wordingParts = regexp.MustCompile(`\[[^\]]*\]|\([^)]*\)|[^\s[(]+`)

// What "…" stands for: some words within a wording, and all that follow at the
// end of one.
const (
	gap            = `(?:[^| ]+ ){0,14}?`
	restOfSentence = `(?:[^| ]+ )*`
)

// wording is a wording of forms.csv as an expression over sentences.joined.
type wording struct {
	*regexp.Regexp
	first []string // the words that it can begin with
	open  bool     // it takes all that follows in the sentence
	colon bool     // it is a heading by its colon only
}

// newWording makes a wording of its notation, in which <name> stands for every
// word of a class. One that ends with ":" asks for the colon: "Action" begins
// lines that are no heading.
func newWording(text string) wording {
	var expression strings.Builder
	parts := wordingParts.FindAllString(strings.TrimRight(text, marks), -1)
	w := wording{colon: strings.HasSuffix(text, ":")}
	optional := true // all parts so far
	for i, part := range parts {
		if part == "…" {
			if i == len(parts)-1 {
				expression.WriteString(restOfSentence)
				w.open = true
			} else {
				expression.WriteString(gap)
			}
			optional = false
			continue
		}
		var alternatives []string
		for _, one := range alternativesOf(part) {
			alternatives = append(alternatives, regexp.QuoteMeta(one)+" ")
			if first, _, _ := strings.Cut(one, " "); optional {
				w.first = append(w.first, first)
			}
		}
		expression.WriteString("(?:" + strings.Join(alternatives, "|") + ")")
		if part[0] == '[' {
			expression.WriteString("?")
		} else {
			optional = false
		}
	}
	w.Regexp = regexp.MustCompile("^" + expression.String())
	return w
}

func alternativesOf(part string) []string {
	var all []string
	for one := range strings.SplitSeq(strings.Trim(part, "[]()"), "|") {
		if name, isClass := strings.CutPrefix(one, "<"); isClass {
			all = append(all, classes[strings.TrimSuffix(name, ">")]...)
		} else {
			all = append(all, words.Fold(one))
		}
	}
	return all
}

const longestLabel = 400

// match is how many words the wording covers from one on; 0 if it is not there.
func (w wording) match(s sentences, from int) int {
	rest := s.joined[s.tokens[from].at:]
	if len(rest) > longestLabel {
		rest = rest[:longestLabel]
		rest = rest[:strings.LastIndexByte(rest, ' ')+1]
	}
	return strings.Count(w.FindString(rest), " ")
}

// onLine is how many words of those from one on are on its line, at most as many
// as given.
func (s sentences) onLine(from, most int) int {
	for i := 1; i < most; i++ {
		if strings.Contains(s.text[s.tokens[from+i-1].end:s.tokens[from+i].start], "\n") {
			return i
		}
	}
	return most
}

func startsUpper(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// marks may be at the end of a wording.
const marks = "?:"

// notation is a wording of forms.csv: words, (one|another), [one|another] and "…".
// The mark at its end is none of it.
var notation = regexp.MustCompile(`^(?:(?:\[[^][()]+\]|\([^][()]+\)|[^][()|\s]+)(?:\s+|$))+$`)

// Check says what is wrong with a line that is to be added to forms.csv, but for
// its field.
func Check(row words.Row) error {
	text := strings.TrimRight(row["wording"], marks)
	switch kind := row["form"]; {
	case kind != "question" && kind != "heading":
		return fmt.Errorf("form %q is neither question nor heading", kind)
	case kind == "question" && strings.HasSuffix(row["wording"], ":"):
		return fmt.Errorf("wording %q ends with a colon, which only a heading asks for", row["wording"])
	case !notation.MatchString(text):
		return fmt.Errorf("wording %q has brackets without an end, or nothing in them", row["wording"])
	}
	for _, part := range wordingParts.FindAllString(text, -1) {
		for one := range strings.SplitSeq(strings.Trim(part, "[]()"), "|") {
			if name, isClass := strings.CutPrefix(one, "<"); isClass && classes[strings.TrimSuffix(name, ">")] == nil {
				return fmt.Errorf("wording %q has the unknown class %s", row["wording"], one)
			}
		}
	}
	if w := newWording(text); len(w.first) == 0 {
		return fmt.Errorf("wording %q begins with no word", row["wording"])
	}
	return nil
}

// Fields are the columns that the answers to a form fill, and "-" for none.
func Fields() []string {
	var fields []string
	for _, row := range words.Table(tables, "forms.csv") {
		if !slices.Contains(fields, row["field"]) {
			fields = append(fields, row["field"])
		}
	}
	return fields
}
