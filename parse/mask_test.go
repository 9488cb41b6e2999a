package parse_test

import (
	"regexp"
	"strings"
	"testing"

	"ogp/parse/words"
)

var (
	// longNumber is a number that may be a telephone's.
	longNumber = regexp.MustCompile(`\+?\d[\d ()./·'–-]{5,}\d`)

	// tellsPhone is what is near a telephone number, and never near another.
	tellsPhone = regexp.MustCompile(`(?i)\[e-mail\]|\btel|phone|\bmobile`)

	// tellsOther is what is right before or within a number that is none.
	tellsOther = regexp.MustCompile(`(?i)(?:\b(?:law|act|no|nr|directive|resolution|decree|ley|boletín|plan)\W*$|\b(?:19|20)\d\d\b)`)
)

// TestRealDescriptionsAreMasked prints, of the real descriptions, how many
// telephone numbers are left and how many other numbers are masked.
func TestRealDescriptionsAreMasked(t *testing.T) {
	masked, left, wrong := 0, 0, 0
	for _, row := range realDescriptions(t) {
		text := words.Mask(row.text)
		masked += strings.Count(text, words.MaskedPhone)
		for _, at := range longNumber.FindAllStringIndex(text, -1) {
			around := text[max(0, at[0]-20):min(len(text), at[1]+20)]
			if tellsPhone.MatchString(around) && !tellsOther.MatchString(text[max(0, at[0]-12):at[1]]) {
				left++
				t.Errorf("%s: a telephone number is left: %q", row.id, around)
			}
		}
		for _, at := range longNumber.FindAllStringIndex(row.text, -1) {
			number, before := row.text[at[0]:at[1]], row.text[max(0, at[0]-12):at[0]]
			if tellsOther.MatchString(before) && strings.Count(text, number) < strings.Count(row.text, number) {
				wrong++
				t.Errorf("%s: a number that is no telephone's is masked: %q", row.id, before+number)
			}
		}
	}
	t.Logf("telephone numbers masked: %d; left: %d; other numbers masked: %d", masked, left, wrong)
}
