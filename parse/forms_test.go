package parse_test

import (
	"encoding/csv"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"ogp"
	"ogp/parse"
	"ogp/parse/words"
)

// TestRealDescriptions reads real descriptions from OGP's own database, each
// rendered as a page, and prints what falls short. `make forms` runs it.
func TestRealDescriptions(t *testing.T) {
	f := formFigures{unknown: map[string]int{}}
	for _, row := range realDescriptions(t) {
		reading, err := parse.Page(ogp.Page{Body: []byte(nationalPage(row.id, row.text))})
		if err != nil {
			t.Errorf("%s: %v", row.id, err)
			continue
		}
		f.add(t, row, &reading)
	}
	t.Logf("%s", f)
	if f.later > mostLater {
		t.Errorf("%d values hold a later label, more than %d", f.later, mostLater)
	}
}

// mostLater is how many values may hold a question: some authors ask themselves.
const mostLater = 2

// formFigures are what `make forms` prints.
type formFigures struct {
	texts, problems, later, ends, numbers int
	kept, causes, tables, told            score
	asked                                 int
	unknown                               map[string]int
}

func (f *formFigures) add(t *testing.T, row realRow, reading *ogp.Reading) {
	f.texts++
	f.kept.count(t, row.id, "description differs", sameText(row.text, reading.Description))
	if label := problemLabel.FindString(row.text); label != "" && reading.Problem == "" {
		f.problems++
		t.Errorf("%s: the text has %q, and no problem was read", row.id, label)
	}
	for field, value := range answersOf(reading) {
		if label := laterLabel.FindString(value); label != "" {
			f.later++
			t.Logf("%s: %s holds the label %q", row.id, field, label)
		}
		if separatorEnds.MatchString(value) {
			f.ends++
			t.Errorf("%s: %s has separators at its ends: %.40q … %q", row.id, field, value, value[max(0, len(value)-20):])
		}
	}
	if number := looseNumber.FindString(reading.Description); number != "" {
		f.numbers++
		t.Logf("%s: the number %q is left", row.id, number)
	}
	if causesQuestion.MatchString(row.text) {
		f.causes.count(t, row.id, "causes were asked for and none was read", len(reading.Causes) > 0)
	}
	f.addTable(t, row, reading)
	for _, issue := range reading.Issues {
		if issue.Kind == "unknown_question" {
			f.asked++
			f.unknown[issue.Detail]++
		}
	}
}

// addTable counts planning tables: one is read, row for row, or reported.
func (f *formFigures) addTable(t *testing.T, row realRow, reading *ogp.Reading) {
	if want := planRows(row.text); len(want) > 0 {
		got := len(reading.Milestones)
		f.tables.count(t, row.id, fmt.Sprintf("%d rows of a planning table, %d milestones", len(want), got), sameCells(want, reading.Milestones))
	}
	if anyTable.MatchString(row.text) {
		told := len(reading.Milestones) > 0 || slices.ContainsFunc(reading.Issues, func(i ogp.Issue) bool { return i.Kind == "unread_table" })
		f.told.count(t, row.id, "a planning table is neither read nor reported", told)
	}
}

func (f formFigures) String() string {
	return fmt.Sprintf("%d descriptions, kept whole: %s\ntexts with a problem label and no problem: %d\n"+
		"values that hold a later label: %d\nvalues with separators at their ends: %d\nnumbers left: %d\n"+
		"causes read where asked for: %s\nplanning tables with marks read: %s\nplanning tables of any kind read or reported: %s\nquestions unknown: %d (%d different)",
		f.texts, f.kept, f.problems, f.later, f.ends, f.numbers, f.causes, f.tables, f.told, f.asked, len(f.unknown))
}

var (
	// problemLabel asks for the problem, in a way of its own: by the eye of whoever
	// wrote this test.
	problemLabel = regexp.MustCompile(`(?im)(?:what|which)[^.?!:;]{0,80}\b(?:problem|issue|challenge|problematic|need)s?\b[^.?!:;]{0,60}\b(?:address|solve|resolve|response)[^.?!]{0,60}\?` +
		`|^\W*(?:\d+[.)]\s*)?(?:problem definition|general problem|defining a problem)` +
		`|\b(?:problem|issue|challenge)s?(?:\s*/\s*(?:problem|issue|challenge)s?)?\s+(?:to\s+be\s+)?addressed(?:\s+by\s+the\s+commitment)?\s*:` +
		`|^\W*statu?s quo (?:or|and|o|ou)\b[^:\n]{3,80}:` +
		`|¿cuál es (?:el|la) problem[^?]{3,100}\?`)
	// laterLabel is a question, or a heading that other fields or none belong to.
	laterLabel = regexp.MustCompile(`(?i)(?:(?:^|[.;:?!\n]\s*)(?:\d{1,2}[.)]\s*)?(?:what|which|how|why|who|where|¿)[^.?!;:]{8,200}\?` +
		`|(?:main|primary) objective\s*:|(?-i:Additional Information|Additional information)\s*(?::|\n|(?-i:[A-Z]))|brief description of (?:the )?commitment\b|ogp (?:grand )?challenge\b[^.\n]{0,40}:` +
		`|milestone activity|contact information\b|start date\s*:|relevance:|ambition:|problem definition|commitment (?:analysis|planning|description)\b)`)
	// anyTable heads a planning table with dates, whatever became of its columns.
	anyTable      = regexp.MustCompile(`(?i)milestones?\s+activit(?:y|ies)\b[^.]{0,400}20\d\d|start(?:ing)? date:?[\s|–-]+(?:end|final) da(?:te|y)\b[^.]{0,400}20\d\d|fecha de inicio:?\s+fecha`)
	separatorEnds = regexp.MustCompile(`^[\s:;,.|]|[\s:;|–-]$`)
	looseNumber   = regexp.MustCompile(`\+\d[\d ()./-]{8,}\d|\(\+?\d{2,4}[)-][\d ()./-]{5,}\d`)
)

