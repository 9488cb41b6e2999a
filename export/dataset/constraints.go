package dataset

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// Vocabulary is a closed list of values; Name is what ogp.Column.Vocab says.
type Vocabulary struct {
	Name   string            `json:"name"`
	Values []VocabularyValue `json:"values"` // in the order of their scale, lowest first
}

// VocabularyValue is one value of a vocabulary.
type VocabularyValue struct {
	Value   string `json:"value"`
	Meaning string `json:"meaning,omitempty"`
}

// Terms are the values of a column's vocabulary, in its order; none where the
// column has no vocabulary, or one that is not among the given.
func Terms(column ogp.Column, vocabularies []Vocabulary) []string {
	terms := slices.Clone(column.Enum)
	for _, vocabulary := range vocabularies {
		if column.Vocab != "" && vocabulary.Name == column.Vocab {
			for _, v := range vocabulary.Values {
				terms = append(terms, v.Value)
			}
		}
	}
	return terms
}

// ColumnPath names a column of a table: milestones.status.
func ColumnPath(table ogp.Table, column ogp.Column) string { return table.Name + "." + column.Name }

// brokenColumns are the columns with values that break the schema's constraints:
// readings by an older version of the program may, where a vocabulary has changed
// since.
func (d *Dataset) brokenColumns(ctx context.Context, vocabularies []Vocabulary) ([]string, error) {
	var paths, checks []string
	add := func(table ogp.Table, column ogp.Column, check string) {
		paths = append(paths, ColumnPath(table, column))
		checks = append(checks, "coalesce(bool_and("+check+"), true)")
	}
	for _, column := range ogp.Commitments().Columns {
		if check := constraintSQL(column, ogp.Identifier(column.Name), vocabularies); check != "" {
			add(ogp.Commitments(), column, check)
		}
	}
	for _, table := range d.LongTables() {
		for _, column := range InnerColumns(table) {
			if check := constraintSQL(column, "x."+ogp.Identifier(column.Name), vocabularies); check != "" {
				add(table, column, fmt.Sprintf("list_bool_and(list_transform(%s, x -> %s))", ogp.Identifier(table.Nested()), check))
			}
		}
	}
	kept, err := d.One(ctx, "SELECT "+strings.Join(checks, ", ")+" FROM "+All)
	if err != nil {
		return nil, err
	}
	var broken []string
	for i, path := range paths {
		if kept[i] != true {
			broken = append(broken, path)
		}
	}
	return broken, nil
}

// constraintSQL is what holds for a value of a column; empty where any value will
// do. The items of a list are not looked at.
func constraintSQL(column ogp.Column, value string, vocabularies []Vocabulary) string {
	var all []string
	if column.Required {
		all = append(all, value+" IS NOT NULL")
	}
	if column.Type != ogp.List {
		all = append(all, oneOf(value, Terms(column, vocabularies))...)
	}
	if column.Pattern != "" {
		all = append(all, fmt.Sprintf("regexp_full_match(%s, %s)", value, ogp.Literal(column.Pattern)))
	}
	if column.Type == ogp.Integer {
		all = append(all, fmt.Sprintf("%s >= %d", value, column.Minimum))
	}
	if all == nil {
		return ""
	}
	return "coalesce(" + strings.Join(all, " AND ") + ", true)"
}
