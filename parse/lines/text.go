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

func (w *walker) append(text string) {
	if text == "" {
		return
	}
	begins := !w.open
	if begins {
		w.startLine()
	}
	if !w.plain && w.strong == 0 && words.HasWord(text) {
		line := &w.Lines[len(w.Lines)-1]
		line.Lead, w.plain = len(w.text)-line.Start, true
	}
	if !begins && w.space {
		w.text = append(w.text, ' ')
	}
	w.space = false
	w.prose = w.prose || w.control == 0 && words.HasWord(text)
	w.pressed = w.pressed || w.control > 0
	w.text = append(w.text, text...)
}

func (w *walker) startLine() {
	w.Lines = append(w.Lines, Line{
		Start:   len(w.text),
		Bullet:  w.item.pending,
		Number:  w.item.number,
		Node:    w.block[len(w.block)-1],
		Heading: w.heading > 0,
		began:   w.broken,
	})
	w.item = listItem{}
	w.open, w.prose, w.pressed, w.plain, w.shared = true, false, false, false, false
	node := w.block[len(w.block)-1]
	for i := len(w.Lines) - 2; i >= 0 && w.Lines[i].next == nil && w.Lines[i].Node != node; i-- {
		w.Lines[i].next = node
	}
}

func (w *walker) breakLine() {
	w.space = false
	if !w.open {
		return
	}
	w.open = false
	line := &w.Lines[len(w.Lines)-1]
	line.End, line.Control, line.Strong = len(w.text), w.isPressed(), !w.plain
	if line.Control {
		w.markPrompt()
	}
	w.text = append(w.text, '\n')
}
