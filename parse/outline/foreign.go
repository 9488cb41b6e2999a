package outline

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/words"
)

// slotPart is the slot of the site's lines that head a part of the page, such as
// "Follow us"; the others are alone.
const slotPart = 30

// ofCookies is how a site tells of its cookies, in the languages that have the word.
var ofCookies = regexp.MustCompile(`(?i)\b(?:we|our|this|nous|nos|este|esta|ce|cette|site|sitio|website|página)\b.*\bcookies\b|\b(?:accept|acept|agree|consent|clic)\pL*\b.*\bcookies\b|\bcookies\b.*\b(?:we|our|us|nous|site|sitio|website)\b`)

// ofRights is how a site says whose it is.
var ofRights = regexp.MustCompile(`^(?i:©|(?:\(c\)|copyright)\s.*\d{4})`)

// trail is a line that says where in the site a page is: "Home » Members » Kenya".
var trail = regexp.MustCompile(`^(?:[^»›>→\n]{1,60}\s[»›>→]\s){2,}[^»›>→\n]{0,120}$`)

// siteSlot is the slot of the label of the site's own that a line is, but for what counts
// and points, or begins with, where the table has a sentence or a colon; 0 for others.
func siteSlot(text string) int {
	if strings.Contains(text, "ookies") && ofCookies.MatchString(text) || len(text) <= mostLabel && ofRights.MatchString(text) {
		return slotPart - 1
	}
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	word, _ := words.First(text[:min(len(text), longestWord)])
	for _, label := range byFirstWord()[word] {
		length := words.Prefix(text, label.Words)
		rest := strings.TrimLeft(text[length:], " ")
		switch {
		case length == 0 || label.Template != "site":
		case label.form == formColon && strings.HasPrefix(rest, ":"),
			label.form == formSentence && label.startsAs(text) && (rest == "" || rest != text[length:] || !unicode.IsLetter(rune(rest[0]))) && !isSentence(label, rest),
			label.form != formColon && strings.Trim(rest, ".…,: 0123456789()!?") == "":
			return label.slot
		}
	}
	return 0
}

// isSentence reports whether a line is an author's although it begins as one of the site's:
// "Posted on notice boards, tenders reach few."
func isSentence(label *Label, rest string) bool {
	const fewest = 4 // words
	return strings.Count(label.Words, " ") < 2 && strings.HasSuffix(rest, ".") && len(strings.Fields(rest)) >= fewest
}

// siteSlot is the slot of a line's label; items of lists and cells of tables are the
// authors'.
func (s *scanner) siteSlot(l lines.Line) int {
	if row, _ := l.RowAround(); row != nil || l.Bullet {
		return 0
	}
	text := s.Text[l.Start:l.End]
	if len(text) <= mostLabel && len(s.LinksIn(l)) > 1 && trail.MatchString(text) {
		return slotPart - 1
	}
	return siteSlot(text)
}

const (
	// mostForeign bounds the lines under a heading of the site's own, and mostParts how
	// many parts of a page are looked for.
	mostForeign, mostParts = 60, 200

	// mostLabel bounds the bytes of a line that may be a form's label.
	mostLabel = 200
)

// siteClass are the classes of what sites and their plugins add to a text.
var siteClass = regexp.MustCompile(`(?i)(?:^|\s)(?:(?:elementor-)?(?:entry|post|node)_*-?(?:meta|info|footer|nav|author|submitted|tags)\b` +
	`|widget(?:$|[\s_])|(?:(?:entry|post|node|page|site|wp|elementor(?:-widget)?|inline)[-_]+)*(?:cookie|consent|gdpr|newsletter|subscri|signup|mc4wp|social|shar(?:e|ing)|addtoany|follow|author-|sabox|byline` +
	`|related|sidebar|breadcrumb|pager|pagination|feedback|helpful|print(?:$|[-_\s])|debug|advert|ads?(?:$|[\s_-])|promo|cta(?:$|[-_\s])|donat|skeleton` +
	`|placeholder|disclaimer|copyright|licen[sc]e|translat|pojo|toc(?:$|[\s_-])|popup|tag-?cloud|comments?|twitter-|instagram-))`)

