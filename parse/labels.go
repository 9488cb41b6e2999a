package parse

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// form is how a label is printed.
type form string

const (
	formColon    form = "colon"    // "Status: Active": a colon and the value, on the same line or the next
	formLine     form = "line"     // "Problem": a line of its own
	formSentence form = "sentence" // the opening words of a sentence that is itself the value
)

// label is one line of labels.csv.
type label struct {
	template string // national, local, or end for what closes the content
	slot     int    // place in the template's order
	field    string // column it opens; "-" for a label that is known and holds nothing
	form     form
	language string
	words    string // folded wording
	capital  bool   // the wording begins with a capital
}

// labelIndex finds labels by their first word.
type labelIndex map[string][]label

var labels = func() labelIndex {
	index := labelIndex{}
	for _, row := range readTable("labels.csv") {
		slot, err := strconv.Atoi(row["slot"])
		if err != nil {
			panic("parse: labels.csv: slot of " + row["label"] + " is no number")
		}
		words := fold(row["label"])
		first, _ := firstWord(nil, []byte(words))
		index[string(first)] = append(index[string(first)], label{
			template: row["template"], slot: slot, field: row["field"], form: form(row["form"]),
			language: row["language"], words: words, capital: !startsLower(row["label"]),
		})
	}
	for _, entries := range index {
		// The longest wording first: "Action Plan Cycle" before "Action Plan".
		slices.SortStableFunc(entries, func(a, b label) int { return len(b.words) - len(a.words) })
	}
	return index
}()

// fold brings a text to the form in which wordings are compared: lower case,
// one kind of apostrophe, hyphen and space.
func fold(text string) string {
	return strings.Join(strings.Fields(strings.Map(foldRune, text)), " ")
}

func foldRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '`':
		return '\''
	case '‐', '‑', '–', '—':
		return '-'
	case '\u200c', '\u200d':
		return -1
	}
	return unicode.ToLower(r)
}

// firstWord appends the leading run of letters of a text, folded, to buf; length
// is its length in the text, 0 if the text starts with something else.
func firstWord(buf, text []byte) (word []byte, length int) {
	for length < len(text) {
		r, size := rune(text[length]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[length:])
		}
		if !unicode.IsLetter(r) {
			break
		}
		buf = utf8.AppendRune(buf, foldRune(r))
		length += size
	}
	return buf, length
}

// foldedPrefix returns how many bytes of text the folded words cover, or 0 if
// the text does not begin with them.
func foldedPrefix(text []byte, words string) int {
	at := 0
	for _, want := range words {
		r, size := utf8.DecodeRune(text[at:])
		if size == 0 || foldRune(r) != want {
			return 0
		}
		at += size
	}
	return at
}

// capitalOnly reports whether a text may be the label by its first letter: the
// site prints labels with a capital, while "implementation" at the start of a
// line is often a sentence broken there.
func (l label) capitalOnly(text []byte) bool {
	first, _ := utf8.DecodeRune(text)
	return !l.capital || !unicode.IsLower(first)
}

// candidate is a place in the stream where a label may stand.
type candidate struct {
	label
	start, end int // the label as printed, offsets in the stream
	value      int // where its value begins
	line       int
	weight     int // how surely it is a label
	midline    bool
}

// findStarting looks for labels at the starts of all lines from one on, once:
// where the commitment begins and ends, and what it holds, depends on them.
func (s *stream) findStarting(from int) {
	s.startEnds = make([]int, len(s.lines)+1)
	for i := from; i < len(s.lines); i++ {
		s.starting = s.candidatesAt(s.starting, i, s.lines[i].start)
		s.startEnds[i+1] = len(s.starting)
	}
}

// startingAt are the candidates at the start of a line.
func (s *stream) startingAt(lineNo int) []candidate {
	return s.starting[s.startEnds[lineNo]:s.startEnds[lineNo+1]]
}

