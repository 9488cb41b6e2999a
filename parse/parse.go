package parse

import (
	"fmt"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/lines"
	"ogp/parse/outline"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// Page reads one page: a commitment with everything the page prints, in the
// page's own words. It is a pure function of the page.
//
// The error wraps ogp.ErrNotCommitment if the page is not one, and says what was
// seen instead. A page in a language whose labels are not known gives a reading
// that holds what every language prints alike (ID, title, member) and an issue.
func Page(page ogp.Page) (ogp.Reading, error) { return read(page, func(*draft, *part) {}) }

// read reads a page, and calls seen after each of its parts.
func read(page ogp.Page, seen func(*draft, *part)) (ogp.Reading, error) {
	document, err := lines.Read(page, outline.HeadsColumn)
	if err != nil {
		return ogp.Reading{}, err
	}
	found, err := outline.Find(document)
	if err != nil {
		return ogp.Reading{}, err
	}
	d := &draft{firstTexts: map[string]string{}, clean: map[string]bool{}}
	d.identify(document, found)
	if document.Broken > 0 {
		d.issue("cleaned_text", "", fmt.Sprintf("%d bytes are not UTF-8 and were replaced by U+FFFD", document.Broken))
	}
	if document.Flattened {
		d.issue("page", "", "elements are too deep within each other for a tree; their text was read without them")
	}
	if document.Unread != "" {
		d.issue("page", "", document.Unread)
	}
	for _, section := range found.Sections {
		seen(d, d.read(found, section))
	}
	revokeRelevance(&d.Reading)
	if document.Unread == "" {
		d.reportLabels(found)
	}
	fillLists(&d.Commitment)
	d.MapTexts(d.mask)
	d.Fingerprint = d.fingerprint()
	d.state(document, found)
	return d.Reading, nil
}

type draft struct {
	ogp.Reading
	firstTexts map[string]string // by field: the first text read into it
	clean      map[string]bool   // texts that have no personal data any more
}

func (d *draft) mask(text string) string {
	if d.clean[text] {
		return text
	}
	return words.Mask(text)
}

// part is one section of the page, and what is read of it.
type part struct {
	outline.Section
	column ogp.Column
	state  ogp.State
	text   string // as it is kept in the table sections
	term   string // for a column with a vocabulary: the value
	proof  string // for a value that a graphic shows: the markup that says so
}

// state notes which page this one says it is.
func (d *draft) state(document *lines.Document, found *outline.Outline) {
	d.IDs = []string{d.ID}
	for _, section := range found.Sections {
		if section.Field == "commitment_id" {
			d.IDs = append(d.IDs, ogp.ID(section.Text))
		}
	}
	d.IDs = append(d.IDs, document.Canonical.ID)
	d.Languages = []string{document.Said, document.Canonical.Language}
	if found.HasLabels() {
		d.Languages = append(d.Languages, found.Wording())
	}
	d.IDs, d.Languages = distinct(d.IDs), distinct(d.Languages)
}

func distinct(texts []string) []string {
	slices.Sort(texts)
	return slices.DeleteFunc(slices.Compact(texts), func(text string) bool { return text == "" })
}

func (d *draft) issue(kind, field, detail string) {
	d.Issues = append(d.Issues, ogp.Issue{Kind: kind, Field: field, Detail: detail, URL: d.URL})
}

func (d *draft) unreadable(p *part, detail string) {
	p.state = ogp.StateUnreadable
	d.issue("unknown_value", p.Field, detail)
}

// identify reads what is before the first label: heading, ID, member.
func (d *draft) identify(document *lines.Document, found *outline.Outline) {
	title, id := found.Heading()
	slug, member := found.Member()
	ref := ogp.Ref{Kind: ogp.KindCommitment, ID: id, Language: found.Language(), Slug: slug}
	d.ID, d.URL, d.MemberSlug = ref.ID, ref.URL(), slug
	d.Title, d.Member, d.Language, d.Template = title, member, ref.Language, found.Template
	d.Parser = Version()
	if slug == "" {
		d.issue("missing_label", "member_slug", "neither the page's address nor a link above the heading tells the member")
	}
	if asked := document.Ref.ID; asked != "" && asked != d.ID {
		d.issue("id_mismatch", "commitment_id", "the heading says "+d.ID+", the address "+asked)
	}
}

// read reads one section and records it in the table sections.
func (d *draft) read(found *outline.Outline, section outline.Section) *part {
	if strings.Trim(section.Text, " :;,.|–—-") == "" {
		section.Text = "" // what divides a label from its value
	}
	p := &part{Section: section, column: columns[section.Field], text: section.Text, state: vocab.State(section.Text)}
	if !section.Holds() {
		d.reportStray(p)
		return p
	}
	if line := section.LeftOut(); line != "" {
		d.issue("stray_text", p.Field, "left out, since it is no content: "+words.Shorten(words.Mask(line)))
	}
	d.clean[p.text] = true
	at := len(d.Sections)
	d.Sections = append(d.Sections, ogp.Section{})
	switch {
	case !section.Known():
		d.issue("unknown_label", "", found.TableLine(section, d.Language))
	case d.isRepeated(p):
		d.issue("repeated_label", p.Field, p.Label+": "+words.Shorten(p.text))
	default:
		readerOf(p)(d, p)
	}
	d.Sections[at] = ogp.Section{Label: p.Label, Field: p.Field, State: p.state, Text: p.text, Evidence: p.proof}
	if row, ok := assessment(p); ok {
		d.Assessments = append(d.Assessments, row)
	}
	return p
}

// reportStray reports text under a label that holds none, such as "Overview".
func (d *draft) reportStray(p *part) {
	if p.text == "" || p.OnlyLabels() {
		return
	}
	d.Sections = append(d.Sections, ogp.Section{Label: p.Label, State: ogp.StateUnreadable, Text: p.text})
	d.issue("stray_text", "", p.Label+": "+words.Shorten(p.text))
}

// isRepeated reports whether a part's field was read from an earlier part. A
// label may occur twice, the first time with nothing after it: the first text
// wins.
func (d *draft) isRepeated(p *part) bool {
	if p.text == "" {
		return false
	}
	before, known := d.firstTexts[p.Field]
	if !known {
		d.firstTexts[p.Field] = p.text
	}
	return known && before != p.text
}

// reportLabels says which labels were missed, doubled or met out of order.
func (d *draft) reportLabels(found *outline.Outline) {
	for _, extra := range found.Extra {
		if extra.Opens {
			d.issue("out_of_order", extra.Field, extra.Printed)
		} else {
			d.issue("repeated_label", extra.Field, "kept as text: "+extra.Printed)
		}
	}
	for _, prose := range found.Boxes() {
		d.issue("stray_text", "", "a box of the site's own is left out: "+words.Shorten(words.Mask(prose)))
	}
	if found.Cut != "" {
		d.issue("stray_text", "", "text after the heading Commitments is left out: "+found.Cut)
	}
	if !found.HasLabels() {
		d.issue("page", "", fmt.Sprintf("no labels are known for language %q; only ID, title and member are read", d.Language))
		return
	}
	for _, field := range found.Missing() {
		d.issue("missing_label", field, "the page has no such label")
	}
}
