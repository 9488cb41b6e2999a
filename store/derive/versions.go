// Package derive keeps in the database what follows from observations and readings:
// versions and states of pages, and changes.
//
// Commitments go in; the steps of a transaction come out that read what the kept
// tables and the readings have of them, apply package history, and write the result
// in the place of what was there. The package never changes a kept table and reads
// no HTML.
package derive

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"ogp"
	"ogp/store/duck"
	"ogp/store/history"
	"ogp/store/tables"
)

// Pages is what the archive knows of pages, by their key.
type Pages map[ogp.PageKey]*history.Page

// Of is what is known of a page, nothing for one that is new.
func (k Pages) Of(key ogp.PageKey) *history.Page {
	if k[key] == nil {
		k[key] = &history.Page{PageKey: key, Fingerprints: map[string]string{}}
	}
	return k[key]
}

// ReadPages reads what the archive knows of all pages of some commitments.
func ReadPages(ctx context.Context, from duck.Querier, ids []string) (Pages, error) {
	pages := Pages{}
	observations, err := readObservations(ctx, from, duck.SQL("WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))", ids))
	if err != nil {
		return nil, err
	}
	for _, o := range observations {
		page := pages.Of(o.Key())
		page.Observations = append(page.Observations, o)
	}
	contents, err := duck.Collect(ctx, from, duck.SQL(`SELECT commitment_id, language, sha256, fingerprint
		FROM contents WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))`, ids),
		func(rows *sql.Rows, c *ogp.Content) error {
			return rows.Scan(&c.ID, &c.Language, &c.SHA256, &c.Fingerprint)
		})
	for _, c := range contents {
		pages.Of(ogp.PageKey{ID: c.ID, Language: c.Language}).Fingerprints[c.SHA256] = c.Fingerprint
	}
	return pages, err
}

// readObservations reads the observations for which a condition holds.
func readObservations(ctx context.Context, from duck.Querier, where duck.Query) ([]ogp.Observation, error) {
	where.SQL = "FROM observations " + where.SQL
	return duck.Read[ogp.Observation](ctx, from, tables.Kept("observations"), where)
}

// readGone reads the observations of pages that were gone at some time, in order
// of time.
func readGone(ctx context.Context, from duck.Querier, ids []string) (map[ogp.PageKey][]ogp.Observation, error) {
	observations, err := readObservations(ctx, from, duck.SQL(`
		SEMI JOIN (SELECT commitment_id, language FROM observations WHERE what = 'gone') USING (commitment_id, language)
		WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))
		ORDER BY seen_at NULLS FIRST, what = 'gone'`, ids))
	gone := map[ogp.PageKey][]ogp.Observation{}
	for _, o := range observations {
		gone[o.Key()] = append(gone[o.Key()], o)
	}
	return gone, err
}

// Versions derives versions and states of all pages again: of an older file,
// or where the fingerprints are others.
func Versions(ctx context.Context, tx *duck.Tx) error {
	ids, err := duck.Texts(ctx, tx, duck.SQL("SELECT DISTINCT commitment_id FROM observations ORDER BY ALL"))
	if err != nil {
		return err
	}
	for some := range slices.Chunk(ids, atOnce) {
		pages, err := ReadPages(ctx, tx, some)
		if err != nil {
			return fmt.Errorf("read observations: %w", err)
		}
		var all []Page
		for _, page := range pages {
			all = append(all, Page{page, page.Versions()})
		}
		if err := Replace(all)(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// Page is a page with the versions that follow from its observations.
type Page struct {
	*history.Page
	Versions []history.Version
}

// Replace writes versions and states of pages in the place of those that
// are there.
func Replace(pages []Page) duck.Step {
	var keys, versions, states [][]any
	slices.SortFunc(pages, func(a, b Page) int { return a.Compare(b.PageKey) })
	for _, page := range pages {
		keys = append(keys, []any{page.ID, page.Language})
		for _, v := range page.Versions {
			versions = append(versions, []any{
				v.ID, v.Language, int(v.Version.Version), duck.TextOrNull(v.URL), duck.Timestamp(v.FirstSeen), duck.Timestamp(v.LastSeen),
				v.SHA256, duck.TextOrNull(v.ETag), duck.TextOrNull(v.LastModified), string(v.Source), duck.TextOrNull(v.CaptureURL),
			})
		}
		if len(page.Versions) > 0 {
			state := page.State()
			states = append(states, []any{page.ID, page.Language, duck.Timestamp(state.WithdrawnAt), duck.Timestamp(state.LastChecked)})
		}
	}
	clearTable := func(table string) duck.Step {
		return duck.Staged{
			Query:   "DELETE FROM " + table + " USING staged AS s WHERE " + table + ".commitment_id = s.commitment_id AND " + table + ".language = s.language",
			Columns: KeyColumns, Rows: keys,
		}.Run
	}
	return duck.InOrder(
		clearTable("versions"), duck.Append("versions", versions),
		clearTable("page_states"), duck.Append("page_states", states))
}

// KeyColumns are the key of a page in staged rows.
var KeyColumns = duck.TextColumns("commitment_id", "language")
