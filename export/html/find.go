package html

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"ogp"
	"ogp/export/overview"
)

// search is what the page Find needs: a row for every commitment, and the words
// of their texts.
type search struct {
	Pages  []string
	Rows   []row
	facets []facet
	index  index
}

// row is a commitment as a list of results shows it.
type row struct {
	ID, Title  string
	Page       int
	Checked    string
	Milestones string  // that are finished, as "2 of 5"
	Values     [][]int // of each facet, as places in its list
}

// facet is a property by which commitments are filtered.
type facet struct {
	Key    string  `json:"key"`
	Label  string  `json:"label"`
	Values []value `json:"values"`
	places map[string]int
}

// value is one of a facet's values: what an address names, and what people read.
type value struct {
	Key   string `json:"k"`
	Label string `json:"l"`
	Empty int    `json:"e,omitempty"` // 1 for a kind of empty
}

// facetsOf are the values of a commitment for each facet.
var facetsOf = []struct {
	key, label string
	values     func(m *member, c *commitment) []string
}{
	{"member", "Member", func(m *member, _ *commitment) []string { return []string{m.Name} }},
	{"cycle", "Action plan cycle", func(_ *member, c *commitment) []string { return []string{cmp.Or(c.Cycle(), overview.Unknown)} }},
	{"completion", "Completion", func(_ *member, c *commitment) []string { return c.facet("completion") }},
	{"ambition", "Ambition", func(_ *member, c *commitment) []string { return c.facet("ambition") }},
	{"milestones", "State of a milestone", func(_ *member, c *commitment) []string {
		var out []string
		for _, m := range c.Milestones {
			out = append(out, m.Status)
		}
		return out
	}},
	{"area", "Policy area", func(_ *member, c *commitment) []string { return c.list("policy_areas") }},
	{"template", "Template", func(_ *member, c *commitment) []string { return []string{c.text("template")} }},
	{"language", "Language", func(_ *member, c *commitment) []string { return []string{c.Language()} }},
	{"page", "Page", func(_ *member, c *commitment) []string { return []string{c.State()} }},
	{"empty", "A finding that is", func(_ *member, c *commitment) []string {
		var out []string
		for _, f := range c.Findings {
			if f.Page.State != "" && f.Page.Kind() != "" {
				out = append(out, f.Page.Kind())
			}
		}
		return out
	}},
}

// facet is the page's value of a finding, or its kind of empty.
func (c *commitment) facet(indicator string) []string {
	var page cell
	if at := slices.IndexFunc(c.Findings, func(f finding) bool { return f.Column == indicator }); at >= 0 {
		page = c.Findings[at].Page
	}
	return []string{cmp.Or(page.Kind(), page.Value)}
}

// add adds a commitment.
func (s *search) add(m *member, c *commitment) {
	if s.facets == nil {
		for _, f := range facetsOf {
			s.facets = append(s.facets, facet{Key: f.key, Label: f.label, places: map[string]int{}, Values: []value{}})
		}
	}
	if last := len(s.Pages) - 1; last < 0 || s.Pages[last] != c.File {
		s.Pages = append(s.Pages, c.File)
	}
	r := row{ID: c.ID(), Title: c.Title(), Page: len(s.Pages) - 1, Checked: c.Checked()}
	finished := 0
	for _, milestone := range c.Milestones {
		if milestone.Status == "Finished" {
			finished++
		}
	}
	if len(c.Milestones) > 0 {
		r.Milestones = fmt.Sprintf("%d of %d", finished, len(c.Milestones))
	}
	for i, f := range facetsOf {
		places := []int{}
		for _, label := range f.values(m, c) {
			if label == "" {
				continue
			}
			key := slugOf(label)
			if f.key == "member" {
				key = slugOf(m.Slug)
			}
			if at := s.facets[i].place(key, label); !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
		r.Values = append(r.Values, places)
	}
	s.Rows = append(s.Rows, r)
	s.index.add(c.Title(), m.Name, c.text("problem"), strings.Join(c.list("causes"), "\n"), c.text("action"))
}

// place is where a facet has a value, which is added if need be.
func (f *facet) place(key, label string) int {
	at, ok := f.places[key]
	if !ok {
		at = len(f.Values)
		f.places[key] = at
		v := value{Key: key, Label: label}
		if overview.IsEmpty(label) {
			v.Empty = 1
		}
		f.Values = append(f.Values, v)
	}
	return at
}

// First are some rows for those without scripts.
func (s *search) First() []row { return s.Rows[:min(50, len(s.Rows))] }

// addFind writes the page Find, the rows that it filters, and the index of words,
// which it loads when the reader types.
func (w *website) addFind() error {
	if err := w.addPage("find", view{Name: "find.html", Title: "Find", Body: &w.found, Summary: "Search and filter all commitments."}); err != nil {
		return err
	}
	if err := w.create("site/rows.js", 0, w.found.script); err != nil {
		return err
	}
	return w.create("site/index.js", 0, w.found.index.script)
}

// Label is the first value of a row for a facet.
func (s *search) Label(key string, r row) string {
	for i, f := range s.facets {
		if f.Key == key && len(r.Values[i]) > 0 {
			return f.Values[r.Values[i][0]].Label
		}
	}
	return ""
}

// script is rows.js. Compact: what repeats stands once, in the facets.
func (s *search) script(to *bufio.Writer) error {
	rows := make([][]any, len(s.Rows))
	for i, r := range s.Rows {
		rows[i] = []any{r.ID, r.Title, r.Page, r.Checked, r.Milestones, r.Values}
	}
	data := map[string]any{"site": ogp.Site, "pages": s.Pages, "facets": s.facets, "rows": rows}
	return assign(to, "ogpRows", func(to io.Writer) error { return json.NewEncoder(to).Encode(data) })
}

// assign writes a script that assigns what fill writes as JSON to a name. A text
// that is parsed at run time loads in half the time of a literal.
func assign(to *bufio.Writer, name string, fill func(to io.Writer) error) error {
	fmt.Fprintf(to, "window.%s=JSON.parse('", name) // a bufio.Writer keeps its first error
	if err := fill(quoted{to}); err != nil {
		return err
	}
	_, err := to.WriteString("');\n")
	return err
}

// quoted writes JSON inside single quotes of a script: it has no character that
// would end them but the quote, and package json escapes line separators.
type quoted struct{ to *bufio.Writer }

// Write escapes text.
func (q quoted) Write(text []byte) (int, error) {
	for _, c := range text {
		switch c {
		case '\\', '\'':
			_ = q.to.WriteByte('\\')
		case '\n': // between values only
			c = ' '
		}
		if err := q.to.WriteByte(c); err != nil {
			return 0, err
		}
	}
	return len(text), nil
}
