package scrape

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
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

// wire is an HTTP answer with header lines.
func wire(body string, lines ...string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n" + body
}

func response(block string) string { return record("response", archivedAddress, block) }

// archived reads an archive to its end. Each row is a page's body or an error.
func archived(t *testing.T, archive []byte) (rows []string) {
	t.Helper()
	for page, err := range warcPages(bytes.NewReader(archive), 1<<20) {
		if err != nil {
			rows = append(rows, "error: "+err.Error())
			continue
		}
		rows = append(rows, string(page.Body))
	}
	return rows
}

func packed(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, part := range parts {
		packer := gzip.NewWriter(&out)
		if _, err := io.WriteString(packer, part); err != nil {
			t.Fatal(err)
		}
		if err := packer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func squeezed(t *testing.T, text string, open func(io.Writer) (io.WriteCloser, error)) string {
	t.Helper()
	var out bytes.Buffer
	packer, err := open(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(packer, text); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestArchivedBodies(t *testing.T) {
	const text = "<title>Page (KE0001)</title>"
	gz := string(packed(t, text))
	zl := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(w), nil })
	fl := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	zs := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) })
	bomb := string(packed(t, strings.Repeat(" ", 2<<20)))
	chunked := "1c\r\n" + text + "\r\n0\r\n\r\n"
	for name, c := range map[string]struct {
		block string
		want  string // the body, or how the error ends
	}{
		"plain":                      {wire(text), text},
		"length":                     {wire(text, "Content-Length: 28"), text},
		"gzip":                       {wire(gz, "Content-Encoding: gzip"), text},
		"gzip undone":                {wire(text, "Content-Encoding: gzip", "Content-Length: 90"), text},
		"zlib":                       {wire(zl, "Content-Encoding: deflate"), text},
		"deflate":                    {wire(fl, "Content-Encoding: deflate"), text},
		"zstd":                       {wire(zs, "Content-Encoding: zstd"), text},
		"twice":                      {wire(string(packed(t, gz)), "Content-Encoding: gzip, gzip"), text},
		"chunked":                    {wire(chunked, "Transfer-Encoding: chunked"), text},
		"chunks joined":              {wire(text, "Transfer-Encoding: chunked"), text},
		"chunked gzip":               {wire(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz), gz), "Transfer-Encoding: chunked", "Content-Encoding: gzip"), text},
		"cut":                        {wire(text, "Content-Length: 100"), "error: cut short after 28 of 100 bytes"},
		"chunks cut":                 {wire(chunked[:20], "Transfer-Encoding: chunked"), "error: unexpected EOF"},
		"gzip cut":                   {wire(gz[:len(gz)-9], "Content-Encoding: gzip"), "error: unexpected EOF"},
		"gzip bomb":                  {wire(bomb, "Content-Encoding: gzip"), "error: larger than the limit of 1048576 bytes"},
		"too large":                  {wire(strings.Repeat(" x", 1<<19) + "x"), "error: larger than the limit of 1048576 bytes"},
		"far too large":              {wire(strings.Repeat(" x", 2<<20)), "error: larger than the limit of 1048576 bytes for a page"},
		"brotli":                     {wire(text, "Content-Encoding: br"), `error: content encoding "br" cannot be undone: save the page again without it`},
		"empty":                      {wire(" \n"), "error: is empty"},
		"no HTTP":                    {"<html>", "error: answer begins with \"<html>\""},
		"other type":                 {strings.Replace(wire(text), "text/html", "image/png", 1), ""},
		"redirect":                   {strings.Replace(wire(text), "200 OK", "301 Moved", 1), ""},
		"not modified":               {"HTTP/1.1 304 Not Modified\r\n\r\n", ""},
		"without a word after a 200": {strings.Replace(wire(text), "200 OK", "200", 1), text},
	} {
		t.Run(name, func(t *testing.T) {
			rows := archived(t, []byte(response(c.block)))
			got := strings.Join(rows, "\n")
			if strings.HasPrefix(c.want, "error: ") {
				if !strings.HasPrefix(got, "error: "+archivedAddress) || !strings.HasSuffix(got, strings.TrimPrefix(c.want, "error: ")) {
					t.Errorf("%.200q, want an error that names the page and ends %q", got, c.want)
				}
			} else if got != c.want {
				t.Errorf("%.200q, want %q", got, c.want)
			}
		})
	}
}

