package container

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"
)

const (
	pageText = "<!DOCTYPE html><html><title>Água</title>"
	address  = "https://mirror.example/members/kenya/commitments/KE0001/"
)

// rows are the items of a file: each its name and its body, or what is wrong.
func rows(ctx context.Context, name string, file []byte) (all []string) {
	for item, err := range Items(ctx, File{Name: name, Data: bytes.NewReader(file), Size: int64(len(file)), MaxPage: 1 << 20}) {
		row := item.Name + " "
		switch {
		case err != nil:
			row += fmt.Sprintf("%T %v", err, err)
		case item.Archive != nil:
			archive, err := io.ReadAll(item.Archive)
			row += fmt.Sprintf("archive %s %v", archive, err)
		default:
			row += string(item.Body)
		}
		all = append(all, row)
	}
	return all
}

func gzipped(text string) string {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, _ = writer.Write([]byte(text)) // a buffer takes all
	_ = writer.Close()
	return out.String()
}

// zipped makes a zip of names and contents, stored or compressed.
func zipped(t *testing.T, method uint16, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for n := 0; n < len(files); n += 2 {
		entry, err := writer.CreateHeader(&zip.FileHeader{Name: files[n], Method: method})
		if err == nil {
			_, err = io.WriteString(entry, files[n+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestItemsAreToldByTheirFirstBytes(t *testing.T) {
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(pageText)
	if err != nil {
		t.Fatal(err)
	}
	const archive = "WARC/1.0\r\n"
	wacz := zipped(t, zip.Store, "archive/data.warc.gz", gzipped(archive), "indexes/index.cdx", "x", "pages/pages.jsonl", "{}", "datapackage.json", "{}")
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"page":              {pageText, []string{"x " + pageText}},
		"page in UTF-16":    {wide, []string{"x " + wide}},
		"page with XML":     {"\xef\xbb\xbf<?xml version='1.0'?>\n<html xmlns='x'>", []string{"x \xef\xbb\xbf<?xml version='1.0'?>\n<html xmlns='x'>"}},
		"compressed":        {gzipped(pageText), []string{"x " + pageText}},
		"archive":           {archive, []string{"x archive " + archive + " <nil>"}},
		"archive with mark": {"\xef\xbb\xbf" + archive, []string{"x archive " + archive + " <nil>"}},
		"compressed twice":  {gzipped(gzipped(archive)), []string{"x archive " + archive + " <nil>"}},
		"WACZ":              {wacz, []string{"x/archive/data.warc.gz archive " + archive + " <nil>"}},
		"WACZ of WACZ":      {zipped(t, zip.Store, "a.wacz", wacz, "datapackage.json", "{}"), []string{"x/a.wacz/archive/data.warc.gz archive " + archive + " <nil>"}},
		"compressed inside": {zipped(t, zip.Deflate, "a.zip", zipped(t, zip.Deflate, "p", pageText)), []string{"x/a.zip/p " + pageText}},
		"pages": {zipped(t, zip.Deflate, "b/p.html", pageText, "b/p_files/frame.html", pageText, "__MACOSX/b/._p.html", "x", "._q", "x", ".DS_Store", "x", "b/", "",
			"q", gzipped(pageText), "notes.txt", "Notes", "a.arc", "filedesc://a", "sheet", zipped(t, zip.Store, "[Content_Types].xml", "")),
			[]string{"x/b/p.html " + pageText, "x/q " + pageText, "x/notes.txt *container.PassedOver x/notes.txt", "x/a.arc *container.PassedOver x/a.arc (an ARC file: convert it to WARC)",
				"x/sheet *container.PassedOver x/sheet (an Office document)"}},
		"names that lead out": {zipped(t, zip.Store, "../../p", pageText, "/etc/p", pageText, "a\xff", pageText),
			[]string{"x/p " + pageText, "x/etc/p " + pageText, "x/a\uFFFD " + pageText}},
		"AppleDouble": {"\x00\x05\x16\x07\x00", nil},
		"a picture":   {"<!-- a --><svg><path/></svg>", []string{"x *container.PassedOver x"}},
		"empty":       {"", []string{"x *container.PassedOver x"}},
	} {
		if diff := cmp.Diff(c.want, rows(t.Context(), "x", []byte(c.file))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// That the first bytes are looked at loses nothing of what is wrong behind them.
func TestDamageBehindTheFirstBytesIsSeen(t *testing.T) {
	damaged := []byte(gzipped("WARC/1.0\r\none") + gzipped("WARC/1.0\r\ntwo"))
	damaged[15] ^= 0xff
	for item, err := range Items(t.Context(), File{Name: "x.warc.gz", Data: bytes.NewReader(damaged), Size: int64(len(damaged)), MaxPage: 1 << 20}) {
		if err != nil {
			t.Fatal(err)
		}
		_, first := io.ReadAll(item.Archive)
		rest, second := io.ReadAll(item.Archive)
		if first == nil || second != nil || string(rest) != "WARC/1.0\r\ntwo" {
			t.Errorf("errors %v and %v, between them and the end %q", first, second, rest)
		}
	}
}

// What is damaged, or made to do harm, is an error; what is beside it is read.
func TestHarmfulFilesAreErrors(t *testing.T) {
	inner := pageText
	for range 5 {
		inner = zipped(t, zip.Store, "a.zip", inner, "p", pageText)
	}
	locked := []byte(zipped(t, zip.Store, "p", pageText, "q", pageText))
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= encrypted
	for name, c := range map[string]struct {
		file, want string
	}{
		"zips in one another":  {inner, "x/a.zip/a.zip/a.zip *errors.errorString is packed too often"},
		"compressed too often": {gzipped(gzipped(gzipped(gzipped(gzipped(pageText))))), "x *errors.errorString is packed too often"},
		"zip in gzip":          {gzipped(zipped(t, zip.Store, "p", pageText)), "x *errors.errorString is packed too often"},
		"large page":           {gzipped(pageText + strings.Repeat(" ", 2<<20)), "x *fmt.wrapError larger than the limit of 1048576 bytes"},
		"cut page":             {gzipped(pageText)[:30], "x *packed.DamageError damaged gzip stream: unexpected EOF"},
		"cut zip":              {inner[:200], "x *fmt.wrapError cannot be read: zip: not a valid zip file"},
		"long list of files":   {longZip(t), "x *fmt.wrapError cannot be read: the list of its files is longer than"},
		"locked":               {string(locked), "x/p *errors.errorString is encrypted"},
	} {
		got := rows(t.Context(), "x", []byte(c.file))
		if !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: %.300q, want %q", name, got, c.want)
		}
		if name == "locked" && got[len(got)-1] != "x/q "+pageText {
			t.Errorf("%s: %.300q, want the other page", name, got)
		}
	}
}

// longZip lists one file again and again.
func longZip(t *testing.T) string {
	file := zipped(t, zip.Store, strings.Repeat("n", math.MaxUint16), "")
	entry := strings.LastIndex(file, "PK\x01\x02")
	end := strings.LastIndex(file, "PK\x05\x06")
	const times = maxList/math.MaxUint16 + 1
	trailer := []byte(file[end:])
	binary.LittleEndian.PutUint16(trailer[8:], times)
	binary.LittleEndian.PutUint16(trailer[10:], times)
	binary.LittleEndian.PutUint32(trailer[12:], uint32(times*(end-entry)))
	return file[:entry] + strings.Repeat(file[entry:end], times) + string(trailer)
}

func TestUnpackingEndsWhereItIsTooMuch(t *testing.T) {
	var errs []error
	r := &reader{ctx: t.Context(), maxPage: 1 << 20, left: 3000, yield: func(item Item, err error) bool {
		if item.Archive != nil {
			_, err = io.Copy(io.Discard, item.Archive)
		}
		errs = append(errs, err)
		return true
	}}
	large := "WARC/1.0\r\n" + strings.Repeat("x", 2000)
	file := []byte(zipped(t, zip.Deflate, "a", large, "b", large, "c", large))
	r.read("x", io.NewSectionReader(bytes.NewReader(file), 0, int64(len(file))), 0)
	if len(errs) != 2 || errs[0] != nil || !errors.Is(errs[1], ErrTooMuch) {
		t.Errorf("errors %v, want none for the first and ErrTooMuch for the second and last", errs)
	}
}

func TestItemsEndWithTheirContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := rows(ctx, "x", []byte(pageText)); len(got) != 1 || !strings.HasSuffix(got[0], context.Canceled.Error()) {
		t.Errorf("%q", got)
	}
}

func one(t *testing.T, file string) Item {
	t.Helper()
	for item, err := range Items(t.Context(), File{Name: "x", Data: strings.NewReader(file), Size: int64(len(file)), MaxPage: 1 << 20}) {
		if err != nil {
			t.Fatal(err)
		}
		return item
	}
	t.Fatal("no item")
	return Item{}
}

func TestPagesSavedAsMessages(t *testing.T) {
	const head = "Date: Sun, 10 Mar 2019 13:00:00 +0100\r\nMIME-Version: 1.0\r\n"
	part := func(encoding, body string) string {
		return "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + "\r\nContent-Location: " + address + "\r\n\r\n" + body + "\r\n"
	}
	multi := func(kind string, parts ...string) string {
		return "Content-Type: multipart/" + kind + "; boundary=\"--b\"\r\n\r\n----b\r\n" + strings.Join(parts, "----b\r\n") + "----b--\r\n"
	}
	quoted := strings.ReplaceAll(strings.ReplaceAll(pageText, "Á", "=C3=81"), "<title", "=\r\n<title")
	for name, file := range map[string]string{
		"quoted": head + multi("related", part("quoted-printable", quoted), part("7bit", "<p>a frame")),
		"base64": head + multi("related", part("base64", base64.StdEncoding.EncodeToString([]byte(pageText)))),
		"binary": head + multi("related", "Content-Type: text/css\r\n\r\nx\r\n", part("binary", pageText)),
		"nested": "Snapshot-Content-Location: " + address + "\r\n" + head + multi("related", strings.ReplaceAll(multi("alternative", part("8bit", pageText)), "--b", "--c")),
		"single": head + part("8bit", pageText),
	} {
		item := one(t, file)
		if got := strings.TrimSpace(string(item.Body)); got != pageText || item.URL != address || !item.At.Equal(time.Date(2019, 3, 10, 12, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: %q of %s at %s", name, got, item.URL, item.At)
		}
		if kind := item.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" {
			t.Errorf("%s: type %q", name, kind)
		}
	}
	got := rows(t.Context(), "x", []byte(head+multi("related", "Content-Type: image/png\r\n\r\nx\r\n")))
	if diff := cmp.Diff([]string{"x *fmt.wrapError MHTML: no part of it is a page"}, got); diff != "" {
		t.Errorf("without a page (-want +got):\n%s", diff)
	}
}

func TestRecordingsOfABrowser(t *testing.T) {
	entry := func(text string) string {
		return `{"startedDateTime":"2019-03-10T13:00:00.000+01:00","request":{"url":"` + address + `"},"response":{"status":200,
			"headers":[{"name":"content-type","value":"text/html; charset=windows-1252"},{"name":"content-encoding","value":"br"}],"content":` + text + `}}`
	}
	plain := entry(`{"text":"<p>é"}`)
	file := `{"log":{"version":"1.2","creator":{"name":"entries","entries":[1]},"pages":[{"id":"a"}],"entries":[` + plain + `,{"response":{"status":"?"}},` +
		entry(`{"encoding":"base64","text":"`+base64.StdEncoding.EncodeToString([]byte(gzipped("<p>b")))+`"}`) + `,{"request":`
	want := []string{"x <p>é", "x *fmt.wrapError HAR: json: cannot unmarshal string into Go struct field", "x <p>b", "x *fmt.wrapError HAR: unexpected EOF"}
	got := rows(t.Context(), "x", []byte(file))
	for n, row := range want {
		if len(got) != len(want) || !strings.HasPrefix(got[n], row) {
			t.Fatalf("%q, want %q", got, want)
		}
	}
	for _, written := range []string{"\xef\xbb\xbf" + file, strings.Replace(file, "+01:00", "+0100", 1)} {
		if item := one(t, written); !item.At.Equal(time.Date(2019, 3, 10, 12, 0, 0, 0, time.UTC)) {
			t.Errorf("seen at %v", item.At)
		}
	}
	item := one(t, file)
	if item.URL != address || item.Status != 200 || !item.At.Equal(time.Date(2019, 3, 10, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("item %+v", item)
	}
	if kind, coding := item.Header.Get("Content-Type"), item.Header.Get("Content-Encoding"); kind != "text/html; charset=utf-8" || coding != "" {
		t.Errorf("type %q, coding %q", kind, coding)
	}
	if got := rows(t.Context(), "x", []byte(`{"log":{"version":"1.2"}}`)); len(got) != 1 || !strings.Contains(got[0], `it has no "entries"`) {
		t.Errorf("without entries: %q", got)
	}
}

func FuzzItems(f *testing.F) {
	f.Add([]byte(pageText))
	f.Add([]byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--"))
	f.Add([]byte(`{"log":{"entries":[{"response":{"content":{"text":"x"}}}]}}`))
	f.Add([]byte(gzipped("WARC/1.0\r\n")))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, row := range rows(t.Context(), "x", file) {
			if len(row) > 4<<20 {
				t.Errorf("an item of %d bytes", len(row))
			}
		}
	})
}
