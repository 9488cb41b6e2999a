package outline

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp"
	questions "ogp/parse/form"
	"ogp/parse/words"
)

// related are the parts of a page that are about other commitments: lists and
// cards, wherever they are and whatever their heading.
type related struct {
	lines []bool              // by line
	nodes map[*html.Node]bool // the outermost elements
	first int                 // line at which the first after the heading "Description" begins; -1 if there is none
}

// holds reports whether an element is in a part about other commitments.
func (r *related) holds(n *html.Node) bool {
	for ; n != nil && len(r.nodes) > 0; n = n.Parent {
		if r.nodes[n] {
			return true
		}
	}
	return false
}

// entryOfList is how a list without links names a commitment: its ID, its year.
var entryOfList = regexp.MustCompile(`^(` + ogp.IDPattern + `),\s*(?:19|20)\d{2}\b`)

// entryByID is one of several lines that begin with an ID each: "KE0012 – Open courts".
var entryByID = regexp.MustCompile(`^(` + ogp.IDPattern + `)\s*[–—:-]\s*\p{L}`)

// findRelated finds them after the heading of a commitment. An entry is a line
// that is a link to a commitment's page, or names one by its ID; what it is in is
// a part about others if it begins with entries, after one heading at most.
func (s *scanner) findRelated(title, description int) related {
	r := related{lines: make([]bool, len(s.Lines)), nodes: map[*html.Node]bool{}, first: -1}
	own, _, _ := idOf(s.Stream, title)
	for i := title + 1; i < len(s.Lines); i++ {
		if r.lines[i] || !s.isEntry(i, own) {
			continue
		}
		node, from, to := s.partAround(&r, s.cardAround(&r, i, title, description), title, description)
		if from-1 > title && s.headsPart(from-1) {
			from--
		}
		r.nodes[node] = true
		for line := from; line <= to; line++ {
			r.lines[line] = true
		}
		if r.first < 0 && description >= 0 && from > description {
			r.first = from
		}
	}
	return r
}

func (s *scanner) isEntry(line int, own string) bool {
	linked, whole := s.linkedIn(line)
	if whole {
		return linked != own
	}
	if linked != "" && linked != own && s.isItem(line) {
		return true
	}
	id, _, ok := idOf(s.Stream, line)
	text := s.At(line)
	ok = ok && strings.HasSuffix(text, ")") && (s.Lines[line].Bullet || s.Lines[line].Heading)
	if len(text) > 1 && 'A' <= text[1] && text[1] <= 'Z' { // as every ID has; spares nearly all lines the search
		if match := entryOfList.FindStringSubmatch(text); match != nil {
			id, ok = match[1], true
		}
		if match := entryByID.FindStringSubmatch(text); match != nil {
			beside := func(i int) bool { return i > 0 && i < len(s.Lines) && entryByID.MatchString(s.At(i)) }
			id, ok = match[1], beside(line-1) || beside(line+1)
		}
	}
	return ok && id != own && len(text) <= longestEntry
}

const (
	// longestRemark bounds the bytes after the link of an entry.
	longestRemark = 60

	// longestEntry bounds the bytes of a line that names another commitment without
	// a link; a longer one is prose.
	longestEntry = 200

	// mostLinks bounds the links of an entry: an image and a title may be one each.
	mostLinks = 3
)

// linkedIn is the commitment whose page the first link of a line leads to, and
// whether links are all of the line.
func (s *scanner) linkedIn(line int) (id string, whole bool) {
	l := s.Lines[line]
	links := s.LinksIn(l)
	if len(links) == 0 {
		return "", false
	}
	ref := ogp.ParseURL(s.page.Absolute(links[0].Href))
	if ref.Kind != ogp.KindCommitment || len(links) > mostLinks {
		return ref.ID, false
	}
	outside, from := "", l.Start
	for _, link := range links {
		outside += s.Text[from:max(from, link.Start)]
		from = min(max(from, link.End), l.End)
	}
	return ref.ID, !words.HasWord(strings.Trim(outside+s.Text[from:l.End], "0123456789"))
}

// isItem reports whether a line is an item of a list that begins with its link, with
// a remark after it such as a year and policy area.
func (s *scanner) isItem(line int) bool {
	l, link := s.Lines[line], s.LinksIn(s.Lines[line])[0]
	if link.Start > l.Start+1 || link.End > l.End {
		return false
	}
	rest := strings.TrimSpace(s.Text[link.End:l.End])
	return entryOfList.MatchString(rest) || l.Bullet && len(rest) <= longestRemark && !strings.Contains(rest, ".")
}

// isOwnEntry reports whether a line is a link to the page of the commitment itself,
// which lists of a member's commitments have as well.
func (s *scanner) isOwnEntry(line int) bool {
	_, whole := s.linkedIn(line)
	return whole && !s.Lines[line].Control
}

// part is an element and the lines in it.
type part struct {
	node     *html.Node
	from, to int
}

// mostCard bounds the lines of a card.
const mostCard = 12

