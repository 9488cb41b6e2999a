package parse_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"ogp/parse"
)

// sameTree fails the test if a page's tree differs from that of html.Parse.
func sameTree(t interface {
	Helper()
	Fatalf(string, ...any)
}, page string) {
	t.Helper()
	want, wantErr := html.Parse(strings.NewReader(page))
	got, err := parse.ParseTree([]byte(page))
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("error %v, want %v, for\n%s", err, wantErr, page)
	}
	if err == nil && outline(got) != outline(want) {
		t.Fatalf("the tree differs (-html.Parse +ours):\n%s\nof\n%s",
			cmp.Diff(strings.Split(outline(want), "\n"), strings.Split(outline(got), "\n")), page)
	}
}

// outline writes all that a tree holds, a line a node, and checks its links.
func outline(root *html.Node) string {
	var b strings.Builder
	writeOutline(&b, root, 0)
	return b.String()
}

func writeOutline(b *strings.Builder, n *html.Node, depth int) {
	fmt.Fprintf(b, "%*s%d %d %q %q %q\n", depth, "", n.Type, n.DataAtom, n.Namespace, n.Data, n.Attr)
	var before *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Parent != n || c.PrevSibling != before {
			fmt.Fprintf(b, "broken link at %q\n", c.Data)
		}
		writeOutline(b, c, depth+1)
		before = c
	}
	if n.LastChild != before {
		fmt.Fprintf(b, "broken last child of %q\n", n.Data)
	}
}

// TestMostOfAPageIsBuilt makes sure that html.Parse has little to do.
func TestMostOfAPageIsBuilt(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "fixtures", "pages", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures found: %v", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if share := parse.Built(string(body)); share < 0.5 {
			t.Errorf("%s: only %.2f is built", file, share)
		}
	}
	for i, page := range benchPages(20) {
		if share := parse.Built(string(page)); share < 0.9 {
			t.Errorf("page %d: only %.2f is built", i, share)
		}
	}
}

// TestTreeIsHTMLParses compares the trees of pages as they come.
func TestTreeIsHTMLParses(t *testing.T) {
	for _, file := range fixtureFiles(t) {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sameTree(t, string(body))
	}
	for _, page := range benchPages(20) {
		sameTree(t, string(page))
	}
	for _, page := range garbage {
		sameTree(t, page)
	}
}

// TestTreeOfAnyMarkup puts elements that are in order into pages that are not.
func TestTreeOfAnyMarkup(t *testing.T) {
	checks(t, 3000)
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 12).Draw(t, "pieces") {
			if rapid.Bool().Draw(t, "in order") {
				b.WriteString(tidy(t, 4))
			} else {
				b.WriteString(stray.Draw(t, "stray"))
			}
		}
		sameTree(t, b.String())
	})
}

// tricky are pages whose tree is not what it looks like, or whose source is
// not cut as it seems.
var tricky = map[string]string{
	"a frameset takes the place of a body without text": "<div><span title='" + filler + "'></span></div><frameset><frame></frameset>",
	"a reference to a space is no text":                 "<div><span title='" + filler + "'>&#32;</span></div><frameset><frame></frameset>",
	"a script in a comment in a script hides its end":   "<script><!-- <script> </script><div>" + filler + "</div> --></script><p>x",
	"a comment ends at once":                            "<div>" + filler + "<!---><b>x</b>--></div>",
	"a comment ends with an exclamation mark":           "<div>" + filler + "<!-- x --!><b>x</b>--></div>",
	"a comment never ends":                              "<div>" + filler + "<!-- x </div>",
	"HTML in a drawing's title":                         "<div>" + filler + "<svg><title><path/></title></svg></div>",
	"HTML in a drawing's description":                   "<div>" + filler + "<svg><desc><text>x</text></desc></svg></div>",
	"HTML ends a drawing":                               "<div>" + filler + "<svg><g><div>x</div></g></svg></div>",
	"a style in a drawing is markup":                    "<div>" + filler + "<svg><style><g>x</g></style></svg></div>",
	"a drawing is closed by another name":               "<div>" + filler + "<svg><g></svg></g></div><style>" + filler + "</style>",
	"a drawing's attribute with a prefix":               "<div>" + filler + "<svg xlink:role=a xlink:href=b xml:lang=en xmlns:xlink=c xml:space=d></svg></div>",
	"attributes in drawings have capitals":              "<div>" + filler + "<svg viewbox=a preserveaspectratio=b gradientunits=c clippathunits=d refx=e textlength=f width=g></svg></div>",
	"a character that none has":                         "<div>" + filler + "\x00</div>",
	"the mark of a place":                               "<head><style>\u00800</style></head><frameset><style>" + filler + "</style></frameset>",
	"the mark of a place as a reference":                "<head><template><div>&#x80;0</div></template></head><frameset><div>" + filler + "</div></frameset>",
	"a reference to no place":                           "<p>&#128;-1</p><div>" + filler + "</div>",
	"capitals beside bytes that are no UTF-8":           "<DIV><P A\xff=B\xff>" + filler + "</P></DIV>",
	"ends of lines as Windows has them":                 "<div title='a\r\nb'>" + filler + "a\r\nb\rc</div>",
	"markup in mathematics":                             "<math><title><b><b><b></title><div>" + filler + "<b>x</b></div></b>x</b>x</b>x",
	"plain text to the end":                             "<plaintext><div>" + filler + "</div>",
	"text without markup":                               "<textarea><div>" + filler + "</div></textarea><title><div>" + filler + "</div></title>",
	"an attribute comes twice":                          "<div><p class=a CLASS=b class=c>" + filler + "</p></div>",
	"attributes are sorted in formatting elements":      "<div><a href=x class=y b>" + filler + "</a><span href=x class=y b></span></div>",
	"references in attributes":                          "<div><a href='?a&amp;b&lt=c&ltd&lt;&copy;&notit;&notin;&#65;&#x41'>" + filler + "</a></div>",
	"slashes in tags":                                   "<div><span a=b/ c/d / e=/>" + filler + "</span><br/ ><img a=/></div>",
	"capitals":                                          "<DIV CLASS=A><P\nID='É'>" + filler + "</P><SVG VIEWBOX=x><clipPATH/></SVG></DIV>",
	"a field closes a list of choices":                  "<select><div>" + filler + "<input></div></select>",
	"a form in a table":                                 "<table><div><form>" + filler + "</form></div></table>",
	"a form in a form":                                  "<form><table></form><div>" + filler + "<form>x</form></div>",
	"a link within a link":                              "<a><div>" + filler + "<a>x</a></div></a>",
	"a link that was never closed":                      "<p><a></p><div>" + filler + "<b>x</b></div>",
	"a button within a button":                          "<button><div>" + filler + "<button>x</button></div></button>",
	"a drawn element where a cell should be":            "<td><div>" + filler + "</div></td><table><td>" + filler + "</td></table>",
	"elements too deep":                                 strings.Repeat("<span>", 480) + "</b><div>" + filler + strings.Repeat("<i></i><div>", 50) + strings.Repeat("</div>", 51),
	"elements deep within an element":                   strings.Repeat("<div>", 300) + filler + strings.Repeat("</div>", 300),
	"ends in a tag":                                     "<div>" + filler + "</div",
	"ends in an attribute":                              "<div>" + filler + "<p class='",
	"declarations":                                      "<div>" + filler + "<!doctype html><![CDATA[ <b>x</b> ]]><?x <b>?></ x></></div>",
}

