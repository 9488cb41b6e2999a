package lines

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// mostNodes bounds the nodes of a page's tree and their attributes: a real page
	// has some thousands.
	mostNodes = 400_000

	// fewBytes is how large a page may be for which attributes are not counted.
	fewBytes = 1 << 20

	mostLines = 100_000

	// mostText bounds the bytes of text of a page: a real page has some ten thousand.
	mostText = 1 << 20

	// mostDepth is how many elements html.Parse takes within each other.
	mostDepth = 512

	// longestHead bounds the bytes in which the head of a page is looked for that is
	// not read otherwise.
	longestHead = 1 << 18
)

// formatting are the elements that a browser opens again in each block until they are
// closed, so that a few bytes make any number of nodes.
var formatting = setOf("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")

// mayExceed reports whether a page's tree may have more nodes than the bound: if
// each of its elements opens again all of the formatting ones. Tags in capitals
// count as such.
func mayExceed(text []byte) bool {
	tags, starts, size := 0, 0, len(text)
	for at := bytes.IndexByte(text, '<'); at >= 0; at = bytes.IndexByte(text, '<') {
		text = text[at+1:]
		tags++
		end := 0 // of the name
		for end < len(text) && text[end] >= 'a' && text[end] <= 'z' {
			end++
		}
		if formatting[string(text[:end])] || end < len(text) && text[end] >= 'A' && text[end] <= 'Z' {
			starts++
		}
	}
	return size > fewBytes || tags*(2+min(starts, mostDepth)) > mostNodes
}

// mostAlike is how many open elements of one name without attributes are opened
// again: the standard's own bound.
const mostAlike = 3

// exceeds reports whether a page's tree will have more nodes or attributes than the
// bound, told from its tags: each tag of another kind opens again all formatting elements
// that are open.
func exceeds(text []byte) bool {
	open, nodes, all, keys := map[string]int{}, 0, 0, 0
	for z := html.NewTokenizer(bytes.NewReader(text)); max(nodes, keys) <= mostNodes; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return false
		}
		if kind == html.TextToken || kind == html.CommentToken {
			continue
		}
		nodes += 2 // the tag, and the text after it
		tag, attributes := z.TagName()
		name := string(tag)
		for more := attributes; more; keys++ {
			_, _, more = z.TagAttr()
		}
		switch {
		case !formatting[name]:
			nodes += all
		case kind == html.EndTagToken && open[name+" "] > 0:
			open[name+" "]--
			all--
		case kind == html.EndTagToken:
			all -= min(open[name], 1)
			open[name] -= min(open[name], 1)
		case attributes:
			open[name+" "]++
			all++
		case open[name] < mostAlike:
			open[name]++
			all++
		}
	}
	return true
}

// lesser are the tags that are left of a page whose elements are too deep within
// each other: all but those within lines, which sites forget to close, or else none
// that anything is in but links and headings.
var lesser = []func(atom.Atom) bool{blockTags, flatTags}

func blockTags(tag atom.Atom) bool { return roles[tag] != roleInline || flatTags(tag) }

func flatTags(tag atom.Atom) bool {
	switch tag {
	case atom.A, atom.Textarea, atom.Template, atom.Noscript, atom.Iframe, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return roles[tag] == roleBreak || roles[tag] == roleGraphic || headTags(tag)
}

// headTags are those that tell something of a page.
func headTags(tag atom.Atom) bool {
	switch tag {
	case atom.Html, atom.Title, atom.Link, atom.Meta, atom.Script, atom.Style:
		return true
	}
	return false
}

// withTags is a page with some of its tags only. A line still ends where an element
// began or ended a line.
func withTags(text []byte, kept func(atom.Atom) bool) []byte {
	var b bytes.Buffer
	for z := html.NewTokenizer(bytes.NewReader(text)); ; {
		kind := z.Next()
		raw := bytes.Clone(z.Raw())
		tag, _ := z.TagName()
		name := atom.Lookup(tag)
		switch {
		case kind == html.ErrorToken:
			return b.Bytes()
		case len(tag) == 0 || kept(name):
			b.Write(raw)
		case roles[name] == roleBlock:
			b.WriteString("<br>")
		}
	}
}
