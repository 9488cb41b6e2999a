package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ogp/parse/words"
)

// addUnknown adds the questions and headings of a text that forms.csv does not
// have, so that an answer ends where the next one begins.
func addUnknown(s sentences, known []label) []label {
	text := s.text
	heads := tableHeadings(s, known)
	lines := slices.DeleteFunc(slices.Clone(heads), func(head label) bool { return head.sure != sure })
	all := slices.DeleteFunc(slices.Clone(known), func(l label) bool { return within(l, lines) })
	taken := make([]bool, len(text)) // the bytes of labels
	for _, l := range all {
		l.take(taken)
	}
	add := func(found []label) {
		for _, l := range found {
			if !slices.Contains(taken[l.from:l.end], true) {
				all = append(all, l)
				l.take(taken)
			}
		}
	}
	add(heads)
	add(unknownQuestions(text, known))
	add(unknownHeadings(s, known))
	add(numberedHeadings(s, known))
	add(styledHeadings(s, known))
	slices.SortStableFunc(all, func(a, b label) int { return a.start - b.start })
	return joinContinued(text, all)
}

// take marks the bytes of a label, up to its answer.
func (l label) take(taken []bool) {
	for i := l.start; i < l.body; i++ {
		taken[i] = true
	}
}

// within reports whether a label stands in one of the lines, after its beginning. Lines
// are in the order of the text.
func within(l label, lines []label) bool {
	next, _ := slices.BinarySearchFunc(lines, l.start, func(line label, start int) int { return line.start - start })
	return next > 0 && l.end <= lines[next-1].end
}

// tableHeadings are the lines that head a planning table, and the headings of
// dates within a line: they end an answer.
func tableHeadings(s sentences, known []label) []label {
	if len(known) == 0 {
		return nil
	}
	var found []label
	heading := func(from, end, body int, sure sureness) {
		found = append(found, label{question: question{heading: true, field: "-"}, start: from, from: from, end: end, body: body, sure: sure, table: true})
	}
	start := 0
	for line := range strings.SplitAfterSeq(s.text, "\n") {
		from, end := start+len(line)-len(strings.TrimLeft(line, " \t")), start+len(strings.TrimRight(line, "\n"))
		if len(line) <= longestLabel {
			if cells := cellsOf(strings.TrimSpace(line)); headingParts(cells) != nil || isUnreadHeading(cells) {
				heading(from, end, start+len(line), sure)
			} else if namesDates(line) {
				heading(from, end, start+len(line), weak)
			}
		}
		start += len(line)
	}
	before, _ := slices.BinarySearchFunc(known, s.dates.from, func(l label, at int) int { return l.start - at })
	if s.dates.end > 0 && before > 0 && known[before-1].field != "-" {
		heading(s.dates.from, s.dates.end, s.dates.end, weak)
	}
	return found
}

// mostTableHeading bounds the words of a line that heads a table.
const mostTableHeading = 20

// namesDates reports whether a line heads a table whose marks were lost: it has
// a column for the beginning and one for the end.
func namesDates(line string) bool {
	if strings.ContainsAny(line, "0123456789") || strings.HasSuffix(strings.TrimSpace(line), ".") {
		return false
	}
	tokens := splitWords(line).tokens
	begins, ends, dates := false, false, 0
	for _, token := range tokens {
		begins = begins || meanings["beginning"][token.word]
		ends = ends || meanings["ending"][token.word]
		if partOf(token.word) == "due" {
			dates++
		}
	}
	return begins && ends && dates >= 2 && len(tokens) <= mostTableHeading
}

// joinContinued makes an unknown question that follows a known one on its line,
// with nothing between, part of that one: "How will it promote transparency? How
// will it make the government more open?" has one answer.
func joinContinued(text string, all []label) []label {
	var kept []label
	for _, l := range all {
		last := len(kept) - 1
		if l.unknown && !l.heading && last >= 0 && !kept[last].heading {
			before := &kept[last]
			if between := text[min(before.body, l.start):l.start]; strings.Trim(between, separatorsInLine) == "" {
				before.body = l.body
				continue
			}
		}
		kept = append(kept, l)
	}
	return kept
}

