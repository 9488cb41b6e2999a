package export

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
)

// ErrNoData marks a database, or a selection from it, without commitments: an export of nothing would
// replace an earlier one that holds something.
var ErrNoData = errors.New("no commitments")

// facts are what the documents say about the data.
type facts struct {
	rows      map[string]int64 // rows of every chosen table
	members   int64
	firstSeen time.Time // of the page first seen
	lastSeen  time.Time // of the page last seen: the date of the snapshot
	parsers   []string
	filled    []filled
	issues    [][]any  // kind, issues, commitments concerned
	findings  drawn    // of the review
	states    drawn    // of milestones
	broken    []string // columns, as place names them, whose values break what the struct says of them
}

// filled is how many commitments have a value in a column.
type filled struct {
	column ogp.Column
	count  int64
}

func (f facts) commitments() int64 { return f.rows[ogp.Commitments().Name] }

// gather reads the facts, and makes sure that the keys are keys.
func (j *job) gather(ctx context.Context) error {
	if err := j.prepare(ctx); err != nil {
		return err
	}
	j.facts = facts{rows: map[string]int64{}}
	for _, step := range []func(context.Context) error{j.summarise, j.coverColumns, j.countRows, j.listIssues, j.countDrawn, j.checkConstraints} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) summarise(ctx context.Context) error {
	f := &j.facts
	row, err := j.source.one(ctx, `SELECT count(DISTINCT member_slug), min(first_seen), max(last_seen) FROM `+nested(j.parts))
	if err != nil {
		return err
	}
	f.members = row[0].(int64)
	f.firstSeen, _ = row[1].(time.Time)
	f.lastSeen, _ = row[2].(time.Time)
	f.parsers, err = j.source.texts(ctx, "SELECT DISTINCT parser FROM "+nested(j.parts)+" WHERE parser IS NOT NULL ORDER BY 1")
	return err
}

func (s *source) noData() error {
	if s.where == "true" {
		return fmt.Errorf("%w in the database: run ogp import first", ErrNoData)
	}
	return fmt.Errorf("%w among those chosen: ogp query lists members and templates", ErrNoData)
}

// coverColumns counts the values of every column of commitments.
func (j *job) coverColumns(ctx context.Context) error {
	columns := ogp.Commitments().Columns
	counts := make([]string, len(columns))
	for i, column := range columns {
		counts[i] = "count(" + ident(column.Name) + ")"
	}
	row, err := j.source.one(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM "+nested(j.parts))
	if err != nil {
		return err
	}
	for i, column := range columns {
		j.facts.filled = append(j.facts.filled, filled{column, row[i].(int64)})
	}
	return nil
}

// countRows counts the rows of every table and refuses tables whose key is not
// one, or that have rows of no commitment: files could not be joined then, nor
// their rows put in a sure order.
func (j *job) countRows(ctx context.Context) error {
	counts := []string{"count(*)", "count(DISTINCT commitment_id)"}
	for _, table := range j.longTables() {
		name := ident(table.Nested())
		counts = append(counts, fmt.Sprintf("CAST(coalesce(sum(len(%s)), 0) AS BIGINT)", name),
			fmt.Sprintf("CAST(coalesce(sum(len(list_distinct(list_transform(%s, x -> x.number)))), 0) AS BIGINT)", name))
	}
	read, err := j.source.one(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM "+nested(j.parts))
	if err != nil {
		return err
	}
	for i, table := range append([]ogp.Table{ogp.Commitments()}, j.longTables()...) {
		rows, keys := read[2*i].(int64), read[2*i+1].(int64)
		there, err := j.countThere(ctx, table, rows)
		if err != nil {
			return err
		}
		if rows != keys || rows != there {
			return fmt.Errorf("table %s: %v rows, %v keys, %v rows with their commitment: run ogp reparse", table.Name, there, keys, rows)
		}
		j.facts.rows[table.Name] = rows
	}
	return nil
}

// countThere counts the rows of a table in the database, those of some parts at
// a time: DuckDB may hold all that it joins, texts included, to count it. A view
// has the rows that stand inside the commitments, which have been counted.
func (j *job) countThere(ctx context.Context, table ogp.Table, counted int64) (int64, error) {
	view, err := j.source.one(ctx, "SELECT count(*) FROM duckdb_views() WHERE view_name = "+literal(table.Name))
	if err != nil || view[0].(int64) > 0 {
		return counted, err
	}
	const parts = 8
	sum := int64(0)
	for i := 0; i < len(j.bounds); i += parts {
		within := between(j.bounds, i, min(i+parts, len(j.bounds)))
		count, err := j.source.one(ctx, fmt.Sprintf("SELECT count(*) FROM %s WHERE %s AND %s", ident(table.Name), j.source.condition(table), within))
		if err != nil {
			return 0, err
		}
		sum += count[0].(int64)
	}
	return sum, nil
}

func (j *job) listIssues(ctx context.Context) error {
	return j.source.run(ctx, `SELECT kind, count(*), count(DISTINCT commitment_id) FROM `+j.all("issues")+
		` GROUP BY kind ORDER BY count(*) DESC, kind`, func(row []any) error {
		j.facts.issues = append(j.facts.issues, slices.Clone(row))
		return nil
	})
}

// drawn is how many values the pages have of a kind, and how many of them are
// drawn and could not be read.
type drawn struct{ all, unread int64 }

func (j *job) countDrawn(ctx context.Context) error {
	const counts = "SELECT count(*), count(*) FILTER (state = 'graphic') FROM "
	for _, kind := range []struct {
		into *drawn
		from string
	}{
		{&j.facts.findings, j.all("assessments")},
		{&j.facts.states, j.all("sections") + " WHERE field = 'milestones.status'"},
	} {
		row, err := j.source.one(ctx, counts+kind.from)
		if err != nil {
			return err
		}
		kind.into.all, kind.into.unread = row[0].(int64), row[1].(int64)
	}
	return nil
}
