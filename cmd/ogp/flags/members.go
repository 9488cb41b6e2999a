package flags

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Members is a flag that takes OGP members by their slugs or their names, one at a
// time or several divided by commas: kenya, "Mexico State, Mexico". It holds slugs.
type Members struct{ Slugs *[]string }

// Set adds what a text names. A comma before a space belongs to a name.
func (m Members) Set(text string) error {
	names := []string{text}
	if !strings.Contains(text, ", ") {
		names = strings.Split(text, ",")
	}
	for _, name := range names {
		*m.Slugs = append(*m.Slugs, Slug(name))
	}
	return nil
}

// String is what was given.
func (m Members) String() string { return strings.Join(*m.Slugs, ",") }

// Type is what the help calls the value.
func (m Members) Type() string { return "member" }

var (
	apostrophes = strings.NewReplacer("'", "", "’", "")
	noLetters   = regexp.MustCompile(`[^\p{L}\p{M}\p{Nd}]+`)
)

// Slug is a member's name as the site's addresses spell it: "Côte d'Ivoire" is
// cote-divoire.
func Slug(name string) string {
	var plain strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(apostrophes.Replace(name))) {
		if !unicode.Is(unicode.Mn, r) {
			plain.WriteRune(r)
		}
	}
	return strings.Trim(noLetters.ReplaceAllString(norm.NFC.String(plain.String()), "-"), "-")
}
