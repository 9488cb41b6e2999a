package describe

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"ogp"
	"ogp/export/dataset"
)

// dataPackage is datapackage.json: a Frictionless Data Package, version 1.
type dataPackage struct {
	Profile      string               `json:"profile"`
	Name         string               `json:"name"`
	Title        string               `json:"title"`
	Description  string               `json:"description"`
	Homepage     string               `json:"homepage"`
	Version      string               `json:"version,omitempty"`
	Created      string               `json:"created,omitempty"`
	Licenses     []link               `json:"licenses"`
	Sources      []link               `json:"sources"`
	Contributors []link               `json:"contributors"`
	Keywords     []string             `json:"keywords"`
	Export       exportMark           `json:"ogp"`
	Vocabularies []dataset.Vocabulary `json:"vocabularies,omitempty"`
	Resources    []resource           `json:"resources"`
}

// link is a licence, which has a name, a source, or a contributor, who has a role.
type link struct {
	Name  string `json:"name,omitempty"`
	Path  string `json:"path"`
	Title string `json:"title"`
	Role  string `json:"role,omitempty"`
}

// exportMark is how a later export knows that it may replace a folder, and how
// that one was made.
type exportMark struct {
	Generator string   `json:"generator"`
	Version   string   `json:"version"`
	Parsers   []string `json:"parsers"`
	Content   string   `json:"content"` // a hash of it
	Official  *edition `json:"official_database,omitempty"`
	dataset.Archive
	Choices
	Parts []filePart `json:"parts,omitempty"` // files that belong to a resource and are no data of their own
}

// edition is that of OGP's own database which a dataset was compared with.
type edition struct {
	File       string    `json:"file"`
	SHA256     string    `json:"sha256"`
	ImportedAt time.Time `json:"imported_at"`
}

func (d *Description) edition() *edition {
	if d.Official == nil {
		return nil
	}
	return &edition{filepath.Base(d.Official.File), d.Official.SHA256, d.Official.ImportedAt.UTC()}
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
	Dialect     *Dialect     `json:"dialect,omitempty"`
	Bytes       int64        `json:"bytes"`
	Hash        string       `json:"hash,omitempty"`
	Rows        int64        `json:"rows"`
	Parts       []filePart   `json:"parts,omitempty"`
	Schema      *tableSchema `json:"schema,omitempty"`
}

// Dialect is how a table is written as text.
type Dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

// filePart is one of the files of a table in partitions.
type filePart struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	Hash  string `json:"hash"`
	Rows  int64  `json:"rows"`
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

// Package is the text of datapackage.json.
func (d *Description) Package(files []File) (string, error) {
	p := dataPackage{
		Profile:      "data-package",
		Name:         "ogp-commitments",
		Title:        d.Title(),
		Description:  d.abstract() + " Selection: " + d.selection() + ".",
		Homepage:     d.Site,
		Version:      Date(d.Statistics.LastSeen),
		Licenses:     []link{{Name: LicenceID, Path: LicenceURL, Title: licenceName}},
		Sources:      []link{{Title: Publisher, Path: d.Site}},
		Contributors: []link{{Title: Publisher, Path: ogp.Site, Role: "author"}},
		Keywords:     keywords,
		Export:       exportMark{Generator, d.Version, d.Statistics.Parsers, "sha256:" + d.Statistics.Content, d.edition(), d.Statistics.Archive, d.Choices, nil},
		Vocabularies: d.Vocabularies,
	}
	if !d.Statistics.LastSeen.IsZero() {
		p.Created = d.Statistics.LastSeen.Format(time.RFC3339)
	}
	for _, file := range files {
		if file.PartOf != "" {
			p.Export.Parts = append(p.Export.Parts, filePart{file.Name, file.Bytes, "sha256:" + file.SHA256, file.Rows})
		}
	}
	for _, parts := range grouped(files) {
		p.Resources = append(p.Resources, d.resource(parts))
	}
	text, err := ogp.IndentedJSON(p)
	return text + "\n", err
}

// resource describes a file, or all files of a table in partitions.
func (d *Description) resource(files []File) resource {
	file, format := files[0], d.format(files[0].Format)
	r := resource{
		Profile:     "data-resource",
		Name:        resourceName(file.Table, file.Name, format),
		Path:        paths{file.Name},
		Title:       cmp.Or(file.Table, format.Title),
		Description: content(file, format),
		Format:      file.Format,
		MediaType:   format.MediaType,
		Encoding:    format.Encoding,
		Dialect:     format.Dialect,
		Bytes:       file.Bytes,
		Hash:        "sha256:" + file.SHA256,
		Rows:        file.Rows,
		Schema:      d.schema(file),
	}
	if file.Partition != "" {
		r.describeParts(files)
	}
	if format.Dialect != nil {
		r.Profile = "tabular-data-resource"
	}
	return r
}

// describeParts tells all files of a table in partitions.
func (r *resource) describeParts(files []File) {
	r.Name, r.Path, r.Hash, r.Bytes, r.Rows = files[0].Group()+"."+files[0].Format, nil, "", 0, 0
	for _, file := range files {
		r.Path = append(r.Path, file.Name)
		r.Bytes, r.Rows = r.Bytes+file.Bytes, r.Rows+file.Rows
		r.Parts = append(r.Parts, filePart{file.Name, file.Bytes, "sha256:" + file.SHA256, file.Rows})
	}
}

// resourceName is a table's name for its file as text, and the file's name for
// the others, which hold the same tables again.
func resourceName(table, file string, format Format) string {
	if format.Dialect != nil {
		return table
	}
	return strings.ToLower(file)
}

// content is what a file holds, in words.
func content(file File, format Format) string {
	table, found := ogp.FindTable(file.Table)
	switch {
	case !found:
		return format.Content
	case file.Nested:
		return "Commitments with their long tables inside; lists are lists."
	default:
		return table.Doc
	}
}

// Group is what the files of one table in partitions have in common: the name of
// their folder.
func (f File) Group() string {
	if f.Nested {
		return f.Table + "_nested"
	}
	return f.Table
}

// grouped are the data files, those of one table in partitions together.
func grouped(files []File) [][]File {
	var out [][]File
	for _, file := range files {
		last := len(out) - 1
		switch {
		case file.Format == "" || file.PartOf != "":
		case last >= 0 && file.Partition != "" && out[last][0].Partition != "" && out[last][0].Group() == file.Group():
			out[last] = append(out[last], file)
		default:
			out = append(out, []File{file})
		}
	}
	return out
}

// Made is an export that a data package describes.
type Made struct {
	Choices Choices
	Files   []string // the names of all its files
}

// ReadPackage reads the text of a datapackage.json that an export wrote.
func ReadPackage(text []byte) (Made, error) {
	var p dataPackage
	if err := json.Unmarshal(text, &p); err != nil {
		return Made{}, fmt.Errorf("%s: %w", PackageFile, err)
	}
	if p.Export.Generator != Generator {
		return Made{}, errors.New(PackageFile + " was not made by " + Generator)
	}
	made := Made{p.Export.Choices, []string{PackageFile, ReadmeFile, CitationFile}}
	for _, r := range p.Resources {
		made.Files = append(made.Files, r.Path...)
	}
	for _, part := range p.Export.Parts {
		made.Files = append(made.Files, part.Path)
	}
	return made, nil
}
