// Package export writes the dataset for people and programs: CSV, Excel,
// Parquet and JSON Lines, described by a Frictionless data package, a README
// and a citation file.
//
// An export appears whole or not at all: it is written beside its folder, read
// back, and then put in its place. The same data gives the same bytes: rows are
// ordered by key, and every date in a file comes from the data, none from the
// clock.
package export

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"ogp"
)

// Options say what is exported and how. The zero value exports everything.
type Options struct {
	Formats      []string              // of Formats; none means all
	Members      []string              // slugs of members, as in member_slug; none means all
	Templates    []string              // layouts of pages, as in template; none means all
	Tables       []string              // names of tables, as in ogp.AllTables; none means all
	AsOf         time.Time             // the moment as of which the database was opened, for the documents to tell; zero if now
	CSVForExcel  bool                  // CSV with byte order mark, CRLF, and formulas disarmed
	Notice       string                // what a reader has to know before all else; stands first in every document
	Official     string                // the edition of OGP's own database that findings with the source "official" are of; empty: there are none
	PartitionBy  string                // member_slug or action_plan_cycle: Parquet as one folder per value; none if empty
	Vocabularies []Vocabulary          // explained in the workbook and the data package
	Version      string                // of the program
	Site         string                // where the pages come from; ogp.Site if empty
	Log          *slog.Logger          // told of every file; silent if nil
	Progress     func(stage string)    // told of every step before it begins; may be nil
	Moved        func(done, total int) // told how far a long step has come; may be nil
}

// Vocabulary is a closed list of values; Name is what ogp.Column.Vocab says.
type Vocabulary struct {
	Name   string
	Values []VocabularyValue // in the order of their scale, lowest first
}

// VocabularyValue is one value of a vocabulary.
type VocabularyValue struct {
	Value   string
	Meaning string
}

// Summary tells what an export holds.
type Summary struct {
	Dir         string    // the folder, absolute
	Snapshot    time.Time // when the newest page was last seen (UTC); zero if no page says
	Commitments int64
	Files       []File // data files in the order of the formats, then the documents
	Cleaned     int    // texts of the workbook without the control characters they have elsewhere
	LongTexts   int    // texts of the workbook continued in its sheet "Long text"
}

// File is one file of an export.
type File struct {
	Name   string // within the folder, with slashes
	Format string // one of Formats; empty for the documents about the data
	Table  string // the table it holds; empty for the workbook and the documents
	Rows   int64  // rows of data; of all tables together in the workbook
	Bytes  int64
	SHA256 string // in hexadecimal

	nested    bool       // commitments with their long tables inside
	partition *partition // nil for a file that holds all rows
}

// format is one way to write the dataset: write makes its files in the staging
// folder and tells their rows; check reads one back.
type format struct {
	name  string
	write func(context.Context, *job) ([]File, error)
	check func(context.Context, *job, File) error
	asks  bool // its check asks the database
}

// formats in the order in which they are listed and written. Those whose check
// asks the database come last: the others are checked while these are written.
var formats = []format{
	{"csv", writeCSV, checkCSV, false},
	{"xlsx", writeWorkbook, checkWorkbook, false},
	{"jsonl", writeJSONL, checkJSONL, false},
	{"parquet", writeParquet, checkParquet, true},
}

// Formats are the names of the formats.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// job is one export under way.
type job struct {
	Options
	formats []format
	tables  []ogp.Table
	source  *source
	bounds  []string // the first ID of every part
	parts   []string // temporary files with the whole dataset
	bytes   int      // of them all
	facts   facts
	dir     string // where files are written
	temp    string // where temporary files go
	summary Summary
	sheets  []sheetFact // of the workbook, once it is written

	sheetRows int // how many rows a sheet of the workbook may have
}

