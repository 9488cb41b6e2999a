package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"ogp"
)

// nullWords are what pandas 2 takes for missing, unless told otherwise; readr
// takes NA alone.
var nullWords = []string{
	"#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
	"<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
}

// A value that readers of CSV take for a missing one is lost unless they are told
// otherwise, so the documentation names each, and says how to read it.
func TestValuesThatReadersTakeForMissingAreDocumented(t *testing.T) {
	var values []string
	for _, vocabulary := range vocabularies() {
		for _, value := range vocabulary.Values {
			values = append(values, value.Value)
		}
	}
	for _, table := range ogp.AllTables() {
		for _, column := range table.Columns {
			values = append(values, column.Enum...)
		}
	}
	text, err := os.ReadFile("../../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, value := range values {
		if !slices.Contains(nullWords, value) {
			continue
		}
		found++
		if !strings.Contains(string(text), "`"+value+"` is a value of") {
			t.Errorf("docs/data.md does not say that %q is a value", value)
		}
	}
	if found == 0 {
		t.Error("no value is a word for missing, not even None: is the list of values empty?")
	}
}
