package export

import (
	"cmp"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"time"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

// Options say what is exported and how. The zero value exports everything.
type Options struct {
	Formats      []string              // of Formats; none means all but warc
	Members      []string              // slugs of members, as in member_slug; none means all
	Templates    []string              // layouts of pages, as in template; none means all
	Tables       []string              // names of tables, as in ogp.AllTables; none means all
	AsOf         time.Time             // the moment as of which the database was opened, for the documents to tell; zero if now
	KnownAt      time.Time             // the moment whose knowledge the database was opened with, likewise; zero if now
	CSVForExcel  bool                  // CSV with byte order mark, CRLF, and formulas disarmed
	CSVDelimiter string                // between the fields of CSV: one of CSVDelimiters; a comma if empty
	DOI          string                // of the published dataset, for its citation; empty if it has none
	Notice       string                // what a reader has to know before all else; first in every document
	Missing      []ogp.MissingPage     // pages that the archive lacks, for the documents to tell; none of a past moment
	Official     *ogp.Edition          // of OGP's own database, which is compared with the pages; nil if there is none
	PartitionBy  string                // member_slug or action_plan_cycle: Parquet as one folder per value; none if empty
	Vocabularies []Vocabulary          // explained in the workbook and the data package
	Version      string                // of the program
	Site         string                // where the pages come from; ogp.Site if empty
	Log          *slog.Logger          // told of every file; silent if nil
	Progress     func(stage string)    // told of every step before it begins; may be nil
	Moved        func(done, total int) // told how far a long step has come; may be nil
}

// Names of the rooms below that callers need.
type (
	// Vocabulary is a closed list of values.
	Vocabulary = dataset.Vocabulary
	// VocabularyValue is one value of a vocabulary.
	VocabularyValue = dataset.VocabularyValue
	// UsageError is a name that is not known, with the names that are.
	UsageError = dataset.UsageError
	// File is one file of an export.
	File = describe.File
)

// Errors that callers tell apart.
var (
	// ErrUsage marks a request for something that does not exist.
	ErrUsage = dataset.ErrUsage
	// ErrNoData marks a database, or a selection from it, without commitments.
	ErrNoData = dataset.ErrNoData
)

// Commitment is one commitment in its nested form, as a line of commitments.jsonl
// without the line end. ErrNoData says that there is none with that ID.
var Commitment = dataset.Commitment

// doiPattern is what a DOI looks like.
var doiPattern = regexp.MustCompile(`^10\.[0-9]{4,9}/[^\s"]+$`)

// CSVDelimiters may stand between the fields of CSV. Excel takes the semicolon in
// the many languages that write a number with a comma.
var CSVDelimiters = []string{",", ";", "\t"}

// newJob fills in what the options leave open and refuses unknown names.
func newJob(o Options) (*job, error) {
	o = o.withDefaults()
	var all []string
	for _, table := range ogp.AllTables() {
		all = append(all, table.Name)
	}
	for _, names := range []struct {
		what         string
		known, given []string
	}{
		{"format", Formats(), o.Formats},
		{"table", all, o.Tables},
		{"template", dataset.FindColumn("commitments", "template").Enum, o.Templates},
	} {
		if err := dataset.CheckNames(names.what, names.known, names.given); err != nil {
			return nil, err
		}
	}
	j := &job{Options: o}
	j.selection = dataset.Selection{Members: o.Members, Templates: o.Templates}
	// The order of an export is the contract's, not the caller's.
	for _, table := range ogp.AllTables() {
		if len(o.Tables) == 0 || slices.Contains(o.Tables, table.Name) {
			j.selection.Tables = append(j.selection.Tables, table)
		}
	}
	for _, f := range formats {
		if len(o.Formats) == 0 && !f.onRequest || slices.Contains(o.Formats, f.name) {
			j.formats = append(j.formats, f)
		}
	}
	return j, j.checkCombination()
}

func (o Options) withDefaults() Options {
	if o.Site == "" {
		o.Site = ogp.Site
	}
	o.CSVDelimiter = cmp.Or(o.CSVDelimiter, CSVDelimiters[0])
	if o.Version == "" {
		o.Version = "(version unknown)"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	if o.Moved == nil {
		o.Moved = func(int, int) {}
	}
	return o
}

// checkCombination refuses options that are known and do not go together.
func (j *job) checkCombination() error {
	if j.DOI != "" && !doiPattern.MatchString(j.DOI) {
		return fmt.Errorf("%w: %q is not a DOI such as 10.5281/zenodo.1234567", ErrUsage, j.DOI)
	}
	if !slices.Contains(CSVDelimiters, j.CSVDelimiter) {
		return fmt.Errorf("%w: unknown CSV delimiter %q: known are ',', ';' and tab", ErrUsage, j.CSVDelimiter)
	}
	if j.PartitionBy != "" {
		if err := dataset.CheckNames("column to partition by", partitionColumns, []string{j.PartitionBy}); err != nil {
			return err
		}
		if !slices.ContainsFunc(j.formats, func(f format) bool { return f.name == parquetFormat.name }) {
			return fmt.Errorf("%w: only parquet is partitioned: the formats must include parquet", ErrUsage)
		}
	}
	if only := j.formats[0]; len(j.formats) == 1 && !only.about(j.Options).Flat && !j.selection.HasMain() {
		return fmt.Errorf("%w: %s holds commitments: the tables must include commitments", ErrUsage, only.name)
	}
	return nil
}

// choices are those that the data package tells.
func (j *job) choices() describe.Choices {
	c := describe.Choices{
		Members: j.Members, Templates: j.Templates, Tables: j.Tables, CSVForExcel: j.CSVForExcel, PartitionBy: j.PartitionBy, DOI: j.DOI,
	}
	if j.CSVDelimiter != CSVDelimiters[0] {
		c.CSVDelimiter = j.CSVDelimiter
	}
	if !j.AsOf.IsZero() {
		c.AsOf = j.AsOf.UTC().Format(ogp.Timestamp.Layout())
	}
	if !j.KnownAt.IsZero() {
		c.KnownAt = j.KnownAt.UTC().Format(ogp.Timestamp.Layout())
	}
	for _, f := range j.formats {
		c.Formats = append(c.Formats, f.name)
	}
	return c
}
