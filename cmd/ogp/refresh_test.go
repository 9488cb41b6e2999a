package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ogp/fixtures"
	"ogp/store/storetest"
)

// export writes the dataset in some formats, and returns its folder.
func (r *testRun) export(t *testing.T, formats string, flags ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	r.ogp(t, 0, append([]string{"export", "--quiet", "--out", dir, "--format", formats}, flags...)...)
	return dir
}

// TestRefreshOfAnUnchangedSiteChangesNoData holds exports before and after
// against each other: where no page was asked for they are the same to the
// byte, and otherwise but for when the pages were last seen.
func TestRefreshOfAnUnchangedSiteChangesNoData(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := newTestRun(t, 12)
	r.ogp(t, 0, "import")
	before := r.export(t, "csv,xlsx")
	refresh := func(requests int, args ...string) {
		t.Helper()
		r.site.Forget()
		_, stderr := r.ogp(t, 0, append([]string{"refresh"}, args...)...)
		wantText(t, stderr, "(0 new, 0 changed)", fmt.Sprintf("%d unchanged", requests))
		asked := r.pagesAsked()
		paths := map[string]bool{}
		for _, request := range asked {
			paths[request.URI] = true
		}
		if len(asked) != requests || len(paths) != requests {
			t.Errorf("%d requests for %d pages, want %d", len(asked), len(paths), requests)
		}
	}
	refresh(0)
	wantSameFiles(t, before, r.export(t, "csv,xlsx"))
	refresh(12, "--full")
	r.large.Undate()
	refresh(12)
	// Without entity tags every page comes whole, with another nonce.
	for n := range 12 {
		r.site.On(r.large.Path(n), func(w http.ResponseWriter, req *http.Request) {
			req.Header.Del("If-None-Match")
			r.large.ServeHTTP(w, req)
		})
	}
	refresh(12)
	wantSameData(t, before, r.export(t, "csv,xlsx"))
	r.wantRows(t, "SELECT count(*), max(version) FROM pages", "12,1")
}

// TestOneCommandDoesForEveryNight: a refresh makes its database, ends when its time
// is up, is resumed by the same command, and prints nothing when it is to be quiet.
func TestOneCommandDoesForEveryNight(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 5)
	r.db = filepath.Join(t.TempDir(), "new.duckdb")
	_, stderr := r.ogp(t, exitGaps, "refresh", "--max-duration", "1ns")
	wantText(t, stderr, "--max-duration is up", "run the same command to resume")
	_, stderr = r.ogp(t, 0, "refresh", "--quiet", "--max-duration", "24h")
	if stderr != "" {
		t.Errorf("a quiet refresh prints %q", stderr)
	}
	r.wantRows(t, "SELECT count(*) FROM commitments", "5")
	_, stderr = r.ogp(t, exitUsage, "refresh", "--max-duration", "-1h")
	wantText(t, stderr, "--max-duration", "not a time above 0")
}

// TestSiteWhoseRobotsFailsIsNotAsked: what may not be asked for is not known.
func TestSiteWhoseRobotsFailsIsNotAsked(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 3)
	r.ogp(t, 0, "import")
	for _, answer := range []http.HandlerFunc{fixtures.Status(503), fixtures.Drop, fixtures.Typed("text/plain", "User-agent: *\nDisallow: /\n")} {
		r.site.On("/robots.txt", answer)
		r.site.Forget()
		_, stderr := r.ogp(t, exitRefused, "refresh", "--full", "--retries", "0")
		wantText(t, stderr, "the site refuses or is down: ", "/robots.txt ")
		if diff := cmp.Diff(map[string]int{"/robots.txt": 1}, r.site.Times()); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	}
	r.wantRows(t, "SELECT count(*) FROM pages", "3")
	r.wantRows(t, "SELECT outcome, count(*) FROM runs GROUP BY ALL ORDER BY ALL", "done,1", "refused,3")
}

