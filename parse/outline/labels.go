package outline

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	added "ogp/parse/tables"
	"ogp/parse/words"
)

//go:embed labels.csv
var tables embed.FS

type form string

const (
	formColon    form = "colon"    // "Status: Active": a colon and the value, on the same line or the next
	formLine     form = "line"     // "Problem": a line of its own
	formSentence form = "sentence" // the opening words of a sentence that is itself the value
)

// Label is one line of labels.csv.
type Label struct {
	// Template is national or local, the site's two layouts; end for what closes
	// the content; milestone for a part of one, author for what authors write in
	// a text, site for the site's own lines, which are no value and no member's name.
	Template string
	Field    string // column it opens; "-" for a label that is known and holds nothing
	Printed  string // the wording, as printed
	Words    string // the wording, folded
	Place    string // the table's file and line

	slot     int // position in the template's order
	form     form
	language string
	capital  bool // the wording begins with a capital
}

var templates = []string{"national", "local"}

// slotDescription is the slot of the heading "Description" in both templates;
// the free text has higher ones.
const slotDescription = 200

const noField = "-"

var allLabels = added.Derive(func() []*Label {
	var all []*Label
	for _, row := range append(words.Table(tables, "labels.csv"), added.Rows(added.Labels)...) {
		slot, err := strconv.Atoi(row["slot"])
		if err != nil {
			panic("parse: labels.csv: slot of " + row["label"] + " is not a number")
		}
		all = append(all, &Label{
			Template: row["template"], Field: row["field"], Printed: row["label"], Words: words.Fold(row["label"]), Place: row[words.Place],
			slot: slot, form: form(row["form"]), language: row["language"], capital: !words.StartsLower(row["label"]),
		})
	}
	// The longest wording first: "Action Plan Cycle" before "Action Plan".
	slices.SortStableFunc(all, func(a, b *Label) int { return len(b.Words) - len(a.Words) })
	return all
})

// Labels are the labels of a template, the longest wording first.
func Labels(template string) []*Label {
	var of []*Label
	for _, label := range allLabels() {
		if label.Template == template {
			of = append(of, label)
		}
	}
	return of
}

// isLabelOf reports whether a text is a label of a template, and nothing else.
func isLabelOf(template, text string) bool { return templateWords()[template][words.Fold(text)] }

// HeadsColumn reports whether a text is a label of At-a-Glance, as the heading of a
// table's column may be.
func HeadsColumn(text string) bool {
	printed := words.Fold(strings.TrimRight(text, ": \n"))
	return slices.ContainsFunc(allLabels(), func(label *Label) bool {
		return label.Words == printed && slices.Contains(templates, label.Template) && label.slot < slotDescription
	})
}

// templateWords are the wordings of each template's labels.
var templateWords = added.Derive(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, label := range allLabels() {
		if all[label.Template] == nil {
			all[label.Template] = map[string]bool{}
		}
		all[label.Template][label.Words] = true
	}
	return all
})

// byFirstWord are the labels, by their first word.
var byFirstWord = added.Derive(func() map[string][]*Label {
	index := map[string][]*Label{}
	for _, label := range allLabels() {
		first, _ := words.First(label.Words)
		index[first] = append(index[first], label)
	}
	return index
})

// cuts are the templates whose labels cut a page.
var cuts = []string{"national", "local", "end"}

// startsAs reports whether a text may be the label by its first letter: the site
// prints labels with a capital, while "implementation" at the start of a line is
// often a sentence broken there.
func (l *Label) startsAs(text string) bool { return !l.capital || !words.StartsLower(text) }

// candidate is a part of the text that may be a label.
type candidate struct {
	*Label
	start, end int // the label as printed, offsets in the stream
	value      int // where its value begins
	line       int
	weight     int // how surely it is a label
	midline    bool
}

// opensField reports whether the label opens a column.
func (c candidate) opensField() bool { return c.Field != noField }

// Check says what is wrong with a line that is to be added to labels.csv, but for
// its field.
func Check(row words.Row) error {
	template, printed := row["template"], form(row["form"])
	switch slot, err := strconv.Atoi(row["slot"]); {
	case !slices.Contains([]string{"national", "local", "end", "milestone", "author", "site"}, template):
		return fmt.Errorf("template %q is not one of national, local, end, milestone, author, site", template)
	case err != nil || slot <= 0:
		return fmt.Errorf("slot %q is not a number above 0", row["slot"])
	case !slices.Contains([]form{formColon, formLine, formSentence}, printed):
		return fmt.Errorf("form %q is not one of colon, line, sentence", printed)
	case words.Fold(row["label"]) == "":
		return errors.New("label is empty")
	}
	return nil
}
