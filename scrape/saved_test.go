package scrape

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/fixtures"
	"ogp/scrape/container"
	"ogp/scrape/content"
)

// folder makes a folder of files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// saved returns the pages under a path, by file name relative to it, and the
// errors on the way.
func saved(t *testing.T, path string) (pages [][2]string, problems []error) {
	for page, err := range Saved(t.Context(), path) {
		if passed := (*container.PassedOver)(nil); errors.As(err, &passed) {
			continue
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		name, _ := filepath.Rel(path, page.File)
		pages = append(pages, [2]string{filepath.ToSlash(name), string(page.Body)})
	}
	return pages, problems
}

func TestSavedFolder(t *testing.T) {
	dir := folder(t, map[string]string{
		"b.html": "B", "a.HTM": "A", "sub/deep/c.html": "C", "notes.txt": "x", "b_files/style.css": "x", "z.html.gz": "x",
	})
	pages, problems := saved(t, dir)
	want := [][2]string{{"a.HTM", "A"}, {"b.html", "B"}, {"sub/deep/c.html", "C"}, {"z.html.gz", "x"}}
	if diff := cmp.Diff(want, pages); diff != "" || len(problems) > 0 {
		t.Errorf("problems %v, pages (-want +got):\n%s", problems, diff)
	}
}

func TestSavedFile(t *testing.T) {
	file := filepath.Join(folder(t, map[string]string{"KE 0001.html": "<p>x"}), "KE 0001.html")
	for page, err := range Saved(t.Context(), file) {
		want := SavedPage{Page: ogp.Page{Body: []byte("<p>x"), Source: ogp.SourceFile}, File: file}
		if diff := cmp.Diff(want, page); diff != "" || err != nil {
			t.Errorf("error %v, page (-want +got):\n%s", err, diff)
		}
	}
}

func TestSavedProblemsNameTheFileAndTheRestComes(t *testing.T) {
	dir := folder(t, map[string]string{"a.html": "A", "empty.html": " \n", "z.html": "Z"})
	large, err := os.Create(filepath.Join(dir, "large.html"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(large.Truncate(DefaultMaxBody+1), large.Close()); err != nil {
		t.Fatal(err)
	}
	pages, problems := saved(t, dir)
	if diff := cmp.Diff([][2]string{{"a.html", "A"}, {"z.html", "Z"}}, pages); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	for i, want := range []string{"empty.html: is empty: save", "large.html: larger than the limit of 16777216"} {
		if i >= len(problems) || !strings.Contains(problems[i].Error(), filepath.Join(dir, want)) {
			t.Fatalf("problems %v, want number %d to say %q", problems, i+1, want)
		}
	}
	if !errors.Is(problems[1], content.ErrTooLarge) {
		t.Errorf("%v is not content.ErrTooLarge", problems[1])
	}
}

func TestSymbolicLinksDoNotLeaveTheFolder(t *testing.T) {
	outside := folder(t, map[string]string{"secret.html": "secret", "more/x.html": "secret"})
	dir := folder(t, map[string]string{"a.html": "A"})
	for name, target := range map[string]string{
		"inside.html": "a.html", "outside.html": filepath.Join(outside, "secret.html"), "linked": outside, "loop": ".",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	pages, problems := saved(t, dir)
	if diff := cmp.Diff([][2]string{{"a.html", "A"}, {"inside.html", "A"}}, pages); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), "outside.html") {
		t.Errorf("problems %v, want one with outside.html", problems)
	}
}

func TestNothingSaved(t *testing.T) {
	dir := folder(t, map[string]string{"notes.txt": "x"})
	for path, want := range map[string]error{
		dir:                             ErrNoPages,
		filepath.Join(dir, "notes.txt"): ErrNoPages,
		filepath.Join(dir, "missing"):   fs.ErrNotExist,
	} {
		pages, problems := saved(t, path)
		if len(pages) != 0 || len(problems) != 1 || !errors.Is(problems[0], want) || !strings.Contains(problems[0].Error(), path) {
			t.Errorf("%s: pages %v, problems %v, want %v", path, pages, problems, want)
		}
	}
}

func TestSavedCanBeLeft(t *testing.T) {
	n := 0
	for range Saved(t.Context(), folder(t, map[string]string{"a.html": "A", "b.html": "B"})) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d pages", n)
	}
}

func TestAddressWrittenDownInASavedPage(t *testing.T) {
	const address = "https://www.opengovpartnership.org/members/kenya/commitments/KE0001/"
	for body, want := range map[string]string{
		"<!DOCTYPE html>\n<!-- saved from url=(0068)" + address + " -->\n<html>":                                         address,
		"<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: " + address + " \n saved date: Mon -->":          address,
		"<!-- saved from url=(0068)" + strings.Replace(address, "//", "//user:secret@", 1) + " -->":                      address,
		"<!-- saved from url=(0014)about:internet -->":                                                                   "",
		"<!-- saved from url=(0050)https://evil.test/members/kenya/commitments/KE0001/ -->":                              "",
		"<!-- saved from url=(0050)https://www.opengovpartnership.org/about/ -->":                                        "",
		"<p>saved from url=(0068)" + address + "</p>":                                                                    "",
		strings.Repeat(" ", 5000) + "<!-- saved from url=(0068)" + address + " -->":                                      "",
		"<!-- saved from url=(0059)http://opengovpartnership.org/es/members/peru/commitments/pe0001?x=1 --><link href=>": "http://opengovpartnership.org/es/members/peru/commitments/pe0001?x=1",
	} {
		if got := savedPage(container.Item{Body: []byte(body)}).URL; got != want {
			t.Errorf("%.80q: %q, want %q", body, got, want)
		}
	}
}

func TestSources(t *testing.T) {
	dir := folder(t, map[string]string{"a.html": "A", "b.HTM": "B", "c.pdf": "C"})
	const site = "https://www.opengovpartnership.org"
	for arg, want := range map[string]SourceKind{
		site + "/members/kenya/commitments/KE0001/":                       SourceCommitment,
		"http://opengovpartnership.org/es/members/x/commitments/ke0001?a": SourceCommitment,
		site + "/members/kenya":                                           SourceMember,
		site + "/country/Kenya/":                                          SourceMember,
		site + "/sitemap_index.xml":                                       SourceSitemap,
		site + "/a/Sitemap.xml.gz?x":                                      SourceSitemap,
		dir:                                                               SourceFolder,
		filepath.Join(dir, "a.html"):                                      SourceFile,
		filepath.Join(dir, "b.HTM"):                                       SourceFile,
		dir + string(os.PathSeparator):                                    SourceFolder,
	} {
		source, err := ParseSource(arg, site)
		if err != nil || source.Kind != want {
			t.Errorf("%s: %q, error %v, want %q", arg, source.Kind, err, want)
		}
		if online := strings.Contains(arg, "://"); source.Online() != online {
			t.Errorf("%s: online %v", arg, source.Online())
		}
	}
}

func TestUnknownSourcesSayWhatIsKnown(t *testing.T) {
	dir := folder(t, map[string]string{"c.pdf": "C"})
	const known = "known are the address of a commitment page, a member page or a sitemap on https://www.opengovpartnership.org, an .html file, a folder"
	for arg, want := range map[string]string{
		"https://www.opengovpartnership.org/about/":             known,
		"https://www.opengovpartnership.org/?blackhole=1":       "trap for robots",
		"https://example.org/members/kenya/commitments/KE0001/": "is not on the site https://www.opengovpartnership.org; give its own origin with --site https://example.org",
		"ftp://www.opengovpartnership.org/a.xml":                "is not on the site",
		"https://www.opengovpartnership.org:bad/":               "invalid port",
		"www.opengovpartnership.org/members/kenya":              "an address begins with https://",
		filepath.Join(dir, "missing.html"):                      known,
		filepath.Join(dir, "c.pdf"):                             known,
		"":                                                      known,
	} {
		if _, err := ParseSource(arg, ogp.Site); !errors.Is(err, ErrUnknownSource) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", arg, err, want)
		}
	}
	if _, err := ParseSource("x", "nonsense"); err == nil {
		t.Error("a site that is none is taken")
	}
}

