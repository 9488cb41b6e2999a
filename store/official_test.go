package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
	"ogp/store/storetest"
)

// edition is a file of OGP's own database that was imported on a day; its
// content is named by its hash.
func edition(sha256 string, at int, columns ...string) ogp.Edition {
	return ogp.Edition{
		ImportedAt: day(at), Run: kept(at).Format("20060102"), File: sha256 + ".csv", SHA256: sha256,
		Bytes: 100, Encoding: "utf-8", Columns: columns,
	}
}

// cells are the rows of a file: the first cell is the commitment's ID, if it is one.
func cells(rows ...string) iter.Seq2[ogp.OfficialRow, error] {
	return func(yield func(ogp.OfficialRow, error) bool) {
		for _, row := range rows {
			cells := strings.Split(row, "|")
			if !yield(ogp.OfficialRow{ID: ogp.ID(cells[0]), Cells: cells}, nil) {
				return
			}
		}
	}
}

// officialParser finds what stands in the column Ambition.
func officialParser(version string) store.OfficialParser {
	return store.OfficialParser{Version: version, Read: func(columns []string) func([]string) ogp.OfficialCommitment {
		return func(cells []string) ogp.OfficialCommitment {
			var found []ogp.Assessment
			for i, column := range columns {
				if column == "Ambition" {
					found = append(found, ogp.Assessment{Indicator: "ambition", Source: "official", Value: cells[i], Scale: version, State: ogp.StateValue})
				}
			}
			return ogp.OfficialCommitment{Assessments: found}
		}
	}}
}

