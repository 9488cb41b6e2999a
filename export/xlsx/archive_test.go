package xlsx

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestArchiveIsSortedAndOfOneTime, whatever order the library writes entries in, and
// has what goes into them besides.
func TestArchiveIsSortedAndOfOneTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 14, 9, 26, 52, 0, time.UTC)
	rows, err := (&workbook{Source: Source{Temp: t.TempDir()}}).newRows()
	if err != nil {
		t.Fatal(err)
	}
	rows.add(15, cell{style: 2, value: "a <b>_x0041_\n"}, cell{}, cell{style: 3, value: int64(4)}, cell{style: 5}, cell{style: 6, value: at.Truncate(24 * time.Hour)},
		cell{7, "b", "A1&B1"}, cell{8, 9, "C1"})
	if err := rows.to.Flush(); err != nil {
		t.Fatal(err)
	}
	write := func(names ...string) []byte {
		var whole bytes.Buffer
		out := &archive{&whole, at, map[string]*bytes.Buffer{}, map[string]*part{
			"a": {rows: rows, replace: []string{"<end", "<links/><end"}},
			"b": {replace: []string{"text", "words"}},
		}}
		for _, name := range names {
			entry, err := out.Create(name)
			if err == nil {
				_, err = entry.Write([]byte("text of " + name + " <sheetData>none</sheetData><end>"))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		return whole.Bytes()
	}
	first := write("b", "c", "a")
	if !bytes.Equal(first, write("c", "a", "b")) {
		t.Error("the order of writing changes the archive")
	}
	in, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range in.File {
		text, err := fs.ReadFile(in, entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, entry.Name+": "+string(text)+entry.Modified.UTC().Format(time.DateTime))
	}
	const row = `<row r="1" ht="15" customHeight="1"><c r="A1" s="2" t="inlineStr"><is><t xml:space="preserve">a &lt;b&gt;_x005F_x0041_&#xA;</t></is></c>` +
		`<c r="C1" s="3"><v>4</v></c><c r="D1" s="5"/><c r="E1" s="6"><v>46095</v></c>` +
		`<c r="F1" s="7" t="str"><f>A1&amp;B1</f><v>b</v></c><c r="G1" s="8"><f>C1</f><v>9</v></c></row>`
	want := []string{
		"a: text of a <sheetData>" + row + "</sheetData><links/><end>2026-03-14 09:26:52",
		"b: words of b <sheetData>none</sheetData><end>2026-03-14 09:26:52",
		"c: text of c <sheetData>none</sheetData><end>2026-03-14 09:26:52",
	}
	if !slices.Equal(got, want) {
		t.Errorf("entries are %q, want %q", got, want)
	}
}

func TestLinksAreEscaped(t *testing.T) {
	t.Parallel()
	var l links
	if !l.add("A2", target{address: `https://example.org/?a=1&b='<`}) || !l.add("B2", target{place: "'it''s'!A1"}) || l.add("C2", target{address: "about:blank"}) {
		t.Error("not all links are links")
	}
	sheet, relations := l.parts()
	if text := strings.Join(relations, ""); !strings.Contains(text, `?a=1&amp;b=&#39;&lt;"`) {
		t.Error(text)
	}
	if text := strings.Join(sheet, ""); !strings.Contains(text, `<hyperlink ref="A2" r:id="link1"/><hyperlink ref="B2" location="&#39;it&#39;&#39;s&#39;!A1"/>`) {
		t.Error(text)
	}
}

// TestRowsAreNotHeldInMemory but written to their file as they come: of all sheets
// together they are more than memory should hold.
func TestRowsAreNotHeldInMemory(t *testing.T) {
	t.Parallel()
	rows, err := (&workbook{Source: Source{Temp: t.TempDir()}}).newRows()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("x", 1000)
	for range 1000 {
		rows.add(15, cell{style: 1, value: text})
	}
	info, err := rows.file.Stat()
	if err != nil || info.Size() < 990_000 {
		t.Errorf("of a million bytes %d are in the file, %v", info.Size(), err)
	}
	if err := rows.close(); err != nil {
		t.Error(err)
	}
}
