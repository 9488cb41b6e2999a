package outline

import (
	"slices"
	"strings"

	"ogp"
	"ogp/parse/words"
)

// Heading is the commitment's title, without its ID and without personal data, and
// the ID. A heading that is broken over several lines is joined.
func (o *Outline) Heading() (title, id string) {
	first := o.title
	for first > 0 && o.scan.Lines[first].Heading && o.scan.Lines[first-1].Node == o.scan.Lines[first].Node {
		first--
	}
	id, length, _ := idOf(o.scan.Stream, o.title)
	var parts []string
	for i := first; i < o.title; i++ {
		parts = append(parts, o.scan.At(i))
	}
	parts = append(parts, o.scan.At(o.title)[:length])
	return words.Mask(words.Compose(strings.TrimSpace(strings.Join(parts, " ")))), id
}

// Member is the member's slug and name: the nearest link to a member page before
// the heading, which the site prints above it; else the line above. Where the
// page's address tells the slug, only a link to that member counts.
func (o *Outline) Member() (slug, name string) {
	want := o.page.Ref.Slug
	heading := o.scan.Lines[o.title].Start
	above := o.scan.Lines[max(0, o.title-1)].Start
	for i := len(o.scan.Links) - 1; i >= 0; i-- {
		link := o.scan.Links[i]
		// Menus link members, too: where the page's address does not tell the
		// member, only the line right above the heading does.
		if link.Start >= heading || want == "" && link.Start < above {
			continue
		}
		ref := ogp.ParseURL(o.page.Absolute(link.Href))
		if ref.Kind == ogp.KindMember && (want == "" || ref.Slug == want) {
			return ref.Slug, words.Compose(strings.TrimSpace(o.scan.Text[link.Start:link.End]))
		}
	}
	return want, o.lineAbove()
}

// lineAbove is the line above the heading, unless it is the site's own.
func (o *Outline) lineAbove() string {
	for i := o.title - 1; i >= 0; i-- {
		line := o.scan.Lines[i]
		if line.Node == o.scan.Lines[o.title].Node {
			continue
		}
		text := o.scan.At(i)
		if isLabelOf("site", text) || o.scan.Linked(line) || line.Bullet {
			return ""
		}
		return words.Compose(text)
	}
	return ""
}

// Language is the page's language: as the page says it, else the one whose
// wordings its labels have most.
func (o *Outline) Language() string {
	if language := o.page.Language(); language != "" {
		return language
	}
	return o.Wording()
}

// Wording is the language whose wordings the page's labels have most.
func (o *Outline) Wording() string {
	count := map[string]int{}
	best := "en"
	for _, label := range o.labels {
		count[label.language]++
		if count[label.language] > count[best] {
			best = label.language
		}
	}
	return best
}

// HasLabels reports whether the page's labels are known.
func (o *Outline) HasLabels() bool { return len(o.labels) > 0 }

// Missing are the fields that every page has and this one has not.
func (o *Outline) Missing() []string {
	opens := func(s Section) bool { return s.Field == "action_plans" }
	var missing []string
	if !slices.ContainsFunc(o.Sections, opens) {
		missing = append(missing, "action_plans")
	}
	if o.body() == len(o.scan.Text) {
		missing = append(missing, "description")
	}
	return missing
}

// EndOffset is the offset at which the commitment ends.
func (o *Outline) EndOffset() int {
	if o.end < len(o.scan.Lines) {
		return o.scan.Lines[o.end].Start
	}
	return len(o.scan.Text)
}
