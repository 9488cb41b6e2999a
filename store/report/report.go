// Package report keeps what the archive holds and lacks after each run, so that a
// run can be compared with earlier ones.
//
// A database goes in; out come the steps of a transaction that record a run's
// report, and reports: those recorded, and that of the archive as it is. The package
// judges nothing, reads no page and changes no table but run_coverage, run_findings
// and a run's row.
package report

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// Report is a run, and what the archive held and lacked after it.
type Report struct {
	Run       *ogp.Run          // nil for the archive as it is, where no run fetched or imported pages
	Site      *ogp.Run          // the run whose lists of the whole site count; nil if there is none
	Parser    string            // that made the readings
	Requests  int               // of the run
	Bytes     int64             // of the bodies that came, decompressed
	Withdrawn int               // pages that are withdrawn now, whenever the report was recorded
	Coverage  []ogp.RunCoverage // without the run's ID
	Findings  []ogp.RunFinding  // likewise
}

// present are the newest readings of all pages that are not withdrawn.
const present = `(SELECT r.* FROM (
		SELECT commitment_id, language, max(version) AS version FROM readings GROUP BY ALL
	) JOIN readings AS r USING (commitment_id, language, version)
	ANTI JOIN (FROM page_states WHERE withdrawn_at IS NOT NULL) USING (commitment_id, language))`

// coverage is SQL with the columns of run_coverage behind its key: the dataset's
// coverage, how many pages have milestones, and how many print each label. What is
// counted of a page is put together once, and that without its texts.
var coverage = `
	WITH present AS MATERIALIZED (
		SELECT commitment_id, member_slug, template, language, milestone_count, list_transform(sections, lambda s: s.field) AS labels, ` + filled() + `
		FROM ` + present + `
	), covered AS (` + ogp.CoverageQuery("present") + `), labels AS (
		SELECT member_slug, template, language, field, count(DISTINCT commitment_id) AS printed
		FROM (SELECT commitment_id, member_slug, template, language, unnest(labels) AS field FROM present) GROUP BY ALL
	)
	SELECT coalesce(l.printed, 0)::INTEGER AS printed, c.* FROM covered AS c
	LEFT JOIN labels AS l ON l.member_slug IS NOT DISTINCT FROM c.member_slug AND l.template IS NOT DISTINCT FROM c.template
		AND l.language = c.language AND l.field = c.field
	UNION ALL
	SELECT 0, member_slug, template, language, 'milestones', count(*)::INTEGER, (count(*) FILTER (milestone_count > 0))::INTEGER
	FROM present GROUP BY ALL`

// filled are the columns of readings, each true where it has a value and else NULL.
func filled() string {
	var columns []string
	for _, column := range ogp.ReadingColumns() {
		if name := ogp.Identifier(column.Name); !slices.Contains([]string{"member_slug", "template", "milestone_count"}, column.Name) {
			columns = append(columns, "CASE WHEN "+name+" IS NOT NULL THEN true END AS "+name)
		}
	}
	return strings.Join(columns, ", ")
}

// findings is SQL with the columns of run_findings behind its key: the issues of
// pages, and what is odd in OGP's own database: cells that no rule understands, and rows
// of one commitment.
const findings = `
	SELECT issue.kind AS kind, issue.field AS field, issue.detail AS detail,
		count(DISTINCT (commitment_id, language))::INTEGER AS pages, min(issue.url) AS example
	FROM (SELECT commitment_id, language, unnest(issues) AS issue FROM ` + present + `) GROUP BY ALL
	UNION ALL
	SELECT 'unknown_cell', found.indicator, found.value, count(DISTINCT commitment_id)::INTEGER, min(commitment_id || ', row ' || row_number)
	FROM (SELECT commitment_id, row_number, unnest(assessments) AS found FROM (` + tables.NewestOfficial + `))
	WHERE found.state = 'unreadable' GROUP BY ALL
	UNION ALL
	SELECT 'repeated_row', 'OGP''s database', 'several rows of one commitment: the first counts', count(*)::INTEGER, min(commitment_id || ', row ' || row_number)
	FROM official_commitments WHERE repeats_row IS NOT NULL HAVING count(*) > 0`

