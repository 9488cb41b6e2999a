package ingest

import (
	"context"
	"strings"

	"ogp"
	"ogp/parse"
	"ogp/parse/official"
	"ogp/store"
)

func officialParser() store.OfficialParser {
	return store.OfficialParser{Version: parse.Version(), Read: official.Assessments}
}

// readOfficial reads OGP's own database and keeps its rows, but not in a dry run.
// It is nil for another file, or one that cannot be read to its end: such a
// file is a gap, and nothing of it is kept.
func (r *run) readOfficial(ctx context.Context, path string) (*official.Database, error) {
	database, err := official.Open(path)
	if err != nil {
		r.report.Run.Listed++
		r.report.recordFailure(ogp.Failed, &Gap{Name: path, Reason: strings.TrimLeft(strings.TrimPrefix(err.Error(), path), ",: ")})
		return nil, nil
	}
	if r.DryRun {
		return database, nil
	}
	return database, r.keepOfficial(ctx, database)
}

func (r *run) keepOfficial(ctx context.Context, database *official.Database) error {
	if missing := official.Missing(database.Columns); len(missing) > 0 {
		r.Log.Warn("the file lacks columns of assessments that OGP's database had: they may have other names now; the rows are kept as they are",
			"file", database.File, "columns", missing)
	}
	given := database.Edition
	given.Run, given.ImportedAt = r.report.Run.ID, r.report.Run.StartedAt
	inForce, err := r.store.KeepOfficial(ctx, given, database.Rows(), officialParser())
	if err != nil {
		return err
	}
	r.report.Official, r.report.SameOfficial = &inForce, inForce.Run != given.Run
	return nil
}
