package parse

import (
	"regexp"
	"strings"
	"unicode"

	"ogp"
	"ogp/parse/outline"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

var columns = func() map[string]ogp.Column {
	all := map[string]ogp.Column{}
	for _, column := range ogp.Commitments().Columns {
		all[column.Name] = column
	}
	return all
}()

type reader func(*draft, *part)

// readers read the fields that are more than a text, a month, a year or a value
// of a vocabulary; those follow from the column's type.
var readers = map[string]reader{
	"action_plans":             ifValue(readActionPlans),
	"lead_institution":         ifValue(readInstitutionLine),
	"support_institutions":     ifValue(readInstitutionLine),
	"institutions":             ifValue(readInstitutionList),
	"policy_areas":             ifValue(readPolicyAreas),
	"primary_policy_area":      ifValue(readPrimaryPolicyArea),
	"primary_sector":           ifValue(readOneLine),
	"commitment_title":         ifValue(readOneLine),
	"irm_reports":              ifValue(readIRMReports),
	"inception_report":         ifValue(readInceptionReport),
	"end_of_commitment_report": readEndReport,
	"relevant":                 ifValue(readRelevance),
	"ogp_values":               ifValue(readOGPValues),
	"ogp_value_explanation":    ifValue(readOGPValueExplanation),
	"commitment_id":            ifValue(compareID),
	"description":              ifValue(readDescription),
	"problem":                  ifValue(readProblem),
	"status_quo":               ifValue(readProblem),
	"milestones":               readMilestones,
}

// ifValue leaves a part alone that holds no value, such as a pending one.
func ifValue(read reader) reader {
	return func(d *draft, p *part) {
		if p.state == ogp.StateValue {
			read(d, p)
		}
	}
}

func readerOf(p *part) reader {
	if read, ok := readers[p.Field]; ok {
		return read
	}
	switch {
	case p.column.Name == "":
		panic("parse: labels.csv names the unknown field " + p.Field)
	case p.column.Vocab != "":
		return readVocabulary
	case p.column.Type == ogp.Date:
		return ifValue(func(d *draft, p *part) { readMeasure(d, p, words.Month) })
	case p.column.Type == ogp.Integer:
		return ifValue(func(d *draft, p *part) { readMeasure(d, p, words.Year) })
	default:
		return ifValue(readText)
	}
}

func readText(d *draft, p *part) { d.Set(p.column, p.text) }

// readOneLine reads a value of one line, which may be broken within its element.
// What follows is no part of it.
func readOneLine(d *draft, p *part) {
	all := p.Lines()
	n := 1
	for n < len(all) && all[n].Node == all[0].Node {
		n++
	}
	if n < len(all) {
		d.issue("stray_text", p.Field, words.Shorten(outline.JoinLines(all[n:], false)))
	}
	if value := words.TrimMarks(outline.JoinLines(all[:n], false)); value != "" {
		d.Set(p.column, value)
	}
}

// readMeasure reads a month or year from a part's first line. A remark that no
// label claims may follow.
func readMeasure[Value any](d *draft, p *part, parse func(string) (Value, bool)) {
	first, rest, more := strings.Cut(p.text, "\n")
	if more {
		d.issue("stray_text", p.Field, words.Shorten(rest))
	}
	value, ok := parse(first)
	if !ok {
		d.unreadable(p, words.Shorten(p.text))
		return
	}
	d.Set(p.column, value)
}

func readVocabulary(d *draft, p *part) {
	values := vocab.Of(p.column.Vocab)
	switch p.state {
	case ogp.StateEmpty:
		readGraphics(p, values)
	case ogp.StateValue:
		readPrinted(d, p, values)
	}
	if p.state == ogp.StateValue {
		d.Set(p.column, p.term)
	}
}

// percentage is what a bar prints that shows a value.
var percentage = regexp.MustCompile(`^\d{1,3}\s?%$`)

// decoration is what pages print beside a value that it does not change: how full a bar
// is, and how many of some points there are.
var decoration = regexp.MustCompile(`^\d{1,3}\s?%\s+|\s*\(\d+\s?(?:/|of|de|sur)\s?\d+\)$|\s*\(\d{1,3}\s?%\)$|^[★☆●○]{2,}\s*`)

// undecorated is a value without them, and without a bullet or tick. An empty box or a
// cross may mean that the value is not meant.
func undecorated(text string) string {
	if box, _ := words.Box(text); box == "" || words.IsTick(box) {
		text = text[words.BulletLength(text):]
	}
	return decoration.ReplaceAllString(text, "")
}

// readPrinted reads a printed value: the whole text, or its first line, where a
// remark that no label claims follows. Of several values on lines of their own the
// one counts that is marked as the present one.
func readPrinted(d *draft, p *part, values *vocab.Vocabulary) {
	if term, ok := values.Find(undecorated(p.text)); ok {
		p.term = term
		return
	}
	if percentage.MatchString(p.text) {
		if readGraphics(p, values); p.term != "" {
			return
		}
	}
	all := p.Lines()
	if countValues(all, values) > 1 {
		at, proof, _ := presentLine(all)
		if at < 0 {
			d.unreadable(p, words.Shorten(p.text))
			return
		}
		p.term, _ = values.Find(strings.TrimFunc(all[at].Text, func(r rune) bool { return !unicode.IsLetter(r) }))
		p.proof = proof
		return
	}
	first, rest, _ := strings.Cut(p.text, "\n")
	state := vocab.State(first)
	if term, ok := values.Find(first); ok || state != ogp.StateValue {
		p.term, p.state = term, state
		d.issue("stray_text", p.Field, words.Shorten(rest))
		return
	}
	if p.term = chosenWithin(p, all, values); p.term != "" {
		return
	}
	if p.term = beforeRemark(p.text, values); p.term == "" {
		p.term, p.proof, _ = namer{field: p.Field, values: values}.namedValue(p.someGraphics())
	}
	if p.term == "" {
		d.unreadable(p, words.Shorten(p.text))
		return
	}
	d.issue("stray_text", p.Field, words.Shorten(p.text))
}

// beforeRemark is the one value in a text that begins with it, before a remark in brackets or
// behind a dash.
func beforeRemark(text string, values *vocab.Vocabulary) string {
	term, length := values.Prefix(text)
	if all, _ := values.Within(text); len(all) == 1 && remark.MatchString(text[length:]) {
		return term
	}
	return ""
}

var remark = regexp.MustCompile(`^\s*(?:\(|[–—-]\s)`)

// chosenWithin is the one value in a line that is an element of its own, such as one of a
// scale in bold or one before a link that explains it, or is behind a box that is filled.
func chosenWithin(p *part, all []outline.Line, values *vocab.Vocabulary) (term string) {
	for _, line := range all {
		pieces := p.Pieces(line)
		for i := range line.Text {
			if box, rest := words.Box(line.Text[i:]); words.IsFilled(box) {
				_, length := values.Prefix(rest)
				pieces = append(pieces, rest[:length])
			}
		}
		for _, piece := range pieces {
			switch found, ok := values.Find(undecorated(piece)); {
			case !ok || strings.ContainsAny(piece, "|/·"):
			case term != "" && term != found:
				return ""
			default:
				term = found
			}
		}
	}
	return term
}

func countValues(all []outline.Line, values *vocab.Vocabulary) int {
	found := map[string]bool{}
	for _, line := range all {
		if term, ok := values.Find(line.Text); ok {
			found[term] = true
		}
	}
	return len(found)
}

func compareID(d *draft, p *part) {
	switch id := ogp.ID(p.text); id {
	case d.ID:
	case "":
		d.unreadable(p, words.Shorten(p.text))
	default:
		d.issue("id_mismatch", p.Field, "the heading says "+d.ID+", the line Commitment ID "+id)
	}
}
