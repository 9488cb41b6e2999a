package scrape

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"ogp"
)

// blockPageTable has the wordings of pages that come in another page's place:
// they test for robots, ask for a login or for cookies, or ban the visitor. A row
// is, in lower case, the beginning of a title; words of a page with few words; or
// a part of such a page's markup that shows nothing. Pages with more to say are
// ordinary ones, whatever they quote and whichever scripts they carry.
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

// maxBlockText is the most bytes of text that a block page shows: a commitment's
// page has more in its menu.
const maxBlockText = 1500

// commitmentTitle is what only a page with a commitment on it has: its ID.
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
	if commitmentTitle.MatchString(title) || !isHTML(x.header, x.body) || !bytes.HasPrefix(bytes.TrimSpace(x.body), []byte("<")) {
		return nil // rules for robots may be labelled as HTML
	}
	text := shownText(x.body)
	if commitmentTitle.MatchString(text) {
		return nil
	}
	markup := ""
	if len(text) < maxBlockText {
		markup = strings.ToLower(string(x.body))
	}
	for _, page := range blockPages {
		if page.matches(title, text, markup) {
			return &refusal{ogp.ClassChallenge, page.reason}
		}
	}
	return nil
}

// matches reports whether a page has the words in their place. Its markup is
// empty where it shows more text than a block page does.
func (p blockPage) matches(title, text, markup string) bool {
	switch p.place {
	case "title":
		return strings.HasPrefix(title, p.words)
	case "text":
		return markup != "" && strings.Contains(text, p.words)
	}
	return strings.Contains(markup, p.words)
}

// shownText is what a page shows, its title included, in lower case and with
// single spaces: no more than maxBlockText bytes of it.
func shownText(body []byte) string {
	var text strings.Builder
	tokens, hidden := html.NewTokenizer(bytes.NewReader(body)), ""
	for text.Len() < maxBlockText {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return plainQuotes.Replace(text.String())
		case html.StartTagToken:
			if name, _ := tokens.TagName(); hidden == "" && (string(name) == "script" || string(name) == "style") {
				hidden = string(name)
			}
		case html.EndTagToken:
			if name, _ := tokens.TagName(); string(name) == hidden {
				hidden = ""
			}
		case html.TextToken:
			if hidden == "" {
				for _, word := range strings.Fields(strings.ToLower(string(tokens.Text()))) {
					text.WriteString(word + " ")
				}
			}
		}
	}
	return plainQuotes.Replace(text.String())
}

// plainQuotes writes apostrophes the way the table does.
var plainQuotes = strings.NewReplacer("’", "'", "‘", "'")

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
		return plainQuotes.Replace(strings.ToLower(strings.TrimSpace(html.UnescapeString(string(text)))))
	}
}
