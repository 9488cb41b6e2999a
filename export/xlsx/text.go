package xlsx

import (
	"net/url"
	"strings"
	"unicode/utf16"
)

// Limits of Excel.
const (
	mostUnits   = 32767 // UTF-16 units of a cell's text
	mostLinks   = 65530 // links of a sheet
	longestLink = 2079  // characters of an address
)

// cleanText removes the control characters that XML, and so a workbook, cannot
// hold; cleaned tells whether there were any. A vertical tab or form feed is a
// line break of other programs and becomes one. Line ends become LF, which loses
// nothing and does not count as cleaning.
func cleanText(text string) (_ string, cleaned bool) {
	if strings.Contains(text, "\r") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	if strings.IndexFunc(text, unprintable) < 0 {
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

// unprintable reports characters that XML 1.0 does not allow.
func unprintable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// units is the length of a text as Excel counts it.
func units(text string) (count int) {
	for _, r := range text {
		count += utf16.RuneLen(r)
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

// linkable reports whether a link can lead to an address: a web address, short
// enough, and without blanks or quotation marks, which Excel repairs files for.
func linkable(text string) bool {
	if units(text) > longestLink || strings.ContainsAny(text, "\"\n\t ") {
		return false
	}
	address, err := url.Parse(text)
	return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != ""
}
