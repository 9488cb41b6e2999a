package export_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/export"
)

// vocabularies as the parser's tables would give them.
var vocabularies = []export.Vocabulary{
	{Name: "yes_no", Values: []export.VocabularyValue{{Value: "No"}, {Value: "Yes", Meaning: "The reviewer says so."}}},
	{Name: "milestone_status", Values: []export.VocabularyValue{{Value: "Not started"}, {Value: "Finished"}}},
}

// out exports into a fresh folder and returns it.
func out(t *testing.T, db *sql.DB, o export.Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	write(t, db, dir, o)
	return dir
}

func write(t testing.TB, db *sql.DB, dir string, o export.Options) export.Summary {
	t.Helper()
	o.Version, o.Vocabularies = "1.2.3", vocabularies
	summary, err := export.Write(context.Background(), db, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// contents maps the files of a folder to their contents.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = read(t, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// alone fails if anything but the named entry stands in a folder: no staging
// may be left behind.
func alone(t *testing.T, parent, name string) {
	t.Helper()
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != name {
			t.Errorf("%s was left behind", entry.Name())
		}
	}
}

func TestEveryTableInEveryFormat(t *testing.T) {
	t.Parallel()
	dir := shared(t)
	want := []string{"CITATION.cff", "README.md", "commitments.jsonl", "commitments_nested.parquet", "datapackage.json", "ogp.xlsx",
		"index.html", "find.html", "members.html", "gaps.html", "about.html", "members/kenya.html", "members/mexico-state-mexico.html",
		"site/site.css", "site/page.js", "site/find.js", "site/rows.js", "site/index.js",
		"site/minisearch.js", "site/minisearch-LICENSE.txt", "site/minisearch-VERSION.txt"}
	for _, table := range ogp.AllTables() {
		want = append(want, table.Name+".csv", table.Name+".parquet")
	}
	got := contents(t, dir)
	for _, name := range want {
		if got[name] == "" {
			t.Errorf("%s is missing or empty", name)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("unexpected file %s", name)
	}
	alone(t, filepath.Dir(dir), "out")
}

func TestSameDataSameBytes(t *testing.T) {
	t.Parallel()
	first, db := contents(t, shared(t)), database(t, full(), sparse())
	for range 2 {
		second := contents(t, out(t, db, export.Options{}))
		for name := range first {
			if first[name] != second[name] {
				t.Errorf("%s differs", name)
			}
		}
	}
}

func TestDocumentsTellTheDateOfTheSnapshot(t *testing.T) {
	t.Parallel()
	snapshot := "2026-03-14"
	files := contents(t, shared(t))
	if !strings.Contains(files["README.md"], "14 March 2026") {
		t.Error("README.md does not tell the date of the snapshot")
	}
	if !strings.Contains(files["CITATION.cff"], `version: "`+snapshot+`"`) {
		t.Error("CITATION.cff does not tell the date of the snapshot")
	}
}

// Two snapshots of a day have different citations, and a snapshot of the same
// content the same hash.
func TestCitationTellsSnapshotsApart(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	cited := func(doi string) (cite, content string) {
		files := contents(t, out(t, db, export.Options{Formats: []string{"csv"}, Tables: []string{"causes"}, DOI: doi}))
		_, cite, _ = strings.Cut(files["README.md"], "Please cite as: ")
		cite, _, _ = strings.Cut(cite, "\n")
		_, content, _ = strings.Cut(files["CITATION.cff"], "value: \"sha256:")
		content, _, _ = strings.Cut(content, "\"")
		if doi != "" && !strings.Contains(files["CITATION.cff"], "\ndoi: \""+doi+"\"\n") {
			t.Errorf("no DOI in %s", files["CITATION.cff"])
		}
		return cite, content
	}
	first, content := cited("")
	if len(content) != 64 || !strings.Contains(first, "14 March 2026, 09:26 UTC") || !strings.Contains(first, "parser 1 (abc), content "+content[:12]) {
		t.Errorf("the citation is %s, the content %s", first, content)
	}
	execute(t, db, "UPDATE main_rows SET last_seen = last_seen + INTERVAL 1 HOUR")
	if later, same := cited("10.5281/zenodo.1"); later == first || same != content || !strings.HasSuffix(later, " https://doi.org/10.5281/zenodo.1") {
		t.Errorf("an hour later the citation is %s, the content %s", later, same)
	}
	execute(t, db, "UPDATE causes SET text = 'edited'")
	if _, edited := cited(""); edited == content {
		t.Error("another content has the same hash")
	}
}

func TestDocumentsTellTheLastCompleteRun(t *testing.T) {
	t.Parallel()
	c := sparse()
	c.LastChecked, c.PageState = c.LastSeen, "withdrawn"
	db := database(t, c)
	execute(t, db, `INSERT INTO runs (run_id, command, outcome, finished_at, listed, fetched, unchanged, failed, refused, gone, unread, mismatched, truncated) VALUES
		('1', 'import', 'done', '2026-03-13 12:00:00', 9, 2, 0, 0, 0, 0, 0, 0, 0), ('2', 'refresh', 'gaps', '2026-03-14 01:00:00', 1200, 1, 2, 3, 4, 5, 0, 0, 0),
		('3', 'refresh', 'interrupted', '2026-03-15', 7, 1, 0, 0, 0, 0, 0, 0, 0)`)
	missing := ogp.MissingPage{URL: "https://www.opengovpartnership.org/members/kenya/commitments/KE0099/", State: ogp.Refused, Reason: "status 403", Since: seen}
	files := contents(t, out(t, db, export.Options{Formats: []string{"csv", "html"}, Missing: []ogp.MissingPage{missing}}))
	for name, want := range map[string]string{
		"README.md": "| https://www.opengovpartnership.org/members/kenya/commitments/KE0099/ | refused | status 403 | 2026-03-14 |", "datapackage.json": `"reason": "status 403"`,
		"index.html": "<dd>1</dd><dt>pages missing</dt>",
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s does not tell of the missing page: no %s", name, want)
		}
	}
	if want := "| Last complete run | 14 March 2026, 01:00 UTC: 1,200 listed, 1 fetched, 2 unchanged, 3 failed, 4 refused, 5 gone |"; !strings.Contains(files["README.md"], want) {
		t.Errorf("no %s in %s", want, files["README.md"])
	}
	if !strings.Contains(files["datapackage.json"], `"listed": 1200`) || !strings.Contains(files["README.md"], "| Oldest check of a page | 13 March 2026 |\n") || !strings.Contains(files["README.md"], "| Withdrawn | 1 of them") {
		t.Error("the data package does not tell the run, or the README not the oldest check")
	}
}

func TestReadmeExplainsTheColumnsAndTheGaps(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	execute(t, db, `UPDATE main_rows SET description = 'Text without questions.' WHERE commitment_id = 'KE0018'; UPDATE assessments SET state = 'graphic', value = NULL;
		INSERT INTO sections VALUES ('KE0018', 1, NULL, 'milestones.status', 'graphic', '<svg/>', NULL), ('KE0018', 2, NULL, 'milestones.status', 'value', 'Stuck', NULL)`)
	readme := contents(t, out(t, db, export.Options{Formats: []string{"csv"}, Tables: []string{"commitments", "milestones"}}))["README.md"]
	for _, want := range []string{
		"No form was found in 1 of 2 descriptions",
		"Drawn and not read: 1 of 1 finding of the review, 1 of 2 states of milestones.",
		"| verifiable | No, Yes |", "| milestones | source | text | Where the milestone was read",
		"| block, description |", "| start_month | 1 | 50 % | First month of the commitment",
	} {
		if !strings.Contains(readme, want) {
			t.Errorf("README.md does not hold %q", want)
		}
	}
	if strings.Contains(readme, "| sections |") {
		t.Error("README.md explains a table that is not there")
	}
}

func TestSummaryAndPackageTellTheFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	summary := write(t, database(t, full(), sparse()), dir, export.Options{})
	files := contents(t, dir)
	if len(summary.Files) != len(files) || summary.Commitments != 2 || !summary.Snapshot.Equal(seen) {
		t.Errorf("summary tells %d files of %d, %d commitments, snapshot %v", len(summary.Files), len(files), summary.Commitments, summary.Snapshot)
	}
	if want := "2 texts were freed from control characters, which Excel cannot hold, and 3 texts were continued"; !strings.Contains(files["README.md"], want) {
		t.Errorf("README.md does not hold %q", want)
	}
	described := describedFiles(t, files["datapackage.json"])
	for _, file := range summary.Files {
		sum := sha256.Sum256([]byte(files[file.Name]))
		if file.SHA256 != hex.EncodeToString(sum[:]) || file.Bytes != int64(len(files[file.Name])) {
			t.Errorf("%s: summary tells %d bytes, %s", file.Name, file.Bytes, file.SHA256)
		}
		if file.Format == "" {
			continue
		}
		want := describedFile{Path: file.Name, Bytes: file.Bytes, Hash: "sha256:" + file.SHA256, Rows: file.Rows, Format: file.Format}
		if file.PartOf != "" { // which has the format of the file it belongs to
			want.Format = ""
		}
		if diff := cmp.Diff(want, described[file.Name]); diff != "" {
			t.Errorf("%s (-summary +package):\n%s", file.Name, diff)
		}
	}
}