// separatorsInLine are separators, but for the end of a line.
const separatorsInLine = " \t:;|.•-–"

// longestUnknown bounds the bytes of an unknown question.
const longestUnknown = 240

// unknownQuestions are sentences that end with a question mark: on a line of
// their own, or, beside a known label, within a line.
func unknownQuestions(text string, known []label) []label {
	var found []label
	done := 0
	for {
		at := strings.IndexByte(text[done:], '?')
		if at < 0 {
			return found
		}
		end := done + at + 1
		from := max(done, end-longestLabel)
		for from > done && !utf8.RuneStart(text[from]) {
			from--
		}
		start := questionStart(text[from:end]) + from
		done = end
		l := label{start: start, from: start, end: end, body: end, unknown: true}
		l.from += words.LabelMark(text[start:end])
		ownLine := startsLine(text, start) && endsLine(text, end)
		if !isQuestion(text[l.from:end], ownLine && l.from > start) {
			continue
		}
		_, _, l.body = after(text, end-1)
		quoted := strings.ContainsAny(text[end:min(end+3, len(text))], "”\"»)") && !strings.ContainsAny(text[start:l.from+1], "“\"«(")
		if quoted {
			continue
		}
		if ownLine || len(known) > 0 && known[0].start < end {
			found = append(found, l)
		}
	}
}

// isQuestion reports whether words that end with a question mark may be a form's
// question: some words that begin with a capital; fewer, where they begin with a mark,
// a number or a question's word.
func isQuestion(text string, marked bool) bool {
	marked = marked || strings.HasPrefix(text, "¿")
	text = strings.TrimLeft(text, opening)
	first, _ := words.First(text)
	written := len(strings.Fields(text))
	return len(text) <= longestUnknown && (marked || written >= 3 || written == 2 && meanings["question"][first]) && startsUpper(text) && !strings.Contains(text, "http")
}

// questionStart is where the question that ends a text begins: after the
// sentence before, or on the last of its lines that begins with a question word
// or, without one, with a capital.
func questionStart(text string) int {
	if at := strings.LastIndex(text, "¿"); at >= 0 {
		return numberBefore(text, at)
	}
	start := 0
	for _, match := range sentenceEnd.FindAllStringIndex(text[:len(text)-1], -1) {
		start = match[1]
	}
	start += len(text[start:]) - len(strings.TrimLeft(text[start:], " \t\n"))
	for at := start; ; {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return numberBefore(text, start)
		}
		at += next + 1
		line := strings.TrimLeft(text[at:], " \t")
		line = line[words.MarkLength(line):]
		if first, _ := words.First(line); meanings["question"][first] || blank.MatchString(text[:at]) {
			start = at
		}
	}
}

var (
	// sentenceEnd divides sentences; a number at the start of a line is no end.
	sentenceEnd = regexp.MustCompile(`[.;:!?|…](?:[\s”"»)]|\x{a0})+`)
	// blank is the end of a text that ends with an empty line.
	blank = regexp.MustCompile(`\n\s*\n$`)
)

// meanings are the words of words.csv by what they mean: those that begin questions,
// that begin sentences which introduce a list, that lead to a noun, that say when
// something begins or ends, that are beside a title in a table's heading, that say
// that something was carried over, that head a column of numbers, and those of the
// columns' headings.
var meanings = func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, row := range words.Table(tables, "words.csv") {
		if all[row["means"]] == nil {
			all[row["means"]] = map[string]bool{}
		}
		all[row["means"]][words.Fold(row["word"])] = true
	}
	return all
}()

func startsLine(text string, at int) bool {
	before := strings.TrimRight(text[:at], " \t")
	return before == "" || before[len(before)-1] == '\n'
}

func endsLine(text string, at int) bool {
	after := strings.TrimLeft(text[at:], " \t:")
	return after == "" || after[0] == '\n'
}
