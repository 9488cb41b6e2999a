package parse_test

import (
	"encoding/csv"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
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
	rows := realDescriptions(t)
	var kept, causes, milestones score
	for _, row := range rows {
		reading, err := parse.Page(ogp.Page{Body: []byte(nationalPage(row.id, row.text))})
		if err != nil {
			t.Errorf("%s: %v", row.id, err)
			continue
		}
		kept.count(t, row.id, "description differs", sameText(row.text, reading.Description))
		if causesQuestion.MatchString(row.text) {
			causes.count(t, row.id, "causes were asked for and none was read", len(reading.Causes) > 0)
		}
		if want := planRows(row.text); len(want) > 0 {
			got := len(reading.Milestones)
			milestones.count(t, row.id, fmt.Sprintf("%d rows of a planning table, %d milestones", len(want), got), sameCells(want, reading.Milestones))
		}
	}
	t.Logf("descriptions kept whole: %s; causes read where asked for: %s; planning tables read: %s", kept, causes, milestones)
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
