package ogp_test

import (
	"testing"

	"ogp"
)

func TestEveryColumnIsDocumented(t *testing.T) {
	for _, table := range append(ogp.AllTables(), ogp.KeptTables()...) {
		if table.Doc == "" {
			t.Errorf("table %s has no doc comment", table.Name)
		}
		for _, column := range table.Columns {
			if column.Doc == "" {
				t.Errorf("column %s.%s has no doc comment", table.Name, column.Name)
			}
		}
	}
}