type describedFile struct {
	Path, Hash, Format string
	Bytes, Rows        int64
}

func describedFiles(t *testing.T, text string) map[string]describedFile {
	t.Helper()
	var description struct {
		Resources []describedFile
		OGP       struct{ Parts []describedFile }
	}
	if err := json.Unmarshal([]byte(text), &description); err != nil {
		t.Fatal(err)
	}
	out := map[string]describedFile{}
	for _, file := range append(description.Resources, description.OGP.Parts...) {
		out[file.Path] = file
	}
	return out
}

func TestMembersLimitEveryTable(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	files := contents(t, out(t, db, export.Options{Members: []string{"kenya"}, Formats: []string{"csv", "jsonl"}}))
	for name, text := range files {
		if strings.Contains(text, "MXMEX0009,") || strings.Contains(text, `"MXMEX0009"`) {
			t.Errorf("%s holds a commitment of another member", name)
		}
	}
	if !strings.Contains(files["commitments.csv"], "\nKE0018,") || !strings.Contains(files["README.md"], "members kenya") {
		t.Error("the chosen member is missing")
	}
	const title = "Commitments of the Open Government Partnership (members kenya; all tables)"
	if !strings.Contains(files["CITATION.cff"], `title: "`+title+`"`) || !strings.Contains(files["README.md"], "Open Government Partnership: "+title+". Dataset") {
		t.Error("the citation does not tell the selection")
	}
}

