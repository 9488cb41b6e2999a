package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"ogp"
)

// LogFilter narrows the changes that Log returns.
type LogFilter struct {
	ID    string    // of one commitment; empty: all
	Since time.Time // changes at that time or later; zero: all
}

// Entry is one change of one commitment, with what a reader needs to place it.
type Entry struct {
	ID     string
	Title  string // of the commitment today
	Member string
	Number int // of the change within its commitment: 1, 2, …
	ogp.Change
	Item string // for a change inside an item, such as milestones[2].status: the item's name
}

// Log is what changed on the pages, newest first; changes of one moment stand
// together by commitment, in the order of the columns.
func (s *Store) Log(ctx context.Context, f LogFilter) (entries []Entry, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("read the history: %w", err)
		}
	}()
	since := sql.NullTime{Time: f.Since.UTC(), Valid: !f.Since.IsZero()}
	rows, err := s.db.QueryContext(ctx, logSQL(), f.ID, since)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e Entry
		err := rows.Scan(&e.ID, &e.Title, &e.Member, &e.Number, &e.ChangedAt, &e.Kind, &e.Field, &e.Item, &e.Before, &e.After)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

// logSQL joins a change with the version that brought it, which has the names
// of the items.
func logSQL() string {
	var names strings.Builder
	for _, table := range itemTables() {
		fmt.Fprintf(&names, "\n\t\tWHEN %s THEN list_extract(r.%s, c.place).%s",
			literal(table.Name), quote(table.Nested()), quote(table.columns[table.identity].Name))
	}
	return `
	WITH newest AS (` + newestReadings + `), told AS (
		SELECT *, try_cast(regexp_extract(field, '\[(\d+)\]\.', 1) AS INTEGER) AS place
		FROM changes WHERE ($1 = '' OR commitment_id = $1) AND ($2 IS NULL OR changed_at >= $2)
	)
	SELECT c.commitment_id, coalesce(now.title, ''), coalesce(now.member, ''), c.number, c.changed_at, c.kind,
		coalesce(c.field, ''), coalesce(CASE split_part(c.field, '[', 1)` + names.String() + `
		END, ''), coalesce(c."before", ''), coalesce(c."after", '')
	FROM told AS c
	JOIN newest AS n USING (commitment_id)
	JOIN readings AS now ON now.commitment_id = n.commitment_id AND now.language = n.language AND now.version = n.version
	LEFT JOIN pages AS p ON p.commitment_id = n.commitment_id AND p.language = n.language AND p.first_seen = c.changed_at
		AND c.place IS NOT NULL
	LEFT JOIN readings AS r ON r.commitment_id = p.commitment_id AND r.language = p.language AND r.version = p.version
	ORDER BY c.changed_at DESC, c.commitment_id, c.number`
}