func keepOfficial(t *testing.T, s *store.Store, e ogp.Edition, rows ...string) ogp.Edition {
	t.Helper()
	e.RowCount = len(rows)
	kept, err := s.KeepOfficial(t.Context(), e, cells(rows...), officialParser("p1"))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// assessed is a page with findings of its own.
func assessed(id string, at time.Time, values ...string) store.Archived {
	p := page(id, "en", "x", at)
	for _, value := range values {
		p.Reading.Assessments = append(p.Reading.Assessments, ogp.Assessment{Indicator: "ambition", Source: "page", Value: value, State: ogp.StateValue})
	}
	return p
}

const findings = "SELECT commitment_id, number, source, value FROM assessments ORDER BY commitment_id, number"

func TestOfficialRowsAreKeptAsGiven(t *testing.T) {
	s := empty(t)
	given := edition("aa", 1, "Id", "Short Title", " ", "short title", "commitment_id", "It's \"here\"", "")
	got := keepOfficial(t, s, given,
		"KE0001|One|x|other|c|q", "none|No ID", "KE0001||NA|||", "KE0002|Two|1|2|3|4|more than the header has")
	given.Number, given.RowCount, given.Table = 1, 4, "official_1"
	if diff := cmp.Diff(given, got); diff != "" {
		t.Errorf("edition (-want +got):\n%s", diff)
	}
	wantRows(t, s, `SELECT commitment_id, "Id", "Short Title", column_3, "short title_2", commitment_id_2, "It's ""here""", column_7 FROM official`,
		"KE0001|KE0001|One|x|other|c|q|NULL", "NULL|none|No ID|NULL|NULL|NULL|NULL|NULL",
		"KE0001|KE0001|NULL|NA|NULL|NULL|NULL|NULL", "KE0002|KE0002|Two|1|2|3|4|more than the header has")
	wantRows(t, s, "SELECT comment FROM duckdb_columns() WHERE table_name = 'official' AND column_name = 'Short Title'",
		"Column 2 of OGP's database, as given.")
	wantRows(t, s, "SELECT contains(comment, 'under its own name') FROM duckdb_views() WHERE view_name = 'official'", "true")
}

func TestSameFileAgainIsNoNewEdition(t *testing.T) {
	s := empty(t)
	keepOfficial(t, s, edition("aa", 1, "Id"), "KE0001", "KE0002")
	if again := keepOfficial(t, s, edition("aa", 2, "Id"), "KE0001", "KE0002"); again.Number != 1 || !again.ImportedAt.Equal(kept(1)) {
		t.Errorf("the same file is edition %d of %s", again.Number, again.ImportedAt)
	}
	wantRows(t, s, "SELECT count(*) FROM official", "2")
	keepOfficial(t, s, edition("bb", 3, "Key", "Title"), "KE0003|three")
	wantRows(t, s, `SELECT "Key", "Title" FROM official`, "KE0003|three")
	keepOfficial(t, s, edition("aa", 4, "Id"), "KE0001", "KE0002")
	wantRows(t, s, `SELECT "Id" FROM official`, "KE0001", "KE0002")
	wantRows(t, s, "SELECT edition, day(imported_at), file, row_count, rows_in FROM official_editions ORDER BY edition",
		"1|1|aa.csv|2|official_1", "2|3|bb.csv|1|official_2", "3|4|aa.csv|2|official_1")
	wantRows(t, s, "SELECT count(*) FROM official_1", "2")
}

func TestOfficialFindingsComeAfterThePage(t *testing.T) {
	s := empty(t)
	save(t, s, assessed("KE0001", day(1), "High", "Low"), page("KE0002", "en", "x", day(1)), page("KE0001", "es", "uno", day(1)))
	keepOfficial(t, s, edition("aa", 2, "Id", "Ambition"), "KE0001|1", "KE0003|1", "nobody|0", "KE0002|ND", "KE0001|0")
	// Of two rows of a commitment the first counts.
	wantRows(t, s, findings, "KE0001|1|page|High", "KE0001|2|page|Low", "KE0001|3|official|1", "KE0002|1|official|ND")
	wantRows(t, s, "SELECT row_number, commitment_id, repeats_row, ambition FROM official_commitments",
		"1|KE0001|NULL|1", "2|KE0003|NULL|1", "3|NULL|NULL|0", "4|KE0002|NULL|ND", "5|KE0001|1|0")
	wantRows(t, s, "SELECT commitment_id, len(assessments) FROM commitments ORDER BY ALL", "KE0001|3", "KE0002|1")
	wantRows(t, s, "SELECT language, len(assessments) FROM commitment_languages WHERE commitment_id = 'KE0001' ORDER BY ALL", "en|3", "es|1")
	wantRows(t, s, "SELECT count(*) FROM changes WHERE kind <> 'new'", "0")
	// A page that comes later finds what is there for it.
	save(t, s, page("KE0003", "en", "x", day(3)))
	wantRows(t, s, findings+" LIMIT 1 OFFSET 4", "KE0003|1|official|1")
	// The edition in force counts, and only that.
	keepOfficial(t, s, edition("bb", 4, "Ambition", "Id"), "KE0001|x")
	wantRows(t, s, findings, "KE0001|1|page|High", "KE0001|2|page|Low", "KE0001|3|official|KE0001")
}

func TestOfficialFindingsFollowTheParser(t *testing.T) {
	s := create(t)
	wantNeedsReparse(t, s, "p2", false)
	keepOfficial(t, s, edition("aa", 1, "Id", "Ambition"), "KE0001|1")
	keepOfficial(t, s, edition("bb", 2, "Id", "Ambition"), "KE0001|0")
	wantNeedsReparse(t, s, "p1", false)
	wantNeedsReparse(t, s, "p2", true)
	if err := s.Reparse(t.Context(), store.Parser{Page: parserOf("p2"), Official: officialParser("p2")}); err != nil {
		t.Fatal(err)
	}
	wantNeedsReparse(t, s, "p2", false)
	wantRows(t, s, "SELECT sha256, assessments[1].scale FROM official_readings ORDER BY ALL", "aa|p2", "bb|p2")

	// A program with other derived tables begins with empty ones.
	if _, err := s.DB().Exec("UPDATE meta SET value = 'of another program' WHERE name = 'derived_schema'"); err != nil {
		t.Fatal(err)
	}
	path := s.Path()
	closeStore(t, s)
	s = open(t, path, store.Options{})
	wantNeedsReparse(t, s, "p2", true)
	wantRows(t, s, "FROM official_readings")
	wantRows(t, s, `SELECT "Ambition" FROM official`, "0")
}

// fullParser reads rows of ID, member, plan, number, title and completion.
var fullParser = store.OfficialParser{Version: "p1", Read: func([]string) func([]string) ogp.OfficialCommitment {
	return func(cells []string) ogp.OfficialCommitment {
		plan, _ := strconv.Atoi(cells[2])
		return ogp.OfficialCommitment{
			Member: cells[1], PlanNumber: ogp.Count(plan), Number: cells[3], Title: cells[4],
			Assessments: []ogp.Assessment{{Indicator: "completion", Source: "official", Value: cells[5], State: ogp.StateValue}},
		}
	}
}}

func keepFull(t *testing.T, s *store.Store, e ogp.Edition, rows ...string) {
	t.Helper()
	e.Columns, e.RowCount = []string{"Id", "Member", "Plan", "Number", "Title", "Completion"}, len(rows)
	if _, err := s.KeepOfficial(t.Context(), e, cells(rows...), fullParser); err != nil {
		t.Fatal(err)
	}
}

func TestChangesFromEditionToEdition(t *testing.T) {
	s := empty(t)
	keepFull(t, s, edition("aa", 1), "KE0001|Kenya|2|1|One|Limited", "KE0002|Kenya|2|2|Two|Limited", "KE0003|Kenya|2|3|Three|Limited")
	wantRows(t, s, "FROM official_changes")
	held := edition("bb", 2)
	held.HeldBack = "it has fewer rows"
	keepFull(t, s, held, "KE0001|Kenya|2|1|Other|Complete")
	wantRows(t, s, "FROM official_changes")
	keepFull(t, s, edition("cc", 3), "KE0004|Kenya|3|1|Four|Limited", "KE0002|Kenya|2|2|Two|Complete", "KE0001|Kenya|2|1|One|Limited")
	wantRows(t, s, `SELECT edition, day(imported_at), commitment_id, kind, field, "before", "after" FROM official_changes`,
		"3|3|KE0002|edited|completion|Limited|Complete", "3|3|KE0003|removed|NULL|Three|NULL", "3|3|KE0004|new|NULL|NULL|Four")
}

// TestRowsWithoutAnIDAreMatched where another edition shows which commitment they are
// of, whichever came first.
func TestRowsWithoutAnIDAreMatched(t *testing.T) {
	s := empty(t)
	keepFull(t, s, edition("aa", 1), "|kenya|2|01|One, for all|Limited", "|Kenya|2|2|Other words|Limited", "|Kenya|2|3|Three|Limited", "|Peru|2|1|One for all|Limited")
	const matched = "SELECT row_number, commitment_id FROM official_readings WHERE sha256 = 'aa' ORDER BY row_number"
	wantRows(t, s, matched, "1|NULL", "2|NULL", "3|NULL", "4|NULL")
	keepFull(t, s, edition("bb", 2), "KE0001|Kenya|2|1|One for all|Complete", "KE0002|Kenya|2|2|Two|Complete",
		"KE0003|Kenya|2|3|Three|Complete", "KE0004|Kenya|2|3|Three|Complete")
	wantRows(t, s, matched, "1|KE0001", "2|NULL", "3|NULL", "4|NULL")
	keepFull(t, s, edition("cc", 3), "|Kenya|2|1|One for all|Limited", "|Kenya|2|2|Other words|Limited")
	wantRows(t, s, "SELECT commitment_id, completion FROM official_commitments", "KE0001|Limited", "NULL|Limited")
	wantRows(t, s, "SELECT commitment_id, reason FROM gaps WHERE commitment_id IS NULL", "NULL|no ID in the database")
	if err := s.Reparse(t.Context(), store.Parser{Page: parserOf("p1"), Official: fullParser}); err != nil {
		t.Fatal(err)
	}
	wantRows(t, s, matched, "1|KE0001", "2|NULL", "3|NULL", "4|NULL")
}

func TestFileThatBreaksOffLeavesTheEditionBefore(t *testing.T) {
	s := empty(t)
	keepOfficial(t, s, edition("aa", 1, "Id"), "KE0001")
	broken := errors.New("line 7 cannot be read")
	_, err := s.KeepOfficial(t.Context(), edition("bb", 2, "Id"), func(yield func(ogp.OfficialRow, error) bool) {
		for range 2500 {
			if !yield(ogp.OfficialRow{ID: "KE0002", Cells: []string{"KE0002"}}, nil) {
				return
			}
		}
		yield(ogp.OfficialRow{}, broken)
	}, officialParser("p1"))
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	wantRows(t, s, `SELECT "Id" FROM official`, "KE0001")
	wantRows(t, s, "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'official_%' ORDER BY ALL",
		"official_1", "official_editions", "official_readings")
	wantRows(t, s, "SELECT edition FROM official_editions", "1")
}

// TestWhatAKillLeftOfAnEditionIsDropped: its rows are stored before it counts.
func TestWhatAKillLeftOfAnEditionIsDropped(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "x", day(1)))
	keepOfficial(t, s, edition("aa", 1, "Id"), "KE0001")
	for _, statement := range []string{
		"CREATE TABLE official_2 (commitment_id VARCHAR, half VARCHAR); INSERT INTO official_2 VALUES ('KE0001', 'of it')",
		"INSERT INTO official_readings (sha256, row_number, commitment_id, assessments) VALUES ('bb', 1, 'KE0001', [{number: 1, indicator: 'ambition', source: 'official', value: 'old', scale: NULL, state: 'value'}])",
	} {
		if _, err := s.DB().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	wantRows(t, s, findings)
	keepOfficial(t, s, edition("bb", 2, "Id", "Ambition"), "KE0001|new")
	wantRows(t, s, findings, "KE0001|1|official|new")
	wantRows(t, s, "FROM official", "KE0001|KE0001|new")
}

