package outline

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/words"
)

// Outline is the part of a page that is the commitment.
type Outline struct {
	Template string    // national or local; empty where no label is known
	Sections []Section // in page order
	Cut      string    // text after the end that may be content
	Extra    []Extra   // labels where none is expected

	page       *lines.Document
	scan       *scanner
	title, end int         // line of the heading, and after the last
	labels     []candidate // in page order
	textLabels []int       // where lines that are labels were kept as text
	related    related
}

// Extra is a label's wording where the template does not have it.
type Extra struct {
	Printed, Field string
	Opens          bool // it opens a section all the same; else it is kept as text
}

// headingID is the ID at the end of a heading. What may follow it is an element
// of its own, such as a link "Edit", or a footnote's mark.
var headingID = regexp.MustCompile(`[(（]\s*((?i:` + ogp.IDPattern + `))\s*[)）]([^()（）]{0,30})$`)

// enoughLabels is how many labels with a field make a page a commitment page.
const enoughLabels = 3

// Find finds the commitment on a page. The heading "<title> (<ID>)" may also
// occur in menus and lists of related commitments: the one meant is that from
// which a template's labels follow best. The error wraps ogp.ErrNotCommitment
// and says what the page is instead.
//
// A page in a language whose labels are not known, and one that was not read, are
// a heading without sections.
func Find(page *lines.Document) (*Outline, error) {
	all, wanted := headings(page.Stream, page.Ref.ID)
	if page.Unread != "" && len(all) > 0 {
		return &Outline{page: page, scan: newScanner(page, 0), title: all[0], end: len(page.Lines)}, nil
	}
	if len(all) > 0 {
		scan := newScanner(page, all[0])
		for _, titles := range [][]int{wanted, all} {
			best := scan.best(scan.likely(titles))
			if best != nil && best.fields() >= enoughLabels {
				best.page = page
				best.cutSections()
				return best, nil
			}
		}
		if len(wanted) > 0 && isForeign(page) {
			return &Outline{page: page, scan: scan, title: wanted[0], end: len(page.Lines)}, nil
		}
	}
	return nil, notCommitment(page)
}

// isForeign reports whether the page is a commitment's, in a language whose
// labels no table has.
func isForeign(page *lines.Document) bool {
	language := page.Language()
	known := language == "" || slices.ContainsFunc(allLabels(), func(l *Label) bool { return l.language == language })
	return !known && page.Ref.Kind == ogp.KindCommitment
}

// headings are the lines that end with an ID in parentheses, and those of them
// that have the ID of the page's address.
func headings(s *lines.Stream, want string) (all, wanted []int) {
	for i := range s.Lines {
		id, _, ok := idOf(s, i)
		if !ok {
			continue
		}
		all = append(all, i)
		if id == want {
			wanted = append(wanted, i)
		}
	}
	return all, wanted
}

// idOf is the ID with which a line ends, and the length of what is before it. In
// small letters it counts in headings only.
func idOf(s *lines.Stream, line int) (id string, length int, ok bool) {
	text := s.At(line)
	if end := text[max(0, len(text)-50):]; !strings.Contains(end, ")") && !strings.Contains(end, "）") {
		return "", 0, false // spares nearly all lines the search
	}
	at := headingID.FindStringSubmatchIndex(text)
	if at == nil {
		return "", 0, false
	}
	id = text[at[2]:at[3]]
	ok = (ogp.ID(id) == id || s.Lines[line].Heading) && (at[4] == at[5] || s.Marked(s.Lines[line].Start+at[4]))
	return ogp.ID(id), at[0], ok
}

const mostTitles = 3