func TestFilesWithoutAPageArePassedOverAndNamed(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.html": "A", "a_files/frame.html": "x", "b_files/c.html": "C", "._a.html": "x", ".DS_Store": "x", "notes.txt": "x", "old.arc": "filedesc://old", "crawl": fixtures.WARCResponse(fixtures.HTTPAnswer("W")),
	})
	var pages, passed []string
	for page, err := range Saved(t.Context(), dir) {
		over := (*container.PassedOver)(nil)
		switch {
		case errors.As(err, &over):
			passed = append(passed, strings.TrimPrefix(over.Error(), dir+string(os.PathSeparator)))
		case err != nil:
			t.Error(err)
		default:
			pages = append(pages, string(page.Body))
		}
	}
	if diff := cmp.Diff([]string{"A", "C", "W"}, pages); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"notes.txt", "old.arc (an ARC file: convert it to WARC)"}, passed); diff != "" {
		t.Errorf("passed over (-want +got):\n%s", diff)
	}
}

func TestRecordedAndMailedPagesKeepTheirAddressAndTime(t *testing.T) {
	const public = "https://www.opengovpartnership.org/members/kenya/commitments/KE0001/"
	entry := func(address string, status int) string {
		return fmt.Sprintf(`{"startedDateTime":"2019-03-10T12:00:00Z","request":{"url":%q},"response":{"status":%d,"content":{"mimeType":"text/html","text":"<p>har"}}}`, address, status)
	}
	dir := folder(t, map[string]string{
		"a.har": `{"log":{"entries":[` + entry(fixtures.ArchivedAddress, 200) + "," + entry(fixtures.ArchivedAddress, 500) + "," + entry("https://mirror.example/style.css", 200) + `]}}`,
		"b.mht": "Date: Sun, 10 Mar 2019 12:00:00 +0000\nMIME-Version: 1.0\nSnapshot-Content-Location: " + public + "\nContent-Type: text/html\n\n<p>mht",
		"c.mht": "MIME-Version: 1.0\nSnapshot-Content-Location: https://other.example/\nContent-Type: text/html\n\n<p>other",
	})
	var got []string
	for page, err := range Saved(t.Context(), dir) {
		name := filepath.Base(page.File)
		if err != nil {
			got = append(got, name+" "+strings.TrimPrefix(err.Error(), page.File+": "))
			continue
		}
		got = append(got, fmt.Sprintf("%s %s %s %q", name, page.URL, page.TimeFrom, page.Body))
		if name != "c.mht" && !page.FetchedAt.Equal(time.Date(2019, 3, 10, 12, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: seen at %s", name, page.FetchedAt)
		}
	}
	want := []string{
		"a.har " + fixtures.ArchivedAddress + ` record "<p>har"`, "a.har " + fixtures.ArchivedAddress + ": 500 Internal Server Error",
		"b.mht " + public + ` file "<p>mht"`, `c.mht   "<p>other"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNameThatIsNotUTF8(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "KE\xff.html"), []byte("A"), 0o644); err != nil {
		t.Skip("the file system takes no such name:", err)
	}
	for page, err := range Saved(t.Context(), dir) {
		if err != nil || string(page.Body) != "A" || filepath.Base(page.File) != "KE\uFFFD.html" {
			t.Errorf("page %+v, error %v", page, err)
		}
	}
}
