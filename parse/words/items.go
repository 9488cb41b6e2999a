package words

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsBullet reports whether a character begins an item of a list: a symbol such as
// ▶, ❖ or ✓, or one of a symbol font, which texts copied from office documents
// hold. Dashes and dots that texts have for other reasons are none.
func IsBullet(r rune) bool {
	switch {
	case r < '\u2022':
		return false
	case strings.ContainsRune("•‣∙⁌⁍⦁", r):
		return true
	case '\u2610' <= r && r <= '\u2612': // ☐ ☑ ☒ are answers
		return false
	}
	return r >= '\u25a0' && unicode.IsSymbol(r) || '\ue000' <= r && r <= '\uf8ff'
}

// boxes are the marks by which people say what is done, ticks those of them that say that
// it is, and fills those that say so beside empty ones.
const (
	boxes = "☐☑☒✓✔✅✗✘✖❌❎⬜□■○●◯◉"
	ticks = "☑✓✔✅"
	fills = "●◉■"
)

// Box is the box, tick or cross that a text begins with, and the text after it.
func Box(text string) (box, rest string) {
	r, size := utf8.DecodeRuneInString(text)
	if rest = strings.TrimLeft(text[size:], " "); strings.ContainsRune(boxes, r) && rest != "" {
		return text[:size], rest
	}
	return "", text
}

// IsTick reports whether a mark says that something is done.
func IsTick(box string) bool { return box != "" && strings.Contains(ticks, box) }

// IsFilled reports whether a mark is a tick, or one that is filled where others are not.
func IsFilled(box string) bool { return IsTick(box) || box != "" && strings.Contains(fills, box) }

// softBullets are marks that begin an item where a space follows; texts have them
// for other reasons, too.
const softBullets = "-–—*·⁃§→⇒+>~»›"

// BulletLength is the length of the bullet or dash that a text begins with.
func BulletLength(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	rest := strings.TrimLeft(text[size:], " \ufe0f")
	switch {
	case IsBullet(r):
	case strings.ContainsRune(softBullets, r) && strings.HasPrefix(text[size:], " ") && !startsNumber(r, rest):
	default:
		return 0
	}
	return len(text) - len(rest)
}

