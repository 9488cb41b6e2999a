package scrape

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listed reads a list as on a mirror of the public site. Each row is kind and
// address, or an error.
func listed(t *testing.T, kind SourceKind, text string) (rows []string) {
	t.Helper()
	list := Source{Kind: kind, Arg: filepath.Join(t.TempDir(), "list")}
	if err := os.WriteFile(list.Arg, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for source, err := range Listed(list, "https://mirror.example", strings.NewReader("")) {
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
	for found, err := range Listed(source, "https://mirror.example", strings.NewReader("https://mirror.example/members/peru/")) {
		if err != nil || found.Kind != SourceMember || found.List != "standard input" {
			t.Errorf("source %+v, error %v", found, err)
		}
	}
	for _, err := range Listed(source, "https://mirror.example", strings.NewReader("# nothing\n")) {
		if !errors.Is(err, ErrNoAddresses) {
			t.Errorf("error %v, want ErrNoAddresses", err)
		}
	}
}

func TestLongLineIsAnError(t *testing.T) {
	rows := listed(t, SourceList, strings.Repeat("x", longestLine+1))
	if len(rows) != 1 || !strings.Contains(rows[0], "line 1: ") {
		t.Errorf("rows %.200q", rows)
	}
}

func TestFilesAreToldByNameAndFirstLine(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]struct {
		kind SourceKind
		text string
	}{
		"page.HTML": {SourceFile, ""}, "a.warc": {SourceWARC, ""}, "b.WARC.gz": {SourceWARC, ""}, "ogp.csv": {SourceDatabase, ""},
		"list.txt": {SourceList, "\n# x\nhttps://mirror.example/members/peru/\n"}, "list": {SourceList, "opengovpartnership.org/members/peru"},
		"readme.txt": {"", "Not a page."}, "page.txt": {"", "<html><a href='https://x'>"}, "empty.txt": {"", ""},
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