func TestLargeEditionIsKeptWhole(t *testing.T) {
	s := empty(t)
	var rows []string
	for i := range 2345 {
		rows = append(rows, fmt.Sprintf("KE%04d|%d", i, i))
	}
	keepOfficial(t, s, edition("aa", 1, "Id", "Ambition"), rows...)
	wantRows(t, s, `SELECT count(*), count(DISTINCT "Id"), sum("Ambition"::INTEGER) FROM official`, "2345|2345|2748340")
	wantRows(t, s, "SELECT count(*), count(DISTINCT commitment_id) FROM official_readings", "2345|2345")
	wantRows(t, s, `SELECT "Ambition" FROM official LIMIT 2 OFFSET 1999`, "1999", "2000")
}

func TestAsOfHasTheEditionOfThatTime(t *testing.T) {
	storetest.Long(t)
	s := create(t)
	save(t, s, assessed("KE0001", day(1), "High"))
	keepOfficial(t, s, edition("aa", 3, "Id", "Ambition"), "KE0001|1")
	stood := dataset(t, s)
	keepOfficial(t, s, edition("bb", 5, "Id", "Ambition"), "KE0001|0")
	path := s.Path()
	closeStore(t, s)
	wantRows(t, asOf(t, path, day(2)), findings, "KE0001|1|page|High")
	then := asOf(t, path, day(4))
	if diff := cmp.Diff(stood, dataset(t, then)); diff != "" {
		t.Errorf("as of day 4 (-then +now):\n%s", diff)
	}
	wantRows(t, then, `SELECT "Ambition" FROM official`, "1")
	wantRows(t, asOf(t, path, day(6)), findings, "KE0001|1|page|High", "KE0001|2|official|0")
}

