package export_test

import (
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/export"
)

func names(columns []ogp.Column) []string {
	var out []string
	for _, column := range columns {
		out = append(out, column.Name)
	}
	return out
}

// records reads a CSV file as its readers do.
func records(t *testing.T, text string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, value := range row {
			record[rows[0][i]] = value
		}
		out = append(out, record)
	}
	return out
}

func TestCSVHasEveryColumnInOrder(t *testing.T) {
	t.Parallel()
	files := contents(t, shared(t))
	for _, table := range ogp.AllTables() {
		header, _, _ := strings.Cut(files[table.Name+".csv"], "\n")
		if want := strings.Join(names(table.Columns), ","); header != want {
			t.Errorf("%s: header %s, want %s", table.Name, header, want)
		}
	}
}

func TestCSVValues(t *testing.T) {
	t.Parallel()
	text := contents(t, shared(t))["commitments.csv"]
	rows := records(t, text)
	if rows[0]["commitment_id"] != "KE0018" || rows[1]["commitment_id"] != "MXMEX0009" {
		t.Fatalf("rows are not in the order of their IDs")
	}
	for name, want := range map[string]string{
		"title":                `Open "budget", closed; doors`,
		"action_plans":         "Action plan – Mexico State, Mexico, 2021 – 2022; Other; plan",
		"institutions":         "Treasury; =Audit",
		"start_month":          "2022-02-01",
		"first_seen":           "2026-02-14T09:26:53.495283Z",
		"last_seen":            "2026-03-14T09:26:53.000000Z",
		"lead_institution":     formula,
		"support_institutions": "line one\nline two, with <b> & \"quotes\"",
		"description":          longText,
		"problem":              control,
		"milestone_count":      "2",
		"status":               "",
	} {
		if diff := cmp.Diff(want, rows[1][name]); diff != "" {
			t.Errorf("%s: %.300s", name, diff)
		}
	}
	if strings.Contains(text, "\r") {
		t.Error("lines do not end with LF alone")
	}
}

func TestCSVTellsNullFromEmptyText(t *testing.T) {
	t.Parallel()
	db := database(t, full())
	execute(t, db, "UPDATE milestones SET outputs = '', due = NULL WHERE number = 1")
	text := contents(t, out(t, db, asCSV))["milestones.csv"]
	if want := "MXMEX0009,1,First,2022-02-01,,Finished,\"\",,block\n"; !strings.Contains(text, want) {
		t.Errorf("got %s, want the line %s", text, want)
	}
}

func TestCSVForExcel(t *testing.T) {
	t.Parallel()
	db := database(t, full())
	execute(t, db, "UPDATE milestones SET outputs = '@x', due = chr(9) || 'tab', status = chr(13) || 'cr'")
	files := contents(t, out(t, db, export.Options{Formats: []string{"csv"}, CSVForExcel: true}))
	text, marked := strings.CutPrefix(files["milestones.csv"], "\uFEFF")
	if !marked || strings.Count(text, "\r\n") != 3 {
		t.Errorf("no byte order mark, or %d lines with CR LF", strings.Count(text, "\r\n"))
	}
	want := []map[string]string{{"title": "First"}, {"title": "'-second"}}
	for i, row := range records(t, text) {
		got := map[string]string{"title": row["title"]}
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Error(diff)
		}
		if row["outputs"] != "'@x" || row["due"] != "'\ttab" || row["status"] != "'\rcr" {
			t.Errorf("cells are %q", row)
		}
	}
	main := records(t, strings.TrimPrefix(files["commitments.csv"], "\uFEFF"))[0]
	if main["lead_institution"] != "'"+formula {
		t.Errorf("the formula is %s", main["lead_institution"])
	}
	if !strings.Contains(files["README.md"], "apostrophe") || !strings.Contains(files["datapackage.json"], `"\r\n"`) {
		t.Error("the flavour is not told")
	}
}

func TestTablesThatStandAlone(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	execute(t, db, "INSERT INTO runs (run_id, command, outcome, started_at, fetched, unchanged, failed, refused, gone, unread, mismatched, truncated) VALUES ('2', 'refresh', 'gaps', '2026-03-14', 0, 1, 0, 0, 0, 0, 0, 0), ('1', 'import', 'done', '2026-03-13 12:00:00', 2, 0, 0, 0, 0, 0, 0, 0), ('3', 'reparse', 'done', '2026-03-15', 0, 0, 0, 0, 0, 0, 0, 0)")
	dir := out(t, db, export.Options{Formats: []string{"csv", "parquet"}, PartitionBy: "member_slug"})
	runs, coverage := records(t, read(t, filepath.Join(dir, "runs.csv"))), read(t, filepath.Join(dir, "coverage.csv"))
	if len(runs) != 2 || runs[0]["run_id"] != "1" || runs[1]["outcome"] != "gaps" || runs[0]["started_at"] != "2026-03-13T12:00:00.000000Z" {
		t.Errorf("runs are %v", runs)
	}
	for _, want := range []string{"\nkenya,national,en,action_plan_cycle,1,1\n", "\nkenya,national,en,problem,1,0\n", "\nmexico-state-mexico,local,en,problem,1,1\n"} {
		if !strings.Contains(coverage, want) {
			t.Errorf("coverage has no line %q in %s", want, coverage)
		}
	}
	for _, name := range []string{"runs.parquet", "coverage.parquet"} { // not partitioned
		read(t, filepath.Join(dir, name))
	}
}

