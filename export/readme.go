package export

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// What the dataset is called and whose it is.
const (
	generator    = "ogp" // the program, and the mark by which it knows its own exports
	datasetTitle = "Commitments of the Open Government Partnership"
	licenceID    = "CC-BY-4.0"
	licenceName  = "Creative Commons Attribution 4.0 International"
	licenceURL   = "https://creativecommons.org/licenses/by/4.0/"
	publisher    = "Open Government Partnership"
	attribution  = publisher + " (" + ogp.Site + "), " + licenceName
)

// The documents of an export.
const (
	readmeFile   = "README.md"
	citationFile = "CITATION.cff"
	packageFile  = "datapackage.json"
)

// writeDocuments writes what stands beside the data, once the data are known.
func writeDocuments(j *job) error {
	description, err := describe(j)
	if err != nil {
		return err
	}
	texts := []struct{ name, text string }{
		{readmeFile, j.readme().markdown()},
		{citationFile, j.citation()},
		{packageFile, description},
	}
	for _, d := range texts {
		err := writeFile(j.path(d.name), func(w *bufio.Writer) error {
			_, err := w.WriteString(d.text)
			return err
		})
		if err != nil {
			return err
		}
		file := File{Name: d.name}
		if err := j.seal(&file); err != nil {
			return err
		}
		j.summary.Files = append(j.summary.Files, file)
	}
	return nil
}

// readme is README.md.
func (j *job) readme() document {
	var d document
	d.heading(datasetTitle)
	j.introduce(&d, j.asOf()...)
	j.listFiles(&d)
	j.explain(&d)
	j.confess(&d)
	j.cover(&d)
	j.define(&d)
	return d
}

// asOf tells the date that was asked for. The workbook does not: a dataset of
// the past is the same, to the byte, as the one that was written then.
func (j *job) asOf() [][]any {
	if j.AsOf.IsZero() {
		return nil
	}
	return [][]any{{"As of", j.mark().AsOf}}
}

// introduce says what the dataset is, of when, how many, whose, and how to cite
// it, and more about it.
func (j *job) introduce(d *document, more ...[]any) {
	d.say("%s", j.abstract())
	rows := [][]any{
		{"Source", j.Site},
		{"Snapshot", day(j.facts.lastSeen) + " (when the newest page was last seen)"},
		{"Oldest page first seen", day(j.facts.firstSeen)},
		{"Commitments", thousands(j.facts.commitments())},
		{"Members", thousands(j.facts.members)},
		{"Selection", j.selection()},
		{"Made with", strings.TrimSpace(generator + " " + j.Version)},
		{"Parser", strings.Join(j.facts.parsers, listSeparator)},
	}
	if j.Official != "" {
		rows = append(rows, []any{"OGP's own database", j.Official + ": the rows of assessments with the source official"})
	}
	d.table([]string{"About", "This export"}, append(rows, more...))
	d.heading("Licence and citation")
	d.say("The pages are published by the %s under the licence %s (CC BY 4.0, %s), and so is this dataset. "+
		"Whoever uses it names the %s as its source, and says so where something was changed. It was made from what the %s publishes, and is not its official database.",
		publisher, licenceName, licenceURL, publisher, publisher)
	d.say("Please cite as: %s", j.cite())
}

func (j *job) abstract() string {
	return strings.TrimSpace(j.Notice + " " + "Commitments that governments made in their action plans of the Open Government Partnership (OGP), as printed on the commitment pages of " +
		j.Site + ". The table commitments has one row per commitment; what a commitment has several of (milestones, institutions, documents, findings of the review, …) stands in tables of its own, joined by commitment_id.")
}

// selection says which part of the data this is.
func (j *job) selection() string {
	members, layouts, tables := "all members", "", "all tables"
	if len(j.Members) > 0 {
		members = "members " + strings.Join(j.Members, ", ")
	}
	if len(j.Templates) > 0 {
		layouts = "; " + strings.Join(j.Templates, " and ") + " pages"
	}
	if len(j.Tables) > 0 {
		tables = "tables " + strings.Join(tableNames(j.tables), ", ")
	}
	return members + layouts + "; " + tables
}

func tableNames(tables []ogp.Table) []string {
	out := make([]string, len(tables))
	for i, table := range tables {
		out[i] = table.Name
	}
	return out
}

