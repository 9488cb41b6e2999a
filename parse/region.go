package parse

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ogp"
)

// content is the part of a stream that is the commitment: from the heading to
// the list of related commitments.
type content struct {
	*stream
	title      int // line of the heading
	end        int // line after the last
	template   string
	labels     []candidate // in page order
	leftOver   []candidate // looked like labels and are text
	outOfOrder []candidate // labels that stand where the template does not have them
	cut        string      // text after the end that may be content
}

var headingID = regexp.MustCompile(`\(\s*(` + ogp.IDPattern + `)\s*\)\s*$`)

// templates are the site's two layouts.
var templates = []string{"national", "local"}

// enoughLabels is how many labels with a field make a page a commitment page.
const enoughLabels = 3

// locate finds the commitment on a page. The heading "<title> (<ID>)" may also
// stand in menus and lists of related commitments: the one meant is that from
// which a template's labels follow best.
func (s *stream) locate(want string) (*content, error) {
	all, wanted := s.headings(want)
	if len(all) > 0 {
		s.findStarting(all[0])
	}
	for _, titles := range [][]int{wanted, all} {
		if best := s.bestOf(s.likely(titles)); best != nil && best.fields() >= enoughLabels {
			return best, nil
		}
	}
	if len(wanted) == 0 {
		return nil, errNoLabels
	}
	return &content{stream: s, title: wanted[0], end: len(s.lines)}, errNoLabels
}

// mostTitles bounds the headings that are tried in full.
const mostTitles = 3

// likely are the headings that labels with a colon follow before the next
// heading, the most labels first: a list of commitments has thousands of
// headings, and labels follow one.
func (s *stream) likely(titles []int) []int {
	if len(titles) <= 1 {
		return titles
	}
	labels := make(map[int]int, len(titles))
	at := 0
	for i := titles[0]; i < len(s.lines); i++ {
		for at+1 < len(titles) && titles[at+1] <= i {
			at++
		}
		for _, found := range s.startingAt(i) {
			if found.weight == weightColon {
				labels[titles[at]]++
				break
			}
		}
	}
	ranked := slices.Clone(titles)
	slices.SortStableFunc(ranked, func(a, b int) int { return labels[b] - labels[a] })
	return ranked[:min(mostTitles, len(ranked))]
}

func (s *stream) bestOf(titles []int) *content {
	var best *content
	bestWeight := 0
	for _, title := range titles {
		c := &content{stream: s, title: title}
		if weight := c.fit(); weight > bestWeight {
			best, bestWeight = c, weight
		}
	}
	return best
}

var errNoLabels = fmt.Errorf("%w: it has no commitment's labels", ogp.ErrNotCommitment)

// headings are the lines that end with an ID in parentheses, and those of them
// that have the ID of the page's address.
func (s *stream) headings(want string) (all, wanted []int) {
	for i, line := range s.lines {
		text := s.text[line.start:line.end]
		if len(text) == 0 || text[len(text)-1] != ')' {
			continue
		}
		match := headingID.FindSubmatch(text)
		if match == nil {
			continue
		}
		all = append(all, i)
		if string(match[1]) == want {
			wanted = append(wanted, i)
		}
	}
	return all, wanted
}

// fit aligns both templates with the text after the heading and keeps the
// better one.
func (c *content) fit() int {
	after, description := c.bodyStart()
	c.end = c.findEnd(after, description)
	found := c.candidatesIn(c.title+1, c.end)
	anchor(found, description)
	bestWeight := 0
	for _, template := range templates {
		chosen, weight := align(found, template)
		if weight > bestWeight {
			c.template, c.labels, bestWeight = template, chosen, weight
		}
	}
	c.settle(found)
	return bestWeight
}

// weightAnchor outweighs any words of the free text that look like labels.
const weightAnchor = 100

// anchor makes sure that the heading "Description" is a label. Free text begins
// there, and in a text with hard line breaks any label's words may stand on a
// line of their own (JO0062).
func anchor(found []candidate, description int) {
	for i := range found {
		if found[i].line == description && found[i].slot == slotDescription {
			found[i].weight += weightAnchor
		}
	}
}

