package history

import (
	"strings"
	"unicode"
)

// Thresholds of similarity.
const (
	similarFrom      = 0.5  // names are of one item
	recognizableFrom = 0.25 // below, a title is another one
	shortestTitle    = 12   // letters; a shorter title says too little to call it another
)

// similar reports whether one text is the other with changes.
func similar(a, b string) bool { return similarity(a, b) >= similarFrom }

// unrecognizable reports whether a title cannot be an edit of the other.
func unrecognizable(before, after string) bool {
	a, b := letters(before), letters(after)
	return len(a) >= shortestTitle && len(b) >= shortestTitle && similarity(before, after) < recognizableFrom
}

// similarity is the share of groups of three letters that two texts have in
// common: 0 for none, 1 for all. Case, punctuation and order of words count
// little or nothing.
func similarity(a, b string) float64 {
	x, y := groups(a), groups(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common, all := 0, 0
	for group, n := range x {
		common += min(n, y[group])
		all += n
	}
	for _, n := range y {
		all += n
	}
	return 2 * float64(common) / float64(all)
}

func groups(text string) map[[3]rune]int {
	runes := append([]rune{' '}, letters(text)...)
	runes = append(runes, ' ')
	counts := map[[3]rune]int{}
	for i := 2; i < len(runes); i++ {
		counts[[3]rune(runes[i-2:i+1])]++
	}
	return counts
}

// letters are a text's letters and digits, lower case, words apart by a space.
func letters(text string) []rune {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return []rune(strings.Join(words, " "))
}
