package scrape

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/scrape/warc"
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
	for page, err := range archivedPages(strings.NewReader(archive), 1<<20) {
		if err != nil {
			rows = append(rows, "error: "+err.Error())
			continue
		}
		rows = append(rows, string(page.Body))
	}
	return rows
}

func TestOnlyAnswersThatAreCommitmentPagesAreTaken(t *testing.T) {
	archive := strings.Join([]string{
		record("warcinfo", "", "software: x\r\n"),
		record("request", archivedAddress, "GET / HTTP/1.1\r\n\r\n"),
		record("response", "<"+archivedAddress+">", onWire("one")),
		record("response", "https://www.opengovpartnership.org/members/kenya/", onWire("a member")),
		record("response", "ftp://x/members/kenya/commitments/KE0001/", onWire("ftp")),
		record("revisit", archivedAddress, onWire("")),
		record("metadata", archivedAddress, strings.Repeat("m", 3<<20)),
		record("response", archivedAddress, onWire("half"), "WARC-Truncated: length"),
		record("response", "https://opengovpartnership.org/es/members/Kenya/commitments/ke0002?x=1", onWire("two")),
	}, "")
	want := []string{"one", "error: " + archivedAddress + ": record of the type revisit",
		"error: " + archivedAddress + ": the archive has only its beginning (length)", "two"}
	if diff := cmp.Diff(want, archived(t, archive)); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, archived(t, string(pack([]byte(archive))))); diff != "" {
		t.Errorf("packed (-want +got):\n%s", diff)
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
	for page, err := range archivedPages(strings.NewReader(record("response", strings.Replace(archivedAddress, "http://", "http://user:secret@", 1), onWire("one"))), 1<<20) {
		if err != nil || page.URL != archivedAddress {
			t.Errorf("page %+v, error %v", page, err)
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
	path := write("a.warc.gz", pack([]byte(response(onWire("one", `ETag: "1"`)))))
	for page, err := range Saved(t.Context(), path) {
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC)
		if page.File != path || page.URL != archivedAddress || !page.FetchedAt.Equal(at) || page.Header.Get("ETag") != `"1"` {
			t.Errorf("page %+v", page)
		}
	}
	for page, err := range Saved(t.Context(), write("none.warc", []byte(record("warcinfo", "", "x")))) {
		if !errors.Is(err, ErrNoPages) {
			t.Errorf("page %v, error %v, want ErrNoPages", page, err)
		}
	}
	var rows []error
	for _, err := range Saved(t.Context(), write("moved.warc", []byte(response(strings.Replace(onWire("x"), "200", "301", 1))))) {
		rows = append(rows, err)
	}
	if skipped := (*SkippedRecord)(nil); len(rows) != 2 || !errors.As(rows[0], &skipped) || skipped.URL != archivedAddress || !errors.Is(rows[1], ErrNoPages) {
		t.Errorf("errors %v, want a skipped record and ErrNoPages", rows)
	}
	for _, err := range Saved(t.Context(), write("not.warc", []byte("no archive"))) {
		if !errors.Is(err, warc.ErrDamaged) || !strings.Contains(err.Error(), "not.warc") {
			t.Errorf("error %v", err)
		}
	}
}
