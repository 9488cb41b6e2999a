package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ogp"
)

// question is one line of forms.csv: a question or heading of the forms that
// governments fill in, which stand as plain text in national descriptions.
type question struct {
	pattern
	field   string
	heading bool // stands at the start of a line
	words   int
}

// questions finds questions by their possible first words, in the table's order.
var questions = func() map[string][]question {
	index := map[string][]question{}
	for _, row := range readTable("forms.csv") {
		wording := strings.TrimSuffix(row["wording"], "?")
		q := question{pattern: parsePattern(wording), field: row["field"], heading: row["form"] == "heading"}
		q.words = len(q.pattern)
		if _, ok := columns[q.field]; !ok && q.field != "-" {
			panic("parse: forms.csv names the unknown field " + q.field)
		}
		for _, word := range q.firstWords() {
			index[word] = append(index[word], q)
		}
	}
	return index
}()

// answer is a question met in a text, with the text up to the next one.
type answer struct {
	question
	printed string
	text    string
	start   int // of the question, with its number
	body    int // where the answer begins
	inline  bool
}

// answers cuts a description at the questions in it.
func answers(text string) []answer {
	var found []answer
	tokens := tokenize(text)
	for i := 0; i < len(tokens); {
		hit, length := questionAt(text, tokens[i:])
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
			// Labels that run on within a line are done with at its end.
			answer, _, _ = strings.Cut(answer, "\n")
		}
		found[i].text = strings.TrimSpace(answer)
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

func questionAt(text string, tokens []token) (answer, int) {
	var best answer
	longest := 0
	possible := questions[tokens[0].word]
	asked := len(possible) > 0 && asks(text[tokens[0].start:])
	for _, q := range possible {
		if !q.heading && !asked {
			continue
		}
		length := q.match(tokens)
		if length <= longest {
			continue
		}
		if hit, ok := q.at(text, tokens[0].start, tokens[length-1].end); ok {
			best, longest = hit, length
			if !q.heading {
				break
			}
		}
	}
	return best, longest
}

// at decides whether words at this place are the question: a question ends
// with its mark; a heading begins a line and ends it, or has a colon, or an
// answer that begins with a capital.
func (q question) at(text string, start, end int) (answer, bool) {
	rest := text[end:]
	trimmed := strings.TrimLeft(rest, " \"”')")
	body := len(text) - len(trimmed)
	opening := numberBefore(text, start)
	hit := answer{question: q, start: opening, printed: text[start:end]}
	switch {
	case strings.HasPrefix(trimmed, "?"):
		body++
		hit.printed = text[start:body]
	case !q.heading || !startsLine(text, opening) && !q.runsOn(text[:opening], trimmed):
		return answer{}, false
	case trimmed == "" || trimmed[0] == '\n':
	case trimmed[0] == ':' || trimmed[0] == '.':
		body++
	case trimmed[0] == '(' || trimmed[0] == '|' || q.runsIn(trimmed):
	default:
		return answer{}, false
	}
	hit.body, hit.inline = body, q.heading && !startsLine(text, opening)
	return hit, q.heading || strings.HasPrefix(trimmed, "?")
}

// runsIn reports whether an answer begins right after a heading on its line
// ("Objective To ensure …"): with a capital, a number or a bullet.
func (q question) runsIn(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	begins := unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(bulletRunes, r)
	return begins && (q.words >= 2 || q.field == "objective")
}

// runsOn reports whether a heading stands within a line, as in descriptions
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
		if strings.TrimSpace(mark) != "" && itemStart(mark+"x") == len(mark) {
			return at
		}
	}
	return start
}

func startsLine(text string, at int) bool {
	before := strings.TrimRight(text[:at], " \t")
	return before == "" || before[len(before)-1] == '\n'
}

// description reads a national page's free text: whole and verbatim, and then
// what the questions of a form in it ask for. A question's answer comes before
// the text under a heading.
func (r *reading) description(s *section) {
	r.text(s, columns["description"])
	if s.state != ogp.StateValue {
		return
	}
	found := answers(s.text)
	for _, headings := range []bool{false, true} {
		for _, a := range found {
			if a.heading == headings {
				r.answer(a)
			}
		}
	}
	for _, a := range found {
		r.out.Sections = append(r.out.Sections, a.section())
	}
	if len(found) > 0 {
		r.unknownQuestions(s.text, found)
	}
	r.planning(s.text)
}

// askedQuestion is a line that begins like the questions of the forms do.
var askedQuestion = regexp.MustCompile(`^[ \t]*(?:\d{1,2}[.)][ \t]*)?((?:What|Which|How|Why|Who|When|Where)\b[^?\n]{8,160}\?)`)

// unknownQuestions reports the questions of a form that no line of forms.csv
// has, as the line that would.
func (r *reading) unknownQuestions(text string, found []answer) {
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if strings.Contains(line, "?") {
			r.unknownQuestion(line, start, found)
		}
		start += len(line)
	}
}

func (r *reading) unknownQuestion(line string, start int, found []answer) {
	at := askedQuestion.FindStringSubmatchIndex(line)
	if at == nil {
		return
	}
	known := slices.ContainsFunc(found, func(a answer) bool { return a.start < start+at[3] && a.body >= start+at[2] })
	if !known {
		r.issue("unknown_question", "description", csvLine("?", "question", line[at[2]:at[3]], ""))
	}
}

func (a answer) section() ogp.Section {
	row := ogp.Section{Label: a.printed, Field: a.field, State: emptyState(a.text), Text: a.text}
	if a.field == "-" {
		row.Field = ""
	}
	return row
}

func (r *reading) answer(a answer) {
	if emptyState(a.text) != ogp.StateValue || a.field == "-" {
		return
	}
	switch a.field {
	case "causes":
		if len(r.out.CauseRows) == 0 {
			r.addCauses(splitItems(a.text), "form")
		}
	case "effects":
		if len(r.out.EffectRows) == 0 {
			r.addEffects(splitItems(a.text), "form")
		}
	default:
		if column := columns[a.field]; r.out.Value(column) == nil {
			r.out.Set(column, a.text)
		}
	}
}
