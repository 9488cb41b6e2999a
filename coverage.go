package ogp

import (
	"fmt"
	"strings"
)

// FormColumns are the columns that the answers to a form inside a description fill.
var FormColumns = []string{
	"problem", "status_quo", "action", "contribution", "ogp_value_explanation", "objective", "solution", "results",
	"transparency", "accountability", "participation",
}

// FormFound is SQL for whether a form was found in a commitment's description: one of
// its answers fills a column, or it has milestones.
func FormFound() string {
	return `(coalesce("` + strings.Join(FormColumns, `", "`) + `") IS NOT NULL OR milestone_count > 0)`
}

// Coverage is how many commitments of a member, template and language have a value
// in a field that pages print: a row of the table coverage.
type Coverage struct {
	// The member's part of the page's address; NULL where it is not known.
	MemberSlug string `col:"member_slug"`
	// Which of the site's two layouts the pages have; NULL where it is not known.
	Template string `col:"template" enum:"national,local"`
	// Language of the pages (ISO 639-1).
	Language string `col:"language,required" pattern:"[a-z]{2}"`
	// Column of commitments.
	Field string `col:"field,required"`
	// Commitments of the member in this template and language.
	Commitments int `col:"commitments,required"`
	// Commitments among them that have a value in the field.
	Filled int `col:"filled,required"`
}

// CoverageQuery is SQL with the rows of coverage, out of what a FROM has of
// commitments. Fields are in page order; those that no page lacks, or that are
// columns of coverage itself, are left out.
func CoverageQuery(commitments string) string {
	fields := ""
	for _, column := range ReadingColumns() {
		if column.Required || column.Name == "member_slug" || column.Name == "template" {
			continue
		}
		if fields != "" {
			fields += ", "
		}
		fields += fmt.Sprintf("{field: %s, filled: count(%s)}", Literal(column.Name), Identifier(column.Name))
	}
	return fmt.Sprintf(`SELECT member_slug, template, language, item.field AS field, CAST(commitments AS INTEGER) AS commitments, CAST(item.filled AS INTEGER) AS filled
FROM (
    SELECT member_slug, template, language, commitments, unnest(fields) AS item, generate_subscripts(fields, 1) AS place
    FROM (SELECT member_slug, template, language, count(*) AS commitments, [%s] AS fields FROM %s GROUP BY member_slug, template, language)
)
ORDER BY member_slug NULLS LAST, template NULLS LAST, language, place`, fields, commitments)
}
