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
	".":                 {},
	"scrape":            {"ogp", "ogp/scrape/block", "ogp/scrape/capture", "ogp/scrape/container", "ogp/scrape/content", "ogp/scrape/robots", "ogp/scrape/sitemap", "ogp/scrape/warc", "ogp/scrape/wire"},
	"scrape/archives":   {"ogp", "ogp/scrape", "ogp/scrape/capture", "ogp/scrape/content", "ogp/scrape/warc"},
	"scrape/block":      {"ogp"},
	"scrape/capture":    {"ogp", "ogp/scrape/block", "ogp/scrape/content", "ogp/scrape/warc"},
	"scrape/content":    {},
	"scrape/robots":     {"ogp/scrape/content"},
	"scrape/sitemap":    {"ogp/scrape/content"},
	"scrape/container":  {"ogp/scrape/content", "ogp/scrape/packed"},
	"scrape/packed":     {},
	"scrape/warc":       {"ogp/scrape/content", "ogp/scrape/packed"},
	"scrape/wire":       {},
	"parse":             {"ogp", "ogp/parse/form", "ogp/parse/lines", "ogp/parse/outline", "ogp/parse/tables", "ogp/parse/vocab", "ogp/parse/words"},
	"parse/lines":       {"ogp", "ogp/parse/words"},
	"parse/outline":     {"ogp", "ogp/parse/form", "ogp/parse/lines", "ogp/parse/tables", "ogp/parse/words"},
	"parse/form":        {"ogp", "ogp/parse/tables", "ogp/parse/words"},
	"parse/vocab":       {"ogp", "ogp/parse/tables", "ogp/parse/words"},
	"parse/tables":      {"ogp/parse/words"},
	"parse/words":       {"ogp"},
	"parse/official":    {"ogp", "ogp/parse/vocab", "ogp/parse/words"},
	"store":             {"ogp", "ogp/store/address", "ogp/store/captures", "ogp/store/derive", "ogp/store/duck", "ogp/store/due", "ogp/store/frame", "ogp/store/history", "ogp/store/objects", "ogp/store/report", "ogp/store/tables", "ogp/store/unread", "ogp/store/upgrade"},
	"store/due":         {"ogp"},
	"store/address":     {"ogp", "ogp/store/duck"},
	"store/unread":      {"ogp", "ogp/store/duck", "ogp/store/frame", "ogp/store/tables"},
	"store/captures":    {"ogp", "ogp/store/duck", "ogp/store/tables"},
	"store/frame":       {"ogp/store/duck"},
	"store/objects":     {"ogp", "ogp/store/duck", "ogp/store/tables"},
	"store/runlock":     {"ogp"},
	"store/storetest":   {"ogp", "ogp/store"},
	"store/tables":      {"ogp"},
	"store/upgrade":     {"ogp/store/duck", "ogp/store/frame"},
	"store/derive":      {"ogp", "ogp/store/duck", "ogp/store/history", "ogp/store/tables"},
	"store/duck":        {"ogp"},
	"store/history":     {"ogp"},
	"store/journal":     {"ogp"},
	"export":            {"ogp", "ogp/export/dataset", "ogp/export/describe", "ogp/export/html", "ogp/export/overview", "ogp/export/xlsx"},
	"export/compare":    {"ogp"},
	"export/dataset":    {"ogp"},
	"export/describe":   {"ogp", "ogp/export/dataset"},
	"export/html":       {"ogp", "ogp/export/describe", "ogp/export/overview"},
	"export/overview":   {"ogp", "ogp/export/dataset", "ogp/export/describe"},
	"export/xlsx":       {"ogp", "ogp/export/dataset", "ogp/export/describe", "ogp/export/overview"},
	"fixtures":          {"ogp"},
	"fixtures/archives": {},
	"fixtures/serve":    {"ogp", "ogp/fixtures", "ogp/fixtures/archives"},
	"cmd/ogp/capturing": {"ogp", "ogp/cmd/ogp/flags", "ogp/cmd/ogp/ingest", "ogp/scrape", "ogp/scrape/archives"},
	"cmd/ogp/console":   {},
	"cmd/ogp/flags":     {},
	"cmd/ogp/search":    {"ogp", "ogp/cmd/ogp/names"},
	"cmd/ogp/names":     {"ogp/cmd/ogp/flags", "ogp/store", "ogp/store/duck"},
	"cmd/ogp/prose":     {"ogp", "ogp/cmd/ogp/capturing", "ogp/cmd/ogp/console", "ogp/cmd/ogp/ingest", "ogp/parse", "ogp/store", "ogp/store/due"},
	"cmd/ogp/rows":      {"ogp", "ogp/cmd/ogp/console"},
	"cmd/ogp/coverage":  {"ogp", "ogp/cmd/ogp/console", "ogp/cmd/ogp/rows", "ogp/parse/form", "ogp/parse/words", "ogp/store", "ogp/store/report"},
	"cmd/ogp/ingest":    {"ogp", "ogp/cmd/ogp/console", "ogp/parse", "ogp/parse/official", "ogp/parse/tables", "ogp/scrape", "ogp/scrape/archives", "ogp/store", "ogp/store/captures", "ogp/store/due", "ogp/store/journal", "ogp/store/report", "ogp/store/runlock", "ogp/store/unread"},
	"cmd/ogp/judge":     {"ogp", "ogp/cmd/ogp/console", "ogp/store/report"},
	"cmd/ogp/audit":     {"ogp", "ogp/cmd/ogp/judge", "ogp/store", "ogp/store/report", "ogp/store/runlock"},
	"cmd/ogp":           {"ogp", "ogp/cmd/ogp/audit", "ogp/cmd/ogp/capturing", "ogp/cmd/ogp/config", "ogp/cmd/ogp/console", "ogp/cmd/ogp/coverage", "ogp/cmd/ogp/flags", "ogp/cmd/ogp/ingest", "ogp/cmd/ogp/judge", "ogp/cmd/ogp/names", "ogp/cmd/ogp/prose", "ogp/cmd/ogp/rows", "ogp/cmd/ogp/search", "ogp/export", "ogp/export/compare", "ogp/fixtures", "ogp/parse", "ogp/parse/vocab", "ogp/scrape", "ogp/scrape/archives", "ogp/store", "ogp/store/due", "ogp/store/report", "ogp/store/runlock", "ogp/store/tables"},
	"cmd/ogp/config":    {"ogp/cmd/ogp/flags"},
	"store/report":      {"ogp", "ogp/store/duck", "ogp/store/tables"},
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
	return ast.IsExported(receiver(f))
}

