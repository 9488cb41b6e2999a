package export

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"

	"ogp"
)

// Limits of Excel.
const (
	mostUnits   = 32767 // UTF-16 units of a cell's text
	mostLinks   = 65530 // links of a sheet
	longestLink = 255   // characters of a text inside a formula
)

// cleanText removes the control characters that XML, and so a workbook, cannot
// hold; cleaned tells whether there were any. A vertical tab or form feed is a
// line break of other programs and becomes one. Line ends become LF, which is no
// loss and so no cleaning.
func cleanText(text string) (_ string, cleaned bool) {
	if strings.Contains(text, "\r") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	if printable(text) {
		return text, false
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\v' || r == '\f':
			return '\n'
		case unprintable(r):
			return -1
		}
		return r
	}, text), true
}

// printable reports whether a text has no unprintable character. Nearly all have
// none, and there are gigabytes of them, so it looks at bytes.
func printable(text string) bool {
	const lead = 0xEF // first byte of the two beyond ASCII
	for i := range len(text) {
		if b := text[i]; b < ' ' && unprintable(rune(b)) || b == lead && strings.IndexFunc(text[i:], unprintable) == 0 {
			return false
		}
	}
	return true
}

// unprintable tells the characters that XML 1.0 does not allow.
func unprintable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// units is the length of a text as Excel counts it.
func units(text string) int { return unitsUpTo(text, len(text)) }

// unitsUpTo is the length of a text as Excel counts it, or some length beyond
// limit: whoever asks whether a text is too long need not read all of it.
func unitsUpTo(text string, limit int) int {
	count := 0
	for _, r := range text {
		if count += utf16.RuneLen(r); count > limit {
			break
		}
	}
	return count
}

// tooLong reports whether a cell cannot hold a text. No text has more units than
// bytes.
func tooLong(text string) bool { return len(text) > mostUnits && units(text) > mostUnits }

// cutUnits cuts a text after at most limit units, never inside a character.
func cutUnits(text string, limit int) (head, rest string) {
	count := 0
	for i, r := range text {
		if count += utf16.RuneLen(r); count > limit {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// linkable reports whether an address can stand in a HYPERLINK formula: a web
// address, short enough, and without anything that could end the text it is in.
func linkable(text string) bool {
	if units(text) > longestLink || strings.ContainsAny(text, "\"\n\t ") {
		return false
	}
	address, err := url.Parse(text)
	return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != ""
}

// continued writes a text that no cell can hold into the sheet "Long text", in
// pieces that together are the whole text, and returns its beginning with a
// visible pointer to the place.
func (b *workbook) continued(s *sheet, i int, values []any, text string) (string, error) {
	if b.long == nil {
		if err := b.startLongText(); err != nil {
			return "", err
		}
	}
	b.cut++
	key := []any{s.table, values[0], nil}
	if s.columns[1].name == "number" {
		key[2] = values[1]
	}
	place := ""
	for part, rest := int64(1), text; rest != ""; part++ {
		var piece string
		piece, rest = cutUnits(rest, mostUnits)
		if err := b.long.row(append(key[:3:3], s.columns[i].name, part, piece)); err != nil {
			return "", err
		}
		if part == 1 {
			place = fmt.Sprintf(`… [continued in sheet "%s", row %d]`, b.long.name, b.long.last)
		}
	}
	head, _ := cutUnits(text, mostUnits-units(place))
	return head + place, nil
}

func (b *workbook) startLongText() error {
	b.long = &sheet{
		book: b, title: longTextSheet, about: "Texts too long for a cell, whole, in pieces to be put together in order.",
		columns: []sheetColumn{
			{name: "table", kind: ogp.Text, width: 16},
			{name: "commitment_id", kind: ogp.Text, width: 17},
			{name: "number", kind: ogp.Integer, width: 11},
			{name: "column", kind: ogp.Text, width: 26},
			{name: "part", kind: ogp.Integer, width: 8},
			{name: "text", kind: ogp.Text, width: 110, wrap: true},
		},
	}
	return b.long.start()
}
