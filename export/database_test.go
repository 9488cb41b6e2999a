package export_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"ogp"
	"ogp/export"
)

// engine is the DuckDB of all tests: to open one takes longer than most exports here.
// It has one thread, since tests run beside one another.
var engine = sync.OnceValues(func() (*duckdb.Connector, error) { return duckdb.NewConnector("?threads=1", nil) })

var databases atomic.Int64

// connector connects to one of the engine's databases.
type connector struct {
	engine *duckdb.Connector
	name   string
}

func (c connector) Driver() driver.Driver { return c.engine.Driver() }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.engine.Connect(ctx)
	if err == nil {
		_, err = conn.(driver.ExecerContext).ExecContext(ctx, "USE "+c.name, nil)
	}
	return conn, err
}

// database is a DuckDB database in memory with the views an export reads,
// holding commitments.
func database(t testing.TB, commitments ...*ogp.Commitment) *sql.DB {
	t.Helper()
	from, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("database_%d", databases.Add(1))
	setUp := sql.OpenDB(connector{from, "memory"})
	defer setUp.Close()
	execute(t, setUp, "ATTACH ':memory:' AS "+name)
	db := sql.OpenDB(connector{from, name})
	t.Cleanup(func() { _ = db.Close() })
	execute(t, db, schemaSQL())
	for _, c := range commitments {
		insert(t, db, c)
	}
	execute(t, db, "CREATE VIEW commitments AS "+nestedSQL())
	return db
}

func execute(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%v\n%.2000s", err, statement)
	}
}

// schemaSQL creates a table per long table, and one for the plain columns of
// commitments.
func schemaSQL() string {
	var b strings.Builder
	for _, table := range append(ogp.AllTables(), ogp.OfficialCommitments()) {
		var columns []string
		for _, column := range table.Columns {
			columns = append(columns, fmt.Sprintf("%q %s", column.Name, column.Type.SQL()))
		}
		name := table.Name
		if name == "commitments" {
			name = "main_rows"
		}
		fmt.Fprintf(&b, "CREATE TABLE %q (%s);\n", name, strings.Join(columns, ", "))
	}
	return b.String()
}

// nestedSQL selects commitments with their long tables inside, in an order that
// an export must not rely on.
func nestedSQL() string {
	selected, joined := "SELECT m.*", " FROM main_rows m"
	for _, table := range ogp.LongTables() {
		var fields []string
		for _, column := range table.Columns[1:] {
			fields = append(fields, fmt.Sprintf("%q := l.%q", column.Name, column.Name))
		}
		selected += fmt.Sprintf(", %q", table.Nested())
		joined += fmt.Sprintf(" LEFT JOIN (SELECT commitment_id AS id, list(struct_pack(%s) ORDER BY l.number DESC) AS %q FROM %q l GROUP BY id) AS %q ON %q.id = commitment_id",
			strings.Join(fields, ", "), table.Nested(), table.Name, "of_"+table.Name, "of_"+table.Name)
	}
	return selected + joined + " ORDER BY commitment_id DESC"
}

// insert puts a commitment and all its rows in.
func insert(t testing.TB, db *sql.DB, c *ogp.Commitment) {
	t.Helper()
	insertRow(t, db, "main_rows", c.Row())
	for _, table := range ogp.LongTables() {
		for i, row := range c.Rows(table) {
			insertRow(t, db, table.Name, append([]any{c.ID, int64(i + 1)}, row...))
		}
	}
}

func insertRow(t testing.TB, db *sql.DB, table string, row []any) {
	t.Helper()
	values := make([]string, len(row))
	for i, value := range row {
		values[i] = sqlValue(value)
	}
	execute(t, db, fmt.Sprintf("INSERT INTO %q VALUES (%s)", table, strings.Join(values, ", ")))
}

func sqlValue(value any) string {
	switch v := value.(type) {
	case nil:
		return "NULL"
	case string:
		// DuckDB takes no NUL inside a statement.
		return "replace('" + strings.NewReplacer("'", "''", "\x00", "<NUL>").Replace(v) + "', '<NUL>', chr(0))"
	case int64:
		return fmt.Sprint(v)
	case time.Time:
		return "'" + v.Format("2006-01-02 15:04:05.999999") + "'"
	case []string:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = sqlValue(item)
		}
		return "[" + strings.Join(items, ", ") + "]::VARCHAR[]"
	default:
		panic(fmt.Sprintf("no SQL for %T", value))
	}
}

