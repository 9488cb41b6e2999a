package parse_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
)

// garbage is what could make a reader slow: many of one thing, each in a form
// that some rule looks at twice.
var garbage = map[string]string{
	"headings":         strings.Repeat("<p>Title (AA0001)</p>", 5_000),
	"headings, labels": strings.Repeat("<p>Title (AA0001)</p><p>Status: x</p>", 5_000),
	"labels":           "<h1>T (AA0001)</h1>" + strings.Repeat("<p>Status: x</p><p>Action Plan: y</p><p>Completion:</p>", 5_000),
	"unknown labels":   "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p>" + strings.Repeat("<p>Budget: x</p>", 8_000),
	"ends":             "<h1>T (AA0001)</h1><p>Status: x</p><p>Description</p>" + strings.Repeat("<p>Commitments</p><a href=x>Commitments</a>", 5_000),
	"phones":           "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Description</p><p>phone " + strings.Repeat("1234567, ", 5_000),
	"questions":        "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Description</p><p>" + strings.Repeat("What problem problem address? ", 8_000),
	"empty elements":   "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Completion:" + strings.Repeat(strings.Repeat("<b class=a>", 100)+strings.Repeat("</b>", 100), 60),
	"list items":       "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Commitment Start: Feb 2022</p><p>Institutions involved:</p><ul>" + strings.Repeat("<li>Office", 5_000),
	"cells":            "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p>" + strings.Repeat("<p>Milestones | Outputs</p><p>a | b</p>", 6_000),
	"bullets":          "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p><p>What are the causes of the problem? " + strings.Repeat("• x ", 5_000),
	"states":           "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Commitment Start: Feb 2022</p><p>Commitment End: Feb 2022</p><p>Description</p><p>Problem</p><p>Milestones</p><p>1 Milestones</p><p>1</p><p>A</p><div>" + strings.Repeat("Finished<br>", 12_000),
	"milestone icons":  "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Commitment Start: Feb 2022</p><p>Commitment End: Feb 2022</p><p>Description</p><p>Problem</p><p>Milestones</p>" + strings.Repeat("<div><i class=x></i><p>A</p><p>Start Date: 02/2022</p></div>", 3_000) + strings.Repeat("<p>A</p><i class=x></i>", 6_000),
	"numbered":         "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p>" + strings.Repeat("<p>1. Problem: x</p><p>2. Risk: y</p>", 4_000),
	"dated":            "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p><p>Milestones:</p>" + strings.Repeat("<p>1. A (June 2024)</p>", 8_000),
	"icons":            strings.Repeat("<p>x</p>", 12_000) + "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Status: x</p><p>Action Plan Cycle: 2018</p><p>Completion:</p>" + strings.Repeat("<i class=x></i>", 12_000) + "<p>Description</p>",
	"linked names":     "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan Cycle: 2018</p><p>Action Plan: " + strings.Repeat("<a href=x>Plan 2018</a>, ", 12_000) + "</p>",
	"values":           "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Relevant to OGP Values: " + strings.Repeat("Technology ", 12_000) + "</p>",
	"one row":          "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p><p>Milestones | Outputs</p><p>" + strings.Repeat("a | ", 12_000) + "</p>",
	"marks":            "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p>" + strings.Repeat("<b>S</b><i>t</i>atus ", 10_000),
}

// noPage are the kinds of garbage that hold no commitment.
var noPage = []string{"headings", "headings, labels", "ends"}

// TestGarbageIsRead reads a heap of it; BenchmarkGarbage tells how fast.
func TestGarbageIsRead(t *testing.T) {
	for name, page := range garbage {
		reading, err := parse.Page(ogp.Page{Body: []byte(page)})
		if want := slices.Contains(noPage, name); want != errors.Is(err, ogp.ErrNotCommitment) {
			t.Errorf("%s: error %v", name, err)
		}
		if err == nil && reading.ID != "AA0001" {
			t.Errorf("%s: read as %q", name, reading.ID)
		}
	}
}

func BenchmarkGarbage(b *testing.B) {
	for name, page := range garbage {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				_, _ = parse.Page(ogp.Page{Body: []byte(page)})
			}
		})
	}
}

func TestPageBeyondTheBoundsIsKept(t *testing.T) {
	head := `<title>Open data (KE0901)</title><link rel="canonical" href="https://www.opengovpartnership.org/members/kenya/commitments/KE0901/"><body>`
	body := strings.Repeat("<p>", 250_000)
	reading, err := parse.Page(ogp.Page{Body: []byte(head + body)})
	if err != nil || reading.ID != "KE0901" || reading.MemberSlug != "kenya" || reading.Title != "Open data" || len(reading.Issues) != 1 {
		t.Errorf("%s %q of %q, issues %v, error %v", reading.ID, reading.Title, reading.MemberSlug, reading.Issues, err)
	}
	if _, err := parse.Page(ogp.Page{Body: []byte(body)}); !errors.Is(err, ogp.ErrNotCommitment) {
		t.Errorf("a page without an address gives the error %v", err)
	}
}
