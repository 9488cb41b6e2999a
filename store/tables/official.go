package tables

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// OfficialName is the view of OGP's own database in the edition in force. The
// columns are the file's: some hundred and seventy, which change with every
// release. So each content is a table of its own, made with the columns of its
// file and never altered, and the view shows the one in force.
const OfficialName = "official"

// OfficialRows is the statement that makes the table of one content's rows.
func OfficialRows(edition ogp.Edition) string {
	lines := []string{"commitment_id VARCHAR"}
	for _, name := range OfficialColumns(edition.Columns) {
		lines = append(lines, ogp.Identifier(name)+" VARCHAR")
	}
	return "CREATE TABLE " + ogp.Identifier(edition.Table) + " (\n    " + strings.Join(lines, ",\n    ") + "\n);\n"
}

// OfficialView is the statement that makes the view of an edition; of none where it
// is nil.
func OfficialView(edition *ogp.Edition) string {
	if edition == nil {
		return "CREATE OR REPLACE VIEW " + OfficialName + " AS SELECT NULL::VARCHAR AS commitment_id WHERE false;\n"
	}
	return "CREATE OR REPLACE VIEW " + OfficialName + " AS SELECT * FROM " + ogp.Identifier(edition.Table) + " ORDER BY rowid;\n"
}

