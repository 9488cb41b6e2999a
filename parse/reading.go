package parse

import (
	"encoding/csv"
	"fmt"
	"strings"

	"ogp"
)

// reading is a commitment in the making.
type reading struct {
	*content
	doc     *document
	out     ogp.Reading
	pending bool              // "Verifiable" is pending
	texts   map[string]string // by field: the first text read into it
}

func (r *reading) read() {
	r.identify()
	if r.doc.broken > 0 {
		r.issue("cleaned_text", "", fmt.Sprintf("%d bytes are no UTF-8 and stand as U+FFFD", r.doc.broken))
	}
	parts := r.sections()
	for i := range parts {
		r.section(&parts[i])
	}
	r.settleRelevance()
	r.reportLabels(parts)
	r.lists()
	r.out.Fingerprint = r.fingerprint()
}

// columns maps the names of commitments' columns to the columns.
var columns = func() map[string]ogp.Column {
	all := map[string]ogp.Column{}
	for _, column := range ogp.Commitments().Columns {
		all[column.Name] = column
	}
	return all
}()

// readers read the fields that are more than a text, a month, a year or a value
// of a vocabulary; those follow from the column's type.
var readers map[string]func(*reading, *section)

func init() {
	readers = map[string]func(*reading, *section){
		"action_plans":             (*reading).actionPlans,
		"lead_institution":         (*reading).institutionLine,
		"support_institutions":     (*reading).institutionLine,
		"institutions":             (*reading).institutionList,
		"policy_areas":             (*reading).policyAreas,
		"primary_policy_area":      (*reading).primaryPolicyArea,
		"irm_reports":              (*reading).irmReports,
		"inception_report":         (*reading).inceptionReport,
		"end_of_commitment_report": (*reading).endReport,
		"relevant":                 (*reading).relevance,
		"ogp_values":               (*reading).ogpValues,
		"ogp_value_explanation":    (*reading).ogpValueExplanation,
		"commitment_id":            (*reading).commitmentID,
		"description":              (*reading).description,
		"status_quo":               (*reading).statusQuo,
		"milestones":               (*reading).milestones,
	}
}

// section reads one part and records it in the table sections.
func (r *reading) section(s *section) {
	if s.field == "-" && s.known {
		r.stray(s)
		return
	}
	s.state = emptyState(s.text)
	at := len(r.out.Sections)
	r.out.Sections = append(r.out.Sections, ogp.Section{})
	switch {
	case !s.known:
		r.issue("unknown_label", "", r.labelLine(s))
	case r.repeated(s):
		r.issue("repeated_label", s.field, s.printed+": "+shorten(s.text))
	case readers[s.field] != nil:
		readers[s.field](r, s)
	default:
		r.byType(s)
	}
	row := ogp.Section{Label: s.printed, Field: s.field, State: s.state, Text: s.text, Evidence: s.proof}
	if !s.known {
		row.Field = ""
	}
	r.out.Sections[at] = row
	r.assess(s)
}

// stray reports text under a label that holds none, such as "Overview".
func (r *reading) stray(s *section) {
	if s.text == "" || isInfoMark(s.text) || r.onlyLeftOver(s) {
		return
	}
	r.out.Sections = append(r.out.Sections, ogp.Section{Label: s.printed, State: ogp.StateUnreadable, Text: s.text})
	r.issue("stray_text", "", s.printed+": "+shorten(s.text))
}

// onlyLeftOver reports whether a part's text is nothing but labels, such as the
// names on a tab bar.
func (r *reading) onlyLeftOver(s *section) bool {
	covered := map[int]bool{}
	for _, label := range r.leftOver {
		if label.value == r.lines[label.line].end {
			covered[label.start] = true
		}
	}
	for _, line := range r.linesOf(r.body(s)) {
		if !covered[line.start] && !r.endWord(line.text) {
			return false
		}
	}
	return true
}

// endWord reports whether a text is the wording that closes the content; on a
// tab bar it is a tab.
func (r *reading) endWord(text string) bool {
	word, _ := firstWord(nil, []byte(text))
	for _, label := range labels[string(word)] {
		if label.template == "end" && label.words == fold(text) {
			return true
		}
	}
	return false
}

// byType reads a field by its column's type.
func (r *reading) byType(s *section) {
	column, ok := columns[s.field]
	switch {
	case !ok:
		panic("parse: labels.csv names the unknown field " + s.field)
	case column.Vocab != "":
		r.vocabularyValue(s, column)
	case column.Type == ogp.Date:
		measure(r, s, column, parseMonth)
	case column.Type == ogp.Integer:
		measure(r, s, column, parseYear)
	default:
		r.text(s, column)
	}
}

