package export_test

import (
	"archive/zip"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/export"
)

// book opens the workbook of an export.
func book(t *testing.T, dir string, raw bool) *excelize.File {
	t.Helper()
	file, err := excelize.OpenFile(filepath.Join(dir, "ogp.xlsx"), excelize.Options{RawCellValue: raw})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func workbookOf(t *testing.T, commitments ...*ogp.Commitment) *excelize.File {
	t.Helper()
	return book(t, out(t, database(t, commitments...), export.Options{Formats: []string{"xlsx"}}), false)
}

// cell is a cell of a table's sheet, by the column's name.
func cell(t *testing.T, file *excelize.File, sheet, column string, row int) (value, at string) {
	t.Helper()
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	at, err = excelize.CoordinatesToCellName(1+slices.Index(rows[0], column), row)
	if err != nil {
		t.Fatal(err)
	}
	value, err = file.GetCellValue(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	return value, at
}

func TestWorkbookSheets(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	want := []string{"README", "Overview", "At a glance", "Read"}
	for _, table := range ogp.AllTables() {
		want = append(want, table.Name)
		rows, err := file.GetRows(table.Name)
		if err != nil {
			t.Fatal(err)
		}
		columns := names(table.Columns)
		switch {
		case table.Name == "commitments": // what one looks at first comes first, what is for programs last
			if got := rows[0]; !slices.Equal(got[:3], []string{"commitment_id", "title", "member"}) || got[len(got)-1] != "parser" {
				t.Errorf("the columns are %v", got)
			}
			slices.Sort(columns)
			slices.Sort(rows[0])
		case !table.Standalone():
			columns = append(columns, "member (looked up)", "title (looked up)", "action_plan_cycle (looked up)")
		}
		if diff := cmp.Diff(columns, rows[0]); diff != "" {
			t.Errorf("%s: %s", table.Name, diff)
		}
		tables, err := file.GetTables(table.Name)
		if err != nil || len(tables) != 1 || tables[0].Name != table.Name {
			t.Errorf("%s: Excel tables %v, %v", table.Name, tables, err)
		}
		panes, err := file.GetPanes(table.Name)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: panes %v, %v", table.Name, panes, err)
		}
	}
	want = append(want, "Long text", "Data dictionary", "Vocabularies")
	if diff := cmp.Diff(want, file.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if file.GetActiveSheetIndex() != 0 {
		t.Error("the workbook does not open on its README")
	}
}

func TestWorkbookWithoutLongTextsHasNoSheetForThem(t *testing.T) {
	t.Parallel()
	if slices.Contains(workbookOf(t, sparse()).GetSheetList(), "Long text") {
		t.Error("there is an empty sheet Long text")
	}
}

func TestWorkbookValues(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	for column, want := range map[string]string{
		"commitment_id":        "MXMEX0009",
		"start_month":          "Feb 2022",
		"last_seen":            "2026-03-14 09:26",
		"institutions":         "Treasury; =Audit",
		"lead_institution":     formula,
		"support_institutions": "line one\nline two, with <b> & \"quotes\"",
		"problem":              "abc\nd",
		"milestone_count":      "2",
		"status":               "",
	} {
		if got, at := cell(t, file, "commitments", column, 3); got != want {
			t.Errorf("%s (%s) is %q, want %q", column, at, got, want)
		}
	}
	for column, want := range map[string]excelize.CellType{
		"milestone_count": excelize.CellTypeUnset, // a number
		"start_month":     excelize.CellTypeUnset,
		"commitment_id":   excelize.CellTypeInlineString,
	} {
		_, at := cell(t, file, "commitments", column, 3)
		if got, err := file.GetCellType("commitments", at); err != nil || got != want {
			t.Errorf("%s is of type %v, %v", column, got, err)
		}
	}
	// Excel has no dates before 1900: they stay readable as text.
	if got, _ := cell(t, file, "milestones", "end_month", 3); got != "1899-12-01" {
		t.Errorf("the old date is %q", got)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	for _, link := range []struct{ sheet, cell, to string }{
		{"At a glance", "A3", "'commitments'!A3"},
		{"At a glance", "B3", full().URL},
		{"commitments", "A3", full().URL},
		{"milestones", "A3", "'commitments'!A3"},
		{"sections", "A2", ""}, // a sheet may have so many links
		{"policy_areas", "D2", ""},
	} {
		linked, to, err := file.GetCellHyperLink(link.sheet, link.cell)
		if err != nil || to != link.to || linked != (link.to != "") {
			t.Errorf("%s!%s leads to %q, %v, want %q", link.sheet, link.cell, to, err, link.to)
		}
	}
	if value, at := cell(t, file, "policy_areas", "url", 2); value != full().PolicyAreaRows[0].URL {
		t.Errorf("the long address %s is %s", at, value)
	}
}

// What a page says in the place of a finding is seen in the cell, which stays empty.
func TestEmptyFindingsShowWhy(t *testing.T) {
	t.Parallel()
	c := sparse()
	for i, state := range []ogp.State{ogp.StatePending, ogp.StateGraphic, ogp.StateNoData, ogp.StateNotAvailable} {
		c.Assessments = append(c.Assessments, ogp.Assessment{Indicator: []string{"completion", "ambition", "starred", "novelty"}[i], Source: "page", State: state})
	}
	file := workbookOf(t, c)
	seen := map[int]bool{}
	for _, column := range []string{"completion", "ambition", "starred", "novelty"} {
		value, at := cell(t, file, "commitments", column, 2)
		style, err := file.GetCellStyle("commitments", at)
		if err != nil || style == 0 || seen[style] || value != "" {
			t.Errorf("%s (%s) is %q in style %d, %v", column, at, value, style, err)
		}
		seen[style] = true
	}
	if state, _ := cell(t, file, "At a glance", "completion_state", 2); state != "pending" {
		t.Errorf("the state of the completion is %q", state)
	}
	if _, at := cell(t, file, "commitments", "verifiable", 2); at != "" {
		if style, err := file.GetCellStyle("commitments", at); err != nil || style != 0 {
			t.Errorf("an absent finding has the style %d, %v", style, err)
		}
	}
}

func TestTechnicalColumnsAreFoldedAway(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	for column, want := range map[string]bool{"url": true, "page_sha256": true, "title": false, "description": false} {
		_, at := cell(t, file, "commitments", column, 2)
		letter := strings.TrimRight(at, "0123456789")
		visible, err := file.GetColVisible("commitments", letter)
		level, err2 := file.GetColOutlineLevel("commitments", letter)
		if err != nil || err2 != nil || visible == want || (level == 1) != want {
			t.Errorf("%s: visible %t, level %d, %v, %v", column, visible, level, err, err2)
		}
	}
}

// The sheet shows the first commitment to programs that do not calculate, and
// formulas that a program can calculate for the others.
func TestReadShowsTheChosenCommitment(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	line := func(label string) int {
		rows, err := file.GetRows("Read")
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == label })
		if i < 0 {
			t.Fatalf("no line %s in %v", label, rows)
		}
		return i + 1
	}
	title, milestones, findings := fmt.Sprintf("B%d", line("Title")), line("Milestones"), line("Assessments")
	if got, err := file.GetCellValue("Read", title); err != nil || got != sparse().Title {
		t.Errorf("the first title is %q, %v", got, err)
	}
	if got, err := file.CalcCellValue("Read", fmt.Sprintf("B%d", milestones+1)); err != nil || got != "" {
		t.Errorf("a milestone that there is not is calculated as %q, %v", got, err)
	}
	if err := file.SetCellValue("Read", "B1", "MXMEX0009"); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{title: full().Title, fmt.Sprintf("B%d", milestones): "2",
		fmt.Sprintf("B%d", milestones+2): "-second", fmt.Sprintf("A%d", milestones+1): "Finished", fmt.Sprintf("A%d", findings+1): "Verifiable"} {
		if at == title { // the library calculates no cell that depends on another formula unless told the value
			if err := file.SetCellValue("Read", "C1", 2); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := file.CalcCellValue("Read", at); err != nil || got != want {
			t.Errorf("%s is calculated as %q, %v, want %q", at, got, err, want)
		}
	}
	validations, err := file.GetDataValidations("Read")
	if err != nil || len(validations) != 1 || validations[0].Formula1 != "commitments!$A$2:$A$3" {
		t.Errorf("the choice is %+v, %v", validations, err)
	}
}

// The texts that a commitment has follow each other, whatever columns between them are
// empty.
func TestReadLeavesNoRoomForWhatIsEmpty(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	rows, err := file.GetRows("Read")
	if err != nil {
		t.Fatal(err)
	}
	top := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 4 && row[4] == "Member" })
	if top < 0 {
		t.Fatalf("no hidden row has the names of the columns: %q", rows)
	}
	for i, want := range [][]string{{"Member", sparse().Member}, {"Template", sparse().Template}, {"Language", "en"}} {
		if got := rows[top+3+i]; len(got) < 2 || !slices.Equal(got[:2], want) {
			t.Errorf("text %d is %q, want %q", i+1, got, want)
		}
	}
	if visible, err := file.GetRowVisible("Read", top+1); err != nil || visible {
		t.Errorf("the names of the columns are shown, %v", err)
	}
}

