package export_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"ogp/export"
)

// wholeTexts are the texts that no format may cut or run: of the main table and
// of a long one, a long text and one that looks like a formula.
type wholeTexts struct{ description, lead, section, institution string }

func (w wholeTexts) check(t *testing.T, where, mark string) {
	t.Helper()
	if w.description != longText || w.section != longText {
		t.Errorf("%s: %d and %d bytes of long text, want %d", where, len(w.description), len(w.section), len(longText))
	}
	if w.lead != mark+formula || w.institution != mark+"=Audit" {
		t.Errorf("%s: the formulas are %s and %s", where, w.lead, w.institution)
	}
}

func TestLongTextsAndFormulasArriveInCSV(t *testing.T) {
	t.Parallel()
	if n := utf8.RuneCountInString(longText); n < 40000 {
		t.Fatalf("the long text has %d characters", n)
	}
	for mark, forExcel := range map[string]bool{"": false, "'": true} {
		files := contents(t, out(t, database(t, full()), export.Options{Formats: []string{"csv"}, CSVForExcel: forExcel}))
		row := func(table string, i int) map[string]string {
			return records(t, strings.TrimPrefix(files[table+".csv"], "\uFEFF"))[i]
		}
		main := row("commitments", 0)
		wholeTexts{main["description"], main["lead_institution"], row("sections", 0)["text"], row("institutions", 1)["name"]}.check(t, "CSV", mark)
	}
}

func TestLongTextsAndFormulasArriveInJSONL(t *testing.T) {
	t.Parallel()
	var line struct {
		Description  string
		Lead         string `json:"lead_institution"`
		Sections     []struct{ Text string }
		Institutions []struct{ Name string } `json:"institutions_detail"`
	}
	text := contents(t, out(t, database(t, full()), export.Options{Formats: []string{"jsonl"}}))["commitments.jsonl"]
	if err := json.Unmarshal([]byte(text), &line); err != nil {
		t.Fatal(err)
	}
	wholeTexts{line.Description, line.Lead, line.Sections[0].Text, line.Institutions[1].Name}.check(t, "JSON Lines", "")
}

func TestLongTextsAndFormulasArriveInParquet(t *testing.T) {
	t.Parallel()
	db := database(t, full())
	dir := out(t, db, export.Options{Formats: []string{"parquet"}})
	file := func(name string) string { return "read_parquet('" + filepath.Join(dir, name+".parquet") + "')" }
	for where, query := range map[string]string{
		"flat": fmt.Sprintf("SELECT description, lead_institution, text, name FROM %s, %s, (FROM %s WHERE number = 2)",
			file("commitments"), file("sections"), file("institutions")),
		"nested": "SELECT description, lead_institution, sections[1].text, institutions_detail[2].name FROM " + file("commitments_nested"),
	} {
		var w wholeTexts
		if err := db.QueryRow(query).Scan(&w.description, &w.lead, &w.section, &w.institution); err != nil {
			t.Fatal(err)
		}
		w.check(t, where, "")
	}
}

func TestLongTextsAndFormulasArriveInTheWorkbook(t *testing.T) {
	t.Parallel()
	file := workbookOf(t, full())
	w := wholeTexts{description: continued(t, file, "commitments", "description", 2), section: continued(t, file, "sections", "text", 2)}
	w.lead, _ = cell(t, file, "commitments", "lead_institution", 2)
	w.institution, _ = cell(t, file, "institutions", "name", 3)
	w.check(t, "the workbook", "")
}

// continued is a text that a cell begins and the sheet "Long text" holds whole,
// where the cell says.
func continued(t *testing.T, file *excelize.File, sheet, column string, row int) string {
	t.Helper()
	got, _ := cell(t, file, sheet, column, row)
	head, place, found := strings.Cut(got, `… [continued in sheet "Long text", row `)
	if !found || !strings.HasPrefix(longText, head) || len(head) < 32000 {
		t.Fatalf("%s: the cell ends with %q", sheet, got[max(0, len(got)-60):])
	}
	var at int
	if _, err := fmt.Sscanf(place, "%d]", &at); err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows("Long text")
	if err != nil {
		t.Fatal(err)
	}
	key := []string{sheet, "MXMEX0009", "", column}
	if sheet != "commitments" {
		key[2] = "1"
	}
	whole := ""
	for i, r := range rows[at-1:] {
		if !slices.Equal(r[:4], key) || r[4] != fmt.Sprint(i+1) {
			break
		}
		whole += r[5]
	}
	return whole
}
