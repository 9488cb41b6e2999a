package parse

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// write adds the text of one node: white space of any kind (line ends,
// no-break spaces) becomes one space, invisible characters go, and letters are
// composed (NFC), so that the same words are the same bytes in any markup.
func (w *walker) write(data string) {
	data = compose(data)
	for i := 0; i < len(data); {
		c := data[i]
		if c <= ' ' || c == 0x7f {
			w.space = true
			if c == '\n' && w.pre > 0 {
				w.breakLine()
			}
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			i += w.writeWide(data[i:])
			continue
		}
		j := i + 1
		for j < len(data) && data[j] > ' ' && data[j] < 0x7f {
			j++
		}
		w.append(data[i:j])
		i = j
	}
}

// writeWide writes the run of characters beyond ASCII at the start of data and
// returns its length in bytes.
func (w *walker) writeWide(data string) int {
	end := 0
	for end < len(data) && data[end] >= utf8.RuneSelf {
		end++
	}
	for i, r := range data[:end] {
		switch {
		case unicode.IsSpace(r):
			w.space = true
		case ignorable(r):
		default:
			w.append(data[i : i+utf8.RuneLen(r)])
		}
	}
	return end
}

// ignorable are characters without a shape of their own that mean nothing in a
// text: soft hyphen, zero-width space, word joiner, byte order mark, controls.
// The zero-width joiners stay: Persian and Indic words are spelled with them.
func ignorable(r rune) bool {
	switch r {
	case 0x00AD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F:
		return true
	}
	return unicode.IsControl(r)
}

func (w *walker) append(text string) {
	if !w.open {
		w.startLine()
	} else if w.space {
		w.text = append(w.text, ' ')
	}
	w.space = false
	w.text = append(w.text, text...)
}

// compose brings a text to NFC, in which labels and vocabularies are written.
func compose(text string) string {
	if isASCII(text) {
		return text
	}
	return norm.NFC.String(text)
}

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
