package parse

import (
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/form"
	"ogp/parse/outline"
	"ogp/parse/tables"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// readDescription reads a national page's free text: whole and verbatim, and
// then what the questions of a form in it ask for.
func readDescription(d *draft, p *part) {
	readText(d, p)
	found := form.ReadStyled(p.text, p.Styles)
	// A question's answer comes before the text under a heading.
	for _, headings := range []bool{false, true} {
		for _, answer := range found.Answers {
			if answer.Heading == headings {
				d.addAnswer(answer)
			}
		}
	}
	for _, a := range found.Answers {
		d.clean[a.Text] = true
		d.Sections = append(d.Sections, ogp.Section{Label: a.Question, Field: a.Field, State: vocab.State(a.Text), Text: a.Text})
		if a.Unknown {
			d.issue("unknown_question", "description", a.TableLine())
		}
	}
	d.readBoxes(found.Milestones)
	for _, row := range found.Milestones {
		d.readStatus(&row)
		d.addMilestone(row)
	}
	if found.Unread != "" {
		d.issue("unread_table", "milestones", words.Shorten(found.Unread))
	}
}

// addMilestone adds a row of a planning table. Rows with one title are one
// milestone of several outputs, whose cell spans them.
func (d *draft) addMilestone(row ogp.Milestone) {
	if last := len(d.Milestones) - 1; last >= 0 && d.Milestones[last].Title == row.Title {
		before := &d.Milestones[last]
		before.Outputs = words.Join(before.Outputs, row.Outputs)
		if row.EndMonth.Time().After(before.EndMonth.Time()) {
			before.EndMonth = row.EndMonth
		}
		if before.Due != row.Due {
			before.Due = strings.TrimPrefix(before.Due+"; "+row.Due, "; ")
		}
		return
	}
	d.Milestones = append(d.Milestones, row)
}

func (d *draft) addAnswer(a form.Answer) {
	if a.Field == "" || vocab.State(a.Text) != ogp.StateValue || !words.HasWord(a.Text) {
		return
	}
	switch a.Field {
	case "causes", "effects":
		d.addItems(a.Field, words.Items(a.Text), "form")
	default:
		column, ok := columns[a.Field]
		if !ok {
			panic("parse: forms.csv names the unknown field " + a.Field)
		}
		if d.Value(column) == nil {
			d.Set(column, a.Text)
		}
	}
}

// addItems adds causes or effects, unless others of them came before.
func (d *draft) addItems(field string, items []string, source string) {
	switch {
	case field == "causes" && len(d.CauseRows) == 0:
		for _, item := range items {
			d.CauseRows = append(d.CauseRows, ogp.Cause{Text: item, Source: source})
		}
	case field == "effects" && len(d.EffectRows) == 0:
		for _, item := range items {
			d.EffectRows = append(d.EffectRows, ogp.Effect{Text: item, Source: source})
		}
	}
}

// readProblem keeps its whole text, a local page's problem or status quo, and reads the
// causes and effects that its author lists in it (seen on MXMEX0009; no part of the
// template).
func readProblem(d *draft, p *part) {
	readText(d, p)
	listed := authorLists(p.text)
	d.addItems("causes", listed["causes"], "author")
	d.addItems("effects", listed["effects"], "author")
}

type authorLabels struct {
	byWords map[string]*outline.Label // by their wordings, folded
	runOn   *regexp.Regexp            // one that runs on within a line
}

var authors = tables.Derive(func() authorLabels {
	byWords := map[string]*outline.Label{}
	var printed []string
	for _, label := range outline.Labels("author") {
		byWords[label.Words] = label
		printed = append(printed, regexp.QuoteMeta(label.Printed))
	}
	return authorLabels{byWords, regexp.MustCompile(`[ \t]+((?:` + strings.Join(printed, "|") + `)\s?:)`)}
})

// authorLists are the items of the lists of causes and of effects in a text.
func authorLists(text string) map[string][]string {
	field, lines := "", []string(nil)
	listed := map[string][]string{}
	end := func(next string) {
		listed[field] = append(listed[field], authorItems(lines)...)
		field, lines = next, nil
	}
	for line := range strings.SplitSeq(authors().runOn.ReplaceAllString(text, "\n$1"), "\n") {
		if label, rest := authorLabel(line); label != nil {
			end(label.Field)
			line = rest
		} else if strings.HasSuffix(line, ":") && words.MarkLength(line) == 0 {
			end("") // a label that no table has
		}
		if field != "" && line != "" {
			lines = append(lines, line)
		}
	}
	end("")
	return listed
}

// authorLabel reads "Causes:" at the start of a line, with what follows it.
func authorLabel(line string) (label *outline.Label, rest string) {
	printed, rest, _ := strings.Cut(line[words.MarkLength(line):], ":")
	return authors().byWords[words.Fold(printed)], strings.TrimSpace(rest)
}

// authorItems are the items of a list its author began with a label. Where the
// list has marks, it ends at the first line without one.
func authorItems(lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	if words.MarkLength(lines[0]) > 0 {
		if end := slices.IndexFunc(lines, func(line string) bool { return words.MarkLength(line) == 0 }); end > 0 {
			lines = lines[:end]
		}
	}
	return words.Items(strings.Join(lines, "\n"))
}