func TestOnlyAnswersThatAreCommitmentPagesAreTaken(t *testing.T) {
	archive := strings.Join([]string{
		record("warcinfo", "", "software: x\r\n"),
		record("request", archivedAddress, "GET / HTTP/1.1\r\n\r\n"),
		record("response", "<"+archivedAddress+">", wire("one")),
		record("response", "https://www.opengovpartnership.org/members/kenya/", wire("a member")),
		record("response", "ftp://x/members/kenya/commitments/KE0001/", wire("ftp")),
		record("revisit", archivedAddress, wire("")),
		record("metadata", archivedAddress, strings.Repeat("m", 3<<20)),
		record("response", archivedAddress, wire("half"), "WARC-Truncated: length"),
		record("response", "https://opengovpartnership.org/es/members/Kenya/commitments/ke0002?x=1", wire("two")),
	}, "")
	want := []string{"one", "error: " + archivedAddress + ": the archive has only its beginning (length)", "two"}
	if diff := cmp.Diff(want, archived(t, []byte(archive))); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, archived(t, packed(t, strings.SplitAfter(archive, "\r\n\r\n\r\n")...))); diff != "" {
		t.Errorf("packed (-want +got):\n%s", diff)
	}
}

func TestDamagedArchiveGivesWhatCameBefore(t *testing.T) {
	good, other := response(wire("one")), response(wire("two"))
	for name, archive := range map[string][]byte{
		"cut in a header":    []byte(good + other[:40]),
		"cut in a block":     []byte(good + other[:len(other)-8]),
		"packed, cut":        packed(t, good, other)[:len(packed(t, good, other))-60],
		"no length":          []byte(good + "WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
		"negative length":    []byte(good + "WARC/1.0\r\nContent-Length: -1\r\n\r\n"),
		"something else":     []byte(good + "<html>"),
		"no end of the head": []byte(good + "WARC/1.0\r\n" + strings.Repeat("x: y\r\n", 100_000)),
		"one endless line":   []byte(good + "WARC/1.0 " + strings.Repeat("x", 1<<20)),
		"a length too large": []byte(good + "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 9223372036854775807\r\n\r\nx"),
	} {
		rows := archived(t, archive)
		if len(rows) != 2 || rows[0] != "one" || !strings.HasPrefix(rows[1], "error: ") {
			t.Errorf("%s: %.300q, want the first page and an error", name, rows)
		}
	}
}

func TestWARCFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, archive []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, archive, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := write("a.warc.gz", packed(t, response(wire("one", `ETag: "1"`))))
	for page, err := range WARC(path) {
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC)
		if page.File != path || page.URL != archivedAddress || !page.FetchedAt.Equal(at) || page.Header.Get("ETag") != `"1"` {
			t.Errorf("page %+v", page)
		}
	}
	for page, err := range WARC(write("none.warc", []byte(record("warcinfo", "", "x")))) {
		if !errors.Is(err, ErrNoPages) {
			t.Errorf("page %v, error %v, want ErrNoPages", page, err)
		}
	}
	for _, err := range WARC(write("not.warc", []byte("<html></html>"))) {
		if !errors.Is(err, errWARC) || !strings.Contains(err.Error(), "not.warc") {
			t.Errorf("error %v", err)
		}
	}
}

func FuzzWARC(f *testing.F) {
	f.Add([]byte(response(wire("1c\r\nx", "Transfer-Encoding: chunked", "Content-Encoding: gzip"))))
	f.Add([]byte(record("warcinfo", "", "x") + response("HTTP/1.1 200 OK\r\n\r\n")))
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	f.Fuzz(func(t *testing.T, archive []byte) {
		for page, err := range warcPages(bytes.NewReader(archive), 1<<16) {
			if err == nil && (len(page.Body) == 0 || len(page.Body) > 1<<16) {
				t.Errorf("page of %d bytes", len(page.Body))
			}
		}
	})
}
