package parse

import (
	"regexp"
	"strings"

	"ogp"
)

// authored are labels that authors write themselves inside "Status quo", folded.
var authored = map[string]string{
	"causes": "causes", "cause": "causes", "causas": "causes",
	"effects": "effects", "effect": "effects", "efectos": "effects", "effets": "effects",
}

// statusQuo keeps its whole text and reads the causes and effects that its
// author lists in it (seen on MXMEX0009; no part of the template).
func (r *reading) statusQuo(s *section) {
	r.text(s, columns[s.field])
	if s.state == ogp.StateValue {
		r.authoredLists(s.text)
	}
}

func (r *reading) authoredLists(text string) {
	field := ""
	listed := map[string][]string{}
	for line := range strings.SplitSeq(apartLabel.ReplaceAllString(text, "\n$1"), "\n") {
		if opened, rest, ok := authoredLabel(line); ok {
			field, line = opened, rest
		}
		if field != "" && line != "" {
			listed[field] = append(listed[field], line)
		}
	}
	r.addCauses(listItems(listed["causes"]), "author")
	r.addEffects(listItems(listed["effects"]), "author")
}

// apartLabel is an author's label that runs on within a line.
var apartLabel = regexp.MustCompile(`[ \t]+((?:Causes?|Effects?|Causas|Efectos|Effets)\s?:)`)

// authoredLabel reads "Causes:" at the start of a line, with what follows it.
func authoredLabel(line string) (field, rest string, ok bool) {
	before, after, found := strings.Cut(line[itemStart(line):], ":")
	if !found {
		before = line
	}
	field, ok = authored[fold(before)]
	return field, strings.TrimSpace(after), ok
}

// listItems are the items of a list its author began with a label. Where the
// list has marks, it ends at the first line without one.
func listItems(lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	if itemStart(lines[0]) > 0 {
		for i, line := range lines {
			if itemStart(line) == 0 {
				lines = lines[:i]
				break
			}
		}
	}
	return splitItems(strings.Join(lines, "\n"))
}

func (r *reading) addCauses(items []string, source string) {
	for _, item := range items {
		r.out.CauseRows = append(r.out.CauseRows, ogp.Cause{Text: item, Source: source})
	}
}

func (r *reading) addEffects(items []string, source string) {
	for _, item := range items {
		r.out.EffectRows = append(r.out.EffectRows, ogp.Effect{Text: item, Source: source})
	}
}
