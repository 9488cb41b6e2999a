package prose

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"ogp"
	"ogp/parse"
)

// Explanation is where the value of a field comes from.
type Explanation struct {
	Field    string         `json:"field"`
	Value    any            `json:"value"` // null for a table, whose rows are Items
	State    ogp.State      `json:"state"` // of the label's first place; empty where the page has no such label
	Note     string         `json:"note"`  // how the value is made, where no label gives it
	Origins  []parse.Origin `json:"origins"`
	Items    []Item         `json:"items"`
	Page     Page           `json:"page"`
	Official []Finding      `json:"official_findings"`
}

// Item is one row of a long table.
type Item struct {
	Number int         `json:"number"`
	Values *ogp.Object `json:"values"` // by column
	State  ogp.State   `json:"state"`  // of a milestone's status; empty for others
	Proof  string      `json:"proof"`  // the markup that shows it
	HTML   string      `json:"html"`   // markup of the row's part of the page

	texts [][2]string // columns and values, for people
}

// Page is the archived version that was read.
type Page struct {
	ID         string     `json:"commitment_id"`
	Language   string     `json:"language"`
	Version    int        `json:"version"`
	Of         int        `json:"versions"`
	URL        string     `json:"url"`
	SHA256     string     `json:"sha256"`
	Bytes      int        `json:"bytes"`
	Source     ogp.Source `json:"source"`
	CaptureURL string     `json:"capture_url"`
	FirstSeen  *time.Time `json:"first_seen"` // UTC; null where the time is not known
	LastSeen   *time.Time `json:"last_seen"`
}

// PageOf describes a version of a page that has so many.
func PageOf(v ogp.Version, of int) Page {
	known := func(at time.Time) *time.Time {
		if at.IsZero() {
			return nil
		}
		return &at
	}
	return Page{v.ID, v.Language, int(v.Version), of, v.URL, v.SHA256, v.Bytes, v.Source, v.CaptureURL, known(v.FirstSeen), known(v.LastSeen)}
}

// Finding is what OGP's own database says of a field.
type Finding struct {
	Column string    `json:"column"` // of its rows, as the table official_commitments names it
	Value  string    `json:"value"`
	State  ogp.State `json:"state"`
	Scale  string    `json:"scale"` // of an assessment; empty for others
}

// String is the finding for people.
func (f Finding) String() string {
	switch {
	case f.Scale != "":
		return strings.TrimSpace(fmt.Sprintf("%s (%s; scale: %s)", f.Value, stateText(f.State), f.Scale))
	case f.Value == "":
		return fmt.Sprintf("%s: (%s)", f.Column, stateText(f.State))
	}
	return f.Column + ": " + shownValue(f.Value)
}

// Explained arranges what the parser tells of a field. Of a long table it takes one
// row (0: all) and one column (empty: all).
func Explained(found parse.Explained, field string, row int, column string) Explanation {
	e := Explanation{Field: field, Note: found.Note, Origins: append([]parse.Origin{}, found.Origins...), Items: []Item{}, Official: []Finding{}}
	if len(e.Origins) > 0 {
		e.State = e.Origins[0].State
	}
	table, isTable := ogp.FindTable(field)
	if !isTable {
		for _, c := range ogp.Commitments().Columns {
			if c.Name == field {
				e.Value = jsonValue(c, found.Reading.Value(c))
			}
		}
		return e
	}
	rows := found.Reading.Rows(table)
	for i := range rows {
		if row == 0 || row == i+1 {
			e.Items = append(e.Items, itemOf(found, table, i, column))
		}
	}
	return e
}

func itemOf(found parse.Explained, table ogp.Table, i int, column string) Item {
	rows := found.Reading.Rows(table)
	item := Item{Number: i + 1, Values: &ogp.Object{}}
	for n, c := range table.OwnColumns() {
		if column == "" || column == c.Name {
			value := jsonValue(c, rows[i][n])
			item.Values.Put(c.Name, value)
			item.texts = append(item.texts, [2]string{c.Name, cmp.Or(valueText(value), "(not known)")})
		}
	}
	next := ""
	if i+1 < len(rows) {
		next = firstText(rows[i+1])
	}
	for _, origin := range found.Origins {
		if item.HTML = origin.Of(firstText(rows[i]), next); item.HTML != "" {
			break
		}
	}
	item.State, item.Proof = statusProof(found, table, i, len(rows))
	return item
}

