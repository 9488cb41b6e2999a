package sitemap

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp/scrape/content"
)

var testLimits = Limits{Bytes: 10_000, Entries: 20}

// read returns the addresses in a sitemap, and the error at its end.
func read(body []byte) (locs []string, err error) {
	for entry, err := range Read(body, testLimits) {
		if err != nil {
			return locs, err
		}
		locs = append(locs, entry.Addresses...)
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
		"plain":                  {plain, one},
		"packed":                 {string(pack([]byte(plain))), one},
		"blank lines":            {"\n \r\n" + plain + "\n\n", one},
		"byte order mark":        {"\xef\xbb\xbf" + plain, one},
		"prefix":                 {`<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://a/1</s:loc></s:url></s:urlset>`, one},
		"images":                 {`<urlset xmlns:image="i"><url><image:image><image:loc>https://a/i.png</image:loc></image:image><loc>https://a/1</loc></url></urlset>`, one},
		"cdata":                  {`<urlset><url><loc><![CDATA[https://a/1]]></loc></url></urlset>`, one},
		"ampersands":             {`<urlset><url><loc>https://a/1?x=1&amp;y=2</loc></url><url><loc>https://a/2?x=1&y=2</loc></url></urlset>`, []string{"https://a/1?x=1&y=2", "https://a/2?x=1&y=2"}},
		"style sheet":            {`<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="a.xsl"?><!-- hi --><urlset><url><loc>https://a/1</loc></url></urlset><!-- bye -->`, one},
		"latin-1":                {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>https://a/\xe9</loc></url></urlset>", []string{"https://a/é"}},
		"latin-1, output before": {"<b>Notice</b>\n<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>https://a/\xe9</loc></url></urlset>", []string{"https://a/é"}},
		"called UTF-16":          {strings.Replace(plain, `"1.0"`, `"1.0" encoding="UTF-16"`, 1), one},
		"text, remarks":          {"# pages\nhttps://a/1\n", one},
		"nothing in it":          {`<urlset></urlset>`, nil},
		"an empty element":       {`<urlset xmlns="x"/>`, nil},
		"a comment inside":       {"<urlset><url><loc>https:<!-- x -->//a/1</loc></url></urlset>", one},
		"line ends inside":       {"<urlset><url><loc>\n https://a\r\n\t/1 </loc></url></urlset>", one},
		"not closed":             {"<urlset><url><loc>https://a/1</url></urlset>", one},
		"marks of no width":      {"<urlset><url><loc>\u200bhttps://a/1\ufeff</loc></url></urlset>", one},
		"text in columns":        {"https://a/1\t2020-01-01\n", one},
		"RSS without links":      {`<rss><channel><item><guid isPermaLink="true">https://a/1</guid></item></channel></rss>`, one},
		"no address":             {`<urlset><url><lastmod>2020</lastmod></url></urlset>`, nil},
		"output before":          {"<br />\n<b>Warning</b>: x in <b>/x.php</b> on line <b>3</b><br />\n" + plain, one},
		"UTF-16":                 {utf16(strings.Replace(plain, `"1.0"`, `"1.0" encoding="UTF-16"`, 1)), one},
		"entities":               {`<!DOCTYPE urlset [<!ENTITY base "x">]><urlset><url><loc>https://a/1</loc><image:caption>caf&eacute; &copy;</image:caption></url></urlset>`, one},
		"upper case":             {`<URLSET><URL><LOC>https://a/1</LOC></URL></URLSET>`, one},
		"empty title":            {`<rss><channel><title/><item><title/><link>https://a/1</link></item></channel></rss>`, one},
		"tag not closed":         {`<urlset><url><loc>https://a/1</loc><br></url><url><loc>https://a/2</loc></url></urlset>`, []string{"https://a/1", "https://a/2"}},
		"translations": {`<urlset><url><loc>https://a/1</loc><xhtml:link rel="alternate" hreflang="es" href="https://a/es/1"/><xhtml:link rel="stylesheet" href="https://a/x"/></url></urlset>`,
			[]string{"https://a/1", "https://a/es/1"}},
		"text": {"\ufeffhttps://a/1\r\n\r\nhttps://a/2\n", []string{"https://a/1", "https://a/2"}},
		"RSS":  {`<?xml version="1.0"?><rss version="2.0"><channel><link>https://a/</link><item><title>x</title><link>https://a/1</link><pubDate>Wed, 01 Jan 2020 08:00:00 GMT</pubDate></item></channel></rss>`, one},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a/"/><entry><link rel="self" href="https://a/self"/><link href="https://a/1"/><updated>2020-01-01T08:00:00Z</updated></entry></feed>`, one},
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
		"drawing": "<svg><url><loc>https://a/1</loc></url></svg>", "a word before": "see\nhttps://a/1",
	} {
		if locs, err := read([]byte(body)); !errors.Is(err, ErrNotSitemap) || len(locs) > 0 {
			t.Errorf("%s: addresses %v, error %v", name, locs, err)
		}
	}
}

func TestDamagedSitemapKeepsWhatCameBefore(t *testing.T) {
	const begin = `<urlset><url><loc>https://a/1</loc></url>`
	for name, rest := range map[string]string{
		"cut off": "", "cut in an entry": "<url><loc>https://a/2</lo", "wrong bytes": "<url>\x00</url></urlset>",
		"no UTF-8": "<image:caption>caf\xe9</image:caption></urlset>",
	} {
		locs, err := read([]byte(begin + rest))
		if err == nil || errors.Is(err, ErrNotSitemap) || len(locs) != 1 {
			t.Errorf("%s: addresses %v, error %v", name, locs, err)
		}
	}
	packed := pack([]byte(begin + "</urlset>"))
	if _, err := read(packed[:len(packed)-6]); err == nil {
		t.Error("a packed sitemap cut off is taken for whole")
	}
}

// One wrong byte does not lose what follows, and is a gap.
func TestWrongByteKeepsWhatFollows(t *testing.T) {
	locs, err := read([]byte("<urlset><url><loc>https://a/1</loc><image:caption>caf\xe9</image:caption></url><url><loc>https://a/2</loc></url></urlset>"))
	if diff := cmp.Diff([]string{"https://a/1", "https://a/2"}, locs); diff != "" || err == nil {
		t.Errorf("error %v, addresses (-want +got):\n%s", err, diff)
	}
}

func TestSitemapLimits(t *testing.T) {
	const entry = "<url><loc>https://a/1</loc></url>"
	whole := "<urlset>" + strings.Repeat(entry, testLimits.Entries) + "</urlset>"
	if locs, err := read([]byte(whole)); err != nil || len(locs) != testLimits.Entries {
		t.Errorf("as many as allowed: %d addresses, error %v", len(locs), err)
	}
	over := strings.Replace(whole, entry, entry+entry, 1)
	if locs, err := read([]byte(over)); err == nil || len(locs) != testLimits.Entries {
		t.Errorf("one too many: %d addresses, error %v", len(locs), err)
	}
	if _, err := read(pack(make([]byte, testLimits.Bytes+1))); !errors.Is(err, content.ErrTooLarge) {
		t.Errorf("packed bomb: error %v, want content.ErrTooLarge", err)
	}
}

func TestLastModifiedForms(t *testing.T) {
	at := time.Date(2020, 1, 2, 8, 30, 0, 0, time.UTC)
	unzoned := at.Add(12 * time.Hour)
	endOf := func(year, month, day int) time.Time {
		return time.Date(year, time.Month(month), day, 23, 59, 59, 0, time.UTC).Add(12 * time.Hour)
	}
	for text, want := range map[string]time.Time{
		"2020-01-02T10:30:00+02:00": at, " 2020-01-02T08:30:00.000Z ": at, "2020-01-02T08:30Z": at, "2020-01-02T08:30:00+0000": at,
		"2020-01-02T08:30:00.000+0000": at, "2020-01-02 08:30:00 +00:00": at, "2020-01-02T08:30:00-00:00": at, "2020-01-02T08:30:00.123456Z": at,
		"2020-01-02T08:30:00 UTC": at, "2020-01-02T8:30:00Z": at, "2020-01-02T14:00:00+5:30": at, "2020-01-02T10:30:00+02": at, "2020-1-2T08:30:00Z": at,
		"2020/01/02 08:30:00 GMT": at, "2020-01-02T09:30:00+01:00[Europe/Paris]": at, "20200102T083000Z": at, "1577953800": at, "1577953800000": at,
		"Thu, 02 Jan 2020 08:30:00 GMT": at, "Thu, 2 Jan 2020 10:30:00 +0200": at, "Thursday, 02-Jan-20 08:30:00 GMT": at,
		"Thu Jan 02 2020 08:30:00 GMT+0000 (Coordinated Universal Time)": at,
		"1577953800.5": at, "'2020–01–02T08:30:00Z'": at,
		"Jan 2nd, 2020": endOf(2020, 1, 2), "Sept 1, 2020": endOf(2020, 9, 1), "September 2020": endOf(2020, 9, 30), "Feb 2020": endOf(2020, 2, 29),
		"2020-01-01T24:00:00Z": time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC),
		"2020-01-02 08:30":     unzoned, "2020-01-02T08:30:00": unzoned, "20200102083000": unzoned, "Thu Jan  2 08:30:00 2020": unzoned,
		"January 2, 2020 8:30 AM": unzoned, "2020-01-01 08:30:00 PM": unzoned.Add(-12 * time.Hour), "2020-01-02 08:30:00 CET": unzoned,
		"2020-01-02": endOf(2020, 1, 2), "2020-1-2": endOf(2020, 1, 2), "20200102": endOf(2020, 1, 2), "2020.01.02": endOf(2020, 1, 2),
		"2 January 2020": endOf(2020, 1, 2), "Jan 2, 2020": endOf(2020, 1, 2), "31/12/2019": endOf(2019, 12, 31), "12/31/2019": endOf(2019, 12, 31),
		"01/02/2020": endOf(2020, 2, 1), "2.1.2020": endOf(2020, 2, 1), "2020-02": endOf(2020, 2, 29), "2020": endOf(2020, 12, 31),
		"yesterday": {}, "": {}, "0000-00-00T00:00:00+00:00": {}, "2020-13-01": {}, "2020-02-30": {}, "2020-01-02T25:00:00Z": {}, "32/13/2020": {},
	} {
		if got := LastModified(text).Truncate(time.Second); !got.Equal(want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// utf16 is ASCII as Windows programs save it.
func utf16(text string) string {
	wide := "\xff\xfe"
	for _, r := range text {
		wide += string([]byte{byte(r), 0})
	}
	return wide
}

func pack(plain []byte) []byte {
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	zipped.Write(plain)
	zipped.Close()
	return out.Bytes()
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>https://a/1</loc></url></urlset>`))
	f.Add(pack([]byte(`<sitemapindex><sitemap><loc>https://a/1</loc></sitemap></sitemapindex>`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		ended := false
		for entry, err := range Read(body, testLimits) {
			if ended {
				t.Fatalf("%+v came after an error", entry)
			}
			ended = err != nil
		}
	})
}
