package form

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ogp/parse/words"
)

// question is one line of forms.csv: a question or heading of the forms that
// governments fill in, as plain text in national descriptions.
type question struct {
	wording
	field   string
	heading bool // begins a line
}

//go:embed forms.csv words.csv
var tables embed.FS

// questions finds questions by their possible first words, in the table's order.
var questions = func() map[string][]question {
	index := map[string][]question{}
	for _, row := range words.Table(tables, "forms.csv") {
		q := question{newWording(row["wording"]), row["field"], row["form"] == "heading"}
		for _, word := range q.first {
			index[word] = append(index[word], q)
		}
	}
	return index
}()

// Answer is a question or heading met in a text, with the text up to the next
// one.
type Answer struct {
	Question string // as printed
	Field    string // the column that the answer belongs to; empty for one that has none
	Text     string
	Heading  bool // a heading, not a question

	start  int // of the question, with its number
	body   int // where the answer begins
	inline bool
}

// Answers cuts a description at the questions and headings of a form in it.
func Answers(text string) []Answer {
	var found []Answer
	s := splitWords(text)
	for i := 0; i < len(s.tokens); {
		hit, length := questionAt(text, s, i)
		if length == 0 {
			i++
			continue
		}
		found = append(found, hit)
		i += length
	}
	for i := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1].start
		}
		answer := text[min(found[i].body, end):end]
		if found[i].inline {
			// The answer to a heading within a line ends with the line.
			answer, _, _ = strings.Cut(answer, "\n")
		}
		found[i].Text = strings.TrimSpace(answer)
	}
	return found
}

// longestQuestion bounds the bytes of a question.
const longestQuestion = 400

// asks reports whether a text begins with a sentence that ends with a question
// mark.
func asks(text string) bool {
	text = text[:min(len(text), longestQuestion)]
	end := strings.IndexAny(text, sentenceEnds)
	return end >= 0 && text[end] == '?'
}

// questionAt is the longest question that begins with a word of a text, and how
// many words it covers; 0 if none begins there.
func questionAt(text string, s sentences, from int) (best Answer, longest int) {
	first := s.tokens[from]
	possible := questions[first.word]
	asked := len(possible) > 0 && asks(text[first.start:])
	for _, q := range possible {
		if !q.heading && !asked {
			continue
		}
		length := q.match(s, from)
		if length <= longest {
			continue
		}
		if hit, ok := q.at(text, first.start, s.tokens[from+length-1].end); ok {
			best, longest = hit, length
			if !q.heading {
				break
			}
		}
	}
	return best, longest
}

// at decides whether the words between two offsets are the question: a question
// ends with its mark; a heading begins a line and ends it, or has a colon, or an
// answer that begins with a capital.
func (q question) at(text string, start, end int) (Answer, bool) {
	rest := text[end:]
	trimmed := strings.TrimLeft(rest, " \"”')")
	body := len(text) - len(trimmed)
	opening := numberBefore(text, start)
	hit := Answer{Question: text[start:end], Field: strings.TrimPrefix(q.field, "-"), Heading: q.heading, start: opening}
	switch {
	case strings.HasPrefix(trimmed, "?"):
		body++
		hit.Question = text[start:body]
	case !q.heading || !startsLine(text, opening) && !q.runsOn(text[:opening], trimmed):
		return Answer{}, false
	case trimmed == "" || trimmed[0] == '\n':
	case trimmed[0] == ':' || trimmed[0] == '.':
		body++
	case trimmed[0] == '(' || trimmed[0] == '|' || q.runsIn(trimmed):
	default:
		return Answer{}, false
	}
	hit.body, hit.inline = body, q.heading && !startsLine(text, opening)
	return hit, q.heading || strings.HasPrefix(trimmed, "?")
}

// runsIn reports whether an answer begins right after a heading on its line
// ("Objective To ensure …"): with a capital, a number or a bullet.
func (q question) runsIn(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	begins := unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(words.Bullets, r)
	return begins && (q.parts >= 2 || q.field == "objective")
}

// runsOn reports whether words within a line are a heading, as in descriptions
// that lost their line breaks: after the end of a sentence, and with a colon.
func (q question) runsOn(before, rest string) bool {
	before = strings.TrimRight(before, " ")
	return strings.HasPrefix(rest, ":") && before != "" && strings.ContainsRune(".;?!", rune(before[len(before)-1]))
}

// numberBefore is the start of the number or bullet before a question, or the
// question's own start.
func numberBefore(text string, start int) int {
	from := max(0, start-8)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for at := from; at < start; at++ {
		if at > 0 && !strings.ContainsRune(" \n\t.?!;:", rune(text[at-1])) || !utf8.RuneStart(text[at]) {
			continue
		}
		mark := text[at:start]
		if strings.TrimSpace(mark) != "" && words.MarkLength(mark+"x") == len(mark) {
			return at
		}
	}
	return start
}

func startsLine(text string, at int) bool {
	before := strings.TrimRight(text[:at], " \t")
	return before == "" || before[len(before)-1] == '\n'
}

// askedQuestion is a line that begins like the questions of the forms do.
var askedQuestion = regexp.MustCompile(`^[ \t]*(?:\d{1,2}[.)][ \t]*)?((?:` + strings.Join(wordsFor("question"), "|") + `)\b[^?\n]{8,160}\?)`)

// wordsFor are the words of words.csv with a meaning.
func wordsFor(meaning string) []string {
	var all []string
	for _, row := range words.Table(tables, "words.csv") {
		if row["means"] == meaning {
			all = append(all, row["word"])
		}
	}
	return all
}

// Unknown are the lines of forms.csv that would make the questions of a form
// known that it does not have. A text in which no question is known has no form.
func Unknown(text string, found []Answer) []string {
	if len(found) == 0 {
		return nil
	}
	var unknown []string
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if at := askedQuestion.FindStringSubmatchIndex(line); at != nil {
			from, to := start+at[2], start+at[3]
			known := func(a Answer) bool { return a.start < to && a.body >= from }
			if !slices.ContainsFunc(found, known) {
				unknown = append(unknown, words.TableLine("?", "question", text[from:to], ""))
			}
		}
		start += len(line)
	}
	return unknown
}