// jsonValue is a value as JSON has it: a month as its first day.
func jsonValue(column ogp.Column, value any) any {
	if at, ok := value.(time.Time); ok {
		return at.Format(column.Type.Layout())
	}
	return value
}

// statusProof is what proved a milestone's status, where each has one.
func statusProof(found parse.Explained, table ogp.Table, i, of int) (ogp.State, string) {
	var proofs []ogp.Section
	for _, section := range found.Reading.Sections {
		if section.Field == table.Name+".status" {
			proofs = append(proofs, section)
		}
	}
	if len(proofs) != of {
		return "", ""
	}
	return proofs[i].State, proofs[i].Evidence
}

func firstText(row []any) string {
	for _, value := range row {
		if text, ok := value.(string); ok {
			return text
		}
	}
	return ""
}

// Print writes the explanation for people.
func (e Explanation) Print(out io.Writer) error {
	var b strings.Builder
	put := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-16s%s\n", name, hang(text, strings.Repeat(" ", 16)))
		}
	}
	fmt.Fprintf(&b, "%s of %s\n\n", e.Field, e.Page.ID)
	put("value", valueText(e.Value))
	put("made of", e.Note)
	if len(e.Origins) == 0 && e.Note == "" {
		put("state", "the page has no label of this field")
	}
	for _, o := range e.Origins {
		e.origin(o, put)
	}
	before := ""
	for _, item := range e.Items {
		item.print(&b, before, put)
		before = item.HTML
	}
	if len(e.Items) > 0 {
		b.WriteByte('\n')
	}
	for _, f := range e.Official {
		put("OGP's database", f.String())
	}
	put("page", fmt.Sprintf("version %d of %d, language %s, %d bytes, from %s", e.Page.Version, e.Page.Of, e.Page.Language, e.Page.Bytes, e.Page.Source))
	put("address", e.Page.URL)
	put("capture", e.Page.CaptureURL)
	put("seen", seen(e.Page))
	put("SHA-256", e.Page.SHA256)
	_, err := io.WriteString(out, b.String())
	return err
}

// origin writes one place on the page. The whole text of a table is in its items.
func (e Explanation) origin(o parse.Origin, put func(name, text string)) {
	label := "(a sentence that is its own value)"
	if o.Label != "" {
		label = quoted(o.Label)
	}
	if o.Within != "" {
		label += ", in the text of " + o.Within
	}
	put("label", label)
	put("known by", o.Table)
	put("state", stateText(o.State))
	put("proved by", o.Evidence)
	if len(e.Items) == 0 && o.Raw != e.Value {
		put("text", o.Raw)
	}
	for i, step := range o.Steps {
		put(fmt.Sprintf("step %d", i+1), strings.TrimSuffix(step.Step+": "+step.Result, ": "))
	}
	if len(e.Items) == 0 {
		put("HTML", o.HTML)
	}
}

// print writes a row; its markup only where it is not that of the row before.
func (i Item) print(b *strings.Builder, before string, put func(name, text string)) {
	fmt.Fprintf(b, "\n%d.\n", i.Number)
	for _, value := range i.texts {
		put("  "+value[0], value[1])
	}
	put("  state", stateText(i.State))
	put("  proved by", i.Proof)
	if i.HTML != before {
		put("  HTML", i.HTML)
	}
}

func stateText(state ogp.State) string {
	return cmp.Or(kindsOfNothing[string(state)], string(state))
}

func valueText(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case []string:
		return "• " + strings.Join(value, "\n• ")
	}
	return shownValue(fmt.Sprint(value))
}

func seen(p Page) string {
	if p.FirstSeen == nil {
		return "at an unknown time"
	}
	const layout = "2006-01-02 15:04:05"
	return p.FirstSeen.Format(layout) + " to " + p.LastSeen.Format(layout) + " UTC"
}
