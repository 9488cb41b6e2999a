package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/tables"
)

// Parser reads what is kept.
type Parser struct {
	// Page reads a page. It is called from several goroutines at once. A page that
	// it finds to be no commitment page (ogp.ErrNotCommitment) stays in the archive
	// without a reading; one that it fails on (ogp.ErrParserFault), or that is damaged,
	// keeps the reading that it has, with an issue; any other error ends the work.
	Page func(ogp.Page) (ogp.Reading, error)
	// Official reads OGP's own database; its zero value leaves those readings as
	// they are.
	Official OfficialParser
	// Progress is called with how many pages are read; it may be nil.
	Progress func(done, total int)
}

func (p Parser) progress(done, total int) {
	if p.Progress != nil {
		p.Progress(done, total)
	}
}

// Reparse reads every archived content again, and every edition of OGP's own
// database, and rebuilds all derived tables in one transaction: where it fails, is
// cancelled or killed, the old rows stay. Fingerprints are taken over too, so that
// a parser that makes them otherwise does not see changes in pages that did not
// change.
func (s *Store) Reparse(ctx context.Context, p Parser) error {
	if err := s.db.Write(ctx, reparseOfficial(p.Official), s.reparsePages(p)); err != nil {
		return fmt.Errorf("read the archive again: %w", err)
	}
	return nil
}

// TryReparse reads every archived content as Reparse does and changes nothing. It
// returns what Coverage would count then, so that a change of the parser can be
// judged over the whole archive before it is adopted.
func (s *Store) TryReparse(ctx context.Context, p Parser) (fields []FieldCoverage, err error) {
	fields, err = s.tryReparse(ctx, s.options.duck(), p)
	if err != nil {
		return nil, fmt.Errorf("read the archive: %w", err)
	}
	return fields, nil
}

