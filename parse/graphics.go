package parse

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// graphicFields are the ratings that the site shows by a graphic once there is
// one: an empty element in their row is the graphic, elsewhere it may be a
// spacer.
var graphicFields = []string{"completion", "potential_impact"}

const mostGraphics = 200

// readGraphics reads a value that is shown by a graphic, not printed, when
// exactly one value of the vocabulary is named by the graphics' markup.
// Otherwise the markup is kept.
func readGraphics(p *part, values *vocab.Vocabulary) {
	graphics := p.someGraphics()
	if len(graphics) == 0 {
		return
	}
	naming := namer{p.Field, values, sharedWords(graphics)}
	term, proof, several := naming.namedValue(graphics)
	if several {
		chosen := slices.DeleteFunc(slices.Clone(graphics), func(g lines.Graphic) bool { return g.ChoiceMark() == "" })
		if term, proof, several = naming.namedValue(chosen); term != "" {
			proof = chosen[0].ChoiceMark() + ", " + proof
		}
	}
	switch strong := slices.ContainsFunc(graphics, func(g lines.Graphic) bool { return !g.Weak }); {
	case term != "" && !several:
		p.term, p.proof, p.state = term, proof, ogp.StateValue
	case strong || slices.Contains(graphicFields, p.Field):
		p.state, p.text = ogp.StateGraphic, markupOf(graphics, strong)
	}
}

// someGraphics are the graphics of a part, so many as are looked at.
func (p *part) someGraphics() []lines.Graphic {
	graphics := p.Graphics()
	return graphics[:min(len(graphics), mostGraphics)]
}

func markupOf(graphics []lines.Graphic, strong bool) string {
	var nodes []*html.Node
	for _, g := range graphics {
		if !g.Weak || !strong {
			nodes = append(nodes, g.Node)
		}
	}
	return lines.Markup(nodes)
}

type namer struct {
	field  string
	values *vocab.Vocabulary
	shared map[string]bool // words that say nothing of a value, since all graphics beside each other have them
}

// sharedWords are the words that the classes of several graphics beside each other
// have in common: "lvl" of "lvl-limited" and "lvl-complete".
func sharedWords(graphics []lines.Graphic) map[string]bool {
	count, classed := map[string]int{}, 0
	for _, g := range graphics {
		seen := map[string]bool{}
		for _, said := range g.Own() {
			for word := range strings.FieldsSeq(lines.Spaced(said.Words)) {
				if word = words.FoldWord(word); said.Class && !seen[word] {
					seen[word] = true
					count[word]++
				}
			}
		}
		if len(seen) > 0 {
			classed++
		}
	}
	shared := map[string]bool{}
	for word, times := range count {
		shared[word] = times == classed && classed >= 2
	}
	return shared
}

// namedValue is the one value that graphics name; several tells that they name
// more than one.
func (n namer) namedValue(graphics []lines.Graphic) (term, proof string, several bool) {
	for _, g := range graphics {
		for _, said := range g.Said() {
			found := n.saidValue(said)
			if found == "" {
				continue
			}
			if term != "" && term != found {
				return "", "", true
			}
			if term == "" {
				term, proof = found, said.Source
			}
		}
	}
	return term, proof, false
}

// saidValue is the value that the words of some markup name: all of them, but
// for the field's own name and neutral words. "not-complete" does not name
// "complete".
func (n namer) saidValue(said lines.Said) string {
	if said.Class {
		return n.classValue(said.Words)
	}
	term, _ := n.bareValue(said.Words)
	return term
}

// neutral are words of alternative texts, class and file names that say nothing
// of a value.
var neutral = strings.Fields("rating value level status state score badge icon icons img image svg graphic chart bar" +
	" meter gauge progress indicator label is the of commitment milestone ogp irm star current currently selected rated out now step stage lvl dot marker pill tag")

const mostNames = 30

// bareValue strips neutral words and those of the field's name from both ends;
// named reports whether there was one.
func (n namer) bareValue(text string) (term string, named bool) {
	parts := strings.Fields(text)
	if len(parts) > mostNames {
		return "", false
	}
	extra := func(word string) bool {
		word = words.FoldWord(word)
		return n.shared[word] || !words.HasWord(strings.Trim(word, "0123456789")) || slices.Contains(neutral, word) || slices.Contains(strings.Split(n.field, "_"), word)
	}
	for len(parts) > 0 {
		if term, ok := n.values.Exactly(strings.Join(parts, " ")); ok {
			return term, named
		}
		switch last := len(parts) - 1; {
		case extra(parts[0]):
			parts = parts[1:]
		case extra(parts[last]):
			parts = parts[:last]
		default:
			return "", named
		}
		named = true
	}
	return "", named
}

// classValue is the value that one class of several names, if that class or
// another one beside it tells what it is the value of: "completion complete",
// "rating--high", but not "high contrast".
func (n namer) classValue(classes string) string {
	term, named := "", false
	for class := range strings.FieldsSeq(classes) {
		found, here := n.bareValue(lines.Spaced(class))
		if found != "" && term != "" && found != term {
			return ""
		}
		if found != "" {
			term = found
		}
		named = named || here
	}
	if !named {
		return ""
	}
	return term
}
