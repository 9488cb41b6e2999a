package parse_test

import (
	"strings"
	"testing"

	"ogp"
	"ogp/parse"
)

// TestHeadingsThatAreSetApartEndAnswers: what no table has is a heading where it is set
// apart as a known one is, and text where all is.
func TestHeadingsThatAreSetApartEndAnswers(t *testing.T) {
	for html, want := range map[string]string{
		"<h4>Problem statement</h4><p>None is open</p><h4>Funds from donors</h4><ul><li>Some</ul>":                                                        "None is open",
		"<p><b>Problem statement</b></p><p>None is open</p><p><b>Money</b></p><p>Some</p>":                                                                "None is open",
		"<p><b>Problem statement</b>:<br>None is open</p><p><b>Money</b><br>Some</p>":                                                                     "None is open",
		"<dl><dt>Problem statement<dd>None is open<dt>Money<dd>Some</dl>":                                                                                 "None is open",
		"<div><label>Problem statement</label></div><div>None is open</div><div><label>Money</label></div><div>Some</div>":                                "None is open",
		"<table><tr><td>Problem statement<td>None is open<tr><td>Money<td>Some<tr><td>Main objective<td>To open</table>":                                  "None is open",
		"<p>Problem statement</p><p>None is open</p><p><b>None at all</b></p><p>It is so</p>":                                                             "None is open\nNone at all\nIt is so",
		"<p><b>Problem statement</b></p><p><b>None is open</b></p><p><b>None at all</b></p>":                                                              "None is open\nNone at all",
		"<p><b>Problem statement</b></p><p>None is open</p><p><b><a href=https://x.example>See more</a></b></p><p>It is so</p>":                           "None is open\nSee more\nIt is so",
		`<ul><li><a data-toggle="tab" href="#a">Problem</a><li><a data-toggle="tab" href="#b">Money</a></ul><div id="a">None</div><div id="b">Some</div>`: "None",
		`<ul><li role="tab" aria-controls="a">Open<li role="tab" aria-controls="b">Money</ul><div id="a"><h4>Problem</h4>None</div><div id="b"></div>`:    "None",
	} {
		page := strings.Replace(nationalPage("KE0901", "@"), "<p>@</p>", html, 1)
		if reading, err := parse.Page(ogp.Page{Body: []byte(page)}); err != nil || reading.Problem != want {
			t.Errorf("%s: problem %q, want %q, error %v", html, reading.Problem, want, err)
		}
	}
}