// cardAround is the card that an entry is in: an element beside others like it that hold
// an entry each, such as those of a row of pictures. It is the entry itself where there
// is none.
func (s *scanner) cardAround(r *related, line, title, description int) part {
	entry := part{s.Lines[line].Node, line, line}
	linked, whole := s.linkedIn(line)
	for n := entry.node; whole && !s.Lines[line].Bullet && n.Parent != nil && !isPage(n); n = n.Parent {
		card := part{n, line, line}
		for card.from-1 > title && within(s.Lines[card.from-1].Node, n) {
			card.from--
		}
		for card.to+1 < len(s.Lines) && within(s.Lines[card.to+1].Node, n) {
			card.to++
		}
		if card.to-card.from >= mostCard || card.from <= description && description <= card.to || card.from-1 == title && within(s.Lines[title].Node, n) {
			break
		}
		before := n.PrevSibling
		for before != nil && before.Type != html.ElementNode {
			before = before.PrevSibling
		}
		if before != nil && before.Data == n.Data && r.nodes[before] || s.besideCard(n, card.to+1, linked) {
			return card
		}
	}
	return entry
}

// besideCard reports whether the lines from one on are in an element like another one that
// links to another commitment.
func (s *scanner) besideCard(n *html.Node, line int, linked string) bool {
	if line >= len(s.Lines) {
		return false
	}
	for i := line; i < min(line+mostCard, len(s.Lines)); i++ {
		if id, whole := s.linkedIn(i); whole && id != linked {
			next := n.NextSibling
			for next != nil && next.Type != html.ElementNode {
				next = next.NextSibling
			}
			return next != nil && next.Data == n.Data && within(s.Lines[i].Node, next)
		}
	}
	return false
}

// partAround is the outermost element around an entry that begins with entries,
// and the lines in it.
func (s *scanner) partAround(r *related, entry part, title, description int) (node *html.Node, from, to int) {
	node, from, to = entry.node, entry.from, entry.to
	for n := node; n != nil && !isPage(n); n = n.Parent {
		first, last, ok := from, to, true
		for first-1 > title && within(s.Lines[first-1].Node, n) && ok {
			first--
			ok = r.lines[first] || s.isOwnEntry(first) || s.headsBox(first, n) || s.Lines[first].Node.DataAtom == atom.Th
		}
		for ok && last+1 < len(s.Lines) && within(s.Lines[last+1].Node, n) {
			last++
			ok = !s.beginsText(last)
		}
		if !ok || first-1 == title && within(s.Lines[title].Node, n) || first <= description && description <= last {
			return node, from, to
		}
		node, from, to = n, first, last
	}
	return node, from, to
}

func isPage(n *html.Node) bool {
	return n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Main || n.Type != html.ElementNode
}

func within(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// beginsText reports whether a label of the commitment's free text, or the
// heading of it, begins a line.
func (s *scanner) beginsText(line int) bool {
	for _, c := range s.starting[line] {
		if c.slot >= slotDescription && c.Template != "end" && s.ownLine(c) {
			return true
		}
	}
	return false
}

// headsPart reports whether a line may be the heading of a list: a short one of
// its own that no label begins.
func (s *scanner) headsPart(line int) bool {
	l, text := s.Lines[line], s.At(line)
	own := l.Heading || s.Marked(l.Start) && s.Marked(l.End) || isLabelOf("end", text) ||
		s.Alone(line) && (l.Node.DataAtom != atom.P || strings.HasSuffix(text, ":"))
	return own && s.mayHead(line)
}

// headsBox reports whether a line may be the heading of an element that it begins: a
// paragraph, too, unless it is the value of the label before it.
func (s *scanner) headsBox(line int, n *html.Node) bool {
	if within(s.Lines[line-1].Node, n) {
		return false
	}
	awaited := slices.ContainsFunc(s.starting[line-1], func(c candidate) bool { return c.Template != "end" && s.ownLine(c) })
	return s.headsPart(line) || s.Alone(line) && !awaited && s.mayHead(line)
}

func (s *scanner) mayHead(line int) bool {
	l, text := s.Lines[line], s.At(line)
	labelled := slices.ContainsFunc(s.starting[line], func(c candidate) bool { return c.Template != "end" })
	return !labelled && (l.Heading || !s.Linked(l)) && len(text) <= longestLabel && !l.Bullet && !strings.ContainsAny(text[len(text)-1:], ".?!;")
}

// mostAfter bounds the lines after a part about others in which a form is looked for.
const mostAfter = 100

// goesOn reports whether the commitment's text goes on after a part about others: a label
// of it begins a line, or a form's question.
func (s *scanner) goesOn(r related, end int) bool {
	for i := r.first; i < end; i++ {
		text := s.At(i)
		if s.beginsText(i) {
			return true
		}
		if r.lines[i] || i >= r.first+mostAfter || !strings.ContainsAny(text, ":?") {
			continue
		}
		for _, a := range questions.Read(text).Answers {
			if a.Field != "" && strings.HasPrefix(text, a.Question) {
				return true
			}
		}
	}
	return false
}