// likely are the headings that labels with a colon follow before the next
// heading, the most labels first: a list of commitments has thousands of
// headings, and labels follow one.
func (s *scanner) likely(titles []int) []int {
	if len(titles) <= 1 {
		return titles
	}
	labels := make(map[int]int, len(titles))
	at := 0
	for i := titles[0]; i < len(s.Lines); i++ {
		if at+1 < len(titles) && titles[at+1] <= i {
			at++
		}
		if slices.ContainsFunc(s.starting[i], func(c candidate) bool { return c.weight == weightColon }) {
			labels[titles[at]]++
		}
	}
	ranked := slices.Clone(titles)
	slices.SortStableFunc(ranked, func(a, b int) int { return labels[b] - labels[a] })
	return ranked[:min(mostTitles, len(ranked))]
}

// best is the outline from the heading from which labels follow best.
func (s *scanner) best(titles []int) *Outline {
	var best *Outline
	bestWeight := 0
	for _, title := range titles {
		if o, weight := s.outlineFrom(title); weight > bestWeight {
			best, bestWeight = o, weight
		}
	}
	return best
}

// outlineFrom aligns both templates with the text after a heading and keeps the
// better one.
func (s *scanner) outlineFrom(title int) (*Outline, int) {
	o := &Outline{scan: s, title: title}
	start, description := s.bodyStart(title)
	o.related = s.findRelated(title, description)
	o.end, o.Cut = s.findEnd(start, description)
	if first := o.related.first; first >= 0 && first < o.end && !s.goesOn(o.related, o.end) {
		o.end, o.Cut = first, s.prose(first, o.end, o.related.lines)
	}
	found := slices.DeleteFunc(s.candidatesIn(title+1, o.end), func(c candidate) bool { return o.related.lines[c.line] })
	// Where the facts are behind it, they are what is aligned.
	behind := !slices.ContainsFunc(found, func(c candidate) bool { return c.line < description && c.opensField() && c.weight >= weightLine })
	if !behind {
		anchor(found, description)
	}
	bestWeight := 0
	for _, template := range templates {
		chosen, weight := align(found, template)
		if weight += factsOf(chosen); weight > bestWeight {
			o.Template, o.labels, bestWeight = template, chosen, weight
		}
	}
	if behind {
		anchor(found, description)
	}
	o.addOutOfOrder(found)
	return o, bestWeight
}

// factsOf is the weight of the labels of At-a-Glance, which count twice: those behind may
// be a form's, within a description.
func factsOf(labels []candidate) (weight int) {
	for _, label := range labels {
		if label.slot < slotDescription {
			weight += label.weight
		}
	}
	return weight
}

// weightAnchor outweighs any words of the free text that look like labels.
const weightAnchor = 100

// anchor makes sure that the heading "Description" is a label. Free text begins
// there, and in a text with hard line breaks any label's words may be on a
// line of their own (JO0062).
func anchor(found []candidate, description int) {
	for i := range found {
		if found[i].line == description && found[i].slot == slotDescription {
			found[i].weight += weightAnchor
		}
	}
}

func (o *Outline) fields() int {
	opened := map[string]bool{}
	for _, label := range o.labels {
		if label.opensField() {
			opened[label.Field] = true
		}
	}
	return len(opened)
}

// bodyStart is the line of the heading "Description" that follows the first
// label with a colon after a heading, and the line after it: an earlier one is a
// tab's name. The line is -1 if there is none.
func (s *scanner) bodyStart(title int) (after, description int) {
	colon, first := false, -1
	for i := title + 1; i < len(s.Lines); i++ {
		for _, found := range s.starting[i] {
			colon = colon || found.form == formColon && found.weight == weightColon
			if found.slot != slotDescription {
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

func notCommitment(page *lines.Document) error {
	opening, _, _ := strings.Cut(cmp.Or(page.Title, page.Text), "\n")
	switch {
	case page.Unread != "":
		return fmt.Errorf("%w: %s", ogp.ErrNotCommitment, page.Unread)
	case page.Text == "":
		return fmt.Errorf("%w: the page prints no text", ogp.ErrNotCommitment)
	}
	return fmt.Errorf("%w: %q has no heading that ends with a commitment's ID, or none of the labels that follow one",
		ogp.ErrNotCommitment, words.Shorten(words.Mask(opening)))
}