// Record is the step that records a report of its run.
func Record(r Report) duck.Step {
	covered, found := tables.Kept("run_coverage"), tables.Kept("run_findings")
	var coverage, findings [][]any
	for _, row := range r.Coverage {
		row.Run = r.Run.ID
		coverage = append(coverage, ogp.RowOf(covered, row))
	}
	for _, row := range r.Findings {
		row.Run = r.Run.ID
		findings = append(findings, ogp.RowOf(found, row))
	}
	return duck.InOrder(duck.Append(covered.Name, coverage), duck.Append(found.Name, findings))
}

// Judge is the step that records what the rules say of the archive after a run, if
// they say anything, and the run's exit code.
func Judge(run ogp.Run) duck.Step {
	return duck.Exec("UPDATE runs SET verdict = nullif(?, ''), exit_code = ? WHERE run_id = ?", string(run.Verdict), run.ExitCode, run.ID)
}

// Withdrawn are the pages that are withdrawn at present.
func Withdrawn(ctx context.Context, from duck.Querier) (map[ogp.PageKey]bool, error) {
	keys, err := duck.Collect(ctx, from, duck.SQL("SELECT commitment_id, language FROM page_states WHERE withdrawn_at IS NOT NULL"),
		func(rows *sql.Rows, key *ogp.PageKey) error { return rows.Scan(&key.ID, &key.Language) })
	withdrawn := map[ogp.PageKey]bool{}
	for _, key := range keys {
		withdrawn[key] = true
	}
	return withdrawn, err
}

// Held is what the archive holds and lacks as it is, without a run.
func Held(ctx context.Context, from duck.Querier) (Report, error) {
	return rows(ctx, from, coverage, findings)
}

// Now is the report of the archive as it is, with the newest run that fetched or imported pages.
func Now(ctx context.Context, from duck.Querier) (r Report, err error) {
	if r, err = Held(ctx, from); err != nil {
		return r, err
	}
	run, err := Run(ctx, from, pages)
	if err == nil && run != nil {
		err = r.Add(ctx, from, run)
	}
	if err == nil {
		err = from.QueryRowContext(ctx, "SELECT coalesce(max(parser), '') FROM readings").Scan(&r.Parser)
	}
	return r, err
}