// title is that of the dataset, with the part of it that this is.
func (j *job) title() string {
	if len(j.Members)+len(j.Templates)+len(j.Tables) == 0 {
		return datasetTitle
	}
	return datasetTitle + " (" + j.selection() + ")"
}

func (j *job) cite() string {
	return fmt.Sprintf("%s: %s. Dataset, as seen on %s, read from %s with %s %s. Licence: CC BY 4.0.",
		publisher, j.title(), day(j.facts.lastSeen), j.Site, generator, j.Version)
}

// listFiles lists the data files; the documents need no words.
func (j *job) listFiles(d *document) {
	d.heading("Files")
	var rows [][]any
	for _, files := range j.groups() {
		r := j.resource(files)
		name := r.Path[0]
		if files[0].partition != nil {
			name = fmt.Sprintf("%s/%s=*/*.parquet", files[0].group(), j.PartitionBy)
		}
		rows = append(rows, []any{name, r.Description, r.Rows, r.Bytes})
	}
	d.table([]string{"File", "Content", "Rows", "Bytes"}, rows)
	d.say("`%s` describes every file and column for programs (Frictionless Data Package), with the SHA-256 of each file. "+
		"The same tables and columns stand in every format.", packageFile)
}

// content is what a file holds, in words.
func (j *job) content(file File) string {
	table, found := ogp.FindTable(file.Table)
	switch {
	case !found:
		return "Workbook: overview, every table, data dictionary, vocabularies."
	case file.nested:
		return "Commitments with their long tables inside; lists are lists."
	default:
		return table.Doc
	}
}

// define explains the columns of the chosen tables; those of commitments were
// explained with their coverage, but for their values.
func (j *job) define(d *document) {
	var rows [][]any
	for _, column := range ogp.Commitments().Columns {
		if terms := j.terms(column); len(terms) > 0 {
			rows = append(rows, []any{column.Name, strings.Join(terms, ", ")})
		}
	}
	d.heading("Values in commitments")
	d.say("The vocabularies of the columns that have one, lowest first where it is a scale.")
	d.table([]string{"Column", "Values"}, rows)
	if len(j.longTables()) == 0 {
		return
	}
	d.heading("Columns of the other tables")
	rows = nil
	for _, table := range j.longTables() {
		for _, column := range table.Columns {
			rows = append(rows, []any{table.Name, column.Name, string(column.Type), column.Doc, strings.Join(j.terms(column), ", ")})
		}
	}
	d.table([]string{"Table", "Column", "Type", "Meaning", "Values"}, rows)
}

// explain says how to read the tables.
func (j *job) explain(d *document) {
	d.heading("How to read the tables")
	d.say("Empty means not known: the page does not print the value, prints it as a drawing that could not be read, or says that there is none yet. " +
		"Which of these it is stands in the table sections, and for the findings of the review in assessments, in the column state: empty (label printed, nothing after it), pending (Pending IRM Review), no_data (No IRM Data), not_available, graphic (drawn), unreadable. A label that is not on the page has no row there.")
	d.say("Months are written as the first day of the month, since pages give no day. Times are UTC.")
	if j.writes("csv") || j.writes("xlsx") || j.writes("parquet") {
		d.say("In flat tables the items of a list are joined with a semicolon and a space. An item may hold a semicolon itself; where that matters, use the long table of the same name or a nested file.")
	}
	if j.writes("jsonl") || j.writes("parquet") {
		d.say("In nested files a long table that shares its name with a list stands beside it as NAME_detail.")
	}
	if j.PartitionBy != "" {
		d.say("The Parquet files are partitioned by %[1]s: a folder per table, in it one per value, named %[1]s=VALUE. The column is in the folders' names only; readers add it. Rows without a value are in the folder %[2]s, which is read as NULL.", j.PartitionBy, nullPartition)
	}
	if j.writes("csv") {
		j.explainCSV(d)
	}
	if j.writes("xlsx") {
		d.say("In the workbook, identifiers are text and dates are dates. A cell holds 32,767 characters at most: a longer text goes on in the sheet “Long text”, and its cell says where.")
	}
}