// receiver is the name of a method's type.
func receiver(f *ast.FuncDecl) string {
	of := f.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if generic, ok := of.(*ast.IndexExpr); ok {
		of = generic.X
	}
	name, _ := of.(*ast.Ident)
	return name.Name
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

var (
	commandUse   = regexp.MustCompile(`Use:\s+"(\w+)`)
	commandRow   = regexp.MustCompile("(?m)^\\| `ogp (\\w+)")
	exitConstant = regexp.MustCompile(`(?m)^\texit\w+\s+= (\d+)`)
	exitRow      = regexp.MustCompile(`(?m)^\| (\d+) \|`)
)

// TestDocsListCommandsAndExitCodes holds the list that users script against and
// the program together.
func TestDocsListCommandsAndExitCodes(t *testing.T) {
	docs := firstGroups(commandRow, "docs/cli.md", t)
	program := []string{"completion", "help"} // which cobra adds
	for file := range sources(t) {
		if filepath.ToSlash(filepath.Dir(file)) == "cmd/ogp" {
			program = append(program, firstGroups(commandUse, file, t)...)
		}
	}
	program = slices.DeleteFunc(program, func(name string) bool { return name == "ogp" })
	slices.Sort(docs)
	slices.Sort(program)
	if !slices.Equal(docs, program) {
		t.Errorf("docs/cli.md lists the commands %q, the program has %q", docs, program)
	}
	listed, used := firstGroups(exitRow, "docs/cli.md", t), firstGroups(exitConstant, "cmd/ogp/exit.go", t)
	if len(used) == 0 || !slices.Equal(listed, used) {
		t.Errorf("docs/cli.md lists the exit codes %q, the program has %q", listed, used)
	}
}

// firstGroups is what the first group of an expression matches in a file.
func firstGroups(expression *regexp.Regexp, file string, t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, match := range expression.FindAllSubmatch(text, -1) {
		found = append(found, string(match[1]))
	}
	return found
}

// TestReadmeIsShort: it is for whoever comes first; the rest is in docs.
func TestReadmeIsShort(t *testing.T) {
	const most = 900 // words, beside the demo's output
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), "$ make demo")
	_, after, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the README does not show the demo")
	}
	if words := len(strings.Fields(before)) + len(strings.Fields(after)); words > most {
		t.Errorf("the README has %d words, more than %d", words, most)
	}
	for _, link := range regexp.MustCompile(`\]\(([\w/.]+\.md)`).FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(link[1]); err != nil {
			t.Errorf("the README links to a file that is not there: %v", err)
		}
	}
}

// TestRooms holds the measures of packages and types: each can be read alone.
func TestRooms(t *testing.T) {
	const largestPackage, mostMethods = 3000, 30
	lines, methods, documented := map[string]int{}, map[string]int{}, map[string]bool{}
	for file, source := range sources(t) {
		room := filepath.ToSlash(filepath.Dir(file))
		documented[room] = documented[room] || source.Doc != nil
		lines[room] += fileSet.File(source.Pos()).LineCount()
		for _, decl := range source.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[room+"."+receiver(f)]++
			}
		}
	}
	for room, n := range lines {
		if !documented[room] {
			t.Errorf("package %s has no doc comment: say what comes in, what goes out and what it never does", room)
		}
		if n > largestPackage {
			t.Errorf("package %s has %d lines, more than %d", room, n, largestPackage)
		}
	}
	for name, n := range methods {
		if n > mostMethods {
			t.Errorf("type %s has %d methods, more than %d", name, n, mostMethods)
		}
	}
}
