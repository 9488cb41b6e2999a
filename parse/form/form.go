package form

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ogp"
	added "ogp/parse/tables"
	"ogp/parse/words"
)

//go:embed *.csv
var tables embed.FS

// question is one line of forms.csv: a question or heading of the forms that
// governments fill in, as plain text in national descriptions.
type question struct {
	wording
	field   string
	heading bool   // not a question
	place   string // the table's file and line
}

// classes are the words that <name> stands for in a wording, the longest first:
// "action point" before "action".
var classes = func() map[string][]string {
	all := map[string][]string{}
	for _, row := range words.Table(tables, "classes.csv") {
		all[row["class"]] = append(all[row["class"]], words.Fold(row["words"]))
	}
	for _, class := range all {
		slices.SortStableFunc(class, func(a, b string) int { return len(b) - len(a) })
	}
	return all
}()

// questions finds questions by their possible first words, in the table's order;
// added lines are before those built in.
var questions = added.Derive(func() map[string][]question {
	index := map[string][]question{}
	for _, row := range slices.Concat(added.Rows(added.Forms), words.Table(tables, "forms.csv")) {
		q := question{newWording(row["wording"]), row["field"], row["form"] == "heading", row[words.Place]}
		for _, word := range q.first {
			index[word] = append(index[word], q)
		}
	}
	return index
})

// Answer is a question or heading met in a text, with the text up to the next
// one.
type Answer struct {
	Question string // as printed
	Field    string // the column that the answer belongs to; empty for one that has none
	Text     string
	Heading  bool   // a heading, not a question
	Unknown  bool   // no line of forms.csv has it
	Table    bool   // heads a planning table
	Place    string // file and line of forms.csv; empty for an unknown one
}

// TableLine is the line of forms.csv that would make an unknown question known.
func (a Answer) TableLine() string { return Wording{a.Question, a.Heading}.TableLine() }

type label struct {
	question
	start     int // of its number or bullet
	from, end int // of its own words, with their mark
	body      int // where the answer begins
	length    int // words
	sure      sureness
	inline    bool   // a heading within a line
	stop      bool   // within a line, after the end of a sentence
	after     follow // what comes after it
	unknown   bool
	table     bool // heads the columns of a planning table
}

// Form is what the form in a description says.
type Form struct {
	Answers    []Answer
	Milestones []ogp.Milestone
	Unread     string // the heading of a planning table that no rule could read
}

// Read cuts a description at the questions and headings of a form in it and reads
// its planning table.
func Read(text string) Form { return ReadStyled(text, nil) }

// ReadStyled is Read for a text of which each line's style is known: how it is set
// apart, or "".
func ReadStyled(text string, styles []string) Form {
	s := splitWords(text)
	s.styles = styles
	s.dates = s.dateColumns()
	tables := labelledTables(text)
	labels := addUnknown(s, withoutColumns(believable(s.labels()), tables))
	f := Form{Answers: answers(text, labels)}
	for _, table := range tables {
		f.Answers = append(f.Answers, table.columns...)
	}
	for _, read := range []func() []ogp.Milestone{
		func() []ogp.Milestone { return Rows(text) },
		func() []ogp.Milestone { return s.runOn(labels) },
		func() []ogp.Milestone { return listed(f.Answers) },
		func() []ogp.Milestone { return counted(text) },
	} {
		if f.Milestones = read(); len(f.Milestones) > 0 {
			return f
		}
	}
	if f.Unread = s.table(f.Answers); f.Unread == "" {
		f.Milestones = undated(f.Answers)
	}
	return f
}

func answers(text string, labels []label) []Answer {
	var answers []Answer
	for i, l := range labels {
		end := len(text)
		if i+1 < len(labels) {
			end = labels[i+1].start
		}
		answer := withoutSeparators(text[min(l.body, end):end])
		if l.inline && !endsLine(text, l.body) {
			// The answer to a heading within a line ends with the line.
			answer, _, _ = strings.Cut(answer, "\n")
			answer = withoutSeparators(answer)
		}
		answers = append(answers, Answer{
			Question: text[l.from:l.end], Field: strings.TrimPrefix(l.field, "-"),
			Text: answer, Heading: l.heading, Unknown: l.unknown, Table: l.table || l.headsMilestones(text), Place: l.place,
		})
	}
	return answers
}

