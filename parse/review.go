package parse

import (
	"slices"
	"strings"

	"ogp"
)

// indicators are the columns that hold findings of the review; each becomes a
// row of assessments.
var indicators = []string{
	"starred", "early_results", "verifiable", "relevant", "potential_impact", "ambition", "completion",
	"novelty", "change_scope",
}

func (r *reading) assess(s *section) {
	if !s.known || !slices.Contains(indicators, s.field) {
		return
	}
	r.out.Assessments = append(r.out.Assessments, ogp.Assessment{
		Indicator: s.field, Source: "page", Value: s.term, State: s.state,
		Scale: vocabularies[columns[s.field].Vocab].scale(),
	})
	if s.field == "verifiable" {
		r.pending = s.state == ogp.StatePending
	}
}

// relevance reads "Relevant to OGP Values": yes or no, or, on older pages, the
// values themselves, divided by commas, spaces or nothing.
func (r *reading) relevance(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	terms, rest := vocabularies["ogp_value"].within(r.apart(s))
	if len(terms) == 0 || strings.Trim(rest, " ,;•/&") != "" {
		r.vocabularyValue(s, columns[s.field])
		return
	}
	s.term, r.out.Relevant = "Yes", "Yes"
	for _, term := range terms {
		r.addValue(term, "")
	}
}

// apart is a part's text with a space wherever an inline element begins or
// ends: values that are elements of their own may stand without one.
func (r *reading) apart(s *section) string {
	var b strings.Builder
	for _, line := range r.rawLines(r.body(s)) {
		from := line.start
		for i := sortedIndex(r.marks, line.start); i < len(r.marks) && r.marks[i] < line.end; i++ {
			b.Write(r.stream.text[from:r.marks[i]])
			b.WriteByte(' ')
			from = r.marks[i]
		}
		b.Write(r.stream.text[from:line.end])
		b.WriteByte('\n')
	}
	return b.String()
}

// settleRelevance takes back "Not Relevant" on a page that has not been
// reviewed: the site prints it before any review (seen on UK0093 and KE0019,
// which later said Yes).
func (r *reading) settleRelevance() {
	if !r.pending || r.out.Relevant != "No" {
		return
	}
	r.out.Relevant = ""
	for i := range r.out.Assessments {
		if row := &r.out.Assessments[i]; row.Indicator == "relevant" {
			row.Value, row.State = "", ogp.StatePending
		}
	}
	for i := range r.out.Sections {
		if row := &r.out.Sections[i]; row.Field == "relevant" {
			row.State = ogp.StatePending
		}
	}
}

// ogpValues reads a local page's list "OGP Value".
func (r *reading) ogpValues(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	v := vocabularies["ogp_value"]
	for _, line := range r.linesOf(r.body(s)) {
		terms, rest := v.within(line.text)
		if len(terms) == 0 || strings.Trim(rest, " ,;") != "" {
			s.state = ogp.StateUnreadable
			r.issue("unknown_value", s.field, shorten(line.text))
		}
		for _, term := range terms {
			r.addValue(term, "")
		}
	}
}

// addValue adds an OGP value, or an explanation to one that is there.
func (r *reading) addValue(term, explanation string) {
	for i := range r.out.OGPValueRows {
		row := &r.out.OGPValueRows[i]
		if row.Value == term {
			row.Explanation = joinNonEmpty(row.Explanation, explanation)
			return
		}
	}
	r.out.OGPValueRows = append(r.out.OGPValueRows, ogp.OGPValue{Value: term, Explanation: explanation})
}

func joinNonEmpty(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// ogpValueExplanation reads the answers under "What OGP value is this
// commitment relevant to?": each begins with its value, often without a space
// ("Access to informationThe advancement of …").
func (r *reading) ogpValueExplanation(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	term, all := "", []string{}
	explanations := map[string][]string{}
	for _, line := range r.linesOf(r.body(s)) {
		text := line.text
		if found, rest := r.leadingValue(line); found != "" {
			term, text = found, rest
			r.addValue(term, "")
		}
		if text != "" {
			explanations[term] = append(explanations[term], text)
			all = append(all, text)
		}
	}
	if term == "" {
		r.issue("unknown_value", "ogp_values", shorten(s.text))
	}
	for _, row := range r.out.OGPValueRows {
		r.addValue(row.Value, compose(strings.Join(explanations[row.Value], "\n")))
	}
	r.out.OGPValueExplanation = compose(strings.Join(all, "\n"))
}

// leadingValue is the value a line begins with and the rest of the line. A
// sentence that happens to begin with a value's words ("Civic participation is
// …") goes on in lower case after a space, and is no value.
func (r *reading) leadingValue(line textLine) (term, rest string) {
	v := vocabularies["ogp_value"]
	for _, words := range v.wordings {
		length := foldedPrefix([]byte(line.text), words)
		if length == 0 {
			continue
		}
		rest = line.text[length:]
		next := strings.TrimLeft(rest, " :-–—.")
		if next == "" || next != strings.TrimLeft(rest, " ") || !startsLower(next) || r.marked(line.start+length) {
			return v.byWords[words], next
		}
	}
	return "", ""
}

func startsLower(text string) bool {
	for _, r := range text {
		return string(r) != strings.ToUpper(string(r))
	}
	return false
}
