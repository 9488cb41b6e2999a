package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// constraints are what the data package promises of a column's values.
type constraints struct {
	Required bool     `json:"required,omitempty"`
	Unique   bool     `json:"unique,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
	Minimum  *int     `json:"minimum,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// constraintsOf are the constraints of a column, nil where there are none. A
// promise that the data break is not made: the package would not be valid.
func (j *job) constraintsOf(table ogp.Table, column ogp.Column) *constraints {
	c := constraints{Required: column.Key, Unique: column.Key && isMain(table)}
	if !slices.Contains(j.facts.broken, place(table, column)) {
		c.Required, c.Enum = column.Required, j.enum(column)
		if column.Pattern != "" {
			c.Pattern = "^" + column.Pattern + "$"
		}
		if column.Type == ogp.Integer {
			c.Minimum = &column.Minimum
		}
	}
	if !c.Required && c.Pattern == "" && c.Minimum == nil && c.Enum == nil {
		return nil
	}
	return &c
}

// place names a column of a table.
func place(table ogp.Table, column ogp.Column) string { return table.Name + "." + column.Name }

// enum are the only values a column takes; nil where there are others. A list
// has items of these values, and is none itself.
func (j *job) enum(column ogp.Column) []string {
	if column.Type == ogp.List {
		return nil
	}
	return j.terms(column)
}

// terms are the values of a column's vocabulary, in its order.
func (j *job) terms(column ogp.Column) []string {
	terms := slices.Clone(column.Enum)
	for _, vocabulary := range j.Vocabularies {
		if column.Vocab != "" && vocabulary.Name == column.Vocab {
			for _, v := range vocabulary.Values {
				terms = append(terms, v.Value)
			}
		}
	}
	return terms
}

// checkConstraints finds the columns whose values break what the struct says of
// them: readings by an older version of the program may, where a vocabulary has
// changed since.
func (j *job) checkConstraints(ctx context.Context) error {
	var places, checks []string
	add := func(table ogp.Table, column ogp.Column, check string) {
		places = append(places, place(table, column))
		checks = append(checks, "coalesce(bool_and("+check+"), true)")
	}
	for _, column := range ogp.Commitments().Columns {
		if check := j.condition(column, ident(column.Name)); check != "" {
			add(ogp.Commitments(), column, check)
		}
	}
	for _, table := range j.longTables() {
		for _, column := range inner(table) {
			if check := j.condition(column, "x."+ident(column.Name)); check != "" {
				add(table, column, fmt.Sprintf("list_bool_and(list_transform(%s, x -> %s))", ident(table.Nested()), check))
			}
		}
	}
	kept, err := j.source.one(ctx, "SELECT "+strings.Join(checks, ", ")+" FROM "+nested(j.parts))
	if err != nil {
		return fmt.Errorf("check the columns: %w", err)
	}
	for i, name := range places {
		if kept[i] != true {
			j.facts.broken = append(j.facts.broken, name)
		}
	}
	return nil
}

// condition is what holds for a value of a column, in SQL; empty where any value
// will do.
func (j *job) condition(column ogp.Column, value string) string {
	var all []string
	if column.Required {
		all = append(all, value+" IS NOT NULL")
	}
	all = append(all, among(value, j.enum(column))...)
	if column.Pattern != "" {
		all = append(all, fmt.Sprintf("regexp_full_match(%s, %s)", value, literal(column.Pattern)))
	}
	if column.Type == ogp.Integer {
		all = append(all, fmt.Sprintf("%s >= %d", value, column.Minimum))
	}
	if all == nil {
		return ""
	}
	return "coalesce(" + strings.Join(all, " AND ") + ", true)"
}
