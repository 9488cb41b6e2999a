package parse_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse"
	"ogp/parse/vocab"
)

// TestReadingsKeepThePromisesOfColumns holds every fixture's reading against
// what the struct says of its columns; the data package promises the same to
// those who use an export.
func TestReadingsKeepThePromisesOfColumns(t *testing.T) {
	read := 0
	for _, file := range fixtureFiles(t) {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reading, err := parse.Page(ogp.Page{Body: body})
		if err != nil {
			continue // no commitment's page
		}
		read++
		for i, column := range ogp.Commitments().Columns {
			if !archived[column.Name] {
				checkPromise(t, file, column, reading.Row()[i])
			}
		}
		for _, table := range ogp.LongTables() {
			for _, row := range reading.Rows(table) {
				for i, value := range row {
					checkPromise(t, file+" "+table.Name, table.Columns[i+2], value)
				}
			}
		}
	}
	if read == 0 {
		t.Error("no fixture was read")
	}
}

// archived are the columns that the archive fills, and no page.
var archived = map[string]bool{"page_state": true, "source": true, "page_version": true, "first_seen": true, "last_seen": true, "page_sha256": true}

func checkPromise(t *testing.T, where string, column ogp.Column, value any) {
	t.Helper()
	if problem := broken(column, value); problem != "" {
		t.Errorf("%s: %s is %v: %s", where, column.Name, value, problem)
	}
}

// broken says which promise of a column a value breaks.
func broken(column ogp.Column, value any) string {
	var terms []string
	for _, v := range vocab.Of(column.Vocab).Values() {
		terms = append(terms, v.Term)
	}
	terms = append(terms, column.Enum...)
	switch v := value.(type) {
	case nil:
		if column.Required {
			return "there has to be a value"
		}
	case int64:
		if v < int64(column.Minimum) {
			return fmt.Sprintf("less than %d", column.Minimum)
		}
	case string:
		if len(terms) > 0 && !slices.Contains(terms, v) {
			return fmt.Sprintf("none of %q", terms)
		}
		if column.Pattern != "" && !regexp.MustCompile("^"+column.Pattern+"$").MatchString(v) {
			return "does not match " + column.Pattern
		}
	case []string:
		for _, item := range v {
			if problem := broken(column, item); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// TestIndicatorsAreTheDictionary holds the indicators of both sources against
// the data dictionary.
func TestIndicatorsAreTheDictionary(t *testing.T) {
	want := slices.Clone(parse.Indicators)
	for _, line := range tableLines(t, "official/official.csv") {
		if !slices.Contains(want, line["indicator"]) {
			want = append(want, line["indicator"])
		}
	}
	table, _ := ogp.FindTable("assessments")
	if diff := cmp.Diff(want, table.Columns[2].Enum); diff != "" {
		t.Errorf("assessments.indicator (-want +got):\n%s", diff)
	}
}
