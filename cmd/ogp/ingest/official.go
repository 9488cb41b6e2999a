package ingest

import (
	"context"
	"strings"

	"ogp"
	"ogp/parse"
	"ogp/parse/official"
	"ogp/scrape"
	"ogp/store"
)

func officialParser() store.OfficialParser {
	return store.OfficialParser{Version: parse.Version(), Read: official.Assessments}
}

// keepOfficial keeps the rows of OGP's own database. It reports false for a file
// that is none, or that cannot be read to its end: such a file is a gap, and
// nothing of it is kept.
func (r *run) keepOfficial(ctx context.Context, source scrape.Source) (kept bool, err error) {
	database, err := scrape.OpenDatabase(source.Arg)
	if err != nil {
		r.report.Run.Listed++
		r.recordFailure(ogp.Failed, Gap{source.Arg, strings.TrimLeft(strings.TrimPrefix(err.Error(), source.Arg), ",: ")})
		return false, nil
	}
	if missing := official.Missing(database.Columns); len(missing) > 0 {
		r.Log.Warn("the file lacks columns of findings that OGP's database had: they may have other names now; the rows are kept as they are",
			"file", source.Arg, "columns", missing)
	}
	given := database.Edition
	given.Run, given.ImportedAt = r.report.Run.ID, r.report.Run.StartedAt
	inForce, err := r.store.KeepOfficial(ctx, given, database.Rows(), officialParser())
	if err != nil {
		return false, err
	}
	r.report.Official, r.report.SameOfficial = &inForce, inForce.Run != given.Run
	return true, nil
}
