package parse_test

import (
	"fmt"
	"html"
	"strings"
)

// A markup is one way in which a page may render labels and values. What the
// site really uses is not known; all of these must give the same reading.
type markup struct {
	name    string
	escape  func(string) string
	heading func(text string) string
	// field renders a label and its lines; colon is ":" for the labels that
	// have one.
	field func(label, colon string, lines []string) string
	list  func(label, colon string, items []string) string
	wrap  func(overview, description, milestones string) string
}

func plainWrap(overview, description, milestones string) string {
	return overview + description + milestones
}

func each(lines []string, before, after string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(before + line + after)
	}
	return b.String()
}

// split cuts a label in two, to be put into two elements.
func split(label string) (string, string) {
	runes := []rune(label)
	half := len(runes) / 2
	return html.EscapeString(string(runes[:half])), html.EscapeString(string(runes[half:]))
}

// entities writes every character as a numeric reference.
func entities(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == ' ' {
			b.WriteByte(' ')
			continue
		}
		fmt.Fprintf(&b, "&#%d;", r)
	}
	return b.String()
}

var markups = []markup{
	{
		name: "headings and paragraphs", escape: html.EscapeString,
		heading: func(text string) string { return "<h2>" + text + "</h2>\n" },
		field: func(label, colon string, lines []string) string {
			return "<h3>" + label + colon + "</h3>\n" + each(lines, "<p>", "</p>\n")
		},
		list: func(label, colon string, items []string) string {
			return "<h3>" + label + colon + "</h3>\n<ul>" + each(items, "<li>", "</li>\n") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "label in strong within the paragraph", escape: html.EscapeString,
		heading: func(text string) string { return "<p><strong>" + text + "</strong></p>" },
		field: func(label, colon string, lines []string) string {
			return "<p><strong>" + label + colon + "</strong> " + strings.Join(lines, "<br>\n") + "</p>"
		},
		list: func(label, colon string, items []string) string {
			return "<p><strong>" + label + colon + "</strong></p><ul>" + each(items, "<li>", "</li>") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "description list", escape: html.EscapeString,
		heading: func(text string) string { return "<h4>" + text + "</h4>" },
		field: func(label, colon string, lines []string) string {
			return "<dl><dt>" + label + colon + "</dt>" + each(lines, "<dd>", "</dd>") + "</dl>"
		},
		list: func(label, colon string, items []string) string {
			return "<dl><dt>" + label + colon + "</dt><dd><ul>" + each(items, "<li>", "</li>") + "</ul></dd></dl>"
		},
		wrap: plainWrap,
	},
	{
		name: "table", escape: html.EscapeString,
		heading: func(text string) string {
			return "<table><tr><th colspan=2>" + text + "</th></tr></table>"
		},
		field: func(label, colon string, lines []string) string {
			return "<table><tbody><tr><th>" + label + colon + "</th><td>" + each(lines, "<div>", "</div>") + "</td></tr></tbody></table>"
		},
		list: func(label, colon string, items []string) string {
			return "<table><tr><td>" + label + colon + "</td><td><ul>" + each(items, "<li>", "</li>") + "</ul></td></tr></table>"
		},
		wrap: plainWrap,
	},
	{
		name: "nested elements with meaningless classes", escape: html.EscapeString,
		heading: func(text string) string {
			return `<div class="css-1x"><div class="css-9"><span class="css-2">` + text + `</span></div></div>`
		},
		field: func(label, colon string, lines []string) string {
			return `<div class="css-1x"><div class="css-3"><span>` + label + colon + `</span></div><div><div class="css-4">` +
				each(lines, `<div><span class="css-5">`, "</span></div>") + `</div></div></div>`
		},
		list: func(label, colon string, items []string) string {
			return `<div class="css-1x"><span>` + label + colon + `</span><ul class="css-6">` +
				each(items, `<li class="css-7"><div><span>`, "</span></div></li>") + `</ul></div>`
		},
		wrap: func(overview, description, milestones string) string {
			return `<div class="css-a"><div>` + overview + `</div></div><div class="css-b">` + description + milestones + "</div>"
		},
	},
	{
		name: "unclosed lists and paragraphs", escape: html.EscapeString,
		heading: func(text string) string { return "<p><b>" + text + "</b>" },
		field: func(label, colon string, lines []string) string {
			return "<p><b>" + label + colon + "</b>" + each(lines, "<p>", "")
		},
		list: func(label, colon string, items []string) string {
			return "<p>" + label + colon + "<ul>" + each(items, "<li>", "")
		},
		wrap: plainWrap,
	},
	{
		name: "labels split over inline elements with info icons", escape: html.EscapeString,
		heading: func(text string) string { return "<div>" + text + "</div>" },
		field: func(label, colon string, lines []string) string {
			first, second := split(html.UnescapeString(label))
			return `<div><em><span>` + first + `</span></em><b>` + second + `</b> <i class="icon-info">i</i>` + colon +
				` <span class="tooltip">What this means: a long text.</span></div>` + each(lines, "<div>", "</div>")
		},
		list: func(label, colon string, items []string) string {
			first, second := split(html.UnescapeString(label))
			return `<div><u>` + first + `</u><b>` + second + `</b>` + colon + `</div><ol style="list-style:none" type="none"></ol><ul>` +
				each(items, "<li>", "</li>") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "minified upper-case tags with entities", escape: entities,
		heading: func(text string) string { return "<H2>" + text + "</H2>" },
		field: func(label, colon string, lines []string) string {
			return "<DIV><B>" + label + colon + "</B></DIV>" + each(lines, "<P>", "</P>")
		},
		list: func(label, colon string, items []string) string {
			return "<DIV>" + label + colon + "</DIV><UL>" + each(items, "<LI>", "") + "</UL>"
		},
		wrap: plainWrap,
	},
	{
		name: "hidden tab panels", escape: html.EscapeString,
		heading: func(text string) string { return "<h3>" + text + "</h3>" },
		field: func(label, colon string, lines []string) string {
			return `<div class="row"><div class="label">` + label + colon + `</div>` + each(lines, `<div class="value">`, "</div>") + "</div>"
		},
		list: func(label, colon string, items []string) string {
			return `<div class="row"><div class="label">` + label + colon + `</div><ul>` + each(items, `<li>`, "</li>") + "</ul></div>"
		},
		wrap: func(overview, description, milestones string) string {
			return `<ul role="tablist"><li role="tab"><a href="#a">Overview</a></li><li role="tab"><a href="#b">Description</a></li><li role="tab"><a href="#c">Milestones</a></li></ul>
<div role="tabpanel" id="a">` + overview + `</div><div role="tabpanel" id="b" style="display: none">` + description +
				`</div><div role="tabpanel" id="c" hidden aria-hidden="true">` + milestones + `</div>`
		},
	},
	{
		name: "details and summary", escape: html.EscapeString,
		heading: func(text string) string { return "<h3>" + text + "</h3>" },
		field: func(label, colon string, lines []string) string {
			return "<details><summary>" + label + colon + "</summary>" + each(lines, "<p>", "</p>") + "</details>"
		},
		list: func(label, colon string, items []string) string {
			return "<details open><summary>" + label + colon + "</summary><ul>" + each(items, "<li>", "</li>") + "</ul></details>"
		},
		wrap: plainWrap,
	},
	{
		name: "spans in one block", escape: html.EscapeString,
		heading: func(text string) string { return "<div>" + text + "</div>" },
		field: func(label, colon string, lines []string) string {
			return "<div><span>" + label + colon + "</span><span>" + strings.Join(lines, "<br/>") + "</span></div>"
		},
		list: func(label, colon string, items []string) string {
			return "<div><span>" + label + colon + "</span></div><ul>" + each(items, "<li>", "</li>") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "label and value in one unclosed list item", escape: html.EscapeString,
		heading: func(text string) string { return "<h3>" + text + "</h3><ul>" },
		field: func(label, colon string, lines []string) string {
			return "<li><b>" + label + colon + "</b> " + strings.Join(lines, "<br>") + "\n"
		},
		list: func(label, colon string, items []string) string {
			return "<li><b>" + label + colon + "</b><ul>" + each(items, "<li>", "") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "label in an element, value as bare text", escape: html.EscapeString,
		heading: func(text string) string { return "<section><header>" + text + "</header></section>" },
		field: func(label, colon string, lines []string) string {
			return "<div><span>" + label + "</span>" + colon + strings.Join(lines, "<br>") + "</div>"
		},
		list: func(label, colon string, items []string) string {
			return "<div><span>" + label + "</span>" + colon + "</div><ul>" + each(items, "<li>", "</li>") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "paragraphs and nothing else", escape: html.EscapeString,
		heading: func(text string) string { return "<p>" + text + "</p>" },
		field: func(label, colon string, lines []string) string {
			if colon != "" && len(lines) > 0 {
				return "<p>" + label + colon + " " + lines[0] + "</p>" + each(lines[1:], "<p>", "</p>")
			}
			return "<p>" + label + colon + "</p>" + each(lines, "<p>", "</p>")
		},
		list: func(label, colon string, items []string) string {
			return "<p>" + label + colon + "</p><ul>" + each(items, "<li>", "</li>") + "</ul>"
		},
		wrap: plainWrap,
	},
	{
		name: "rows of a table, labels above values", escape: html.EscapeString,
		heading: func(text string) string { return "<table><caption>" + text + "</caption></table>" },
		field: func(label, colon string, lines []string) string {
			return "<table><tr><td>" + label + colon + "<tr><td>" + strings.Join(lines, "<br>") + "</table>"
		},
		list: func(label, colon string, items []string) string {
			return "<table><tr><td>" + label + colon + "<tr><td><ul>" + each(items, "<li>", "") + "</ul></table>"
		},
		wrap: plainWrap,
	},
	{
		name: "sections with the label as a heading in a link", escape: html.EscapeString,
		heading: func(text string) string { return `<article><h2><a href="#x">` + text + "</a></h2></article>" },
		field: func(label, colon string, lines []string) string {
			return `<section><h4><a href="#a" aria-expanded="false">` + label + colon + `</a></h4><div class="panel" style="display:none">` + each(lines, "<p>", "</p>") + "</div></section>"
		},
		list: func(label, colon string, items []string) string {
			return `<section><h4><a href="#a">` + label + colon + `</a></h4><div class="panel" hidden><ul>` + each(items, "<li>", "</li>") + "</ul></div></section>"
		},
		wrap: plainWrap,
	},
}

// surround puts a page's content into what stands around it on the site: menus
// and footers that hold the labels' own words, banners, scripts, comments.
func surround(number int, ref, heading, member, body string) string {
	chrome := surroundings[number%len(surroundings)]
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x | Commitment</title>
<link rel="canonical" href="` + ref + `"><script>var label = "<h3>Problem</h3>"; var nonce = "a9f";</script>
<style>.Status:before{content:"Problem"}</style></head><body>` + chrome.before + `<div><a href="https://www.opengovpartnership.org/members/kenya/">` +
		member + `</a></div><h1>` + heading + `</h1>` + body + chrome.after + `</body></html>`
}

var surroundings = []struct{ before, after string }{
	{
		before: `<nav><ul><li><a href="/problem/">Problem</a><li><a>Status</a><li>Milestones<li>Action<li>Commitments</ul></nav>
<!-- <h3>Problem</h3> --><noscript><p>Problem</p></noscript>`,
		after: `<h2>Commitments</h2><ul><li><a href="/members/kenya/commitments/KE0902/">Another promise (KE0902)</a></li></ul>
<footer><p>Problem</p><p>Status</p><p>Milestones</p><p>Open Government Partnership</p></footer>`,
	},
	{
		before: `<div class="m"><div>Problem</div><div>Status</div><div>Milestones</div><div>Description</div><div>Commitments</div></div>
<div role="dialog"><p>We use cookies</p><button>Action</button></div><p>Please help us improve our website by taking this brief survey</p>
<select><option>English</option><option>Español</option></select><p>Skip Navigation</p>`,
		after: `<h2>Commitments</h2><p><a href="/members/kenya/commitments/KE0903/">Third promise (KE0903)</a></p>
<script type="application/ld+json">{"name":"Problem (KE0901)"}</script>
<div class="f"><div>Problem</div><div>Lead Institution:</div><div>Milestones</div><h4>Description</h4><div>Commitments</div></div>`,
	},
}