// A line of the sheet is as high for every commitment: of a longer text it says so.
func TestReadSaysWhereATextGoesOn(t *testing.T) {
	t.Parallel()
	c := sparse()
	c.Problem, c.Action = strings.Repeat("word ", 600), strings.Repeat("word ", 100)
	file := workbookOf(t, c)
	rows, err := file.GetRows("Read")
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]string{"Problem": "… goes on in its cell", "Action": ""} {
		i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 1 && row[0] == label && row[1] != "" })
		if i < 0 {
			t.Fatalf("no line %s in %v", label, rows)
		}
		at := fmt.Sprintf("C%d", i+1)
		cached, err := file.GetCellValue("Read", at)
		formula, err2 := file.GetCellFormula("Read", at)
		if err != nil || err2 != nil || cached != want || !strings.Contains(formula, fmt.Sprintf("LEN(B%d)", i+1)) {
			t.Errorf("beside %s: %q by %s, want %q; %v %v", label, cached, formula, want, err, err2)
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				formula, err := file.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" && sheet != "Read" {
					t.Errorf("%s!%s holds the formula %s", sheet, at, formula)
				}
			}
		}
	}
}

func TestTextsThatLookLikeEscapesStay(t *testing.T) {
	t.Parallel()
	c := sparse()
	c.Title, c.Problem = "_x000D_ and _x005F_", " spaces around "
	file := workbookOf(t, c)
	for column, want := range map[string]string{"title": c.Title, "problem": c.Problem} {
		if got, _ := cell(t, file, "commitments", column, 2); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
}

func TestReadmeSheetTellsWhatMatters(t *testing.T) {
	t.Parallel()
	rows, err := book(t, shared(t), false).GetRows("README")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, " ") + "\n")
	}
	for _, want := range []string{
		"14 March 2026", "Commitments 2", "CC BY 4.0", "Please cite as: Open Government Partnership", "unknown_label 2 1",
		"start_month 1 50 %", "2 texts were freed from control characters", "3 texts were continued",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in\n%s", want, text.String())
		}
	}
}

