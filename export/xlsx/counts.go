package xlsx

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/export/dataset"
	"ogp/export/describe"
)

// unknownValue is shown in the overview for what no page says.
const unknownValue = "(not known)"

// topMembers is how many members the overview names.
const topMembers = 15

// byValue counts the rows of a table by the values of a column, in the order of
// the column's vocabulary.
func byValue(title, tableName, columnName, note string) count {
	return func(ctx context.Context, b *workbook) (summary, error) {
		s := summary{title: title, note: note, chart: excelize.Bar, series: []int{1}}
		total := int64(0)
		err := b.Data.Each(ctx, fmt.Sprintf("SELECT coalesce(value, '%s'), count(*) FROM (SELECT CAST(%s AS VARCHAR) AS value FROM %s) GROUP BY value ORDER BY value NULLS LAST",
			unknownValue, ogp.Identifier(columnName), rowsOf(tableName)), func(row []any) error {
			total += row[1].(int64)
			s.table.Rows = append(s.table.Rows, slices.Clone(row))
			return nil
		})
		order := b.About.Terms(dataset.FindColumn(tableName, columnName))
		slices.SortStableFunc(s.table.Rows, func(a, b []any) int { return place(order, a[0]) - place(order, b[0]) })
		for i, row := range s.table.Rows {
			s.table.Rows[i] = append(row, describe.Share(row[1].(int64), total))
		}
		s.table.Headers = []string{columnName, strings.ToUpper(tableName[:1]) + tableName[1:], describe.ShareHeader}
		return s, err
	}
}

// place is where a value is in an order; values that are not in it come last.
func place(order []string, value any) int {
	if i := slices.Index(order, value.(string)); i >= 0 {
		return i
	}
	return len(order)
}

func byYear(ctx context.Context, b *workbook) (summary, error) {
	s := summary{
		title: "Commitments by year", chart: excelize.ColStacked, series: []int{1, 2},
		note:  "The year of the action plan's cycle; for local pages, which print none, the first year of the first plan.",
		table: describe.Table{Headers: []string{"Year", "National", "Local", "All"}},
	}
	// Years without one are shown too, so that the chart's axis is time.
	err := b.Data.Each(ctx, `WITH years AS (SELECT year, count(*) FILTER (template = 'national') AS national, count(*) FILTER (template = 'local') AS local, count(*) AS every
			FROM (SELECT template, coalesce(action_plan_cycle, first_year) AS year FROM `+rowsOf("commitments")+`
				LEFT JOIN (SELECT commitment_id, min(start_year) AS first_year FROM `+rowsOf("action_plans")+` GROUP BY commitment_id) USING (commitment_id))
			GROUP BY year)
		SELECT coalesce(year, step), coalesce(national, 0), coalesce(local, 0), coalesce(every, 0)
		FROM (SELECT unnest(generate_series(min(year), max(year))) AS step FROM years) FULL JOIN years ON year = step
		ORDER BY 1 NULLS LAST`, func(row []any) error {
		if row[0] == nil {
			row[0] = unknownValue
		}
		s.table.Rows = append(s.table.Rows, slices.Clone(row))
		return nil
	})
	return s, err
}

func byMember(ctx context.Context, b *workbook) (summary, error) {
	s := summary{
		title: "Members with most commitments", chart: excelize.Bar, series: []int{1}, shown: topMembers,
		table: describe.Table{Headers: []string{"Member", "Commitments", "Milestones", describe.ShareHeader}},
	}
	var rest []any
	err := b.Data.Each(ctx, `SELECT coalesce(min(member), member_slug, '`+unknownValue+`'), count(*), CAST(coalesce(sum(milestone_count), 0) AS BIGINT)
		FROM `+rowsOf("commitments")+` GROUP BY member_slug ORDER BY count(*) DESC, member_slug`, func(row []any) error {
		row = append(slices.Clone(row), describe.Share(row[1].(int64), b.About.Statistics.Commitments()))
		switch {
		case len(s.table.Rows) < topMembers:
			s.table.Rows = append(s.table.Rows, row)
		case rest == nil:
			rest = []any{"All other members", row[1], row[2], row[3]}
		default:
			rest[1], rest[2] = rest[1].(int64)+row[1].(int64), rest[2].(int64)+row[2].(int64)
		}
		return nil
	})
	if rest != nil {
		rest[3] = describe.Share(rest[1].(int64), b.About.Statistics.Commitments())
		s.table.Rows = append(s.table.Rows, rest)
	}
	return s, err
}