// Excel takes the semicolon where numbers are written with a comma.
func TestCSVDelimiter(t *testing.T) {
	t.Parallel()
	db := database(t, full())
	execute(t, db, "UPDATE milestones SET outputs = 'a;b', due = 'c,d'")
	for _, forExcel := range []bool{false, true} {
		files := contents(t, out(t, db, export.Options{Formats: []string{"csv"}, CSVForExcel: forExcel, CSVDelimiter: ";"}))
		text := strings.TrimPrefix(files["milestones.csv"], "\uFEFF")
		for _, want := range []string{"commitment_id;number;title;", `"a;b";`} {
			if !strings.Contains(text, want) {
				t.Errorf("no %s in %s", want, text)
			}
		}
		if !strings.Contains(files["datapackage.json"], `"delimiter": ";"`) || !strings.Contains(files["README.md"], "a semicolon between fields") {
			t.Error("the delimiter is not told")
		}
	}
}

func TestJSONLHoldsTheCommitment(t *testing.T) {
	t.Parallel()
	text := contents(t, shared(t))["commitments.jsonl"]
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, c := range []*ogp.Commitment{sparse(), full()} {
		want, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tokens(t, string(want)), tokens(t, lines[i])); diff != "" {
			t.Errorf("line %d differs from the commitment's own form: %.500s", i+1, diff)
		}
	}
	if strings.Contains(text, `\u003c`) {
		t.Error("texts are escaped as if for HTML")
	}
}

// tokens are the parts of a JSON text in their order, however its characters are
// escaped.
func tokens(t *testing.T, text string) []any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var out []any
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, token)
	}
}

func TestJSONLOfChosenTables(t *testing.T) {
	t.Parallel()
	text := contents(t, out(t, database(t, full()), export.Options{Formats: []string{"jsonl"}, Tables: []string{"causes", "commitments"}}))["commitments.jsonl"]
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		t.Fatal(err)
	}
	if got := string(object["causes_detail"]); got != `[{"number":1,"text":"cause","source":"form"}]` {
		t.Errorf("causes are %s", got)
	}
	if _, found := object["effects_detail"]; found {
		t.Error("a table that was not chosen is there")
	}
}

// column is a column of a Parquet file.
type column struct{ Name, Type string }

func parquetColumns(t *testing.T, db *sql.DB, path string) []column {
	t.Helper()
	rows, err := db.Query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?))", path)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.Name, &c.Type); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

func TestParquetIsTyped(t *testing.T) {
	t.Parallel()
	db, dir := database(t), shared(t)
	for _, table := range ogp.AllTables() {
		var want []column
		for _, c := range table.Columns {
			kind := c.Type.SQL()
			if c.Type == ogp.List {
				kind = "VARCHAR"
			}
			want = append(want, column{c.Name, kind})
		}
		if diff := cmp.Diff(want, parquetColumns(t, db, filepath.Join(dir, table.Name+".parquet"))); diff != "" {
			t.Errorf("%s: %s", table.Name, diff)
		}
	}
	nested := parquetColumns(t, db, filepath.Join(dir, "commitments_nested.parquet"))
	if !slices.Contains(nested, column{"institutions", "VARCHAR[]"}) ||
		!slices.Contains(nested, column{"institutions_detail", `STRUCT(number INTEGER, "role" VARCHAR, "name" VARCHAR)[]`}) {
		t.Errorf("nested columns are %v", nested)
	}
}

