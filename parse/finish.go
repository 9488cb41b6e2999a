package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"ogp"
	"ogp/parse/outline"
)

// fillLists fills the list columns from the long tables: each name once, in page
// order.
func fillLists(c *ogp.Commitment) {
	c.ActionPlans = each(c.ActionPlanRows, func(row ogp.ActionPlan) string { return row.Name })
	c.Institutions = each(c.InstitutionRows, func(row ogp.Institution) string { return row.Name })
	c.PolicyAreas = each(c.PolicyAreaRows, func(row ogp.PolicyArea) string { return row.Name })
	c.OGPValues = each(c.OGPValueRows, func(row ogp.OGPValue) string { return row.Value })
	c.Causes = each(c.CauseRows, func(row ogp.Cause) string { return row.Text })
	c.Effects = each(c.EffectRows, func(row ogp.Effect) string { return row.Text })
	c.IRMReports = each(c.Documents, func(row ogp.Document) string {
		if row.Kind != "irm_report" {
			return ""
		}
		return row.Title
	})
	c.MilestoneCount = len(c.Milestones)
}

// each is the name of every row that has one, each once.
func each[Row any](rows []Row, name func(Row) string) []string {
	var names []string
	seen := map[string]bool{"": true}
	for _, row := range rows {
		if text := name(row); !seen[text] {
			seen[text] = true
			names = append(names, text)
		}
	}
	return names
}

// fingerprint is a hash of what the content prints, links and shows by graphics.
// What surrounds it, and the parts of addresses that change from visit to visit,
// do not count.
func fingerprint(content *outline.Outline, milestones []ogp.Milestone) string {
	hash := sha256.New()
	add := func(kind, text string) { hash.Write([]byte(kind + text + "\x00")) }
	texts, links, graphics := content.Content()
	for _, text := range texts {
		add("t", text)
	}
	for _, link := range links {
		add("a", withoutQuery(link.Href))
	}
	for _, g := range graphics {
		for _, said := range g.Own() {
			add("g", withoutQuery(said.Source))
		}
	}
	for _, row := range milestones {
		add("m", row.Status)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}
