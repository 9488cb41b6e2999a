package form

import (
	"regexp"
	"strings"

	"ogp/parse/words"
)

// Wording is a line of a description, or the words before a question mark or a
// colon in it: what may be a form's and not its author's. That shows where it is
// in the descriptions of several commitments.
type Wording struct {
	Text    string
	Heading bool // not a question
}

// TableLine is the line of forms.csv that would make a wording known, but for its
// field: the report is the patch.
func (w Wording) TableLine() string {
	kind := "question"
	if w.Heading {
		kind = "heading"
	}
	return words.TableLine("?", kind, strings.Join(strings.Fields(w.Text), " "), "")
}

// Known reports whether forms.csv has a wording.
func (w Wording) Known() bool {
	text := w.Text
	if w.Heading {
		text += ":"
	}
	labels := splitWords(text).labels()
	return len(labels) > 0 && labels[0].start == 0
}

var wordingWithin = regexp.MustCompile(`(?:^|[.;?!:|]\s+)(¿?\p{Lu}[^.;?!:|\n]{3,100}?)\s*([?:])`)

// Wordings are the wordings of a description, each once.
func Wordings(text string) []Wording {
	var all []Wording
	seen := map[string]bool{}
	add := func(text string, heading bool) {
		text = strings.TrimSpace(text)
		if key := words.Fold(text); !seen[key] && mayBeWording(text) {
			seen[key] = true
			all = append(all, Wording{text, heading})
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		line = line[words.LabelMark(line):]
		if strings.HasSuffix(line, "?") {
			add(line, false)
		} else {
			add(strings.TrimRight(line, " :"), true)
		}
		for _, match := range wordingWithin.FindAllStringSubmatch(line, -1) {
			if match[2] == "?" {
				match[1] += "?"
			}
			add(match[1], match[2] == ":")
		}
	}
	return all
}

const mostWords = 16

// mayBeWording reports whether a text could be a form's label: some words that
// begin with a capital, and neither a date, a sentence nor a column of dates.
func mayBeWording(text string) bool {
	fields := len(strings.Fields(text))
	if fields <= longestHeadingCell/2 && columnPart(text) == "due" {
		return false
	}
	return len(text) >= 4 && len(text) <= 120 && fields <= mostWords && startsUpper(strings.TrimLeft(text, "¿")) &&
		!strings.ContainsAny(text, "0123456789[]|@") && !strings.ContainsAny(text[len(text)-1:], ".,;)")
}
