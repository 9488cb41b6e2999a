package tables

import (
	"fmt"
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
	o := Object{Kind: kind, Name: name, comment: table.Doc, columns: describe(table)}
	if name != OfficialName {
		o.comment = fmt.Sprintf("OGP's own commitments database as given in %s, SHA-256 %s.", edition.File, edition.SHA256)
	}
	for i, name := range OfficialColumns(edition.Columns) {
		o.columns = append(o.columns, described{name, fmt.Sprintf("Column %d of OGP's database, as given.", i+1)})
	}
	return o
}

// OfficialReadingsName is the table of what was read in OGP's own database, as
// readings is of what was read in pages.
const OfficialReadingsName = "official_readings"

func officialReadingsTable() Object {
	table, _ := ogp.FindTable(AssessmentsName)
	return Object{
		Kind: "TABLE", Name: OfficialReadingsName,
		comment: "What the parser read in every edition of OGP's own database: the assessments of its rows, by commitment.",
		columns: []described{
			{"sha256", "SHA-256 of the file, in hexadecimal."},
			{"commitment_id", "OGP's number of the commitment."},
			{table.Name, "The assessments, in the order of the rows. " + table.Doc},
		},
		Create: "CREATE TABLE " + OfficialReadingsName + " (\n    sha256 VARCHAR NOT NULL,\n    commitment_id VARCHAR NOT NULL,\n    " +
			ogp.Identifier(table.Name) + " " + nestedType(table) + "\n);\n",
	}
}

// NewestOfficial are the assessments of the edition in force.
const NewestOfficial = `    SELECT commitment_id, assessments
    FROM official_readings
    WHERE sha256 = (SELECT sha256 FROM official_editions WHERE held_back IS NULL ORDER BY edition DESC LIMIT 1)`

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
