package official_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"ogp/parse/official"
)

func databaseFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ogp.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// readDatabase is a database's columns and rows, each row with its
// ID before its cells.
func readDatabase(t *testing.T, text string) (d *official.Database, rows []string) {
	t.Helper()
	d, err := official.Open(databaseFile(t, text))
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range d.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, strings.Join(append([]string{row.ID}, row.Cells...), "|"))
	}
	if d.RowCount != len(rows) {
		t.Errorf("%d rows, counted %d", len(rows), d.RowCount)
	}
	return d, rows
}

func TestDatabaseIsReadAsGiven(t *testing.T) {
	d, rows := readDatabase(t, "\ufeffcommitment unique identifier ,Theme,,Theme,URL\r\n"+
		"ke0001,\"two\r\nlines, \"\"quoted\"\"\", x ,NA,https://opengovpartnership.org/members/kenya/commitments/ke0009\r\n"+
		"unknown,,,,https://opengovpartnership.org/members/albania/commitments/al0002\r\n"+
		",no id and no page\r\n\r\n"+
		"KE0001,again,b,c,d,more than the header has\r\n")
	if diff := cmp.Diff([]string{"commitment unique identifier ", "Theme", "", "Theme", "URL", ""}, d.Columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	want := []string{
		"KE0001|ke0001|two\nlines, \"quoted\"| x |NA|https://opengovpartnership.org/members/kenya/commitments/ke0009",
		"AL0002|unknown||||https://opengovpartnership.org/members/albania/commitments/al0002",
		"||no id and no page",
		"KE0001|KE0001|again|b|c|d|more than the header has",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// TestDatabaseInOtherEncodings: spreadsheets save the same table in many ways.
func TestDatabaseInOtherEncodings(t *testing.T) {
	const plain = "URL,Full Text\nx,Acción “uno”\n"
	utf16 := func(order unicode.Endianness) string {
		text, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(plain)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for encoding, texts := range map[string][]string{
		"utf-8":        {plain, "\ufeff" + plain, strings.ReplaceAll(plain, ",", ";"), strings.ReplaceAll(plain, ",", "\t")},
		"utf-16le":     {utf16(unicode.LittleEndian)},
		"utf-16be":     {utf16(unicode.BigEndian)},
		"windows-1252": {"URL,Full Text\nx,Acci\xf3n \x93uno\x94\n"},
	} {
		for _, text := range texts {
			d, rows := readDatabase(t, text)
			if diff := cmp.Diff([]string{"|x|Acción “uno”"}, rows); diff != "" || d.Encoding != encoding || d.Bytes != len(text) {
				t.Errorf("%q: %s of %d bytes, want %s; rows (-want +got):\n%s", text, d.Encoding, d.Bytes, encoding, diff)
			}
		}
	}
}

// TestBrokenByteIsNoOtherCharset: one byte that is no UTF-8 spoils no other text.
func TestBrokenByteIsNoOtherCharset(t *testing.T) {
	d, rows := readDatabase(t, "URL,Full Text\nx,Acción y región\ny,cut \xc3\n")
	if diff := cmp.Diff([]string{"|x|Acción y región", "|y|cut \ufffd"}, rows); diff != "" || d.Encoding != "utf-8" {
		t.Errorf("%s; rows (-want +got):\n%s", d.Encoding, diff)
	}
}

func TestAddresses(t *testing.T) {
	d, _ := readDatabase(t, "\ufeffCode,Full Text, url \n"+
		"1,\"two\nlines, \"\"quoted\"\"\",https://opengovpartnership.org/members/albania/commitments/al0002\n"+
		"2,no page,NA\n3,short\n4,x, https://opengovpartnership.org/members/peru/commitments/pe0018 \n")
	got := map[int]string{}
	for line, address := range d.Addresses() {
		got[line] = address
	}
	want := map[int]string{
		2: "https://opengovpartnership.org/members/albania/commitments/al0002",
		6: "https://opengovpartnership.org/members/peru/commitments/pe0018",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses by line (-want +got):\n%s", diff)
	}
}

func TestFileThatIsNoDatabase(t *testing.T) {
	for _, text := range []string{"", "\n", "Code,Address\n1,https://x\n", "\xff\xfe", "Code,URL\n"} {
		if _, err := official.Open(databaseFile(t, text)); !errors.Is(err, official.ErrNotDatabase) {
			t.Errorf("%q: error %v, want ErrNotDatabase", text, err)
		}
	}
	if _, err := official.Open(databaseFile(t, "UR\"L\n")); err == nil || !strings.Contains(err.Error(), `ogp.csv, line 1: bare " in`) {
		t.Errorf("broken header: error %v", err)
	}
}

func FuzzDatabase(f *testing.F) {
	f.Add([]byte("URL\nhttps://mirror.example/members/peru/"))
	f.Add([]byte("\"a\n,,\"\nx"))
	f.Add([]byte("\xff\xfeU\x00R\x00L\x00"))
	path := filepath.Join(f.TempDir(), "ogp.csv")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := official.Open(path)
		if err != nil {
			return
		}
		n := 0
		for row, err := range d.Rows() {
			if n++; err != nil || len(row.Cells) > len(d.Columns) {
				t.Errorf("row %d has %d cells in %d columns, error %v", n, len(row.Cells), len(d.Columns), err)
			}
		}
		if n != d.RowCount {
			t.Errorf("%d rows, counted %d", n, d.RowCount)
		}
		for line, address := range d.Addresses() {
			if line < 2 || address == "" {
				t.Errorf("line %d has the address %q", line, address)
			}
		}
	})
}

// TestListIsNoDatabase: a table of addresses is known by its columns, not by its
// name.
func TestListIsNoDatabase(t *testing.T) {
	const address = "https://www.opengovpartnership.org/members/kenya/commitments/KE0001/"
	for text, lines := range map[string]int{
		"URL\n" + address + "\n":                            2,
		address + "\n" + address + "\n":                     1,
		"note,page\nx," + address + "\ny," + address + "\n": 2,
		"URL,Title\n" + address + ",Budget\n":               2,
	} {
		d, _ := readDatabase(t, text)
		first := 0
		for line, found := range d.Addresses() {
			if first == 0 {
				first = line
			}
			if found != address {
				t.Errorf("%q: address %q", text, found)
			}
		}
		if !d.List || first != lines {
			t.Errorf("%q: list %v, first address on line %d; want a list from line %d", text, d.List, first, lines)
		}
	}
}

func TestExportIsNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "commitments.csv")
	if err := os.WriteFile(path, []byte("commitment_id,url,title\nKE0001,https://x,Budget\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := official.Open(path); !errors.Is(err, official.ErrExport) || !errors.Is(err, official.ErrNotDatabase) {
		t.Errorf("error %v, want that it is an export", err)
	}
}

// TestRowsOfOtherPrograms: the same row in the forms that spreadsheets and others
// give it.
func TestRowsOfOtherPrograms(t *testing.T) {
	const plain = "Commitment Unique Identifier,Code,Theme\nKE0001,KEN,\"a,b\"\n"
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a line that names the separator": "sep=;\nCommitment Unique Identifier;Code;Theme\nKE0001;KEN;a,b\n",
		"rows of nothing but separators":  "Commitment Unique Identifier,Code,Theme,,,,\n,,\nKE0001,KEN,\"a,b\",,\n,,,,,\n",
		"line ends of old spreadsheets":   strings.ReplaceAll(plain, "\n", "\r"),
		"UTF-16 without a mark":           wide,
		"bars":                            "Commitment Unique Identifier|Code|Theme\nKE0001|KEN|a,b\n",
		"tabs":                            "Commitment Unique Identifier\tCode\tTheme\nKE0001\tKEN\ta,b\n",
		"compressed":                      gzipped(t, plain),
		"a workbook":                      workbook(t, []any{"Notes"}, []any{nil}, []any{"Commitment Unique Identifier", "Code", "Theme"}, []any{"KE0001", "KEN", "a,b"}),
		"a title and groups above":        "OGP's commitments\n1,2,3\n,Places,\n" + plain,
		"the header once more":            plain + "Commitment Unique Identifier,Code,Theme\n",
	} {
		d, rows := readDatabase(t, text)
		if diff := cmp.Diff([]string{"KE0001|KE0001|KEN|a,b"}, rows); diff != "" || len(d.Columns) != 3 {
			t.Errorf("%s: columns %q, rows (-want +got):\n%s", name, d.Columns, diff)
		}
	}
}

