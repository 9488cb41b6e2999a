package xlsx

import (
	"fmt"
	"slices"

	"ogp"
	"ogp/export/dataset"
)

// glanceColumns are the columns of commitments that one looks at first: the sheet
// of commitments begins with them, and prints them only.
var glanceColumns = []string{
	"commitment_id", "title", "member", "template", "action_plan_cycle", "status", "completion", "ambition",
	"milestone_count", "page_state", "last_checked",
}

// technicalColumns are those for programs: they stand at the end, folded away.
var technicalColumns = []string{
	"url", "member_slug", "source", "capture_url", "page_version", "first_seen", "last_seen", "page_sha256", "parser",
}

// arranged is a table with its columns as its sheet shows them.
func arranged(table ogp.Table) ogp.Table {
	if !dataset.IsMain(table) {
		return table
	}
	rank := func(column ogp.Column) int {
		if i := slices.Index(glanceColumns, column.Name); i >= 0 {
			return i - len(glanceColumns)
		}
		return slices.Index(technicalColumns, column.Name) + 1
	}
	table.Columns = slices.Clone(table.Columns)
	slices.SortStableFunc(table.Columns, func(a, b ogp.Column) int { return rank(a) - rank(b) })
	return table
}

// lookedUp are the columns of commitments that long tables show at their right
// end, so that they can be pivoted without a formula.
func lookedUp(names []string) []sheetColumn {
	var out []sheetColumn
	for _, name := range names {
		column := dataset.FindColumn("commitments", name)
		shown := sheetColumn{name: name + " (looked up)", kind: column.Type, width: 26, note: "From commitments. " + column.Doc}
		if name == "title" {
			shown.width = titleWidth
		}
		out = append(out, shown)
	}
	return out
}

// stateOf is SQL for the state of a finding that the page of a commitment has.
func stateOf(indicator string) string {
	return fmt.Sprintf(`list_filter(assessments, lambda x: x."source" = 'page' AND x.indicator = %s)[1].state`, ogp.Literal(indicator))
}

// findings are the columns of commitments that are findings of the review.
var findings = slices.DeleteFunc(slices.Clone(dataset.FindColumn("assessments", "indicator").Enum), func(name string) bool {
	return !slices.ContainsFunc(ogp.Commitments().Columns, func(c ogp.Column) bool { return c.Name == name })
})
