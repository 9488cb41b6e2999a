package html

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// longText is how many characters of a text are shown at once; of a longer one
// the beginning, about shownText, with the rest folded.
const (
	longText  = 6000
	shownText = 2000
)

// text is one text of a commitment, ready to show.
type text struct {
	Label  string
	Blocks []block
	Rest   []block // folded
	Hidden int     // characters of the rest
	Folded bool    // all of it: other texts have been read out of it
}

// block is a paragraph or a list.
type block struct {
	Paragraph string
	Items     []string
	Numbered  bool // the items have their numbers as printed
}

var (
	bullet  = regexp.MustCompile(`^\s*[-–—•▪●◦‣∙·*]\s+`)
	numeral = regexp.MustCompile(`^\s*\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S`)
)

// blocks are the lines of a text as paragraphs and lists.
func blocks(text string) []block {
	var out []block
	list := func(item string, numbered bool) {
		if last := len(out) - 1; last < 0 || out[last].Items == nil || out[last].Numbered != numbered {
			out = append(out, block{Numbered: numbered})
		}
		last := len(out) - 1
		out[last].Items = append(out[last].Items, item)
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case bullet.MatchString(line):
			list(bullet.ReplaceAllString(line, ""), false)
		case numeral.MatchString(line):
			list(line, true)
		default:
			out = append(out, block{Paragraph: line})
		}
	}
	return out
}

// newText is a text under its label.
func newText(label, content string) text {
	t := text{Label: label, Blocks: blocks(content)}
	if utf8.RuneCountInString(content) > longText {
		t.fold()
	}
	return t
}

// fold hides what comes after the beginning.
func (t *text) fold() {
	shown := 0
	at := slices.IndexFunc(t.Blocks, func(b block) bool {
		shown += b.size()
		return shown > shownText
	})
	if at < 0 {
		return
	}
	t.Blocks, t.Rest = t.Blocks[:at:at], t.Blocks[at:]
	for _, b := range t.Rest {
		t.Hidden += b.size()
	}
}

// Linked reports whether the text has addresses, which become links; most have none.
func (b block) Linked() bool {
	return strings.Contains(b.Paragraph, "://") || slices.ContainsFunc(b.Items, func(item string) bool { return strings.Contains(item, "://") })
}

func (b block) size() int {
	return utf8.RuneCountInString(b.Paragraph) + utf8.RuneCountInString(strings.Join(b.Items, ""))
}

// piece is a part of a changed text.
type piece struct {
	Kind string // "", "del" or "ins"
	Text string
}

// difference is what became of a text, by words: what is equal at both ends is cut
// to some words, and what is between is replaced.
func difference(before, after string) (out []piece) {
	a, b := strings.Fields(before), strings.Fields(after)
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for _, p := range []struct {
		kind  string
		words []string
	}{
		{"", shorten(a[:start], true)}, {"del", a[start : len(a)-end]}, {"ins", b[start : len(b)-end]}, {"", shorten(a[len(a)-end:], false)},
	} {
		if len(p.words) > 0 {
			out = append(out, piece{p.kind, strings.Join(p.words, " ")})
		}
	}
	return out
}

// shorten keeps the words of a text that are next to a change.
func shorten(words []string, before bool) []string {
	const kept = 12
	switch {
	case len(words) <= kept:
		return words
	case before:
		return append([]string{"…"}, words[len(words)-kept:]...)
	}
	return append(slices.Clone(words[:kept]), "…")
}
