package report

import (
	"cmp"
	"slices"

	"ogp"
)

// Fill is how many pages of a group have a value in a field.
type Fill struct {
	Field    string `json:"field"`
	Member   string `json:"member_slug,omitempty"`
	Template string `json:"template,omitempty"`
	Language string `json:"language,omitempty"`
	Filled   int    `json:"filled"`
	Printed  int    `json:"printed"` // pages that print the field's label, with a value or without
	Of       int    `json:"of"`
}

// Group is the group and the field, without figures.
func (f Fill) Group() Fill {
	f.Filled, f.Printed, f.Of = 0, 0, 0
	return f
}

// ByTemplate is the coverage of each field by template and language, milestones
// first, then the columns in page order.
func (r Report) ByTemplate() []Fill {
	return r.fills(func(f Fill) Fill { f.Member = ""; return f })
}

// ByMember is the coverage of each field by member.
func (r Report) ByMember() []Fill {
	return r.fills(func(f Fill) Fill { f.Template, f.Language = "", ""; return f })
}

// Pages is how many pages there are.
func (r Report) Pages() int {
	pages := 0
	for _, c := range r.Coverage {
		if c.Field == everyPage {
			pages += c.Commitments
		}
	}
	return pages
}

// Groups is how many templates and languages there are.
func (r Report) Groups() int {
	groups := map[string]bool{}
	for _, c := range r.Coverage {
		groups[c.Template+" "+c.Language] = true
	}
	return len(groups)
}

// fills sums up what is one group once all but its names is left out.
func (r Report) fills(group func(Fill) Fill) []Fill {
	at := map[Fill]int{}
	var fills []Fill
	for _, c := range r.Coverage {
		key := group(Fill{Field: c.Field, Member: c.MemberSlug, Template: c.Template, Language: c.Language})
		if _, known := at[key]; !known {
			at[key] = len(fills)
			fills = append(fills, key)
		}
		fill := &fills[at[key]]
		fill.Filled, fill.Printed, fill.Of = fill.Filled+c.Filled, fill.Printed+c.Printed, fill.Of+c.Commitments
	}
	place := places()
	slices.SortStableFunc(fills, func(a, b Fill) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Template, b.Template), cmp.Compare(a.Language, b.Language), cmp.Compare(place[a.Field], place[b.Field]))
	})
	return fills
}

// everyPage is a field of whose coverage every page is counted once.
const everyPage = "milestones"

// places are where fields stand on a page, from 1 on; 0 is what stands apart.
func places() map[string]int {
	places := map[string]int{}
	for i, column := range ogp.ReadingColumns() {
		places[column.Name] = i + 1
	}
	return places
}
