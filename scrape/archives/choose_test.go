package archives

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ogp"
	"ogp/scrape"
)

// of is a capture of KE0001: time, status, digest and state.
func of(text string) ogp.Captured {
	f := strings.Fields(text)
	c := row{"timestamp": f[0] + "0000000000", "original": kenya + "KE0001/", "statuscode": f[1], "digest": f[2]}.capture(ogp.SourceWayback)
	if len(f) > 3 {
		c.State = ogp.CaptureState(f[3])
	}
	return c
}

func TestChoose(t *testing.T) {
	for name, test := range map[string]struct {
		rows  string
		which Which
		want  string // groups: days of captures, and what is known
	}{
		"runs and returns":      {"20200101 200 A, 20200102 200 A, 20200103 200 B, 20200104 200 A", Changed, "20200101+20200102+20200104, 20200103"},
		"one was fetched":       {"20200101 200 A fetched, 20200102 200 A, 20200103 - A", Changed, "20200101+20200102+20200103 fetched"},
		"nothing is left":       {"20200101 200 A fetched, 20200102 200 A same", Changed, ""},
		"one failed":            {"20200101 200 A failed, 20200102 200 A", Changed, "20200101+20200102"},
		"gone needs no request": {"20200101 404 X, 20200102 410 Y", Changed, "20200101+20200102 gone"},
		"redirects":             {"20200101 301 X, 20200102 200 A, 20200103 302 Y", Changed, "20200101+20200103, 20200102"},
		"all":                   {"20200101 200 A, 20200102 200 A", All, "20200101, 20200102"},
		"newest":                {"20200101 200 A, 20210102 200 A, 20220102 404 X", Newest, "20210102"},
		"yearly":                {"20200101 200 A, 20200202 200 B, 20210102 200 B, 20220102 503 C skipped", Yearly, "20200202+20210102"},
		"without a digest":      {"20200101 200 -, 20200102 200 -", Changed, "20200101, 20200102"},
		"two of one second":     {"20200101 200 A, 20200101 200 B", Changed, "20200101"},
	} {
		var all []ogp.Captured
		for text := range strings.SplitSeq(test.rows, ", ") {
			all = append(all, of(text))
		}
		var got []string
		for _, g := range Choose(all, Scope{}, test.which) {
			var days []string
			for _, c := range g.Captures {
				days = append(days, c.Timestamp[:8])
			}
			got = append(got, strings.TrimSpace(strings.Join(days, "+")+" "+string(g.Known)))
		}
		if text := strings.Join(got, ", "); text != test.want {
			t.Errorf("%s: %s, want %s", name, text, test.want)
		}
	}
}

func TestRowsOfAnIndex(t *testing.T) {
	for name, test := range map[string]struct {
		row   row
		state ogp.CaptureState
	}{
		"a page":             {row{"statuscode": "200", "mimetype": "text/html"}, ogp.CaptureListed},
		"a revisit":          {row{"statuscode": "-", "mimetype": "warc/revisit"}, ogp.CaptureListed},
		"a limit":            {row{"statuscode": "429", "mimetype": "text/html"}, ogp.CaptureSkipped},
		"an image":           {row{"statuscode": "200", "mimetype": "image/png"}, ogp.CaptureSkipped},
		"nothing":            {row{"statuscode": "200", "mimetype": "text/html", "digest": emptyDigest}, ogp.CaptureSkipped},
		"a redirect's":       {row{"statuscode": "301", "mimetype": "text/html", "digest": emptyDigest}, ogp.CaptureListed},
		"half a page":        {row{"status": "200", "mime": "text/html", "truncated": "length"}, ogp.CaptureLost},
		"a crawl's failures": {row{"status": "404", "filename": "crawl-data/x/crawldiagnostics/y"}, ogp.CaptureSkipped},
	} {
		if c := test.row.capture(ogp.SourceWayback); c.State != test.state {
			t.Errorf("%s: %s %q, want %s", name, c.State, c.Reason, test.state)
		}
	}
	a := &Archive{Options: Options{Service: ogp.SourceWayback}}
	a.Site = ogp.Site
	for original, want := range map[string]bool{
		kenya + "KE0001/": true, "http://opengovpartnership.org:80/country/kenya/commitments/ke0001": true, kenya + "KE0001/?utm=x": true,
		"https://elsewhere.example/members/kenya/commitments/KE0001/": false, "http://mailto:a@b/": false, ogp.Site + "/members/kenya/": false,
	} {
		if got := len(a.wanted([]row{{"timestamp": "20200001000000", "original": original}})) == 1; got != want {
			t.Errorf("%s is taken: %v, want %v", original, got, want)
		}
	}
}

func TestYears(t *testing.T) {
	all := []ogp.Captured{of("20200101 200 A fetched"), of("20200102 200 A same"), of("20210101 200 B"), of("20210102 200 B"), of("20210103 404 X")}
	got := fmt.Sprint(Years(all, Scope{}, Choose(all, Scope{}, Changed)))
	if want := "map[2020:{2 1 2 0 0} 2021:{3 2 0 1 0}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestGivenCaptures(t *testing.T) {
	c, origin, ok := FromAddress("https://web.archive.org/web/20210101000000id_/" + kenya + "KE0001/")
	if !ok || origin != Wayback || c.Timestamp != "20210101000000" || c.Original != kenya+"KE0001/" || c.ID != "KE0001" {
		t.Errorf("%+v of %s, %v", c, origin, ok)
	}
	if _, _, ok := FromAddress(kenya + "KE0001/"); ok {
		t.Error("the address of a page is taken for that of a capture")
	}
	file := filepath.Join(t.TempDir(), "captures.csv")
	text := "url,fetch_time,warc_filename,warc_record_offset,warc_record_length\n" +
		kenya + "KE0001/,2024-08-10 01:02:03.000,crawl-data/CC-MAIN-2024-33/segments/1/warc/a.warc.gz,5000000000,20\n" +
		",,crawl-data/CC-MAIN-2024-33/segments/1/warc/a.warc.gz,10,20\n" +
		"https://www.opengovpartnership.org/,2024-08-10 01:02:03,a,10,20\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := ReadTable(file)
	if err != nil || !IsTable(file) || len(all) != 2 || all[0].At() != time.Date(2024, 8, 10, 1, 2, 3, 0, time.UTC) || all[0].Offset != "5000000000" || all[1].Timestamp != "-" || !all[1].IsDue() {
		t.Errorf("%+v, error %v", all, err)
	}
}

// FuzzRows: whatever an index sends, no row becomes a capture of anything but a
// commitment's page.
func FuzzRows(f *testing.F) {
	f.Add([]byte(`[["urlkey","timestamp","original"],["k","20200101000000","` + kenya + `KE0001/"],[],["k+2020"]]`))
	f.Add([]byte(`{"urlkey":"k","timestamp":"20200101000000","url":"` + kenya + `KE0001/","offset":"1","length":"2","filename":"crawl-data/x/warc/y"}`))
	a := &Archive{Options: Options{Service: ogp.SourceWayback}}
	a.Site = ogp.Site
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, _, err := readRows(scrape.Answer{Status: 200, Body: body})
		if err != nil {
			return
		}
		for _, c := range a.wanted(rows) {
			if c.ID == "" || len(c.Timestamp) != 14 || ogp.ParseURL(c.Original).Kind != ogp.KindCommitment || c.State == "" {
				t.Errorf("%+v", c)
			}
		}
		Choose(a.wanted(rows), Scope{}, Changed)
	})
}