// Write exports the dataset in db into the folder dir, which it creates or, if
// it holds an earlier export, replaces. It reads the views commitments and one
// per long table, all at one moment. Errors: ErrUsage for a name that
// is not known, ErrOccupied for a folder that holds other files, ErrBusy while
// another export writes the same folder, ErrNoData for an empty database. After
// any error the folder is as it was.
func Write(ctx context.Context, db *sql.DB, dir string, o Options) (Summary, error) {
	// DuckDB's allocator keeps what a thread is done with for that thread's next
	// use: asked from whatever thread comes, it would hold a third more memory.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	summary, err := write(ctx, db, dir, o)
	if err == nil {
		return summary, nil
	}
	// The database has words of its own for an interruption; a caller asks for ours.
	if ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		err = fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return Summary{}, fmt.Errorf("export to %s: %w", dir, err)
}

func write(ctx context.Context, db *sql.DB, dir string, o Options) (Summary, error) {
	j, err := newJob(o)
	if err != nil {
		return Summary{}, err
	}
	if j.source, err = openSource(ctx, db, j.tables, o); err != nil {
		return Summary{}, err
	}
	defer j.source.close()
	stage, err := openStaging(dir)
	if err != nil {
		return Summary{}, err
	}
	defer stage.close()
	j.dir, j.temp = stage.data, stage.temp
	if err := j.gather(ctx); err != nil {
		return Summary{}, err
	}
	j.summary = Summary{Dir: stage.target, Snapshot: j.facts.lastSeen, Commitments: j.facts.commitments()}
	if err := j.fill(ctx); err != nil {
		return Summary{}, err
	}
	j.step("swap")
	if err := ctx.Err(); err != nil {
		return Summary{}, err
	}
	return j.summary, stage.commit()
}

// fill writes every file of the export into the staging folder and checks it.
func (j *job) fill(ctx context.Context) error {
	checks, ctx := errgroup.WithContext(ctx)
	admitted := make([][]File, len(j.formats))
	var failed error
	for i, f := range j.formats {
		if failed = j.add(ctx, f, checks, &admitted[i]); failed != nil {
			break
		}
	}
	// A check that fails ends what is being written: it is the reason, then.
	if err := cmp.Or(checks.Wait(), failed); err != nil {
		return err
	}
	j.summary.Files = slices.Concat(admitted...)
	j.step("documents")
	return writeDocuments(j)
}

// add writes the files of a format and checks them. A check that does not ask
// the database is made while the next format is written.
func (j *job) add(ctx context.Context, f format, checks *errgroup.Group, into *[]File) error {
	j.step(f.name)
	files, err := f.write(ctx, j)
	if err != nil {
		return fmt.Errorf("write %s: %w", f.name, err)
	}
	admit := func() (err error) {
		*into, err = j.admit(ctx, f, files)
		return err
	}
	if !f.asks {
		checks.Go(admit)
		return nil
	}
	j.step("check " + f.name)
	return admit()
}

// admit reads the files of a format back, makes them durable and measures them.
func (j *job) admit(ctx context.Context, f format, files []File) ([]File, error) {
	for i := range files {
		file := &files[i]
		file.Format = f.name
		if err := f.check(ctx, j, *file); err != nil {
			return nil, fmt.Errorf("check %s: %w", file.Name, err)
		}
		if err := j.seal(file); err != nil {
			return nil, fmt.Errorf("check %s: %w", file.Name, err)
		}
	}
	return files, nil
}

// seal makes a file durable and measures it.
func (j *job) seal(file *File) error {
	var err error
	if file.Bytes, file.SHA256, err = seal(j.path(file.Name)); err != nil {
		return err
	}
	j.Log.Info("exported", "file", file.Name, "rows", file.Rows, "bytes", file.Bytes)
	return nil
}

func (j *job) path(name string) string { return filepath.Join(j.dir, filepath.FromSlash(name)) }

func (j *job) step(stage string) {
	if j.Progress != nil {
		j.Progress(stage)
	}
}

func (j *job) moved(done, total int) {
	if j.Moved != nil {
		j.Moved(done, total)
	}
}
