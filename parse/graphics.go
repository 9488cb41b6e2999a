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

// mostGraphics bounds the graphics looked at for one value.
const mostGraphics = 200

// readGraphics reads a value that is shown by a graphic, not printed, when
// exactly one value of the vocabulary is named by the graphics' markup.
// Otherwise the markup is kept.
func readGraphics(p *part, values *vocab.Vocabulary) {
	graphics := p.Graphics()
	graphics = graphics[:min(len(graphics), mostGraphics)]
	if len(graphics) == 0 {
		return
	}
	term, proof, several := namedValue(graphics, p.Field, values)
	if several {
		chosen := slices.DeleteFunc(slices.Clone(graphics), func(g lines.Graphic) bool { return g.ChoiceMark() == "" })
		if term, proof, several = namedValue(chosen, p.Field, values); term != "" {
			proof = chosen[0].ChoiceMark() + ", " + proof
		}
	}
	switch strong := hasStrong(graphics); {
	case term != "" && !several:
		p.term, p.proof, p.state = term, proof, ogp.StateValue
	case strong || slices.Contains(graphicFields, p.Field):
		p.state, p.text = ogp.StateGraphic, markupOf(graphics, strong)
	}
}

func hasStrong(graphics []lines.Graphic) bool {
	return slices.ContainsFunc(graphics, func(g lines.Graphic) bool { return !g.Weak })
}

// markupOf is the graphics' markup; of strong ones alone, where there are any.
func markupOf(graphics []lines.Graphic, strong bool) string {
	var nodes []*html.Node
	for _, g := range graphics {
		if !g.Weak || !strong {
			nodes = append(nodes, g.Node)
		}
	}
	return lines.Markup(nodes)
}

// namedValue is the one value that graphics name; several tells that they name
// more than one.
func namedValue(graphics []lines.Graphic, field string, values *vocab.Vocabulary) (term, proof string, several bool) {
	for _, g := range graphics {
		for _, said := range g.Said() {
			found := saidValue(said, field, values)
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
func saidValue(said lines.Said, field string, values *vocab.Vocabulary) string {
	if said.Class {
		return classValue(said.Words, field, values)
	}
	term, _ := bareValue(said.Words, field, values)
	return term
}

// neutral are words of alternative texts, class and file names that say nothing
// of a value.
var neutral = strings.Fields("rating value level status state score badge icon icons img image svg graphic chart bar" +
	" meter gauge progress indicator label is the of commitment ogp irm star")

// mostNames bounds the words of a text that may name a value.
const mostNames = 30

// bareValue strips neutral words and those of the field's name from both ends;
// named reports whether there was one.
func bareValue(text, field string, values *vocab.Vocabulary) (term string, named bool) {
	parts := strings.Fields(text)
	if len(parts) > mostNames {
		return "", false
	}
	extra := func(word string) bool {
		word = words.FoldWord(word)
		return slices.Contains(neutral, word) || slices.Contains(strings.Split(field, "_"), word)
	}
	for len(parts) > 0 {
		if term, ok := values.Exactly(strings.Join(parts, " ")); ok {
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
func classValue(classes, field string, values *vocab.Vocabulary) string {
	term, named := "", false
	for class := range strings.FieldsSeq(classes) {
		found, here := bareValue(lines.Spaced(class), field, values)
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
