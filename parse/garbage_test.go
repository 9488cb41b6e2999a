package parse_test

import (
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
)

// garbage is what could make a reader slow: many of one thing, each in a form
// that some rule looks at twice.
var garbage = map[string]string{
	"headings":         strings.Repeat("<p>Title (AA0001)</p>", 20_000),
	"headings, labels": strings.Repeat("<p>Title (AA0001)</p><p>Status: x</p>", 20_000),
	"labels":           "<h1>T (AA0001)</h1>" + strings.Repeat("<p>Status: x</p><p>Action Plan: y</p><p>Completion:</p>", 20_000),
	"unknown labels":   "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p>" + strings.Repeat("<p>Budget: x</p>", 40_000),
	"ends":             "<h1>T (AA0001)</h1><p>Status: x</p><p>Description</p>" + strings.Repeat("<p>Commitments</p><a href=x>Commitments</a>", 20_000),
	"phones":           "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Description</p><p>phone " + strings.Repeat("1234567, ", 100_000),
	"questions":        "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Description</p><p>" + strings.Repeat("What problem problem address? ", 40_000),
	"empty elements":   "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Completion:" + strings.Repeat(strings.Repeat("<b class=a>", 100)+strings.Repeat("</b>", 100), 300),
	"list items":       "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Commitment Start: Feb 2022</p><p>Institutions involved:</p><ul>" + strings.Repeat("<li>Office", 100_000),
	"cells":            "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p>" + strings.Repeat("<p>Milestones | Outputs</p><p>a | b</p>", 30_000),
	"bullets":          "<h1>T (AA0001)</h1><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p><p>Status: x</p><p>Description</p><p>What are the causes of the problem? " + strings.Repeat("• x ", 100_000),
	"marks":            "<h1>T (AA0001)</h1><p>Status: x</p><p>Action Plan: y</p><p>Action Plan Cycle: 2018</p>" + strings.Repeat("<b>S</b><i>t</i>atus ", 50_000),
}

// TestGarbageIsRead reads megabytes of it; BenchmarkGarbage tells how fast.
func TestGarbageIsRead(t *testing.T) {
	for name, page := range garbage {
		if _, err := parse.Page(ogp.Page{Body: []byte(page)}); err != nil {
			t.Logf("%s: %v", name, err)
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