func (j *job) explainCSV(d *document) {
	if !j.CSVForExcel {
		d.say("CSV files are UTF-8 with a comma between fields (RFC 4180). An empty field is not known; \"\" is a text known to be empty.")
		return
	}
	d.say("CSV files are made for Excel: UTF-8 with a byte order mark, and lines end with CR LF. " +
		"A text that begins with =, +, -, @, a tab or a carriage return has an apostrophe before it, so that Excel does not run it as a formula: take it off before you use the text elsewhere. " +
		"An empty field is not known; \"\" is a text known to be empty.")
}

func (j *job) writes(name string) bool {
	return slices.ContainsFunc(j.formats, func(f format) bool { return f.name == name })
}

// cover tells how many commitments have a value in each column.
func (j *job) cover(d *document) {
	d.heading("Coverage")
	d.say("Of %s, so many have a value in the column. Labels differ between national and local pages and have changed over the years, so few columns can be full.",
		plural(j.facts.commitments(), "commitment", "commitments"))
	var rows [][]any
	for _, f := range j.facts.filled {
		rows = append(rows, []any{f.column.Name, f.count, share(f.count, j.facts.commitments()), f.column.Doc})
	}
	d.table([]string{"Column", "Commitments", shareHead, "Meaning"}, rows)
}

// confess says what is known to be missing or changed.
func (j *job) confess(d *document) {
	d.heading("Known gaps")
	if len(j.facts.issues) == 0 {
		d.say("No page held anything that was not understood.")
	} else {
		d.say("What was not understood on the pages stands, row by row, in the table issues; nothing was dropped for it.")
		d.table([]string{"Kind of issue", "Issues", "Commitments"}, j.facts.issues)
	}
	if unread := j.unread(); len(unread) > 0 {
		d.say("Many pages draw findings and states instead of printing them; where nothing in the markup proves the value, it is empty, and nothing is guessed. "+
			"Drawn and not read: %s. The drawing stands in the table sections, state graphic.", strings.Join(unread, ", "))
	}
	if len(j.facts.broken) > 0 {
		d.say("These columns hold values that the data dictionary does not know, as readings by an older version of the program may: %s. "+
			"`%s` states no constraints for them; `ogp reparse` reads the pages again.", strings.Join(j.facts.broken, ", "), packageFile)
	}
	if !j.writes("xlsx") {
		return
	}
	if j.summary.Cleaned == 0 && j.summary.LongTexts == 0 {
		d.say("The workbook has every text whole and unchanged.")
		return
	}
	d.say("For the workbook, %s freed from control characters, which Excel cannot hold, and %s into the sheet “Long text”. The other files have every text whole and unchanged.",
		plural(int64(j.summary.Cleaned), "text was", "texts were"), plural(int64(j.summary.LongTexts), "text was continued", "texts were continued"))
}

// unread tells how much of what is drawn could not be read.
func (j *job) unread() []string {
	var out []string
	for _, kind := range []struct {
		of        drawn
		one, many string
	}{
		{j.facts.findings, "finding of the review", "findings of the review"},
		{j.facts.states, "state of a milestone", "states of milestones"},
	} {
		if kind.of.unread > 0 {
			out = append(out, thousands(kind.of.unread)+" of "+plural(kind.of.all, kind.one, kind.many))
		}
	}
	return out
}

// citation is CITATION.cff. Texts are quoted as JSON, which is YAML.
func (j *job) citation() string {
	lines := [][2]string{
		{"cff-version", "1.2.0"},
		{"type", "dataset"},
		{"message", "Please cite the dataset as below."},
		{"title", j.title()},
		{"abstract", j.abstract()},
		{"license", licenceID},
		{"url", j.Site},
		{"version", date(j.facts.lastSeen)},
		{"date-released", date(j.facts.lastSeen)},
	}
	var out strings.Builder
	for _, line := range lines {
		if line[1] != "" {
			fmt.Fprintf(&out, "%s: %s\n", line[0], jsonText(line[1]))
		}
	}
	fmt.Fprintf(&out, "authors:\n  - name: %s\n    website: %s\nkeywords:\n", jsonText(publisher), jsonText(ogp.Site))
	for _, word := range keywords {
		fmt.Fprintf(&out, "  - %s\n", jsonText(word))
	}
	return out.String()
}

var keywords = []string{"open government", "Open Government Partnership", "commitments", "action plans", "Independent Reporting Mechanism"}
