package export

import (
	"archive/zip"
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ogp"
)

// The limits of Excel are too high to be reached by a test that is quick; here
// they are lower.
func TestFullSheetIsFollowedByAnother(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	columns := []string{}
	for _, column := range ogp.Commitments().Columns {
		columns = append(columns, fmt.Sprintf("%q %s", column.Name, column.Type.SQL()))
	}
	for _, table := range ogp.LongTables() {
		columns = append(columns, fmt.Sprintf("%q %s", table.Nested(), structs(table)))
		if _, err := db.Exec(fmt.Sprintf("CREATE TABLE %q (commitment_id VARCHAR)", table.Name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("CREATE TABLE commitments (" + strings.Join(columns, ", ") + ")"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO commitments (commitment_id) SELECT printf('AA%04d', i) FROM range(7) t(i)"); err != nil {
		t.Fatal(err)
	}
	j, err := newJob(Options{Formats: []string{"xlsx"}, Tables: []string{"commitments", "causes"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if j.source, err = openSource(ctx, db, j.tables, Options{}); err != nil {
		t.Fatal(err)
	}
	defer j.source.close()
	j.dir, j.temp, j.sheetRows = t.TempDir(), t.TempDir(), 4
	if err := j.gather(ctx); err != nil {
		t.Fatal(err)
	}
	files, err := writeWorkbook(ctx, j)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkWorkbook(ctx, j, files[0]); err != nil {
		t.Error(err)
	}
	file, err := excelize.OpenFile(filepath.Join(j.dir, workbookFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want := []string{readmeSheet, overviewSheet, "commitments", "commitments (2)", "commitments (3)", "causes"}
	if diff := cmp.Diff(want, file.GetSheetList()[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if got, err := file.GetCellValue("commitments (3)", "A2"); err != nil || got != "AA0006" {
		t.Errorf("the last commitment is %q, %v", got, err)
	}
}

// Where the file system cannot exchange two folders, the swap takes two renames.
func TestSwapInTwo(t *testing.T) {
	target := filepath.Join(t.TempDir(), "out")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := openStaging(target)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.data, "new"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.swapInTwo(); err != nil {
		t.Fatal(err)
	}
	s.close()
	if _, err := os.Stat(filepath.Join(target, "new")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(s.root); !os.IsNotExist(err) {
		t.Errorf("the staging folder is still there: %v", err)
	}
}

func TestCutTextIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		limit := rapid.IntRange(2, 20).Draw(t, "limit")
		whole := ""
		for rest := text; rest != ""; {
			var piece string
			piece, rest = cutUnits(rest, limit)
			if piece == "" || units(piece) > limit || !utf8.ValidString(piece) {
				t.Fatalf("piece %q of %q", piece, text)
			}
			whole += piece
		}
		if whole != text {
			t.Fatalf("pieces make %q, want %q", whole, text)
		}
	})
}

func TestCleanTextKeepsAllThatExcelHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got, cleaned := cleanText(text)
		if strings.IndexFunc(got, unprintable) >= 0 || strings.Contains(got, "\r") {
			t.Fatalf("%q became %q", text, got)
		}
		if !cleaned && got != strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) {
			t.Fatalf("%q became %q without a word", text, got)
		}
	})
}

func TestLinkable(t *testing.T) {
	for text, want := range map[string]bool{
		"https://www.opengovpartnership.org/members/kenya/":          true,
		"http://example.org/?a=1&b=2":                                true,
		`https://example.org/"&cmd()&"`:                              false,
		"https://example.org/a b":                                    false,
		"javascript:alert(1)":                                        false,
		"file:///etc/passwd":                                         false,
		"https://example.org/" + strings.Repeat("x", longestLink-19): false,
		"https://example.org/" + strings.Repeat("x", longestLink-20): true,
		"": false,
	} {
		if got := linkable(text); got != want {
			t.Errorf("linkable(%.60q) = %v", text, got)
		}
	}
}

func TestShareNeverRoundsToAllOrNothing(t *testing.T) {
	for want, parts := range map[string][2]int64{
		"0 %": {0, 5}, "100 %": {5, 5}, "< 1 %": {1, 1000}, "> 99 %": {999, 1000}, "50 %": {1, 2},
	} {
		if got := share(parts[0], parts[1]); got != want {
			t.Errorf("share(%v) = %s, want %s", parts, got, want)
		}
	}
}

func TestZipTimes(t *testing.T) {
	day, clock := dosTime(time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC))
	if day != 46<<9|3<<5|14 || clock != 9<<11|26<<5|26 {
		t.Errorf("got %x %x", day, clock)
	}
	if day, clock := dosTime(time.Time{}); day != 1<<5|1 || clock != 0 {
		t.Errorf("no date gives %x %x", day, clock)
	}
}

func TestLongSummaryIsParted(t *testing.T) {
	s := summary{title: "Coverage", note: "A note.", chart: excelize.Bar, series: []int{1}}
	for i := range int64(40) {
		s.grid.rows = append(s.grid.rows, []any{"column", 100 - i})
	}
	parts := s.pages()
	if len(parts) != 2 || parts[1].title != "Coverage, continued" || parts[1].note != "" {
		t.Fatalf("parts are %+v", parts)
	}
	rows := 0
	for _, part := range parts {
		rows += len(part.grid.rows)
		if part.most != 100 || part.chartRows() > overviewRows {
			t.Errorf("%s: the scale ends at %d, the chart has %d rows", part.title, part.most, part.chartRows())
		}
	}
	if rows != 40 {
		t.Errorf("%d rows", rows)
	}
	if s.chart = excelize.Col; len(s.pages()) != 1 {
		t.Error("columns are parted")
	}
}

// The height of a row is told without reading all of a long text.
func TestTextHeightCountsLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.StringOf(rapid.RuneFrom([]rune("ab é😀\n"))).Draw(t, "text"), rapid.IntRange(1, 50).Draw(t, "times"))
		width, most := rapid.Float64Range(4, 120).Draw(t, "width"), rapid.IntRange(1, 20).Draw(t, "most")
		lines := 0
		for _, line := range strings.Split(text, "\n") {
			lines += max(1, int(math.Ceil(float64(units(line))/(width*lineFill))))
		}
		if got, want := textHeight(text, width, most), lineHeight*float64(min(lines, most)); got != want {
			t.Fatalf("%q is %v points high, want %v", text, got, want)
		}
	})
}

