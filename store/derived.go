package store

import (
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// object is one derived table or view.
type object struct {
	kind    string // TABLE or VIEW
	name    string
	create  string
	comment string
	columns []described
}

type described struct{ name, comment string }

// provenance are the columns of commitments that say which page a row was read
// from, and the columns of pages they come from. They are joined, not stored: a
// page that is seen again unchanged moves last_seen without touching readings.
var provenance = map[string]string{
	"page_version": "version",
	"first_seen":   "first_seen",
	"last_seen":    "last_seen",
	"page_sha256":  "sha256",
}

// changesName is the long table that no page prints: it is the difference
// between readings, and so a table of its own beside them.
const changesName = "changes"

// assessmentsName is the long table that has rows of two sources: the page's
// stand in readings, those of OGP's own database beside them.
const assessmentsName = "assessments"

// derived are the derived tables and views, in order of creation.
func derived() []object {
	changes, _ := ogp.FindTable(changesName)
	objects := []object{readingsTable(), officialReadingsTable(), longTable(changes), commitmentsView(), languagesView()}
	for _, table := range nestedTables() {
		objects = append(objects, longView(table))
	}
	return objects
}

// derivedSQL creates the derived tables and views.
func derivedSQL() string {
	var b strings.Builder
	for _, o := range derived() {
		b.WriteString(o.create + "\n")
	}
	return b.String()
}

// nestedTables are the long tables that stand inside a reading.
func nestedTables() []ogp.Table {
	return slices.DeleteFunc(slices.Clone(ogp.LongTables()), func(table ogp.Table) bool {
		return table.Name == changesName
	})
}

// readingColumns are the flat columns of readings behind its key.
func readingColumns() []ogp.Column {
	return slices.DeleteFunc(slices.Clone(ogp.Commitments().Columns), func(column ogp.Column) bool {
		_, joined := provenance[column.Name]
		return joined || column.Key || column.Name == "language"
	})
}

func readingsTable() object {
	archived := ogp.KeptTables()[0]
	o := object{
		kind: "TABLE", name: "readings",
		comment: "What the parser read in every archived version of every page: the rows of commitments, with the long tables inside.",
	}
	var lines []string
	for _, column := range archived.Columns {
		if column.Key {
			lines = append(lines, definition(column))
			o.columns = append(o.columns, described{column.Name, column.Doc})
		}
	}
	for _, column := range readingColumns() {
		lines = append(lines, definition(column))
		o.columns = append(o.columns, described{column.Name, column.Doc})
	}
	for _, table := range nestedTables() {
		lines = append(lines, quote(table.Nested())+" "+nestedType(table))
		o.columns = append(o.columns, described{table.Nested(), table.Doc})
	}
	o.create = "CREATE TABLE readings (\n    " + strings.Join(lines, ",\n    ") + "\n);\n"
	return o
}

func longTable(table ogp.Table) object {
	var lines []string
	for _, column := range table.Columns {
		lines = append(lines, definition(column))
	}
	create := "CREATE TABLE " + quote(table.Name) + " (\n    " + strings.Join(lines, ",\n    ") + "\n);\n"
	return object{kind: "TABLE", name: table.Name, create: create, comment: table.Doc, columns: describe(table)}
}

// commitmentsView picks the newest version in the preferred language. It
// chooses among keys alone, so that a query of two columns reads two columns.
func commitmentsView() object { return view(ogp.Commitments(), newestReadings) }

// languagesView has the newest version in every language.
func languagesView() object {
	return view(Languages(), `    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language`)
}

// view shows the readings whose keys a query chooses.
func view(table ogp.Table, keys string) object {
	o := object{kind: "VIEW", name: table.Name, comment: table.Doc, columns: describe(table)}
	var lines []string
	for _, column := range table.Columns {
		lines = append(lines, viewColumn(column))
	}
	for _, long := range ogp.LongTables() {
		lines = append(lines, nestedColumn(long))
		o.columns = append(o.columns, described{long.Nested(), long.Doc})
	}
	o.create = "CREATE VIEW " + quote(table.Name) + " AS\nWITH newest AS (\n" + keys +
		"\n), changed AS (\n" + nestedChanges() + "\n), coded AS (\n" + newestOfficial +
		"\n)\nSELECT\n    " + strings.Join(lines, ",\n    ") + `
FROM newest
JOIN readings AS r USING (commitment_id, language, version)
JOIN pages AS p USING (commitment_id, language, version)
LEFT JOIN changed AS c USING (commitment_id)
LEFT JOIN coded AS o USING (commitment_id);
`
	return o
}

// nestedColumn is a long table inside its commitment.
func nestedColumn(long ogp.Table) string {
	name := quote(long.Nested())
	switch long.Name {
	case changesName:
		return "coalesce(c." + name + ", []) AS " + name
	case assessmentsName:
		return bothAssessments(long) + " AS " + name
	default:
		return "r." + name
	}
}

// newestReadings are the keys of the newest reading of each commitment in the
// preferred language: English, else the alphabetically first.
const newestReadings = `    SELECT commitment_id, language, max(version) AS version
    FROM readings
    GROUP BY commitment_id, language
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language) = 1`

func viewColumn(column ogp.Column) string {
	if from, joined := provenance[column.Name]; joined {
		return "p." + quote(from) + " AS " + quote(column.Name)
	}
	return "r." + quote(column.Name)
}

func nestedChanges() string {
	changes, _ := ogp.FindTable(changesName)
	fields := []string{`"number" := "number"`}
	for _, column := range ownColumns(changes) {
		fields = append(fields, quote(column.Name)+" := "+quote(column.Name))
	}
	return `    SELECT commitment_id, list(struct_pack(` + strings.Join(fields, ", ") +
		`) ORDER BY "number") AS ` + quote(changes.Nested()) + "\n    FROM changes\n    GROUP BY commitment_id"
}

func longView(table ogp.Table) object {
	var columns []string
	for _, column := range table.Columns[1:] {
		columns = append(columns, `item.`+quote(column.Name)+" AS "+quote(column.Name))
	}
	create := fmt.Sprintf("CREATE VIEW %s AS\nSELECT\n    commitment_id,\n    %s\nFROM (SELECT commitment_id, unnest(%s) AS item FROM commitments);\n",
		quote(table.Name), strings.Join(columns, ",\n    "), quote(table.Nested()))
	return object{kind: "VIEW", name: table.Name, create: create, comment: table.Doc, columns: describe(table)}
}

// ownColumns are a long table's columns behind its key.
func ownColumns(table ogp.Table) []ogp.Column {
	return slices.DeleteFunc(slices.Clone(table.Columns), func(column ogp.Column) bool { return column.Key })
}

func nestedType(table ogp.Table) string {
	fields := []string{`"number" INTEGER`}
	for _, column := range ownColumns(table) {
		fields = append(fields, quote(column.Name)+" "+column.Type.SQL())
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")[]"
}

func definition(column ogp.Column) string {
	line := quote(column.Name) + " " + column.Type.SQL()
	if column.Key {
		line += " NOT NULL"
	}
	return line
}

func describe(table ogp.Table) []described {
	var columns []described
	for _, column := range table.Columns {
		columns = append(columns, described{column.Name, column.Doc})
	}
	return columns
}

// quote makes any column name safe, such as "end_month" or "status".
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
