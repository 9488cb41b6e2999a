package outline

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/words"
)

// related are the parts of a page that are about other commitments: lists and
// cards, wherever they are and whatever their heading.
type related struct {
	lines []bool              // by line
	nodes map[*html.Node]bool // the outermost elements
	first int                 // line at which the first after the heading "Description" begins; -1 if there is none
	boxes []string            // the first prose of each box of the site's own, which may be the author's
}

// finder finds them on a page with its two headings, the commitment's and "Description".
type finder struct {
	*scanner
	related
	title, description int
	facts              map[string]bool // what At-a-Glance says
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
	r := finder{s, related{lines: make([]bool, len(s.Lines)), nodes: map[*html.Node]bool{}, first: -1}, title, description, map[string]bool{}}
	own, _, _ := idOf(s.Stream, title)
	for i := title + 1; i < len(s.Lines); i++ {
		if r.lines[i] || !s.isEntry(i, own) {
			continue
		}
		found := r.partAround(r.cardAround(i))
		if found.from-1 > title && s.headsPart(found.from-1) {
			found.from--
		}
		r.add(found)
		if r.first < 0 && description >= 0 && found.from > description {
			r.first = found.from
		}
	}
	r.findForeign()
	return r.related
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
	if lead := leads.FindString(s.Text[l.Start:links[0].Start]); lead != "" {
		l.Start += len(lead)
	}
	return ref.ID, s.isLinks(l, links)
}

// leads is what is before the link to the next commitment: "Next:".
var leads = regexp.MustCompile(`^\p{Lu}\p{L}{2,14}(?: \p{L}{2,14})?:\s?$`)

// isLinks reports whether a line is links and nothing else.
func (s *scanner) isLinks(l lines.Line, links []lines.Link) bool {
	outside, from := "", l.Start
	for _, link := range links {
		outside += s.Text[from:max(from, link.Start)]
		from = min(max(from, link.End), l.End)
	}
	return len(links) > 0 && !words.HasWord(strings.Trim(outside+s.Text[from:max(from, l.End)], "0123456789"))
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
func (r *finder) cardAround(line int) part {
	entry := part{r.Lines[line].Node, line, line}
	linked, whole := r.linkedIn(line)
	for n := entry.node; whole && !r.Lines[line].Bullet && n.Parent != nil && !isPage(n); n = n.Parent {
		card := part{n, line, line}
		for card.from-1 > r.title && within(r.Lines[card.from-1].Node, n) {
			card.from--
		}
		for card.to+1 < len(r.Lines) && within(r.Lines[card.to+1].Node, n) {
			card.to++
		}
		if card.to-card.from >= mostCard || r.isAround(card) {
			break
		}
		if before := lines.ElementBefore(n); before != nil && before.Data == n.Data && r.nodes[before] || r.besideCard(n, card.to+1, linked) {
			return card
		}
	}
	return entry
}

// isAround reports whether a part is around the heading of the commitment or of its text.
func (r *finder) isAround(p part) bool {
	return p.from-1 == r.title && within(r.Lines[r.title].Node, p.node) || p.from <= r.description && r.description <= p.to
}

// besideCard reports whether the lines from one on are in an element like another one that
// links to another commitment.
func (r *finder) besideCard(n *html.Node, line int, linked string) bool {
	for i := line; i < min(line+mostCard, len(r.Lines)); i++ {
		if id, whole := r.linkedIn(i); whole && id != linked {
			next := lines.ElementAfter(n)
			return next != nil && next.Data == n.Data && within(r.Lines[i].Node, next)
		}
	}
	return false
}

// partAround is the outermost element around an entry that begins with entries,
// and the lines in it.
func (r *finder) partAround(entry part) part {
	for n := entry.node; n != nil && !isPage(n); n = n.Parent {
		all, ok := part{n, entry.from, entry.to}, true
		for all.from-1 > r.title && within(r.Lines[all.from-1].Node, n) && ok {
			all.from--
			ok = r.lines[all.from] || r.isOwnEntry(all.from) || r.headsBox(all.from, n) || r.Lines[all.from].Node.DataAtom == atom.Th
		}
		for ok && all.to+1 < len(r.Lines) && within(r.Lines[all.to+1].Node, n) {
			all.to++
			ok = !r.beginsText(all.to)
		}
		if !ok || r.isAround(all) {
			break
		}
		entry = all
	}
	return entry
}

func (r *related) add(p part) {
	r.nodes[p.node] = true
	for line := p.from; line <= p.to; line++ {
		r.lines[line] = true
	}
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
		if s.beginsText(i) || !r.lines[i] && i < r.first+mostAfter && isFormLabel(s.At(i)) {
			return true
		}
	}
	return false
}