// findForeign adds the parts of a page that are its site's own: what a heading such as
// "Follow us" is over, boxes that their class or their links tell, and facts of
// At-a-Glance that are printed again.
func (r *finder) findForeign() {
	local := false
	for i := r.title + 1; i < len(r.Lines) && len(r.nodes) < mostParts; i++ {
		local = local || i > r.description && r.beginsText(i)
		if r.lines[i] {
			continue
		}
		fact, to := r.factAt(i)
		switch box, found := r.boxOf(i, local); {
		case r.siteSlot(r.Lines[i]) == slotPart:
			r.add(r.headedBy(i))
		case found && fact == "":
			r.add(box)
			if prose := r.prose(i, box.to+1, nil); prose != "" && siteSlot(prose) == 0 {
				r.boxes = append(r.boxes, prose)
			}
		case i < r.description:
			r.facts[fact] = fact != ""
		case r.facts[fact]:
			if again := r.factsAround(part{r.Lines[i].Node, i, to}); again.to-again.from > to-i {
				r.add(again)
			}
		}
	}
}

// Boxes are the first lines of prose in boxes that were taken for the site's own, where
// they may be the author's.
func (o *Outline) Boxes() []string { return o.related.boxes }

// boxOf is the outermost element that a line begins and that is the site's own: by its
// class or kind, or as it has a heading and links, after a text that is in none like it.
// One that a label is in is none.
func (r *finder) boxOf(line int, local bool) (found part, ok bool) {
	var box *html.Node
	for n := r.Lines[line].Node; !isPage(n) && !within(r.Lines[line-1].Node, n); n = n.Parent {
		before := lines.ElementBefore(n)
		linked := !local && line > r.description && n != r.Lines[line].Node && r.Lines[line].Heading && before != nil && (before.Data != n.Data || r.nodes[before]) &&
			r.leadsToSite(lines.Line{Start: r.Lines[line].Start, End: r.Lines[max(line, r.reach(line, n, false))].End})
		if linked || n.DataAtom == atom.Aside || n.DataAtom == atom.Footer || siteClass.MatchString(lines.ClassOf(n)) {
			box = n
		}
	}
	if box == nil || r.isLabel(line) && !r.isAgain(line+1) || r.asks(line-1) {
		return part{}, false // the commitment's own, or an answer
	}
	found = part{box, line, r.reach(line, box, false)}
	return found, found.to >= line
}

// isAgain reports whether a line is a fact that At-a-Glance has.
func (r *finder) isAgain(line int) bool {
	if line == len(r.Lines) {
		return false
	}
	fact, _ := r.factAt(line)
	return r.facts[fact]
}

// leadsToSite reports whether lines have links, and all of them to pages of the site or of
// its own on social networks: an author links to laws.
func (r *finder) leadsToSite(l lines.Line) bool {
	links := r.LinksIn(l)
	elsewhere := func(link lines.Link) bool { return !isOwn(r.page.Absolute(link.Href)) }
	return len(links) > 0 && !slices.ContainsFunc(links, elsewhere)
}

// isOwn reports whether an address is the site's, or its page's on a social network.
func isOwn(address string) bool {
	return strings.HasPrefix(address, ogp.Site+"/") || ofNetwork.MatchString(address)
}

// asks reports whether a line is a label, and nothing else: what follows is its answer.
func (r *finder) asks(line int) bool {
	text := r.At(line)
	label, rest, colon := strings.Cut(text, ":")
	if slices.ContainsFunc(r.starting[line], r.ownLine) {
		return true
	}
	return r.isLabel(line) && (!colon || strings.TrimSpace(rest) == "" || !isFormLabel(label+":"))
}