func TestTemplateLimitsEveryTable(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	files := contents(t, out(t, db, export.Options{Templates: []string{"local"}, Formats: []string{"csv", "jsonl"}}))
	for name, text := range files {
		if strings.Contains(text, "KE0018") {
			t.Errorf("%s holds a commitment of the other template", name)
		}
	}
	if !strings.Contains(files["milestones.csv"], "\nMXMEX0009,1,") || !strings.Contains(files["README.md"], "all members; local pages; all tables") {
		t.Error("the chosen template is missing")
	}
	_, err := export.Write(context.Background(), db, filepath.Join(t.TempDir(), "out"),
		export.Options{Templates: []string{"local"}, Members: []string{"kenya"}})
	if !errors.Is(err, export.ErrNoData) {
		t.Errorf("a selection of nothing gives %v", err)
	}
}

func TestUnknownNamesAreUsageErrors(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	for _, c := range []struct {
		options export.Options
		want    string
	}{
		{export.Options{Formats: []string{"xls"}}, `unknown format "xls": known are xlsx, csv, jsonl, parquet`},
		{export.Options{Tables: []string{"milestone"}}, `unknown table "milestone": known are milestones, `},
		{export.Options{DOI: "zenodo"}, `"zenodo" is not a DOI`},
		{export.Options{CSVDelimiter: "|"}, `unknown CSV delimiter "|": known are ',', ';' and tab`},
		{export.Options{Templates: []string{"regional"}}, `unknown template "regional": known are national, local`},
		{export.Options{Members: []string{"Kenia"}}, `unknown member "Kenia": known are kenya, mexico-state-mexico`},
		{export.Options{Formats: []string{"jsonl"}, Tables: []string{"causes"}}, "must include commitments"},
	} {
		_, err := export.Write(context.Background(), db, filepath.Join(t.TempDir(), "out"), c.options)
		if !errors.Is(err, export.ErrUsage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func TestEmptyDatabaseReplacesNothing(t *testing.T) {
	t.Parallel()
	dir := out(t, database(t, sparse()), export.Options{Formats: []string{"csv"}})
	before := contents(t, dir)
	if _, err := export.Write(context.Background(), database(t), dir, export.Options{}); !errors.Is(err, export.ErrNoData) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestRowsThatCouldNotBeJoinedAreRefused(t *testing.T) {
	t.Parallel()
	for _, statement := range []string{
		"INSERT INTO causes SELECT * FROM causes",
		"INSERT INTO main_rows SELECT * FROM main_rows",
	} {
		db := database(t, full())
		execute(t, db, statement)
		dir := filepath.Join(t.TempDir(), "out")
		if _, err := export.Write(context.Background(), db, dir, export.Options{}); err == nil || !strings.Contains(err.Error(), "ogp reparse") {
			t.Errorf("%s: got %v", statement, err)
		}
		alone(t, filepath.Dir(dir), "")
	}
}
