package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"ogp"
	"ogp/parse"
	"ogp/scrape"
	"ogp/store"
)

func officialParser() store.OfficialParser {
	return store.OfficialParser{Version: parse.Version(), Read: parse.Official}
}

// rederive reads all that is kept again: OGP's own database, then the pages.
func rederive(ctx context.Context, s *store.Store, progress func(done, total int)) error {
	if err := s.DeriveOfficial(ctx, officialParser()); err != nil {
		return err
	}
	return s.Rederive(ctx, readPage, progress)
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
		i.log.Warn("the file lacks columns of findings that OGP's database had: they may have other names now; the rows are kept as they are",
			"file", source.Arg, "columns", missing)
	}
	given := database.Edition
	given.Run, given.ImportedAt = i.record.ID, i.record.StartedAt
	inForce, err := i.store.KeepOfficial(ctx, given, database.Rows(), officialParser())
	if err != nil {
		return false, err
	}
	i.tally.official = fmt.Sprintf("; OGP's database: %s (edition %d)", count(inForce.RowCount, "row"), inForce.Number)
	if inForce.Run != given.Run {
		i.tally.official += ", as it was"
	}
	return true, nil
}

func (i *importer) missDatabase(source scrape.Source, err error) {
	i.record.Listed++
	i.miss(ogp.Failed, source.Arg, errors.New(strings.TrimLeft(strings.TrimPrefix(err.Error(), source.Arg), ",: ")))
}

// officialSource names the edition of OGP's own database that an export has
// findings of; empty without one.
func officialSource(ctx context.Context, s *store.Store) (string, error) {
	edition, err := s.Official(ctx)
	if err != nil || edition == nil {
		return "", err
	}
	return fmt.Sprintf("%s, imported %s, SHA-256 %s", filepath.Base(edition.File), edition.ImportedAt.Format(time.DateOnly), edition.SHA256), nil
}
