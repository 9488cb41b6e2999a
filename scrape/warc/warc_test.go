package warc

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/net/http/httpguts"

	"ogp/fixtures"
)

// read reads an archive to its end. Each row is the body of a response or an
// error.
func read(t *testing.T, archive []byte) (rows []string) {
	t.Helper()
	for record, err := range Records(bytes.NewReader(archive)) {
		var answer *Response
		if err == nil && record.Type() == "response" {
			answer, err = record.Response(1 << 20)
		}
		if err != nil {
			rows = append(rows, "error: "+err.Error())
		} else if answer != nil {
			rows = append(rows, string(answer.Body))
		}
	}
	return rows
}

func gzipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, part := range parts {
		writer := gzip.NewWriter(&out)
		if _, err := io.WriteString(writer, part); err != nil {
			t.Fatal(err)
		}
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func squeezed(t *testing.T, text string, open func(io.Writer) (io.WriteCloser, error)) string {
	t.Helper()
	var out bytes.Buffer
	writer, err := open(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(writer, text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestBodies(t *testing.T) {
	const text = "<title>Page (KE0001)</title>"
	gz := string(gzipped(t, text))
	zl := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(w), nil })
	fl := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	zs := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) })
	br := squeezed(t, text, func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriter(w), nil })
	bomb := string(gzipped(t, strings.Repeat(" ", 2<<20)))
	chunked := "1c\r\n" + text + "\r\n0\r\n\r\n"
	for name, c := range map[string]struct {
		block string
		want  string // the body, or how the error ends
	}{
		"plain":                      {fixtures.HTTPAnswer(text), text},
		"length":                     {fixtures.HTTPAnswer(text, "Content-Length: 28"), text},
		"gzip":                       {fixtures.HTTPAnswer(gz, "Content-Encoding: gzip"), text},
		"gzip undone":                {fixtures.HTTPAnswer(text, "Content-Encoding: gzip", "Content-Length: 90"), text},
		"zlib":                       {fixtures.HTTPAnswer(zl, "Content-Encoding: deflate"), text},
		"deflate":                    {fixtures.HTTPAnswer(fl, "Content-Encoding: deflate"), text},
		"zstd":                       {fixtures.HTTPAnswer(zs, "Content-Encoding: zstd"), text},
		"twice":                      {fixtures.HTTPAnswer(string(gzipped(t, gz)), "Content-Encoding: gzip, gzip"), text},
		"chunked":                    {fixtures.HTTPAnswer(chunked, "Transfer-Encoding: chunked"), text},
		"chunks joined":              {fixtures.HTTPAnswer(text, "Transfer-Encoding: chunked"), text},
		"chunks that are not named":  {fixtures.HTTPAnswer(chunked), text},
		"chunks named with gzip":     {fixtures.HTTPAnswer(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz), gz), "Transfer-Encoding: gzip, chunked"), text},
		"text that is like a chunk":  {fixtures.HTTPAnswer("1c\r\n" + text[:9]), "1c\r\n" + text[:9]},
		"announced":                  {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + fixtures.HTTPAnswer(text), text},
		"announced only":             {"HTTP/1.1 100 Continue\r\n\r\n", "error: answer without a status: unexpected EOF"},
		"tabs in the first line":     {strings.Replace(fixtures.HTTPAnswer(text), "HTTP/1.1 200 OK", "http/1.1\t200\tOK", 1), text},
		"no status":                  {"HTTP/1.1\r\n\r\n", "error: answer begins with \"HTTP/1.1\""},
		"chunked gzip":               {fixtures.HTTPAnswer(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz), gz), "Transfer-Encoding: chunked", "Content-Encoding: gzip"), text},
		"cut":                        {fixtures.HTTPAnswer(text, "Content-Length: 100"), "error: cut short after 28 of 100 bytes"},
		"chunks cut":                 {fixtures.HTTPAnswer(chunked[:20], "Transfer-Encoding: chunked"), "error: unexpected EOF"},
		"gzip cut":                   {fixtures.HTTPAnswer(gz[:len(gz)-9], "Content-Encoding: gzip"), "error: unexpected EOF"},
		"gzip bomb":                  {fixtures.HTTPAnswer(bomb, "Content-Encoding: gzip"), "error: larger than the limit of 1048576 bytes"},
		"too large":                  {fixtures.HTTPAnswer(strings.Repeat(" x", 1<<19) + "x"), "error: larger than the limit of 1048576 bytes"},
		"far too large":              {fixtures.HTTPAnswer(strings.Repeat(" x", 2<<20)), "error: larger than the limit of 1048576 bytes for a page"},
		"brotli":                     {fixtures.HTTPAnswer(br, "Content-Encoding: br"), text},
		"brotli undone":              {fixtures.HTTPAnswer(text, "Content-Encoding: br"), text},
		"gzip that is not named":     {fixtures.HTTPAnswer(gz), text},
		"bytes after gzip":           {fixtures.HTTPAnswer(gz+"\r\n", "Content-Encoding: gzip"), text},
		"encoding is a charset":      {fixtures.HTTPAnswer(text, "Content-Encoding: UTF-8"), text},
		"encoding of others":         {fixtures.HTTPAnswer("\x1f\x9d\x90\x00\x01\x02", "Content-Encoding: compress"), `error: content encoding "compress" cannot be undone`},
		"no HTTP":                    {"<html>", "error: answer begins with \"<html>\""},
		"odd lines in the header":    {strings.Replace(fixtures.HTTPAnswer(text, "this line has no colon", "X-Título: reunión", ":status: 200", "folded: a", " b", "Content-Length: 28"), "Type: ", "Type:\t", 1), text},
		"other protocol":             {strings.Replace(fixtures.HTTPAnswer(text), "HTTP/1.1", "ICY", 1), text},
		"no end of the header":       {strings.TrimSuffix(fixtures.HTTPAnswer(""), "\r\n"), "error: header of the answer: unexpected EOF"},
		"without a word after a 200": {strings.Replace(fixtures.HTTPAnswer(text), "200 OK", "200", 1), text},
	} {
		t.Run(name, func(t *testing.T) {
			rows := read(t, []byte(fixtures.WARCResponse(c.block)))
			got := strings.Join(rows, "\n")
			if strings.HasPrefix(c.want, "error: ") {
				if !strings.HasPrefix(got, "error: ") || !strings.HasSuffix(got, strings.TrimPrefix(c.want, "error: ")) {
					t.Errorf("%.200q, want an error that ends %q", got, c.want)
				}
			} else if got != c.want {
				t.Errorf("%.200q, want %q", got, c.want)
			}
		})
	}
}

