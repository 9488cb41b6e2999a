package capture

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
)

const archivedAddress = "http://127.0.0.1:8000/members/kenya/commitments/KE0001/"

// record is a WARC record with further header lines.
func record(kind, address, block string, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: %s\r\n", kind)
	if address != "" {
		fmt.Fprintf(&b, "WARC-Target-URI: %s\r\n", address)
	}
	for _, line := range lines {
		b.WriteString(line + "\r\n")
	}
	fmt.Fprintf(&b, "WARC-Date: 2024-05-01T12:30:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
	return b.String()
}

// onWire is an HTTP answer with header lines.
func onWire(body string, lines ...string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n" + body
}

func response(block string) string { return record("response", archivedAddress, block) }

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
		return response(strings.Replace(onWire("x", lines...), "200 OK", fmt.Sprint(status, " X"), 1))
	}
	first := record("response", archivedAddress, onWire("one"), "WARC-Record-ID: <urn:uuid:1>")
	for name, c := range map[string]struct{ archive, want string }{
		"by date":                 {record("revisit", archivedAddress, "", date), "same  " + before},
		"by digest":               {record("revisit", archivedAddress, "HTTP/1.1 304 Not Modified\r\n\r\n", digest), "same sha1:A"},
		"by record":               {first + record("revisit", archivedAddress, "", "WARC-Refers-To: <urn:uuid:1>"), "one\nsame  2024-05-01T12:30:00Z"},
		"by a record that is not": {record("revisit", archivedAddress, "", "WARC-Refers-To: <urn:uuid:1>", date), "same  " + before},
		"cut as wget says":        {record("revisit", archivedAddress, onWire(""), digest, "WARC-Truncated: length"), "same sha1:A"},
		"of nothing":              {record("revisit", archivedAddress, ""), "error: " + archivedAddress + ": revisit that does not say of what"},
		"of another page": {record("revisit", archivedAddress, "", digest, "WARC-Refers-To-Target-URI: <"+strings.Replace(archivedAddress, "0001", "0002", 1)+">"),
			"error: " + archivedAddress + ": revisit of another page"},
		"404":                     {answer(404), "gone"},
		"410":                     {answer(410), "gone"},
		"to the home page":        {answer(302, "Location: /"), "gone"},
		"of a renamed member":     {answer(301, "Location: /members/kenya-2/commitments/KE0001/"), "moved  http://127.0.0.1:8000/members/kenya-2/commitments/KE0001/"},
		"to another commitment":   {answer(301, "Location: /members/kenya/commitments/KE0002/"), "error: " + archivedAddress + ": redirect to another page"},
		"to a login elsewhere":    {answer(302, "Location: https://login.example/"), "error: " + archivedAddress + ": redirect to another page"},
		"to an address that none": {answer(302, "Location: http://[x"), "error: " + archivedAddress + ": redirect that leads nowhere"},
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
		"a crawler":            {record("response", page, onWire("x")), "file " + now + " "},
		"wget of a capture":    {record("response", "<"+capture+">", onWire("x")), "wayback " + captured + " " + capture},
		"copied from there":    {record("response", page, onWire("x"), "WARC-Source-URI: "+capture), "wayback " + captured + " " + capture},
		"only a year is named": {record("response", strings.Replace(capture, "0304050607", "", 1), onWire("x", "Memento-Datetime: Thu, 04 Mar 2021 05:06:07 GMT")), "wayback " + captured + " " + strings.Replace(capture, "0304050607", "", 1)},
		"another archive":      {record("response", "https://arquivo.example/wayback/20210304050607/"+page, onWire("x")), "file " + captured + " https://arquivo.example/wayback/20210304050607/" + page},
		"copied from a crawl":  {record("response", page, onWire("x"), "WARC-Source-URI: "+crawled), "commoncrawl " + now + " " + crawled},
		"a crawl's own file":   {record("warcinfo", "", "x", "WARC-Filename: CC-MAIN-1.warc.gz") + record("response", page, onWire("x")), "commoncrawl " + now + " "},
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
		record("warcinfo", "", "software: x\r\n"),
		record("request", archivedAddress, "GET / HTTP/1.1\r\n\r\n"),
		record("response", "<"+archivedAddress+">", onWire("one")),
		record("response", "https://www.opengovpartnership.org/members/kenya/", onWire("a member")),
		record("response", "ftp://x/members/kenya/commitments/KE0001/", onWire("ftp")),
		record("continuation", archivedAddress, onWire("")),
		record("metadata", archivedAddress, strings.Repeat("m", 3<<20)),
		record("response", archivedAddress, onWire("half"), "WARC-Truncated: length"),
		record("response", "https://opengovpartnership.org/es/members/Kenya/commitments/ke0002?x=1", onWire("two")),
	}, "")
	want := []string{"one", "error: " + archivedAddress + ": record of the type continuation",
		"error: " + archivedAddress + ": the archive has only its beginning (length)", "two"}
	if diff := cmp.Diff(want, archived(t, archive)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What a response must be to be taken for a page.
func TestAnswersThatAreNoPages(t *testing.T) {
	for name, c := range map[string]struct{ block, want string }{
		"empty":        {onWire(" \n"), "error: " + archivedAddress + ": is empty"},
		"no HTTP":      {"<html>", "error: " + archivedAddress + `: answer begins with "<html>"`},
		"too large":    {onWire(strings.Repeat(" x", 1<<19) + "x"), "error: " + archivedAddress + ": body is larger than the limit of 1048576 bytes"},
		"other type":   {strings.Replace(onWire("x"), "text/html", "image/png", 1), "error: " + archivedAddress + ": content type is image/png"},
		"redirect":     {strings.Replace(onWire("x"), "200 OK", "301 Moved", 1), "error: " + archivedAddress + ": 301 Moved Permanently"},
		"not modified": {"HTTP/1.1 304 Not Modified\r\n\r\n", "error: " + archivedAddress + ": 304 Not Modified"},
		"a challenge":  {onWire("<title>Just a moment...</title>"), "error: " + archivedAddress + ": challenge page (Cloudflare)"},
		"by a proxy":   {strings.Replace(onWire("x"), "200 OK", "203 Changed", 1), "x"},
	} {
		if got := strings.Join(archived(t, response(c.block)), "\n"); got != c.want {
			t.Errorf("%s: %.200q, want %q", name, got, c.want)
		}
	}
}

func TestArchivedAddressesAreBoundedAndShowNoPassword(t *testing.T) {
	for address, want := range map[string]string{
		strings.Replace(archivedAddress, "http://", "http://user:secret@", 1): "one",
		archivedAddress + "?" + strings.Repeat("x", ogp.MaxAddress):           "error: ",
	} {
		got := strings.Join(archived(t, record("response", address, onWire("one"))), "\n")
		if !strings.HasPrefix(got, want) || len(got) > 400 {
			t.Errorf("%.60s: %q, want %q", address, got, want)
		}
	}
	for page, err := range NewReader(1 << 20).Pages(strings.NewReader(record("response", strings.Replace(archivedAddress, "http://", "http://user:secret@", 1), onWire("one")))) {
		if err != nil || page.URL != archivedAddress {
			t.Errorf("page %+v, error %v", page, err)
		}
	}
}
