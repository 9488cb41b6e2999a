package ogp_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
	"time"

	"ogp"
)

// TestSetReachesEveryColumn holds that a new field needs no code of its own:
// the parser sets texts, months and years by the column.
func TestSetReachesEveryColumn(t *testing.T) {
	month := ogp.Month{Year: 2022, Month: time.February}
	for _, column := range ogp.Commitments().Columns {
		var c ogp.Commitment
		switch {
		case column.Type == ogp.Text:
			c.Set(column, "text")
		case column.Type == ogp.Date:
			c.Set(column, month)
		case column.Name == "action_plan_cycle":
			c.Set(column, ogp.Year(2022))
		default:
			continue
		}
		if c.Value(column) == nil {
			t.Errorf("column %s has no value after Set", column.Name)
		}
	}
}

// TestErrorClassesAreOneVocabulary holds the constants against the two columns
// that list them.
func TestErrorClassesAreOneVocabulary(t *testing.T) {
	source, err := parser.ParseFile(token.NewFileSet(), "archive.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	ast.Inspect(source, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "ErrorClass" {
			class, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, class)
		}
		return true
	})
	columns := 0
	for _, table := range ogp.KeptTables() {
		for _, column := range table.Columns {
			if column.Name != "error_class" {
				continue
			}
			columns++
			if !slices.Equal(column.Enum, want) {
				t.Errorf("%s.error_class takes %v, the constants are %v", table.Name, column.Enum, want)
			}
		}
	}
	if columns != 2 || len(want) == 0 {
		t.Errorf("%d columns and %d constants", columns, len(want))
	}
}