// TestTreeOfTrickyMarkup is TestTreeIsHTMLParses for pages that are out to
// mislead.
func TestTreeOfTrickyMarkup(t *testing.T) {
	for name, page := range tricky {
		t.Run(name, func(t *testing.T) { sameTree(t, page) })
		t.Run(name+", in order otherwise", func(t *testing.T) {
			sameTree(t, "<div>"+filler+"</div>"+page+"<div>"+filler+"<b>x</b><a>x</a></div>")
		})
	}
}

// FuzzTree compares the trees of anything.
func FuzzTree(f *testing.F) {
	for _, page := range tricky {
		f.Add(page)
	}
	for _, file := range fixtureFiles(f) {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(body))
	}
	f.Fuzz(func(t *testing.T, page string) { sameTree(t, page) })
}

// filler makes an element long enough to be built apart.
const filler = "Texts of some length &amp; with a caf&eacute; make elements that are worth it. "

var names = rapid.SampledFrom(strings.Fields(
	"div div div p p span span a a b i strong em code font ul ol li dl dt dd nav section h1 h2 h3 h4 table tbody tr td th caption" +
		" form button select option optgroup input hr br img label textarea title style script noscript iframe svg svg math mi" +
		" foreignObject desc path template object marquee nobr pre ruby rt article details summary fieldset main dialog center" +
		" body html head frameset col colgroup picture source video my-element xmp plaintext"))

var attributes = rapid.SampledFrom([]string{
	"", "", "", ` class="x y"`, ` href='/a?b=1&amp;c=2&copy=3&reg;'`, ` id=x`, ` hidden`, ` z=1 a=2 Z=3`, ` viewBox="0 0 1 1"`, ` xlink:href="#a"`,
	` title="a > b"`, ` data-a=b/`, ` data-x = "&quot;y&quot;"`, ` type=hidden`, ` a b/c`, ` =x`, ` encoding="text/html"`, ` color=red`, ` a="1"b='2'`, ` /`,
})

// stray is a piece of markup that need not fit to what is around it.
var stray = rapid.Custom(func(t *rapid.T) string {
	name := names.Draw(t, "name")
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0, 1:
		return "<" + name + attributes.Draw(t, "attributes") + ">"
	case 2:
		return "</" + name + ">"
	case 3:
		return filler
	case 4:
		return "<" + name + "/>"
	default:
		return rapid.SampledFrom([]string{
			" ", "x", "a < b", "<!-- c -->", "<!-->", "<!--->", "<!-- a --!> -->", "<!doctype html>", "<?php ?>", "</ x>", "</>", "<![CDATA[ x ]]>",
			"<script><!-- <script> </script> --></script>", "<script>a</scripted></script >", "<style><!-- </style>", "<textarea></div></textarea>",
			"<title><div></title>", "<DIV>", "</DIV\n>", "&lt;", "&notit;", "<", "<a", "\u00800", "\r\n", "\x00",
			"<svg><style><a></style></svg>", "<svg><title><p>x</p></title></svg>", "<svg><div></svg>", "<math><mi><p>x</math>",
		}).Draw(t, "oddity")
	}
})

// tidy is an element that is closed where it should be, with such elements in
// it.
func tidy(t *rapid.T, depth int) string {
	name := names.Draw(t, "name")
	start := "<" + name + attributes.Draw(t, "attributes") + ">"
	var b strings.Builder
	b.WriteString(start)
	for range rapid.IntRange(0, 3).Draw(t, "children") {
		if depth > 0 && rapid.Bool().Draw(t, "nested") {
			b.WriteString(tidy(t, depth-1))
		} else {
			b.WriteString(rapid.SampledFrom([]string{filler, filler, "x", "\n", "<br>", "<img src=x alt=y/>", "<input type=x>", "<hr>", "<!-- c -->"}).Draw(t, "leaf"))
		}
	}
	return b.String() + "</" + name + ">"
}