// headedBy is what a line heads: all of the element that it begins, else what follows up
// to the next heading, where it is one; in either case up to a label.
func (r *finder) headedBy(line int) part {
	p, in := part{r.Lines[line].Node, line, line}, r.Lines[line].Node.Parent
	begins := !within(r.Lines[line-1].Node, in)
	if begins || r.Lines[line].Heading {
		p.to = max(line, r.reach(line, in, !begins))
	}
	return p
}

// reach is the last line of an element from one on, or the last before the next heading;
// -1 if a label begins one of them.
func (r *finder) reach(line int, n *html.Node, toHeading bool) int {
	for i := line + 1; ; i++ {
		if i == len(r.Lines) || !within(r.Lines[i].Node, n) || toHeading && r.Lines[i].Heading {
			return i - 1
		}
		fact, _ := r.factAt(i)
		if i > line+mostForeign || fact != "" && !r.facts[fact] || fact == "" && r.isLabel(i) {
			return -1
		}
	}
}

// isLabel reports whether a line is a label of the commitment's text, a form's, or begins
// with one of a milestone's months.
func (r *finder) isLabel(line int) bool {
	text := r.At(line)
	word, _ := words.First(text[:min(len(text), longestWord)])
	month := func(l *Label) bool {
		return l.Template == "milestone" && strings.HasSuffix(l.Field, "_month") && words.Prefix(text, l.Words) > 0
	}
	return line == r.description || r.beginsText(line) || slices.ContainsFunc(byFirstWord()[word], month) || isFormLabel(text)
}

// factsAround is the outermost element around a fact with nothing but facts, under one
// heading at most.
func (r *finder) factsAround(p part) part {
	for n := p.node; !isPage(n); n = n.Parent {
		box := part{n, p.from, p.to}
		in := func(line int) bool { return line < len(r.Lines) && within(r.Lines[line].Node, n) }
		for in(box.from-1) && (r.isFact(box.from-1) || r.headsBox(box.from-1, n)) {
			box.from--
		}
		for in(box.to+1) && r.isFact(box.to+1) {
			box.to++
		}
		if in(box.from-1) || in(box.to+1) || box.from <= r.description {
			break
		}
		p = box
	}
	return p
}

// factAt is the label of At-a-Glance that begins a line with its value, which may be on
// the next; and the line that has it.
func (r *finder) factAt(line int) (fact string, to int) {
	for _, c := range r.starting[line] {
		if c.slot >= slotDescription || !c.opensField() || c.weight < weightLine {
			continue
		}
		if to = line; r.ownLine(c) && line+1 < len(r.Lines) {
			to++
		}
		return c.Field + ": " + words.Fold(r.Text[c.value:r.Lines[to].End]), to
	}
	return "", line
}

// isFact reports whether a line has the form of a label with its value, or of one of them.
func (r *finder) isFact(line int) bool {
	label, _, found := strings.Cut(r.At(line), ":")
	return found && labelShape(label) || isTerm(r.StyleOf(line)) || isTerm(r.StyleOf(line-1)) || r.StyleOf(line).Element == "td"
}

// ofNetwork is the address of someone's page on a social network.
var ofNetwork = regexp.MustCompile(`^https?://(?:www\.)?(?:facebook|fb|twitter|x|linkedin|instagram|youtube|flickr)\.com/(?:company/|user/)?[^/]*/?$`)

// leadsOn reports whether a line is nothing but links of which one is to press; or the names
// of other pages of the site, or of its pages on social networks, where authors name none.
func (s *scanner) leadsOn(l lines.Line, prose bool) bool {
	links := s.LinksIn(l)
	if row, _ := l.RowAround(); row != nil {
		return false
	}
	pressed := func(link lines.Link) bool { return s.Pressed(link.Start, link.End) }
	if !prose || slices.ContainsFunc(links, pressed) {
		return slices.ContainsFunc(links, pressed) && s.isLinks(l, links)
	}
	for _, link := range links {
		text := s.Text[link.Start:link.End]
		if strings.Contains(text, "/") || strings.Contains(text, "www.") || !isOwn(s.page.Absolute(link.Href)) {
			return false
		}
	}
	return s.isLinks(l, links)
}
