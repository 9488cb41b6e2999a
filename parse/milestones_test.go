package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse"
)

// localPage is a local page with a milestone block.
func localPage(block string) []byte {
	return []byte(`<html lang="en"><body><p><a href="/members/kaduna">Kaduna</a></p><h1>Forms (NGKD0909)</h1><h3>At-a-Glance</h3>
<p>Action Plan: Plan 2021-2023</p><p>Commitment Start: Feb 2022</p><h2>Description</h2><h3>Problem</h3><p>Paper.</p>
<h3>Milestones</h3>` + block + `<h2>Commitments</h2></body></html>`)
}

// TestMilestoneStatesInAnyForm: "title|state" of each milestone, and the kinds of what
// was not understood. What proves no state gives none.
func TestMilestoneStatesInAnyForm(t *testing.T) {
	const date = "<p>Start Date: 02/2022</p>"
	card := func(inside ...string) string {
		return "<div><div>" + strings.Join(inside, date+"</div></div><div><div>") + date + "</div></div>"
	}
	for name, test := range map[string]struct{ block, want string }{
		"a word below":             {"<h4>A</h4>" + date + "<p>Completed</p><h4>B</h4>" + date + "<p>Under way</p>", "A|Finished B|In progress"},
		"a label and a word":       {"<h4>A</h4>" + date + "<p>Status: Done</p><h4>B</h4>" + date + "<p>Status:</p><p>Stuck</p>", "A|Finished B|Stuck"},
		"a word above":             {"<p>Finished</p><h4>A</h4>" + date + "<p>Stuck</p><h4>B</h4>" + date, "A|Finished B|Stuck"},
		"a word beside":            {"<h4>A <b>Completed</b></h4>" + date + "<h4>B (not started)</h4>" + date, "A|Finished B|Not started"},
		"a word of a sentence":     {"<h4>List of what is complete</h4>" + date, "List of what is complete|"},
		"an unknown word below":    {"<h4>A</h4>" + date + "<p>Late</p><h4>B</h4>" + date, "A| B| stray_text"},
		"an unknown word behind":   {"<h4>A</h4>" + date + "<p>Status: Late</p><h4>B</h4>" + date, "A| B| unknown_value"},
		"an unknown word beside":   {"<h4>A <b>Completed</b></h4>" + date + "<h4>B <b>Late</b></h4>" + date, "A|Finished B| unknown_value"},
		"all states in one line":   {"<p>A</p>" + date + "<p>Not started In progress Stuck</p><p>B</p>" + date + "<p><b>Not started</b><b>Stuck</b></p>", "A| B|"},
		"an image that says it":    {card(`<img src="i.png" alt="Completed"><h4>A</h4>`, `<img src="stuck.png"><h4>B</h4>`), "A|Finished B|Stuck"},
		"a class around":           {`<div class="step is-complete"><h4>A</h4>` + date + `</div><div class="step step--in-progress"><h4>B</h4>` + date + `</div>`, "A|Finished B|In progress"},
		"a tick at one":            {card(`<i class="fa fa-check"></i><h4>A</h4>`, `<i class="fa fa-times"></i><h4>B</h4>`), "A|Finished B|"},
		"a tick at each":           {card(`<i class="fa fa-check"></i><h4>A</h4>`, `<i class="fa fa-check"></i><h4>B</h4>`), "A| B|"},
		"a tick on a calendar":     {card(`<i class="fa fa-calendar-check"></i><h4>A</h4>`, `<h4>B</h4>`), "A| B|"},
		"a tick that says more":    {card(`<i class="fa fa-check" title="Verified"></i><h4>A</h4>`, `<h4>B</h4>`), "A| B|"},
		"boxes":                    {"<p>☑ A</p>" + date + "<p>☐ B</p>" + date + "<p>✗ C</p>" + date, "A|Finished B| C|"},
		"dots of a way":            {card(`<b class="dot is-complete"></b><b class="dot"></b><h4>A</h4>`, `<b class="dot"></b><b class="dot"></b><h4>B</h4>`), "A| B|"},
		"a tick in a list":         {"<h4>A</h4>" + date + "<p>☐ Not started</p><p>☑ Stuck</p><p>☐ Finished</p>", "A|Stuck"},
		"ticks at what is behind":  {"<h4>A</h4>" + date + "<p>✔ Not started</p><p>● Stuck</p><p>○ Finished</p>", "A|"},
		"boxes that are checked":   {card("<input type=checkbox checked><h4>A</h4>", "<input type=checkbox><h4>B</h4>"), "A|Finished B|"},
		"numbers within one":       {"<h4>1. A</h4><ul><li>1. a</li><li>2. b</li></ul>" + date + "<h4>2. B</h4>" + date, "A\n1. a\n2. b| B|"},
		"numbers of any kind":      {"<h4>Milestone 1: A</h4>" + date + "<h4>Milestone 2: B</h4>" + date, "A| B|"},
		"letters":                  {"<p>A. Law</p>" + date + "<p>B. Site</p>" + date, "Law| Site|"},
		"titles in buttons":        {"<button>A</button>" + date + "<button>B</button>" + date, "A| B|"},
		"months without labels":    {"<h4>A</h4><p>Feb 2022 – Mar 2022</p><h4>B</h4><p>Apr 2022 – May 2022</p>", "A| B|"},
		"labels before titles":     {"<dl><dt>Milestone<dd>A<dt>Start Date<dd>02/2022<dt>Milestone<dd>B<dt>Start Date<dd>03/2022</dl>", "A| B|"},
		"none":                     {"<p>0 Milestones</p><p>No milestones yet.</p>", "stray_text"},
		"a summary":                {"<p>1 of 2 milestones finished</p><p>1. A</p>" + date + "<p>2. B</p>" + date, "A| B| stray_text"},
		"a bar":                    {"<p>A</p><p>40%</p>" + date, "A| stray_text"},
		"an introduction":          {"<p>These are:</p><h4>A</h4>" + date + "<h4>B</h4>" + date, "A| B| stray_text"},
		"a table":                  {"<table><tr><th>Milestone<th>End date<th>Status<tr><td>A<td>03/2022<td>Completed<tr><td>B<td>04/2022<td>Late</table>", "A|Finished B| unknown_value"},
		"a table with a tick":      {`<table><tr><th>Milestone<th>End date<th>Status<tr><td>A<td>03/2022<td><i class="icon-check"></i><tr><td>B<td>04/2022<td></table>`, "A|Finished B|"},
		"a state that is no title": {"<p>1. Completed</p>" + date + "<p>Stuck</p><p>2. B</p>" + date, "Completed|Stuck B|"},
	} {
		reading, err := parse.Page(ogp.Page{Body: localPage(test.block)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range reading.Milestones {
			got = append(got, row.Title+"|"+row.Status)
		}
		for _, issue := range reading.Issues {
			got = append(got, issue.Kind)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestHeadingsOfATableAreNoInstitutions: nor is what is beside a name.
func TestHeadingsOfATableAreNoInstitutions(t *testing.T) {
	page := strings.Replace(string(localPage("")), "<h2>Description",
		"<p>Institutions involved:</p><table><tr><th>Name<th>Role<tr><td>Registry<td>Lead<tr><td>Archive<td>Support</table><h2>Description", 1)
	reading, err := parse.Page(ogp.Page{Body: []byte(page)})
	if diff := cmp.Diff([]string{"Registry", "Archive"}, reading.Institutions); diff != "" || err != nil || len(reading.Issues) != 2 {
		t.Errorf("error %v, issues %v, institutions (-want +got):\n%s", err, reading.Issues, diff)
	}
}

// TestPlanNamesHoldCommasAndMonths: a comma in brackets ends no name, and months may be
// within a range of years.
func TestPlanNamesHoldCommasAndMonths(t *testing.T) {
	for name, want := range map[string]string{
		"Third Plan, 2022–2024 (Amended, March 2023)": "Third Plan, 2022–2024 (Amended, March 2023)|2022|2024",
		"Plan 4 (Sept 2022 - Aug 2024)":               "Plan 4 (Sept 2022 - Aug 2024)|2022|2024",
		"Plan 2022—2024, Plan 2020-2022":              "Plan 2022—2024|2022|2024 Plan 2020-2022|2020|2022",
	} {
		reading, err := parse.Page(ogp.Page{Body: []byte(strings.Replace(string(localPage("")), "Plan 2021-2023", name, 1))})
		var got []string
		for _, row := range reading.ActionPlanRows {
			got = append(got, fmt.Sprintf("%s|%d|%d", row.Name, row.StartYear, row.EndYear))
		}
		if strings.Join(got, " ") != want || err != nil {
			t.Errorf("%q is read as %q, error %v", name, got, err)
		}
	}
}
