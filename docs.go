package ogp

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"sync"
)

// The program carries the source of its schema, so that the doc comments are
// the data dictionary and there is no second text to fall out of step.
//
//go:embed commitment.go archive.go coverage.go observation.go captured.go official.go
var schemaSource embed.FS

// sourceDocs maps "Type" and "Type.Field" to their doc comments, on one line.
// A type's text starts after its name: "Cause is one cause …" gives "One cause …".
var sourceDocs = sync.OnceValue(func() map[string]string {
	docs := map[string]string{}
	for _, name := range []string{"commitment.go", "archive.go", "coverage.go", "observation.go", "captured.go", "official.go"} {
		source, err := schemaSource.ReadFile(name)
		if err != nil {
			panic(fmt.Sprintf("ogp: read the schema's source: %v", err))
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments)
		if err != nil {
			panic(fmt.Sprintf("ogp: parse the schema's source: %v", err))
		}
		collectDocs(file, docs)
	}
	return docs
})

func collectDocs(file *ast.File, docs map[string]string) {
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		spec := general.Specs[0].(*ast.TypeSpec)
		_, text, _ := strings.Cut(oneLine(general.Doc), " is ")
		docs[spec.Name.Name] = capital(text)
		row, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range row.Fields.List {
			for _, name := range field.Names {
				docs[spec.Name.Name+"."+name.Name] = oneLine(field.Doc)
			}
		}
	}
}

func oneLine(doc *ast.CommentGroup) string { return strings.Join(strings.Fields(doc.Text()), " ") }

func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
