package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"ogp"
)

// dataPackage is datapackage.json: a Frictionless Data Package, version 1.
type dataPackage struct {
	Profile      string         `json:"profile"`
	Name         string         `json:"name"`
	Title        string         `json:"title"`
	Description  string         `json:"description"`
	Homepage     string         `json:"homepage"`
	Version      string         `json:"version,omitempty"`
	Created      string         `json:"created,omitempty"`
	Licenses     []licence      `json:"licenses"`
	Sources      []link         `json:"sources"`
	Contributors []contributor  `json:"contributors"`
	Keywords     []string       `json:"keywords"`
	Export       exportMark     `json:"ogp"`
	Vocabularies []vocabularyOf `json:"vocabularies,omitempty"`
	Resources    []resource     `json:"resources"`
}

type licence struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

type link struct {
	Title string `json:"title"`
	Path  string `json:"path"`
}

type contributor struct {
	Title string `json:"title"`
	Path  string `json:"path"`
	Role  string `json:"role"`
}

// exportMark is how a later export knows that this folder is one it may replace.
type exportMark struct {
	Generator string   `json:"generator"`
	Version   string   `json:"version"`
	Parsers   []string `json:"parsers"`
	Members   []string `json:"members,omitempty"`
	Templates []string `json:"templates,omitempty"`
	// What else Made needs to tell.
	AsOf        string   `json:"as_of,omitempty"`
	Tables      []string `json:"tables,omitempty"`
	Formats     []string `json:"formats"`
	CSVForExcel bool     `json:"csv_for_excel,omitempty"`
	PartitionBy string   `json:"partition_by,omitempty"`
}

type vocabularyOf struct {
	Name   string            `json:"name"`
	Values []vocabularyValue `json:"values"`
}

type vocabularyValue struct {
	Value   string `json:"value"`
	Meaning string `json:"meaning,omitempty"`
}

