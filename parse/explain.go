package parse

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/form"
	"ogp/parse/outline"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// Origin is a labelled part of a page that a field's value was read from. Its texts
// are the page's own, with the personal data in them.
type Origin struct {
	Label    string    `json:"label"`    // as printed; empty for a sentence that is its own value
	Within   string    `json:"within"`   // field of the part that holds it, for a question in a text; else empty
	Table    string    `json:"table"`    // file and line of the parser's table that has the label; empty for none
	State    ogp.State `json:"state"`    // whether it holds a value
	Raw      string    `json:"raw"`      // the text before clean-up
	Steps    []Step    `json:"steps"`    // clean-up, in order; only what changed something
	Evidence string    `json:"evidence"` // the markup that proves a drawn value
	HTML     string    `json:"html"`     // markup around the text, its first 2,000 bytes

	section outline.Section
}

// Step is one step between the page's text and the value.
type Step struct {
	Step   string `json:"step"`
	Result string `json:"result"`
}

// Explained is a field of one page, with where it comes from.
type Explained struct {
	Reading ogp.Reading
	Note    string   // how the value is made, for one that belongs to no label
	Origins []Origin // in page order; none where the page has no such label
}

// notes are the fields that belong to no label.
var notes = map[string]string{
	"commitment_id":   "the last parenthesis of the page's heading",
	"title":           "the page's heading, without the ID",
	"member":          "the name above the page's heading",
	"member_slug":     "the page's address, or the member's link above the heading",
	"url":             "the canonical address, made of member, ID and language",
	"template":        "the layout whose labels the page has",
	"language":        "the page's address, its <html lang>, and the language of its labels",
	"milestone_count": "the number of milestones",
	"parser":          "the version of the parser",
}

// Explain reads a page and says where the value of a column of commitments, or of a
// long table, comes from. Errors are those of Page.
func Explain(page ogp.Page, field string) (Explained, error) {
	e := Explained{Note: notes[field]}
	if field == "milestone_count" {
		field = "milestones"
	}
	before := fieldValue(&ogp.Commitment{}, field)
	var err error
	e.Reading, err = read(page, func(d *draft, p *part) {
		now := fieldValue(&d.Commitment, field)
		if p.Field == field || notes[field] == "" && !reflect.DeepEqual(before, now) {
			e.Origins = append(e.Origins, originsIn(p, field)...)
		}
		before = now
	})
	return e, err
}

// fieldValue is the rows of a long table, or the value of a column.
func fieldValue(c *ogp.Commitment, field string) any {
	if table, ok := ogp.FindTable(field); ok && field != ogp.Commitments().Name {
		return c.Rows(table)
	}
	if column, ok := columns[field]; ok {
		return c.Value(column)
	}
	return nil
}

// originsIn are the origins of a field in one part: the part itself, or what in its
// text is a question or an author's label.
func originsIn(p *part, field string) []Origin {
	whole := Origin{
		Label: p.Label, Table: p.Place(), State: p.state, Raw: p.Raw(), Evidence: p.proof, HTML: p.HTML("", ""), section: p.Section,
	}
	if p.Field == field {
		whole.Steps = p.steps()
		return []Origin{whole}
	}
	whole.Within = p.Field
	var found []Origin
	answers := form.ReadStyled(p.text, p.Styles).Answers
	for i, a := range answers {
		if a.Field == field && p.Field == "description" {
			next := append(answers[i+1:], form.Answer{})[0]
			found = append(found, Origin{
				Label: a.Question, Within: p.Field, Table: a.Place, State: vocab.State(a.Text), Raw: a.Text,
				Steps: []Step{{"cut out between this question and the next", words.Shorten(a.Text)}}, HTML: p.HTML(a.Question, next.Question), section: p.Section,
			})
		}
	}
	if len(found) > 0 {
		return found
	}
	for line := range strings.SplitSeq(authors().runOn.ReplaceAllString(p.text, "\n$1"), "\n") {
		if label, _ := authorLabel(line); label != nil && label.Field == field {
			whole.Label, _, _ = strings.Cut(line[words.MarkLength(line):], ":")
			whole.Table = label.Place
			whole.Raw = p.text[strings.Index(p.text, line):]
			whole.HTML = p.HTML(line, "")
			whole.Steps = []Step{{"read as the list that the author begins with a label of their own", ""}}
			break
		}
	}
	return []Origin{whole}
}

// steps are what was done to a part's text.
func (p *part) steps() []Step {
	steps := []Step{}
	add := func(happened bool, step, result string) {
		if happened {
			steps = append(steps, Step{step, words.Shorten(result)})
		}
	}
	raw := p.Raw()
	masked := words.Mask(raw)
	add(masked != raw, "personal data masked", masked)
	add(p.Text != words.Compose(masked), "controls and placeholders left out, list marks set, table rows joined", p.Text)
	first, _, _ := strings.Cut(p.Text, "\n")
	if at := vocab.Of("state").Place(p.Text); p.state != ogp.StateValue {
		add(at != "", at+" has it as a kind of empty", string(p.state))
	}
	if p.column.Vocab != "" && p.term != "" {
		values := vocab.Of(p.column.Vocab)
		at := slices.DeleteFunc([]string{values.Place(p.Text), values.Place(first), "the vocabulary " + p.column.Vocab}, func(at string) bool { return at == "" })[0]
		add(true, at+" has the value", p.term)
	}
	switch p.column.Type {
	case ogp.Date:
		if month, ok := words.Month(first); ok {
			add(true, "read as a month", month.Time().Format("2006-01-02"))
		}
	case ogp.Integer:
		if year, ok := words.Year(first); ok {
			add(true, "read as a year", fmt.Sprint(year))
		}
	}
	return steps
}

// Of says what the page has of one item of a long table: the markup from the item's
// first line to that of the next.
func (o Origin) Of(item, next string) string { return o.section.HTML(item, next) }
