package outline

import (
	"slices"
	"strings"

	"ogp/parse/lines"
	"ogp/parse/words"
)

// scanner looks for candidates.
type scanner struct {
	*lines.Stream
	page     *lines.Document
	starting [][]candidate // at the start of each line
}

// newScanner looks at the starts of all lines from one on: where the commitment
// begins and ends, and what it holds, depends on them.
func newScanner(page *lines.Document, from int) *scanner {
	s := &scanner{Stream: page.Stream, page: page, starting: make([][]candidate, len(page.Lines))}
	for i := from; i < len(s.Lines); i++ {
		s.starting[i] = s.candidatesAt(i, s.Lines[i].Start)
	}
	return s
}

// candidatesIn lists the candidates between two lines, in page order. A wording
// that has several slots gives one candidate for each.
func (s *scanner) candidatesIn(from, to int) []candidate {
	var found []candidate
	for i := from; i < to; i++ {
		found = append(found, s.starting[i]...)
		for _, mark := range s.MarksIn(s.Lines[i].Start, s.Lines[i].End) {
			found = append(found, s.candidatesAt(i, mark)...)
		}
		found = append(found, s.runInCandidates(i)...)
	}
	return found
}

// longestWord bounds the bytes looked at for the first word of a label.
const longestWord = 64

// candidatesAt tries every label at one offset.
func (s *scanner) candidatesAt(line, at int) []candidate {
	end := s.Lines[line].End
	for at < end && s.Text[at] == ' ' {
		at++
	}
	word, length := words.First(s.Text[at:min(end, at+longestWord)])
	if length == 0 {
		return nil
	}
	found := s.candidatesOf(byFirstWord()[word], line, at)
	// <span>Problem</span><span>Lack of … is no word "ProblemLack".
	for _, mark := range s.MarksIn(at, at+length) {
		word, _ := words.First(s.Text[at:mark])
		found = append(found, s.candidatesOf(byFirstWord()[word], line, at)...)
	}
	return found
}

// candidatesOf tries some labels at one offset.
func (s *scanner) candidatesOf(labels []*Label, line, at int) []candidate {
	var found []candidate
	in := s.Lines[line]
	for _, label := range labels {
		length := words.Prefix(s.Text[at:in.End], label.Words)
		if length == 0 || !label.startsAs(s.Text[at:]) || !slices.Contains(cuts, label.Template) {
			continue
		}
		c := candidate{Label: label, start: at, end: at + length, line: line, midline: at > in.Start}
		if s.bounded(&c) {
			found = append(found, c)
		}
	}
	return found
}

// runInCandidates finds labels with a colon that run in after other text on the
// same line ("Commitment Start: Feb 2022 Commitment End: May 2022").
func (s *scanner) runInCandidates(line int) []candidate {
	var found []candidate
	in := s.Lines[line]
	for at := in.Start; at < in.End; at++ {
		colon := strings.IndexByte(s.Text[at:in.End], ':')
		if colon < 0 {
			break
		}
		at += colon
		if c, ok := s.labelBefore(at, line); ok {
			found = append(found, c)
		}
	}
	return found
}

// longestRunIn bounds the length of a label looked for before a colon.
const longestRunIn = 48

// labelBefore returns the label that ends right before the colon at an offset,
// after a space and with a capital, as labels are printed.
func (s *scanner) labelBefore(colon, line int) (candidate, bool) {
	for start := colon - 1; start > s.Lines[line].Start && colon-start < longestRunIn; start-- {
		if s.Text[start-1] != ' ' || s.Text[start] < 'A' || s.Text[start] > 'Z' || s.Marked(start) {
			continue
		}
		text := s.Text[start:colon]
		word, _ := words.First(text)
		for _, label := range byFirstWord()[word] {
			if label.form == formColon && slices.Contains(cuts, label.Template) && words.Prefix(text, label.Words) == len(text) {
				return candidate{
					Label: label, start: start, end: colon, value: colon + 1, line: line, midline: true, weight: weightRunIn,
				}, true
			}
		}
	}
	return candidate{}, false
}
