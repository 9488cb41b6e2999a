package html

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/export/describe"
	"ogp/export/overview"
)

// commitment is a commitment as its page shows it.
type commitment struct {
	record
	Previous, Next *commitment // on the same page
	File           string      // the page with its text
	Texts          []text
	Findings       []finding
	Milestones     []milestone
	Changes        []change
	Shared         []change // edits that many commitments have had on the same day
	Extra          []text   // parts of the page under labels that are not known
	RTL            bool
	Raw            map[string]any // the columns, for templates: a call of a method takes them ten times as long
}

// Methods for templates and charts; a column that an older dataset does not have
// is empty.
func (c *commitment) ID() string { return c.text("commitment_id") }
func (c *commitment) Title() string {
	return cmp.Or(c.text("title"), c.text("commitment_title"), "(no title)")
}
func (c *commitment) Cycle() string {
	if year := c.number("action_plan_cycle"); year > 0 {
		return fmt.Sprint(year)
	}
	if plans := c.rows("action_plans"); len(plans) > 0 && plans[0].number("start_year") > 0 {
		return fmt.Sprint(plans[0].number("start_year"))
	}
	return ""
}

// State is whether the page is on the site; a dataset without the column has only
// pages that are.
func (c *commitment) State() string { return cmp.Or(c.text("page_state"), "present") }

// Checked is the day of the last check.
func (c *commitment) Checked() string {
	return cmp.Or(c.day("last_checked"), c.day("last_seen"))
}

// Institutions are the institutions that have a role.
func (c *commitment) Institutions(role string) []string {
	var out []string
	for _, row := range c.rows("institutions") {
		if row.text("role") == role {
			out = append(out, row.text("name"))
		}
	}
	return out
}

// Known reports whether a column has a value.
func (c *commitment) Known(column string) bool { return c.record[column] != nil }
func (c *commitment) Language() string         { return cmp.Or(c.text("language"), "en") }
func (c *commitment) Period() string           { return period(c.record) }

// period is from one month to another, as far as they are known.
func period(r record) string {
	start, end := month(r.day("start_month")), month(r.day("end_month"))
	switch {
	case start != "" && end != "" && start != end:
		return start + " – " + end
	case start == "" && end != "":
		return "until " + end
	}
	return start
}

// finding is one indicator of the review.
type finding struct {
	Column, Label  string
	Page, Official cell
	Scale          []string // lowest first; nil if the page has no value on a scale
}

// cell is a value, or the kind of empty there is instead.
type cell struct {
	Value string
	State ogp.State // empty where the source has no such row
}

// Kind is the word for the kind of empty; nothing for a value.
func (c cell) Kind() string {
	if c.State == ogp.StateValue {
		return ""
	}
	return overview.KindOf(c.State).Word
}

// Means is the sentence that explains the kind of empty.
func (c cell) Means() string { return overview.KindOf(c.State).Means }

// findings are the assessments by indicator, in their order.
func findings(rows []record) []finding {
	var out []finding
	for _, row := range rows {
		name := row.text("indicator")
		at := slices.IndexFunc(out, func(f finding) bool { return f.Column == name })
		if at < 0 {
			at = len(out)
			out = append(out, finding{Column: name, Label: describe.Label(name)})
		}
		f := &out[at]
		value := cell{row.text("value"), ogp.State(row.text("state"))}
		if row.text("source") == "official" {
			f.Official = value
		} else {
			f.Page = value
			if steps := strings.Split(row.text("scale"), " < "); len(steps) > 1 && slices.Contains(steps, value.Value) {
				f.Scale = steps
			}
		}
	}
	return out
}

// Coded reports whether OGP's own database has a finding to compare with.
func (c *commitment) Coded() bool {
	return slices.ContainsFunc(c.Findings, func(f finding) bool { return f.Official.State != "" })
}

// milestone is a row of the timeline.
type milestone struct {
	record
	Status string // "not known" where no mark could be read
	Bar    *bar   // nil where fewer than two milestones have both months
}

func (m milestone) Title() string   { return cmp.Or(m.text("title"), "(no title)") }
func (m milestone) Outputs() string { return m.text("outputs") }
func (m milestone) Period() string  { return cmp.Or(period(m.record), m.text("due")) }

// bar is where a milestone lies in the time of all, in hundredths.
type bar struct{ X, Width int }

