package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
)

// lists fills the list columns from the long tables: each name once, in page
// order.
func (r *reading) lists() {
	out := &r.out.Commitment
	for _, row := range out.ActionPlanRows {
		out.ActionPlans = addOnce(out.ActionPlans, row.Name)
	}
	for _, row := range out.InstitutionRows {
		out.Institutions = addOnce(out.Institutions, row.Name)
	}
	for _, row := range out.PolicyAreaRows {
		out.PolicyAreas = addOnce(out.PolicyAreas, row.Name)
	}
	for _, row := range out.OGPValueRows {
		out.OGPValues = addOnce(out.OGPValues, row.Value)
	}
	for _, row := range out.Documents {
		if row.Kind == "irm_report" {
			out.IRMReports = addOnce(out.IRMReports, row.Title)
		}
	}
	for _, row := range out.CauseRows {
		out.Causes = append(out.Causes, row.Text)
	}
	for _, row := range out.EffectRows {
		out.Effects = append(out.Effects, row.Text)
	}
	out.MilestoneCount = len(out.Milestones)
}

func addOnce(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
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
		for _, said := range evidence(g.node) {
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
