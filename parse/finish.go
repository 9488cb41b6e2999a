package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"ogp"
)

// lists fills the list columns from the long tables: each name once, in page
// order.
func (r *reading) lists() {
	out := &r.out.Commitment
	out.ActionPlans = each(out.ActionPlanRows, func(row ogp.ActionPlan) string { return row.Name })
	out.Institutions = each(out.InstitutionRows, func(row ogp.Institution) string { return row.Name })
	out.PolicyAreas = each(out.PolicyAreaRows, func(row ogp.PolicyArea) string { return row.Name })
	out.OGPValues = each(out.OGPValueRows, func(row ogp.OGPValue) string { return row.Value })
	out.Causes = each(out.CauseRows, func(row ogp.Cause) string { return row.Text })
	out.Effects = each(out.EffectRows, func(row ogp.Effect) string { return row.Text })
	out.IRMReports = each(out.Documents, func(row ogp.Document) string {
		if row.Kind != "irm_report" {
			return ""
		}
		return row.Title
	})
	out.MilestoneCount = len(out.Milestones)
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

// fingerprint is a hash of what the content prints, links and draws. What
// surrounds it, and the parts of addresses that change from visit to visit, do
// not count.
func (r *reading) fingerprint() string {
	content := make([]byte, 0, len(r.stream.text))
	first := max(0, r.title)
	for _, line := range r.lines[first:r.end] {
		content = part(content, "t", r.stream.text[line.start:line.end])
	}
	start, end := r.lines[first].start, r.contentEnd()
	for _, link := range r.links {
		if link.start >= start && link.start < end {
			content = part(content, "a", withoutQuery(link.href))
		}
	}
	for _, g := range r.stream.graphics {
		if g.at < start || g.at >= end {
			continue
		}
		for _, said := range g.own() {
			content = part(content, "g", withoutQuery(said.source))
		}
	}
	for _, row := range r.out.Milestones {
		content = part(content, "m", row.Status)
	}
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:16])
}

func part[Text []byte | string](content []byte, kind string, text Text) []byte {
	content = append(content, kind...)
	content = append(content, text...)
	return append(content, 0)
}

func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}
