// Package tables has the schema of the database as SQL: the kept tables, whose SQL
// is written by hand, and the derived ones, which follow the structs of package
// ogp, with the data dictionary as comments on them.
//
// Structs go in, SQL comes out. The package runs none of it.
package tables

import (
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// Object is one table or view of a database.
type Object struct {
	Kind   string // TABLE or VIEW
	Create string // the statement that makes it; empty for a kept one
	ogp.Table
}

// AssessmentsName is the long table that has rows of two sources: the page's
// are in readings, those of OGP's own database in official_readings.
const AssessmentsName = "assessments"

// Derived are the derived tables and views, in order of creation.
func Derived() []Object {
	changes, _ := ogp.FindTable(ogp.ChangesTable)
	discrepancies, _ := ogp.FindTable(ogp.DiscrepanciesTable)
	objects := []Object{ContentReadings(), ReadingsView(), officialReadingsTable(), officialCommitmentsView(),
		longTable(changes), longTable(discrepancies), commitmentsView(), languagesView()}
	objects = append(objects, officialViews()...)
	for _, table := range ogp.ReadingTables() {
		objects = append(objects, longView(table))
	}
	return append(append(objects, coverageView()), comparisons()...)
}

// coverageView counts values by member, template and language.
func coverageView() Object {
	table := ogp.StandaloneTables()[0]
	create := "CREATE VIEW " + ogp.Identifier(table.Name) + " AS\n" + ogp.CoverageQuery("commitments") + ";\n"
	return Object{Kind: "VIEW", Create: create, Table: table}
}

// DerivedSQL creates the derived tables and views.
func DerivedSQL() string {
	var b strings.Builder
	for _, o := range Derived() {
		b.WriteString(o.Create + "\n")
	}
	return b.String()
}

// ContentReadings is the table of what the parser read in pages, once for each
// content.
func ContentReadings() Object {
	key := append(pageKey(), ogp.Column{Name: "sha256", Type: ogp.Text, Key: true, Doc: "SHA-256 of the body in the table contents."})
	var lines []string
	for _, column := range key {
		lines = append(lines, column.Name+" VARCHAR NOT NULL")
	}
	for _, column := range ogp.ReadingColumns() {
		lines = append(lines, definition(column))
	}
	for _, table := range ogp.ReadingTables() {
		lines = append(lines, ogp.Identifier(table.Nested())+" "+nestedType(table))
	}
	return Object{
		Kind: "TABLE", Create: "CREATE TABLE content_readings (\n    " + strings.Join(lines, ",\n    ") + "\n);\n",
		Table: ogp.Table{Name: "content_readings", Doc: "What the parser read in every archived content of every page.", Columns: append(key, readingColumns()...)},
	}
}

// pageKey are the columns that name a page.
func pageKey() []ogp.Column {
	return []ogp.Column{
		{Name: "commitment_id", Type: ogp.Text, Key: true, Doc: "OGP's number of the commitment."},
		{Name: "language", Type: ogp.Text, Key: true, Doc: "Language of the page (ISO 639-1)."},
	}
}

// readingColumns are the columns of readings behind their key.
func readingColumns() []ogp.Column {
	columns := ogp.ReadingColumns()
	for _, table := range ogp.ReadingTables() {
		columns = append(columns, rowsOf(table))
	}
	return columns
}

// rowsOf is the column that has the rows of a long table inside their commitment.
func rowsOf(table ogp.Table) ogp.Column {
	return ogp.Column{Name: table.Nested(), Type: ogp.Rows, Doc: table.Doc}
}

// ReadingsView has the readings by version.
func ReadingsView() Object {
	key := append(pageKey(), ogp.Column{Name: "version", Type: ogp.Integer, Key: true, Doc: "1 for the content seen first, one more for each change of content."})
	return Object{
		Kind: "VIEW",
		Table: ogp.Table{
			Name: "readings", Columns: append(key, readingColumns()...),
			Doc: "What the parser read in every archived version of every page: the rows of commitments, with the long tables inside.",
		},
		Create: `CREATE VIEW readings AS
SELECT v.commitment_id, v.language, v.version, r.* EXCLUDE (commitment_id, language, sha256)
FROM versions AS v
JOIN content_readings AS r USING (commitment_id, language, sha256);
`,
	}
}

func longTable(table ogp.Table) Object {
	var lines []string
	for _, column := range table.Columns {
		lines = append(lines, definition(column))
	}
	create := "CREATE TABLE " + ogp.Identifier(table.Name) + " (\n    " + strings.Join(lines, ",\n    ") + "\n);\n"
	return Object{Kind: "TABLE", Create: create, Table: table}
}

// commitmentsView picks the newest version in the preferred language. It
// chooses among keys alone, so that a query of two columns reads two columns.
func commitmentsView() Object { return view(ogp.Commitments(), NewestReadings) }

// languagesView has the newest version in every language.
func languagesView() Object {
	return view(Languages(), `    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language`)
}

// view shows the readings whose keys a query chooses.
func view(table ogp.Table, keys string) Object {
	var lines []string
	var nested []ogp.Column
	for _, column := range table.Columns {
		lines = append(lines, viewColumn(column))
	}
	for _, long := range ogp.LongTables() {
		lines = append(lines, nestedColumn(long))
		nested = append(nested, rowsOf(long))
	}
	table.Columns = slices.Concat(table.Columns, nested)
	create := "CREATE VIEW " + ogp.Identifier(table.Name) + " AS\nWITH newest AS (\n" + keys +
		"\n), changed AS (\n" + nestedRows(ogp.ChangesTable) + "\n), differing AS (\n" + nestedRows(ogp.DiscrepanciesTable) + "\n), coded AS (\n" + NewestOfficial +
		"\n)\nSELECT\n    " + strings.Join(lines, ",\n    ") + `
FROM newest
JOIN readings AS r USING (commitment_id, language, version)
JOIN versions AS p USING (commitment_id, language, version)
JOIN page_states AS s USING (commitment_id, language)
LEFT JOIN changed AS c USING (commitment_id)
LEFT JOIN differing AS d USING (commitment_id)
LEFT JOIN coded AS o USING (commitment_id);
`
	return Object{Kind: "VIEW", Create: create, Table: table}
}

// nestedColumn is a long table inside its commitment.
func nestedColumn(long ogp.Table) string {
	name := ogp.Identifier(long.Nested())
	switch long.Name {
	case ogp.ChangesTable:
		return "coalesce(c." + name + ", []) AS " + name
	case ogp.DiscrepanciesTable:
		return "coalesce(d." + name + ", []) AS " + name
	case AssessmentsName:
		return bothAssessments(long) + " AS " + name
	default:
		return "r." + name
	}
}

// NewestReadings are the keys of the newest reading of each commitment in the
// preferred language: English, else the alphabetically first.
const NewestReadings = `    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language) = 1`

func viewColumn(column ogp.Column) string {
	if from, joined := ogp.Provenance[column.Name]; joined {
		return "p." + ogp.Identifier(from) + " AS " + ogp.Identifier(column.Name)
	}
	switch column.Name {
	case "page_state":
		return `CASE WHEN s."withdrawn_at" IS NULL THEN 'present' ELSE 'withdrawn' END AS "page_state"`
	case "withdrawn_at", "last_checked":
		return "s." + ogp.Identifier(column.Name)
	}
	return "r." + ogp.Identifier(column.Name)
}

// nestedRows are the rows of a table of its own as a list for each commitment.
func nestedRows(name string) string {
	table, _ := ogp.FindTable(name)
	fields := []string{`"number" := "number"`}
	for _, column := range table.OwnColumns() {
		fields = append(fields, ogp.Identifier(column.Name)+" := "+ogp.Identifier(column.Name))
	}
	return `    SELECT commitment_id, list(struct_pack(` + strings.Join(fields, ", ") +
		`) ORDER BY "number") AS ` + ogp.Identifier(table.Nested()) + "\n    FROM " + name + "\n    GROUP BY commitment_id"
}

func longView(table ogp.Table) Object {
	var columns []string
	for _, column := range table.Columns[1:] {
		columns = append(columns, `item.`+ogp.Identifier(column.Name)+" AS "+ogp.Identifier(column.Name))
	}
	create := fmt.Sprintf("CREATE VIEW %s AS\nSELECT\n    commitment_id,\n    %s\nFROM (SELECT commitment_id, unnest(%s) AS item FROM commitments);\n",
		ogp.Identifier(table.Name), strings.Join(columns, ",\n    "), ogp.Identifier(table.Nested()))
	return Object{Kind: "VIEW", Create: create, Table: table}
}

func nestedType(table ogp.Table) string {
	fields := []string{`"number" INTEGER`}
	for _, column := range table.OwnColumns() {
		fields = append(fields, ogp.Identifier(column.Name)+" "+column.Type.SQL())
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")[]"
}

func definition(column ogp.Column) string {
	line := ogp.Identifier(column.Name) + " " + column.Type.SQL()
	if column.Key {
		line += " NOT NULL"
	}
	return line
}

// Languages describes the view of all current readings, one for each language
// of a commitment: commitments shows one of them.
func Languages() ogp.Table {
	table := ogp.Commitments()
	table.Name = "commitment_languages"
	table.Doc = "As commitments, but one row per commitment and language: the newest reading of every page, translations among them."
	return table
}
