package dataset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ogp"
)

// archive tells the last run, and when pages were checked.
func (d *Dataset) archive(ctx context.Context) (Archive, error) {
	var a Archive
	err := d.Each(ctx, `SELECT finished_at, listed, fetched, unchanged, failed, refused, gone FROM `+rowsNamed(ogp.RunsTable)+`
		WHERE outcome IN ('done', 'gaps') AND command IN ('import', 'refresh') AND finished_at IS NOT NULL
		ORDER BY run_id DESC LIMIT 1`, func(row []any) error {
		count := func(i int) int64 {
			n, _ := row[i].(int64)
			return n
		}
		a.LastRun = &LastRun{row[0].(time.Time).UTC(), count(1), count(2), count(3), count(4), count(5), count(6)}
		return nil
	})
	if err != nil {
		return a, err
	}
	row, err := d.One(ctx, "SELECT min(last_checked), count(*) FILTER (page_state = 'withdrawn'), count(*) FILTER (description IS NOT NULL AND NOT "+ogp.FormFound()+") FROM "+All)
	if err != nil {
		return a, err
	}
	if oldest, known := row[0].(time.Time); known {
		oldest = oldest.UTC()
		a.OldestCheck = &oldest
	}
	a.Withdrawn, a.Formless = row[1].(int64), row[2].(int64)
	if a.Sources, err = d.counts(ctx, "SELECT source, count(*) FROM "+All+" WHERE source IS NOT NULL GROUP BY source"); err != nil {
		return a, err
	}
	a.Completeness, err = d.counts(ctx, "SELECT name, sum(value)::BIGINT FROM (UNPIVOT (SELECT * EXCLUDE (member_slug, action_plan) FROM "+
		rowsNamed("completeness")+") ON * INTO NAME name VALUE value) GROUP BY name")
	return a, err
}

// counts are the numbers that a query has for names.
func (d *Dataset) counts(ctx context.Context, query string) (map[string]int64, error) {
	out := map[string]int64{}
	err := d.Each(ctx, query, func(row []any) error {
		out[row[0].(string)] = row[1].(int64)
		return nil
	})
	return out, err
}

// contentHash hashes what was read in the pages and how it changed, in the order
// of the commitments.
func (d *Dataset) contentHash(ctx context.Context) (string, error) {
	columns := []string{"commitment_id", "language"}
	for _, column := range ogp.ReadingColumns() {
		columns = append(columns, column.Name)
	}
	for _, table := range ogp.LongTables() {
		columns = append(columns, table.Nested())
	}
	for i, name := range columns {
		columns[i] = ogp.Identifier(name)
	}
	hash := sha256.New()
	err := d.EachOf(ctx, func(within string) string { // as JSON the dataset is far larger
		return fmt.Sprintf("SELECT sha256(CAST(to_json(c) AS VARCHAR)) FROM (SELECT %s FROM %s WHERE %s) c ORDER BY commitment_id",
			strings.Join(slices.Compact(columns), ", "), All, within)
	}, func(int, int) {}, func(row []any) error {
		_, err := io.WriteString(hash, row[0].(string))
		return err
	})
	return hex.EncodeToString(hash.Sum(nil)), err
}
