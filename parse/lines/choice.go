package lines

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// ChoiceMark is the markup that marks the graphic as the present one of several
// choices, or "".
func (g Graphic) ChoiceMark() string { return choiceMark(g.Node) }

// ChoiceMark is the markup that marks a line as the present one of several: on
// its block element, on one around it that holds no other line, or within. It is
// "" if there is none.
func (l Line) ChoiceMark() string {
	n := l.outermost()
	begun := l.began == nil
	for c := range selfAndDescendants(n) {
		if c == l.next || begun && c.DataAtom == atom.Br {
			break // an element that is never closed holds all that follows
		}
		if mark := choiceMark(c); mark != "" && begun {
			return mark
		}
		begun = begun || c == l.began
	}
	if box := n.PrevSibling; n.DataAtom == atom.Label && box != nil && box.DataAtom == atom.Input && attr(box, "id") == attr(n, "for") {
		return choiceMark(box)
	}
	return ""
}

// SharesMark reports whether a mark of the line before is this line's, too: they are in
// one element, with no break between.
func (l Line) SharesMark(before Line) bool { return l.Node == before.Node && l.began == nil }

// Around is what the attributes say of the element around a line and others, such
// as a list: its label may tell the present one of several choices.
func (l Line) Around() []Said {
	if n := l.outermost(); n.Parent != nil {
		return attributesOf(n.Parent)
	}
	return nil
}

// outermost is the outermost element around a line in which no other is beside it.
func (l Line) outermost() *html.Node {
	n := l.Node
	for n.Parent != nil {
		for c := range n.Parent.ChildNodes() {
			if c != n && c.Type == html.ElementNode {
				return n
			}
		}
		n = n.Parent
	}
	return n
}

// chipWords are parts of the classes of names beside each other that are set apart by a
// style sheet alone.
var chipWords = []string{"chip", "tag", "badge", "pill", "term", "topic", "item", "categ"}

// isScale reports whether an element ends with several choices within a line, one of
// which is marked as the present one, or with names that are set apart alike.
func isScale(n *html.Node) bool {
	choices, marked, class := 0, 0, ""
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		case c.DataAtom == atom.Span:
			choices++
			if choiceMark(c) != "" {
				marked++
			}
			if choices == 1 {
				class = attr(c, "class")
			} else if attr(c, "class") != class {
				class = ""
			}
		case choices > 0:
			return false
		}
	}
	chips := slices.ContainsFunc(chipWords, func(word string) bool { return strings.Contains(class, word) })
	return choices >= 2 && (marked == 1 || chips)
}

// choiceWords are words in class names and data attributes that mark the present
// one of several choices.
var choiceWords = setOf("active", "current", "selected", "checked", "on", "is-active", "is-current", "is-selected", "is-checked")

func choiceMark(n *html.Node) string {
	if n.Type == html.ElementNode && n.Data == "title" {
		if text := textOf(n); saysChoice(text) {
			return "title: " + text
		}
	}
	for _, a := range n.Attr {
		if a.Key == "class" && helperClass(a.Val) && saysChoice(textOf(n)) {
			return n.Data + " hidden text: " + textOf(n)
		}
		if marksChoice(a) {
			if a.Key == "checked" || a.Key == "selected" {
				return n.Data + " " + a.Key
			}
			return n.Data + " " + a.Key + "=" + a.Val
		}
	}
	return ""
}

func marksChoice(a html.Attribute) bool {
	switch a.Key {
	case "checked", "selected":
		return true
	case "aria-current", "aria-checked", "aria-selected", "aria-pressed":
		return a.Val != "false" && a.Val != ""
	case "class", "data-state", "data-status":
		return slices.ContainsFunc(strings.Fields(strings.ToLower(a.Val)), choiceWord)
	case "alt", "title", "aria-label":
		return saysChoice(a.Val)
	case "src", "data-src", "data-lazy-src", "href", "xlink:href":
		return saysChoice(fileWords(a.Val))
	case "data-active", "data-current", "data-selected", "data-checked":
		return a.Val != "false" && a.Val != "0"
	}
	return false
}

// besideChoice are words that may be beside those that mark a choice.
var besideChoice = setOf("state", "status", "this", "the", "is", "icon", "step", "stage", "present", "now")

// saysChoice reports whether a text or a file's name says that something is the
// present choice, and nothing else: "Selected", "state-checked", "Current state".
func saysChoice(text string) bool {
	chosen := false
	for word := range strings.FieldsSeq(strings.Trim(strings.ToLower(Spaced(text)), "() ")) {
		if !choiceWords[word] && !besideChoice[word] {
			return false
		}
		chosen = chosen || choiceWords[word] && word != "on"
	}
	return chosen
}

// choiceWord reports whether a class names the present choice, alone, beside words that say
// nothing or as its last part: "current-step", "step--active", but not "not-active".
func choiceWord(class string) bool {
	parts := strings.FieldsFunc(class, func(r rune) bool { return r == '_' || r == '-' })
	return choiceWords[class] || saysChoice(class) || len(parts) > 1 && parts[len(parts)-1] != "on" && choiceWords[parts[len(parts)-1]] && !slices.Contains(parts, "not")
}

// tickWords are words of alternative texts, class and file names that say that
// something is ticked, and tickBeside what may be beside them.
var (
	tickWords  = setOf("check", "check2", "checkmark", "tick", "✓", "✔", "☑", "✅", "yes")
	tickBeside = setOf("fa", "fas", "far", "fal", "bi", "icon", "icons", "eicon", "dashicons", "glyphicon", "ti", "mark", "circle", "square", "solid", "o", "fill",
		"alt", "green", "white")
)

// Ticked reports whether a graphic is a tick and nothing else: "fa-check", "tick.svg", a
// box that is checked, but not "calendar-check".
func (g Graphic) Ticked() bool {
	_, checked := attribute(g.Node, "checked")
	return checked && attr(g.Node, "type") == "checkbox" || ticks(g.Said())
}

// Ticked reports whether a tick is in the element of a line.
func (l Line) Ticked() bool { return ticks(l.said()) }

// said is what the markup of a line's element says, or of its row, up to the next line's.
func (l Line) said() (said []Said) {
	n := l.Node
	if row, _ := l.RowAround(); row != nil {
		n = row
	}
	for c := range selfAndDescendants(n) {
		if c == l.next {
			break
		}
		said = append(said, saidBy(c)...)
	}
	return said
}

// Look is the markup of a line's elements and what it says, to compare it with others.
func (l Line) Look() string {
	var b strings.Builder
	for c := range selfAndDescendants(l.outermost()) {
		if c == l.next {
			break
		}
		if style := attr(c, "style"); style != "" || c.Type == html.ElementNode && roles[c.DataAtom] == roleInline {
			b.WriteString(" " + c.Data + " " + style)
		}
		for _, said := range saidBy(c) {
			b.WriteString(" " + said.Source)
		}
	}
	return b.String()
}

func ticks(all []Said) bool {
	if slices.ContainsFunc(all, func(said Said) bool { return said.Label && !saysTick(said.Words) }) {
		return false // "Verified"
	}
	return slices.ContainsFunc(all, func(said Said) bool {
		names := []string{said.Words}
		if said.Class {
			names = strings.Fields(said.Words)
		}
		return slices.ContainsFunc(names, saysTick)
	})
}

func saysTick(name string) bool {
	found := false
	for word := range strings.FieldsSeq(strings.ToLower(Spaced(name))) {
		if !tickWords[word] && !tickBeside[word] {
			return false
		}
		found = found || tickWords[word]
	}
	return found
}