func TestOverviewCounts(t *testing.T) {
	t.Parallel()
	rows, err := book(t, shared(t), false).GetRows("Overview")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{
		{"2", "commitments"},
		{"", "drawn: the page shows a picture; nothing is guessed"},
		{"2016", "1", "0"},
		{"2021", "0", "1"},
		{"Kenya", "1", "50 %"},
		{"Mexico State, Mexico", "1", "50 %"},
		{"Finished", "1", "", "100 % of the known"},
		{"not known", "", "1", "50 % of all"},
		{"Verifiable", "1", "50 %"},
		{"Right to Information", "1", "50 %"},
		{"1899-12", "1"},
		{"Column", "local · en", "national · en"},
		{"Start month", "1/1", "–"},
		{"Africa and the Middle East", "1", "50 %"},
	} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, want) }) {
			t.Errorf("no row %v in %v", want, rows)
		}
	}
}

func TestOverviewShowsYearsWithoutCommitments(t *testing.T) {
	t.Parallel()
	rows, err := book(t, shared(t), false).GetRows("Overview")
	if err != nil {
		t.Fatal(err)
	}
	for year := 2016; year <= 2021; year++ {
		if !slices.ContainsFunc(rows, func(row []string) bool { return len(row) == 3 && row[0] == fmt.Sprint(year) }) {
			t.Errorf("no row of %d", year)
		}
	}
}

// Wide sheets are printed several pages wide, rather than a column a page.
func TestPrintSetUp(t *testing.T) {
	t.Parallel()
	file := book(t, shared(t), false)
	for _, sheet := range file.GetSheetList() {
		layout, err := file.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if sheet == "Read" {
			if *layout.Orientation != "portrait" || *layout.FitToHeight != 1 {
				t.Errorf("Read is printed in %s, %d pages long", *layout.Orientation, *layout.FitToHeight)
			}
			continue
		}
		if *layout.Orientation != "landscape" {
			t.Errorf("%s is printed in %s", sheet, *layout.Orientation)
		}
		if _, table := ogp.FindTable(sheet); !table {
			continue
		}
		properties, err := file.GetSheetProps(sheet)
		if err != nil || !*properties.FitToPage || *layout.FitToWidth < 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s: fitted %v, %d pages wide, %d long, %v", sheet, *properties.FitToPage, *layout.FitToWidth, *layout.FitToHeight, err)
		}
		repeated := slices.ContainsFunc(file.GetDefinedName(), func(name excelize.DefinedName) bool {
			return name.Name == "_xlnm.Print_Titles" && name.Scope == sheet && strings.HasSuffix(name.RefersTo, "!$1:$1")
		})
		if !repeated {
			t.Errorf("%s: the header is not repeated", sheet)
		}
	}
}