// byState tells why findings of the review are missing.
func byState(ctx context.Context, b *workbook) (summary, error) {
	states := dataset.FindColumn("assessments", "state").Enum
	s := summary{
		title: "Findings of the review by state", chart: noChart,
		note:  "How many pages give a finding, and what the others print instead.",
		table: describe.Table{Headers: append([]string{"Indicator"}, states...)},
	}
	text := "SELECT coalesce(indicator, '" + unknownValue + "')"
	for _, state := range states {
		text += ", count(*) FILTER (state = " + ogp.Literal(state) + ")"
	}
	err := b.Data.Each(ctx, text+" FROM "+rowsOf("assessments")+" WHERE source = 'page' GROUP BY 1 ORDER BY 1", func(row []any) error {
		s.table.Rows = append(s.table.Rows, slices.Clone(row))
		return nil
	})
	return s, err
}

// topAreas is how many policy areas the overview names.
const topAreas = 15

func byPolicyArea(ctx context.Context, b *workbook) (summary, error) {
	s := summary{
		title: "Policy areas with most commitments", chart: excelize.Bar, series: []int{1},
		note:  "A commitment may have several, so the shares add up to more than 100 %.",
		table: describe.Table{Headers: []string{"Policy area", "Commitments", describe.ShareHeader}},
	}
	err := b.Data.Each(ctx, "SELECT name, count(DISTINCT commitment_id) FROM "+rowsOf("policy_areas")+
		" WHERE name IS NOT NULL GROUP BY name ORDER BY 2 DESC, 1", func(row []any) error {
		if len(s.table.Rows) < topAreas {
			s.table.Rows = append(s.table.Rows, append(slices.Clone(row), describe.Share(row[1].(int64), b.About.Statistics.Commitments())))
		}
		return nil
	})
	return s, err
}

// byEndMonth counts milestones by the month in which they end. Months without
// one are shown too, so that the chart's axis is time; where that would be too
// many rows to read, years are counted.
func byEndMonth(ctx context.Context, b *workbook) (summary, error) {
	const mostMonths = 60
	s := summary{
		title: "Milestones by end month", chart: excelize.Col, series: []int{1},
		table: describe.Table{Headers: []string{"End month", "Milestones"}},
	}
	span, err := b.Data.One(ctx, "SELECT CAST(coalesce(date_diff('month', min(end_month), max(end_month)), 0) AS BIGINT), count(end_month) FROM "+rowsOf("milestones"))
	if err != nil || span[1] == int64(0) {
		return s, err
	}
	step, layout := "month", "Jan 2006"
	if span[0].(int64) >= mostMonths {
		step, layout = "year", "2006"
		s.title, s.table.Headers[0] = "Milestones by end year", "End year"
	}
	err = b.Data.Each(ctx, `WITH ends AS (SELECT date_trunc('`+step+`', end_month) AS ending FROM `+rowsOf("milestones")+` WHERE end_month IS NOT NULL),
		steps AS (SELECT CAST(unnest(generate_series(min(ending)::TIMESTAMP, max(ending)::TIMESTAMP, INTERVAL 1 `+step+`)) AS DATE) AS step FROM ends)
		SELECT steps.step, count(ends.ending) FROM steps LEFT JOIN ends ON ends.ending = steps.step GROUP BY 1 ORDER BY 1`, func(row []any) error {
		s.table.Rows = append(s.table.Rows, []any{row[0].(time.Time).Format(layout), row[1]})
		return nil
	})
	return s, err
}

// byField is the coverage of every column of commitments that a page may leave
// empty.
func byField(_ context.Context, b *workbook) (summary, error) {
	s := summary{
		title: "Coverage per field", chart: excelize.Bar, series: []int{1},
		note:  "Commitments with a value, fullest first; columns that all have are left out.",
		table: describe.Table{Headers: []string{"Column", "Commitments", describe.ShareHeader}},
	}
	fields := slices.Clone(b.About.Statistics.Coverage)
	slices.SortStableFunc(fields, func(a, b dataset.Coverage) int { return int(b.Count - a.Count) })
	for _, f := range fields {
		if f.Count < b.About.Statistics.Commitments() {
			s.table.Rows = append(s.table.Rows, []any{f.Column.Name, f.Count, describe.Share(f.Count, b.About.Statistics.Commitments())})
		}
	}
	return s, nil
}

// rowsOf is a FROM with all rows of the table of a name.
func rowsOf(name string) string {
	table, _ := ogp.FindTable(name)
	return dataset.Rows(table)
}