// candidatesIn lists every place between two lines where a label may stand, in
// page order. A wording that stands in several slots gives one candidate each.
func (s *stream) candidatesIn(from, to int) []candidate {
	var found []candidate
	if from >= to {
		return nil // the heading is the page's last line
	}
	mark := sortedIndex(s.marks, s.lines[from].start)
	for i := from; i < to; i++ {
		at := s.lines[i]
		found = append(found, s.startingAt(i)...)
		for ; mark < len(s.marks) && s.marks[mark] < at.end; mark++ {
			if s.marks[mark] > at.start {
				found = s.candidatesAt(found, i, s.marks[mark])
			}
		}
		found = s.runInCandidates(found, i)
	}
	return found
}

func sortedIndex(sorted []int, value int) int {
	at, _ := slices.BinarySearch(sorted, value)
	return at
}

// candidatesAt tries every label at one offset.
func (s *stream) candidatesAt(found []candidate, lineNo, at int) []candidate {
	in := s.lines[lineNo]
	for at < in.end && s.text[at] == ' ' {
		at++
	}
	var buf [2 * maxFirstWord]byte
	word, length := firstWord(buf[:0], s.text[at:min(in.end, at+maxFirstWord)])
	if length == 0 {
		return found
	}
	found = s.candidatesOf(found, labels[string(word)], lineNo, at)
	// <span>Problem</span><span>Lack of … is no word "ProblemLack".
	for i := sortedIndex(s.marks, at+1); i < len(s.marks) && s.marks[i] < at+length; i++ {
		word, _ := firstWord(buf[:0], s.text[at:s.marks[i]])
		found = s.candidatesOf(found, labels[string(word)], lineNo, at)
	}
	return found
}

// candidatesOf tries the labels that begin with the word at one offset.
func (s *stream) candidatesOf(found []candidate, entries []label, lineNo, at int) []candidate {
	in := s.lines[lineNo]
	for _, entry := range entries {
		length := foldedPrefix(s.text[at:in.end], entry.words)
		if length == 0 || !entry.capitalOnly(s.text[at:]) {
			continue
		}
		c := candidate{label: entry, start: at, end: at + length, line: lineNo, midline: at > in.start}
		if s.bounded(&c) {
			found = append(found, c)
		}
	}
	return found
}

// maxFirstWord bounds the bytes looked at for the first word of a line.
const maxFirstWord = 64

// runInCandidates finds labels with a colon that run in after other text on the
// same line ("Commitment Start: Feb 2022 Commitment End: May 2022").
func (s *stream) runInCandidates(found []candidate, lineNo int) []candidate {
	in := s.lines[lineNo]
	for at := in.start; at < in.end; at++ {
		colon := bytes.IndexByte(s.text[at:in.end], ':')
		if colon < 0 {
			return found
		}
		at += colon
		if c, ok := s.labelBefore(at, lineNo); ok {
			found = append(found, c)
		}
	}
	return found
}

// labelBefore returns the label that ends right before the colon at offset at,
// after a space and with a capital, as labels are printed.
func (s *stream) labelBefore(at, lineNo int) (candidate, bool) {
	in := s.lines[lineNo]
	for start := at - 1; start > in.start && at-start < maxRunIn; start-- {
		if s.text[start-1] != ' ' || s.text[start] < 'A' || s.text[start] > 'Z' {
			continue
		}
		word, _ := firstWord(nil, s.text[start:at])
		for _, entry := range labels[string(word)] {
			if entry.form == formColon && foldedPrefix(s.text[start:at], entry.words) == at-start && !s.marked(start) {
				return candidate{
					label: entry, start: start, end: at, value: at + 1, line: lineNo, midline: true, weight: weightRunIn,
				}, true
			}
		}
	}
	return candidate{}, false
}

// maxRunIn bounds the length of a label looked for before a colon.
const maxRunIn = 48

func (s *stream) marked(at int) bool {
	_, found := slices.BinarySearch(s.marks, at)
	// A mark may stand before the space that precedes at.
	if !found && at > 0 && s.text[at-1] == ' ' {
		_, found = slices.BinarySearch(s.marks, at-1)
	}
	return found
}
