package outline

import (
	"strings"

	"ogp/parse/words"
)

// otherPages are words by which pages are known that come instead of the one
// asked for.
var otherPages = words.Table(tables, "other_pages.csv")

// shortPage bounds the text of a page that is nothing but such a message.
const shortPage = 4000

// otherPage is the reason why a page is another than the one asked for, and the
// words that tell it; empty for a page that no line of the table knows.
func otherPage(title, text string) (sign, reason string) {
	title = strings.ToLower(title)
	if len(text) < shortPage {
		title += "\n" + strings.ToLower(text)
	}
	for _, other := range otherPages {
		if strings.Contains(title, other["words"]) {
			return other["words"], other["reason"]
		}
	}
	return "", ""
}
