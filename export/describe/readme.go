package describe

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"ogp"
	"ogp/export/dataset"
)

// Readme is README.md.
func (d *Description) Readme(files []File) Document {
	var doc Document
	doc.Heading(DatasetTitle)
	// The workbook does not tell the date that was asked for: a dataset of the past
	// is the same, to the byte, as the one that was written then.
	var more [][]any
	if d.Choices.AsOf != "" {
		more = append(more, []any{"As of", d.Choices.AsOf})
	}
	if d.Choices.KnownAt != "" {
		more = append(more, []any{"Known at", d.Choices.KnownAt})
	}
	d.Introduction(&doc, more...)
	d.listFiles(&doc, files)
	d.ReadingNotes(&doc)
	d.KnownGaps(&doc)
	d.Coverage(&doc)
	d.Columns(&doc)
	return doc
}

// Introduction says what the dataset is, of when, how much, whose, and how to
// cite it; more are further lines of its table.
func (d *Description) Introduction(doc *Document, more ...[]any) {
	s := d.Statistics
	doc.Paragraph("%s", d.abstract())
	rows := [][]any{
		{"Source", d.Site},
		{"Snapshot", Day(s.LastSeen) + " (when the newest page was last seen)"},
		{"Oldest page first seen", Day(s.FirstSeen)},
		{"Commitments", Thousands(s.Commitments())},
		{"Withdrawn", Thousands(s.Archive.Withdrawn) + " of them: their pages are gone from the site; rows whose page_state is present leave them out"},
		{"Missing pages", Thousands(int64(len(s.Archive.Missing))) + " of the whole archive, which the last request did not return"},
		{"Members", Thousands(s.Members)},
		{"Selection", d.selection()},
		{"Made with", d.Program()},
		{"Parser", strings.Join(s.Parsers, dataset.ListSeparator)},
		{"Content", "SHA-256 " + s.Content},
	}
	rows = append(rows, archiveRows(s.Archive)...)
	if e := d.Official; e != nil {
		all := s.Archive.Completeness
		rows = append(rows,
			[]any{"OGP's own database", fmt.Sprintf("%s, imported %s, SHA-256 %s", filepath.Base(e.File), Date(e.ImportedAt), e.SHA256)},
			[]any{"Completeness", fmt.Sprintf("%s commitments are known: %s in OGP's database, %s only on the site; %s have a page in the archive",
				Thousands(all["commitments"]), Thousands(all["in_database"]), Thousands(all["only_on_site"]), Thousands(all["archived"]))})
	}
	doc.Table([]string{"About", "This export"}, append(rows, more...))
	doc.Heading("Licence and citation")
	doc.Paragraph("The pages are published by the %s under the licence %s (CC BY 4.0, %s), and so is this dataset. "+
		"If you use it, name the %s as its source, and say what you changed. It was made from what the %s publishes, and is not its official database.",
		Publisher, licenceName, LicenceURL, Publisher, Publisher)
	doc.Paragraph("Please cite as: %s", d.Cite())
}

// places are where a version may have been seen first, in words.
var places = []struct{ source, words string }{
	{string(ogp.SourceSite), "on the site"}, {string(ogp.SourceFile), "in files"},
	{string(ogp.SourceWayback), "in the Wayback Machine"}, {string(ogp.SourceCommonCrawl), "by Common Crawl"},
}

// archiveRows say where the dataset is from, how fresh and how complete it is.
func archiveRows(a dataset.Archive) (rows [][]any) {
	var seen []string
	for _, place := range places {
		if n := a.Sources[place.source]; n > 0 {
			seen = append(seen, Thousands(n)+" "+place.words)
		}
	}
	if a.Sources[string(ogp.SourceWayback)]+a.Sources[string(ogp.SourceCommonCrawl)] > 0 {
		rows = append(rows, []any{"Versions first seen", strings.Join(seen, ", ") + "; capture_url has the address of each capture, to be cited"})
	}
	if a.OldestCheck != nil {
		rows = append(rows, []any{"Oldest check of a page", Day(*a.OldestCheck)})
	}
	if run := a.LastRun; run != nil {
		rows = append(rows, []any{"Last complete run", fmt.Sprintf("%s: %s listed, %s fetched, %s unchanged, %s failed, %s refused, %s gone", Moment(run.FinishedAt),
			Thousands(run.Listed), Thousands(run.Fetched), Thousands(run.Unchanged), Thousands(run.Failed), Thousands(run.Refused), Thousands(run.Gone))})
	}
	return rows
}

// listFiles lists the data files; the documents explain themselves.
func (d *Description) listFiles(doc *Document, files []File) {
	doc.Heading("Files")
	var rows [][]any
	for _, parts := range grouped(files) {
		r := d.resource(parts)
		name := r.Path[0]
		if parts[0].Partition != "" {
			name = fmt.Sprintf("%s/%s=*/*.%s", parts[0].Group(), d.Choices.PartitionBy, parts[0].Format)
		}
		rows = append(rows, []any{name, r.Description, r.Rows, r.Bytes})
	}
	doc.Table([]string{"File", "Content", "Rows", "Bytes"}, rows)
	doc.Paragraph("`%s` describes every file and column for programs (Frictionless Data Package), with the SHA-256 of each file. "+
		"The tables and columns are the same in every format.", PackageFile)
}

