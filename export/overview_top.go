package export

import (
	"context"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

// topAreas is how many policy areas the overview names.
const topAreas = 15

func byPolicyArea(ctx context.Context, j *job) (summary, error) {
	s := summary{
		title: "Policy areas with most commitments", chart: excelize.Bar, series: []int{1},
		note: "A commitment may have several, so the shares add up to more than 100 %.",
		grid: grid{headers: []string{"Policy area", "Commitments", shareHead}},
	}
	err := j.source.run(ctx, "SELECT name, count(DISTINCT commitment_id) FROM "+j.all("policy_areas")+
		" WHERE name IS NOT NULL GROUP BY name ORDER BY 2 DESC, 1", func(row []any) error {
		if len(s.grid.rows) < topAreas {
			s.grid.rows = append(s.grid.rows, append(slices.Clone(row), share(row[1].(int64), j.facts.commitments())))
		}
		return nil
	})
	return s, err
}

// byEndMonth counts milestones by the month in which they end. Months without
// one are shown too, so that the chart's axis is time; where that would be too
// many rows to read, years are counted.
func byEndMonth(ctx context.Context, j *job) (summary, error) {
	const mostMonths = 60
	s := summary{
		title: "Milestones by end month", chart: excelize.Col, series: []int{1},
		grid: grid{headers: []string{"End month", "Milestones"}},
	}
	span, err := j.source.one(ctx, "SELECT CAST(coalesce(date_diff('month', min(end_month), max(end_month)), 0) AS BIGINT), count(end_month) FROM "+j.all("milestones"))
	if err != nil || span[1] == int64(0) {
		return s, err
	}
	step, layout := "month", "Jan 2006"
	if span[0].(int64) >= mostMonths {
		step, layout = "year", "2006"
		s.title, s.grid.headers[0] = "Milestones by end year", "End year"
	}
	err = j.source.run(ctx, `WITH ends AS (SELECT date_trunc('`+step+`', end_month) AS ending FROM `+j.all("milestones")+` WHERE end_month IS NOT NULL),
		steps AS (SELECT CAST(unnest(generate_series(min(ending)::TIMESTAMP, max(ending)::TIMESTAMP, INTERVAL 1 `+step+`)) AS DATE) AS step FROM ends)
		SELECT steps.step, count(ends.ending) FROM steps LEFT JOIN ends ON ends.ending = steps.step GROUP BY 1 ORDER BY 1`, func(row []any) error {
		s.grid.rows = append(s.grid.rows, []any{row[0].(time.Time).Format(layout), row[1]})
		return nil
	})
	return s, err
}

// byField is the coverage of every column of commitments that a page may leave
// empty.
func byField(_ context.Context, j *job) (summary, error) {
	s := summary{
		title: "Coverage per field", chart: excelize.Bar, series: []int{1},
		note: "Commitments with a value, fullest first; columns that all have are left out.",
		grid: grid{headers: []string{"Column", "Commitments", shareHead}},
	}
	fields := slices.Clone(j.facts.filled)
	slices.SortStableFunc(fields, func(a, b filled) int { return int(b.count - a.count) })
	for _, f := range fields {
		if f.count < j.facts.commitments() {
			s.grid.rows = append(s.grid.rows, []any{f.column.Name, f.count, share(f.count, j.facts.commitments())})
		}
	}
	return s, nil
}
