package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"ogp"
	"ogp/store/address"
	"ogp/store/captures"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/history"
	"ogp/store/tables"
	"ogp/store/unread"
)

// apply writes the plan. Changes come last: they are derived from the versions,
// readings and observations that are there then.
func (p savePlan) apply(ctx context.Context, tx *duck.Tx) error {
	contents, err := p.contentRows()
	if err != nil {
		return err
	}
	found, err := addFound(p.batch.Found)
	if err != nil {
		return err
	}
	states, err := updateStates(p.batch.Listings)
	if err != nil {
		return err
	}
	return duck.InOrder(
		found,
		p.replaceContents(),
		duck.Append("contents", contents),
		p.addReadings,
		duck.Append("observations", p.observationRows()),
		derive.Replace(p.derived()),
		p.rebuildChanges,
		address.Move(p.moved()),
		duck.Append("visits", p.visitRows()),
		unread.Drop(p.batch.Read),
		unread.Keep(p.batch.Unread),
		captures.Keep(p.batch.Captures),
		p.noteTold,
		states,
	)(ctx, tx)
}

// sorted are the planned pages by their key.
func (p savePlan) sorted() []*history.Merge {
	pages := make([]*history.Merge, 0, len(p.pages))
	for _, page := range p.pages {
		pages = append(pages, page)
	}
	slices.SortFunc(pages, func(a, b *history.Merge) int { return a.Compare(b.PageKey) })
	return pages
}

func (p savePlan) derived() []derive.Page {
	pages := make([]derive.Page, 0, len(p.pages))
	for _, page := range p.pages {
		pages = append(pages, derive.Page{Page: &page.Page, Versions: page.Versions})
	}
	return pages
}

var replacedColumns = duck.TextColumns("commitment_id", "language", "was", "sha256")

// replaceContents removes contents whose body is seen earlier in the batch, and
// points their observations to those that take their place.
func (p savePlan) replaceContents() duck.Step {
	var rows [][]any
	for _, page := range p.sorted() {
		for was, now := range page.Replaced {
			rows = append(rows, []any{page.ID, page.Language, was, now})
		}
	}
	const same = " FROM staged AS s WHERE t.commitment_id = s.commitment_id AND t.language = s.language AND t."
	remove := func(table string) duck.Step {
		return duck.Staged{
			Query:   "DELETE FROM " + table + " AS t USING staged AS s WHERE t.commitment_id = s.commitment_id AND t.language = s.language AND t.sha256 = s.was",
			Columns: replacedColumns, Rows: rows,
		}.Run
	}
	return duck.InOrder(remove("contents"), remove("content_readings"),
		duck.Staged{Query: "UPDATE observations AS t SET content = s.sha256" + same + "content = s.was", Columns: replacedColumns, Rows: rows}.Run)
}

// contentRows are the new contents' rows: the columns of ogp.Content, and the body.
func (p savePlan) contentRows() (rows [][]any, err error) {
	for _, planned := range p.sorted() {
		for _, content := range planned.Contents {
			page := &p.batch.Pages[p.bodies[body{planned.PageKey, content}]]
			header, err := headerText(page.Page)
			if err != nil {
				return nil, fmt.Errorf("%s: headers: %w", page.address(), err)
			}
			rows = append(rows, []any{
				planned.ID, planned.Language, content, planned.Fingerprints[content], duck.TextOrNull(page.address()),
				header, page.body.size, page.body.frame,
			})
		}
	}
	return rows, nil
}

// headerText is the response headers as JSON; encoding/json sorts the names,
// so that the same headers are the same text.
func headerText(page ogp.Page) (any, error) {
	if len(page.Header) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(page.Header)
	return string(text), err
}

// addReadings puts the readings of new contents beside them.
func (p savePlan) addReadings(ctx context.Context, tx *duck.Tx) error {
	return tx.Append(ctx, "content_readings", func(yield func([]any) bool) {
		for _, page := range p.sorted() {
			for _, content := range page.Contents {
				if !yield(readingRow(page.PageKey, content, &p.batch.Pages[p.bodies[body{page.PageKey, content}]].Reading.Commitment)) {
					return
				}
			}
		}
	})
}

// observationRows are the observations that the archive does not have.
func (p savePlan) observationRows() [][]any {
	table := tables.Kept("observations")
	var rows [][]any
	for _, page := range p.sorted() {
		for _, o := range page.Added() {
			rows = append(rows, ogp.RowOf(table, o))
		}
	}
	return rows
}

// rebuildChanges derives the changes of the commitments whose history is another
// one now. That of one that has a first version and no more is its date, for which
// nothing has to be read.
func (p savePlan) rebuildChanges(ctx context.Context, tx *duck.Tx) error {
	several := map[string]int{}
	for key := range p.known {
		several[key.ID]++
	}
	var rows [][]any
	var others []string
	for _, page := range p.sorted() {
		switch {
		case len(page.Observations) == 1 && len(page.Versions) == 1 && len(page.Before) == 0 && several[page.ID] == 1:
			record := history.Record{FirstSeen: page.Versions[0].FirstSeen, Readings: make([]history.Reading, 1)}
			rows = append(rows, derive.ChangeRows(page.ID, record.Changes())...)
		case page.Reshaped():
			others = append(others, page.ID)
		}
	}
	return duck.InOrder(duck.Append(ogp.ChangesTable, rows), derive.Changes(slices.Compact(others)), derive.Discrepancies(p.batch.ids()))(ctx, tx)
}

// noteTold notes how far indexes have answered, with the captures that they listed.
func (p savePlan) noteTold(ctx context.Context, tx *duck.Tx) error {
	for query, told := range p.batch.Told {
		if err := setMeta(settingPrefix+settingTold+query, told)(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (p savePlan) visitRows() [][]any {
	visits := tables.Kept("visits")
	var rows [][]any
	for _, visit := range p.batch.Visits {
		rows = append(rows, ogp.RowOf(visits, visit))
	}
	return rows
}
