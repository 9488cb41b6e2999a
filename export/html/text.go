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
	bullet = regexp.MustCompile(`^\s*[-–—•▪●◦‣∙·*]\s+`)
	number = regexp.MustCompile(`^\s*\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S`)
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
		case number.MatchString(line):
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

// mostCompared is how many words of a text are compared with each other: the time
// grows with their product.
const mostCompared = 600

// difference is what became of a text, by words: what is equal at both ends is
// cut to some words, and of very long texts the middle is replaced as a whole.
func difference(before, after string) []piece {
	a, b := strings.Fields(before), strings.Fields(after)
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var d pieces
	d.add("", shorten(a[:start], true))
	d.compare(a[start:len(a)-end], b[start:len(b)-end])
	d.add("", shorten(a[len(a)-end:], false))
	return d
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

// pieces are the parts of a changed text, neighbours of one kind joined.
type pieces []piece

func (d *pieces) add(kind string, words []string) {
	if len(words) == 0 {
		return
	}
	if last := len(*d) - 1; last >= 0 && (*d)[last].Kind == kind {
		(*d)[last].Text += " " + strings.Join(words, " ")
		return
	}
	*d = append(*d, piece{kind, strings.Join(words, " ")})
}

// compare adds the words of two texts along their longest common subsequence.
func (d *pieces) compare(a, b []string) {
	if len(a) > mostCompared || len(b) > mostCompared {
		d.add("del", a)
		d.add("ins", b)
		return
	}
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			d.add("", a[i:i+1])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			d.add("del", a[i:i+1])
			i++
		default:
			d.add("ins", b[j:j+1])
			j++
		}
	}
}
