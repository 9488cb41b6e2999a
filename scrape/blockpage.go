package scrape

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"html"
	"regexp"
	"strings"

	"ogp"
)

// blockPageTable has the wordings of pages that come in another page's place:
// they test for robots, ask for a login or ban the visitor. A row is the
// beginning of a title, in lower case, or, at the place "body", words of a page
// without a title. The body of a page with a title is no evidence: ordinary
// pages carry scripts of the same makers, and a commitment may well be about
// captchas.
//
//go:embed block_pages.csv
var blockPageTable string

var blockPages = readBlockPages(blockPageTable)

// blockPage is one row of the table.
type blockPage struct{ place, words, reason string }

// readBlockPages reads the embedded table. A fault in it is a fault in the
// program, so it panics.
func readBlockPages(table string) []blockPage {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("scrape: table of block pages: %v", err))
	}
	var pages []blockPage
	for _, row := range rows[1:] {
		pages = append(pages, blockPage{place: row[0], words: row[1], reason: row[2]})
	}
	return pages
}

// maxUntitled is the size over which a page is an ordinary one, whatever it
// quotes: block pages without a title have a few lines.
const maxUntitled = 8 << 10

// commitmentTitle is what only the title of a commitment's page has: its ID.
var commitmentTitle = regexp.MustCompile(`(?i)\(` + ogp.IDPattern + `\)`)

// blocked says why an answer is not the page requested but a block page; nil if
// it is none.
func blocked(x *exchange) *refusal {
	if strings.EqualFold(x.header.Get("Cf-Mitigated"), "challenge") {
		return &refusal{ogp.ClassChallenge, "challenge page (Cloudflare)"}
	}
	if action := x.header.Get("X-Amzn-Waf-Action"); action != "" {
		return &refusal{ogp.ClassChallenge, "challenge page (AWS WAF: " + action + ")"}
	}
	title := titleOf(x.body[:min(len(x.body), 64<<10)])
	for _, page := range blockPages {
		if page.matches(title, x.body) {
			return &refusal{ogp.ClassChallenge, page.reason}
		}
	}
	return nil
}

func (p blockPage) matches(title string, body []byte) bool {
	if p.place == "title" {
		return strings.HasPrefix(title, p.words) && !commitmentTitle.MatchString(title)
	}
	return title == "" && len(body) <= maxUntitled && bytes.Contains(body, []byte(p.words))
}

// titleOf is the beginning of a page's title, in lower case. Parsing every page
// for it would cost more CPU than fetching it.
func titleOf(head []byte) string {
	for {
		at := bytes.IndexByte(head, '<')
		if at < 0 {
			return ""
		}
		head = head[at+1:]
		if len(head) < 5 || !bytes.EqualFold(head[:5], []byte("title")) {
			continue
		}
		_, text, _ := bytes.Cut(head, []byte(">"))
		text, _, _ = bytes.Cut(text[:min(len(text), 300)], []byte("<"))
		return strings.ToLower(strings.TrimSpace(html.UnescapeString(string(text))))
	}
}
