package lines

import (
	"unicode"
	"unicode/utf8"

	"ogp/parse/words"
)

// write adds the text of one node: white space of any kind (line ends,
// no-break spaces) becomes one space, characters take their plain form, and
// letters are composed, so that the same words are the same bytes in any markup.
func (w *walker) write(data string) {
	data = words.Compose(data)
	from := 0 // of a run of characters that are written unchanged
	for i, r := range data {
		if r > ' ' && r < 0x7f || r >= 'À' && r <= 'ֿ' {
			continue // letters and marks of Europe, as they are
		}
		space := unicode.IsSpace(r) || r <= ' '
		plain := ""
		if !space {
			if plain = words.Plain(r); plain == data[i:i+utf8.RuneLen(r)] {
				continue
			}
		}
		w.append(data[from:i])
		from = i + utf8.RuneLen(r)
		w.append(plain)
		w.space = w.space || space
		if r == '\n' && w.pre > 0 {
			w.breakLine()
		}
	}
	w.append(data[from:])
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
