package capture

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/fixtures"
	"ogp/scrape/content"
)

// archived reads an archive to its end. Each row is a page's body or an error.
func archived(t *testing.T, archive string) (rows []string) {
	t.Helper()
	for page, err := range NewReader(1 << 20).Pages(strings.NewReader(archive)) {
		switch {
		case err != nil:
			rows = append(rows, "error: "+err.Error())
		case page.What != "":
			rows = append(rows, strings.TrimSpace(fmt.Sprintf("%s %s %s%s", page.What, page.Digest, date(page.SameAs), page.MovedTo)))
		default:
			rows = append(rows, string(page.Body))
		}
	}
	return rows
}

// date is a time as an archive writes it; empty where it is not known.
func date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

// TestAnswersWithoutAPage are evidence of it all the same: that it was the same as
// before, gone, or elsewhere.
func TestAnswersWithoutAPage(t *testing.T) {
	const digest = "WARC-Payload-Digest: sha1:A"
	const before, date = "2020-01-02T03:04:05Z", "WARC-Refers-To-Date: 2020-01-02T03:04:05Z"
	answer := func(status int, lines ...string) string {
		return fixtures.WARCResponse(strings.Replace(fixtures.HTTPAnswer("x", lines...), "200 OK", fmt.Sprint(status, " X"), 1))
	}
	first := fixtures.WARCRecord("response", fixtures.ArchivedAddress, fixtures.HTTPAnswer("one"), "WARC-Record-ID: <urn:uuid:1>")
	for name, c := range map[string]struct{ archive, want string }{
		"by date":                 {fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, "", date), "same  " + before},
		"by digest":               {fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, "HTTP/1.1 304 Not Modified\r\n\r\n", digest), "same sha1:A"},
		"by record":               {first + fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, "", "WARC-Refers-To: <urn:uuid:1>"), "one\nsame  2024-05-01T12:30:00Z"},
		"by a record that is not": {fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, "", "WARC-Refers-To: <urn:uuid:1>", date), "same  " + before},
		"cut as wget says":        {fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, fixtures.HTTPAnswer(""), digest, "WARC-Truncated: length"), "same sha1:A"},
		"of nothing":              {fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, ""), "error: " + fixtures.ArchivedAddress + ": revisit that does not say of what"},
		"of another page": {fixtures.WARCRecord("revisit", fixtures.ArchivedAddress, "", digest, "WARC-Refers-To-Target-URI: <"+strings.Replace(fixtures.ArchivedAddress, "0001", "0002", 1)+">"),
			"error: " + fixtures.ArchivedAddress + ": revisit of another page"},
		"404":                     {answer(404), "gone"},
		"410":                     {answer(410), "gone"},
		"to the home page":        {answer(302, "Location: /"), "gone"},
		"of a renamed member":     {answer(301, "Location: /members/kenya-2/commitments/KE0001/"), "moved  http://127.0.0.1:8000/members/kenya-2/commitments/KE0001/"},
		"to another commitment":   {answer(301, "Location: /members/kenya/commitments/KE0002/"), "error: " + fixtures.ArchivedAddress + ": redirect to another page"},
		"to a login elsewhere":    {answer(302, "Location: https://login.example/"), "error: " + fixtures.ArchivedAddress + ": redirect to another page"},
		"to an address that none": {answer(302, "Location: http://[x"), "error: " + fixtures.ArchivedAddress + ": redirect that leads nowhere"},
	} {
		if got := strings.Join(archived(t, c.archive), "\n"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestRecordsSayWhereTheirPagesComeFrom, whoever wrote the file.
func TestRecordsSayWhereTheirPagesComeFrom(t *testing.T) {
	const page, crawled = "https://www.opengovpartnership.org/members/kenya/commitments/KE0001/", "s3://commoncrawl/crawl-data/x.warc.gz"
	capture, captured := "https://web.archive.org/web/20210304050607id_/"+page, "2021-03-04T05:06:07Z"
	now := "2024-05-01T12:30:00Z"
	for name, c := range map[string]struct{ archive, want string }{
		"a crawler":            {fixtures.WARCRecord("response", page, fixtures.HTTPAnswer("x")), "file " + now + " "},
		"wget of a capture":    {fixtures.WARCRecord("response", "<"+capture+">", fixtures.HTTPAnswer("x")), "wayback " + captured + " " + capture},
		"copied from there":    {fixtures.WARCRecord("response", page, fixtures.HTTPAnswer("x"), "WARC-Source-URI: "+capture), "wayback " + captured + " " + capture},
		"only a year is named": {fixtures.WARCRecord("response", strings.Replace(capture, "0304050607", "", 1), fixtures.HTTPAnswer("x", "Memento-Datetime: Thu, 04 Mar 2021 05:06:07 GMT")), "wayback " + captured + " " + strings.Replace(capture, "0304050607", "", 1)},
		"another archive":      {fixtures.WARCRecord("response", "https://arquivo.example/wayback/20210304050607/"+page, fixtures.HTTPAnswer("x")), "file " + captured + " https://arquivo.example/wayback/20210304050607/" + page},
		"copied from a crawl":  {fixtures.WARCRecord("response", page, fixtures.HTTPAnswer("x"), "WARC-Source-URI: "+crawled), "commoncrawl " + now + " " + crawled},
		"a crawl's own file":   {fixtures.WARCRecord("warcinfo", "", "x", "WARC-Filename: CC-MAIN-1.warc.gz") + fixtures.WARCRecord("response", page, fixtures.HTTPAnswer("x")), "commoncrawl " + now + " "},
	} {
		for found, err := range NewReader(1 << 20).Pages(strings.NewReader(c.archive)) {
			if err != nil || found.URL != page {
				t.Fatalf("%s: %+v, error %v", name, found, err)
			}
			if got := fmt.Sprintf("%s %s %s", found.Source, date(found.FetchedAt), found.CaptureURL); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	}
}

func TestOnlyAnswersThatAreCommitmentPagesAreTaken(t *testing.T) {
	archive := strings.Join([]string{
		fixtures.WARCRecord("warcinfo", "", "software: x\r\n"),
		fixtures.WARCRecord("request", fixtures.ArchivedAddress, "GET / HTTP/1.1\r\n\r\n"),
		fixtures.WARCRecord("response", "<"+fixtures.ArchivedAddress+">", fixtures.HTTPAnswer("one")),
		fixtures.WARCRecord("response", "https://www.opengovpartnership.org/members/kenya/", fixtures.HTTPAnswer("a member")),
		fixtures.WARCRecord("response", "ftp://x/members/kenya/commitments/KE0001/", fixtures.HTTPAnswer("ftp")),
		fixtures.WARCRecord("continuation", fixtures.ArchivedAddress, fixtures.HTTPAnswer("")),
		fixtures.WARCRecord("metadata", fixtures.ArchivedAddress, strings.Repeat("m", 3<<20)),
		fixtures.WARCRecord("response", fixtures.ArchivedAddress, fixtures.HTTPAnswer("half"), "WARC-Truncated: length"),
		fixtures.WARCRecord("response", "https://opengovpartnership.org/es/members/Kenya/commitments/ke0002?x=1", fixtures.HTTPAnswer("two")),
	}, "")
	want := []string{"one", "error: " + fixtures.ArchivedAddress + ": record of the type continuation",
		"error: " + fixtures.ArchivedAddress + ": body cut short: the archive has only its beginning (length)", "two"}
	if diff := cmp.Diff(want, archived(t, archive)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What a response must be to be taken for a page.
func TestAnswersThatAreNoPages(t *testing.T) {
	for name, c := range map[string]struct{ block, want string }{
		"empty":        {fixtures.HTTPAnswer(" \n"), "error: " + fixtures.ArchivedAddress + ": is empty"},
		"no HTTP":      {"<html>", "error: " + fixtures.ArchivedAddress + `: answer begins with "<html>"`},
		"too large":    {fixtures.HTTPAnswer(strings.Repeat(" x", 1<<19) + "x"), "error: " + fixtures.ArchivedAddress + ": body is larger than the limit of 1048576 bytes"},
		"other type":   {strings.Replace(fixtures.HTTPAnswer("x"), "text/html", "image/png", 1), "error: " + fixtures.ArchivedAddress + ": content type is image/png"},
		"redirect":     {strings.Replace(fixtures.HTTPAnswer("x"), "200 OK", "301 Moved", 1), "error: " + fixtures.ArchivedAddress + ": 301 Moved Permanently"},
		"not modified": {"HTTP/1.1 304 Not Modified\r\n\r\n", "error: " + fixtures.ArchivedAddress + ": 304 Not Modified"},
		"a challenge":  {fixtures.HTTPAnswer("<title>Just a moment...</title>"), "error: " + fixtures.ArchivedAddress + ": challenge page (Cloudflare)"},
		"by a proxy":   {strings.Replace(fixtures.HTTPAnswer("x"), "200 OK", "203 Changed", 1), "x"},
	} {
		if got := strings.Join(archived(t, fixtures.WARCResponse(c.block)), "\n"); got != c.want {
			t.Errorf("%s: %.200q, want %q", name, got, c.want)
		}
	}
}

func TestReasonsCanBeToldApart(t *testing.T) {
	var blocked Blocked
	for _, err := range NewReader(1 << 20).Pages(strings.NewReader(fixtures.WARCResponse(fixtures.HTTPAnswer("<title>Just a moment...</title>")))) {
		if !errors.As(err, &blocked) || blocked != "challenge page (Cloudflare)" {
			t.Errorf("error %v of a challenge", err)
		}
	}
	for _, record := range []string{
		fixtures.WARCRecord("response", fixtures.ArchivedAddress, fixtures.HTTPAnswer("half"), "WARC-Truncated: length"),
		fixtures.WARCResponse(fixtures.HTTPAnswer("half", "Content-Length: 100")),
		fixtures.WARCResponse(fixtures.HTTPAnswer("9\r\nhalf", "Transfer-Encoding: chunked")),
	} {
		for _, err := range NewReader(1 << 20).Pages(strings.NewReader(record)) {
			if !errors.Is(err, content.ErrCutShort) {
				t.Errorf("error %v of half a page", err)
			}
		}
	}
}

func TestArchivedAddressesAreBoundedAndShowNoPassword(t *testing.T) {
	for address, want := range map[string]string{
		strings.Replace(fixtures.ArchivedAddress, "http://", "http://user:secret@", 1): "one",
		fixtures.ArchivedAddress + "?" + strings.Repeat("x", ogp.MaxAddress):           "error: ",
	} {
		got := strings.Join(archived(t, fixtures.WARCRecord("response", address, fixtures.HTTPAnswer("one"))), "\n")
		if !strings.HasPrefix(got, want) || len(got) > 400 {
			t.Errorf("%.60s: %q, want %q", address, got, want)
		}
	}
	for page, err := range NewReader(1 << 20).Pages(strings.NewReader(fixtures.WARCRecord("response", strings.Replace(fixtures.ArchivedAddress, "http://", "http://user:secret@", 1), fixtures.HTTPAnswer("one")))) {
		if err != nil || page.URL != fixtures.ArchivedAddress {
			t.Errorf("page %+v, error %v", page, err)
		}
	}
}
