package lines

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp"
)

const (
	// mostNodes bounds the nodes of a page's tree: a real page has some thousands.
	mostNodes = 400_000

	// fewTags is how many tags a page may have for which nodes are not counted: they
	// cannot make a tree of more than some 100 MB.
	fewTags = 3_000

	// mostLines bounds the lines of a page.
	mostLines = 100_000

	// mostOpen bounds the elements that are open within each other in a page that
	// html.Parse refuses, which takes 512.
	mostOpen = 200

	// mostHead bounds the tokens in which a page's head is looked for.
	mostHead = 2_000
)

// formatting are the elements that a browser opens again in each block until they
// are closed, so that a few bytes make any number of nodes.
var formatting = func() map[string]string {
	all := map[string]string{}
	for name := range strings.FieldsSeq("a b big code em font i nobr s small strike strong tt u") {
		all[name] = name
	}
	return all
}()

// mostAlike is how many open elements of one name without attributes are opened
// again: the standard's own bound.
const mostAlike = 3

// nodesOf is about how many nodes a page's tree will have at most, told from its
// tags before there is a tree: each tag of another kind may open again all
// elements of formatting that are open.
func nodesOf(text []byte) int {
	if bytes.Count(text, []byte("<")) <= fewTags {
		return 0
	}
	nodes, open := 0, 0
	plain, special := map[string]int{}, map[string]int{}
	for {
		at := bytes.IndexByte(text, '<')
		if at < 0 || nodes > mostNodes {
			return nodes
		}
		text = text[at+1:]
		nodes += 2 // the tag, and the text after it
		if len(text) > 0 {
			switch text[0] | 0x20 {
			case '!':
				if bytes.HasPrefix(text, []byte("!--")) {
					text = after(text, "-->")
					continue
				}
			case 's':
				if end := rawEnd(text); end != "" {
					text = after(text, end)
					continue
				}
			}
		}
		closes := len(text) > 0 && text[0] == '/'
		name, bare := formattingName(text)
		switch {
		case name == "":
			nodes += open
		case closes && special[name] > 0:
			special[name]--
			open--
		case closes && plain[name] > 0:
			plain[name]--
			open--
		case closes:
		case !bare:
			special[name]++
			open++
		case plain[name] < mostAlike:
			plain[name]++
			open++
		}
	}
}

func after(text []byte, mark string) []byte {
	if at := bytes.Index(text, []byte(mark)); at >= 0 {
		return text[at+len(mark):]
	}
	return nil
}

// rawEnd is the end tag up to which what follows a start tag is no markup.
func rawEnd(text []byte) string {
	switch {
	case hasName(text, "script"):
		return "</script"
	case hasName(text, "style"):
		return "</style"
	}
	return ""
}

func hasName(text []byte, name string) bool {
	return len(text) > len(name) && text[0]|0x20 == name[0] && strings.EqualFold(string(text[:len(name)]), name)
}

// longestFormatting is the length of "strong".
const longestFormatting = 6

// formattingName is the name of the tag that a text begins with, if it is one of
// formatting; bare tells that it has no attributes.
func formattingName(text []byte) (name string, bare bool) {
	text = bytes.TrimPrefix(text, []byte("/"))
	end := bytes.IndexAny(text[:min(len(text), longestFormatting+1)], " \t\n\r\f/>")
	if end < 1 {
		return "", false
	}
	if name = formatting[string(text[:end])]; name == "" && text[0] <= 'Z' {
		name = formatting[strings.ToLower(string(text[:end]))]
	}
	return name, text[end] == '>'
}

// flatten writes a page anew without the elements that are too deep within each
// other, and without those of formatting but links. A line still ends where an
// element began or ended a line.
func flatten(text []byte) []byte {
	var b bytes.Buffer
	var open []string
	for z := html.NewTokenizer(bytes.NewReader(text)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.Bytes()
		}
		raw := z.Raw()
		if kind != html.StartTagToken && kind != html.EndTagToken {
			b.Write(raw)
			continue
		}
		raw = bytes.Clone(raw)
		tag, _ := z.TagName()
		name := string(tag)
		var keep bool
		if kind == html.StartTagToken {
			open, keep = opened(open, name)
		} else {
			open, keep = closed(open, name)
		}
		switch {
		case keep:
			b.Write(raw)
		case roles[atom.Lookup(tag)] == roleBlock:
			b.WriteString("<br>")
		}
	}
}

// void are the elements that nothing is in.
var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "source": true, "track": true, "wbr": true,
}

// opened is what is open after a start tag, and whether the tag is kept.
func opened(open []string, name string) ([]string, bool) {
	switch {
	case void[name]:
		return open, true
	case formatting[name] != "" && name != "a", len(open) >= mostOpen:
		return open, false
	case len(open) > 0 && open[len(open)-1] == name && name != "div" && name != "span":
		return open, true // the tag closes the one before it
	}
	return append(open, name), true
}

// closed is what is open after an end tag, and whether the tag is kept.
func closed(open []string, name string) ([]string, bool) {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == name {
			return open[:i], true
		}
	}
	return open, false
}

// unread is a page whose tree is not made: it holds what the head says, and the
// heading as the title has it.
func unread(page ogp.Page, text []byte, reason string) *Document {
	title, language, addresses := headOf(text)
	ref := firstCommitment(append([]string{page.URL, ogp.SavedFrom(text)}, addresses...)...)
	d := &Document{Title: title, Ref: ref, Unread: reason, language: twoLetters(language), base: base(ref)}
	heading, _, _ := strings.Cut(title, " | ")
	if ref.ID != "" && !strings.HasSuffix(strings.ToUpper(heading), "("+ref.ID+")") {
		heading = strings.TrimSpace(heading + " (" + ref.ID + ")")
	}
	w := &walker{block: []*html.Node{{Type: html.ElementNode, Data: "h1", DataAtom: atom.H1}}, heading: 1}
	w.write(heading)
	w.breakLine()
	w.Text = string(w.text)
	d.Stream = &w.Stream
	return d
}

// headOf is the title, the language and the addresses that a page's head tells.
func headOf(text []byte) (title, language string, addresses []string) {
	z := html.NewTokenizer(bytes.NewReader(text))
	for range mostHead {
		switch z.Next() {
		case html.ErrorToken:
			return title, language, addresses
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		switch token := z.Token(); token.DataAtom {
		case atom.Html:
			language = value(token, "lang")
		case atom.Title:
			if title == "" && z.Next() == html.TextToken {
				title = strings.Join(strings.Fields(string(z.Text())), " ")
			}
		case atom.Link:
			if value(token, "rel") == "canonical" {
				addresses = append(addresses, value(token, "href"))
			}
		case atom.Meta:
			if value(token, "property") == "og:url" {
				addresses = append(addresses, value(token, "content"))
			}
		case atom.Body:
			return title, language, addresses
		}
	}
	return title, language, addresses
}

func value(token html.Token, key string) string {
	for _, a := range token.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
