// Package describe writes what accompanies the data of an export: the README,
// the citation file, and a Frictionless data package.
//
// In comes what the export was asked for, the statistics of its data, and what
// each format tells of itself. Out go texts and documents, which the workbook
// shows too. It never reads a database or a file, and no date in its texts comes
// from the clock.
package describe

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/export/dataset"
)

// What the dataset is called and whose it is.
const (
	Generator    = "ogp" // the program, and the mark by which it knows its own exports
	DatasetTitle = "Commitments of the Open Government Partnership"
	LicenceID    = "CC-BY-4.0"
	LicenceURL   = "https://creativecommons.org/licenses/by/4.0/"
	Publisher    = "Open Government Partnership"
	Attribution  = Publisher + " (" + ogp.Site + "), " + licenceName

	licenceName = "Creative Commons Attribution 4.0 International"
)

// Files that every export has besides its data.
const (
	ReadmeFile   = "README.md"
	CitationFile = "CITATION.cff"
	PackageFile  = "datapackage.json"
)

var keywords = []string{"open government", "Open Government Partnership", "commitments", "action plans", "Independent Reporting Mechanism"}

// Format is what a format tells of itself to the documents.
type Format struct {
	Name      string
	MediaType string
	Encoding  string   // of texts; empty for binary files
	Dialect   *Dialect // of tables as text; nil for other formats
	Flat      bool     // has files in which the items of a list are joined
	Nested    bool     // has files in which long tables are nested inside commitments
	Title     string   // of a file that holds all tables
	Content   string   // of such a file, in words
	Notes     []string // how to read its files, in sentences
}

// File is one file of an export.
type File struct {
	Name   string // within the folder, with slashes
	Format string // the name of its format; empty for the documents about the data
	Table  string // the table it holds; empty for the workbook and the documents
	Rows   int64  // rows of data; of all tables together in the workbook
	Bytes  int64
	SHA256 string // in hexadecimal

	Nested    bool   // holds commitments with their long tables inside
	PartOf    string // the file it belongs to, such as index.html for a page of the website; empty for a file of its own
	Partition string // folder of a partition, such as member_slug=kenya; empty for a file that holds all rows
}

// Description is what the documents tell.
type Description struct {
	Choices      Choices
	Version      string       // of the program
	Site         string       // where the pages come from
	Notice       string       // first in every document; may be empty
	Official     *ogp.Edition // of OGP's own database, if there is one
	Selection    dataset.Selection
	Vocabularies []dataset.Vocabulary
	Formats      []Format
	Statistics   dataset.Statistics
	Limitations  []string // what formats could not hold as it is, in sentences
}

// Choices are those that an export was made with. The data package tells them, so
// that the export can be made again.
type Choices struct {
	Members      []string `json:"members,omitempty"`
	Templates    []string `json:"templates,omitempty"`
	AsOf         string   `json:"as_of,omitempty"`
	KnownAt      string   `json:"known_at,omitempty"`
	Tables       []string `json:"tables,omitempty"`
	Formats      []string `json:"formats"`
	CSVForExcel  bool     `json:"csv_for_excel,omitempty"`
	CSVDelimiter string   `json:"csv_delimiter,omitempty"`
	PartitionBy  string   `json:"partition_by,omitempty"`
	DOI          string   `json:"doi,omitempty"`
}

// Title is that of the dataset, with the part of it that this is.
func (d *Description) Title() string {
	if len(d.Choices.Members)+len(d.Choices.Templates)+len(d.Choices.Tables) == 0 {
		return DatasetTitle
	}
	return DatasetTitle + " (" + d.selection() + ")"
}

// selection says which part of the data this is.
func (d *Description) selection() string {
	members, layouts, tables := "all members", "", "all tables"
	if len(d.Choices.Members) > 0 {
		members = "members " + strings.Join(d.Choices.Members, ", ")
	}
	if len(d.Choices.Templates) > 0 {
		layouts = "; " + strings.Join(d.Choices.Templates, " and ") + " pages"
	}
	if len(d.Choices.Tables) > 0 {
		var names []string
		for _, table := range d.Selection.Tables {
			names = append(names, table.Name)
		}
		tables = "tables " + strings.Join(names, ", ")
	}
	return members + layouts + "; " + tables
}

func (d *Description) abstract() string {
	return strings.TrimSpace(d.Notice + " " + "Commitments that governments made in their action plans of the Open Government Partnership (OGP), as printed on the commitment pages of " +
		d.Site + ". The table commitments has one row per commitment; what a commitment has several of (milestones, institutions, documents, findings of the review, …) is in tables of its own, joined by commitment_id.")
}

// Cite is how the dataset is cited.
func (d *Description) Cite() string {
	return fmt.Sprintf("%s: %s. Dataset, as seen on %s, read from %s with %s, parser %s, content %s. Licence: CC BY 4.0.%s",
		Publisher, d.Title(), Moment(d.Statistics.LastSeen), d.Site, d.Program(), strings.Join(d.Statistics.Parsers, " and "), d.content(), d.doiAddress(" "))
}

// content is the beginning of the hash of the content: enough to tell datasets
// apart.
func (d *Description) content() string {
	const shown = 12
	return d.Statistics.Content[:min(shown, len(d.Statistics.Content))]
}

// doiAddress is the address of the dataset's DOI behind a text; nothing without one.
func (d *Description) doiAddress(before string) string {
	if d.Choices.DOI == "" {
		return ""
	}
	return before + "https://doi.org/" + d.Choices.DOI
}

// Program is the program that made the export, with its version.
func (d *Description) Program() string { return strings.TrimSpace(Generator + " " + d.Version) }

// Terms are the values of a column's vocabulary, in its order.
func (d *Description) Terms(column ogp.Column) []string {
	return dataset.Terms(column, d.Vocabularies)
}

func (d *Description) format(name string) Format {
	if i := slices.IndexFunc(d.Formats, func(f Format) bool { return f.Name == name }); i >= 0 {
		return d.Formats[i]
	}
	return Format{Name: name}
}

// Date is a day in ISO 8601, or nothing.
func Date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}