func TestDamagedArchiveGivesWhatCameBefore(t *testing.T) {
	good, other := fixtures.WARCResponse(fixtures.HTTPAnswer("one")), fixtures.WARCResponse(fixtures.HTTPAnswer("two"))
	for name, archive := range map[string][]byte{
		"cut in a header":    []byte(good + other[:40]),
		"cut in a block":     []byte(good + other[:len(other)-8]),
		"packed, cut":        gzipped(t, good, other)[:len(gzipped(t, good, other))-60],
		"no length":          []byte(good + "WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
		"negative length":    []byte(good + "WARC/1.0\r\nContent-Length: -1\r\n\r\n"),
		"something else":     []byte(good + "<html>"),
		"no end of the head": []byte(good + "WARC/1.0\r\n" + strings.Repeat("x: y\r\n", 100_000)),
		"one endless line":   []byte(good + "WARC/1.0 " + strings.Repeat("x", 1<<20)),
		"a length too large": []byte(good + "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 9223372036854775807\r\n\r\nx"),
	} {
		rows := read(t, archive)
		if len(rows) != 2 || rows[0] != "one" || !strings.HasPrefix(rows[1], "error: ") {
			t.Errorf("%s: %.300q, want the first page and an error", name, rows)
		}
	}
}

func TestRecordsComeInOrderWithTheirFields(t *testing.T) {
	archive := []string{
		fixtures.WARCRecord("warcinfo", "", "software: x\r\n"),
		fixtures.WARCRecord("Response", "<"+fixtures.ArchivedAddress+">", fixtures.HTTPAnswer("one"), "WARC-Truncated: length"),
		fixtures.WARCRecord("metadata", fixtures.ArchivedAddress, strings.Repeat("m", 3<<20), "WARC-Date: none"),
	}
	want := []string{
		"warcinfo   2024-05-01T12:30:00Z", "response " + fixtures.ArchivedAddress + " length 2024-05-01T12:30:00Z",
		"metadata " + fixtures.ArchivedAddress + "  0001-01-01T00:00:00Z",
	}
	for name, data := range map[string][]byte{
		"plain": []byte(strings.Join(archive, "")), "packed": gzipped(t, archive...), "in one stream": gzipped(t, strings.Join(archive, "")),
	} {
		var got []string
		for r, err := range Records(bytes.NewReader(data)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprintf("%s %s %s %s", r.Type(), r.URL(), r.Truncated(), r.Date().Format(time.RFC3339)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func FuzzRecords(f *testing.F) {
	f.Add([]byte(fixtures.WARCResponse(fixtures.HTTPAnswer("1c\r\nx", "Transfer-Encoding: chunked", "Content-Encoding: gzip"))))
	f.Add([]byte(fixtures.WARCRecord("warcinfo", "", "x") + fixtures.WARCResponse("HTTP/1.1 200 OK\r\n\r\n")))
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	f.Fuzz(func(t *testing.T, archive []byte) {
		for record, err := range Records(bytes.NewReader(archive)) {
			if err != nil {
				continue
			}
			answer, err := record.Response(1 << 16)
			if err == nil && len(answer.Body) > 1<<16 {
				t.Errorf("body of %d bytes", len(answer.Body))
			}
		}
	})
}

func FuzzResponse(f *testing.F) {
	f.Add([]byte(fixtures.HTTPAnswer("1c\r\nx", "Transfer-Encoding: chunked", "Content-Encoding: gzip")))
	f.Add([]byte("ICY 200\nX : y\n z\n\n5;a=b\nabcde\n0\n\n"))
	f.Add([]byte("HTTP/1.1 200\r\nContent-Length: -1\r\nContent-Encoding: br, deflate\r\n\r\nx\x9c"))
	f.Fuzz(func(t *testing.T, block []byte) {
		answer, err := readResponse(block, 1<<12)
		switch {
		case err == nil && len(answer.Body) > 1<<12:
			t.Errorf("body of %d bytes", len(answer.Body))
		case err == nil:
			for name := range answer.Header {
				if !httpguts.ValidHeaderFieldName(name) {
					t.Errorf("header %q", name)
				}
			}
		}
	})
}

// A record that is damaged costs itself; those before and behind it are read.
func TestDamageCostsOneRecord(t *testing.T) {
	one, three := fixtures.WARCResponse(fixtures.HTTPAnswer("one")), fixtures.WARCResponse(fixtures.HTTPAnswer("three"))
	two := fixtures.WARCResponse(fixtures.HTTPAnswer("two", "X-Filler: "+strings.Repeat("abcdefghij", 5)))
	damaged := func(at int, with string) []byte {
		parts := [][]byte{gzipped(t, one), gzipped(t, two), gzipped(t, three)}
		copy(parts[1][(at+len(parts[1]))%len(parts[1]):], with)
		return bytes.Join(parts, nil)
	}
	longer := strings.Replace(two, "Content-Length: 1", "Content-Length: 9", 1)
	size := two[strings.LastIndex(two, "Content-Length"):]
	size, _, _ = strings.Cut(size, "\r\n")
	length, err := strconv.Atoi(strings.TrimPrefix(size, "Content-Length: "))
	if err != nil || longer == two {
		t.Fatal("the length stays", err)
	}
	for name, archive := range map[string][]byte{
		"stream's magic":         damaged(0, "xxx"),
		"stream's beginning":     damaged(10, "\xff\xff\xff\xff"),
		"stream's middle":        damaged(60, "\xff\xff\xff\xff"),
		"checksum":               damaged(-8, "xxxx"),
		"length too large":       []byte(one + longer + three),
		"length a bit too large": []byte(one + strings.Replace(two, size, fmt.Sprint("Content-Length: ", length+7), 1) + three),
		"length too small":       []byte(one + strings.Replace(two, "two", "two and more", 1) + three),
		"no length":              []byte(one + strings.Replace(two, "Content-Length", "Content-Size", 1) + three),
		"something else":         []byte(one + "<html>\n" + strings.Repeat("<p>WARC/1.0\n", 20_000) + three),
		"length far too much":    []byte(one + "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 9223372036854775807\r\n\r\nx\r\n\r\n" + three),
	} {
		rows := read(t, archive)
		if len(rows) != 3 || rows[0] != "one" || !strings.HasPrefix(rows[1], "error: not a whole WARC record") || rows[2] != "three" {
			t.Errorf("%s: %.400q, want one, an error and three", name, rows)
		}
	}
}

func TestDamagedRecordWithoutAnAddressIsNamedByItsType(t *testing.T) {
	rows := read(t, []byte("WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 9\r\n\r\nx"))
	if diff := cmp.Diff([]string{`error: not a whole WARC record, of the type "metadata": unexpected EOF`}, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPaddingBehindARecordIsNoDamage(t *testing.T) {
	archive := append(gzipped(t, fixtures.WARCResponse(fixtures.HTTPAnswer("one"))), make([]byte, 1000)...)
	archive = append(archive, gzipped(t, fixtures.WARCResponse(fixtures.HTTPAnswer("two")))...)
	if diff := cmp.Diff([]string{"one", "two"}, read(t, append(archive, "\r\n\x00"...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	plain := fixtures.WARCResponse(fixtures.HTTPAnswer("one")) + strings.Repeat("\x00", 100_000)
	if diff := cmp.Diff([]string{"one"}, read(t, []byte(plain))); diff != "" {
		t.Errorf("not compressed (-want +got):\n%s", diff)
	}
}

func TestArchivesInZstd(t *testing.T) {
	records := []string{fixtures.WARCResponse(fixtures.HTTPAnswer("one")), fixtures.WARCResponse(fixtures.HTTPAnswer("two"))}
	dictionary, err := zstd.BuildDict(zstd.BuildDictOptions{
		ID: 7, Offsets: [3]int{1, 4, 8}, History: []byte(strings.Repeat("<p>what pages have in common", 10)),
		Contents: [][]byte{[]byte(records[0]), []byte(records[1]), []byte(strings.Join(records, ""))},
	})
	if err != nil {
		t.Fatal(err)
	}
	frames := func(options ...zstd.EOption) (all []byte) {
		writer, err := zstd.NewWriter(nil, options...)
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records {
			all = writer.EncodeAll([]byte(record), all)
		}
		return all
	}
	skippable := func(content []byte) []byte {
		size := len(content)
		return append([]byte{0x5d, 0x2a, 0x4d, 0x18, byte(size), byte(size >> 8), byte(size >> 16), 0}, content...)
	}
	for name, archive := range map[string][]byte{
		"frames":                frames(),
		"with a skipped frame":  append(skippable(nil), frames()...),
		"with a dictionary":     append(skippable(dictionary), frames(zstd.WithEncoderDict(dictionary))...),
		"cut":                   frames()[:len(frames())-20],
		"a dictionary too much": {0x5d, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff},
	} {
		want := "one|two"
		switch name {
		case "cut":
			want = "one|error"
		case "a dictionary too much":
			want = "error"
		}
		got := strings.Join(read(t, archive), "|")
		if got != want && (!strings.HasSuffix(want, "error") || !strings.HasPrefix(got, want)) {
			t.Errorf("%s: %.300q, want %q", name, got, want)
		}
	}
}

func TestRecordsWithoutAnAnswerAroundThem(t *testing.T) {
	for _, kind := range []string{"resource", "conversion"} {
		for r, err := range Records(strings.NewReader(fixtures.WARCRecord(kind, fixtures.ArchivedAddress, "<p>x", "Content-Type: text/html"))) {
			if err != nil {
				t.Fatal(err)
			}
			answer, err := r.Response(1 << 20)
			if err != nil || string(answer.Body) != "<p>x" || answer.Status != 200 || answer.Header.Get("Content-Type") != "text/html" {
				t.Errorf("%s: %+v, error %v", kind, answer, err)
			}
		}
	}
}

func TestDatesAreReadInEveryForm(t *testing.T) {
	for text, want := range map[string]string{
		"2021-03-04T05:06:07Z":      "2021-03-04T05:06:07Z",
		"2021-03-04T05:06:07.5Z":    "2021-03-04T05:06:07.5Z",
		"2021-03-04T05:06:07+02:00": "2021-03-04T03:06:07Z",
		"2021-03-04T05:06Z":         "2021-03-04T05:06:00Z",
		"2021-03-04":                "2021-03-04T00:00:00Z",
		"2021-03":                   "2021-03-01T00:00:00Z",
		"2021":                      "2021-01-01T00:00:00Z",
		"20210304050607":            "2021-03-04T05:06:07Z",
		"2021-03-04 05:06:07":       "2021-03-04T05:06:07Z",
		"2021-03-04 05:06:07Z":      "2021-03-04T05:06:07Z",
		"2021-03-04t05:06:07z":      "2021-03-04T05:06:07Z",
		"<2021-03-04T05:06:07Z>":    "2021-03-04T05:06:07Z",
		"2021-03-04T05:06:07+0200":  "2021-03-04T03:06:07Z",
		"20210304T050607Z":          "2021-03-04T05:06:07Z",
		"20210304050607Z":           "2021-03-04T05:06:07Z",
		"20210304":                  "2021-03-04T00:00:00Z",

		"Thu, 04 Mar 2021 05:06:07 GMT": "2021-03-04T05:06:07Z",

		"1970-01-01T00:00:00Z": "",
		"0000-00-00T00:00:00Z": "",
		"Thu, 04 Mar 2021":     "",
		"":                     "",
	} {
		got := ""
		if at := (&Record{Header: map[string][]string{"Warc-Date": {text}}}).Date(); !at.IsZero() {
			got = at.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
