package scrape

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var testLimits = sitemapLimits{bytes: 10_000, entries: 20, files: 3}

// read returns the addresses in a sitemap, and the error at its end.
func read(body []byte) (locs []string, err error) {
	for entry, err := range readSitemap(body, testLimits) {
		if err != nil {
			return locs, err
		}
		locs = append(locs, entry.Loc)
	}
	return locs, nil
}

func TestSitemapForms(t *testing.T) {
	const plain = `<?xml version="1.0"?><urlset><url><loc>https://a/1</loc></url></urlset>`
	one := []string{"https://a/1"}
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"plain":           {plain, one},
		"packed":          {string(pack([]byte(plain))), one},
		"blank lines":     {"\n \r\n" + plain + "\n\n", one},
		"byte order mark": {"\xef\xbb\xbf" + plain, one},
		"prefix":          {`<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://a/1</s:loc></s:url></s:urlset>`, one},
		"images":          {`<urlset xmlns:image="i"><url><image:image><image:loc>https://a/i.png</image:loc></image:image><loc>https://a/1</loc></url></urlset>`, one},
		"cdata":           {`<urlset><url><loc><![CDATA[https://a/1]]></loc></url></urlset>`, one},
		"ampersands":      {`<urlset><url><loc>https://a/1?x=1&amp;y=2</loc></url><url><loc>https://a/2?x=1&y=2</loc></url></urlset>`, []string{"https://a/1?x=1&y=2", "https://a/2?x=1&y=2"}},
		"style sheet":     {`<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="a.xsl"?><!-- hi --><urlset><url><loc>https://a/1</loc></url></urlset><!-- bye -->`, one},
		"latin-1":         {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>https://a/\xe9</loc></url></urlset>", []string{"https://a/é"}},
		"nothing in it":   {`<urlset></urlset>`, nil},
		"no address":      {`<urlset><url><lastmod>2020</lastmod></url></urlset>`, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("addresses (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsNoSitemap(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "text": "not found", "html": "<!doctype html><html><body>&nbsp;</body></html>",
		"feed": "<rss><channel><url><loc>https://a/1</loc></url></channel></rss>",
	} {
		if locs, err := read([]byte(body)); !errors.Is(err, errNotSitemap) || len(locs) > 0 {
			t.Errorf("%s: addresses %v, error %v", name, locs, err)
		}
	}
}

func TestDamagedSitemapKeepsWhatCameBefore(t *testing.T) {
	const begin = `<urlset><url><loc>https://a/1</loc></url>`
	for name, rest := range map[string]string{
		"cut off": "", "cut in an entry": "<url><loc>https://a/2</lo", "wrong bytes": "<url>\x00</url></urlset>",
	} {
		locs, err := read([]byte(begin + rest))
		if err == nil || errors.Is(err, errNotSitemap) || len(locs) != 1 {
			t.Errorf("%s: addresses %v, error %v", name, locs, err)
		}
	}
	packed := pack([]byte(begin + "</urlset>"))
	if _, err := read(packed[:len(packed)-6]); err == nil {
		t.Error("a packed sitemap cut off is taken for whole")
	}
}

func TestSitemapLimits(t *testing.T) {
	const entry = "<url><loc>https://a/1</loc></url>"
	whole := "<urlset>" + strings.Repeat(entry, testLimits.entries) + "</urlset>"
	if locs, err := read([]byte(whole)); err != nil || len(locs) != testLimits.entries {
		t.Errorf("as many as allowed: %d addresses, error %v", len(locs), err)
	}
	over := strings.Replace(whole, entry, entry+entry, 1)
	if locs, err := read([]byte(over)); err == nil || len(locs) != testLimits.entries {
		t.Errorf("one too many: %d addresses, error %v", len(locs), err)
	}
	if _, err := read(pack(make([]byte, testLimits.bytes+1))); !errors.Is(err, errTooLarge) {
		t.Errorf("packed bomb: error %v, want errTooLarge", err)
	}
}

func TestLastModifiedForms(t *testing.T) {
	at := time.Date(2025, 6, 1, 8, 30, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2025-06-01T10:30:00+02:00":  at,
		" 2025-06-01T08:30:00.000Z ": at,
		"2025-06-01T08:30Z":          at,
		"2025-06-01 08:30":           at,
		"2025-06-01":                 time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC),
		"2025-06":                    time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC),
		"2025":                       time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		"yesterday":                  {},
		"":                           {},
	} {
		if got := w3cTime(text); !got.Equal(want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>https://a/1</loc></url></urlset>`))
	f.Add(pack([]byte(`<sitemapindex><sitemap><loc>https://a/1</loc></sitemap></sitemapindex>`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		ended := false
		for entry, err := range readSitemap(body, testLimits) {
			if ended {
				t.Fatalf("%+v came after an error", entry)
			}
			ended = err != nil
		}
	})
}
