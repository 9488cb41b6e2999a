package lines

import (
	"unicode"
	"unicode/utf8"

	"ogp/parse/words"
)

// write adds the text of one node: white space of any kind (line ends,
// no-break spaces) becomes one space, invisible characters go, and letters are
// composed, so that the same words are the same bytes in any markup.
func (w *walker) write(data string) {
	data = words.Compose(data)
	from := 0 // of a run of characters that are written unchanged
	for i, r := range data {
		space := unicode.IsSpace(r) || r <= ' ' || r == 0x7f
		if !space && !ignorable(r) {
			continue
		}
		w.append(data[from:i])
		from = i + utf8.RuneLen(r)
		w.space = w.space || space
		if r == '\n' && w.pre > 0 {
			w.breakLine()
		}
	}
	w.append(data[from:])
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

// append adds a run of visible characters.
func (w *walker) append(text string) {
	if text == "" {
		return
	}
	if !w.open {
		w.startLine()
	} else if w.space {
		w.text.WriteByte(' ')
	}
	w.space = false
	w.text.WriteString(text)
}

// startLine opens a line at the first character that is not white space.
func (w *walker) startLine() {
	w.Lines = append(w.Lines, Line{
		Start:   w.text.Len(),
		Bullet:  w.item.pending,
		Number:  w.item.number,
		Node:    w.block[len(w.block)-1],
		Heading: w.heading > 0,
	})
	w.item = listItem{}
	w.open = true
}

func (w *walker) breakLine() {
	w.space = false
	if !w.open {
		return
	}
	w.open = false
	w.Lines[len(w.Lines)-1].End = w.text.Len()
	w.text.WriteByte('\n')
}
