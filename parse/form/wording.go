package form

import (
	"regexp"
	"strings"
	"unicode"

	"ogp/parse/words"
)

// token is one word of a text, folded.
type token struct {
	word       string
	start, end int // of the word in the text
	at         int // offset in sentences.joined
}

// sentences is a text as its words. Punctuation within a sentence is not looked
// at: forms are copied with and without it.
type sentences struct {
	tokens []token
	joined string // each word with a space after it, and "| " where a sentence ends
}

// sentenceEnds are the marks that no question goes across.
const sentenceEnds = ".?!;:|"

// splitWords splits a text into its words.
func splitWords(text string) sentences {
	var s sentences
	var joined strings.Builder
	start := -1
	add := func(end int) {
		if start >= 0 {
			word := words.FoldWord(text[start:end])
			s.tokens = append(s.tokens, token{word, start, end, joined.Len()})
			joined.WriteString(word + " ")
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
	parts int
}

func newWording(text string) wording {
	var expression strings.Builder
	parts := wordingParts.FindAllString(strings.TrimSuffix(text, "?"), -1)
	w := wording{parts: len(parts)}
	optional := true // all parts so far
	for i, part := range parts {
		if part == "…" {
			if i == len(parts)-1 {
				expression.WriteString(restOfSentence)
			} else {
				expression.WriteString(gap)
			}
			optional = false
			continue
		}
		var alternatives []string
		for one := range strings.SplitSeq(strings.Trim(part, "[]()"), "|") {
			one = words.Fold(one)
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

// match is how many words the wording covers from one on; 0 if it is not there.
func (w wording) match(s sentences, from int) int {
	return strings.Count(w.FindString(s.joined[s.tokens[from].at:]), " ")
}
