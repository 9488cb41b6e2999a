package outline

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	questions "ogp/parse/form"
	"ogp/parse/lines"
	"ogp/parse/words"
)

// fewestAlike is how many labels must look alike before their look tells of
// labels that the tables do not have.
const fewestAlike = 3

// look is how a line is set apart in the markup.
type look struct {
	lines.Style
	afterBody bool   // after the heading "Description"
	colon     string // ":" at its end, ": …" before a value in it, or ""
}

// unknownLabels are lines that look like the labels around them and are in
// no table. In a national description nothing does: its headings are its
// author's.
func (o *Outline) unknownLabels() []candidate {
	if len(o.labels) == 0 {
		return nil
	}
	holdsLabel := map[int]bool{}
	labelLooks, lineLooks := map[look]int{}, map[look]int{}
	for _, label := range o.labels {
		holdsLabel[label.line] = true
		labelLooks[o.lookOf(label.line)]++
	}
	for i := o.title + 1; i < o.end; i++ {
		lineLooks[o.lookOf(i)]++
	}
	var unknown []candidate
	for i := o.title + 1; i < o.end; i++ {
		at := o.lookOf(i)
		if o.related.lines[i] || o.scan.Lines[i].Control || o.scan.siteSlot(o.scan.Lines[i]) > 0 || o.fieldAt(o.scan.Lines[i]) == "milestones" {
			continue // a milestone has labels of its own
		}
		if at.afterBody && o.Template == "national" && !o.isPageHeading(i) || holdsLabel[i] || o.scan.Lines[i].Start < o.labels[0].start {
			continue
		}
		alike := labelLooks[at]
		if at.afterBody && o.Template == "national" {
			unknown = append(unknown, o.unknownLine(i))
			continue
		}
		distinct := alike >= fewestAlike && (isTerm(at.Style) || lineLooks[at]-alike <= alike/2) && labelStyle(at.Style) && o.scan.Alone(i)
		if found, ok := o.unknownAt(i, distinct, at.afterBody); ok {
			unknown = append(unknown, found)
		}
	}
	return unknown
}

// labelStyle reports whether a style is one that pages use for labels; a bare
// paragraph or list item is none.
func labelStyle(s lines.Style) bool {
	return s.Class != "" || lines.IsLabelElement(atom.Lookup([]byte(s.Element)))
}

func (o *Outline) lookOf(line int) look {
	colon := ""
	if _, value, found := strings.Cut(o.scan.At(line), ":"); found && strings.TrimSpace(value) == "" {
		colon = ":"
	} else if found {
		colon = ": …"
	}
	style := o.scan.StyleOf(line)
	if isTerm(style) {
		colon = "" // a label with or without one
	}
	return look{style, o.scan.Lines[line].Start > o.body(), colon}
}

// isTerm reports whether a style is that of the labels in a table or a list of terms.
func isTerm(s lines.Style) bool { return s.Element == "th" || s.Element == "dt" }

// longestLabel bounds the length of an unknown label.
const longestLabel = 60

// unknownAt reads the line as a label that no table has: one that looks like
// the known ones, or, in At-a-Glance, one that ends with a colon as they do.
func (o *Outline) unknownAt(lineNo int, distinct, afterBody bool) (candidate, bool) {
	l, text := o.scan.Lines[lineNo], o.scan.At(lineNo)
	found := o.unknownLine(lineNo)
	colon := strings.IndexByte(text[:min(len(text), longestLabel)], ':')
	set := colon > 1 && (o.scan.Marked(l.Start+colon) || o.scan.Marked(l.Start+colon+1)) // apart from the text after it
	if colon > 1 && !l.Bullet && labelShape(text[:colon]) && (distinct && (set || !afterBody) || !afterBody && (!slices.Contains(longValues, o.fieldAt(l)) || set && o.setsLabelsApart())) {
		found.form, found.end, found.value = formColon, l.Start+colon, l.Start+colon+1
		return found, true
	}
	if l.Heading && !afterBody && labelShape(text) && !slices.Contains(headedValues, o.fieldAt(l)) && !o.awaited(lineNo) {
		return found, true
	}
	if colon < 0 && l.Lead > 1 && !afterBody && !l.Bullet && labelShape(text[:l.Lead]) && !o.awaited(lineNo) && o.setsLabelsApart() {
		found.form, found.end, found.value = formColon, l.Start+l.Lead, l.Start+l.Lead
		return found, true
	}
	return found, distinct && len(text) <= longestLabel && labelShape(text)
}

// awaited reports whether a line is behind a label that has nothing on its own.
func (o *Outline) awaited(line int) bool {
	return slices.ContainsFunc(o.labels, func(label candidate) bool { return label.line == line-1 && o.scan.ownLine(label) })
}

// unknownLine is a line as a label that no table has.
func (o *Outline) unknownLine(line int) candidate {
	l := o.scan.Lines[line]
	return candidate{Label: &Label{Field: noField, form: formLine}, start: l.Start, end: l.End, value: l.End, line: line}
}

// isPageHeading reports whether a line after the heading "Description" looks as that
// heading does, and is none that a form has: it heads another part of the page.
func (o *Outline) isPageHeading(line int) bool {
	text := o.scan.At(line)
	if !o.scan.Lines[line].Heading || len(text) > longestLabel || !labelShape(text) || strings.ContainsAny(text[len(text)-1:], ":?") || isLabelOf("end", text) {
		return false
	}
	for _, label := range o.labels {
		if label.slot == slotDescription {
			return o.scan.Lines[label.line].Heading && o.scan.SameStyle(line, label.line) && !isFormLabel(text)
		}
	}
	return false
}

// isFormLabel reports whether a form has a line as its heading.
func isFormLabel(text string) bool {
	text = strings.TrimLeft(text, "0123456789.) ")
	return len(text) <= mostLabel && slices.ContainsFunc(questions.Read(text+"\nText.").Answers, func(a questions.Answer) bool { return !a.Unknown && strings.HasPrefix(text, a.Question) })
}

// longValues are the fields of At-a-Glance whose values may hold a colon themselves.
var longValues = []string{"lead_institution", "support_institutions", "institutions", "irm_reports"}

// headedValues are those of them that may hold headings.
var headedValues = []string{"institutions", "irm_reports"}

// fieldAt is the field of the label that a line comes after.
func (o *Outline) fieldAt(l lines.Line) string {
	field := ""
	for _, label := range o.labels {
		if label.start > l.Start {
			break
		}
		field = label.Field
	}
	return field
}

// setsLabelsApart reports whether the page's labels are elements of their own
// within the line of their value.
func (o *Outline) setsLabelsApart() bool {
	set := 0
	for _, label := range o.labels {
		if label.weight == weightColon && (o.scan.Marked(label.end) || o.scan.Marked(label.value)) {
			set++
		}
	}
	return set >= fewestAlike
}

// labelShape reports whether a text could be a label: a capital, then a few words.
func labelShape(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(first) && len(strings.Fields(text)) <= 8 && !strings.ContainsAny(text, ".;!|")
}

// TableLine is the line of labels.csv that would make a section's unknown label
// known, but for its field: the report is the patch.
func (o *Outline) TableLine(s Section, language string) string {
	slot := 0
	for _, label := range o.labels {
		if label.start < s.at.start {
			slot = label.slot
		}
	}
	return words.TableLine(o.Template, fmt.Sprint(slot+1), "?", string(s.at.form), language, s.Label, "")
}
