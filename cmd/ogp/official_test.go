package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ogp/fixtures"
	"ogp/store/storetest"
)

// officialFile is OGP's own database as the fixtures have it: twelve rows.
var officialFile = filepath.Join("..", "..", "fixtures", "official", "database.csv")

// newDemoRun serves the demo site.
func newDemoRun(t *testing.T) *testRun {
	t.Helper()
	return serve(t, fixtures.NewSite())
}

func TestOfficialDatabaseIsKeptAndItsPagesFetched(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := newDemoRun(t)
	_, stderr := r.ogp(t, 0, "import", officialFile)
	wantText(t, stderr, "12 listed", "12 fetched", "; OGP's database: 12 rows (edition 1)")
	r.wantRows(t, `SELECT count(*), count("Short Title"), count(DISTINCT commitment_id) FROM official`, "12,12,12")
	r.wantRows(t, `SELECT "Full Text" FROM official WHERE commitment_id = 'KE0941'`, `"Invented, as all rows here."`)
	r.wantRows(t, "SELECT number, indicator, source, value, state FROM assessments WHERE commitment_id = 'CI0945' AND indicator IN ('completion', 'starred') ORDER BY number",
		"5,completion,page,Complete,value", "16,completion,official,Not Started,value", "25,starred,official,,no_data")
	r.wantRows(t, "SELECT commitment_id FROM assessments GROUP BY ALL HAVING count(DISTINCT number) <> count(*) OR max(number) <> count(*)")
	r.wantRows(t, "SELECT value FROM assessments WHERE state = 'unreadable' AND source = 'official' GROUP BY ALL", "?")
	r.wantRows(t, "SELECT kind FROM changes GROUP BY ALL", "new")

	_, stderr = r.ogp(t, 0, "import", officialFile)
	wantText(t, stderr, "12 already there, 0 fetched", "12 rows (edition 1), unchanged")
	stdout, stderr := r.ogp(t, 0, "status")
	wantText(t, stdout, "12 rows of ../../fixtures/official/database.csv, imported\n                20", " UTC (edition 1): 12 with an archived page, 0\n                without\n")
	wantText(t, stderr, "12 rows of OGP's database")
	stdout, _ = r.ogp(t, 0, "check")
	wantText(t, stdout, "unknown cell\n", "  official_values.csv: ?,?,?,,\n    specificity of 1 commitment, e.g. GT0988, row ")

	stdout, _ = r.ogp(t, 0, "explain", "KE0941", "title")
	wantText(t, stdout, "OGP's database  short_title: Invented commitment 3\n", "OGP's database  title: (empty)\n")
	stdout, _ = r.ogp(t, 0, "schema", "official", "--format", "csv")
	wantText(t, stdout, "official,Full Text,text,false,")
	_, stderr = r.ogp(t, 0, "gaps", "--side", "database")
	wantText(t, stderr, "gaps: 0 rows")
	_, stderr = r.ogp(t, 0, "history", "--official")
	wantText(t, stderr, "history: 0 rows")

	out := filepath.Join(t.TempDir(), "out")
	r.ogp(t, 0, "export", "--format", "csv", "--out", out)
	readme, err := os.ReadFile(filepath.Join(out, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	wantText(t, string(readme), "database.csv, imported 20", "12 in OGP's database")
	r.ogp(t, 0, "export", "--verify", out)

	before := r.rows(t, "FROM assessments ORDER BY ALL")
	r.ogp(t, 0, "reparse")
	r.wantRows(t, "FROM assessments ORDER BY ALL", before...)
}

// TestWithoutOfficialDatabaseThereAreNoGaps, which is no fault.
func TestWithoutOfficialDatabaseThereAreNoGaps(t *testing.T) {
	t.Parallel()
	r := newDemoRun(t)
	r.ogp(t, 0, "import", filepath.Join("..", "..", "fixtures", "pages", "KE0941.html"))
	stdout, stderr := r.ogp(t, 0, "gaps", "--format", "csv")
	wantText(t, stderr, "gaps: OGP's own database was not imported")
	if stdout != "side,commitment_id,member_slug,action_plan,title,reason\n" {
		t.Errorf("gaps are %q", stdout)
	}
}

// TestOfficialDatabaseNeedsNoAddress: a file without the column URL brings rows,
// and no reason to visit the whole site.
func TestOfficialDatabaseNeedsNoAddress(t *testing.T) {
	t.Parallel()
	r := newDemoRun(t)
	file := filepath.Join(t.TempDir(), "ogp.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("Commitment Unique Identifier,Verifiable\nKE0941,Yes\nXX,NR\nKE9999,No\n")
	_, stderr := r.ogp(t, 0, "import", file)
	wantText(t, stderr, "0 listed, 0 already there, 0 fetched", "3 rows (edition 1)", "lacks columns of assessments")
	stdout, _ := r.ogp(t, 0, "status")
	wantText(t, strings.Join(strings.Fields(stdout), " "), "0 with an archived page, 2 without, 1 without an ID")
	r.wantRows(t, "SELECT count(*) FROM assessments", "0")

	// A page that comes later finds its row. A dry run keeps nothing.
	r.ogp(t, 0, "import", filepath.Join("..", "..", "fixtures", "pages", "KE0941.html"))
	r.wantRows(t, "SELECT indicator, value FROM assessments WHERE source = 'official'", "verifiable,Yes")
	write("Commitment Unique Identifier,Verifiable\nKE0941,No\n")
	r.ogp(t, 0, "import", "--dry-run", file)
	r.wantRows(t, `SELECT "Verifiable" FROM official WHERE commitment_id = 'KE0941'`, "Yes")

	// A file that breaks off, or is another, leaves what was there.
	for text, want := range map[string]struct {
		code   int
		reason string
	}{
		"Commitment Unique Identifier,Verifiable\nKE0941,N\"o\n": {exitFailed, file + `, line 2: bare " in non-quoted-field: save the file as CSV again`},
		"Country,Title\nKenya,x\n":                               {exitUsage, file + ": not OGP's database: it has no column"},
	} {
		write(text)
		_, stderr = r.ogp(t, want.code, "import", file)
		wantText(t, stderr, want.reason)
		r.wantRows(t, "SELECT max(edition) FROM official_editions", "1")
	}
}

// TestListWithoutAddressVisitsNothing: that a list names nothing on the site is
// no order to import all that is there.
func TestListWithoutAddressVisitsNothing(t *testing.T) {
	t.Parallel()
	r := newTestRun(t, 3)
	list := filepath.Join(t.TempDir(), "list.txt")
	if err := os.WriteFile(list, []byte("https://elsewhere.example/x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, stderr := r.ogp(t, exitGaps, "import", list)
	wantText(t, stderr, "0 fetched")
	if log := r.site.Log(); len(log) != 0 {
		t.Errorf("%d requests, the first for %s", len(log), log[0].URI)
	}
}

// TestSchemaExplainsOfficial: its columns are the file's, so that the dictionary
// has to say where they are.
func TestSchemaExplainsOfficial(t *testing.T) {
	t.Parallel()
	r := &testRun{db: "none"}
	stdout, _ := r.ogp(t, 0, "schema", "official", "official_editions")
	wantText(t, strings.Join(strings.Fields(stdout), " "), "each under its own name", "Names of the columns in the file's order")
}
