package words

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Bullets are the characters that begin an item of a list, also those of
// symbol fonts, which texts copied from office documents hold.
const Bullets = "•●○▪◦‣∙■□►➢✓\uf0b7\uf0a7\uf0d8\uf0fc"

// numbering begins a numbered item: "1.", "2)", "a)", "(iii)".
var numbering = regexp.MustCompile(`^(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|\d{1,2}\.(?:\d{1,2}\.?)*)[ \t]*`)

// Numbering is the number that a text begins with, with its mark and the spaces
// after it: "1. ".
func Numbering(text string) string { return numbering.FindString(text) }

// BulletLength is the length of the bullet or dash that a text begins with.
func BulletLength(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case strings.ContainsRune(Bullets, r):
	case strings.ContainsRune("-–—*·", r) && strings.HasPrefix(text[size:], " "):
	default:
		return 0
	}
	rest := strings.TrimLeft(text[size:], " ")
	return len(text) - len(rest)
}

// MarkLength is the length of the bullet, dash or number that a text begins with.
func MarkLength(text string) int {
	if n := BulletLength(text); n > 0 {
		return n
	}
	if n := len(numbering.FindString(text)); n < len(text) {
		return n
	}
	return 0
}

// Items splits a text that lists things: by bullets, dashes or numbers, or
// one a line; anything else is one item.
func Items(text string) []string {
	lines := nonEmpty(strings.Split(breakBullets(text), "\n"))
	if len(lines) == 0 {
		return []string{""}
	}
	if len(lines) == 1 {
		lines = breakDashes(lines[0])
	}
	if len(lines) == 1 {
		lines = breakNumbers(lines[0])
	}
	marked := 0
	for _, line := range lines {
		if MarkLength(line) > 0 {
			marked++
		}
	}
	switch {
	case len(lines) == 1:
		return []string{lines[0][MarkLength(lines[0]):]}
	case marked >= 2 || marked == len(lines):
		return markedItems(lines)
	case oneEach(lines):
		return lines
	default:
		return []string{strings.Join(lines, "\n")}
	}
}

func nonEmpty(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// breakBullets starts a line at every bullet character: lists are often
// flattened into one line.
func breakBullets(text string) string {
	if !strings.ContainsAny(text, Bullets) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(Bullets, r) {
			b.WriteByte('\n')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// breakDashes splits a line that begins with a dash at the dashes in it.
func breakDashes(text string) []string {
	if !strings.HasPrefix(text, "- ") {
		return []string{text}
	}
	return strings.Split(strings.ReplaceAll(text, " - ", "\n- "), "\n")
}

// inlineNumber is a number that may begin an item within a line.
var inlineNumber = regexp.MustCompile(`(?:^|[\s.;:])(\d{1,2})[.)]\s*\p{Lu}`)

// breakNumbers splits a line at 1., 2., 3. …, where it counts from one without
// a gap and more than once.
func breakNumbers(text string) []string {
	var starts []int
	for _, match := range inlineNumber.FindAllStringSubmatchIndex(text, -1) {
		if Number(text[match[2]:match[3]]) == len(starts)+1 {
			starts = append(starts, match[2])
		}
	}
	if len(starts) < 2 {
		return []string{text}
	}
	var lines []string
	if lead := strings.TrimSpace(text[:starts[0]]); lead != "" {
		lines = append(lines, lead)
	}
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		lines = append(lines, strings.TrimSpace(text[start:end]))
	}
	return lines
}

// markedItems joins each marked line with the unmarked lines after it. What
// stands before the first mark introduces the list and is an item too, unless
// it ends with a colon: nothing is dropped.
func markedItems(lines []string) []string {
	var items []string
	for i, line := range lines {
		n := MarkLength(line)
		switch {
		case n > 0:
			items = append(items, line[n:])
		case len(items) == 0 || i == 0:
			if !strings.HasSuffix(line, ":") {
				items = append(items, line)
			}
		default:
			items[len(items)-1] += "\n" + line
		}
	}
	return nonEmpty(items)
}

// longestListed bounds a line that counts as an item of a list without marks.
const longestListed = 240

// oneEach reports whether lines without marks are a list: each short and a
// single sentence. Paragraphs of prose are not.
func oneEach(lines []string) bool {
	for _, line := range lines {
		inner := strings.TrimRight(line, ".;, ")
		if len(line) > longestListed || strings.Contains(inner, ". ") {
			return false
		}
	}
	return true
}