type resource struct {
	Profile     string       `json:"profile"`
	Name        string       `json:"name"`
	Path        paths        `json:"path"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Format      string       `json:"format"`
	MediaType   string       `json:"mediatype"`
	Encoding    string       `json:"encoding,omitempty"`
	Dialect     *dialect     `json:"dialect,omitempty"`
	Bytes       int64        `json:"bytes"`
	Hash        string       `json:"hash,omitempty"`
	Rows        int64        `json:"rows"`
	Parts       []filePart   `json:"parts,omitempty"`
	Schema      *tableSchema `json:"schema,omitempty"`
}

// paths is one path, or the list of those whose rows together are the table.
type paths []string

// MarshalJSON writes one path as a text.
func (p paths) MarshalJSON() ([]byte, error) {
	if len(p) == 1 {
		return json.Marshal(p[0])
	}
	return json.Marshal([]string(p))
}

// UnmarshalJSON reads both forms.
func (p *paths) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*p = paths{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(p))
}

// filePart is one of the files of a table in partitions.
type filePart struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	Hash  string `json:"hash"`
	Rows  int64  `json:"rows"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type tableSchema struct {
	Fields        []schemaField `json:"fields"`
	MissingValues []string      `json:"missingValues"`
	PrimaryKey    []string      `json:"primaryKey"`
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

// describe is the text of datapackage.json.
func describe(j *job) (string, error) {
	p := dataPackage{
		Profile:      "data-package",
		Name:         "ogp-commitments",
		Title:        j.title(),
		Description:  j.abstract() + " Selection: " + j.selection() + ".",
		Homepage:     j.Site,
		Version:      date(j.facts.lastSeen),
		Licenses:     []licence{{licenceID, licenceURL, licenceName}},
		Sources:      []link{{publisher, j.Site}},
		Contributors: []contributor{{publisher, ogp.Site, "author"}},
		Keywords:     keywords,
		Export:       j.mark(),
		Vocabularies: vocabulariesOf(j.Vocabularies),
	}
	if !j.facts.lastSeen.IsZero() {
		p.Created = j.facts.lastSeen.Format(time.RFC3339)
	}
	for _, files := range j.groups() {
		p.Resources = append(p.Resources, j.resource(files))
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(p)
	return text.String(), err
}

func (j *job) mark() exportMark {
	m := exportMark{
		Generator: generator, Version: j.Version, Parsers: j.facts.parsers, Members: j.Members, Templates: j.Templates,
		Tables: j.Tables, CSVForExcel: j.CSVForExcel, PartitionBy: j.PartitionBy,
	}
	if !j.AsOf.IsZero() {
		m.AsOf = j.AsOf.UTC().Format(ogp.Timestamp.Layout())
	}
	for _, f := range j.formats {
		m.Formats = append(m.Formats, f.name)
	}
	return m
}

// groups are the data files, those of one table and format together.
func (j *job) groups() [][]File {
	var out [][]File
	for _, file := range j.summary.Files {
		last := len(out) - 1
		switch {
		case file.Format == "":
		case last >= 0 && file.partition != nil && out[last][0].group() == file.group():
			out[last] = append(out[last], file)
		default:
			out = append(out, []File{file})
		}
	}
	return out
}

func vocabulariesOf(given []Vocabulary) []vocabularyOf {
	var out []vocabularyOf
	for _, v := range given {
		values := []vocabularyValue{}
		for _, value := range v.Values {
			values = append(values, vocabularyValue(value))
		}
		out = append(out, vocabularyOf{v.Name, values})
	}
	return out
}

// kinds are what the data package says of each format.
var kinds = map[string]struct{ mediaType, encoding string }{
	"csv":     {"text/csv", "utf-8"},
	"xlsx":    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""},
	"parquet": {"application/vnd.apache.parquet", ""},
	"jsonl":   {"application/x-ndjson", "utf-8"},
}

func (j *job) resource(files []File) resource {
	file := files[0]
	r := resource{
		Profile:     "data-resource",
		Name:        resourceName(file),
		Path:        paths{file.Name},
		Title:       file.Table,
		Description: j.content(file),
		Format:      file.Format,
		MediaType:   kinds[file.Format].mediaType,
		Encoding:    kinds[file.Format].encoding,
		Bytes:       file.Bytes,
		Hash:        "sha256:" + file.SHA256,
		Rows:        file.Rows,
	}
	if file.partition != nil {
		r.ofPartitions(files)
	}
	switch {
	case file.Table == "":
		r.Title = "Workbook"
	case file.nested:
		r.Schema = j.nestedSchema()
	default:
		r.Schema = j.flatSchema(file)
	}
	if file.Format == "csv" {
		r.Profile = "tabular-data-resource"
		r.Dialect = &dialect{",", "\n", `"`, true, true}
		if j.CSVForExcel {
			r.Dialect.LineTerminator = "\r\n"
		}
	}
	return r
}

// ofPartitions tells all files of a table in partitions.
func (r *resource) ofPartitions(files []File) {
	r.Name, r.Path, r.Hash, r.Bytes, r.Rows = files[0].group()+".parquet", nil, "", 0, 0
	for _, file := range files {
		r.Path = append(r.Path, file.Name)
		r.Bytes, r.Rows = r.Bytes+file.Bytes, r.Rows+file.Rows
		r.Parts = append(r.Parts, filePart{file.Name, file.Bytes, "sha256:" + file.SHA256, file.Rows})
	}
}

// resourceName is a table's name for its CSV file, and the file's name for the
// others, which hold the same tables again.
func resourceName(file File) string {
	if file.Format == "csv" {
		return file.Table
	}
	return strings.ToLower(file.Name)
}

func (j *job) flatSchema(file File) *tableSchema {
	table, _ := ogp.FindTable(file.Table)
	schema := &tableSchema{MissingValues: []string{""}}
	for _, column := range table.Columns {
		field := j.fieldOf(table, column)
		if column.Type == ogp.List {
			field.Type = "string"
			field.Description += fmt.Sprintf(" A list, joined with %q.", listSeparator)
		}
		schema.Fields = append(schema.Fields, field)
		if column.Key {
			schema.PrimaryKey = append(schema.PrimaryKey, column.Name)
		}
	}
	if !isMain(table) && j.hasMain() {
		main := File{Name: ogp.Commitments().Name + "." + file.Format, Format: file.Format, Table: ogp.Commitments().Name}
		schema.ForeignKeys = []foreignKey{{"commitment_id", reference{resourceName(main), "commitment_id"}}}
	}
	return schema
}

// nestedSchema is that of commitments with their long tables inside.
func (j *job) nestedSchema() *tableSchema {
	schema := &tableSchema{MissingValues: []string{""}, PrimaryKey: []string{"commitment_id"}}
	for _, column := range ogp.Commitments().Columns {
		schema.Fields = append(schema.Fields, j.fieldOf(ogp.Commitments(), column))
	}
	for _, table := range j.longTables() {
		schema.Fields = append(schema.Fields, schemaField{
			Name:        table.Nested(),
			Type:        "array",
			Format:      "default",
			Description: fmt.Sprintf("The commitment's rows of the table %s, with the columns %s.", table.Name, strings.Join(names(inner(table)), ", ")),
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

func (j *job) fieldOf(table ogp.Table, column ogp.Column) schemaField {
	return schemaField{
		Name:        column.Name,
		Type:        fieldTypes[column.Type].name,
		Format:      fieldTypes[column.Type].format,
		Description: column.Doc,
		Vocabulary:  column.Vocab,
		Constraints: j.constraintsOf(table, column),
	}
}