// OfficialColumns are the names of the file's columns in its table: as given,
// unless SQL could not tell them apart.
func OfficialColumns(columns []string) []string {
	names := make([]string, len(columns))
	taken := map[string]bool{"commitment_id": true}
	for i, given := range columns {
		given = strings.TrimSpace(strings.ToValidUTF8(given, "\uFFFD"))
		if given == "" {
			given = fmt.Sprintf("column_%d", i+1)
		}
		name := given
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", given, n)
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// OfficialObject describes the view of OGP's own database, or the table of an
// edition's rows.
func OfficialObject(kind, name string, edition ogp.Edition) Object {
	table := Kept(OfficialName)
	table.Name, table.Columns = name, slices.Clone(table.Columns)
	if name != OfficialName {
		table.Doc = fmt.Sprintf("OGP's own commitments database as given in %s, SHA-256 %s.", edition.File, edition.SHA256)
	}
	for i, name := range OfficialColumns(edition.Columns) {
		table.Columns = append(table.Columns, ogp.Column{Name: name, Type: ogp.Text, Doc: fmt.Sprintf("Column %d of OGP's database, as given.", i+1)})
	}
	return Object{Kind: kind, Table: table}
}

// OfficialReadingsName is the table of what was read in OGP's own database, as
// readings is of what was read in pages.
const OfficialReadingsName = "official_readings"

// OfficialReading are the columns of official_commitments that the parser reads.
func OfficialReading() ogp.Table {
	table := ogp.OfficialCommitments()
	table.Name = OfficialReadingsName
	table.Columns = slices.DeleteFunc(slices.Clone(table.Columns), func(c ogp.Column) bool {
		return c.Name == "repeats_row" || slices.Contains(ogp.OfficialIndicators(), c.Name)
	})
	return table
}

func officialReadingsTable() Object {
	assessments, _ := ogp.FindTable(AssessmentsName)
	table := OfficialReading()
	o := longTable(table)
	o.Doc = "What the parser read in every edition of OGP's own database, row by row."
	o.Columns = slices.Concat([]ogp.Column{{Name: "sha256", Type: ogp.Text, Key: true, Doc: "SHA-256 of the file, in hexadecimal."}}, o.Columns,
		[]ogp.Column{{Name: AssessmentsName, Type: ogp.Rows, Doc: "The assessments of the row. " + assessments.Doc}})
	o.Create = strings.Replace(o.Create, "(\n", "(\n    sha256 VARCHAR NOT NULL,\n", 1)
	o.Create = strings.TrimSuffix(o.Create, "\n);\n") + ",\n    " + AssessmentsName + " " + nestedType(assessments) + "\n);\n"
	return o
}

// officialCommitmentsView has the rows of the edition in force.
func officialCommitmentsView() Object {
	var lines []string
	for _, column := range ogp.OfficialCommitments().Columns {
		line := ogp.Identifier(column.Name)
		switch {
		case column.Name == "repeats_row":
			line = "CASE WHEN commitment_id IS NOT NULL THEN nullif(min(row_number) OVER (PARTITION BY commitment_id), row_number) END AS repeats_row"
		case slices.Contains(ogp.OfficialIndicators(), column.Name):
			line = "list_filter(assessments, lambda a: a.state = 'value' AND a.indicator = " + ogp.Literal(column.Name) + ")[1].value AS " + line
		}
		lines = append(lines, line)
	}
	table := ogp.OfficialCommitments()
	table.Columns = slices.Concat(table.Columns, []ogp.Column{{Name: AssessmentsName, Type: ogp.Rows, Doc: "All assessments of the row, with the kinds of empty."}})
	return Object{
		Kind: "VIEW", Table: table,
		Create: "CREATE VIEW " + table.Name + " AS\nSELECT\n    " + strings.Join(lines, ",\n    ") + ",\n    assessments" + `
FROM official_readings
WHERE sha256 = (` + editionInForce + `)
ORDER BY row_number;
`,
	}
}

// officialViews are the other views of OGP's own database alone.
func officialViews() []Object {
	var cells []string
	for _, column := range OfficialReading().Columns {
		if column.Name != "row_number" && column.Name != "commitment_id" {
			cells = append(cells, fmt.Sprintf("{'field': %s, 'value': %s::VARCHAR}", ogp.Literal(column.Name), ogp.Identifier(column.Name)))
		}
	}
	return []Object{{
		Kind: "VIEW",
		Table: ogp.Table{Name: "official_policy_areas", Doc: "The policy areas in OGP's own database, in the edition in force: a row for every 1 in one of their columns.", Columns: []ogp.Column{
			{Name: "row_number", Type: ogp.Integer, Key: true, Doc: "Row of the database, as in official_commitments."},
			{Name: "commitment_id", Type: ogp.Text, Doc: "OGP's number of the commitment."},
			{Name: "number", Type: ogp.Integer, Key: true, Doc: "Number of the policy area within its row."},
			{Name: "policy_area", Type: ogp.Text, Doc: "Name of the column."},
		}},
		Create: "CREATE VIEW official_policy_areas AS\n" + viewSQL("official_policy_areas") + ";\n",
	}, {
		Kind: "VIEW",
		Table: ogp.Table{Name: "official_changes", Doc: "What changed from each edition of OGP's own database to the next that was put in force, newest first, as one and the same parser reads them.", Columns: []ogp.Column{
			{Name: "edition", Type: ogp.Integer, Doc: "Number of the later edition."},
			{Name: "imported_at", Type: ogp.Timestamp, Doc: "When it was imported (UTC)."},
			{Name: "commitment_id", Type: ogp.Text, Doc: "OGP's number of the commitment."},
			{Name: "kind", Type: ogp.Text, Doc: "new, edited or removed."},
			{Name: "field", Type: ogp.Text, Doc: "Column of official_commitments; NULL where the row is new or removed."},
			{Name: "before", Type: ogp.Text, Doc: "Value in the earlier edition; of a removed row its title."},
			{Name: "after", Type: ogp.Text, Doc: "Value in the later edition; of a new row its title."},
		}},
		Create: "CREATE VIEW official_changes AS\n" + strings.Replace(viewSQL("official_changes"), "CELLS", strings.Join(cells, ",\n        "), 1) + ";\n",
	}}
}

//go:embed views
var views embed.FS

// viewSQL is the query of a view that is written by hand.
func viewSQL(name string) string {
	text, err := views.ReadFile("views/" + name + ".sql")
	if err != nil {
		panic("store: no query of the view " + name)
	}
	return strings.TrimSpace(string(text))
}

// comparisons are the views of what the site, the archive and OGP's own database have.
func comparisons() []Object {
	known := "WITH " + viewSQL("known") + "\n"
	var objects []Object
	for _, view := range []struct{ name, query string }{
		{"completeness", known + viewSQL("completeness")},
		{"gaps", known + viewSQL("gaps")},
		{ogp.FullTable, known + ogp.FullQuery("commitments", "(FROM database ANTI JOIN (FROM site WHERE forgotten) USING (commitment_id))") + "\nORDER BY commitment_id"},
		{"scales", viewSQL("scales")},
	} {
		table, _ := ogp.FindTable(view.name)
		objects = append(objects, Object{
			Kind: "VIEW", Table: table,
			Create: "CREATE VIEW " + table.Name + " AS\n" + view.query + ";\n",
		})
	}
	return objects
}

const editionInForce = "SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1"

// NewestOfficial are the assessments of the edition in force: of several rows of a
// commitment, those of the first.
const NewestOfficial = `    SELECT commitment_id, row_number, assessments
    FROM official_readings
    WHERE commitment_id IS NOT NULL AND sha256 = (` + editionInForce + `)
    QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY row_number) = 1`

// bothAssessments are the page's assessments and then those of OGP's own database,
// numbered on.
func bothAssessments(table ogp.Table) string {
	name := ogp.Identifier(table.Nested())
	fields := []string{`"number" := (x."number" + len(r.` + name + `))::INTEGER`}
	for _, column := range table.OwnColumns() {
		fields = append(fields, ogp.Identifier(column.Name)+" := x."+ogp.Identifier(column.Name))
	}
	return "r." + name + " || coalesce(list_transform(o." + name + ", lambda x: struct_pack(" + strings.Join(fields, ", ") + ")), [])"
}