// TestCellsOfWorkbooks: dates are told whatever country the reader is in.
func TestCellsOfWorkbooks(t *testing.T) {
	_, rows := readDatabase(t, workbook(t, []any{"Commitment Unique Identifier", "Start Date", "id"}, []any{"KE0001", time.Date(2018, 9, 1, 0, 0, 0, 0, time.UTC), 15}))
	if diff := cmp.Diff([]string{"KE0001|KE0001|2018-09-01|15"}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.String()
}

// workbook is a workbook whose second sheet has the rows.
func workbook(t *testing.T, rows ...[]any) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	if _, err := book.NewSheet("Data"); err != nil {
		t.Fatal(err)
	}
	style, err := book.NewStyle(&excelize.Style{NumFmt: 14}) // a date in the form of the reader's country
	for i, row := range rows {
		cell := fmt.Sprintf("A%d", i+1)
		err = errors.Join(err, book.SetSheetRow("Data", cell, &row), book.SetCellStyle("Data", "B2", "B2", style))
	}
	out, failed := book.WriteToBuffer()
	if err = errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestErrorsNameTheWayOut of files that cannot be read.
func TestErrorsNameTheWayOut(t *testing.T) {
	for text, want := range map[string]string{
		"PK\x03\x04 cut short":        "save it as .csv",
		"\xd0\xcf\x11\xe0 old":        "save it as .xlsx or .csv",
		gzipped(t, "a,b\n")[:15]:      "download it again",
		"Code,\"Theme\nx,\"y\" z\"\n": "save the file as CSV again",
	} {
		if _, err := official.Open(databaseFile(t, text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want that it says %q", text, err, want)
		}
	}
}
