package form

import (
	"strings"
	"unicode"

	"ogp/parse/words"
)

// token is one word of a text, folded, with its place.
type token struct {
	word       string
	start, end int
	broken     bool // a sentence ends between the word before and this one
}

// sentenceEnds are the marks that no question goes across.
const sentenceEnds = ".?!;:|"

// tokenize cuts a text into words. Punctuation within a sentence is not looked
// at: forms are copied with and without it.
func tokenize(text string) []token {
	tokens := make([]token, 0, len(text)/6)
	start, broken := -1, true
	for i, r := range text {
		if wordRune(r) || start >= 0 && (r == '\'' || r == '’') {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			tokens = append(tokens, token{words.FoldWord(text[start:i]), start, i, broken})
			start, broken = -1, false
		}
		broken = broken || strings.ContainsRune(sentenceEnds, r)
	}
	if start >= 0 {
		tokens = append(tokens, token{words.FoldWord(text[start:]), start, len(text), broken})
	}
	return tokens
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// pattern is the wording of a question as forms.csv writes it: words, [words]
// that may be missing, (one|another), and … for any words of the same sentence.
type pattern []element

type element struct {
	alternatives [][]string
	optional     bool
	gap          bool
}

// longestGap bounds the words that "…" stands for.
const longestGap = 14

func parsePattern(wording string) pattern {
	var p pattern
	for wording = strings.TrimSpace(wording); wording != ""; wording = strings.TrimSpace(wording) {
		var e element
		e, wording = nextElement(wording)
		p = append(p, e)
	}
	return p
}

func nextElement(wording string) (element, string) {
	switch {
	case strings.HasPrefix(wording, "…"):
		return element{gap: true}, wording[len("…"):]
	case wording[0] == '[':
		inside, rest, _ := strings.Cut(wording[1:], "]")
		return element{alternatives: alternatives(inside), optional: true}, rest
	case wording[0] == '(':
		inside, rest, _ := strings.Cut(wording[1:], ")")
		return element{alternatives: alternatives(inside)}, rest
	}
	word, rest, _ := strings.Cut(wording, " ")
	return element{alternatives: alternatives(word)}, rest
}

func alternatives(wording string) [][]string {
	var all [][]string
	for one := range strings.SplitSeq(wording, "|") {
		all = append(all, strings.Fields(words.Fold(one)))
	}
	return all
}

// firstWords are the words that a match of the pattern can begin with.
func (p pattern) firstWords() []string {
	var words []string
	for _, e := range p {
		for _, alternative := range e.alternatives {
			words = append(words, alternative[0])
		}
		if !e.optional {
			break
		}
	}
	return words
}

// match returns how many tokens the pattern covers from the first on, or 0. It
// never crosses the end of a sentence.
func (p pattern) match(tokens []token) int {
	length, ok := p.matchAt(tokens, 0)
	if !ok {
		return 0
	}
	return length
}

func (p pattern) matchAt(tokens []token, at int) (int, bool) {
	if len(p) == 0 {
		return at, true
	}
	if p[0].gap {
		return p.matchGap(tokens, at)
	}
	for _, words := range p[0].alternatives {
		if covers(tokens, at, words) {
			if end, ok := p[1:].matchAt(tokens, at+len(words)); ok {
				return end, true
			}
		}
	}
	if p[0].optional {
		return p[1:].matchAt(tokens, at)
	}
	return 0, false
}

func (p pattern) matchGap(tokens []token, at int) (int, bool) {
	if len(p) == 1 {
		// A gap at the end takes the rest of the sentence.
		for at < len(tokens) && !tokens[at].broken {
			at++
		}
		return at, true
	}
	for skipped := 0; skipped <= longestGap; skipped++ {
		if end, ok := p[1:].matchAt(tokens, at+skipped); ok {
			return end, true
		}
		if at+skipped >= len(tokens) || tokens[at+skipped].broken {
			break
		}
	}
	return 0, false
}

func covers(tokens []token, at int, words []string) bool {
	if at+len(words) > len(tokens) {
		return false
	}
	for i, word := range words {
		if tokens[at+i].word != word || at+i > 0 && tokens[at+i].broken {
			return false
		}
	}
	return true
}
