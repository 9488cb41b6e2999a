package parse

import (
	"bytes"
	"strings"

	"ogp"
)

// identify reads what stands before the first label: heading, ID, member.
func (r *reading) identify() {
	heading := r.headingText()
	match := headingID.FindStringSubmatchIndex(heading)
	id := heading[match[2]:match[3]]
	ref := r.doc.ref
	slug, member := r.member(ref.Slug)
	if ref.Slug == "" {
		ref.Slug = slug
	}
	language := r.doc.pageLanguage()
	if language == "" {
		language = r.labelLanguage()
	}
	ref = ogp.Ref{Kind: ogp.KindCommitment, ID: id, Language: language, Slug: ref.Slug}
	out := &r.out.Commitment
	out.ID, out.URL, out.MemberSlug = id, ref.URL(), ref.Slug
	out.Title = mask(compose(strings.TrimSpace(heading[:match[0]])))
	out.Member, out.Language, out.Template = member, language, r.template
	out.Parser = Version()
	if ref.Slug == "" {
		r.issue("missing_label", "member_slug", "neither the page's address nor a link above the heading tells the member")
	}
	if asked := r.doc.ref.ID; asked != "" && asked != id {
		r.issue("id_mismatch", "commitment_id", "the heading says "+id+", the address "+asked)
	}
}

// headingText is the heading with its ID; a heading broken over several lines
// is joined.
func (r *reading) headingText() string {
	first := r.title
	for first > 0 && r.lines[first].heading && r.lines[first-1].node == r.lines[first].node {
		first--
	}
	var parts []string
	for _, line := range r.lines[first : r.title+1] {
		parts = append(parts, string(r.stream.text[line.start:line.end]))
	}
	return strings.Join(parts, " ")
}

// member is the member's slug and name: the nearest link to a member page
// before the heading, which the site prints above it; else the line above.
func (r *reading) member(want string) (slug, name string) {
	heading := r.lines[r.title].start
	above := r.lines[max(0, r.title-1)].start
	for i := len(r.links) - 1; i >= 0; i-- {
		link := r.links[i]
		// Menus link members, too: where the page's address does not tell the
		// member, only the line right above the heading does.
		if link.start >= heading || want == "" && link.start < above {
			continue
		}
		ref := ogp.ParseURL(r.doc.absolute(link.href))
		if ref.Kind == ogp.KindMember && (want == "" || ref.Slug == want) {
			return ref.Slug, compose(string(bytes.TrimSpace(r.stream.text[link.start:link.end])))
		}
	}
	return want, r.lineAbove()
}

// siteWords are lines above the heading that are the site's and no member's name.
var siteWords = map[string]bool{
	"skip navigation": true, "saltar navegación": true, "ignorer la navigation": true,
	"please help us improve our website by taking this brief survey": true,
}

func (r *reading) lineAbove() string {
	for i := r.title - 1; i >= 0; i-- {
		line := r.lines[i]
		if line.node == r.lines[r.title].node {
			continue
		}
		text := string(r.stream.text[line.start:line.end])
		if siteWords[fold(text)] || r.linked(line) || line.bullet {
			return ""
		}
		return compose(text)
	}
	return ""
}

// labelLanguage is the language whose wordings the page's labels have most,
// for a page that does not say.
func (r *reading) labelLanguage() string {
	count := map[string]int{}
	best := "en"
	for _, label := range r.labels {
		count[label.language]++
		if count[label.language] > count[best] {
			best = label.language
		}
	}
	return best
}

// commitmentID compares the line "Commitment ID" with the heading.
func (r *reading) commitmentID(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	switch id := ogp.ID(s.text); id {
	case r.out.ID:
	case "":
		s.state = ogp.StateUnreadable
		r.issue("unknown_value", s.field, shorten(s.text))
	default:
		r.issue("id_mismatch", s.field, "the heading says "+r.out.ID+", the line Commitment ID "+id)
	}
}