func TestParquetValues(t *testing.T) {
	t.Parallel()
	db, dir := database(t), shared(t)
	var text, lists, lead, second string
	var month time.Time
	err := db.QueryRow(`SELECT description, institutions, lead_institution, start_month FROM read_parquet(?) WHERE commitment_id = 'MXMEX0009'`,
		filepath.Join(dir, "commitments.parquet")).Scan(&text, &lists, &lead, &month)
	if err != nil {
		t.Fatal(err)
	}
	if text != longText || lists != "Treasury; =Audit" || lead != formula || !month.Equal(time.Date(2022, 2, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("got %d bytes of text, %s, %s, %v", len(text), lists, lead, month)
	}
	err = db.QueryRow(`SELECT milestones[2].title FROM read_parquet(?) WHERE commitment_id = 'MXMEX0009'`,
		filepath.Join(dir, "commitments_nested.parquet")).Scan(&second)
	if err != nil || second != "-second" {
		t.Errorf("the second milestone is %q, %v", second, err)
	}
}

func TestParquetTellsItsOrigin(t *testing.T) {
	t.Parallel()
	db := database(t, full())
	dir := out(t, db, export.Options{Formats: []string{"parquet"}, Tables: []string{"causes"}})
	got := map[string]string{}
	rows, err := db.Query("SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", filepath.Join(dir, "causes.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			t.Fatal(err)
		}
		got[key] = value
	}
	for key, want := range map[string]string{
		"source": ogp.Site, "snapshot_date": "2026-03-14", "licence": "CC-BY-4.0", "program": "ogp 1.2.3", "parser": "1 (abc)", "table": "causes",
	} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
}

func TestManyRowsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	db := database(t)
	execute(t, db, `INSERT INTO main_rows BY NAME SELECT printf('AA%04d', i) AS commitment_id, TIMESTAMP '2026-01-01' AS last_seen,
		'aa' AS member_slug FROM range(2500) t(i) ORDER BY hash(i);
		INSERT INTO causes BY NAME SELECT printf('AA%04d', i) AS commitment_id, j AS number, 'x' AS text FROM range(2500) t(i), range(1, 11) u(j) ORDER BY hash(i, j)`)
	dir := out(t, db, export.Options{Formats: []string{"csv", "parquet"}, Tables: []string{"commitments", "causes"}})
	rows := records(t, read(t, filepath.Join(dir, "causes.csv")))
	sorted := slices.IsSortedFunc(rows, func(a, b map[string]string) int {
		if a["commitment_id"] != b["commitment_id"] {
			return strings.Compare(a["commitment_id"], b["commitment_id"])
		}
		return len(a["number"]) - len(b["number"])
	})
	if len(rows) != 25000 || !sorted {
		t.Errorf("%d rows, sorted: %v", len(rows), sorted)
	}
	var inOrder bool
	err := db.QueryRow(`SELECT bool_and(before IS NULL OR before < (commitment_id, number)) FROM (
		SELECT commitment_id, number, lag((commitment_id, number)) OVER (ORDER BY file_row_number) AS before
		FROM read_parquet(?, file_row_number = true))`, filepath.Join(dir, "causes.parquet")).Scan(&inOrder)
	if err != nil || !inOrder {
		t.Errorf("the Parquet file is in order: %v, %v", inOrder, err)
	}
}

// packageOf is the data package of an export.
func packageOf(t *testing.T, dir string) (p packaged) {
	t.Helper()
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "datapackage.json"))), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

type packaged struct {
	Profile, Created string
	Resources        []struct {
		Name   string
		Path   any // one, or a list of those of partitions
		Schema *struct {
			Fields      []packagedField
			ForeignKeys []struct {
				Reference struct{ Resource string }
			}
		}
	}
}

type packagedField struct {
	Name, Type, Description string
	Constraints             *packagedConstraints
}

type packagedConstraints struct {
	Required, Unique bool
	Pattern          string
	Minimum          *int
	Enum             []string
}

func TestDataPackageDescribesTheColumns(t *testing.T) {
	t.Parallel()
	description := packageOf(t, shared(t))
	if description.Profile != "data-package" || description.Created != "2026-03-14T09:26:53Z" {
		t.Errorf("profile %s, created %s", description.Profile, description.Created)
	}
	seen := map[string]bool{}
	for _, resource := range description.Resources {
		seen[resource.Name] = true
		path, _ := resource.Path.(string)
		table, flat := ogp.FindTable(strings.TrimSuffix(strings.TrimSuffix(path, ".csv"), ".parquet"))
		if !flat {
			continue
		}
		var got []string
		for i, field := range resource.Schema.Fields {
			got = append(got, field.Name)
			if !strings.HasPrefix(field.Description, table.Columns[i].Doc) {
				t.Errorf("%s.%s: %q", path, field.Name, field.Description)
			}
		}
		if diff := cmp.Diff(names(table.Columns), got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	for _, resource := range description.Resources {
		if resource.Schema == nil {
			continue
		}
		for _, key := range resource.Schema.ForeignKeys {
			if !seen[key.Reference.Resource] {
				t.Errorf("%s refers to %s, which is not there", resource.Name, key.Reference.Resource)
			}
		}
	}
}