// headsMilestones reports whether a label announces milestones, by one of its words.
func (l label) headsMilestones(text string) bool {
	return l.heading && l.field == "-" && !l.open &&
		slices.ContainsFunc(splitWords(text[l.from:l.end]).tokens, func(t token) bool { return partOf(t.word) == "title" })
}

func (s sentences) labels() []label {
	var found []label
	for i := 0; i < len(s.tokens); {
		l := s.labelAt(i)
		if l.sure > 0 {
			found = append(found, l)
		}
		i += max(l.length, 1)
	}
	return found
}

// labelAt is the longest label that begins with a word of a text. A question
// goes before a heading of the same words.
func (s sentences) labelAt(from int) (best label) {
	first := s.tokens[from]
	possible := questions()[first.word]
	if len(possible) == 0 {
		return label{}
	}
	mark := nextMark(s.text[first.start:])
	asked := mark == '?'
	p := s.placeOf(first.start)
	for _, q := range possible {
		if q.heading && !p.line && (!p.capital || q.colon && (!p.sentence || mark != ':')) || !q.heading && !p.line && !(asked && (p.capital || p.words < first.start)) {
			continue
		}
		length := q.match(s, from)
		if q.heading && q.open {
			length = s.onLine(from, length)
		}
		if length <= best.length || q.heading && p.led && !s.labelled(from+length) {
			continue
		}
		last := s.tokens[from+length-1]
		l := label{question: q, start: p.start, from: p.words, inline: q.heading && !p.line, end: last.end, length: length}
		if l.measure(s.text, p, asked); l.sure == 0 && last.last > last.end {
			l.end = last.last
			l.measure(s.text, p, asked)
		}
		if l.sure == 0 || !s.fits(l, p) {
			continue
		}
		best = l
		if !q.heading {
			break
		}
	}
	return best
}

// labelled reports whether a label begins with a word right behind the one before it:
// then that one ended a label, too, though a word such as "the" leads to it.
func (s sentences) labelled(next int) bool {
	return next < len(s.tokens) && !s.placeOf(s.tokens[next].start).led && s.labelAt(next).start == s.tokens[next-1].last+1
}

// fits reports whether what is around a label lets it be one. In brackets or quotes
// within a line it is part of an answer, and one that asks for its colon has it behind the end
// of a line or sentence, or is all of its line with no sentence going on over it.
func (s sentences) fits(l label, p place) bool {
	before := strings.TrimRight(s.text[:l.start], " \t\n")
	opened, _ := utf8.DecodeLastRuneInString(s.text[:l.from])
	closed, _ := utf8.DecodeRuneInString(s.text[l.end:])
	switch {
	case !p.line && strings.ContainsRune("(“\"", opened) && (l.heading && !p.sentence || strings.ContainsRune(")”\"", closed)):
		return false
	case !l.colon || l.after == colon && !p.line:
		return true
	case l.after == colon:
		line, _, _ := strings.Cut(s.text[l.start:], "\n")
		return !namesDates(line)
	}
	return p.line && !l.open && endsLine(s.text, l.end) && (before == "" || strings.ContainsAny(before[len(before)-1:], ".?!;:)"))
}

// nextMark is the mark at the end of the sentence that a text begins with, or its first byte.
func nextMark(text string) byte {
	return text[max(0, strings.IndexAny(text[:min(len(text), longestLabel)], sentenceEnds))]
}

const separators = " \t\n:;|"

// answerMark is what people put before an answer to "Q1: …".
var answerMark = regexp.MustCompile(`^(?:A|R|Answer|Respuesta|Réponse|Resposta)\s?(?:\d{0,2}:|\d{1,2}[.)])\s+`)

// withoutSeparators is an answer without what only divides it from its
// neighbours: "; " before the next heading, ":" after a question.
func withoutSeparators(text string) string {
	text = strings.TrimLeft(text, separators+".,?!")
	text = text[len(answerMark.FindString(text)):]
	text = strings.TrimRight(text, separators+",-–—")
	for {
		shorter := strings.TrimRight(strings.TrimSuffix(text, "."), separators+",")
		if shorter == text || shorter+"." == text {
			break // the end of a sentence stays
		}
		text = shorter
	}
	dash, size := utf8.DecodeRuneInString(text)
	if !strings.ContainsRune("-–—", dash) && !words.IsBullet(dash) || strings.Contains(text, "\n") || strings.Contains(text[size:], " "+string(dash)+" ") {
		return text // a list of several has its marks
	}
	if rest := strings.TrimSpace(text[size:]); rest != text[size:] {
		return rest
	}
	return text
}
