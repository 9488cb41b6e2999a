// Package vocab is the vocabularies: the values that columns take, and the
// wordings by which the site prints them. Each is a table, NAME.csv.
//
// A printed text comes in; the value that it stands for goes out, or none: a
// wording that no table has is never guessed at.
package vocab

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"ogp"
	added "ogp/parse/tables"
	"ogp/parse/words"
)

//go:embed *.csv
var tables embed.FS

// Vocabulary is the list of values that a column takes, with the wordings that
// stand for them.
type Vocabulary struct {
	values   []Value
	byWords  map[string]string // value by its wording's key
	places   map[string]string // file and line, likewise
	wordings []string          // keys, the longest first
	ordered  bool
}

// Value is one value of a vocabulary.
type Value struct {
	Term    string // as the dataset has it
	Meaning string
}

// unordered are the vocabularies whose values do not form a scale.
var unordered = map[string]bool{"yes_no": true, "flag": true, "novelty": true}

var vocabularies = added.Derive(func() map[string]*Vocabulary {
	files, err := fs.Glob(tables, "*.csv")
	if err != nil {
		panic("parse: list vocabularies: " + err.Error())
	}
	all := map[string]*Vocabulary{}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".csv")
		if name == "state_words" {
			continue
		}
		rows := words.Table(tables, file)
		for _, row := range rows {
			row[words.Place] = "vocab/" + row[words.Place]
		}
		all[name] = New(name, append(rows, added.Rows(added.Vocabulary(name))...))
	}
	return all
})

// New makes a vocabulary of the lines of a table with the columns value, meaning
// and printed. The lines are in the order of the values, lowest first.
func New(name string, rows []words.Row) *Vocabulary {
	v := &Vocabulary{byWords: map[string]string{}, places: map[string]string{}, ordered: !unordered[name]}
	for _, row := range rows {
		if !slices.Contains(v.terms(), row["value"]) {
			v.values = append(v.values, Value{row["value"], row["meaning"]})
		}
		if wording := words.Key(row["printed"]); wording != "" {
			v.byWords[wording], v.places[wording] = row["value"], row[words.Place]
			v.wordings = append(v.wordings, wording)
		}
	}
	slices.SortStableFunc(v.wordings, func(a, b string) int { return len(b) - len(a) })
	return v
}

// Of is the vocabulary of a name; nil for an unknown one.
func Of(name string) *Vocabulary { return vocabularies()[name] }

// Names are the names of all vocabularies, sorted.
func Names() []string { return slices.Sorted(maps.Keys(vocabularies())) }

// Values are the values, lowest first where they are a scale; none without a
// vocabulary.
func (v *Vocabulary) Values() []Value {
	if v == nil {
		return nil
	}
	return v.values
}

// Scale is all values in one line, lowest first where they are a scale.
func (v *Vocabulary) Scale() string {
	if v.ordered {
		return strings.Join(v.terms(), " < ")
	}
	return strings.Join(v.terms(), " / ")
}

func (v *Vocabulary) terms() []string {
	var terms []string
	for _, value := range v.values {
		terms = append(terms, value.Term)
	}
	return terms
}

// longestValue bounds the bytes of a printed value: no wording is near it, and
// the longest texts of a page are asked for, too.
const longestValue = 600

// Find is the value that a text stands for, whole or printed twice: an icon's
// alternative text repeats the value beside it ("Major Major").
func (v *Vocabulary) Find(text string) (term string, ok bool) {
	if len(text) > longestValue {
		return "", false
	}
	wording := v.wordingOf(text)
	term, ok = v.byWords[wording]
	return term, ok
}

// Place is the table's file and line of the wording by which Find knows a text;
// empty for none.
func (v *Vocabulary) Place(text string) string {
	return v.places[v.wordingOf(text)]
}

// wordingOf is the wording's key that a text is, once or twice.
func (v *Vocabulary) wordingOf(text string) string {
	wording := words.Key(text)
	if _, known := v.byWords[wording]; known {
		return wording
	}
	return undouble(wording)
}

// Exactly is the value that a text stands for, printed once.
func (v *Vocabulary) Exactly(text string) (term string, ok bool) {
	term, ok = v.byWords[words.Key(text)]
	return term, ok
}

func undouble(wording string) string {
	half := len(wording) / 2
	if len(wording)%2 == 1 && wording[half] == ' ' && wording[:half] == wording[half+1:] {
		return wording[:half]
	}
	return wording
}

// Prefix is the value with whose longest wording a text begins, and how many
// bytes of the text that is; 0 if it begins with none.
func (v *Vocabulary) Prefix(text string) (term string, length int) {
	for _, wording := range v.wordings {
		if length = words.Prefix(text, wording); length > 0 {
			return v.byWords[wording], length
		}
	}
	return "", 0
}

// Within are the values whose wordings occur in a text as whole words, each
// once, in the order of the scale; rest is what remains of the text without
// them.
func (v *Vocabulary) Within(text string) (terms []string, rest string) {
	if len(text) > longestValue {
		return nil, text
	}
	rest = " " + words.Fold(text) + " "
	found := map[string]bool{}
	for _, wording := range v.wordings {
		for {
			at := indexWord(rest, wording)
			if at < 0 {
				break
			}
			found[v.byWords[wording]] = true
			rest = rest[:at] + " " + rest[at+len(wording):]
		}
	}
	terms = slices.DeleteFunc(v.terms(), func(term string) bool { return !found[term] })
	return terms, strings.TrimSpace(rest)
}

// indexWord is the offset of a wording in a text, where no letter or digit
// touches it; -1 if there is none.
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

// State is the kind of empty that a text stands for; ogp.StateValue if it is a
// value.
func State(text string) ogp.State {
	if text == "" {
		return ogp.StateEmpty
	}
	if term, ok := vocabularies()["state"].Find(text); ok {
		return ogp.State(term)
	}
	return stateInWords(text)
}

// Check says what is wrong with a line that is to be added to a vocabulary: it may
// bring a wording, not a value.
func Check(name string, row words.Row) error {
	v := Of(name)
	if v == nil {
		return fmt.Errorf("there is no vocabulary %q; known are %s", name, strings.Join(Names(), ", "))
	}
	if !slices.Contains(v.terms(), row["value"]) {
		return fmt.Errorf("%q is no value; known are %s", row["value"], strings.Join(v.terms(), ", "))
	}
	if words.Key(row["printed"]) == "" {
		return errors.New("printed is empty")
	}
	return nil
}
