// Package console is the one door to a person's terminal.
//
// Text comes in: from pages, files, servers and other programs. What would move the
// cursor, change colours or turn a line around goes out spelled as JSON spells it
// (\u001b), so that it is seen and not obeyed. Line ends and tabs pass through a
// Writer; Line is for a text that is to stay on one line. The package never takes
// data (CSV, JSON, the bytes of a page), which programs read as it is.
package console

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

// Writer shows text on a terminal. Several goroutines may write to it.
type Writer struct {
	To io.Writer

	mu    sync.Mutex
	drawn bool   // something stands on the terminal's last line
	rest  []byte // the beginning of a character whose end is still to come
}

// Canvas draws on the terminal's last line, such as a bar that moves. What is drawn
// gives way to the next text, which would begin behind it otherwise.
func (w *Writer) Canvas() io.Writer { return canvas{w} }

type canvas struct{ of *Writer }

// Write implements io.Writer.
func (c canvas) Write(text []byte) (int, error) {
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	c.of.drawn = true
	return c.of.To.Write(text)
}

// clearLine takes the terminal's last line away.
const clearLine = "\r\x1b[K"

// Write implements io.Writer.
func (w *Writer) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.drawn {
		w.drawn = false
		if _, err := io.WriteString(w.To, clearLine); err != nil {
			return 0, err
		}
	}
	all := append(w.rest, text...)
	whole := len(all)
	for n := 1; n < utf8.UTFMax && n <= len(all); n++ {
		if tail := all[len(all)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				whole -= n
			}
			break
		}
	}
	w.rest = append([]byte(nil), all[whole:]...)
	if _, err := io.WriteString(w.To, visible(string(all[:whole]), "\n\t")); err != nil {
		return 0, err
	}
	return len(text), nil
}

// visible is a text with what acts on a terminal spelled out, but for what passes.
func visible(text, passes string) string {
	acts := func(r rune) bool {
		if ' ' <= r && r <= '~' { // most of all text
			return false
		}
		return unicode.Is(acting, r) && !strings.ContainsRune(passes, r)
	}
	if strings.IndexFunc(text, acts) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if acts(r) {
			spellOut(&b, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Line is a text on one line, for a name or a cell: a line end in it would forge
// the next row.
func Line(text string) string { return visible(text, "") }

// Paragraph is a message on lines of its own, such as an error that quotes several
// lines of a query: what is quoted begins no line. Lines that are wider than columns
// are broken; 0 means no limit.
func Paragraph(text string, columns int) string {
	const indent = "     "
	lines := strings.Split(text, "\n")
	before := 0 // columns that the indent takes of the line
	for i, line := range lines {
		lines[i] = Line(line)
		if columns > 0 && before+Width(lines[i]) > columns {
			lines[i] = Wrap(lines[i], columns-len(indent), indent)
		}
		before = len(indent)
	}
	return strings.Join(lines, "\n"+indent)
}

// IsTerminal reports whether what is written to or read from is a terminal.
func IsTerminal(stream any) bool {
	if w, ok := stream.(*Writer); ok {
		stream = w.To
	}
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Columns is how wide the terminal is; 0 where there is none.
func Columns(w *Writer) int {
	if !IsTerminal(w) {
		return 0
	}
	width, _, err := term.GetSize(int(w.To.(*os.File).Fd()))
	if err != nil || width <= 0 {
		return usualColumns
	}
	return width
}

// usualColumns is the width of a terminal that does not tell.
const usualColumns = 80

// Width is how many columns of a terminal a text without line ends takes.
func Width(text string) int {
	if strings.IndexFunc(text, func(r rune) bool { return r < ' ' || '~' < r }) < 0 {
		return len(text) // many times as fast
	}
	return uniseg.StringWidth(text)
}

// Cell is a text on one line of at most limit columns; 0 means no limit.
func Cell(text string, limit int) string {
	text = Line(strings.ReplaceAll(text, "\n", " ⏎ "))
	if limit == 0 || Width(text) <= limit {
		return text
	}
	var b strings.Builder
	used := 0
	graphemes := uniseg.NewGraphemes(text)
	for graphemes.Next() && used+graphemes.Width() < limit {
		b.WriteString(graphemes.Str())
		used += graphemes.Width()
	}
	return b.String() + "…"
}

// spellOut writes a character as JSON does, so that logs in JSON stay JSON.
func spellOut(b *strings.Builder, r rune) {
	if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
		fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		return
	}
	fmt.Fprintf(b, `\u%04x`, r)
}

// acting are control characters (C0, C1), marks and overrides of direction, line
// and paragraph separators, deprecated and interlinear format characters, tags.
var acting = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0000, Hi: 0x001f, Stride: 1},
		{Lo: 0x007f, Hi: 0x009f, Stride: 1},
		{Lo: 0x061c, Hi: 0x061c, Stride: 1},
		{Lo: 0x200e, Hi: 0x200f, Stride: 1},
		{Lo: 0x2028, Hi: 0x202e, Stride: 1},
		{Lo: 0x2066, Hi: 0x206f, Stride: 1},
		{Lo: 0xfff9, Hi: 0xfffb, Stride: 1},
	},
	R32:         []unicode.Range32{{Lo: 0xe0000, Hi: 0xe007f, Stride: 1}},
	LatinOffset: 2, // ranges within Latin-1
}
