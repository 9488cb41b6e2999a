package block

import (
	"strings"
	"testing"
)

// Every wording of the table is known where its row says.
func TestEveryBlockPageOfTheTableIsRefused(t *testing.T) {
	if len(rows) < 90 {
		t.Fatalf("the table has %d rows", len(rows))
	}
	for _, p := range rows {
		body := ""
		switch p.place {
		case "title":
			body = "<title>" + p.words + "</title>" + strings.Repeat("<p>words</p>", 1000)
		case "text":
			body = "<!doctype html><title>Kenya</title><h1>Wait</h1><p>Some\n" + strings.ToUpper(strings.ReplaceAll(p.words, " ", "\n "))
		case "markup":
			body = "<!doctype html><title>Kenya</title><script>x('" + p.words + "')</script>"
		default:
			t.Errorf("%q has the unknown place %q", p.words, p.place)
		}
		if got := ByWords([]byte(body)); got == "" || p.reason == "" {
			t.Errorf("%s: %q, want %q", body, got, p.reason)
		}
	}
}

// Words, not only the makers that are known.
func TestBlockPagesOfUnknownMakersAreRefused(t *testing.T) {
	for _, body := range []string{
		"<title>opengovpartnership.org</title><style>p{}</style><h1>Hold on</h1><p>We need to make sure you’re human.</p>",
		"<title>Kenya</title><p>Our systems have detected <b>unusual&nbsp;traffic</b> from your network.</p>",
		"<h1>Please enable cookies and reload the page</h1>",
		"<title>403</title>This request has been blocked by our firewall. Incident: 17",
		"<title>Web filter</title><h1>This site is blocked by your organisation</h1>",
	} {
		if ByWords([]byte("<html>"+body)) == "" {
			t.Errorf("%s is taken for a page", body)
		}
	}
}
