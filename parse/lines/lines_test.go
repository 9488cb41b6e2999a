package lines_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/lines"
)

func read(t *testing.T, page string) *lines.Document {
	t.Helper()
	document, err := lines.Read(ogp.Page{Body: []byte(page)}, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestWhatIsSeen(t *testing.T) {
	for page, want := range map[string]string{
		"<p>a <b>b</b>\n c<p>d<br>e":                                                   "a b c\nd\ne\n",
		"<nav>x</nav><script>x</script><select><option>x</select><p>a":                 "a\n",
		"<div role=navigation>x</div><template><p>x</template><noscript>x</noscript>a": "a\n",
		"<p>a<span class=tooltip>x</span><span hidden>x</span> b":                      "a b\n",
		"<span class=tooltip>term <i class=tooltip-text>x</i></span>":                  "term\n",
		"<h3>Tab</h3><div hidden><p>a closed tab</div>":                                "Tab\na closed tab\n",
		"so\u00adft&nbsp;&#8203;space cafe\u0301":                                      "soft space café\n",
		"<pre>a\nb</pre>": "a\nb\n",
	} {
		if got := read(t, page).Text; got != want {
			t.Errorf("%s shows %q, want %q", page, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	type item struct {
		Text   string
		Bullet bool
		Number string
	}
	var got []item
	document := read(t, "<ol><li>a<br>more<li>b<ul><li>c</ul></ol><h2>d</h2>"+
		"<ol start=4 type=i><li>e<li value=9>f</ol><ol reversed type=A><li>g<li>h</ol>")
	for i, line := range document.Lines {
		got = append(got, item{document.At(i), line.Bullet, line.Number})
	}
	want := []item{
		{"a", true, "1."}, {"more", false, ""}, {"b", true, "2."}, {"c", true, "◦"}, {"d", false, ""},
		{"e", true, "iv."}, {"f", true, "ix."}, {"g", true, "B."}, {"h", true, "A."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if !document.Lines[4].Heading {
		t.Error("h2 is no heading")
	}
}

func TestHead(t *testing.T) {
	document := read(t, `<html lang="es-MX"><title> A
 title </title><link rel=canonical href="https://www.opengovpartnership.org/members/kenya/commitments/ke0901/"><p>x`)
	if document.Title != "A title" || document.Ref.ID != "KE0901" || document.Language() != "es" {
		t.Errorf("title %q, ID %q, language %q", document.Title, document.Ref.ID, document.Language())
	}
	for href, want := range map[string]string{
		"../?a=b": "https://www.opengovpartnership.org/members/kenya/commitments/?a=b", "mailto:x@y.example": "", "%": "",
	} {
		if got := document.Absolute(href); got != want {
			t.Errorf("%s leads to %q, want %q", href, got, want)
		}
	}
}

func TestLinksAndGraphics(t *testing.T) {
	document := read(t, `<p>a</p><p><a href="/x">b</a> <img alt="High" src="/img/rating-high.svg"> <i class="step is-active"></i></p>`)
	if !document.Linked(document.Lines[1]) || document.Linked(document.Lines[0]) {
		t.Error("the link covers another line")
	}
	var said []string
	for _, g := range document.Graphics {
		for _, s := range g.Said() {
			said = append(said, s.Source)
		}
	}
	want := []string{"img alt=High", "img src=/img/rating-high.svg", "i class=step is-active"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("graphics say (-want +got):\n%s", diff)
	}
	if mark := document.Graphics[1].ChoiceMark(); mark != "i class=step is-active" {
		t.Errorf("mark %q", mark)
	}
}

func TestPageThatCannotBeRead(t *testing.T) {
	for _, page := range []string{"", " \n"} {
		if _, err := lines.Read(ogp.Page{Body: []byte(page)}, func(string) bool { return false }); !errors.Is(err, ogp.ErrNotCommitment) {
			t.Errorf("%.20q: error %v", page, err)
		}
	}
}

func TestElementsTooDeepAreFlattened(t *testing.T) {
	page := "<h1>Open data (KE0901)</h1>" + strings.Repeat("<div><span>text", 600) + "<p>a <b>b</b> <a href=/x>c</a>"
	document := read(t, page)
	if got := strings.Count(document.Text, "text\n"); !document.Flattened || got != 600 || !strings.HasSuffix(document.Text, "a b c\n") {
		t.Errorf("flattened %v, %d texts, which end with %q", document.Flattened, got, document.Text[max(0, len(document.Text)-20):])
	}
}

// TestPagesBeyondTheBoundsAreNotRead are pages whose trees would be many times
// their size: what is known of them is what the head says.
func TestPagesBeyondTheBoundsAreNotRead(t *testing.T) {
	head := `<html lang="en"><title>Open data (KE0901) | Kenya</title><link rel="canonical" href="https://www.opengovpartnership.org/members/kenya/commitments/KE0901/"><body>`
	for name, body := range map[string]string{
		"tags":  strings.Repeat("<p>", 250_000),
		"lines": strings.Repeat("a<br>", 100_001),
		"text":  strings.Repeat("word ", 210_000),
		"attributes": func() string {
			var b strings.Builder
			for i := range 400_001 {
				fmt.Fprintf(&b, " a%x", i)
			}
			return "<p" + b.String() + ">x"
		}(),
		"elements opened again": func() string {
			var b strings.Builder
			for i := range 400 {
				fmt.Fprintf(&b, "<b id=%d>", i)
			}
			return b.String() + strings.Repeat("<p>x</p>", 2_000)
		}(),
	} {
		document := read(t, head+body)
		if document.Unread == "" || document.Ref.ID != "KE0901" || document.Text != "Open data (KE0901)\n" {
			t.Errorf("%s: %q, %q, text %q", name, document.Unread, document.Ref.ID, document.Text[:min(len(document.Text), 100)])
		}
	}
	if document := read(t, head+"<script>"+strings.Repeat("i<b;", 100_000)+"</script><!--"+strings.Repeat("<p>", 300_000)+"--><p>x"); document.Unread != "" {
		t.Errorf("a script and a comment are no elements: %s", document.Unread)
	}
}
