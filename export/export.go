// Package export writes the dataset for people and programs: CSV, Excel, Parquet,
// JSON Lines and a website, described by a Frictionless data package, a README and a
// citation file.
//
// In come a database with the view commitments and options. Out goes a folder,
// whole or not at all: it is written beside its place, read back, and then put
// there. The same data gives the same bytes: rows are ordered by key, and every
// date in a file comes from the data, none from the clock. It never writes to the
// database.
//
// The way of an export, and where to read about each step:
//
//	options.go    what is asked for
//	staging.go    the folder in which it is made, and how it takes its place
//	dataset/      the rows, all of one moment, and statistics
//	csv.go …      one file per format; a new one is a file and its line in formats
//	overview/     key figures and charts, as numbers
//	xlsx/         the workbook
//	html/         the website
//	describe/     what accompanies the data: data package, README, citation
//	verify.go     an export made again and compared
package export

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"ogp/export/dataset"
	"ogp/export/describe"
	"ogp/export/overview"
	"ogp/export/xlsx"
)

// Summary tells what an export holds.
type Summary struct {
	Dir         string    // the folder, absolute
	Snapshot    time.Time // when the newest page was last seen (UTC); zero if no page says
	Commitments int64
	Files       []File // data files in the order of the formats, then the documents
}

// format is one way to write the dataset.
type format struct {
	name      string
	onRequest bool                                        // written only where it is named
	about     func(Options) describe.Format               // what it tells of itself to the documents
	write     func(context.Context, *job) (result, error) // makes its files in the staging folder
	check     func(context.Context, *job, File) error     // reads one of them back
}

// result is what a format has written.
type result struct {
	files      []File
	limitation string // what it could not hold as it is, in a sentence; empty if nothing
}

// formats in the order in which they are listed and written.
var formats = []format{
	csvFormat,
	workbookFormat,
	jsonlFormat,
	parquetFormat,
	warcFormat,
	websiteFormat, // last: it links to the others
}

// Formats are the names of the formats.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// job is one export.
type job struct {
	Options
	formats   []format
	selection dataset.Selection
	data      *dataset.Dataset
	about     describe.Description
	overview  func() (overview.Overview, error) // read once, if a format needs it
	dir       string                            // where files are written
	temp      string                            // where temporary files go
	files     []File
	sheets    []xlsx.Sheet // of the workbook, for its check
	sheetRows int          // how many rows a sheet of the workbook may have; 0: as many as Excel takes
}

// Write exports the dataset in db into the folder dir, which it creates or, if
// it holds an earlier export, replaces. Errors: ErrUsage for a name that is not
// known, ErrOccupied for a folder that holds other files, ErrBusy while another
// export writes the same folder, ErrNoData for an empty database. After any error
// the folder is as it was.
func Write(ctx context.Context, db *sql.DB, dir string, o Options) (Summary, error) {
	summary, err := write(ctx, db, dir, o)
	if err == nil {
		return summary, nil
	}
	// The database has an error of its own for an interruption; callers look for ours.
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
	stage, err := openStaging(dir)
	if err != nil {
		return Summary{}, err
	}
	defer stage.close()
	j.dir, j.temp = stage.data, stage.temp
	if err := j.open(ctx, db); err != nil {
		return Summary{}, err
	}
	defer j.data.Close()
	for _, f := range j.formats {
		if err := j.add(ctx, f); err != nil {
			return Summary{}, err
		}
	}
	if err := j.addDocuments(); err != nil {
		return Summary{}, err
	}
	j.Progress("swap")
	if err := ctx.Err(); err != nil {
		return Summary{}, err
	}
	statistics := j.about.Statistics
	return Summary{stage.target, statistics.LastSeen, statistics.Commitments(), j.files}, stage.commit()
}

// open reads the dataset and collects what the documents tell of it.
func (j *job) open(ctx context.Context, db *sql.DB) (err error) {
	j.Progress("read")
	if j.data, err = dataset.Open(ctx, db, j.selection, j.Moved); err != nil {
		return err
	}
	statistics, err := j.data.Statistics(ctx, j.Vocabularies)
	if err != nil {
		j.data.Close()
		return err
	}
	statistics.Archive.Missing = j.Missing
	j.about = describe.Description{
		Choices: j.choices(), Version: j.Version, Site: j.Site, Notice: j.Notice, Official: j.Official,
		Selection: j.selection, Vocabularies: j.Vocabularies, Statistics: statistics,
	}
	j.overview = sync.OnceValues(func() (overview.Overview, error) {
		return overview.Read(ctx, j.data, statistics, j.Vocabularies)
	})
	for _, f := range j.formats {
		j.about.Formats = append(j.about.Formats, f.about(j.Options))
	}
	return nil
}

// add writes the files of a format, reads them back, makes them durable and
// measures them.
func (j *job) add(ctx context.Context, f format) error {
	j.Progress(f.name)
	written, err := f.write(ctx, j)
	if err != nil {
		return fmt.Errorf("write %s: %w", f.name, err)
	}
	if written.limitation != "" {
		j.about.Limitations = append(j.about.Limitations, written.limitation)
	}
	j.Progress("check " + f.name)
	for _, file := range written.files {
		file.Format = f.name
		if err := f.check(ctx, j, file); err != nil {
			return fmt.Errorf("check %s: %w", file.Name, err)
		}
		if err := j.finish(file); err != nil {
			return err
		}
	}
	return nil
}

// finish makes a file durable, measures it and adds it to the export.
func (j *job) finish(file File) (err error) {
	if file.Bytes, file.SHA256, err = syncAndHash(j.path(file.Name)); err != nil {
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	j.Log.Info("exported", "file", file.Name, "rows", file.Rows, "bytes", file.Bytes)
	j.files = append(j.files, file)
	return nil
}

// addDocuments writes what accompanies the data, once the data is known.
func (j *job) addDocuments() error {
	j.Progress("documents")
	data := slices.Clone(j.files)
	description, err := j.about.Package(data)
	if err != nil {
		return err
	}
	for _, document := range []struct{ name, text string }{
		{describe.ReadmeFile, j.about.Readme(data).Markdown()},
		{describe.CitationFile, j.about.Citation()},
		{describe.PackageFile, description},
	} {
		err := writeFile(j.path(document.name), func(w *bufio.Writer) error {
			_, err := w.WriteString(document.text)
			return err
		})
		if err != nil {
			return err
		}
		if err := j.finish(File{Name: document.name}); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) path(name string) string { return filepath.Join(j.dir, filepath.FromSlash(name)) }

// rows is how many rows of a table the export has.
func (j *job) rows(table string) int64 { return j.about.Statistics.Rows[table] }

// expect compares the rows read back from a file with those of the database.
func (j *job) expect(table string, rows int64) error {
	if want := j.rows(table); rows != want {
		return fmt.Errorf("%d rows of %s, want %d", rows, table, want)
	}
	return nil
}