// A part is what an export holds in memory at once, so heavier pages make
// shorter parts, from whatever size one comes.
func TestPartsFollowTheWeightOfCommitments(t *testing.T) {
	for _, c := range []struct{ rows, perRow, want int }{
		{partRows, 1 << 10, partRows},           // light ones: no more than that
		{128, 1 << 10, 256},                     // and no sudden growth
		{partRows, 60 << 10, partBytes / 61440}, // heavy ones
		{partRows, partBytes * 2, 1},
		{1, 0, 2},
	} {
		if got := nextPart(c.rows, c.rows*c.perRow); got != c.want {
			t.Errorf("after %d rows of %d bytes come %d, want %d", c.rows, c.perRow, got, c.want)
		}
	}
	for _, c := range []struct{ perRow, want int }{{1 << 10, groupBytes >> 10}, {60 << 10, groupBytes / 61440}, {1 << 20, 64}, {1, 20480}} {
		j := &job{bytes: c.perRow * 5000, facts: facts{rows: map[string]int64{"commitments": 5000}}}
		if got := j.rowGroup(File{Table: "commitments"}); got != c.want {
			t.Errorf("rows of %d bytes stand together by %d, want %d", c.perRow, got, c.want)
		}
	}
}

func TestRepackTakesTheFirstOfEachName(t *testing.T) {
	dir, at := t.TempDir(), time.Date(2026, 3, 14, 9, 26, 52, 0, time.UTC)
	archive := func(name string, entries map[string]string) string {
		path := filepath.Join(dir, name)
		err := writeFile(path, func(w *bufio.Writer) error {
			out := newZip(w)
			for name, text := range entries {
				entry, err := out.Create(name)
				if err != nil {
					return err
				}
				if _, err := io.WriteString(entry, text); err != nil {
					return err
				}
			}
			return out.Close()
		})
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := filepath.Join(dir, "whole.zip")
	from := []string{archive("sheet", map[string]string{"b": "streamed"}), archive("draft", map[string]string{"c": "last", "b": "empty", "a": "first"})}
	if err := repack(from, whole, at); err != nil {
		t.Fatal(err)
	}
	in, err := zip.OpenReader(whole)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var got []string
	for _, entry := range in.File {
		text, err := fs.ReadFile(in, entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, entry.Name+" "+string(text)+" "+entry.Modified.Format(time.DateTime))
	}
	want := []string{"a first 2026-03-14 09:26:52", "b streamed 2026-03-14 09:26:52", "c last 2026-03-14 09:26:52"}
	if !slices.Equal(got, want) {
		t.Errorf("entries are %q, want %q", got, want)
	}
}
