package xlsx

import (
	"strings"
	"testing"
)

// A mark may be cut by any division of what is written.
func TestInsertionsStandBeforeTheirMarks(t *testing.T) {
	t.Parallel()
	const text, want = "<cols></cols><data>x</data><margins/>", "<cols>1</cols><data>x</data>2<margins/>"
	for size := 1; size <= len(text); size++ {
		var out strings.Builder
		i := &inserter{to: &out, left: []insertion{{"</cols>", "1"}, {"<margins", "2"}}}
		for rest := text; rest != ""; {
			piece := rest[:min(size, len(rest))]
			rest = rest[len(piece):]
			if n, err := i.Write([]byte(piece)); n != len(piece) || err != nil {
				t.Fatalf("%d bytes, %v", n, err)
			}
		}
		if err := i.finish(); err != nil || out.String() != want {
			t.Errorf("in pieces of %d bytes: %s, %v", size, out.String(), err)
		}
	}
}

func TestLinksAreEscaped(t *testing.T) {
	t.Parallel()
	var l links
	l.toAddress("A2", `https://example.org/?a=1&b="<`)
	l.toCell("B2", "'it''s'!A1")
	got := l.insertions("xl/worksheets/sheet3.xml")
	if text := got["xl/worksheets/_rels/sheet3.xml.rels"][0].text; !strings.Contains(text, `?a=1&amp;b=&#34;&lt;"`) {
		t.Error(text)
	}
	if text := got["xl/worksheets/sheet3.xml"][0].text; !strings.Contains(text, `<hyperlink ref="A2" r:id="link1"/><hyperlink ref="B2" location="&#39;it&#39;&#39;s&#39;!A1"/>`) {
		t.Error(text)
	}
}