// shared is the folder of an export of both commitments in all formats, made once
// for the tests that only read it.
func shared(t testing.TB) string {
	t.Helper()
	sharedOnce.Do(func() {
		dir, err := os.MkdirTemp("", "ogp-export-test-")
		if err != nil {
			t.Fatal(err)
		}
		sharedFolder = filepath.Join(dir, "out")
		write(t, database(t, full(), sparse()), sharedFolder, export.Options{})
	})
	return sharedFolder
}

var (
	sharedOnce   sync.Once
	sharedFolder string
)

func TestMain(m *testing.M) {
	code := m.Run()
	if sharedFolder != "" {
		_ = os.RemoveAll(filepath.Dir(sharedFolder))
	}
	os.Exit(code)
}

// Two commitments: one with everything, one with next to nothing.
const (
	formula = `=cmd|' /C calc'!A0`
	control = "a\x01b\x00c\x0bd"
)

var seen = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)

// longText has over 40,000 characters, more than a cell of Excel holds, and is
// cut in the middle of a pair of UTF-16 units if one does not look.
var longText = "Start. " + strings.Repeat("äöü😀x", 40000/5) + " End."

func full() *ogp.Commitment {
	return &ogp.Commitment{
		ID: "MXMEX0009", URL: "https://www.opengovpartnership.org/members/mexico-state-mexico/commitments/MXMEX0009/",
		Title: `Open "budget", closed; doors`, Member: "Mexico State, Mexico", MemberSlug: "mexico-state-mexico",
		Template: "local", Language: "en", ActionPlans: []string{"Action plan – Mexico State, Mexico, 2021 – 2022", "Other; plan"},
		StartMonth: ogp.Month{Year: 2022, Month: 2}, EndMonth: ogp.Month{Year: 2022, Month: 12},
		Institutions: []string{"Treasury", "=Audit"}, LeadInstitution: formula, SupportInstitutions: "line one\nline two, with <b> & \"quotes\"",
		Description: longText, Problem: control, Verifiable: "Yes", PotentialImpact: "None", MilestoneCount: 2, PageVersion: 1,
		FirstSeen: seen.AddDate(0, -1, 0).Add(495283 * time.Microsecond), LastSeen: seen, PageSHA256: strings.Repeat("0f", 32), Parser: "1 (abc)",
		Tables: ogp.Tables{
			Milestones: []ogp.Milestone{
				{Title: "First", StartMonth: ogp.Month{Year: 2022, Month: 2}, Status: "Finished", Source: "block"},
				{Title: "-second", EndMonth: ogp.Month{Year: 1899, Month: 12}, Source: "block"},
			},
			InstitutionRows: []ogp.Institution{{Role: "involved", Name: "Treasury"}, {Role: "involved", Name: "=Audit"}},
			ActionPlanRows:  []ogp.ActionPlan{{Name: "Action plan – Mexico State, Mexico, 2021 – 2022", URL: "https://www.opengovpartnership.org/documents/plan/", StartYear: 2021, EndYear: 2022}},
			PolicyAreaRows:  []ogp.PolicyArea{{Name: "Right to Information", URL: "https://www.opengovpartnership.org/policy-area/right/?" + strings.Repeat("x", 300)}},
			OGPValueRows:    []ogp.OGPValue{{Value: "Access to Information", Explanation: "@home"}},
			CauseRows:       []ogp.Cause{{Text: "cause", Source: "form"}},
			EffectRows:      []ogp.Effect{{Text: "effect", Source: "author"}},
			Documents:       []ogp.Document{{Kind: "action_plan", Title: "Plan", URL: `javascript:alert("x")`}},
			Sections:        []ogp.Section{{Label: "Problem", Field: "problem", State: ogp.StateValue, Text: longText}},
			Issues:          []ogp.Issue{{Kind: "unknown_label", Detail: "+new label"}, {Kind: "unknown_label", Detail: "other"}},
			Changes:         []ogp.Change{{ChangedAt: seen, Kind: "edited", Field: "title", Before: "a", After: "b"}},
			Assessments:     []ogp.Assessment{{Indicator: "verifiable", Source: "page", Value: "Yes", Scale: "No; Yes", State: ogp.StateValue}},
		},
	}
}

func sparse() *ogp.Commitment {
	return &ogp.Commitment{
		ID: "KE0018", URL: "https://www.opengovpartnership.org/members/kenya/commitments/KE0018/", Title: "Beneficial ownership",
		Member: "Kenya", MemberSlug: "kenya", Template: "national", Language: "en", ActionPlanCycle: 2016,
		PageVersion: 2, FirstSeen: seen.AddDate(0, -2, 0), LastSeen: seen.AddDate(0, 0, -1), Parser: "1 (abc)",
	}
}
