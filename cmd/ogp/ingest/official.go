package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ogp"
	"ogp/parse"
	"ogp/parse/official"
	"ogp/scrape"
	"ogp/store"
)

func officialParser() store.OfficialParser {
	return store.OfficialParser{Version: parse.Version(), Read: official.Reader}
}

// databaseFile is a file that may be OGP's own database, or why it is not.
type databaseFile struct {
	*official.Database
	err error
}

// openDatabases reads such files before anything is made for the run: one that
// cannot be used, and is all that there is, ends it.
func openDatabases(o Options) (map[string]databaseFile, error) {
	files := map[string]databaseFile{}
	for _, source := range o.Sources {
		if source.Kind != scrape.SourceDatabase {
			continue
		}
		database, err := official.Open(source.Arg)
		switch {
		case err == nil || len(o.Sources) > 1:
		case errors.Is(err, official.ErrNotDatabase):
			return nil, UsageError{err}
		default:
			return nil, UnusableError{err}
		}
		if database != nil {
			database.File = o.recorded(source.Arg)
		}
		files[source.Arg] = databaseFile{database, err}
	}
	return files, nil
}

// readOfficial takes in OGP's own database and keeps its rows, but not in a dry run.
// It is nil for any other file, and for one that cannot be read to its end: such a file is
// a gap, and nothing of it is kept.
func (r *run) readOfficial(ctx context.Context, path string) (*official.Database, error) {
	file := r.databases[path]
	if file.err != nil {
		r.report.Run.Listed++
		r.report.recordFailure(ogp.Failed, &Gap{Name: r.recorded(path), Reason: strings.TrimLeft(strings.TrimPrefix(file.err.Error(), path), ",: ")})
		return nil, nil
	}
	if r.DryRun || file.List {
		return file.Database, nil
	}
	return file.Database, r.keepOfficial(ctx, file.Database)
}

func (r *run) keepOfficial(ctx context.Context, database *official.Database) error {
	if missing := official.Missing(database.Columns); len(missing) > 0 {
		r.Log.Warn("the file lacks columns of assessments that OGP's database had: they may have other names now; the rows are kept as they are",
			"file", database.File, "columns", missing)
	}
	given := database.Edition
	given.Run, given.ImportedAt = r.report.Run.ID, r.report.Run.StartedAt
	before, err := r.store.Official(ctx)
	if err != nil {
		return err
	}
	if before != nil && !r.Replace {
		given.HeldBack = whyHeldBack(*before, given)
	}
	kept, err := r.store.KeepOfficial(ctx, given, database.Rows(), officialParser())
	if err != nil {
		return err
	}
	if kept.HeldBack != "" {
		r.report.HeldBack = kept.HeldBack
		kept = *before
	}
	r.report.Official, r.report.SameOfficial = &kept, kept.Run != given.Run
	return nil
}

// whyHeldBack says why an edition is not put in force: it has far less than the one
// before, as an extract has. It is empty for one that may be.
func whyHeldBack(before, given ogp.Edition) string {
	for _, compared := range []struct {
		what        string
		before, now int
	}{
		{"rows", int(before.RowCount), int(given.RowCount)},
		{"indicators", official.Findings(before.Columns), official.Findings(given.Columns)},
	} {
		if compared.now*10 < compared.before*8 {
			return fmt.Sprintf("%s has %d %s, the edition in force has %d", given.File, compared.now, compared.what, compared.before)
		}
	}
	return ""
}