// TestAnyClientReadsTheOfficialView opens the file as another program would.
func TestAnyClientReadsTheOfficialView(t *testing.T) {
	s := create(t)
	keepOfficial(t, s, edition("aa", 1, "Id", "Short Title"), "KE0001|One")
	path := s.Path()
	closeStore(t, s)
	other, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "ATTACH '"+path+"' AS site (READ_ONLY)"); err != nil {
		t.Fatal(err)
	}
	var title string
	if err := conn.QueryRowContext(t.Context(), `SELECT "Short Title" FROM site.official`).Scan(&title); err != nil || title != "One" {
		t.Errorf("title %q, %v", title, err)
	}
}

// TestEditionInTheLogIsRead: a process that is killed behind the end of its
// transaction leaves new tables and a new view in the log alone.
func TestEditionInTheLogIsRead(t *testing.T) {
	s := create(t)
	save(t, s, assessed("KE0001", day(1), "High"))
	keepOfficial(t, s, edition("aa", 2, "Id"), "KE0001")
	conn, err := s.DB().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// While somebody reads, nothing is written from the log into the file.
	if _, err := conn.ExecContext(t.Context(), "BEGIN TRANSACTION; FROM pages"); err != nil {
		t.Fatal(err)
	}
	keepOfficial(t, s, edition("bb", 3, "Key", "Ambition"), "KE0001|0", "x|1")
	killed := filepath.Join(t.TempDir(), "ogp.duckdb")
	for _, suffix := range []string{"", ".wal"} {
		content, err := os.ReadFile(s.Path() + suffix)
		if err != nil {
			t.Fatalf("there is no log to read: %v", err)
		}
		if err := os.WriteFile(killed+suffix, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range []store.Options{{ReadOnly: true}, {AsOf: day(4)}, {}} {
		again := open(t, killed, o)
		wantRows(t, again, `SELECT "Key", "Ambition" FROM official`, "KE0001|0", "x|1")
		wantRows(t, again, findings, "KE0001|1|page|High", "KE0001|2|official|0")
		closeStore(t, again)
	}
}