// tryReparse puts the readings into a database in memory, so that they are counted
// as others are, and the file is free for a run meanwhile.
func (f file) tryReparse(ctx context.Context, options duck.Options, p Parser) (fields []FieldCoverage, err error) {
	options.ReadOnly, options.Sandboxed = false, false
	scratch, err := duck.Open("", options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	err = scratch.KeepOpen(ctx)
	if err == nil {
		err = scratch.Write(ctx, f.copyVersions, createReadings, func(ctx context.Context, tx *duck.Tx) error {
			_, err := f.appendReparsed(ctx, tx, tables.ContentReadings().Name, p)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	return coverage(ctx, scratch)
}

// copyVersions puts the versions of the file beside new readings.
func (f file) copyVersions(ctx context.Context, tx *duck.Tx) error {
	rows, err := duck.Rows(ctx, f.db, duck.SQL("SELECT commitment_id, language, version, sha256 FROM pages"))
	if err != nil {
		return err
	}
	return duck.InOrder(
		duck.Exec("CREATE TABLE versions (commitment_id VARCHAR, language VARCHAR, version INTEGER, sha256 VARCHAR)"),
		duck.Append("versions", rows))(ctx, tx)
}

// createReadings makes the tables of readings, empty.
func createReadings(ctx context.Context, tx *duck.Tx) error {
	return tx.Exec(ctx, tables.ContentReadings().Create+tables.ReadingsView().Create)
}

// nextName is the table of new readings until they take the place of the old ones.
const nextName = "next_content_readings"

func (f file) reparsePages(p Parser) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		create := strings.Replace(tables.ContentReadings().Create, "CREATE TABLE content_readings", "CREATE TABLE "+nextName, 1)
		if err := tx.Exec(ctx, "DROP TABLE IF EXISTS "+nextName+"; "+create); err != nil {
			return err
		}
		done, err := f.appendReparsed(ctx, tx, nextName, p)
		if err != nil {
			return err
		}
		return duck.InOrder(
			keepReadings(done.failed, p.Official.Version),
			duck.Exec("DROP TABLE content_readings"),
			duck.Exec("ALTER TABLE "+nextName+" RENAME TO content_readings"),
			duck.Exec(tables.ContentReadings().Comments()),
			duck.Staged{
				Query: `UPDATE contents AS c SET fingerprint = s.fingerprint FROM staged AS s
					WHERE c.commitment_id = s.commitment_id AND c.language = s.language AND c.sha256 = s.sha256`,
				Columns: fingerprintColumns, Rows: done.fingerprints,
			}.Run,
			derive.Versions,
			duck.Exec("DELETE FROM changes"),
			derive.Changes(done.ids),
			derive.Discrepancies(nil),
			setMeta(metaReadings, readingsComplete),
		)(ctx, tx)
	}
}

var fingerprintColumns = duck.TextColumns("commitment_id", "language", "sha256", "fingerprint")

// reparsed is what a reading of the archive found.
type reparsed struct {
	ids          []string // of commitments that have readings, in order
	fingerprints [][]any  // of pages that have another one now
	failed       [][]any  // pages that could not be read, and why
}

// appendReparsed reads all pages, on all cores, and puts the readings into a table.
func (f file) appendReparsed(ctx context.Context, tx *duck.Tx, table string, p Parser) (r reparsed, err error) {
	var total int
	if err := f.db.QueryRowContext(ctx, "SELECT count(*) FROM "+f.contents()).Scan(&total); err != nil {
		return r, duck.Explain(err)
	}
	p.progress(0, total)
	var failed error
	err = tx.Append(ctx, table, func(yield func([]any) bool) {
		done := 0
		for result := range f.readAgain(ctx, p) {
			if failed = result.err; failed != nil {
				return
			}
			if result.failed != "" {
				r.fail(result)
			}
			if result.reading != nil {
				r.add(result)
				if !yield(readingRow(result.page.key, result.page.sha256, &result.reading.Commitment)) {
					return
				}
			}
			if done++; done%progressEvery == 0 || done == total {
				p.progress(done, total)
			}
		}
		if done != total {
			failed = fmt.Errorf("%d pages came out of the archive, %d are in it", done, total)
		}
	})
	return r, errors.Join(failed, err)
}

// progressEvery is how many pages are read between two reports of progress.
const progressEvery = 64

// readAgain are all contents of the archive, in order, with what the parser reads in
// them on all cores.
func (f file) readAgain(ctx context.Context, p Parser) iter.Seq[parseResult] {
	return ogp.InOrder(f.eachContent(ctx), func(r parseResult) parseResult {
		if r.err = errors.Join(r.err, ctx.Err()); r.err != nil {
			return r
		}
		return p.parse(r.page)
	})
}

// eachContent are all contents of the archive, in order, not yet parsed.
func (f file) eachContent(ctx context.Context) iter.Seq[parseResult] {
	return func(yield func(parseResult) bool) {
		var last compressedPage
		for more := true; more; {
			pages, err := f.contentsAfter(ctx, last)
			if err != nil {
				yield(parseResult{err: err})
				return
			}
			for _, last = range pages {
				if !yield(parseResult{page: last}) {
					return
				}
			}
			more = len(pages) == readAtOnce
		}
	}
}

func (r *reparsed) addID(id string) {
	if len(r.ids) == 0 || r.ids[len(r.ids)-1] != id {
		r.ids = append(r.ids, id)
	}
}

// fail notes a page that could not be read.
func (r *reparsed) fail(result parseResult) {
	r.addID(result.page.key.ID)
	r.failed = append(r.failed, []any{result.page.key.ID, result.page.key.Language, result.page.sha256, result.failed})
}

// keepReadings takes over the readings of pages that could not be read, with one issue
// for it, however often they are tried.
func keepReadings(failed [][]any, parser string) duck.Step {
	return duck.Staged{
		Query: `INSERT INTO ` + nextName + ` SELECT r.* REPLACE (` + ogp.Literal(parser) + ` AS parser,
				CASE WHEN list_contains(list_transform(r.issues, lambda i: i.detail), s.reason) THEN r.issues
					ELSE list_append(r.issues, struct_pack("number" := (len(r.issues) + 1)::INTEGER, kind := 'page', field := NULL::VARCHAR,
						detail := s.reason, url := r.url)) END AS issues)
			FROM content_readings AS r JOIN staged AS s
				ON r.commitment_id = s.commitment_id AND r.language = s.language AND r.sha256 = s.sha256`,
		Columns: duck.TextColumns("commitment_id", "language", "sha256", "reason"), Rows: failed,
	}.Run
}

func (r *reparsed) add(result parseResult) {
	page := result.page
	r.addID(page.key.ID)
	if result.reading.Fingerprint != page.fingerprint {
		r.fingerprints = append(r.fingerprints, []any{page.key.ID, page.key.Language, page.sha256, result.reading.Fingerprint})
	}
}

// parseResult is a page with its reading, which is nil where it is no commitment
// page.
type parseResult struct {
	page    compressedPage
	reading *ogp.Reading
	failed  string // why the page, which is damaged or makes the parser fail, could not be read; empty where it could
	err     error
}

func (p Parser) parse(compressed compressedPage) (r parseResult) {
	r.page = compressed
	stored, err := compressed.decompress()
	if err != nil {
		r.failed = err.Error()
		return r
	}
	reading, err := p.Page(stored)
	r.page.body = nil
	switch {
	case errors.Is(err, ogp.ErrNotCommitment):
	case errors.Is(err, ogp.ErrParserFault):
		r.failed = err.Error()
	case err != nil:
		r.err = fmt.Errorf("%s: %w", r.page, err)
	case reading.Fingerprint == "":
		r.err = fmt.Errorf("%s: reading has no fingerprint", r.page)
	default:
		r.reading = &reading
	}
	return r
}
