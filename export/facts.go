package export

import (
	"context"
	"errors"
	"fmt"
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
	issues    [][]any // kind, issues, commitments concerned
}

// filled is how many commitments have a value in a column.
type filled struct {
	column ogp.Column
	count  int64
}

func (f facts) commitments() int64 { return f.rows[ogp.Commitments().Name] }

// gather reads the facts, and makes sure that the keys are keys.
func gather(ctx context.Context, s *source) (facts, error) {
	f := facts{rows: map[string]int64{}}
	steps := []func(context.Context, *source) error{f.summarise, f.cover, f.count, f.listIssues}
	for _, step := range steps {
		if err := step(ctx, s); err != nil {
			return facts{}, err
		}
	}
	return f, nil
}

func (f *facts) summarise(ctx context.Context, s *source) error {
	row, err := s.one(ctx, `SELECT count(*), count(DISTINCT member_slug), CAST(min(first_seen) AS TIMESTAMP),
		CAST(max(last_seen) AS TIMESTAMP) FROM commitments WHERE `+s.where)
	if err != nil {
		return err
	}
	if row[0].(int64) == 0 {
		return s.noData()
	}
	f.rows[ogp.Commitments().Name] = row[0].(int64)
	f.members = row[1].(int64)
	f.firstSeen, _ = row[2].(time.Time)
	f.lastSeen, _ = row[3].(time.Time)
	f.parsers, err = s.texts(ctx, "SELECT DISTINCT parser FROM commitments WHERE parser IS NOT NULL AND "+s.where+" ORDER BY 1")
	return err
}

func (s *source) noData() error {
	if s.where == "true" {
		return fmt.Errorf("%w in the database: run ogp import first", ErrNoData)
	}
	return fmt.Errorf("%w among those chosen: ogp query lists members and templates", ErrNoData)
}

// cover counts the values of every column of commitments.
func (f *facts) cover(ctx context.Context, s *source) error {
	columns := ogp.Commitments().Columns
	counts := make([]string, len(columns))
	for i, column := range columns {
		counts[i] = "count(" + ident(column.Name) + ")"
	}
	row, err := s.one(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM commitments WHERE "+s.where)
	if err != nil {
		return err
	}
	for i, column := range columns {
		f.filled = append(f.filled, filled{column, row[i].(int64)})
	}
	return nil
}

// count counts the rows of every table and refuses tables whose key is not one:
// files could not be joined then, nor their rows put in a sure order.
func (f *facts) count(ctx context.Context, s *source) error {
	for _, table := range s.tables {
		key := "commitment_id"
		if !isMain(table) {
			key = "(commitment_id, number)"
		}
		row, err := s.one(ctx, fmt.Sprintf(
			`SELECT count(*), count(DISTINCT %s), count(*) FILTER (commitment_id NOT IN (SELECT commitment_id FROM commitments))
			FROM %s WHERE %s`, key, ident(table.Name), s.condition(table)))
		if err != nil {
			return err
		}
		if row[0] != row[1] || row[2].(int64) > 0 {
			return fmt.Errorf("table %s: %v rows, %v keys, %v rows without their commitment: run ogp reparse",
				table.Name, row[0], row[1], row[2])
		}
		f.rows[table.Name] = row[0].(int64)
	}
	return nil
}

func (f *facts) listIssues(ctx context.Context, s *source) error {
	issues, _ := ogp.FindTable("issues")
	return s.run(ctx, `SELECT kind, count(*), count(DISTINCT commitment_id) FROM issues WHERE `+
		s.condition(issues)+` GROUP BY kind ORDER BY count(*) DESC, kind`, func(row []any) error {
		f.issues = append(f.issues, []any{row[0], row[1], row[2]})
		return nil
	})
}
