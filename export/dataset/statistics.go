package dataset

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
)

// Statistics are what the documents of an export tell of its data.
type Statistics struct {
	Rows      map[string]int64 // rows of every selected table
	Members   int64
	FirstSeen time.Time // of the page first seen
	LastSeen  time.Time // of the page last seen: the date of the snapshot
	Parsers   []string
	Content   string // a hash of what the pages say, in hexadecimal: two datasets that differ in more than times of checks have different ones
	Archive   Archive
	Coverage  []Coverage   // of every column of commitments
	Issues    []IssueCount // the most frequent kind first
	Findings  Graphics     // of the review
	Statuses  Graphics     // of milestones
	Broken    []string     // columns, as ColumnPath names them, with values that break the schema's constraints
}

// Archive is how complete and how fresh the dataset is. The data package has it as
// it is.
type Archive struct {
	LastRun     *LastRun   `json:"last_complete_run,omitempty"` // nil if there was none
	OldestCheck *time.Time `json:"oldest_check,omitempty"`      // when the page was last looked at that was so longest ago; nil if no page says
	Withdrawn   int64      `json:"withdrawn"`                   // commitments whose page is gone
	Formless    int64      `json:"descriptions_without_form"`   // descriptions in which no form was found

	Missing []ogp.MissingPage `json:"missing_pages,omitempty"` // that the last request did not return, as ogp status lists them

	Sources      map[string]int64 `json:"sources"`      // commitments by where their version was first seen
	Completeness map[string]int64 `json:"completeness"` // the sums of the columns of the table completeness
}

// LastRun is the newest import or refresh that came to its end and requested pages.
type LastRun struct {
	FinishedAt time.Time `json:"finished_at"`
	Listed     int64     `json:"listed"`
	Fetched    int64     `json:"fetched"`
	Unchanged  int64     `json:"unchanged"`
	Failed     int64     `json:"failed"`
	Refused    int64     `json:"refused"`
	Gone       int64     `json:"gone"`
}

// Coverage is how many commitments have a value in a column.
type Coverage struct {
	Column ogp.Column
	Count  int64
}

// IssueCount is how often a kind of issue was met, and in how many commitments.
type IssueCount struct {
	Kind                string
	Issues, Commitments int64
}

// Graphics is how many values the pages have of a kind, and how many of them are
// drawn and could not be read.
type Graphics struct{ All, Unread int64 }

// Commitments is how many there are, whether their table was selected or not.
func (s Statistics) Commitments() int64 { return s.Rows[ogp.Commitments().Name] }

// Statistics collects the statistics of the dataset. It refuses tables whose key
// is not one: their files could not be joined, nor their rows put in order.
func (d *Dataset) Statistics(ctx context.Context, vocabularies []Vocabulary) (Statistics, error) {
	var s Statistics
	var err error
	for _, collect := range []func(){
		func() { s.Rows, err = d.countRows(ctx) },
		func() { err = d.summarize(ctx, &s) },
		func() { s.Archive, err = d.archive(ctx) },
		func() { s.Content, err = d.contentHash(ctx) },
		func() { s.Coverage, err = d.countValues(ctx) },
		func() { s.Issues, err = d.countIssues(ctx) },
		func() { s.Findings, err = d.countGraphics(ctx, "assessments", "true") },
		func() { s.Statuses, err = d.countGraphics(ctx, "sections", "field = 'milestones.status'") },
		func() { s.Broken, err = d.brokenColumns(ctx, vocabularies) },
	} {
		if collect(); err != nil {
			return Statistics{}, fmt.Errorf("collect statistics: %w", err)
		}
	}
	return s, nil
}

func (d *Dataset) summarize(ctx context.Context, s *Statistics) error {
	row, err := d.One(ctx, "SELECT count(DISTINCT member_slug), min(first_seen), max(last_seen) FROM "+All)
	if err != nil {
		return err
	}
	s.Members = row[0].(int64)
	s.FirstSeen, _ = row[1].(time.Time)
	s.LastSeen, _ = row[2].(time.Time)
	s.Parsers, err = texts(ctx, d.conn, "SELECT DISTINCT parser FROM "+All+" WHERE parser IS NOT NULL ORDER BY 1")
	return err
}

// countRows counts the rows and the keys of every selected table.
func (d *Dataset) countRows(ctx context.Context) (map[string]int64, error) {
	tables := append([]ogp.Table{ogp.Commitments()}, d.LongTables()...)
	counts := []string{"count(*)", "count(DISTINCT commitment_id)"}
	for _, table := range tables[1:] {
		name := ogp.Identifier(table.Nested())
		counts = append(counts, fmt.Sprintf("CAST(coalesce(sum(len(%s)), 0) AS BIGINT)", name),
			fmt.Sprintf("CAST(coalesce(sum(len(list_distinct(list_transform(%s, x -> x.number)))), 0) AS BIGINT)", name))
	}
	row, err := d.One(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM "+All)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for i, table := range tables {
		rows, keys := row[2*i].(int64), row[2*i+1].(int64)
		if rows != keys {
			return nil, fmt.Errorf("table %s has %d rows and %d keys: run ogp reparse", table.Name, rows, keys)
		}
		out[table.Name] = rows
	}
	for _, table := range d.Tables {
		if table.Standalone() {
			row, err := d.One(ctx, "SELECT count(*) FROM "+Rows(table))
			if err != nil {
				return nil, err
			}
			out[table.Name] = row[0].(int64)
		}
	}
	return out, nil
}

// countValues counts the values of every column of commitments.
func (d *Dataset) countValues(ctx context.Context) ([]Coverage, error) {
	columns := ogp.Commitments().Columns
	counts := make([]string, len(columns))
	for i, column := range columns {
		counts[i] = "count(" + ogp.Identifier(column.Name) + ")"
	}
	row, err := d.One(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM "+All)
	if err != nil {
		return nil, err
	}
	out := make([]Coverage, len(columns))
	for i, column := range columns {
		out[i] = Coverage{column, row[i].(int64)}
	}
	return out, nil
}

func (d *Dataset) countIssues(ctx context.Context) ([]IssueCount, error) {
	var out []IssueCount
	err := d.Each(ctx, "SELECT coalesce(kind, ''), count(*), count(DISTINCT commitment_id) FROM "+rowsNamed("issues")+
		" GROUP BY kind ORDER BY count(*) DESC, kind", func(row []any) error {
		out = append(out, IssueCount{row[0].(string), row[1].(int64), row[2].(int64)})
		return nil
	})
	return out, err
}

func (d *Dataset) countGraphics(ctx context.Context, table, condition string) (Graphics, error) {
	row, err := d.One(ctx, "SELECT count(*), count(*) FILTER (state = 'graphic') FROM "+rowsNamed(table)+" WHERE "+condition)
	if err != nil {
		return Graphics{}, err
	}
	return Graphics{row[0].(int64), row[1].(int64)}, nil
}

// rowsNamed is Rows of the table of a name.
func rowsNamed(name string) string {
	table, _ := ogp.FindTable(name)
	return Rows(table)
}

// FindColumn is a column of the schema by its name and that of its table.
func FindColumn(table, name string) ogp.Column {
	of, _ := ogp.FindTable(table)
	return of.Columns[slices.IndexFunc(of.Columns, func(c ogp.Column) bool { return c.Name == name })]
}