// fields counts the fields that labels open.
func (c *content) fields() int {
	opened := map[string]bool{}
	for _, label := range c.labels {
		if label.field != "-" {
			opened[label.field] = true
		}
	}
	return len(opened)
}

// findEnd is the line of the heading "Commitments", under which related
// commitments are listed. The same word may be a link in a tab bar, or stand
// in the text of the description: a heading is no link, stands alone in its
// element, is marked as a heading or looks like the heading "Description", and
// no label of the template comes after it.
func (c *content) findEnd(start, description int) int {
	if description < 0 {
		return len(c.lines)
	}
	start = max(start, c.lastSummary(description)+1)
	for _, slot := range []int{10, 20} {
		ends := c.endLines(start, slot)
		for _, end := range ends {
			if c.lines[end].heading || c.sameStyle(end, description) {
				c.warnOfCut(end, ends)
				return end
			}
		}
		if len(ends) > 0 {
			c.warnOfCut(ends[0], ends)
			return ends[0]
		}
	}
	if c.footer > description {
		return c.footer
	}
	return len(c.lines)
}

// lastSummary is the line of the last heading of an IRM summary, the only parts
// that follow a national description.
func (c *content) lastSummary(description int) int {
	last := -1
	for i := description + 1; i < len(c.lines); i++ {
		for _, found := range c.startingAt(i) {
			if found.template == "national" && found.slot > slotDescription && found.value == c.lines[i].end && c.alone(i) {
				last = i
			}
		}
	}
	return last
}

// longProse is the length from which an unlinked line is no entry of a list.
const longProse = 80

// warnOfCut notes that the content may go on after its end: another heading of
// the same words comes later, with prose before it.
func (c *content) warnOfCut(end int, ends []int) {
	last := ends[len(ends)-1]
	for i := end + 1; i < last; i++ {
		if at := c.lines[i]; at.end-at.start > longProse && !c.linked(at) {
			c.cut = string(c.stream.text[at.start:at.end])
			return
		}
	}
}

// alone reports whether a line is the only one in its element.
func (c *content) alone(i int) bool {
	node := c.lines[i].node
	return (i == 0 || c.lines[i-1].node != node) && (i+1 == len(c.lines) || c.lines[i+1].node != node)
}

// bodyStart is the line of the heading "Description" that follows the first
// label with a colon: an earlier one is a tab's name.
func (c *content) bodyStart() (after, description int) {
	colon, first := false, -1
	for i := c.title + 1; i < len(c.lines); i++ {
		for _, found := range c.startingAt(i) {
			colon = colon || found.form == formColon && found.weight == weightColon
			if found.slot != slotDescription || found.template == "end" {
				continue
			}
			if colon {
				return i + 1, i
			}
			if first < 0 {
				first = i
			}
		}
	}
	return first + 1, first
}

func (c *content) endLines(from, slot int) []int {
	var ends []int
	for i := from; i < len(c.lines); i++ {
		for _, found := range c.startingAt(i) {
			ownLine := found.value == c.lines[i].end && !c.lines[i].bullet && c.alone(i)
			if found.template == "end" && found.slot == slot && ownLine && !c.linked(c.lines[i]) {
				ends = append(ends, i)
			}
		}
	}
	return ends
}

// linked reports whether a link covers any of a line. Links stand in the order
// of their ends.
func (c *content) linked(at line) bool {
	i, _ := slices.BinarySearchFunc(c.links, at.start+1, func(l link, end int) int { return l.end - end })
	return i < len(c.links) && c.links[i].start < at.end
}

func (c *content) sameStyle(a, b int) bool {
	first, second := c.lines[a].node, c.lines[b].node
	return first.DataAtom == second.DataAtom && attr(first, "class") == attr(second, "class")
}