// answersOf are the texts that were read out of a form, by their columns.
func answersOf(r *ogp.Reading) map[string]string {
	return map[string]string{
		"problem": r.Problem, "status_quo": r.StatusQuo, "action": r.Action, "contribution": r.Contribution,
		"ogp_value_explanation": r.OGPValueExplanation, "objective": r.Objective, "solution": r.Solution,
		"results": r.Results, "transparency": r.Transparency, "accountability": r.Accountability,
		"participation": r.Participation, "causes": strings.Join(r.Causes, "\n"), "effects": strings.Join(r.Effects, "\n"),
	}
}

// score counts what came out right, and reports what did not.
type score struct{ right, all int }

func (s *score) count(t *testing.T, id, what string, ok bool) {
	t.Helper()
	s.all++
	if ok {
		s.right++
		return
	}
	t.Errorf("%s: %s", id, what)
}

func (s score) String() string { return fmt.Sprintf("%d of %d", s.right, s.all) }

type realRow struct{ id, text string }

func realDescriptions(t *testing.T) []realRow {
	t.Helper()
	name := filepath.Join("..", "..", "shared", "data", "ogp-database-sample.csv")
	file, err := os.Open(name)
	if err != nil {
		t.Skipf("no sample of OGP's database at %s: the check of real descriptions is left out", name)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	var rows []realRow
	for _, record := range records[1:] {
		ref := ogp.ParseURL(record[column["URL"]])
		if text := record[column["Full Text"]]; strings.TrimSpace(text) != "" && ref.ID != "" {
			rows = append(rows, realRow{ref.ID, text})
		}
	}
	return rows
}

// nationalPage is a page with the description's lines as paragraphs.
func nationalPage(id, text string) string {
	var body strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		body.WriteString("<p>" + html.EscapeString(line) + "</p>\n")
	}
	return `<html lang="en"><body><nav><a href="/">Commitments</a></nav><h1>Title (` + id + `)</h1>
<h2>Overview</h2><h3>At-a-Glance</h3><p><strong>Action Plan:</strong> Plan 2022-2024</p>
<p><strong>Action Plan Cycle:</strong> 2022</p><p><strong>Status:</strong></p><h3>Institutions</h3>
<p><strong>Lead Institution:</strong> Parliament</p><h3>Description</h3>` + body.String() +
		`<h2>Commitments</h2><p>Open Government Partnership</p></body></html>`
}

var causesQuestion = regexp.MustCompile(`(?i)what are the (?:causes|reasons)[^?\n]{0,40}problems?\s*\?`)

// sameText compares texts but for white space, Unicode composition, invisible
// characters and personal data.
func sameText(want, got string) bool {
	return visible(words.Mask(want)) == visible(words.Mask(got))
}

var invisible = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "", "\ufeff", "", "\u200e", "", "\u200f", "")

func visible(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(invisible.Replace(text))), "")
}

var planHeading = regexp.MustCompile(`(?i)^(?:[^|]*\()?\W*(?:goals|milestones?|implementation step|key activities)\b[^|]*\|[^|]*(?:\|[^|]*)*$`)

// planRows are the lines of cells after a planning table's heading, read in a
// way of its own: by the eye of whoever wrote this test.
func planRows(text string) [][]string {
	var rows [][]string
	inside := false
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case planHeading.MatchString(line):
			inside = true
		case inside && strings.Contains(line, "|"):
			rows = append(rows, strings.Split(strings.Trim(line, " |"), "|"))
		case inside && len(rows) > 0:
			inside = false
		}
	}
	return rows
}

// sameCells reports whether every row became a milestone that holds the text of
// each of its cells.
func sameCells(rows [][]string, milestones []ogp.Milestone) bool {
	if len(rows) != len(milestones) {
		return false
	}
	for i, cells := range rows {
		all := visible(milestones[i].Title + milestones[i].Outputs + milestones[i].Due)
		last := strings.TrimSpace(cells[min(len(cells), 3)-1])
		if !strings.Contains(all, visible(last)) || milestones[i].Title == "" {
			return false
		}
	}
	return true
}
