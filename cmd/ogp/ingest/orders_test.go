package ingest

import (
	"archive/zip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ogp"
	"ogp/fixtures"
	double "ogp/fixtures/archives"
	"ogp/scrape"
	"ogp/store/storetest"
)

// inFile is a source of a file with this content.
func inFile(t *testing.T, name, content string) scrape.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return scrape.Source{Kind: scrape.SourceFile, Arg: path}
}

// wacz is a web archive with its list of files beside it.
func wacz(t *testing.T, records ...string) string {
	t.Helper()
	var out strings.Builder
	archive := zip.NewWriter(&out)
	for name, content := range map[string]string{"datapackage.json": "{}", "archive/data.warc": strings.Join(records, "")} {
		file, err := archive.Create(name)
		if err == nil {
			_, err = file.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// allTables are the tables that tell of versions and their history.
const allTables = `SELECT concat_ws(' ', commitment_id, language, version, first_seen, last_seen, sha256, source, capture_url, etag) FROM pages
	UNION ALL SELECT concat_ws(' ', commitment_id, changed_at, not_before, kind, field, before, after) FROM changes
	UNION ALL SELECT concat_ws(' ', commitment_id, seen_at, what, same_as, source, url) FROM observations
	UNION ALL SELECT concat_ws(' ', commitment_id, page_state, withdrawn_at, page_version, source, title) FROM commitments ORDER BY ALL`

// TestCapturesInAnyOrderGiveTheSameTables: in one run or in two, whichever comes first.
func TestCapturesInAnyOrderGiveTheSameTables(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	large := fixtures.NewLargeSite(2, 0)
	address, other := ogp.Site+large.Path(0), ogp.Site+large.Path(1)
	first, second := fixtures.HTTPAnswer(pageOf(large, 0)), fixtures.HTTPAnswer(pageOf(large, 1))
	large.Edit(0)
	edited := fixtures.HTTPAnswer(pageOf(large, 0))
	gone := "HTTP/1.1 404 X\r\n\r\n"
	var sources []scrape.Source
	for n, r := range []string{
		record("response", address, "2019-01-01", first, "WARC-Payload-Digest: sha1:A", "WARC-Record-ID: <urn:a>"),
		record("response", address, "2020-01-01", edited) + record("response", other, "2020-01-01", second),
		record("revisit", address, "2021-01-01", "", "WARC-Payload-Digest: sha1:A", "WARC-Refers-To: <urn:a>"),
		record("response", strings.Replace(address, "https://www.", "http://", 1), "2022-01-01", first),
		record("response", address, "2023-01-01", gone) + record("response", address, "2023-02-01", gone),
		record("response", other, "2020-01-01", first), // of another page
	} {
		sources = append(sources, inFile(t, fmt.Sprint(n, ".warc"), r))
	}
	var want string
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 1))
		random.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
		o := order(t, ogp.Site)
		o.Online = false
		split := random.IntN(len(sources))
		for _, o.Sources = range [][]scrape.Source{sources[:split], sources[split:]} {
			if len(o.Sources) == 0 {
				continue
			}
			if _, err := Run(t.Context(), o); outcome(err) != "done" && outcome(err) != "gaps" {
				t.Fatal(err)
			}
		}
		got := ask(t, o, allTables)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("files in the order of %v, %d of them in the first run:\n%s\nwant\n%s", sources, split, got, want)
		}
	}
	if n := strings.Count(want, "withdrawn"); n < 2 || !strings.Contains(want, "returned") && !strings.Contains(want, "edited") {
		t.Errorf("nothing happened: %s", want)
	}
}

// TestTheSamePagesFromEverySource are one version each, seen several times.
func TestTheSamePagesFromEverySource(t *testing.T) {
	t.Parallel()
	d, _, o := services(t)
	large, _, origin := largeSite(t, 2)
	var records []string
	for n := range 2 {
		address, body := ogp.Site+large.Path(n), pageOf(large, n)
		d.Add(double.Capture{Time: "20260227000000", URL: address, Body: double.Text(body)})
		records = append(records, record("response", address, "2026-02-28", fixtures.HTTPAnswer(body)))
	}
	o.Members = nil
	live, packed, archived := o, o, o
	live.From, live.Online, live.Site = "", true, origin
	packed.From, packed.Sources = "", []scrape.Source{inFile(t, "crawl.wacz", wacz(t, records...))}
	for _, o := range []Options{live, packed, archived} {
		runForAnHour(t, o)
	}
	if got, want := ask(t, o, versionsOf), "2026-02…2026-03 wayback, 2026-02…2026-03 wayback"; got != want {
		t.Errorf("versions %s, want %s", got, want)
	}
	if got, want := ask(t, o, "SELECT source || ' ' || count(*) FROM observations GROUP BY source ORDER BY source"), "file 2, site 2, wayback 2"; got != want {
		t.Errorf("observations %s, want %s", got, want)
	}
}

// TestAnArchiveOfSeveralHosts gives the site's pages and those of its mirror; of every
// other host's a gap is left.
func TestAnArchiveOfSeveralHosts(t *testing.T) {
	t.Parallel()
	large := fixtures.NewLargeSite(4, 0)
	var records []string
	for n, host := range []string{ogp.Site, "https://evil.example", "http://opengovpartnership.org", "http://mirror.example:8080"} {
		records = append(records, record("response", host+large.Path(n), "2021-01-01", fixtures.HTTPAnswer(pageOf(large, n))))
	}
	o := order(t, "http://mirror.example:8080")
	o.Online, o.Sources = false, []scrape.Source{inFile(t, "a.warc", strings.Join(records, ""))}
	report, err := Run(t.Context(), o)
	if outcome(err) != "gaps" || report.Run.Fetched != 3 || report.Run.Refused != 1 || len(report.Gaps) != 1 || !strings.Contains(report.Gaps[0].Name, "evil.example") {
		t.Errorf("error %v, report %+v", err, report)
	}
	var ids []string
	for _, n := range []int{0, 2, 3} {
		ids = append(ids, ogp.ParseURL(large.Path(n)).ID)
	}
	slices.Sort(ids)
	if got, want := ask(t, o, "SELECT commitment_id FROM commitments ORDER BY ALL"), strings.Join(ids, ", "); got != want {
		t.Errorf("commitments %s, want %s", got, want)
	}
}

// TestWhyAnArchivedPageDoesNotCount is told apart as for the site's own answers.
func TestWhyAnArchivedPageDoesNotCount(t *testing.T) {
	t.Parallel()
	address := ogp.Site + fixtures.NewLargeSite(1, 0).Path(0)
	o := order(t, ogp.Site)
	o.Online, o.Sources = false, []scrape.Source{inFile(t, "a.warc",
		record("response", address, "2019-01-01", fixtures.HTTPAnswer("<title>Just a moment...</title>"))+
			record("response", address, "2020-01-01", fixtures.HTTPAnswer("<html>half", "Content-Length: 1000"))+
			record("response", address, "2021-01-01", fixtures.HTTPAnswer("<html>half"), "WARC-Truncated: length")+
			record("response", address, "2022-01-01", fixtures.HTTPAnswer("")))}
	report, err := Run(t.Context(), o)
	if outcome(err) != "gaps" || report.Run.Refused != 1 || report.Run.Truncated != 2 || report.Run.Failed != 1 {
		t.Errorf("error %v, report %+v", err, report)
	}
}
