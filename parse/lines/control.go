package lines

import (
	"bytes"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp/parse/words"
)

// selectOpening are controls that are content: what opens a part of the page is that part's
// heading, and what chooses is a choice.
var selectOpening = cascadia.MustCompile(`button[disabled], [aria-expanded], [aria-controls], [data-toggle], [data-bs-toggle],
	[aria-pressed], [aria-current], [aria-checked], [aria-selected], [role=tab], [role=radio], [role=option]`)

// isControl reports whether an element is something to press, whose text is no
// content: a button, or a link that leads nowhere else.
func isControl(n *html.Node) bool {
	pressed := n.DataAtom == atom.Button || n.DataAtom == atom.A && (leadsNowhere(attr(n, "href")) || attr(n, "rel") == "edit")
	return pressed && !selectOpening.Match(n)
}

// press notes that text to press begins; what it returns notes that it ends.
func (w *walker) press(n *html.Node) func() {
	from := len(w.text)
	w.control++
	shared := shares(attr(n, "href"))
	return func() {
		w.control--
		w.shared = w.shared || shared && w.open
		if w.control == 0 && len(w.text) > from {
			w.Controls = append(w.Controls, Span{from, len(w.text)})
		}
	}
}

const longestPrompt = 60

// longestBeside bounds the bytes beside several texts to press: "Share this:".
const longestBeside = 24

func (w *walker) isPressed() bool {
	if !w.prose {
		return w.pressed
	}
	line := &w.Lines[len(w.Lines)-1]
	inside, controls := 0, 0
	for i := len(w.Controls) - 1; i >= 0 && w.Controls[i].Start >= line.Start; i-- {
		inside += w.Controls[i].End - w.Controls[i].Start
		controls++
	}
	return (controls >= 2 || controls > 0 && w.shared) && len(w.text)-line.Start-inside <= longestBeside
}

// markPrompt makes a short question before a control a part of it: "Was this page
// helpful?"
func (w *walker) markPrompt() {
	i := len(w.Lines) - 2
	if i < 0 || w.Lines[i].Heading {
		return
	}
	if text := w.text[w.Lines[i].Start:w.Lines[i].End]; len(text) <= longestPrompt && bytes.HasSuffix(text, []byte("?")) {
		w.Lines[i].Control = true
	}
}

// sharing are parts of the addresses by which a page is shared or edited.
var sharing = []string{"facebook.com/sharer", "twitter.com/intent", "twitter.com/share", "x.com/intent", "linkedin.com/share", "/wp-admin/", "mailto:?", "?share=", "&share=",
	"whatsapp.com/send", "wa.me/?", "t.me/share", "reddit.com/submit", "/intent/"}

func leadsNowhere(href string) bool {
	href = strings.TrimSpace(href)
	return strings.HasPrefix(href, "#") || strings.HasPrefix(href, "javascript:") || shares(href)
}

func shares(href string) bool {
	return slices.ContainsFunc(sharing, func(part string) bool { return strings.Contains(href, part) })
}

var selectBox = cascadia.MustCompile("input[type=checkbox], input[type=radio]")

// holdsBox reports whether a label holds the box or the radio button it is for.
func holdsBox(n *html.Node) bool {
	if selectBox.MatchFirst(n) != nil {
		return true
	}
	box := ElementBefore(n)
	return box != nil && box.DataAtom == atom.Input && attr(n, "for") != "" && attr(box, "id") == attr(n, "for")
}

// isRest reports whether a hidden element is the rest of a text that is cut for
// the eye, "To publish ... Read more": the line before it ends with dots, which
// go, as does a beginning that the element repeats.
func (w *walker) isRest(n *html.Node) bool {
	if !w.open || helperClass(attr(n, "class")) || helperClass(attr(n, "role")) {
		return false
	}
	start := w.Lines[len(w.Lines)-1].Start
	shown := strings.TrimRight(string(w.text[start:]), " ")
	cut := strings.TrimRight(shown, ".… ")
	if !strings.HasSuffix(shown, "…") && !strings.HasSuffix(shown, "...") || cut == "" {
		return false
	}
	if whole := strings.Join(strings.Fields(words.Compose(textOf(n))), " "); strings.HasPrefix(whole, cut) {
		cut = ""
	}
	w.cutText(start + len(cut))
	w.space = cut != ""
	return true
}

func (w *walker) cutText(to int) {
	w.text = w.text[:to]
	for len(w.Marks) > 0 && w.Marks[len(w.Marks)-1] > to {
		w.Marks = w.Marks[:len(w.Marks)-1]
	}
	for len(w.Links) > 0 && w.Links[len(w.Links)-1].End > to {
		w.Links = w.Links[:len(w.Links)-1]
	}
}

// copied is what an element has written, with which the next one beside it is
// compared.
type copied struct {
	node                          *html.Node
	from, to                      int // in the text
	lines, links, graphics, marks int // before it
}

// once writes an element, unless it repeats the one before it for another kind of
// screen, as pages do that have a part for large and one for small screens.
func (w *walker) once(n *html.Node, before copied) copied {
	c := copied{n, len(w.text), 0, len(w.Lines), len(w.Links), len(w.Graphics), len(w.Marks)}
	open := w.open
	w.element(n)
	c.to = len(w.text)
	same := before.node != nil && before.from < before.to && bytes.Equal(bytes.TrimSpace(w.text[before.from:before.to]), bytes.TrimSpace(w.text[c.from:c.to]))
	if !same || !forOtherScreens(before.node, n) || open != w.open {
		return c
	}
	w.text, w.Lines, w.Links, w.Graphics, w.Marks = w.text[:c.from], w.Lines[:c.lines], w.Links[:c.links], w.Graphics[:c.graphics], w.Marks[:c.marks]
	w.space = false
	return before
}

// forOtherScreens reports whether the classes of two elements say that one is
// shown where the other is not.
func forOtherScreens(a, b *html.Node) bool {
	classA, classB := attr(a, "class"), attr(b, "class")
	return classA != classB && screenClass(classA) && screenClass(classB)
}

// screenClasses are parts of the names of classes that show or hide by screen.
var screenClasses = []string{"desktop", "mobile", "tablet", "phone", "small", "large", "d-none", "d-block", "-none", "hidden", "hide", "show", "visible", "only", "sm:", "md:", "lg:"}

func screenClass(class string) bool {
	class = strings.ToLower(class)
	for _, part := range screenClasses {
		if strings.Contains(class, part) {
			return true
		}
	}
	return false
}
