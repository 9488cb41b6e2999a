// Package block recognises pages that come in another page's place: they test
// for robots, ask for a login or for cookies, or ban the visitor. In come the
// header and the bytes of an answer in HTML; out goes what it is, in words.
//
// The wordings are in a table, and nothing but them and two headers decides: a
// page with more to say than a block page has is never taken for one.
package block

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"ogp"
)

// table has the wordings. A row is, in lower case, the beginning of a title; words
// of a page with few words; or a part of such a page's markup that shows nothing.
// Pages with more to say are ordinary ones, whatever they quote and whichever
// scripts they carry.
//
//go:embed block_pages.csv
var table string

var rows = readTable(table)

// row is one wording of the table.
type row struct{ place, words, reason string }

// readTable reads the embedded table. A fault in it is a fault in the
// program, so it panics.
func readTable(table string) (all []row) {
	lines, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("block: table: %v", err))
	}
	for _, line := range lines[1:] {
		all = append(all, row{place: line[0], words: line[1], reason: line[2]})
	}
	return all
}

// maxBlockText is the most bytes of text that a block page shows: a commitment's
// page has more in its menu.
const maxBlockText = 1500

// commitmentTitle is what only a page with a commitment on it has: its ID.
var commitmentTitle = regexp.MustCompile(`(?i)\(` + ogp.IDPattern + `\)`)

// ByHeader says what block page an answer is whose header tells; empty if it tells
// of none.
func ByHeader(header http.Header) string {
	if strings.EqualFold(header.Get("Cf-Mitigated"), "challenge") {
		return "challenge page (Cloudflare)"
	}
	if action := header.Get("X-Amzn-Waf-Action"); action != "" {
		return fmt.Sprintf("challenge page (AWS WAF: %.40s)", action)
	}
	return ""
}

// ByWords says what block page an answer in HTML is; empty for any other page.
func ByWords(body []byte) string {
	title := titleOf(body[:min(len(body), 64<<10)])
	if commitmentTitle.MatchString(title) || !bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		return "" // rules for robots may be labelled as HTML
	}
	text := shownText(body)
	if commitmentTitle.MatchString(text) {
		return ""
	}
	markup := ""
	if len(text) < maxBlockText {
		markup = strings.ToLower(string(body))
	}
	for _, row := range rows {
		if row.matches(title, text, markup) {
			return row.reason
		}
	}
	return ""
}

// matches reports whether a page has the words in their place. Its markup is
// empty where it shows more text than a block page does.
func (r row) matches(title, text, markup string) bool {
	switch r.place {
	case "title":
		return strings.HasPrefix(title, r.words)
	case "text":
		return markup != "" && strings.Contains(text, r.words)
	}
	return strings.Contains(markup, r.words)
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
