package html

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ogp/export/describe"
	"ogp/export/overview"
)

// member is a member with its commitments, grouped by action plan.
type member struct {
	File, Slug, Name string
	Count            int
	Milestones       int
	Withdrawn        int    // commitments whose page is gone
	Years            string // of the plans
	Charts           []overview.Chart
	Groups           []*group
	Split            bool // each group has a page of its own

	commitments []*commitment // in the order of their IDs
}

// group are the commitments of an action plan's cycle.
type group struct {
	Name, File  string
	Commitments []*commitment
}

// read reads the commitments out of JSON and groups them, newest plan first.
func (m *member) read(lines []string) error {
	for _, line := range lines {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		c := newCommitment(r)
		m.commitments = append(m.commitments, c)
		// The name of the English page, where there is one.
		if name := c.text("member"); m.Name == "" || c.Language() == "en" && name != "" {
			m.Name = name
		}
		m.Milestones += len(c.Milestones)
		if c.State() == "withdrawn" {
			m.Withdrawn++
		}
		at := slices.IndexFunc(m.Groups, func(g *group) bool { return g.Name == c.Cycle() })
		if at < 0 {
			at = len(m.Groups)
			m.Groups = append(m.Groups, &group{Name: c.Cycle(), File: m.File})
		}
		m.Groups[at].Commitments = append(m.Groups[at].Commitments, c)
	}
	m.Count, m.Name = len(m.commitments), cmp.Or(m.Name, m.Slug, "No member named")
	slices.SortFunc(m.Groups, func(a, b *group) int { return cmp.Compare(b.Name, a.Name) })
	m.Years = m.Groups[0].Name
	for _, g := range m.Groups {
		if g.Name != "" && g.Name != m.Years {
			m.Years = g.Name + "–" + m.Groups[0].Name
		}
	}
	return nil
}

// Completion tells of how many commitments the completion is known.
func (m *member) Completion() string {
	for _, c := range m.Charts {
		if known, empty := c.Totals(); c.ID == "completion" {
			return fmt.Sprintf("%s of %s", describe.Thousands(int64(known)), describe.Thousands(int64(known+empty)))
		}
	}
	return ""
}

// mostBytes is how large a member's page may get before every action plan has a
// page of its own, and the member's the list of them.
var mostBytes = 2 << 20

// writeMember writes the page of a member, or its pages. The address of a
// commitment leads to it either way: of a member that is split, the list has the
// anchors.
func (w *website) writeMember(m *member) error {
	var all []*commitment
	for _, g := range m.Groups {
		all = append(all, g.Commitments...)
	}
	text, err := w.memberPage(m, m.File, all)
	if err != nil {
		return err
	}
	if len(text) <= mostBytes || len(m.Groups) == 1 {
		return w.write(m.File, len(all), text)
	}
	m.Split = true
	for _, g := range m.Groups {
		g.File = strings.TrimSuffix(m.File, ".html") + "/" + cmp.Or(g.Name, "other") + ".html"
		text, err := w.memberPage(m, g.File, g.Commitments)
		if err != nil {
			return err
		}
		if err := w.write(g.File, len(g.Commitments), text); err != nil {
			return err
		}
	}
	if text, err = w.memberPage(m, m.File, nil); err != nil {
		return err
	}
	return w.write(m.File, 0, text)
}

// memberView is what the template of a member's page gets.
type memberView struct {
	*member
	Here        string // the file of the page
	Groups      []*group
	Commitments []*commitment
}

// Self is the member.
func (v memberView) Self() *member { return v.member }

// memberPage is a page with some of a member's commitments in full.
func (w *website) memberPage(m *member, file string, shown []*commitment) ([]byte, error) {
	for i, c := range shown {
		c.File, c.Previous, c.Next = file, nil, nil
		if i > 0 {
			c.Previous = shown[i-1]
		}
		if i+1 < len(shown) {
			c.Next = shown[i+1]
		}
	}
	v := memberView{m, file, m.Groups, shown}
	title := m.Name
	if m.Split && file != m.File {
		v.Groups = slices.DeleteFunc(slices.Clone(m.Groups), func(g *group) bool { return g.File != file })
		title += ", action plan cycle " + cmp.Or(v.Groups[0].Name, "not known")
	}
	text, err := w.render("member", view{Name: file, Title: title, Body: v,
		Summary: fmt.Sprintf("Commitments of %s in the Open Government Partnership: %s.", m.Name, describe.Count(int64(m.Count), "commitment", "commitments"))})
	return bytes.TrimLeft(text, "\n"), err
}

// addMembers writes the list of members.
func (w *website) addMembers() error {
	slices.SortStableFunc(w.members, func(a, b *member) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return w.addPage("members", view{Name: "members.html", Title: "Members", Body: w.members,
		Summary: "All members whose commitments are in this dataset."})
}

// Cite is how a commitment is cited.
func (w *website) cite(m *member, c *commitment) string {
	seen := ""
	if day := c.day("last_seen"); day != "" {
		seen = ", as seen on " + day
	}
	return fmt.Sprintf("%s, commitment %s: “%s”. %s, %s%s (version %d of the page). Read with %s. Licence: CC BY 4.0.",
		m.Name, c.ID(), c.Title(), describe.Publisher, c.text("url"), seen, c.number("page_version"), w.About.Program())
}
