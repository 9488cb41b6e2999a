package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ogp"
	"ogp/fixtures"
	"ogp/scrape"
	"ogp/store/storetest"
)

// record is a WARC record about a page.
func record(kind, address, date, block string, lines ...string) string {
	lines = append([]string{"WARC/1.0", "WARC-Type: " + kind, "WARC-Target-URI: " + address,
		"WARC-Date: " + date + "T12:00:00Z", fmt.Sprint("Content-Length: ", len(block))}, lines...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + block + "\r\n\r\n"
}

// TestArchivesTellWithoutAPage what happened to it, in whatever order their files
// come.
func TestArchivesTellWithoutAPage(t *testing.T) {
	t.Parallel()
	large := fixtures.NewLargeSite(1, 0)
	address := ogp.Site + large.Path(0)
	block := func(status, body string) string {
		return "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\n\r\n" + body
	}
	first := record("response", address, "2019-01-01", block("200 OK", pageOf(large, 0)), "WARC-Payload-Digest: sha1:A",
		"WARC-Source-URI: https://web.archive.org/web/20190101120000id_/"+address)
	large.Edit(0)
	dir := t.TempDir()
	files := map[string]string{
		"page.warc":  first + record("response", address, "2020-01-01", block("200 OK", pageOf(large, 0))),
		"later.warc": record("revisit", address, "2021-01-01", "", "WARC-Payload-Digest: sha1:A") + record("response", address, "2022-01-01", block("404 X", "")) + record("response", address, "2022-01-03", block("410 X", "")),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, names := range [][]string{{"page.warc", "later.warc"}, {"later.warc", "page.warc"}} {
		o := order(t, ogp.Site)
		o.Online = false
		var reports []*Report
		for _, name := range names {
			o.Sources = []scrape.Source{{Kind: scrape.SourceFile, Arg: filepath.Join(dir, name)}}
			report, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(names, err)
			}
			reports = append(reports, report)
		}
		if unresolved := reports[0].Unresolved; unresolved > 0 != (names[0] == "later.warc") || reports[1].Unresolved > 0 {
			t.Errorf("%v: %d answers said to be the same as nothing known, then %d", names, unresolved, reports[1].Unresolved)
		}
		if n := reports[0].Run.New + reports[1].Run.New; n != 1 {
			t.Errorf("%v: %d pages are said to be new, want 1", names, n)
		}
		got := ask(t, o, `SELECT concat_ws(' ', page_version, strftime(withdrawn_at, '%Y-%m-%d'),
			(SELECT string_agg(concat_ws(' ', year(first_seen), source, capture_url), ', ' ORDER BY version) FROM pages)) FROM commitments`)
		want := "3 2022-01-01 2019 wayback https://web.archive.org/web/20190101120000id_/" + address + ", 2020 file, 2021 file"
		if got != want {
			t.Errorf("%v: %q, want %q", names, got, want)
		}
	}
}

// TestHalfAPageOfAnArchiveDisplacesNothing, wherever it stands in a file; where most
// pages of the file have no end, their template has none.
func TestHalfAPageOfAnArchiveDisplacesNothing(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	large := fixtures.NewLargeSite(4, 0)
	answer := func(n int, day string, end bool) string {
		body := pageOf(large, n)
		if !end {
			body = strings.Replace(body, "</html>", "", 1)
		}
		return record("response", ogp.Site+large.Path(n), day, fixtures.HTTPAnswer(body))
	}
	for name, c := range map[string]struct {
		records         string
		truncated, read int
	}{
		"behind the whole page":  {answer(0, "2020-01-01", true) + answer(0, "2021-01-01", false), 1, 1},
		"before the whole page":  {answer(0, "2021-01-01", false) + answer(0, "2020-01-01", true), 1, 1},
		"alone":                  {answer(0, "2020-01-01", true) + answer(1, "2020-01-01", false), 0, 2},
		"most of them, template": {answer(0, "2020-01-01", true) + answer(0, "2021-01-01", false) + answer(1, "2021-01-01", false) + answer(2, "2021-01-01", false), 0, 4},
	} {
		o := order(t, ogp.Site)
		o.Online, o.Sources = false, []scrape.Source{inFile(t, "a.warc", c.records)}
		report, err := Run(t.Context(), o)
		if report == nil || report.Run.Truncated != c.truncated || report.Run.Fetched != c.read || report.Run.Listed != c.truncated+c.read {
			t.Errorf("%s: %+v, error %v", name, report, err)
		}
		if got := ask(t, o, "SELECT count(*) FROM pages WHERE version > 1"); c.truncated > 0 && got != "0" {
			t.Errorf("%s: %s versions beside the first", name, got)
		}
	}
}

// TestTemplateOfAnArchiveWithoutAnEndIsNoGap, however many pages it has.
func TestTemplateOfAnArchiveWithoutAnEndIsNoGap(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	const pages = mostHeld + 2
	large := fixtures.NewLargeSite(pages, 0)
	o := order(t, ogp.Site)
	o.Online = false
	for _, file := range [][2]string{{"2019-01-01", "</html>"}, {"2020-01-01", ""}} {
		day, end := file[0], file[1]
		var records strings.Builder
		for n := range pages {
			body := strings.Replace(pageOf(large, n), "</html>", end, 1)
			records.WriteString(record("response", ogp.Site+large.Path(n), day, fixtures.HTTPAnswer(body)))
		}
		o.Sources = []scrape.Source{inFile(t, "a.warc", records.String())}
		if report, err := Run(t.Context(), o); err != nil || report.Run.Fetched != pages {
			t.Errorf("%s: %+v, error %v", day, report, err)
		}
	}
}