// ReadingNotes say how to read the tables.
func (d *Description) ReadingNotes(doc *Document) {
	doc.Heading("How to read the tables")
	doc.Paragraph("Empty means not known: the page does not print the value, prints it as a drawing that could not be read, or says that there is none yet. " +
		"Which of these it is can be read in the column state of the table sections, and for the findings of the review of assessments: empty (label printed, nothing after it), pending (Pending IRM Review), no_data (No IRM Data), not_available, graphic (drawn), unreadable. A label that is not on the page has no row there.")
	doc.Paragraph("Months are written as the first day of the month, since pages give no day. Times are UTC.")
	if slices.ContainsFunc(d.Formats, func(f Format) bool { return f.Flat }) {
		doc.Paragraph("In flat tables the items of a list are joined with a semicolon and a space. An item may hold a semicolon itself; where that matters, use the long table of the same name or a nested file.")
	}
	if slices.ContainsFunc(d.Formats, func(f Format) bool { return f.Nested }) {
		doc.Paragraph("In nested files a long table that shares its name with a list is called NAME_detail.")
	}
	for _, format := range d.Formats {
		for _, note := range format.Notes {
			doc.Paragraph("%s", note)
		}
	}
}

// Coverage tells how many commitments have a value in each column.
func (d *Description) Coverage(doc *Document) {
	all := d.Statistics.Commitments()
	doc.Heading("Coverage")
	doc.Paragraph("Of %s, so many have a value in the column. Labels differ between national and local pages and have changed over the years, so few columns can be full.",
		Count(all, "commitment", "commitments"))
	var rows [][]any
	for _, c := range d.Statistics.Coverage {
		rows = append(rows, []any{c.Column.Name, c.Count, Share(c.Count, all), c.Column.Doc})
	}
	doc.Table([]string{"Column", "Commitments", ShareHeader, "Meaning"}, rows)
}

// KnownGaps says what is known to be missing or changed.
func (d *Description) KnownGaps(doc *Document) {
	s := d.Statistics
	doc.Heading("Known gaps")
	unread := d.unreadGraphics()
	if len(s.Issues)+len(unread) == 0 {
		doc.Paragraph("Every label and value on the pages was understood.")
	}
	if without := s.Archive.Formless; without > 0 {
		doc.Paragraph("No form was found in %s of %s: they are given whole in the column description, and their answers in no other.", Thousands(without), Count(d.described(), "description", "descriptions"))
	}
	d.missing(doc)
	if len(s.Issues) > 0 {
		doc.Paragraph("What was not understood on the pages is listed, row by row, in the table issues; nothing was dropped for it.")
		var rows [][]any
		for _, issue := range s.Issues {
			rows = append(rows, []any{issue.Kind, issue.Issues, issue.Commitments})
		}
		doc.Table([]string{"Kind of issue", "Issues", "Commitments"}, rows)
	}
	if len(unread) > 0 {
		doc.Paragraph("Many pages draw findings and states instead of printing them; where nothing in the markup proves the value, it is empty, and nothing is guessed. "+
			"Drawn and not read: %s. The drawing is kept in the table sections, state graphic.", strings.Join(unread, ", "))
	}
	if len(s.Broken) > 0 {
		doc.Paragraph("These columns hold values that the data dictionary does not know, as readings by an older version of the program may: %s. "+
			"`%s` states no constraints for them; `ogp reparse` reads the pages again.", strings.Join(s.Broken, ", "), PackageFile)
	}
	for _, limitation := range d.Limitations {
		doc.Paragraph("%s", limitation)
	}
}

// described is how many commitments have a description.
func (d *Description) described() int64 {
	at := slices.IndexFunc(d.Statistics.Coverage, func(c dataset.Coverage) bool { return c.Column.Name == "description" })
	return d.Statistics.Coverage[at].Count
}

// missing lists pages that the archive lacks, as ogp status does.
func (d *Description) missing(doc *Document) {
	const listed = 50
	all := d.Statistics.Archive.Missing
	if len(all) == 0 {
		return
	}
	var rows [][]any
	for _, page := range all[:min(listed, len(all))] {
		rows = append(rows, []any{page.URL, string(page.State), page.Reason, Date(page.Since)})
	}
	doc.Paragraph("%s of the site did not come when last requested. `%s` has all of them; these are the first %d.", Count(int64(len(all)), "page", "pages"), PackageFile, len(rows))
	doc.Table([]string{"Missing page", "What came of it", "Reason", "Since"}, rows)
}

// unreadGraphics tells how much of what is drawn could not be read.
func (d *Description) unreadGraphics() []string {
	var out []string
	for _, kind := range []struct {
		of        dataset.Graphics
		one, many string
	}{
		{d.Statistics.Findings, "finding of the review", "findings of the review"},
		{d.Statistics.Statuses, "state of a milestone", "states of milestones"},
	} {
		if kind.of.Unread > 0 {
			out = append(out, Thousands(kind.of.Unread)+" of "+Count(kind.of.All, kind.one, kind.many))
		}
	}
	return out
}

// Columns explains the columns of the selected tables; those of commitments were
// explained with their coverage, but for their values.
func (d *Description) Columns(doc *Document) {
	var rows [][]any
	for _, column := range ogp.Commitments().Columns {
		if terms := d.Terms(column); len(terms) > 0 {
			rows = append(rows, []any{column.Name, strings.Join(terms, ", ")})
		}
	}
	doc.Heading("Values in commitments")
	doc.Paragraph("The vocabularies of the columns that have one, lowest first where it is a scale.")
	doc.Table([]string{"Column", "Values"}, rows)
	others := slices.DeleteFunc(slices.Clone(d.Selection.Tables), dataset.IsMain)
	if len(others) == 0 {
		return
	}
	rows = nil
	for _, table := range others {
		for _, column := range table.Columns {
			rows = append(rows, []any{table.Name, column.Name, string(column.Type), column.Doc, strings.Join(d.Terms(column), ", ")})
		}
	}
	doc.Heading("Columns of the other tables")
	doc.Table([]string{"Table", "Column", "Type", "Meaning", "Values"}, rows)
}
