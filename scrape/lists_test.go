package scrape

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/fixtures"
)

// listed reads a list as on a mirror of the public site. Each row is kind and
// address, or an error.
func listed(t *testing.T, kind SourceKind, text string) (rows []string) {
	t.Helper()
	list := Source{Kind: kind, Arg: filepath.Join(t.TempDir(), "list")}
	if err := os.WriteFile(list.Arg, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for source, err := range Listed(t.Context(), list, "https://mirror.example", strings.NewReader("")) {
		if err != nil {
			rows = append(rows, "error: "+strings.TrimPrefix(err.Error(), list.Arg))
			continue
		}
		if source.List != list.Arg {
			t.Errorf("%s is not marked as coming from the list", source.Arg)
		}
		rows = append(rows, string(source.Kind)+" "+strings.TrimPrefix(source.Arg, "https://mirror.example"))
	}
	return rows
}

func TestListOfAddresses(t *testing.T) {
	text := "\ufeff# addresses\n\nhttps://opengovpartnership.org/members/Kenya/commitments/ke0001\r\n" +
		"  www.opengovpartnership.org/es/members/kenya/commitments/KE0002/?fbclid=x\n" +
		"https://mirror.example/members/peru/\nhttps://mirror.example/sitemap.xml\n" +
		"https://elsewhere.example/members/kenya/commitments/KE0003/\nhttps://mirror.example/?blackhole=1\nhello\n" +
		"https://mirror.example/members/peru/commitments/PE0001/"
	want := []string{
		"commitment /members/kenya/commitments/KE0001/", "commitment /es/members/kenya/commitments/KE0002/",
		"member /members/peru/", "sitemap /sitemap.xml",
		"error: , line 7: unknown source: https://elsewhere.example/", "error: , line 8: unknown source: ",
		"error: , line 9: unknown source: ", "commitment /members/peru/commitments/PE0001/",
	}
	got := listed(t, SourceList, text)
	for i := range min(len(got), len(want)) {
		if strings.HasPrefix(want[i], "error: ") && strings.HasPrefix(got[i], want[i]) {
			got[i] = want[i]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
}

func TestAddressesOfAnotherFile(t *testing.T) {
	addresses := func(yield func(int, string) bool) {
		_ = yield(2, "https://opengovpartnership.org/members/albania/commitments/al0002") &&
			yield(5, "https://opengovpartnership.org/members/cote-d'ivoire/commitments/ci0018") && yield(7, "https://elsewhere.example/x")
	}
	var got []string
	for source, err := range ListedIn("ogp.csv", addresses, "https://mirror.example") {
		if source.List != "ogp.csv" {
			t.Errorf("%+v is not marked as coming from the file", source)
		}
		if err != nil {
			got = append(got, err.Error()[:len("ogp.csv, line 7")])
			continue
		}
		got = append(got, source.Arg)
	}
	want := []string{
		"https://mirror.example/members/albania/commitments/AL0002/",
		"https://mirror.example/members/cote-d%27ivoire/commitments/CI0018/", "ogp.csv, line 7",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	for source, err := range ListedIn("ogp.csv", func(func(int, string) bool) {}, "https://mirror.example") {
		t.Errorf("source %+v, error %v of a file without addresses", source, err)
	}
}

func TestStandardInput(t *testing.T) {
	source, err := ParseSource("-", "https://mirror.example")
	if err != nil {
		t.Fatal(err)
	}
	for found, err := range Listed(t.Context(), source, "https://mirror.example", strings.NewReader("https://mirror.example/members/peru/")) {
		if err != nil || found.Kind != SourceMember || found.List != "standard input" {
			t.Errorf("source %+v, error %v", found, err)
		}
	}
	for _, err := range Listed(t.Context(), source, "https://mirror.example", strings.NewReader("# nothing\n")) {
		if !errors.Is(err, ErrNoAddresses) {
			t.Errorf("error %v, want ErrNoAddresses", err)
		}
	}
}

func TestLongLineIsAnError(t *testing.T) {
	for _, length := range []int{ogp.MaxAddress + 1, longestLine + 1, 10 * longestLine} {
		long := "https://mirror.example/" + strings.Repeat("x", length)
		rows := listed(t, SourceList, long+"\nhttps://mirror.example/members/peru/\n"+long)
		if len(rows) != 3 || !strings.Contains(rows[0], "line 1: ") || rows[1] != "member /members/peru/" || !strings.Contains(rows[2], "line 3: ") ||
			len(rows[0])+len(rows[2]) > 500 {
			t.Errorf("%d bytes: rows %.200q", length, rows)
		}
	}
}

func TestListsOfOtherPrograms(t *testing.T) {
	const address = "https://mirror.example/members/peru/"
	for name, text := range map[string]string{
		"quotes": `"` + address + `"`, "commas": "# list\n'" + address + "',\n", "angle brackets": "<" + address + ">",
		"UTF-16": utf16(address + "\r\n"), "UTF-16 without a mark": utf16(address)[2:], "no line end": "\n\n" + address,
	} {
		if diff := cmp.Diff([]string{"member /members/peru/"}, listed(t, SourceList, text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPasswordInAListIsNotShown(t *testing.T) {
	rows := listed(t, SourceList, "https://user:secret@mirror.example/members/peru/\n")
	if len(rows) != 1 || !strings.HasPrefix(rows[0], "error: ") || strings.Contains(rows[0], "secret") {
		t.Errorf("rows %q", rows)
	}
}

// endless is a list that never ends and has nothing to say; it ends the run once
// it is read.
type endless struct{ end context.CancelFunc }

func (e endless) Read(p []byte) (int, error) {
	e.end()
	return copy(p, bytes.Repeat([]byte("#\n"), len(p)/2)), nil
}

func TestReadingEndsWithTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	for _, err := range Listed(ctx, Source{Arg: standardInput}, "https://mirror.example", endless{cancel}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("list: error %v", err)
		}
	}
	path := filepath.Join(folder(t, map[string]string{"a.warc": fixtures.WARCResponse(fixtures.HTTPAnswer("one")), "a.html": "A"}), "a.warc")
	for page, err := range Saved(ctx, path) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("archive: page %v, error %v", page, err)
		}
	}
	for page, err := range Saved(ctx, filepath.Dir(path)) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("folder: page %v, error %v", page, err)
		}
	}
}

func TestFilesAreToldByTheirFirstBytes(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]struct {
		kind SourceKind
		text string
	}{
		"page.HTML": {SourceFile, ""}, "a.warc": {SourceFile, ""}, "b.WARC.gz": {SourceFile, ""}, "ogp.csv": {SourceDatabase, ""},
		"list.txt": {SourceList, "\n# x\nhttps://mirror.example/members/peru/\n"}, "list": {SourceList, "opengovpartnership.org/members/peru"},
		"readme.txt": {"", "Not a page."}, "page.txt": {SourceFile, "<html><a href='https://x'>"}, "empty.txt": {"", ""}, "crawl": {SourceFile, "WARC/1.0\r\n"},
		"book.xlsx": {"", "PK\x03\x04" + strings.Repeat("\x00", 26) + "[Content_Types].xml"}, "pages": {SourceFile, "PK\x03\x04"},
		"ogp.tsv": {SourceDatabase, "a\tb\tc\td\n"}, "ogp.txt": {SourceDatabase, "a|b|c|d\n"},
		"prose": {"", "Dear all,\nthis is a letter."}, "old.xls": {"", "\xd0\xcf\x11\xe0,,,,"},
		"session": {SourceFile, "{ \"log\": {\"version\": \"1.2\"}}"}, "other.json": {"", "{}"}, "old": {"", "filedesc://x"}, "rows.parquet": {"", "PAR1\x15\x00a,b,c,d"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(want.text), 0o644); err != nil {
			t.Fatal(err)
		}
		source, err := ParseSource(path, "https://mirror.example")
		if source.Kind != want.kind || (err != nil) != (want.kind == "") || err != nil && !errors.Is(err, ErrUnknownSource) {
			t.Errorf("%s: %q, error %v, want %q", name, source.Kind, err, want.kind)
		}
	}
}

func FuzzLists(f *testing.F) {
	f.Add([]byte("URL\nhttps://mirror.example/members/peru/"))
	f.Add([]byte("\"a\n,,\"\nx"))
	f.Fuzz(func(t *testing.T, text []byte) {
		site, err := parseSite("https://mirror.example")
		if err != nil {
			t.Fatal(err)
		}
		none := func(Source, error) bool { return true }
		yieldListed(textLines(strings.NewReader(string(text))), site, "x", none)
	})
}