// repeated reports whether a part's field was read from an earlier part. A
// label may stand twice, the first time with nothing after it: the first text
// wins.
func (r *reading) repeated(s *section) bool {
	if s.text == "" {
		return false
	}
	before, known := r.texts[s.field]
	if !known {
		r.texts[s.field] = s.text
	}
	return known && before != s.text
}

// text puts a part's text into its column.
func (r *reading) text(s *section, column ogp.Column) {
	if s.state == ogp.StateValue {
		r.out.Set(column, s.text)
	}
}

// vocabularyValue reads a printed value, or the evidence of a drawn one.
func (r *reading) vocabularyValue(s *section, column ogp.Column) {
	v := vocabularies[column.Vocab]
	if s.state == ogp.StateEmpty {
		r.drawn(s, v)
	} else if s.state == ogp.StateValue {
		r.printed(s, v)
	}
	if s.state == ogp.StateValue {
		r.out.Set(column, s.term)
	}
}

// printed reads a printed value: the whole text, or its first line, where a
// remark that no label claims follows.
func (r *reading) printed(s *section, v *vocabulary) {
	if term, ok := v.find(s.text); ok {
		s.term = term
		return
	}
	first, rest, _ := strings.Cut(s.text, "\n")
	state := emptyState(first)
	if term, ok := v.find(first); ok || state != ogp.StateValue {
		s.term, s.state = term, state
		r.issue("stray_text", s.field, shorten(rest))
		return
	}
	s.state = ogp.StateUnreadable
	r.issue("unknown_value", s.field, shorten(s.text))
}

// measure reads a month or year from a part's first line.
func measure[Value any](r *reading, s *section, column ogp.Column, parse func(string) (Value, bool)) {
	if s.state != ogp.StateValue {
		return
	}
	value, ok := parse(r.firstLine(s))
	if !ok {
		s.state = ogp.StateUnreadable
		r.issue("unknown_value", s.field, shorten(s.text))
		return
	}
	r.out.Set(column, value)
}

func (r *reading) issue(kind, field, detail string) {
	r.out.Issues = append(r.out.Issues, ogp.Issue{Kind: kind, Field: field, Detail: detail, URL: r.out.URL})
}

// reportLabels says which labels were missed, doubled or met out of order.
func (r *reading) reportLabels(parts []section) {
	for _, label := range r.outOfOrder {
		r.issue("out_of_order", label.field, string(r.stream.text[label.start:label.end]))
	}
	r.reportLeftOver()
	if r.cut != "" {
		r.issue("stray_text", "", "text after the heading Commitments is left out: "+shorten(r.cut))
	}
	opened := map[string]bool{}
	for _, part := range parts {
		opened[part.field] = true
	}
	if len(r.labels) == 0 {
		r.issue("page", "", fmt.Sprintf("no labels are known for language %q; only ID, title and member are read", r.out.Language))
		return
	}
	for _, field := range []string{"action_plans", "description"} {
		if !opened[field] && (field != "description" || r.bodyOffset() == len(r.stream.text)) {
			r.issue("missing_label", field, "the page has no such label")
		}
	}
}

// labelLine is the line of labels.csv that would make an unknown label known,
// but for its field: the report is the patch.
func (r *reading) labelLine(s *section) string {
	slot := 0
	for _, label := range r.labels {
		if label.start < s.start {
			slot = label.slot
		}
	}
	form := formLine
	if s.candidate.value > s.end {
		form = formColon
	}
	return csvLine(r.template, fmt.Sprint(slot+1), "?", string(form), r.out.Language, s.printed, "")
}

// csvLine is one line of a table, without its line end.
func csvLine(cells ...string) string {
	var b strings.Builder
	line := csv.NewWriter(&b)
	_ = line.Write(cells) // a strings.Builder takes everything
	line.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// reportLeftOver tells of lines within the text of a local page that are
// labels' words and were kept as text, because the label stands elsewhere.
func (r *reading) reportLeftOver() {
	body := r.bodyOffset()
	for _, other := range r.leftOver {
		inText := other.template == "local" && other.slot > slotDescription && other.start > body
		if inText && other.weight >= weightLine && !other.midline && other.field != "-" {
			r.issue("repeated_label", other.field, "kept as text: "+string(r.stream.text[other.start:other.end]))
		}
	}
}

// firstLine is a text's first line where a remark follows that no label claims,
// which is reported.
func (r *reading) firstLine(s *section) string {
	first, rest, more := strings.Cut(s.text, "\n")
	if more {
		r.issue("stray_text", s.field, shorten(rest))
	}
	return first
}

// shorten keeps what tells one text from another.
func shorten(text string) string {
	const most = 200
	runes := []rune(strings.ReplaceAll(text, "\n", " / "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most]) + "…"
}