// startsNumber reports whether a mark belongs to the number behind it: "§ 12", "+ 5".
func startsNumber(mark rune, rest string) bool {
	return strings.ContainsRune("§+>~", mark) && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

// numbering begins a numbered item: "1.", "1.-", "2)", "2.1)", "a)", "(iii)", "ii.", "IV.", "③", "1° ".
var numbering = regexp.MustCompile(`^(?:\[\p{Nd}{1,2}\]|\(?(?:\p{Nd}{1,2}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})\)|\p{Nd}{1,2}\.(?:\d{1,2}\.?)*(?:\)|-[ \t])?|` +
	`(?:[a-z]|[ivx]{1,5}|[IVX]{2,5})\.[ \t]|[①-⓿❶-➓]|\p{Nd}\x{20E3}|\p{Nd}{1,2}[°º]\)?[ \t])[ \t]*`)

// Numbering is the number that a text begins with, with its mark and the spaces
// after it: "1. ".
func Numbering(text string) string { return numbering.FindString(text) }

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

// letterMark is a capital that numbers a heading. Names begin so, too.
var letterMark = regexp.MustCompile(`^[A-Z]\.[ \t]+`)

// LabelMark is MarkLength for a text that is a heading or a question, and no name.
func LabelMark(text string) int { return max(MarkLength(text), len(letterMark.FindString(text))) }

// MarkKind tells numbers, letters and bullets apart: of a list within a list, the marks are
// of another kind. "" is none.
func MarkKind(mark string) string {
	mark = strings.Trim(mark, " ().")
	digits := strings.TrimRight(mark, "-")
	switch {
	case digits != "" && strings.Trim(digits, "0123456789.") == "":
		return strings.Repeat("1", 1+strings.Count(digits, "."))
	case mark == "" || strings.ContainsAny(mark, softBullets):
		return mark
	case strings.Contains(boxes, mark):
		return "box"
	case BulletLength(mark+" ") > 0:
		return mark
	}
	return "a"
}

// Styles are the ways of numbering: what a number or letter stands for in each, 0 for
// one that is of another style.
var Styles = []func(string) int{
	Number,
	func(text string) int {
		if len(text) > 1 || !unicode.IsLetter(rune(text[0])) {
			return 0
		}
		return letter(text)
	},
	func(text string) int {
		if strings.Trim(strings.ToLower(text), "ivx") != "" {
			return 0
		}
		return roman(text)
	},
}

// Items splits a text that lists things: by bullets, dashes or numbers, or
// one a line; anything else is one item.
func Items(text string) []string {
	items, _ := List(text)
	return items
}

// List is Items; marked reports whether the items have marks.
func List(text string) (items []string, isMarked bool) {
	lines := nonEmpty(strings.Split(BreakBullets(text), "\n"))
	if len(lines) == 0 {
		return []string{""}, false
	}
	if len(lines) == 1 {
		lines = breakDashes(lines[0])
	}
	if len(lines) == 1 {
		lines = breakSequence(lines[0])
	}
	if parts := semicolon.Split(lines[0], -1); len(lines) == 1 && len(parts) > 2 && oneEach(parts) {
		return parts, false
	}
	marks := marksOf(lines)
	marked := 0
	for _, length := range marks {
		if length > 0 {
			marked++
		}
	}
	switch {
	case len(lines) == 1:
		return []string{lines[0][marks[0]:]}, marked > 0
	case marked >= 2 || marked == len(lines):
		return markedItems(lines, marks), true
	case oneEach(lines):
		return lines, false
	default:
		return []string{strings.Join(lines, "\n")}, false
	}
}

// capitals number lines as initials begin names, so that only a row of them is
// one: "A.", "B.", or "I.", "II.".
var capitals = []struct {
	mark  *regexp.Regexp
	value func(string) int
}{
	{regexp.MustCompile(`^([IVX]{1,5})\.\s+`), roman},
	{regexp.MustCompile(`^([A-Z])\.\s+`), letter},
}

// CutMarks cuts from lines, such as the titles of rows, the marks that all of them
// begin with.
func CutMarks(lines []string) []string {
	marks := marksOf(lines)
	if len(lines) < 2 || slices.Contains(marks, 0) {
		return lines
	}
	cut := slices.Clone(lines)
	for i, n := range marks {
		cut[i] = lines[i][n:]
	}
	return cut
}

// lineMarks are what begins items where each line has it: a dash without a space, the
// bullet that office programs write as "o", a number with a dash.
var lineMarks = []*regexp.Regexp{
	regexp.MustCompile(`^([-–—])\pL`), regexp.MustCompile(`^(o\s+)\p{Lu}`), regexp.MustCompile(`^(\p{Nd}{1,2}\s?[-–—]\s+)\pL`),
}

// marksOf are the lengths of the marks that lines begin with.
func marksOf(lines []string) []int {
	marks := make([]int, len(lines))
	for _, style := range lineMarks {
		if slices.ContainsFunc(lines, func(line string) bool { return !style.MatchString(line) }) {
			continue
		}
		for i, line := range lines {
			marks[i] = len(style.FindStringSubmatch(line)[1])
		}
		return marks
	}
	for i, line := range lines {
		marks[i] = MarkLength(line)
	}
	for _, style := range capitals {
		row, count := slices.Clone(marks), 0
		for i, line := range lines {
			if m := style.mark.FindStringSubmatch(line); m != nil && style.value(m[1]) == count+1 {
				row[i], count = len(m[0]), count+1
			}
		}
		if count >= 2 {
			return row
		}
	}
	return marks
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

// BreakBullets starts a line at every bullet in a text: lists are often flattened into one
// line.
func BreakBullets(text string) string {
	var b strings.Builder
	for i, r := range text {
		soft := strings.ContainsRune("·⁃§", r) && strings.HasSuffix(text[:i], " ") && BulletLength(text[i:]) > 0
		if IsBullet(r) || soft {
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

// sequences are the ways in which items within a line are numbered. A number with
// a point must have a capital behind it.
var sequences = []struct {
	mark  *regexp.Regexp
	value func(string) int
}{
	{regexp.MustCompile(`(?:^|[\s.;:,])(\(?(\d{1,2})(?:\)\s*|\.\s*\p{Lu}))`), Number},
	{regexp.MustCompile(`(?:^|[\s.;:,])(\(?([ivx]{1,5}|[IVX]{1,5})[.)])\s`), roman},
	{regexp.MustCompile(`(?:^|[\s.;:,])(\(?([a-z]|[A-Z])\))`), letter},
	{regexp.MustCompile(`(?:^|[.;:!?)]\s+)(([a-z]|[A-Z])\.)\s+\p{L}`), letter},
	{regexp.MustCompile(`(([①-⑳]))`), func(circled string) int { return int([]rune(circled)[0]-'①') + 1 }},
}

// letter is the place of a letter in the alphabet.
func letter(text string) int { return int(text[0]|' ') - 'a' + 1 }

// roman is the number that a roman numeral up to 39 stands for.
func roman(numeral string) int {
	values := map[rune]int{'i': 1, 'v': 5, 'x': 10}
	total, before := 0, 0
	for _, r := range strings.ToLower(numeral) {
		if value := values[r]; value > before {
			total += value - 2*before
			before = value
		} else {
			total += value
			before = value
		}
	}
	return total
}

// breakSequence splits a line at 1., 2., 3., at a), b), c), or the like, where it
// counts from one without a gap and more than once.
func breakSequence(text string) []string {
	for _, sequence := range sequences {
		var starts []int
		for _, match := range sequence.mark.FindAllStringSubmatchIndex(text, -1) {
			if sequence.value(text[match[4]:match[5]]) == len(starts)+1 {
				starts = append(starts, match[2])
			}
		}
		if len(starts) >= 2 {
			return cutAt(text, starts)
		}
	}
	return []string{text}
}

// cutAt cuts a text at some offsets.
func cutAt(text string, starts []int) []string {
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

// markedItems joins each marked line with the unmarked lines after it, and with those that
// are marked in another way: a list within the item. What
// stands before the first mark introduces the list and is an item too, unless
// it ends with a colon: nothing is dropped.
func markedItems(lines []string, marks []int) []string {
	kinds := make([]string, len(lines))
	for i, line := range lines {
		kinds[i] = MarkKind(line[:marks[i]])
	}
	first := slices.IndexFunc(kinds, func(kind string) bool { return kind != "" })
	isList := slices.Contains(kinds[first+1:], kinds[first]) // and other marks are within its items
	var items []string
	for i, line := range lines {
		n := marks[i]
		switch {
		case n > 0 && (!isList || kinds[i] == kinds[first]):
			items = append(items, line[n:])
		case len(items) == 0 || i == 0:
			if !strings.HasSuffix(line, ":") {
				items = append(items, line)
			}
		default:
			items[len(items)-1] += "\n" + line
		}
	}
	for i, item := range items {
		items[i] = strings.TrimRight(leading.ReplaceAllString(item, ""), ";, ")
	}
	return nonEmpty(items)
}

var (
	// leading is a word that leads to the next item: "; and".
	leading = regexp.MustCompile(`[;,]\s+(?:and|or|y|e|et)$`)
	// semicolon divides items within a line, where it stands more than once.
	semicolon = regexp.MustCompile(`;\s+(?:(?:and|or|y|e|et)\s+)?`)
)

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