// settle decides about the candidates that the alignment did not choose. A
// label that stands once, though not where the template has it, is a label all
// the same, since the site may reorder its parts; but free text is never cut
// by one.
func (c *content) settle(found []candidate) {
	c.leftOver, c.outOfOrder = nil, nil
	places := map[string]map[int]bool{}
	for _, other := range found {
		if places[other.words] == nil {
			places[other.words] = map[int]bool{}
		}
		places[other.words][other.start] = true
	}
	body := c.bodyOffset()
	for _, other := range found {
		if other.template != c.template || c.taken(other) {
			continue
		}
		sure := other.sureWithin(body) && (len(places[other.words]) == 1 || other.printedAsLabel())
		switch last := len(c.outOfOrder) - 1; {
		case !sure || len(c.outOfOrder) == mostExtra:
			c.leftOver = append(c.leftOver, other)
		case last < 0 || c.outOfOrder[last].start < other.start: // one label a place
			c.outOfOrder = append(c.outOfOrder, other)
		}
	}
	c.labels = mergeByPlace(c.labels, c.outOfOrder)
}

// mostExtra bounds the labels beyond the template's own sequence.
const mostExtra = 100

// sureWithin reports whether a candidate is a label by its look, and stands in
// the half of the page, before or after "Description", that its template has it
// in. The free text of a national page has no labels.
func (c candidate) sureWithin(body int) bool {
	afterBody := c.start > body
	return c.weight >= weightLine && (c.slot >= slotDescription) == afterBody && (!afterBody || c.template == "local")
}

// printedAsLabel reports whether a candidate begins a line of At-a-Glance and
// has its colon: such a line is a label however often it comes.
func (c candidate) printedAsLabel() bool {
	return c.slot < slotDescription && c.weight == weightColon && !c.midline
}

// slotDescription is the slot of the heading "Description" in both templates;
// the free text has higher ones.
const slotDescription = 200

func (c *content) bodyOffset() int {
	for _, label := range c.labels {
		if label.slot == slotDescription {
			return label.start
		}
	}
	return len(c.text)
}

// taken reports whether a chosen label covers the same place.
func (c *content) taken(other candidate) bool {
	for _, label := range c.labels {
		if other.start < max(label.end, label.value) && label.start < other.end {
			return true
		}
	}
	return false
}

func mergeByPlace(a, b []candidate) []candidate {
	var merged []candidate
	for len(a) > 0 && len(b) > 0 {
		if a[0].start < b[0].start {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	return append(append(merged, a...), b...)
}

// notCommitment says what a page without a commitment is instead.
func (s *stream) notCommitment(title string) error {
	text := bytes.ToLower(s.text[:min(len(s.text), 4000)])
	title = strings.ToLower(title)
	for _, sign := range otherPages {
		if strings.Contains(title, sign.words) || len(s.text) < 4000 && bytes.Contains(text, []byte(sign.words)) {
			return fmt.Errorf("%w: %s (%q)", ogp.ErrNotCommitment, sign.reason, sign.words)
		}
	}
	if len(bytes.TrimSpace(s.text)) == 0 {
		return fmt.Errorf("%w: the page prints no text", ogp.ErrNotCommitment)
	}
	return fmt.Errorf("%w: it has no heading that ends with a commitment's ID, or none of the labels that follow one", ogp.ErrNotCommitment)
}

// otherPages are words by which pages are known that come instead of the one
// asked for.
var otherPages = []struct{ words, reason string }{
	{"just a moment", "the site asks for a browser check"},
	{"attention required", "the site asks for a browser check"},
	{"checking your browser", "the site asks for a browser check"},
	{"verify you are human", "the site asks for a browser check"},
	{"captcha", "the site asks for a browser check"},
	{"access denied", "the site denies access"},
	{"request blocked", "the site denies access"},
	{"log in", "it is a login page"},
	{"page not found", "the site says that there is no such page"},
	{"page can’t be found", "the site says that there is no such page"},
	{"página no encontrada", "the site says that there is no such page"},
	{"page introuvable", "the site says that there is no such page"},
}
