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
	pages  []string
	rows   []row
	facets []facet
	index  index
}

// row is a commitment as a list of results shows it.
type row struct {
	id, title string
	page      int
	checked   string
	known     string // milestones, as "2 of 5"
	values    [][]int
}

// facet is a property by which commitments are filtered. The values of a row are
// places in its list.
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
	{"template", "Template", func(_ *member, c *commitment) []string { return c.one(c.text("template")) }},
	{"language", "Language", func(_ *member, c *commitment) []string { return c.one(c.Language()) }},
	{"page", "Page", func(_ *member, c *commitment) []string { return c.one(c.State()) }},
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

func (c *commitment) one(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// facet is the value of a finding, or its kind of empty.
func (c *commitment) facet(indicator string) []string {
	found, _ := c.finding(indicator)
	return []string{cmp.Or(found.Kind(), found.Value)}
}

// add adds a commitment.
func (s *search) add(m *member, c *commitment) {
	if s.facets == nil {
		for _, f := range facetsOf {
			s.facets = append(s.facets, facet{Key: f.key, Label: f.label, places: map[string]int{}, Values: []value{}})
		}
	}
	if last := len(s.pages) - 1; last < 0 || s.pages[last] != c.File {
		s.pages = append(s.pages, c.File)
	}
	r := row{id: c.ID(), title: c.Title(), page: len(s.pages) - 1, checked: c.Checked()}
	finished := 0
	for _, milestone := range c.Milestones {
		if milestone.Status == "Finished" {
			finished++
		}
	}
	if len(c.Milestones) > 0 {
		r.known = fmt.Sprintf("%d of %d", finished, len(c.Milestones))
	}
	for i, f := range facetsOf {
		places := []int{}
		for _, label := range f.values(m, c) {
			key := slugOf(label)
			if f.key == "member" {
				key = slugOf(m.Slug)
			}
			if at := s.facets[i].place(key, label); !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
		r.values = append(r.values, places)
	}
	s.rows = append(s.rows, r)
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

// findView is what the template of the page Find gets: some rows for those
// without scripts.
type findView struct {
	Count int
	First []firstRow
}

type firstRow struct{ ID, Title, File, Member, Cycle, Completion, Ambition, Milestones, Checked string }

// addFind writes the page Find, the rows that it filters, and the index of words,
// which it loads when the reader types.
func (w *website) addFind() error {
	const first = 50
	v := findView{Count: len(w.found.rows)}
	for _, r := range w.found.rows[:min(first, len(w.found.rows))] {
		v.First = append(v.First, firstRow{r.id, r.title, w.found.pages[r.page], w.found.label("member", r), w.found.label("cycle", r),
			w.found.label("completion", r), w.found.label("ambition", r), r.known, r.checked})
	}
	if err := w.addPage("find", view{Name: "find.html", Title: "Find", Body: v, Summary: "Search and filter all commitments."}); err != nil {
		return err
	}
	if err := w.create(File{Name: "site/rows.js"}, w.found.script); err != nil {
		return err
	}
	return w.create(File{Name: "site/index.js"}, w.found.index.script)
}

// label is the first value of a row for a facet.
func (s *search) label(key string, r row) string {
	for i, f := range s.facets {
		if f.Key == key && len(r.values[i]) > 0 {
			return f.Values[r.values[i][0]].Label
		}
	}
	return ""
}

// script is rows.js. Compact: what repeats stands once, in the facets.
func (s *search) script(to *bufio.Writer) error {
	data := map[string]any{"site": ogp.Site, "pages": s.pages, "facets": s.facets}
	rows := make([][]any, len(s.rows))
	for i, r := range s.rows {
		rows[i] = []any{r.id, r.title, r.page, r.checked, r.known}
		for _, places := range r.values {
			switch len(places) {
			case 0:
				rows[i] = append(rows[i], -1)
			case 1:
				rows[i] = append(rows[i], places[0])
			default:
				rows[i] = append(rows[i], places)
			}
		}
	}
	data["rows"] = rows
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
