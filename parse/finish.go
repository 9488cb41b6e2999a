package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"ogp"
	"ogp/parse/lines"
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

// texturized are the marks that a site may print as typed at one answer and as set at
// the next.
var texturized = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...")

// fingerprint is a hash of what is kept of a page: texts, values, and where names
// lead. What surrounds the content does not count, nor what changes from visit to
// visit: see lines.Markup and lines.Steady.
func (d *draft) fingerprint() string {
	hash := sha256.New()
	add := func(texts ...string) {
		for _, text := range texts {
			hash.Write([]byte(texturized.Replace(text) + "\x00"))
		}
	}
	add(d.Title, d.Member)
	for _, row := range d.Sections {
		add(row.Label, string(row.State), row.Text)
	}
	for _, row := range d.Assessments {
		add(row.Value)
	}
	for _, row := range d.Milestones {
		add(row.Status)
	}
	for _, row := range d.Documents {
		add(lines.Steady(row.URL))
	}
	for _, row := range d.PolicyAreaRows {
		add(lines.Steady(row.URL))
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}