// zipParts maps the parts of a workbook to their texts.
func zipParts(t *testing.T, path string) map[string]string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	parts := map[string]string{}
	for _, entry := range in.File {
		part, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		parts[entry.Name] = string(text)
	}
	return parts
}

// A chart has a title of its own, and a page of the overview holds it whole.
func TestChartsHaveTitlesAndPages(t *testing.T) {
	t.Parallel()
	parts := zipParts(t, filepath.Join(shared(t), "ogp.xlsx"))
	charts := 0
	for name, text := range parts {
		if !strings.HasPrefix(name, "xl/charts/chart") {
			continue
		}
		charts++
		if !strings.Contains(text, "<chart><title>") {
			t.Errorf("%s has no title", name)
		}
		if strings.Count(text, "<f>") != strings.Count(text, "Cache><ptCount") {
			t.Errorf("%s has not all its numbers and texts", name)
		}
	}
	if strings.Contains(parts["xl/drawings/drawing1.xml"], `descr=""`) || !strings.Contains(parts["xl/drawings/drawing1.xml"], `descr="Most commitments are of plans of 2016. The table`) {
		t.Error("a chart has no text for those who do not see it")
	}
	if charts < 4 {
		t.Errorf("%d charts", charts)
	}
	for _, want := range []string{"<rowBreaks", "<colorScale"} {
		if !strings.Contains(parts["xl/worksheets/sheet2.xml"], want) {
			t.Errorf("the overview has no %s", want)
		}
	}
}

// Excel asks to repair a sheet whose columns are not described from left to right.
func TestColumnsAreDescribedInOrder(t *testing.T) {
	t.Parallel()
	parts := zipParts(t, filepath.Join(shared(t), "ogp.xlsx"))
	first := regexp.MustCompile(`<col [^>]*min="(\d+)"`)
	for name, text := range parts {
		last := 0
		for _, match := range first.FindAllStringSubmatch(text, -1) {
			column, err := strconv.Atoi(match[1])
			if err != nil || column <= last {
				t.Errorf("%s: column %s follows column %d", name, match[1], last)
			}
			last = column
		}
		if strings.HasPrefix(name, "xl/worksheets/sheet") && last == 0 {
			t.Errorf("%s describes no columns", name)
		}
	}
}

func TestWorkbookProperties(t *testing.T) {
	t.Parallel()
	properties, err := workbookOf(t, full()).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if properties.Created != "2026-03-14T09:26:53Z" || properties.Modified != properties.Created || !strings.Contains(properties.Description, "CC BY 4.0") {
		t.Errorf("properties are %+v", properties)
	}
}

// ExcelJS opens no workbook whose properties have other prefixes than Excel's.
func TestPropertiesHaveThePrefixesOfExcel(t *testing.T) {
	t.Parallel()
	text := zipParts(t, filepath.Join(shared(t), "ogp.xlsx"))["docProps/core.xml"]
	for _, want := range []string{"<cp:coreProperties ", "<cp:keywords>", "<cp:lastModifiedBy>", "<dc:title>", "<dcterms:created "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func TestDictionaryAndVocabularies(t *testing.T) {
	t.Parallel()
	file := workbookOf(t, sparse())
	rows, err := file.GetRows("Data dictionary")
	if err != nil {
		t.Fatal(err)
	}
	i := 1
	for _, table := range ogp.AllTables() {
		for _, column := range table.Columns {
			if want := []string{table.Name, column.Name, string(column.Type), column.Doc}; !slices.Equal(rows[i][:4], want) {
				t.Errorf("row %d is %v, want %v", i+1, rows[i], want)
			}
			i++
		}
	}
	values, err := file.GetRows("Vocabularies")
	if err != nil || len(values) != 5 || !slices.Equal(values[2], []string{"yes_no", "2", "Yes", "The reviewer says so."}) {
		t.Errorf("vocabularies are %v, %v", values, err)
	}
}
