package coverage

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"ogp/cmd/ogp/console"
	"ogp/parse/form"
	"ogp/parse/words"
	"ogp/store/report"
)

// Forms says what of the free texts of national pages was not read.
type Forms struct {
	Formless []Formless `json:"descriptions_without_form"`
	Wordings []Wording  `json:"wordings"`
}

// Formless is how many descriptions of a member have no form that was found.
type Formless struct {
	Member  string `json:"member_slug"`
	Without int    `json:"without"`
	Of      int    `json:"of"`
}

// Wording is a wording in the descriptions of several commitments that no
// table has, with the line that would make it known.
type Wording struct {
	Line        string   `json:"line"` // of forms.csv
	Commitments int      `json:"commitments"`
	Members     []string `json:"members"`
	Example     string   `json:"example"` // ID of a commitment
}

// readForms reports on all descriptions.
func readForms(all []report.Description) Forms {
	report := Forms{Formless: []Formless{}, Wordings: wordingsOf(all)}
	byMember := map[string]*Formless{}
	for _, d := range all {
		if byMember[d.Member] == nil {
			byMember[d.Member] = &Formless{Member: d.Member}
		}
		byMember[d.Member].Of++
		if !d.Form {
			byMember[d.Member].Without++
		}
	}
	for _, member := range byMember {
		report.Formless = append(report.Formless, *member)
	}
	slices.SortFunc(report.Formless, func(a, b Formless) int {
		return cmp.Or(b.Without-a.Without, cmp.Compare(a.Member, b.Member))
	})
	return report
}

// fewestCommitments is in how many commitments a wording is a form's rather than
// an author's.
const fewestCommitments = 3

// wordingsOf are the wordings of several commitments that no table has, the
// most frequent first.
func wordingsOf(all []report.Description) []Wording {
	type use struct {
		form.Wording
		ids, members []string // sorted, since the descriptions are by ID
	}
	uses := map[string]*use{}
	for _, d := range all {
		for _, wording := range form.Wordings(d.Text) {
			key := words.Fold(wording.Text)
			if uses[key] == nil {
				uses[key] = &use{Wording: wording}
			}
			u := uses[key]
			if !slices.Contains(u.members, d.Member) {
				u.members = append(u.members, d.Member)
			}
			if len(u.ids) == 0 || u.ids[len(u.ids)-1] != d.ID {
				u.ids = append(u.ids, d.ID)
			}
		}
	}
	common := []Wording{}
	for _, u := range uses {
		if len(u.ids) >= fewestCommitments && !u.Known() {
			slices.Sort(u.members)
			common = append(common, Wording{u.TableLine(), len(u.ids), u.members, u.ids[0]})
		}
	}
	slices.SortFunc(common, func(a, b Wording) int {
		return cmp.Or(b.Commitments-a.Commitments, cmp.Compare(a.Line, b.Line))
	})
	return common
}

// WithoutForm are the descriptions without a form, and all descriptions.
func (r Forms) WithoutForm() (without, of int) {
	for _, member := range r.Formless {
		without, of = without+member.Without, of+member.Of
	}
	return without, of
}

// printForms writes the report; nothing where all was read.
func (r Forms) printForms(out io.Writer) {
	if without, of := r.WithoutForm(); without > 0 {
		fmt.Fprintf(out, "\ndescriptions in which no form was found: %d of %d\n", without, of)
		for _, member := range r.Formless {
			if member.Without > 0 {
				fmt.Fprintf(out, "  %s: %d of %d\n", console.Line(cmp.Or(member.Member, "(member unknown)")), member.Without, member.Of)
			}
		}
	}
	if len(r.Wordings) > 0 {
		fmt.Fprintf(out, "\nlines in the descriptions of %d commitments or more that no table has\n", fewestCommitments)
	}
	for _, wording := range r.Wordings {
		fmt.Fprintf(out, "  %s\n    %s of %s, e.g. %s\n", console.Line("forms.csv: "+wording.Line), console.Count(wording.Commitments, "commitment"),
			console.Line(someMembers(wording.Members)), console.Line(wording.Example))
	}
}

// someMembers names a few members.
func someMembers(members []string) string {
	const most = 3
	if len(members) <= most {
		return strings.Join(members, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(members[:most], ", "), len(members)-most)
}
