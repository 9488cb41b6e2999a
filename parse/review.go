package parse

import (
	"slices"
	"strings"

	"ogp"
	"ogp/parse/outline"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// indicators are the columns that hold what the review says; each becomes a row
// of assessments.
var indicators = []string{
	"starred", "early_results", "verifiable", "relevant", "potential_impact", "ambition", "completion",
	"novelty", "change_scope",
}

// assessment is the row for a part that holds an indicator.
func assessment(p *part) (row ogp.Assessment, ok bool) {
	if !slices.Contains(indicators, p.Field) {
		return row, false
	}
	return ogp.Assessment{
		Indicator: p.Field, Source: "page", Value: p.term, State: p.state, Scale: vocab.Of(p.column.Vocab).Scale(),
	}, true
}

// readRelevance reads "Relevant to OGP Values": yes or no, or, on older pages,
// the values themselves, divided by commas, spaces or nothing.
func readRelevance(d *draft, p *part) {
	terms, rest := vocab.Of("ogp_value").Within(p.Apart())
	if len(terms) == 0 || strings.Trim(rest, " ,;•/&") != "" {
		readVocabulary(d, p)
		return
	}
	p.term, d.Relevant = "Yes", "Yes"
	for _, term := range terms {
		d.addValue(term, "")
	}
}

// revokeRelevance takes back "Not Relevant" on a page that has not been
// reviewed: the site prints it before any review (seen on UK0093 and KE0019,
// which later said Yes).
func revokeRelevance(r *ogp.Reading) {
	unreviewed := slices.ContainsFunc(r.Assessments, func(row ogp.Assessment) bool {
		return row.Indicator == "verifiable" && row.State == ogp.StatePending
	})
	if !unreviewed || r.Relevant != "No" {
		return
	}
	r.Relevant = ""
	for i := range r.Assessments {
		if row := &r.Assessments[i]; row.Indicator == "relevant" {
			row.Value, row.State = "", ogp.StatePending
		}
	}
	for i := range r.Sections {
		if row := &r.Sections[i]; row.Field == "relevant" {
			row.State = ogp.StatePending
		}
	}
}

// readOGPValues reads a local page's list "OGP Value".
func readOGPValues(d *draft, p *part) {
	all := p.Lines()
	isChosen := func(line outline.Line) bool {
		box, _ := words.Box(line.Text)
		return words.IsFilled(box) || line.ChoiceMark() != ""
	}
	boxed := slices.ContainsFunc(all, isChosen)
	for _, line := range all {
		if boxed && !isChosen(line) {
			continue
		}
		_, text := words.Box(line.Text)
		terms, rest := vocab.Of("ogp_value").Within(text)
		if len(terms) == 0 || strings.Trim(rest, " ,;") != "" {
			d.unreadable(p, words.Shorten(line.Text))
		}
		for _, term := range terms {
			d.addValue(term, "")
		}
	}
}

// addValue adds an OGP value, or an explanation to one that is there.
func (d *draft) addValue(term, explanation string) {
	for i := range d.OGPValueRows {
		if row := &d.OGPValueRows[i]; row.Value == term {
			row.Explanation = words.Join(row.Explanation, explanation)
			return
		}
	}
	d.OGPValueRows = append(d.OGPValueRows, ogp.OGPValue{Value: term, Explanation: explanation})
}

// readOGPValueExplanation reads the answers under "What OGP value is this
// commitment relevant to?": each begins with its value, often without a space
// ("Access to informationThe advancement of …").
func readOGPValueExplanation(d *draft, p *part) {
	term, all := "", []string{}
	explanations := map[string][]string{}
	for _, line := range p.Lines() {
		text := line.Text
		if found, rest := leadingValue(p, line); found != "" {
			term, text = found, rest
			d.addValue(term, "")
		}
		if text != "" {
			explanations[term] = append(explanations[term], text)
			all = append(all, text)
		}
	}
	if term == "" {
		d.issue("unknown_value", "ogp_values", words.Shorten(p.text))
	}
	for _, row := range d.OGPValueRows {
		d.addValue(row.Value, words.Compose(strings.Join(explanations[row.Value], "\n")))
	}
	d.OGPValueExplanation = words.Compose(strings.Join(all, "\n"))
}

// leadingValue is the value a line begins with and the rest of the line. A
// sentence that happens to begin with a value's words ("Civic participation is
// …") continues in lower case after a space, and is no value.
func leadingValue(p *part, line outline.Line) (term, rest string) {
	term, length := vocab.Of("ogp_value").Prefix(line.Text)
	if length == 0 {
		return "", ""
	}
	after := strings.TrimLeft(line.Text[length:], " ")
	rest = strings.TrimLeft(after, " :-–—.")
	if rest == "" || rest != after || !words.StartsLower(rest) || p.Marked(line, length) {
		return term, rest
	}
	return "", ""
}
