package lines

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

type listItem struct {
	pending bool
	number  string // as a browser shows it; empty in a list without numbers
}

type list struct {
	numbered   bool
	nested     bool // without numbers, in an item of another list
	next, step int
	style      string // of its numbers, as the attribute type has it
}

func (w *walker) openList(n *html.Node) {
	switch n.DataAtom {
	case atom.Ul:
		w.lists = append(w.lists, list{nested: w.isNested(n)})
	case atom.Ol:
		w.lists = append(w.lists, numberedList(n))
	case atom.Li:
		w.item = listItem{pending: true, number: w.nextNumber(n)}
	}
}

func (w *walker) closeList(n *html.Node) {
	switch n.DataAtom {
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:len(w.lists)-1]
	case atom.Li:
		w.item = listItem{}
	}
}

// nestedBullet is what a browser shows before the items of a list within an item.
const nestedBullet = "◦"

// isNested reports whether a list is within the item whose text comes right before it. In
// other lists, it is in one that was never closed.
func (w *walker) isNested(n *html.Node) bool {
	if len(w.Lines) == 0 {
		return false
	}
	before := w.Lines[len(w.Lines)-1]
	return before.Bullet && (before.Node == n.Parent || before.Node.Parent == n.Parent) && n.Parent.DataAtom == atom.Li
}

func numberedList(n *html.Node) list {
	l := list{numbered: true, next: 1, step: 1, style: attr(n, "type")}
	if _, reversed := attribute(n, "reversed"); reversed {
		l.next, l.step = 0, -1
		for item := range n.ChildNodes() {
			if item.DataAtom == atom.Li {
				l.next++
			}
		}
	}
	if start, err := strconv.Atoi(attr(n, "start")); err == nil {
		l.next = start
	}
	return l
}

func (w *walker) nextNumber(item *html.Node) string {
	if len(w.lists) == 0 {
		return ""
	}
	l := &w.lists[len(w.lists)-1]
	switch {
	case l.nested:
		return nestedBullet
	case !l.numbered:
		return ""
	}
	if value, err := strconv.Atoi(attr(item, "value")); err == nil {
		l.next = value
	}
	number := l.next
	l.next += l.step
	return numeral(number, l.style) + "."
}

// numeral writes a number in the style of a list; in digits where that has none.
func numeral(number int, style string) string {
	switch {
	case style == "a" && number >= 1 && number <= 26:
		return string(rune('a' + number - 1))
	case style == "A" && number >= 1 && number <= 26:
		return string(rune('A' + number - 1))
	case style == "i" && number >= 1 && number <= mostRoman:
		return roman(number)
	case style == "I" && number >= 1 && number <= mostRoman:
		return strings.ToUpper(roman(number))
	}
	return strconv.Itoa(number)
}

const mostRoman = 39

func roman(number int) string {
	units := []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}
	return strings.Repeat("x", number/10) + units[number%10]
}
