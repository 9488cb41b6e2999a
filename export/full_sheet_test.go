package export

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/store/storetest"
)

// The limits of Excel are too high to be reached by a test that is quick; here
// they are lower.
func TestFullSheetIsFollowedByAnother(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	create := "CREATE TABLE commitments AS SELECT printf('AA%04d', i) AS commitment_id"
	for _, column := range ogp.Commitments().Columns[1:] {
		create += ", NULL AS " + ogp.Identifier(column.Name)
	}
	for _, table := range ogp.LongTables() {
		create += ", NULL AS " + ogp.Identifier(table.Nested())
	}
	for _, table := range append(ogp.StandaloneTables(), ogp.OfficialCommitments()) {
		var columns []string
		for _, column := range table.Columns {
			columns = append(columns, ogp.Identifier(column.Name)+" "+column.Type.SQL())
		}
		create = "CREATE TABLE " + table.Name + " (" + strings.Join(columns, ", ") + "); " + create
	}
	if _, err := db.Exec(create + " FROM range(7) t(i)"); err != nil {
		t.Fatal(err)
	}
	j, err := newJob(Options{Formats: []string{"xlsx"}, Tables: []string{"commitments", "causes"}})
	if err != nil {
		t.Fatal(err)
	}
	j.dir, j.temp, j.sheetRows = t.TempDir(), t.TempDir(), 4
	if err := j.open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	defer j.data.Close()
	if err := j.add(t.Context(), workbookFormat); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenFile(filepath.Join(j.dir, "ogp.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want := []string{"README", "Overview", "At a glance", "At a glance (2)", "At a glance (3)", "Read", "commitments", "commitments (2)", "commitments (3)", "causes"}
	if diff := cmp.Diff(want, file.GetSheetList()[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if got, err := file.GetCellValue("commitments (3)", "A2"); err != nil || got != "AA0006" {
		t.Errorf("the last commitment is %q, %v", got, err)
	}
}