func milestones(rows []record) []milestone {
	var out []milestone
	first, last, dated := 1<<30, 0, 0
	for _, row := range rows {
		out = append(out, milestone{record: row, Status: cmp.Or(row.text("status"), overview.Unknown)})
		if start, end := months(row, "start_month"), months(row, "end_month"); start > 0 && end >= start {
			first, last, dated = min(first, start), max(last, end+1), dated+1
		}
	}
	if dated < 2 {
		return out
	}
	for i, m := range out {
		if start, end := months(m.record, "start_month"), months(m.record, "end_month"); start > 0 && end >= start {
			x := 100 * (start - first) / (last - first)
			out[i].Bar = &bar{x, max(100*(end+1-first)/(last-first)-x, 1)}
		}
	}
	return out
}

// months is a month as a count of months; 0 if it is not known.
func months(r record, column string) int {
	at, err := time.Parse(time.DateOnly, r.day(column))
	if err != nil {
		return 0
	}
	return 12*at.Year() + int(at.Month()) - 1
}

// change is one entry of the history.
type change struct {
	record
	Label  string
	Pieces []piece
}

func (c change) Day() string   { return c.day("changed_at") }
func (c change) After() string { return c.day("not_before") }
func (c change) Kind() string  { return c.text("kind") }
func (c change) Others() int   { return c.number("shared_by") - 1 }

// changes are the history, newest first, and apart the edits that many share.
func changes(rows []record) (own, shared []change) {
	for _, row := range slices.Backward(rows) {
		c := change{record: row, Label: describe.Label(row.text("field"))}
		if row.text("before") != "" || row.text("after") != "" {
			c.Pieces = difference(row.text("before"), row.text("after"))
		}
		if row.number("shared_by") >= ogp.ManyShare {
			shared = append(shared, c)
		} else {
			own = append(own, c)
		}
	}
	newest := func(a, b change) int { return cmp.Compare(b.Day(), a.Day()) }
	slices.SortStableFunc(own, newest)
	slices.SortStableFunc(shared, newest)
	return own, shared
}

// notTexts are text columns that are not shown as texts of the commitment: the
// heading, what stands among the facts, and where the page comes from.
var notTexts = []string{
	"commitment_id", "url", "title", "member", "member_slug", "language", "action_plans", "lead_institution", "support_institutions",
	"institutions", "policy_areas", "primary_policy_area", "primary_sector", "ogp_values", "irm_reports", "inception_report",
	"end_of_commitment_report", "page_sha256", "parser", "capture_url", "source",
}

const wholeText = "description"

// textColumns are the free texts of a commitment, in page order; the whole
// description of national pages, out of which others are read, comes last.
func textColumns() []string {
	var out []string
	for _, column := range ogp.Commitments().Columns {
		free := column.Type == ogp.Text || column.Type == ogp.List
		if free && column.Enum == nil && column.Vocab == "" && column.Name != wholeText && !slices.Contains(notTexts, column.Name) {
			out = append(out, column.Name)
		}
	}
	return append(out, wholeText)
}

// newCommitment prepares a commitment.
func newCommitment(r record) *commitment {
	c := &commitment{record: r, Raw: r, Findings: findings(r.rows("assessments")), Milestones: milestones(r.rows("milestones"))}
	c.Changes, c.Shared = changes(r.rows("changes"))
	for _, column := range textColumns() {
		switch content := r.text(column); {
		case content != "" && !(column == "commitment_title" && content == c.Title()):
			t := newText(describe.Label(column), content)
			t.Folded = column == wholeText && c.hasForm()
			c.Texts = append(c.Texts, t)
		case len(r.list(column)) > 0:
			c.Texts = append(c.Texts, text{Label: describe.Label(column), Blocks: []block{{Items: r.list(column)}}})
		}
	}
	for _, section := range r.rows("sections") {
		if section.text("field") == "" && section.text("text") != "" {
			c.Extra = append(c.Extra, newText(cmp.Or(section.text("label"), "Without a label"), section.text("text")))
		}
	}
	c.RTL = slices.Contains([]string{"ar", "fa", "he", "ur"}, c.Language())
	return c
}

// hasForm reports whether a form has been found in the description, as
// ogp.FormFound has it.
func (c *commitment) hasForm() bool {
	return len(c.Milestones) > 0 || slices.ContainsFunc(ogp.FormColumns, c.Known)
}
