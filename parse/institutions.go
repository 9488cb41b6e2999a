package parse

import (
	"strings"

	"ogp"
)

// institutionLine reads a national page's "Lead Institution" or "Support
// Institution(s)": the whole line is kept, and split only where the separator
// cannot be part of a name. Commas and "and" can.
func (r *reading) institutionLine(s *section) {
	r.text(s, columns[s.field])
	if s.state != ogp.StateValue {
		return
	}
	role := "lead"
	if s.field == "support_institutions" {
		role = "support"
	}
	for _, name := range splitInstitutions(s.text) {
		r.out.InstitutionRows = append(r.out.InstitutionRows, ogp.Institution{Role: role, Name: name})
	}
}

func splitInstitutions(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ';' || r == '\n' || strings.ContainsRune(bulletRunes, r)
	}) {
		if name = strings.Trim(name, " ,"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// institutionList reads a local page's list "Institutions involved": one entry
// for each contact, so names repeat. The government's and the others' lists are
// not told apart on the page.
func (r *reading) institutionList(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	for _, line := range r.linesOf(r.body(s)) {
		for _, name := range splitInstitutions(line.text) {
			r.out.InstitutionRows = append(r.out.InstitutionRows, ogp.Institution{Role: "involved", Name: compose(name)})
		}
	}
}