func filesOf(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func readFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// wantSameFiles holds exports against each other that must be the same.
func wantSameFiles(t *testing.T, before, after string) {
	t.Helper()
	if diff := cmp.Diff(filesOf(t, before), filesOf(t, after)); diff != "" {
		t.Fatalf("files (-before +after):\n%s", diff)
	}
	for _, name := range filesOf(t, before) {
		if !bytes.Equal(readFile(t, before, name), readFile(t, after, name)) {
			t.Errorf("%s differs", name)
		}
	}
}

// wantSameData holds exports against each other that may differ in when pages
// were last seen, in the runs, and in what names the snapshot or measures these files.
func wantSameData(t *testing.T, before, after string) {
	t.Helper()
	if diff := cmp.Diff(filesOf(t, before), filesOf(t, after)); diff != "" {
		t.Fatalf("files (-before +after):\n%s", diff)
	}
	toBefore := daysTo(t, before, after)
	for _, name := range filesOf(t, before) {
		if slices.Contains(runFiles, name) {
			continue
		}
		read := func(dir string) any { return toBefore(dir, readFile(t, dir, name)) }
		if slices.Contains(datedFiles, name) {
			// The README only measures the others, whose sizes may be the same.
			if name != "README.md" && bytes.Equal(readFile(t, before, name), readFile(t, after, name)) {
				t.Errorf("%s does not tell when the pages were last seen", name)
			}
			read = func(dir string) any { return undated(t, filepath.Join(dir, name), toBefore) }
		}
		if diff := cmp.Diff(read(before), read(after)); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
	}
}

// days writes the day of a snapshot, where a text names it, as that of another.
type days func(dir string, text []byte) []byte

// daysTo makes texts of the export in after name the day of the one in before:
// midnight may lie between them.
func daysTo(t *testing.T, before, after string) days {
	t.Helper()
	day := func(dir string) (short, long string) {
		var of struct{ Created time.Time }
		if err := json.Unmarshal(readFile(t, dir, "datapackage.json"), &of); err != nil {
			t.Fatal(err)
		}
		return of.Created.Format(time.DateOnly), of.Created.Format("2 January 2006")
	}
	clock := regexp.MustCompile(`\b[0-9]{2}:[0-9]{2}\b`)
	shortBefore, longBefore := day(before)
	shortAfter, longAfter := day(after)
	same := strings.NewReplacer(shortAfter, shortBefore, longAfter, longBefore)
	return func(dir string, text []byte) []byte {
		text = clock.ReplaceAll(text, []byte("00:00"))
		if !strings.HasPrefix(dir, after) {
			return text
		}
		return []byte(same.Replace(string(text)))
	}
}

// datedFiles are the files that tell when pages were last seen.
var datedFiles = []string{
	"commitments.csv", "commitments.parquet", "commitments_nested.parquet", "commitments.jsonl", "ogp.xlsx",
	"datapackage.json", "README.md",
}

// runFiles have a row more after every run that requested a page.
var runFiles = []string{"runs.csv", "runs.parquet"}

// undated reads one of them without that.
func undated(t *testing.T, path string, same days) any {
	t.Helper()
	switch filepath.Ext(path) {
	case ".csv", ".parquet":
		return tableRows(t, path)
	case ".jsonl":
		return jsonLines(t, path)
	case ".xlsx":
		return workbook(t, path, same)
	case ".json":
		return datapackage(t, path, same)
	default:
		return readme(t, path, same)
	}
}

// tableRows is every row in its order, as DuckDB reads it.
func tableRows(t *testing.T, path string) any {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), fmt.Sprintf("SELECT to_json(x)::VARCHAR FROM (SELECT COLUMNS(lambda c: c NOT IN ('last_seen', 'last_checked')) FROM '%s') AS x", path))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		t.Fatalf("%s: %d rows, error %v", path, len(all), err)
	}
	return all
}

func jsonLines(t *testing.T, path string) any {
	t.Helper()
	var all []map[string]any
	for line := range bytes.Lines(readFile(t, "", path)) {
		var row map[string]any
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		delete(row, "last_seen")
		delete(row, "last_checked")
		all = append(all, row)
	}
	return all
}

// workbook is every cell of every sheet but for the times of the visit.
func workbook(t *testing.T, path string, same days) any {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheets := map[string][][]string{}
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for _, name := range []string{"last_seen", "last_checked"} {
				if column := slices.Index(rows[0], name); column >= 0 && column < len(row) && i > 0 {
					rows[i][column] = ""
				}
			}
			for j, cell := range rows[i] {
				rows[i][j] = string(same(path, []byte(cell)))
			}
		}
		sheets[sheet] = slices.DeleteFunc(rows, func(row []string) bool {
			return sheet == "README" && len(row) > 0 && (row[0] == "runs" || row[0] == "Last complete run")
		})
	}
	delete(sheets, "runs")
	return sheets
}

func datapackage(t *testing.T, path string, same days) map[string]any {
	t.Helper()
	var description map[string]any
	if err := json.Unmarshal(same(path, readFile(t, "", path)), &description); err != nil {
		t.Fatal(err)
	}
	delete(description, "created")
	for _, name := range []string{"last_complete_run", "oldest_check"} {
		delete(description["ogp"].(map[string]any), name)
	}
	for _, resource := range description["resources"].([]any) {
		of := resource.(map[string]any)
		name, _ := of["path"].(string)
		if slices.Contains(datedFiles, name) || slices.Contains(runFiles, name) {
			delete(of, "hash")
			delete(of, "bytes")
		}
		if name == "ogp.xlsx" || slices.Contains(runFiles, name) {
			delete(of, "rows")
		}
	}
	return description
}

// readme is its lines but for those that measure the files.
func readme(t *testing.T, path string, same days) any {
	t.Helper()
	return slices.DeleteFunc(strings.Split(string(same(path, readFile(t, "", path))), "\n"), func(line string) bool {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		return slices.Contains(datedFiles, name) || slices.Contains(runFiles, name) || name == "Last complete run"
	})
}
