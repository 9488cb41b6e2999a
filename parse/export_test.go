package parse

import (
	"strings"

	"golang.org/x/net/html"
)

// Mask is mask, for the tests.
var Mask = mask

// ParseTree is parseTree, for the tests.
var ParseTree = parseTree

// Built is the share of a page that parseTree builds; 0 if it leaves all of it
// to html.Parse.
func Built(page string) float64 {
	cut := plainSubtrees(page)
	rest := without(page, cut)
	root, err := html.Parse(strings.NewReader(rest))
	if err != nil || !graft(root, cut) {
		return 0
	}
	return 1 - float64(len(rest))/float64(len(page))
}

// Indicators are those of pages.
var Indicators = indicators