// Add adds a run to a report of what the archive held after it.
func (r *Report) Add(ctx context.Context, from duck.Querier, run *ogp.Run) error {
	r.Run, r.Parser = run, run.Parser
	if run.Scope == "site" {
		r.Site = run
	}
	err := from.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(bytes), 0)::BIGINT, (SELECT count(*) FROM page_states WHERE withdrawn_at IS NOT NULL)
		FROM visits WHERE run_id = ?`, run.ID).Scan(&r.Requests, &r.Bytes, &r.Withdrawn)
	if err != nil {
		err = fmt.Errorf("report on run %s: %w", run.ID, duck.Explain(err))
	}
	return err
}

// Baseline is the report of the newest run that is good or was accepted, but for the
// one named; nil if there is none. Its lists are those of the newest such run over the
// whole site.
func Baseline(ctx context.Context, from duck.Querier, but string) (*Report, error) {
	condition := "verdict IN ('good', 'accepted') AND run_id <> " + ogp.Literal(but)
	run, err := Run(ctx, from, condition)
	if err != nil || run == nil {
		return nil, err
	}
	of := " WHERE run_id = " + ogp.Literal(run.ID)
	r, err := rows(ctx, from, "SELECT * EXCLUDE run_id FROM run_coverage"+of, "SELECT * EXCLUDE run_id FROM run_findings"+of)
	if err == nil {
		err = r.Add(ctx, from, run)
	}
	if err == nil && r.Site == nil {
		r.Site, err = Run(ctx, from, condition+" AND scope = 'site'")
	}
	return &r, err
}

// ByPerson is the condition of runs by which a person accepted the archive as good.
const ByPerson = "verdict = 'accepted'"

// AcceptedAt is when a person last accepted the archive as good; zero if never.
func AcceptedAt(ctx context.Context, from duck.Querier) (time.Time, error) {
	run, err := Run(ctx, from, ByPerson)
	if err != nil || run == nil {
		return time.Time{}, err
	}
	return run.StartedAt, nil
}

func rows(ctx context.Context, from duck.Querier, coverage, findings string) (r Report, err error) {
	r.Coverage, err = read[ogp.RunCoverage](ctx, from, "run_coverage", "SELECT NULL AS run_id, * FROM ("+coverage+")")
	if err == nil {
		r.Findings, err = read[ogp.RunFinding](ctx, from, "run_findings", "SELECT NULL AS run_id, * FROM ("+findings+") ORDER BY kind, pages DESC, field, detail")
	}
	if err != nil {
		err = fmt.Errorf("report on the archive: %w", duck.Explain(err))
	}
	return r, err
}

// pages is the condition of runs that fetch or import pages.
const pages = "command IN ('import', 'refresh')"

// Run is the newest run of a condition; nil if there is none.
func Run(ctx context.Context, from duck.Querier, where string) (*ogp.Run, error) {
	var empty []string // columns that older files lack
	for _, column := range tables.Kept(ogp.RunsTable).Columns {
		empty = append(empty, "NULL::"+column.Type.SQL()+" AS "+ogp.Identifier(column.Name))
	}
	runs, err := read[ogp.Run](ctx, from, ogp.RunsTable, "FROM (SELECT "+strings.Join(empty, ", ")+` WHERE false UNION ALL BY NAME FROM runs)
		WHERE `+where+" ORDER BY started_at DESC NULLS LAST, run_id DESC LIMIT 1")
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	return &runs[0], nil
}

func read[T any](ctx context.Context, from duck.Querier, table, query string) ([]T, error) {
	return duck.Read[T](ctx, from, tables.Kept(table), duck.SQL(query))
}

// Description is the free text of a national page, as its newest reading has it.
type Description struct {
	ID     string
	Member string // the member's slug; may be empty
	Text   string
	Form   bool // a form was found in it: one of its answers fills a column
}

// Descriptions are the free texts of all national pages, in every language.
func Descriptions(ctx context.Context, from duck.Querier) ([]Description, error) {
	return duck.Collect(ctx, from, duck.SQL(`
		SELECT commitment_id, coalesce(member_slug, ''), description, `+ogp.FormFound()+`
		FROM `+present+` WHERE description IS NOT NULL ORDER BY commitment_id, language`), func(rows *sql.Rows, d *Description) error {
		return rows.Scan(&d.ID, &d.Member, &d.Text, &d.Form)
	})
}

// Example is the ID of a commitment of a group whose newest reading has lost its value
// in the group's field, while an earlier one had it; empty if there is none.
func Example(ctx context.Context, from duck.Querier, group Fill) (id string, err error) {
	field := ogp.Identifier(group.Field)
	if group.Field == everyPage {
		field = "nullif(milestone_count, 0)"
	}
	err = from.QueryRowContext(ctx, `SELECT coalesce(min(commitment_id), '') FROM `+present+` AS n
		WHERE `+field+` IS NULL AND ($1 = '' OR member_slug = $1) AND ($2 = '' OR template = $2) AND ($3 = '' OR language = $3)
			AND (commitment_id, language) IN (SELECT (commitment_id, language) FROM readings WHERE `+field+` IS NOT NULL)`,
		group.Member, group.Template, group.Language).Scan(&id)
	return id, err
}
