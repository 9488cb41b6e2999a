package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
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
	hash := sha256.New()
	first := max(0, r.title)
	for _, line := range r.lines[first:r.end] {
		part(hash, "t", string(r.stream.text[line.start:line.end]))
	}
	start, end := r.lines[first].start, r.contentEnd()
	for _, link := range r.links {
		if link.start >= start && link.start < end {
			part(hash, "a", withoutQuery(link.href))
		}
	}
	for _, g := range r.stream.graphics {
		if g.at < start || g.at >= end {
			continue
		}
		for _, said := range g.own() {
			part(hash, "g", withoutQuery(said.source))
		}
	}
	for _, row := range r.out.Milestones {
		part(hash, "m", row.Status)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

func part(hash hash.Hash, kind, text string) {
	hash.Write([]byte(kind))
	hash.Write([]byte(text))
	hash.Write([]byte{0})
}

func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}
