// Package captures keeps what the indexes of web archives list, and what became of
// each capture.
//
// Captures go in, listed or with their state; all of a service come out. The package
// decides nothing about them: a capture that is listed again keeps its state.
package captures

import (
	"context"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

const (
	key  = "service, timestamp, original, digest"
	same = "c.service = s.service AND c.timestamp = s.timestamp AND c.original = s.original AND c.digest = s.digest"
)

// Keep is the step that adds captures. The state of those that are known is replaced,
// unless they are merely listed again.
func Keep(captures []ogp.Captured) duck.Step {
	table := tables.Kept("captures")
	columns := duck.ColumnsOf(table)
	var rows [][]any
	for _, c := range captures {
		rows = append(rows, ogp.RowOf(table, c))
	}
	return duck.InOrder(
		duck.Staged{Query: "DELETE FROM captures AS c USING staged AS s WHERE s.state <> 'listed' AND " + same, Columns: columns, Rows: rows}.Run,
		duck.Staged{Query: `INSERT INTO captures FROM staged ANTI JOIN captures USING (` + key + `)
			QUALIFY row_number() OVER (PARTITION BY ` + key + ` ORDER BY state = 'listed') = 1`, Columns: columns, Rows: rows}.Run)
}

// Of are all captures of a service.
func Of(ctx context.Context, from duck.Querier, service ogp.Source) ([]ogp.Captured, error) {
	return duck.Read[ogp.Captured](ctx, from, tables.Kept("captures"), duck.SQL("FROM captures WHERE service = ?", string(service)))
}
