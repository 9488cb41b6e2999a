package vocab

import (
	"strings"
	"unicode"

	"ogp"
	"ogp/parse/words"
)

// stateWords are the words of which the texts consist that say that there is no
// value: the site's translations put them in any order ("examen du MII en
// attente", "en attente d'examen par le MII"). A word has the state that it
// tells or that it is about; a particle has none.
var stateWords = func() map[string][]stateWord {
	all := map[string][]stateWord{}
	for _, row := range words.Table(tables, "state_words.csv") {
		word := words.Fold(row["word"])
		all[word] = append(all[word], stateWord{ogp.State(row["state"]), row["role"]})
	}
	return all
}()

type stateWord struct {
	state ogp.State
	role  string // says, about or particle
}

const longestState = 80

// stateInWords is the state that a text tells that has a word that says it, a
// word that tells what it is about, and no other words than theirs.
func stateInWords(text string) ogp.State {
	if len(text) > longestState {
		return ogp.StateValue
	}
	says, about := map[ogp.State]bool{}, map[ogp.State]bool{}
	for word := range strings.FieldsFuncSeq(words.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if stateWords[word] == nil {
			return ogp.StateValue
		}
		for _, meaning := range stateWords[word] {
			says[meaning.state] = says[meaning.state] || meaning.role == "says"
			about[meaning.state] = about[meaning.state] || meaning.role == "about"
		}
	}
	for state := range says {
		if says[state] && about[state] {
			return state
		}
	}
	return ogp.StateValue
}
