package describe

import (
	"fmt"
	"slices"
	"strings"

	"ogp"
	"ogp/export/dataset"
)

// tableSchema is a Frictionless Table Schema.
type tableSchema struct {
	Fields        []schemaField `json:"fields"`
	MissingValues []string      `json:"missingValues"`
	PrimaryKey    []string      `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey  `json:"foreignKeys,omitempty"`
}

type schemaField struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Format      string       `json:"format"`
	Description string       `json:"description"`
	Vocabulary  string       `json:"vocabulary,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type foreignKey struct {
	Fields    string    `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string `json:"resource"`
	Fields   string `json:"fields"`
}

// constraints are what the data package promises of a column's values.
type constraints struct {
	Required bool     `json:"required,omitempty"`
	Unique   bool     `json:"unique,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
	Minimum  *int     `json:"minimum,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// schema is that of a file; nil for one that holds all tables.
func (d *Description) schema(file File) *tableSchema {
	table, found := ogp.FindTable(file.Table)
	switch {
	case !found:
		return nil
	case file.Nested:
		return d.nestedSchema()
	}
	schema := &tableSchema{MissingValues: []string{""}}
	for _, column := range table.Columns {
		field := d.field(table, column)
		if column.Type == ogp.List {
			field.Type = "string"
			field.Description += fmt.Sprintf(" A list, joined with %q.", dataset.ListSeparator)
		}
		schema.Fields = append(schema.Fields, field)
		if column.Key {
			schema.PrimaryKey = append(schema.PrimaryKey, column.Name)
		}
	}
	if !dataset.IsMain(table) && !table.Standalone() && d.Selection.HasMain() {
		main := ogp.Commitments().Name
		name := resourceName(main, main+"."+file.Format, d.format(file.Format))
		schema.ForeignKeys = []foreignKey{{"commitment_id", reference{name, "commitment_id"}}}
	}
	return schema
}

// nestedSchema is that of commitments with their long tables inside.
func (d *Description) nestedSchema() *tableSchema {
	schema := &tableSchema{MissingValues: []string{""}, PrimaryKey: []string{"commitment_id"}}
	for _, column := range ogp.Commitments().Columns {
		schema.Fields = append(schema.Fields, d.field(ogp.Commitments(), column))
	}
	for _, table := range d.Selection.LongTables() {
		var names []string
		for _, column := range dataset.InnerColumns(table) {
			names = append(names, column.Name)
		}
		schema.Fields = append(schema.Fields, schemaField{
			Name:        table.Nested(),
			Type:        "array",
			Format:      "default",
			Description: fmt.Sprintf("The commitment's rows of the table %s, with the columns %s.", table.Name, strings.Join(names, ", ")),
		})
	}
	return schema
}

// fieldTypes are the types of Table Schema. Its default format of times has no
// fractions of seconds.
var fieldTypes = map[ogp.Type]struct{ name, format string }{
	ogp.Text:      {"string", "default"},
	ogp.Integer:   {"integer", "default"},
	ogp.Date:      {"date", "default"},
	ogp.Timestamp: {"datetime", "any"},
	ogp.List:      {"array", "default"},
}

func (d *Description) field(table ogp.Table, column ogp.Column) schemaField {
	return schemaField{
		Name:        column.Name,
		Type:        fieldTypes[column.Type].name,
		Format:      fieldTypes[column.Type].format,
		Description: column.Doc,
		Vocabulary:  column.Vocab,
		Constraints: d.constraints(table, column),
	}
}

// constraints are the constraints of a column, nil where there are none. One that
// the data breaks is not stated: the package would not be valid.
func (d *Description) constraints(table ogp.Table, column ogp.Column) *constraints {
	c := constraints{Required: column.Key, Unique: column.Key && dataset.IsMain(table)}
	if !slices.Contains(d.Statistics.Broken, dataset.ColumnPath(table, column)) {
		c.Required = column.Required
		if column.Type != ogp.List {
			c.Enum = d.Terms(column)
		}
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
