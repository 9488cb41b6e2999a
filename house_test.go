package ogp_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ogp"
)

// arrows are the imports among our own packages; nothing else may import
// anything else.
var arrows = map[string][]string{
	".":              {},
	"scrape":         {"ogp", "ogp/scrape/robots", "ogp/scrape/warc"},
	"scrape/robots":  {},
	"scrape/warc":    {},
	"parse":          {"ogp", "ogp/parse/lines", "ogp/parse/outline", "ogp/parse/form", "ogp/parse/vocab", "ogp/parse/words"},
	"parse/lines":    {"ogp", "ogp/parse/words"},
	"parse/outline":  {"ogp", "ogp/parse/lines", "ogp/parse/words"},
	"parse/form":     {"ogp", "ogp/parse/words"},
	"parse/vocab":    {"ogp", "ogp/parse/words"},
	"parse/words":    {"ogp"},
	"parse/official": {"ogp", "ogp/parse/vocab", "ogp/parse/words"},
	"store":          {"ogp", "ogp/store/duck", "ogp/store/history"},
	"store/duck":     {"ogp"},
	"store/history":  {"ogp"},
	"store/journal":  {"ogp"},
	"export":         {"ogp"},
	"fixtures":       {"ogp"},
	"cmd/ogp/ingest": {"ogp", "ogp/scrape", "ogp/parse", "ogp/parse/official", "ogp/store", "ogp/store/journal"},
	"cmd/ogp":        {"ogp", "ogp/cmd/ogp/ingest", "ogp/scrape", "ogp/parse", "ogp/parse/vocab", "ogp/store", "ogp/export", "ogp/fixtures"},
}

func TestArrows(t *testing.T) {
	for file, source := range sources(t) {
		folder := filepath.ToSlash(filepath.Dir(file))
		allowed, known := arrows[folder]
		if !known {
			t.Errorf("%s: the floor plan has no room %s", file, folder)
			continue
		}
		for _, spec := range source.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			ours := path == "ogp" || strings.HasPrefix(path, "ogp/")
			if ours && !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}

// TestSizes holds the measures of the house: what outgrows them is two things.
func TestSizes(t *testing.T) {
	const longestFile, longestFunction, usualFunction = 400, 60, 30
	functions, long := 0, 0
	for file, source := range sources(t) {
		positions := fileSet.File(source.Pos())
		if lines := positions.LineCount(); lines > longestFile {
			t.Errorf("%s has %d lines, more than %d", file, lines, longestFile)
		}
		for _, decl := range source.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := positions.Line(function.End()) - positions.Line(function.Pos()) + 1
			functions++
			if lines > usualFunction {
				long++
			}
			if lines > longestFunction {
				t.Errorf("%s: %s has %d lines, more than %d", file, function.Name.Name, lines, longestFunction)
			}
		}
	}
	if long*10 > functions {
		t.Errorf("%d of %d functions have more than %d lines, more than one in ten", long, functions, usualFunction)
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for file, source := range sources(t) {
		for _, decl := range source.Decls {
			for _, name := range undocumented(decl) {
				t.Errorf("%s: %s is exported and has no comment", file, name)
			}
		}
	}
}

func undocumented(decl ast.Decl) []string {
	var names []string
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if s, ok := spec.(*ast.TypeSpec); ok && s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
				names = append(names, s.Name.Name)
			}
			if s, ok := spec.(*ast.ValueSpec); ok && s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil {
				names = append(names, s.Names[0].Name)
			}
		}
	}
	return names
}

// exportedReceiver reports whether a function is no method, or a method of an
// exported type.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

var fileSet = token.NewFileSet()

// sources are the project's Go files, tests left out, by path.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files[path], err = parser.ParseFile(fileSet, path, nil, parser.ParseComments)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d source files found", len(files))
	}
	return files
}

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

var commandUse = regexp.MustCompile(`Use:\s+"(\w+)`)

// TestReadmeNamesEveryCommand keeps the README in step with the program.
func TestReadmeNamesEveryCommand(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for file := range sources(t) {
		if filepath.ToSlash(filepath.Dir(file)) != "cmd/ogp" {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range commandUse.FindAllSubmatch(source, -1) {
			name := string(match[1])
			if name == "ogp" {
				continue
			}
			found++
			if !strings.Contains(string(readme), "`ogp "+name) {
				t.Errorf("the README does not name `ogp %s`", name)
			}
		}
	}
	if found == 0 {
		t.Error("no commands found")
	}
}
