package parse_test

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	nethtml "golang.org/x/net/html"

	"ogp"
	"ogp/parse"
)

// benchPages are realistic pages of 60 to 120 KB: content of various length in
// various markup, within the menus, scripts and styles of a WordPress site.
func benchPages(n int) [][]byte {
	pages := make([][]byte, n)
	for i := range pages {
		m := markups[i%len(markups)]
		id := fmt.Sprintf("KE%04d", 1000+i)
		lines := make([]string, 6+i%20)
		for j := range lines {
			lines[j] = html.EscapeString(fmt.Sprintf("Line %d: the ministry publishes contracts, budgets and the names of beneficial owners; citizens comment on them before the assembly decides. Número %d.", j, i))
		}
		body := m.heading("Overview") + m.heading("At-a-Glance") +
			m.field("Action Plan", ":", []string{"Kenya Action Plan 2018-2020"}) + m.field("Action Plan Cycle", ":", []string{"2018"}) +
			m.field("Status", ":", nil) + m.heading("Institutions") + m.field("Lead Institution", ":", []string{"Ministry of Finance"}) +
			m.field("Support Institution(s)", ":", []string{"NA"}) + m.field("Policy Areas", "", []string{"Open Data, Youth"}) +
			m.heading("IRM Review") + m.field("IRM Report", ":", []string{"Pending IRM Review"}) +
			m.field("Early Results", ":", []string{"Marginal"}) + m.heading("Design") + m.field("Verifiable", ":", []string{"Yes"}) +
			m.field("Relevant to OGP Values", ":", []string{"Yes"}) + m.field("Ambition (see definition)", ":", []string{"High"}) +
			m.heading("Implementation") + m.field("Completion", ":", []string{"Pending IRM Review"}) +
			m.field("Description", "", append([]string{"What problem does the commitment aim to address?"}, lines...))
		page := surround(i, "https://www.opengovpartnership.org/members/kenya/commitments/"+id+"/", "A promise ("+id+")", "Kenya", body)
		pages[i] = []byte(strings.Replace(page, "<body>", "<body>"+wordpress(60_000+300*i-len(page)), 1))
	}
	return pages
}

// wordpress is about size bytes of what a theme puts before the content.
func wordpress(size int) string {
	var b strings.Builder
	b.WriteString("<style>" + strings.Repeat(".wp-block-group{display:flex;gap:var(--wp--preset--spacing--20)}\n", size/400) + "</style>")
	b.WriteString("<script>" + strings.Repeat("window.dataLayer.push({'event':'view','nonce':'a9f3'});\n", size/400) + "</script><nav><ul>")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `<li id="menu-item-%d" class="menu-item menu-item-type-post_type menu-item-%d"><a href="/members/place-%d/"><span class="menu-text">Member number %d</span></a></li>`, i, i, i, i)
		if i%10 == 0 {
			b.WriteString(`<li><svg viewBox="0 0 24 24"><path d="M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2z"/></svg></li>`)
		}
	}
	return b.String() + "</ul></nav>"
}

func benchmark(b *testing.B, read func([]byte) error) {
	pages := benchPages(200)
	var bytes int64
	for _, page := range pages {
		bytes += int64(len(page))
	}
	b.SetBytes(bytes / int64(len(pages)))
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if err := read(pages[i%len(pages)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkPage is everything from bytes to reading, fingerprint included.
func BenchmarkPage(b *testing.B) {
	benchmark(b, func(page []byte) error {
		_, err := parse.Page(ogp.Page{Body: page})
		return err
	})
}

// BenchmarkHTMLParse is html.Parse alone, on the same bytes: what other readers
// of HTML in Go begin with.
func BenchmarkHTMLParse(b *testing.B) {
	benchmark(b, func(page []byte) error {
		_, err := nethtml.Parse(bytes.NewReader(page))
		return err
	})
}

// BenchmarkPageOverHTMLParse takes both in turn, page by page, so that a busy
// machine slows them alike, and reports how much more, or less, reading costs.
func BenchmarkPageOverHTMLParse(b *testing.B) {
	pages := benchPages(200)
	var tree, whole time.Duration
	for i := range b.N {
		page := pages[i%len(pages)]
		started := time.Now()
		if _, err := nethtml.Parse(bytes.NewReader(page)); err != nil {
			b.Fatal(err)
		}
		between := time.Now()
		if _, err := parse.Page(ogp.Page{Body: page}); err != nil {
			b.Fatal(err)
		}
		tree, whole = tree+between.Sub(started), whole+time.Since(between)
	}
	b.ReportMetric(100*(float64(whole)/float64(tree)-1), "%over")
}
