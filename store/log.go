package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/history"
	"ogp/store/tables"
)

// LogFilter narrows the changes that Log returns.
type LogFilter struct {
	ID    string    // of one commitment; empty: all
	Since time.Time // changes at that time or later; zero: all
}

// Entry is one change of one commitment, with the commitment it belongs to.
type Entry struct {
	ID     string
	Title  string // of the commitment today
	Member string
	Number int // of the change within its commitment: 1, 2, …
	ogp.Change
	Item string // for a change inside an item, such as milestones[2].status: the item's name
}

// Log is what changed on the pages, newest first; changes of one moment are
// grouped by commitment, in the order of the columns.
func (s *Store) Log(ctx context.Context, f LogFilter) ([]Entry, error) {
	since := sql.NullTime{Time: f.Since.UTC(), Valid: !f.Since.IsZero()}
	entries, err := duck.Collect(ctx, s.db, duck.SQL(logSQL(f), f.ID, since), func(rows *sql.Rows, e *Entry) error {
		return rows.Scan(&e.ID, duck.OrZero(&e.Title), duck.OrZero(&e.Member), &e.Number, duck.OrZero(&e.ChangedAt), duck.OrZero(&e.NotBefore), duck.OrZero((*int)(&e.SharedBy)), &e.Kind,
			duck.OrZero(&e.Field), duck.OrZero(&e.Item), duck.OrZero(&e.Before), duck.OrZero(&e.After))
	})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	return entries, nil
}

// logSQL joins a change with the version that introduced it, which has the names
// of the items. Readings are large: of one commitment, no other's are looked at.
func logSQL(f LogFilter) string {
	readings := "readings"
	if f.ID != "" {
		readings = "(FROM readings WHERE commitment_id = $1)"
	}
	var names strings.Builder
	for _, table := range history.ItemTables() {
		fmt.Fprintf(&names, "\n\t\tWHEN %s THEN list_extract(r.%s, c.place).%s",
			ogp.Literal(table.Name), ogp.Identifier(table.Nested()), ogp.Identifier(table.NameColumn().Name))
	}
	return `
	WITH newest AS (` + tables.NewestReadings + `), selected AS (
		SELECT *, try_cast(regexp_extract(field, '\[(\d+)\]\.', 1) AS INTEGER) AS place
		FROM changes WHERE ($1 = '' OR commitment_id = $1) AND ($2 IS NULL OR changed_at >= $2)
	)
	SELECT c.commitment_id, now.title, now.member, c.number, c.changed_at, c.not_before, c.shared_by, c.kind, c.field,
		CASE split_part(c.field, '[', 1)` + names.String() + `
		END, c."before", c."after"
	FROM selected AS c
	JOIN newest AS n USING (commitment_id)
	JOIN ` + readings + ` AS now ON now.commitment_id = n.commitment_id AND now.language = n.language AND now.version = n.version
	LEFT JOIN versions AS p ON p.commitment_id = n.commitment_id AND p.language = n.language AND p.first_seen = c.changed_at
		AND c.place IS NOT NULL
	LEFT JOIN ` + readings + ` AS r ON r.commitment_id = p.commitment_id AND r.language = p.language AND r.version = p.version
	ORDER BY c.changed_at DESC NULLS LAST, c.commitment_id, c.number`
}
