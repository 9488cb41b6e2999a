package parse

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"ogp"
)

// vocabulary is the list of values a column takes, lowest first, with the
// wordings that stand for them on the site.
type vocabulary struct {
	name     string
	values   []Value
	byWords  map[string]string // folded wording → value
	wordings []string          // folded, longest first
	starts   map[rune]bool     // first letters of the wordings
}

// Value is one value of a vocabulary.
type Value struct {
	Term    string // as it stands in the dataset
	Meaning string
}

var vocabularies = func() map[string]*vocabulary {
	files, err := fs.Glob(tables, "vocab/*.csv")
	if err != nil {
		panic("parse: list vocabularies: " + err.Error())
	}
	all := map[string]*vocabulary{}
	for _, file := range files {
		v := newVocabulary(strings.TrimSuffix(path.Base(file), ".csv"), readTable(file))
		all[v.name] = v
	}
	return all
}()

func newVocabulary(name string, rows []map[string]string) *vocabulary {
	v := &vocabulary{name: name, byWords: map[string]string{}, starts: map[rune]bool{}}
	for _, row := range rows {
		if !slices.ContainsFunc(v.values, func(known Value) bool { return known.Term == row["value"] }) {
			v.values = append(v.values, Value{row["value"], row["meaning"]})
		}
		if words := key(row["printed"]); words != "" {
			v.byWords[words] = row["value"]
			v.wordings = append(v.wordings, words)
			v.starts[firstFolded(words)] = true
		}
	}
	slices.SortStableFunc(v.wordings, func(a, b string) int { return len(b) - len(a) })
	return v
}

// Vocabulary is the values of a vocabulary, lowest first where it is a scale.
// It is nil for an unknown name.
func Vocabulary(name string) []Value {
	if v := vocabularies[name]; v != nil {
		return v.values
	}
	return nil
}

// Vocabularies are the names of all vocabularies, sorted.
func Vocabularies() []string {
	var names []string
	for name := range vocabularies {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// key is the form in which values are compared.
func key(text string) string { return strings.TrimRight(fold(text), " .;,") }

// longestValue bounds the bytes of a printed value: no wording is near it, and
// the longest texts of a page are asked for, too.
const longestValue = 600

// find is the value that a text stands for, whole or printed twice: an icon's
// alternative text repeats the value beside it ("Major Major").
func (v *vocabulary) find(text string) (term string, ok bool) {
	if len(text) > longestValue || !v.starts[firstFolded(text)] {
		return "", false
	}
	words := key(text)
	if term, ok = v.byWords[words]; ok {
		return term, true
	}
	term, ok = v.byWords[undouble(words)]
	return term, ok
}

// firstFolded is the first letter of a text's folded form; most texts have none
// that begins a wording, and need not be folded whole.
func firstFolded(text string) rune {
	for _, r := range text {
		if r = foldRune(r); r >= 0 && !unicode.IsSpace(r) {
			return r
		}
	}
	return -1
}

func undouble(words string) string {
	half := len(words) / 2
	if len(words)%2 == 1 && words[half] == ' ' && words[:half] == words[half+1:] {
		return words[:half]
	}
	return words
}

// within are the values whose wordings occur in a text as whole words, each
// once, in the order of the scale; rest is what remains of the text without
// them.
func (v *vocabulary) within(text string) (terms []string, rest string) {
	if len(text) > longestValue {
		return nil, text
	}
	rest = " " + fold(text) + " "
	found := map[string]bool{}
	for _, words := range v.wordings {
		for {
			at := indexWord(rest, words)
			if at < 0 {
				break
			}
			found[v.byWords[words]] = true
			rest = rest[:at] + " " + rest[at+len(words):]
		}
	}
	for _, value := range v.values {
		if found[value.Term] {
			terms = append(terms, value.Term)
		}
	}
	return terms, strings.TrimSpace(rest)
}

// indexWord is the place of words in text where no letter or digit touches them.
func indexWord(text, words string) int {
	from := 0
	for {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return -1
		}
		at += from
		if !wordByte(text, at-1) && !wordByte(text, at+len(words)) {
			return at
		}
		from = at + 1
	}
}

func wordByte(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	c := text[at]
	return c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// unordered are the vocabularies whose values are no scale.
var unordered = map[string]bool{"yes_no": true, "flag": true, "novelty": true}

// scale is all values in one line, lowest first.
func (v *vocabulary) scale() string {
	var terms []string
	for _, value := range v.values {
		terms = append(terms, value.Term)
	}
	if unordered[v.name] {
		return strings.Join(terms, " / ")
	}
	return strings.Join(terms, " < ")
}

// emptyState is the kind of empty that a text stands for; StateValue if it is
// a value.
func emptyState(text string) ogp.State {
	if text == "" {
		return ogp.StateEmpty
	}
	if term, ok := vocabularies["state"].find(text); ok {
		return ogp.State(term)
	}
	return ogp.StateValue
}
