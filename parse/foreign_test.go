package parse_test

import (
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
)

// TestForeignTextIsInNoValue: what stands beside, between or below a page's values and is
// none of them.
func TestForeignTextIsInNoValue(t *testing.T) {
	const glance = "<h2>At-a-Glance</h2><p>Action Plan: Plan 2022-2024</p><p>Status: Active</p><p>Lead Institution: Ministry</p>"
	const card = `<div class="slide"><h4>Other</h4><p>Problem definition: foreign.</p><a href="/members/peru/commitments/PE0009/">More</a></div>`
	cards := card + strings.ReplaceAll(card, "PE0009", "PE0008")
	for name, test := range map[string]struct {
		page, want string
		read       func(ogp.Reading) string
	}{
		"a label of a table": {"<table><tr><th>Action Plan:<td>Plan<tr><th>Status:<td><tr><th>Theme<td>Money<tr><th>Lead Institution:<td>Ministry<tr><th>Contact person<td>Jane</table>",
			"|Ministry", func(r ogp.Reading) string { return r.Status + "|" + r.LeadInstitution }},
		"cards of other commitments": {glance + "<h3>Description</h3><p>Text.</p>" + cards + "<p>Main objective: To act.</p>",
			"Text.\nMain objective: To act.", func(r ogp.Reading) string { return r.Description }},
		"a link to share the page": {glance + `<h3>Description</h3><p>Text.</p><p>Share this page: <a href="https://twitter.com/intent/tweet">Twitter</a></p>`,
			"Text.", func(r ogp.Reading) string { return r.Description }},
		"a text that is cut": {glance + `<h3>Description</h3><div>Ledgers are…</div><div style="display:none">Ledgers are closed.</div>`,
			"Ledgers are closed.", func(r ogp.Reading) string { return r.Description }},
		"a link to all areas": {glance + `<h3>Policy Areas</h3><p><a href="/policy-area/water/">Water</a>, <a href="/policy-area/">See all areas</a></p><h3>Description</h3><p>x</p>`,
			"Water", func(r ogp.Reading) string { return strings.Join(r.PolicyAreas, ";") }},
		"the kind of a file": {strings.Replace(glance, "2022-2024", "2022-2024 (PDF, 2 MB)", 1) + "<h3>Description</h3><p>x</p>",
			"Plan 2022-2024", func(r ogp.Reading) string { return strings.Join(r.ActionPlans, ";") }},
		"a tick and a bar's number": {glance + "<p>Verifiable: ✓ Yes</p><p>Ambition: ✗ High</p><p>Completion: 75% Substantial</p><h3>Description</h3><p>x</p>",
			"Yes||Substantial", func(r ogp.Reading) string { return r.Verifiable + "|" + r.Ambition + "|" + r.Completion }},
		"a button between a label and its value": {glance + `<p>Completion<button>i</button>: <b title="Limited"></b></p><h3>Description</h3><p>x</p>`,
			"Limited", func(r ogp.Reading) string { return r.Completion }},
	} {
		page := `<html lang="en"><body><p><a href="/members/kenya">Kenya</a></p><h1>Ledgers (KE0901)</h1>` + test.page + "<h2>Commitments</h2></body></html>"
		reading, err := parse.Page(ogp.Page{Body: []byte(page)})
		if got := test.read(reading); err != nil || got != test.want {
			t.Errorf("%s: %q, want %q, error %v", name, got, test.want, err)
		}
	}
}
