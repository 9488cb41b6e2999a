package ingest

import (
	"context"
	"errors"
	"strings"

	"ogp"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
)

func officialParser() store.OfficialParser {
	return store.OfficialParser{Version: parse.Version(), Read: parse.Official}
}

// official keeps the rows of OGP's own database. It reports false for a file
// that is none, or that cannot be read to its end: such a file is a gap, and
// nothing of it is kept.
func (i *importer) official(ctx context.Context, source scrape.Source) (kept bool, err error) {
	database, err := scrape.OpenDatabase(source.Arg)
	if err != nil {
		i.missDatabase(source, err)
		return false, nil
	}
	if missing := parse.OfficialMissing(database.Columns); len(missing) > 0 {
		i.Log.Warn("the file lacks columns of findings that OGP's database had: they may have other names now; the rows are kept as they are",
			"file", source.Arg, "columns", missing)
	}
	given := database.Edition
	given.Run, given.ImportedAt = i.record.ID, i.record.StartedAt
	inForce, err := i.store.KeepOfficial(ctx, given, database.Rows(), officialParser())
	if err != nil {
		return false, err
	}
	i.counts.Official, i.counts.SameOfficial = &inForce, inForce.Run != given.Run
	return true, nil
}

func (i *importer) missDatabase(source scrape.Source, err error) {
	i.record.Listed++
	i.miss(ogp.Failed, source.Arg, errors.New(strings.TrimLeft(strings.TrimPrefix(err.Error(), source.Arg), ",: ")))
}
